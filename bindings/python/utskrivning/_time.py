# SPDX-License-Identifier: LGPL-2.1-or-later
"""Swedish time, with or without a time zone database on the machine."""

from __future__ import annotations

import datetime
from typing import Optional

from . import _core

try:
    from zoneinfo import ZoneInfo
except ImportError:  # no version of Python that the package runs on; a build without it may be
    ZoneInfo = None  # type: ignore[assignment,misc]

_EPOCH = datetime.datetime(1970, 1, 1)
_HOUR = datetime.timedelta(hours=1)


class SwedishTime(datetime.tzinfo):
    """Time in Sweden by the library's own arithmetic, for machines without a time zone database."""

    def _offset(self, utc: datetime.datetime) -> datetime.timedelta:
        seconds = (utc.replace(tzinfo=None) - _EPOCH) // datetime.timedelta(seconds=1)
        return datetime.timedelta(seconds=_core.local_offset(seconds))

    def utcoffset(self, when: Optional[datetime.datetime]) -> Optional[datetime.timedelta]:
        if when is None:
            return None
        # The offsets that hold an hour or two before what the clock shows; where they differ, `fold` chooses.
        wall = when.replace(tzinfo=None)
        summer, winter = self._offset(wall - 2 * _HOUR), self._offset(wall - _HOUR)
        return winter if when.fold else summer

    def dst(self, when: Optional[datetime.datetime]) -> Optional[datetime.timedelta]:
        offset = self.utcoffset(when)
        return None if offset is None else offset - _HOUR

    def tzname(self, when: Optional[datetime.datetime]) -> Optional[str]:
        offset = self.utcoffset(when)
        return None if offset is None else "CET" if offset == _HOUR else "CEST"

    def fromutc(self, when: datetime.datetime) -> datetime.datetime:
        offset = self._offset(when)
        local = when + offset
        repeated = self._offset(when - _HOUR) != offset and offset == _HOUR
        return local.replace(fold=1 if repeated else 0)

    def __reduce__(self) -> tuple:
        return (SwedishTime, ())

    def __repr__(self) -> str:
        return "SwedishTime()"

    def __str__(self) -> str:
        return "Europe/Stockholm"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SwedishTime)

    def __hash__(self) -> int:
        return hash(SwedishTime)


def _stockholm() -> datetime.tzinfo:
    try:
        return ZoneInfo("Europe/Stockholm")
    except Exception:  # no database on the machine, and none installed for Python
        return SwedishTime()


#: The time zone that datetimes come out in: Europe/Stockholm of the machine's database, else SwedishTime().
STOCKHOLM: datetime.tzinfo = _stockholm()
