# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settlements: what municipalities owe for months; and statistics of the same months."""

from __future__ import annotations

import datetime
import warnings
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from . import _core
from ._case import Case, Event, Instant, Rates, Readings, Rules, _plain_rates, _plain_readings
from ._errors import Error, RowError
from ._html import settlement_html
from ._records import SettledMonth
from ._rules import Municipality, as_pack
from ._table import BadRowsWarning, column_names, columns_of

Month = Union[str, datetime.date]

_PARTS = ("stays", "charges", "history", "statistics")


class Settlement(_core.Settlement):
    """What the municipalities owe for some months, under the collective models of the agreements (4 kap. 5 §) or, where
    there is none, case by case (5 kap.).

    first     the first month: "2022-05", or a date in it
    last      the last month; None: the first one
    at        the instant of assessment; None: the first one after the last month
    rules     the pack of every case; None: the one that its log names, else the act
    readings, rates, known_at   as in Case.judge

    Cases are added one by one, in any order; their names must differ. Iterating gives a SettledMonth for every month,
    paying municipality and pack; so do settlement[i] and len(settlement).
    """

    #: rows of a table that were left out with their cases (settle_table)
    bad_rows: List[RowError]

    _rules: Any
    _months: Optional[Tuple[SettledMonth, ...]]

    def __new__(
        cls,
        first: Month,
        last: Optional[Month] = None,
        *,
        at: Optional[Instant] = None,
        rules: Rules = None,
        readings: Readings = None,
        rates: Rates = None,
        known_at: Optional[Instant] = None,
    ) -> Settlement:
        made: Settlement = super().__new__(
            cls, first, first if last is None else last, at, known_at, _plain_readings(readings), _plain_rates(rates)
        )
        made._rules = as_pack(rules)
        made._months = None
        made.bad_rows = []
        return made

    def add(self, case: Case, rules: Rules = None) -> None:
        """Judges a case and adds it. `rules` is the pack of this case alone."""
        self._add(case, self._rules if rules is None else as_pack(rules))
        self._months = None

    @property
    def at(self) -> datetime.datetime:
        """The instant at which it judges."""
        return self._instant()

    @property
    def months(self) -> Tuple[SettledMonth, ...]:
        """By month, municipality (none last) and pack."""
        months = self._months
        if months is None:
            self._months = months = self._sum()
        return months

    def __iter__(self) -> Iterator[SettledMonth]:
        return iter(self.months)

    def __len__(self) -> int:
        return len(self.months)

    def __getitem__(self, index: int) -> SettledMonth:
        return self.months[index]

    def to_columns(self) -> Dict[str, List[Any]]:
        """The months as columns, for pandas.DataFrame, polars.DataFrame or pyarrow.table: a row for each."""
        names = [name for name in SettledMonth._fields if name not in _PARTS]
        columns: Dict[str, List[Any]] = {name: [_plain(getattr(month, name)) for month in self] for name in names}
        columns["average"] = [month.average for month in self]
        return columns

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The months as a table by the Arrow PyCapsule protocol: polars.DataFrame(settlement), pyarrow.table(settlement)."""
        return _core.stream_of_columns(tuple(self.to_columns().items()))

    def statistics_columns(self) -> Dict[str, List[Any]]:
        """The statistics of the months as columns; ratios as numbers."""
        columns: Dict[str, List[Any]] = {name: [getattr(month, name) for month in self] for name in ("month", "municipality", "rules")}
        for month in self:
            for name, value in zip(month.statistics._fields[:-1], month.statistics):
                columns.setdefault(name, []).append(getattr(value, "value", value))
        return columns

    def explain(self, lang: str = "sv") -> str:
        """The settlement in words: a table, then who is counted, who is left out and why, and the days charged."""
        return self._explain(lang, False)

    def explain_statistics(self, lang: str = "sv") -> str:
        """The statistics in words: the two counts, the stays that make the difference, and the rates."""
        return self._explain(lang, True)

    def to_json(self) -> str:
        """JSON Lines, as `utskrivning settle --json` prints them."""
        return self._json(False)

    def statistics_json(self) -> str:
        """JSON Lines, as `utskrivning stats --json` prints them."""
        return self._json(True)

    def __repr__(self) -> str:
        lines = "".join(f"\n  {month!r}" for month in self)
        return f"<Settlement judged at {self.at.isoformat(' ', 'minutes')}: {len(self)} months>{lines}"

    def _repr_html_(self) -> str:
        return settlement_html(self)


def _plain(value: Any) -> Any:
    """A word of an enum as text, so that tables of every kind take it."""
    return str(value) if isinstance(value, str) else value


def settle(
    cases: Iterable[Case],
    first: Month,
    last: Optional[Month] = None,
    *,
    at: Optional[Instant] = None,
    rules: Rules = None,
    readings: Readings = None,
    rates: Rates = None,
    known_at: Optional[Instant] = None,
) -> Settlement:
    """The settlement of some months over cases, such as those that read() gives; see Settlement."""
    settlement = Settlement(first, last, at=at, rules=rules, readings=readings, rates=rates, known_at=known_at)
    for case in cases:
        settlement.add(case)
    return settlement


# Columns of a table that are about the case, by the names of Case's arguments.
_ABOUT_CASE = ("municipality", "payer", "rules", "region", "care", "previous-discharge")


class _Rows:
    """The rows of a table as cases: a row that is wrong leaves out its case, and is kept."""

    def __init__(self, columns: Mapping[str, List[Any]], about: Mapping[str, Any]) -> None:
        self.columns, self.about = columns, about
        self.cases: Dict[Any, Case] = {}
        self.bad: List[RowError] = []
        self.left_out: set = set()

    def _value(self, name: str, row: int) -> Any:
        values = self.columns.get(name)
        value = None if values is None else values[row]
        return None if value is None or value != value else value

    def _case(self, key: Any, row: int) -> Case:
        case = self.cases.get(key)
        if case is None:
            about = {name.replace("-", "_"): self._value(name, row) for name in _ABOUT_CASE}
            about = {name: self.about.get(name) if value is None else value for name, value in about.items()}
            if about["region"] is not None:
                about["region"] = int(about["region"])
            case = self.cases[key] = Case(str(key), **about)
        return case

    def _append(self, key: Any, row: int) -> None:
        attributes = self._value("attributes", row)
        at, party, kind = (self._value(name, row) for name in ("at", "party", "event"))
        case = self._case(key, row)
        if attributes is not None or isinstance(at, str):
            line = f"{_core.instant(at).isoformat()} {party} {kind} {attributes or ''}"
            case.append(Event(line))
        elif self._value("mask", row) is None:
            case.append(at, party, kind)
        else:
            case.push(at, party, kind, self._value("mask", row), self._value("value", row), self._value("recorded", row))

    def read(self) -> None:
        """Reads every row."""
        for row, key in enumerate(self.columns["case"]):
            try:
                self._append(key, row)
            except (Error, TypeError, ValueError) as problem:
                status = getattr(problem, "status", None)
                message = problem.message if isinstance(problem, Error) else str(problem)
                details = [getattr(problem, name, "") for name in ("word", "expected", "nearest")]
                self.bad.append(RowError(message, status, "event", row, *details))
                self.left_out.add(key)


def settle_table(
    events: Any,
    first: Month,
    last: Optional[Month] = None,
    *,
    columns: Optional[Mapping[str, str]] = None,
    at: Optional[Instant] = None,
    rules: Rules = None,
    readings: Readings = None,
    rates: Rates = None,
    known_at: Optional[Instant] = None,
    municipality: Optional[Municipality] = None,
    payer: Optional[Municipality] = None,
    region: Optional[int] = None,
) -> Settlement:
    """The settlement of some months over a table of events, one a row, as judge_table() takes them.

    A row that is wrong leaves out its case, with a BadRowsWarning and an entry in Settlement.bad_rows. The settlement
    is a table too: polars.DataFrame(settlement), pyarrow.table(settlement), pandas.DataFrame(settlement.to_columns()).
    """
    about = {"municipality": municipality, "payer": payer, "region": region}
    rows = _Rows(column_names(columns_of(events), columns), about)
    rows.read()
    settlement = Settlement(first, last, at=at, rules=rules, readings=readings, rates=rates, known_at=known_at)
    for key, case in rows.cases.items():
        if key not in rows.left_out:
            settlement.add(case)
    settlement.bad_rows = rows.bad
    if rows.bad:
        text = f"{len(rows.bad)} rows left out with their cases, the first: {rows.bad[0]}"
        warnings.warn(text, BadRowsWarning, stacklevel=2)
    return settlement
