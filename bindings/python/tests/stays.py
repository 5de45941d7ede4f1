# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stay that most tests are about. What it comes to is worked out from the act in the comments, not by the library."""

import datetime

import utskrivning

# Notice of readiness on Monday 9 May 2022 at 10:00, before noon: liability enters three days later, on the 12th (5 kap.
# 4 §). 12, 13, 14 and 15 May are charged, the day of leaving is not: four days of 9 300 SEK (the amount of 2022).
LINES = (
    "2022-05-02T09:00+02:00 hospital admitted",
    "2022-05-02T10:00+02:00 hospital needs-assessed social-services",
    "2022-05-02T11:00+02:00 hospital admission-notice id=m1 to=social-services "
    "contains=name,personal-number,address,expected-discharge",
    "2022-05-09T10:00+02:00 hospital discharge-ready-notice id=r1 to=social-services",
    "2022-05-16T10:00+02:00 hospital discharged to=home",
)
DAYS = 4
ORE = 4 * 930_000
CHARGED = [datetime.date(2022, 5, day) for day in (12, 13, 14, 15)]


def stay(name="anna", lines=LINES, **header):
    """A case of those events."""
    header.setdefault("municipality", "0484")
    return utskrivning.Case(name, events=lines, **header)


def swedish(*parts):
    """An instant on the Swedish clock."""
    return datetime.datetime(*parts, tzinfo=utskrivning.STOCKHOLM)


def text(names=("anna",), lines=LINES):
    """A case log of that stay under each of those names."""
    return "".join(f"case {name} municipality=0484\n" + "\n".join(lines) + "\n\n" for name in names)
