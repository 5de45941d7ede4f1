# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settlements: what municipalities owe for months; and statistics of the same months."""

from __future__ import annotations

import datetime
import json
import os
import warnings
from fractions import Fraction
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from . import _core
from ._case import Case, CaseReader, Event, Instant, Rates, Readings, Rules, _plain_rates, _plain_readings, read
from ._errors import Error, RowError
from ._html import settlement_html
from ._records import ChargedDay, MonthAverage, Ratio, SettledMonth, SettledStay
from ._rules import Municipality, Pack, as_pack
from ._table import BadRowsWarning, column_names, columns_of
from ._words import Status

Month = Union[str, datetime.date]
Source = Union[str, "os.PathLike[str]", IO[str], IO[bytes], CaseReader, Case, Iterable[Case]]


def _month_text(month: Month) -> str:
    return f"{month.year:04d}-{month.month:02d}" if isinstance(month, datetime.date) else month


def _unbound(rules: Union[Pack, str]) -> Pack:
    pack = as_pack(rules)
    if pack is None:
        raise Error("no pack to settle under", Status.BAD_ARGUMENT, expected="a pack, or the id of one")
    return pack.unbound()


class Settlement(_core.Settlement):
    """What the municipalities owe for some months, under the collective models of the agreements (4 kap. 5 §) or, where
    there is none, case by case (5 kap.).

    first     the first month: "2022-05", or a date in it
    last      the last month; None: the first one
    at        the instant of assessment; None: the first one after the last month
    rules     the pack of every case; None: the one that its log names, else the act
    packs     packs of one's own that a log may name, besides those built in
    under     packs, each of which every case is settled under, as if it were the agreement of its county: how agreements
              are compared on the same cases, and nothing that anybody owes
    readings, rates, known_at   as in Case.judge

    Cases are added in any order; their names must differ. It keeps a short summary of each, never the case. What decides
    about a month is what the cases tell of it and of the months before, and nothing else: give those too. Iterating gives
    a SettledMonth for every month, paying municipality and pack; so do settlement[i] and len(settlement).
    """

    #: rows of a table that were left out with their cases (settle_table)
    bad_rows: List[RowError]

    _under: Tuple[Pack, ...]
    _packs: Tuple[Pack, ...]
    _state: object  # another one whenever a case is being or has been added, by whatever thread
    _summed: Tuple[object, Tuple[SettledMonth, ...]]  # the months, and the state that they are of

    def __new__(
        cls,
        first: Month,
        last: Optional[Month] = None,
        *,
        at: Optional[Instant] = None,
        rules: Rules = None,
        packs: Iterable[Pack] = (),
        under: Iterable[Union[Pack, str]] = (),
        readings: Readings = None,
        rates: Rates = None,
        known_at: Optional[Instant] = None,
    ) -> Settlement:
        made: Settlement = super().__new__(
            cls, first, first if last is None else last, at, known_at, _plain_readings(readings), _plain_rates(rates)
        )
        pack = as_pack(rules)
        made._under = tuple(_unbound(chosen) for chosen in under)
        if pack is not None and made._under:
            raise Error("rules and under say two things", Status.BAD_ARGUMENT, expected="one of them")
        if pack is not None:
            made._under = (pack,)
        made._packs = tuple(packs)
        made._state = object()
        made._summed = (None, ())
        made.bad_rows = []
        return made

    # --- Cases in

    def _named(self, case: Case) -> Optional[Pack]:
        name = case.rules if self._packs else None
        return next((pack for pack in self._packs if pack.id == name), None)

    def add(self, case: Case, rules: Rules = None) -> None:
        """Judges a case and adds it. `rules` is the pack of this case alone."""
        own = as_pack(rules)
        try:
            for pack in self._under if own is None and self._under else (own,):
                self._add(case, self._named(case) if pack is None else pack)
        finally:
            self._state = object()

    def read(self, source: Source, *, on_error: Optional[Callable[[Error], object]] = None) -> Settlement:
        """Adds all cases of a case log, whatever its size: a path, or anything with a read() of text or bytes; of a reader;
        or of any iterable of cases. Gives the settlement itself.

        on_error   told of every bad line and refused event, and of every case under rules that are not known; what is bad
                   is left out. Without it the first is raised (a reader has its own)
        """
        if isinstance(source, Case):
            self.add(source)
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
        held, reader._held = reader._held, None
        if held is not None:
            self.add(held)
        more = True
        while more:
            try:
                more = self._read(reader, self._under, self._packs)
            finally:
                self._state = object()
            reader._report()

    # --- Months out

    @property
    def at(self) -> datetime.datetime:
        """The instant at which it judges."""
        return self._instant()

    @property
    def months(self) -> Tuple[SettledMonth, ...]:
        """By month, municipality (none last) and pack."""
        state, (of, months) = self._state, self._summed
        if of is not state:
            months = self._sum()
            self._summed = (state, months)
        return months

    def find(
        self, municipality: Optional[Municipality] = None, month: Optional[Month] = None, rules: Rules = None
    ) -> Tuple[SettledMonth, ...]:
        """The months that are of a municipality ("none": of none), a month, a pack; None: of any."""
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

    def __iter__(self) -> Iterator[SettledMonth]:
        return iter(self.months)

    def __len__(self) -> int:
        return len(self.months)

    def __getitem__(self, index: int) -> SettledMonth:
        return self.months[index]

    # --- As columns

    def to_columns(self, of: str = "months") -> Dict[str, List[Any]]:
        """A table as {column: values}, for pandas.DataFrame, polars.DataFrame or pyarrow.table.

        of   "months": a row for each; "stays", "charges" (day by day), "history" and "differences": those of all months

        Amounts are öre, averages are float (persons and days are exact), None is not known.
        """
        if of not in _TABLES:
            raise Error("no such table", Status.BAD_ARGUMENT, word=str(of), expected=", ".join(_TABLES))
        names, rows = _TABLES[of]
        columns: Dict[str, List[Any]] = {name: [] for name in _KEYS + names}
        for month in self:
            for row in rows(month):
                for name, value in zip(columns, (month.month, month.municipality, month.rules, *row)):
                    columns[name].append(_plain(value))
        return columns

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The months as a table by the Arrow PyCapsule protocol: polars.DataFrame(settlement), pyarrow.table(settlement)."""
        return _core.stream_of_columns(tuple(self.to_columns().items()))

    def statistics_columns(self) -> Dict[str, List[Any]]:
        """The statistics of the months as columns; ratios as numbers, and of how many each is."""
        columns: Dict[str, List[Any]] = {name: [getattr(month, name) for month in self] for name in _KEYS}
        for name in (*_STATISTICS, "mean_days", "day_zero_ratio", "beds"):
            values = [getattr(month.statistics, name) for month in self]
            columns[name] = [_plain(value.value if isinstance(value, Ratio) else value) for value in values]
            if name in _RATIOS:
                columns[f"{name}_of"] = [value.whole for value in values]
        return columns

    # --- In words

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

    def to_dicts(self) -> List[Dict[str, Any]]:
        """What to_json says, as a dict for each month: amounts are kronor and averages are rounded there."""
        return [json.loads(line) for line in self.to_json().splitlines()]

    def __repr__(self) -> str:
        lines = "".join(f"\n  {month!r}" for month in self)
        return f"<Settlement judged at {self.at.isoformat(' ', 'minutes')}: {len(self)} months>{lines}"

    def _repr_html_(self) -> str:
        return settlement_html(self)


def settle(
    source: Source,
    first: Month,
    last: Optional[Month] = None,
    *,
    at: Optional[Instant] = None,
    rules: Rules = None,
    packs: Iterable[Pack] = (),
    under: Iterable[Union[Pack, str]] = (),
    readings: Readings = None,
    rates: Rates = None,
    known_at: Optional[Instant] = None,
    on_error: Optional[Callable[[Error], object]] = None,
) -> Settlement:
    """The settlement of some months over a case log of any size (a path, a file, a reader) or over cases:
    `settle("cases.case", "2022-01", "2022-12")`. See Settlement; on_error is that of Settlement.read."""
    settlement = Settlement(
        first,
        last,
        at=at,
        rules=rules,
        packs=packs,
        under=under,
        readings=readings,
        rates=rates,
        known_at=known_at,
    )
    return settlement.read(source, on_error=on_error)


# --- Tables of events --------------------------------------------------------------------------------------------------

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


# --- Columns -------------------------------------------------------------------------------------------------------------

_KEYS = ("month", "municipality", "rules")
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
    "pooled_persons",
    "pooled_days",
    "pooled_above",
    "under_average",
    "under_act",
    "digest",
)
_RATIOS = ("notice_in_time", "care_contact_in_time", "call_24h", "call_7d")
_STATISTICS = (
    "month_days",
    "ready_stays",
    "ready_days",
    "day_zero_stays",
    *_RATIOS,
    "sip_required",
    "sip_offered",
    "sip_called",
    "sip_held",
    "sip_declined",
    "readmitted_30d",
)
_DIFFERENCE = ("case", "ready_days", "payment_days", "why", "dates")

#: {table: (its columns, the rows that a month has of it)}
_TABLES: Dict[str, Tuple[Tuple[str, ...], Callable[[SettledMonth], Iterable[Iterable[Any]]]]] = {
    "months": (_FIGURES, lambda month: [[getattr(month, name) for name in _FIGURES]]),
    "stays": (SettledStay._fields, lambda month: month.stays),
    "charges": (ChargedDay._fields, lambda month: month.per_day),
    "history": (tuple(f"history_{name}" for name in MonthAverage._fields), lambda month: month.history),
    "differences": (
        _DIFFERENCE,
        lambda month: [[getattr(stay, name) for name in _DIFFERENCE] for stay in month.statistics.reconciliation],
    ),
}


def _plain(value: Any) -> Any:
    """As tables of every kind take it: a word of an enum as text, a fraction as a number."""
    return float(value) if isinstance(value, Fraction) else str(value) if isinstance(value, str) else value
