# SPDX-License-Identifier: LGPL-2.1-or-later
"""Differences that are settled (doc/errata.md) and wait for the library: a file tests/cases/errata/NAME.pending each.

`compare.py --pending` leaves them out. A line goes when its file has become a .case.
"""

PATHS = {  # how the place of the difference begins: name of the case
    'obligations[admission-notice-ongoing]': 'ongoing-not-concerned',
    'findings[admission-notice-ongoing]': 'ongoing-not-concerned',
    'obligations[municipality-ready-by-ready]': 'municipality-ready-later-from, ready-after-the-stay',
    'obligations[sip-call-hospital]': 'ready-after-the-stay',
    'findings[sip-call-hospital]': 'ready-after-the-stay',
    'obligations[red-home-after-sip]': 'red-home-services-refused',
    'findings[red-home-after-sip]': 'red-home-services-refused',
    'obligations[sip-call-later]': 'sip-call-later-earlier-call',
    'obligations[care-request-prepared]': 'care-request-never-covered',
    'findings[care-request-prepared]': 'care-request-never-covered',
    'obligations[status-supplement]': 'status-supplement-step-over',
    'findings[status-supplement]': 'status-supplement-step-over',
    'obligations[aids-three-weekdays]': 'aids-then-death',
    'findings[aids-three-weekdays]': 'aids-then-death',
    'obligations[sip-plan]': 'sip-plan-ready-trigger',
    'liability.reasons': 'rate-unknown-of-an-earlier-spell',
    'obligations[admission-notice-content]': 'content-of-a-new-assessment',
    'findings[admission-notice-content]': 'content-of-a-new-assessment',
    'obligations[municipality-ready-told]': 'ready-subjects-any-rehab',
    'obligations[sip-hospital-follow-up]': 'follow-up-each-concerned',
    'findings[duplicate-ready-notice]': 'duplicate-simple-care-inside',
    'obligations[discharge-ready-notice]': 'ready-again-same-second',
    'obligations[admission-notice-later]': 'excused-is-final',
    'next_change': 'any of them',
}


def waits(where, case, pack):
    """Is a difference at this place, of this case under this pack, one of those?"""
    if any(where.startswith(path) for path in PATHS):
        return True
    if not where.startswith(('liability', 'findings')):
        return False
    if pack != 'gotland' and '0980' in (case.payer, case.municipality) and case.region == '09':
        return True  # one-principal-any-pack
    psychiatric = case.care == 'psychiatric' or any(e.attr.get('care') == 'psychiatric' for e in case.events)
    return pack != 'lus' and psychiatric and case.events[0].time < 1546300800 + 40 * 86400  # psychiatric-2018-agreement
