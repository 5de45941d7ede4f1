# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Swedish calendar and the arithmetic of deadlines, as the library has them."""

from __future__ import annotations

import datetime
from typing import Optional, Union

from . import _core
from ._words import Form, Holiday

Date = Union[datetime.date, str]


def instant(value: Union[datetime.datetime, str, int]) -> datetime.datetime:
    """An instant in Swedish time: from ISO text (without offset: Swedish time), an aware datetime, or seconds since
    1970. Years 1980 to 2199."""
    return _core.instant(value)


def holiday(day: Date) -> Optional[Holiday]:
    """The public holiday, or the eve that is no weekday, on that date; None if it is neither. Sundays are not among
    them."""
    return _core.holiday(day)


def is_weekday(day: Date) -> bool:
    """True on a vardag: Monday to Friday, no public holiday, none of the three eves."""
    return _core.is_weekday(day)


def weekday_on_or_after(day: Date) -> datetime.date:
    """The day itself if it is a weekday, else the next weekday."""
    return _core.weekday_on_or_after(day)


def due(
    form: Union[Form, str], n: int, trigger: Union[datetime.datetime, str, int]
) -> Optional[datetime.datetime]:
    """The last second that is still in time, for a time form of a rule counted from (or back from) an instant; the
    earliest instant allowed for not-before forms. `n` is hours or days. None for as-soon-as-possible."""
    return _core.due(form, n, trigger)
