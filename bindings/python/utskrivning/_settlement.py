# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settlements: what the municipalities owe for a month, who is counted and why, and the statistics of the same stays."""

from __future__ import annotations

import datetime
import json
import os
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any, Callable, Dict, Iterable, Iterator, List, Optional, Tuple, Union

from . import _core
from ._case import CaseReader, Instant, Rates, Readings, Rules, _plain_rates, _plain_readings, read
from ._errors import Error
from ._html import month_html, settlement_html
from ._records import (
    ChargedCase,
    ChargedDay,
    Charge,
    Difference,
    MonthAverage,
    MonthFigures,
    MonthStatistics,
    SettledStay,
    _days,
    _fraction,
    _money,
    _persons,
    _sek,
)
from ._rules import Municipality, Pack, as_pack
from ._words import Answer, LeftOut, Level, Status

if TYPE_CHECKING:
    from ._case import Case

MonthName = Union[str, datetime.date]
Source = Union[str, "os.PathLike[str]", IO[str], IO[bytes], CaseReader, "Case", Iterable["Case"]]

_PARTS = ("months", "stays", "charges", "history", "statistics", "differences")


def _month_text(month: MonthName) -> str:
    return f"{month.year:04d}-{month.month:02d}" if isinstance(month, datetime.date) else month


class Month:
    """What a month comes to for a municipality under a pack. It comes from a Settlement.

    A figure that is None is not known: it is not 0. Once the settlement is given further cases, those it gave before can
    no longer be asked for what they have not yet told.
    """

    def __init__(self, settlement: Settlement, index: int) -> None:
        self._settlement: Optional[Settlement] = settlement
        self._version = settlement._version
        self._index = index
        self._at = settlement.at
        self._figures: MonthFigures
        self._pack: Pack
        self._figures, self._pack = settlement._month(index)

    def _owner(self) -> Settlement:
        if self._settlement is None or self._settlement._version != self._version:
            raise Error("the settlement has been given further cases", Status.BAD_ARGUMENT, expected="its new months")
        return self._settlement

    # --- Which

    @property
    def municipality(self) -> Optional[str]:
        """The municipality that pays, in four digits; None for the cases without one."""
        return self._figures.municipality

    @property
    def month(self) -> str:
        """Such as "2022-05"."""
        return self._figures.month

    @property
    def rules(self) -> str:
        """The id of the pack of the cases."""
        return self._pack.id

    @property
    def pack(self) -> Pack:
        """The pack of the cases."""
        return self._pack

    @property
    def at(self) -> datetime.datetime:
        """The instant at which all cases were judged."""
        return self._at

    @property
    def known(self) -> bool:
        """False for a month wholly outside the validity of the pack: nothing is known of it."""
        return self._figures.known

    # --- The average

    @property
    def persons(self) -> Optional[int]:
        """Stays that ended in the month and are counted."""
        return self._figures.persons

    @property
    def days(self) -> Optional[int]:
        """Their days, by the count of the agreement."""
        return self._figures.days

    @property
    def average(self) -> Optional[Fraction]:
        """Days by persons, exactly; None with no persons."""
        return _fraction(self._figures.days, self._figures.persons)

    @property
    def threshold(self) -> Optional[int]:
        """Days; None where the pack has none or it is not known."""
        return self._figures.threshold

    @property
    def above(self) -> Answer:
        """Is the average strictly above the threshold?"""
        return self._figures.above

    @property
    def pooled(self) -> Optional[MonthAverage]:
        """The months of the history together; None where the model has no such average."""
        return self._figures.pooled

    @property
    def under_average(self) -> Answer:
        """Settled by the average since a quarter that was above; not-needed where the model has no such thing."""
        return self._figures.under_average

    @property
    def under_act(self) -> bool:
        """True: the agreement does not bind the municipality, and it is settled as under the act (4 kap. 5 §)."""
        return self._figures.under_act

    # --- What is owed

    @property
    def level(self) -> Level:
        """How the municipality pays the month: individual, average, none or unknown."""
        return self._figures.level

    @property
    def owed_days(self) -> Optional[int]:
        """Days that it owes; None: not known."""
        return self._figures.owed_days

    @property
    def owed_ore(self) -> Optional[int]:
        """What it owes in öre; None: not known."""
        return self._figures.owed_ore

    @property
    def owed_sek(self) -> Optional[Decimal]:
        """What it owes in kronor; None: not known."""
        return _sek(self._figures.owed_ore)

    @property
    def billed_days(self) -> Optional[int]:
        """Days that are known to be billed one by one, also when more is owed that is not known."""
        return self._figures.billed_days

    @property
    def billed_ore(self) -> Optional[int]:
        """Their amount in öre; None: not known."""
        return self._figures.billed_ore

    @property
    def billed_sek(self) -> Optional[Decimal]:
        """Their amount in kronor; None: not known."""
        return _sek(self._figures.billed_ore)

    @property
    def digest(self) -> str:
        """SHA-256 over the cases of the municipality: two parties that settle the same cases get the same."""
        return self._figures.digest

    # --- The stays

    @cached_property
    def stays(self) -> Tuple[SettledStay, ...]:
        """The stays that ended in the month, in order of names."""
        return self._owner()._part(self._index, "stays")

    @property
    def counted(self) -> Tuple[SettledStay, ...]:
        """Those of them that are counted."""
        return tuple(stay for stay in self.stays if stay.left_out is LeftOut.COUNTED)

    @property
    def left_out(self) -> Tuple[SettledStay, ...]:
        """Those that are not; each says why as its left_out."""
        return tuple(stay for stay in self.stays if stay.left_out is not LeftOut.COUNTED)

    @cached_property
    def charges(self) -> Tuple[Charge, ...]:
        """The days that are owed one by one, in runs of days that cost the same."""
        return self._owner()._part(self._index, "charges")

    @property
    def per_day(self) -> Tuple[ChargedDay, ...]:
        """The same, day by day."""
        return tuple(
            ChargedDay(charge.case, charge.first + datetime.timedelta(days=day), charge.ore, charge.rule)
            for charge in self.charges
            for day in range(charge.days)
        )

    @property
    def per_case(self) -> Tuple[ChargedCase, ...]:
        """The same by case."""
        return tuple(_sum_of(case, list(charges)) for case, charges in groupby(self.charges, lambda charge: charge.case))

    @cached_property
    def history(self) -> Tuple[MonthAverage, ...]:
        """The months that the level rests on, the earliest first."""
        return self._owner()._part(self._index, "history")

    # --- The statistics

    @cached_property
    def statistics(self) -> MonthStatistics:
        """The same stays as the national statistics count them, and how often the obligations were met."""
        return self._owner()._statistics(self._index)

    @cached_property
    def differences(self) -> Tuple[Difference, ...]:
        """The stays that the two counts differ about, why, and by which days."""
        return self._owner()._part(self._index, "differences")

    # --- Written down

    @cached_property
    def _line(self) -> str:
        return self._owner()._json(self._index, False)

    @cached_property
    def _statistics_line(self) -> str:
        return self._owner()._json(self._index, True)

    def to_json(self, statistics: bool = False) -> str:
        """One line of JSON, as `utskrivning settle --json` prints it; or `utskrivning stats --json`."""
        return self._statistics_line if statistics else self._line

    def to_dict(self, statistics: bool = False) -> Dict[str, Any]:
        """What to_json says, as dict and list; amounts are kronor and averages are rounded there."""
        return json.loads(self.to_json(statistics))

    def __getstate__(self) -> Dict[str, Any]:
        for part in ("stays", "charges", "history", "statistics", "differences", "_line", "_statistics_line"):
            getattr(self, part)
        return {**self.__dict__, "_settlement": None}

    def __repr__(self) -> str:
        average = "no average" if self.average is None else f"average {float(self.average):.4f}"
        persons = "persons unknown" if self.persons is None else f"{_persons(self.persons)}, {_days(self.days)}, {average}"
        return (
            f"<Month {self.month} of {self.municipality} under {self.rules}: {persons}; level {self.level}, owes "
            f"{_days(self.owed_days)}, {_money(self.owed_ore)}>"
        )

    def _repr_html_(self) -> str:
        return month_html(self)


def _sum_of(case: str, charges: List[Charge]) -> ChargedCase:
    amounts = [charge.days * charge.ore for charge in charges if charge.ore is not None]
    known = len(amounts) == len(charges)
    return ChargedCase(case, sum(charge.days for charge in charges), sum(amounts) if known else None)


class Settlement(_core.Settlement):
    """What the municipalities owe for some months: fed with cases in any order, and then asked for its Months.

    first     the first month: "2022-01", or any date in it
    last      the last one; None: the same
    at        the instant of assessment; None: the first one after the last month
    rules     the pack that all cases are judged under; None: the one that each case names, else the act ("lus")
    packs     packs of one's own that a case may name, besides those built in
    readings  how to read what the texts leave open; see readings()
    rates     {year: amount per day of care}: kronor as Decimal, or öre as int; these win over the built-in ones
    known_at  leaves out what was recorded later than it

    It keeps a short summary of each case, never the case. What decides about a month is what the cases given tell of it
    and of the months before, and nothing else: give those too. Iterating gives the months: by month, then municipality,
    then pack.
    """

    def __new__(
        cls,
        first: MonthName,
        last: Optional[MonthName] = None,
        *,
        at: Optional[Instant] = None,
        rules: Rules = None,
        packs: Iterable[Pack] = (),
        readings: Readings = None,
        rates: Rates = None,
        known_at: Optional[Instant] = None,
    ) -> Settlement:
        months = _month_text(first), _month_text(first if last is None else last)
        terms = (at, known_at, _plain_readings(readings), _plain_rates(rates), as_pack(rules), tuple(packs))
        self: Settlement = super().__new__(cls, *months, *terms)
        self.first, self.last = months
        self._version = 0
        self._months: Optional[Tuple[Month, ...]] = None
        return self

    first: str  #: the first month, such as "2022-01"
    last: str  #: the last one
    _version: int

    @property
    def at(self) -> datetime.datetime:
        """The instant at which all cases are judged."""
        return self._instant()

    # --- Feeding

    def _changed(self) -> None:
        self._version += 1
        self._months = None

    def add(self, case: Case) -> None:
        """Judges a case and adds it. One that is added twice is counted twice."""
        self._changed()
        self._add(case)

    def read(self, source: Source, *, on_error: Optional[Callable[[Error], object]] = None) -> Settlement:
        """Adds all cases of a case log: a path or anything with a read() of text or bytes, whatever its size; of a reader;
        or of any iterable of cases. Gives the settlement itself.

        on_error   told of every bad line and every refused event, and of a case under unknown rules; what is bad is left
                   out. Without it the first is raised
        """
        if isinstance(source, _core.Case):
            self.add(source)  # type: ignore[arg-type]
        elif isinstance(source, CaseReader):
            self._read_all(source)
        elif isinstance(source, (str, os.PathLike)) or hasattr(source, "read"):
            with read(source, on_error=on_error) as reader:  # type: ignore[arg-type]
                self._read_all(reader)
        else:
            for case in source:  # type: ignore[union-attr]
                self.add(case)
        return self

    def _read_all(self, reader: CaseReader) -> None:
        self._changed()
        held, reader._held = reader._held, None
        if held is not None:
            self._add(held)
        more = True
        while more:
            more = self._read(reader)
            reader._report()

    # --- What it comes to

    @property
    def months(self) -> Tuple[Month, ...]:
        """One for every month asked for, every paying municipality with a case, and every pack that such a case is
        under."""
        if self._months is None:
            count = self._sum()
            self._months = tuple(Month(self, index) for index in range(count))
        return self._months

    def find(
        self, municipality: Optional[Municipality] = None, month: Optional[MonthName] = None, rules: Rules = None
    ) -> Tuple[Month, ...]:
        """Those months that are of a municipality ("none": of none), a month, a pack; None: of any."""
        code = None if municipality in (None, "none") else f"{int(municipality):04d}"  # type: ignore[arg-type]
        name = None if month is None else _month_text(month)
        pack = rules.id if isinstance(rules, Pack) else rules
        return tuple(
            found
            for found in self.months
            if (municipality is None or found.municipality == code)
            and (name is None or found.month == name)
            and (pack is None or found.rules == pack)
        )

    def explain(self, lang: str = "sv", *, statistics: bool = False) -> str:
        """All of it told to somebody who pays it or sends the invoice, in Swedish ("sv") or English ("en"); or its
        statistics."""
        return self._explain(lang, statistics) if self.months else ""

    def to_json(self, *, statistics: bool = False) -> str:
        """A line of JSON for each month, as `utskrivning settle --json` prints it; or `utskrivning stats --json`."""
        return "".join(month.to_json(statistics) for month in self.months)

    def to_dicts(self, *, statistics: bool = False) -> List[Dict[str, Any]]:
        """What to_json says, as dicts."""
        return [month.to_dict(statistics) for month in self.months]

    def to_columns(self, of: str = "months") -> Dict[str, List[Any]]:
        """A table as {column: values}, which pandas.DataFrame, polars.DataFrame and pyarrow.table take.

        of   "months": a row for each of them; "stays", "charges" (day by day), "history", "differences": the rows of all
             months; "statistics": a row for each month

        Amounts are öre, averages are float (persons and days are exact); None is not known.
        """
        if of not in _PARTS:
            raise Error("no such table", Status.BAD_ARGUMENT, word=of, expected=", ".join(_PARTS))
        keys = ("municipality", "month", "rules")
        columns: Dict[str, List[Any]] = {name: [] for name in (*keys, *_COLUMNS[of])}
        for month in self.months:
            for row in _ROWS[of](month):
                for name, value in zip(columns, (month.municipality, month.month, month.rules, *row)):
                    columns[name].append(value)
        return columns

    def __iter__(self) -> Iterator[Month]:
        return iter(self.months)

    def __len__(self) -> int:
        return len(self.months)

    def __getitem__(self, index: int) -> Month:
        return self.months[index]

    def __repr__(self) -> str:
        count = "not summed" if self._months is None else "1 object" if len(self) == 1 else f"{len(self)} objects"
        return f"<Settlement {self.first} to {self.last}, judged {self.at:%Y-%m-%d %H:%M}: {count}>"

    def _repr_html_(self) -> str:
        return settlement_html(self)


def settle(
    *sources: Source,
    first: MonthName,
    last: Optional[MonthName] = None,
    at: Optional[Instant] = None,
    rules: Rules = None,
    packs: Iterable[Pack] = (),
    readings: Readings = None,
    rates: Rates = None,
    known_at: Optional[Instant] = None,
    on_error: Optional[Callable[[Error], object]] = None,
) -> Settlement:
    """Settles the cases of logs, whatever their size: `settle("cases.case", first="2022-01", last="2022-12")`.

    sources   paths, files, readers or cases: see Settlement.read, which on_error is of too. The rest is as in Settlement.
    """
    settlement = Settlement(
        first, last, at=at, rules=rules, packs=packs, readings=readings, rates=rates, known_at=known_at
    )
    for source in sources:
        settlement.read(source, on_error=on_error)
    return settlement


# --- As columns ------------------------------------------------------------------------------------------------------------

_FIGURES = (
    "persons",
    "days",
    "average",
    "threshold",
    "above",
    "level",
    "owed_days",
    "owed_ore",
    "billed_days",
    "billed_ore",
    "under_average",
    "under_act",
    "digest",
)
_RATIOS = ("notice_in_time", "care_contact_in_time", "call_24h", "call_7d")
_COUNTS = (
    "ready_stays",
    "ready_days",
    "day_zero_stays",
    "sip_required",
    "sip_offered",
    "sip_called",
    "sip_held",
    "sip_declined",
    "readmitted_30d",
)


def _plain(value: Any) -> Any:
    """As tables hold it: a word is its text, a fraction a float."""
    return float(value) if isinstance(value, Fraction) else str(value) if isinstance(value, str) else value


def _figures_of(month: Month) -> List[Tuple[Any, ...]]:
    return [tuple(_plain(getattr(month, name)) for name in _FIGURES)]


def _statistics_of(month: Month) -> List[Tuple[Any, ...]]:
    statistics = month.statistics
    ratios = [getattr(statistics, name) for name in _RATIOS]
    averages = (_plain(statistics.mean_days), _plain(statistics.day_zero_ratio), float(statistics.beds))
    counts = tuple(getattr(statistics, name) for name in _COUNTS)
    return [(*counts, *averages, *(number for ratio in ratios for number in ratio))]


def _records_of(name: str) -> Callable[[Month], Iterable[Tuple[Any, ...]]]:
    return lambda month: (tuple(map(_plain, record)) for record in getattr(month, name))


_COLUMNS: Dict[str, Tuple[str, ...]] = {
    "months": _FIGURES,
    "stays": SettledStay._fields,
    "charges": ChargedDay._fields,
    "history": tuple(f"history_{name}" for name in MonthAverage._fields),
    "statistics": (
        *_COUNTS,
        "mean_days",
        "day_zero_ratio",
        "beds",
        *(f"{name}{end}" for name in _RATIOS for end in ("", "_of")),
    ),
    "differences": Difference._fields,
}
_ROWS: Dict[str, Callable[[Month], Iterable[Tuple[Any, ...]]]] = {
    "months": _figures_of,
    "stays": _records_of("stays"),
    "charges": _records_of("per_day"),
    "history": _records_of("history"),
    "statistics": _statistics_of,
    "differences": _records_of("differences"),
}
