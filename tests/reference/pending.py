# SPDX-License-Identifier: LGPL-2.1-or-later
"""Differences that are settled (doc/errata.md) and wait for the library: a file tests/cases/errata/NAME.pending each.

`compare.py --pending` leaves them out. A line goes when its file has become a .case.
"""

PATHS = {  # how the place of the difference begins: name of the case
    'findings[duplicate-ready-notice]': 'duplicate-simple-care-inside',
    'obligations[admission-notice-content]': 'content-assessed-again',
    'findings[admission-notice-content]': 'content-assessed-again',
    'obligations[sip-call-hospital]': 'initiative-same-need',
    'findings[sip-call-hospital]': 'initiative-same-need',
    'findings[sip-abandoned]': 'abandoned-after-closed',
    'obligations[admission-notice] only in the reference': 'withdrawn-in-the-second',
    'obligations[discharge-ready-notice]': 'death-is-final',
    'obligations[expected-discharge-update]': 'death-is-final',
    'obligations[admission-notice-later]': 'death-is-final',
    'obligations[sip-call]': 'death-is-final (so is a decline)',
    'obligations[sip-plan]': 'initiative-same-need (so is a meeting)',
    'obligations[admission-notice-reason].due': 'content-assessed-again',
    'obligations[care-request-prepared]': 'care-request-too-late-and-excused',
    'findings[care-request-prepared]': 'care-request-too-late-and-excused',
    'obligations[status-supplement]': 'supplement-notice-unstated',
    'liability.prerequisites.pre-not-opposed': 'all-services-refused-unassessed',
    'liability.spells[].prerequisites.pre-not-opposed': 'all-services-refused-unassessed',
    'obligations[home-ready]': 'home-ready-at-discharge',
    'findings[home-ready]': 'home-ready-at-discharge',
    'obligations[patient-information]': 'refused-and-no-other-concerned',
    'findings[patient-information]': 'refused-and-no-other-concerned',
    'next_change': 'any of them',
}


def waits(where, case, pack):
    """Is a difference at this place, of this case under this pack, one of those?"""
    if any(where.startswith(path) for path in PATHS):
        return True
    # all-services-refused-unassessed: what follows of the prerequisite
    return pack == 'stockholm' and where.startswith('liability') and any(
        e.kind == 'consent' and e.attr['scope'] == 'services' for e in case.events)
