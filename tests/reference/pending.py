# SPDX-License-Identifier: LGPL-2.1-or-later
"""Differences that are settled (doc/errata.md) and wait for the library: a file tests/cases/errata/NAME.pending each.

`compare.py --pending` leaves them out. A line goes when its file has become a .case.
"""

PATHS = {  # how the place of the difference begins: name of the case
    'findings[duplicate-ready-notice]': 'duplicate-simple-care-inside',
}


def waits(where, case, pack):
    """Is a difference at this place, of this case under this pack, one of those?"""
    return any(where.startswith(path) for path in PATHS)
