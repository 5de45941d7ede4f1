# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables of events in, tables of judgements out: by the Arrow PyCapsule protocol, without copying and without requiring
pandas, polars, pyarrow or DuckDB."""

from __future__ import annotations

import warnings
from functools import cached_property
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

from . import _core
from ._case import Instant, Rates, Readings, _code, _plain_rates, _plain_readings
from ._errors import RowError
from ._html import table_html
from ._rules import Municipality, Pack, as_pack
from ._words import Care, Status

# Bits of utskr_want (arrow.h).
_WANTED = {
    "state": 1,
    "readiness": 2,
    "liability": 4,
    "late": 8,
    "obligations": 16,
    "findings": 32,
    "next-change": 64,
}


class BadRowsWarning(UserWarning):
    """Rows of a table were left out, with their cases; Answers.bad_rows has them."""


class Answers(_core.Table):
    """A table of judgements, one row for each case: what judge_table() gives.

    Tables of every kind take it as it is, without copying: polars.DataFrame(answers), pyarrow.table(answers),
    pandas.DataFrame.from_arrow(answers), or `FROM answers` in DuckDB. Without any of them: answers["days"] is a list,
    answers.to_dict() all of them.

    Words are the ids of the enums, instants come out in UTC (in lists: Swedish time), amounts are öre; None is unknown.
    """

    _bad_rows: List[RowError]

    @property
    def bad_rows(self) -> List[RowError]:
        """The rows that were left out, with their cases: each with its number, from 0, its column and what is wrong."""
        return self._bad_rows

    @cached_property
    def columns(self) -> Tuple[str, ...]:
        """The names of the columns."""
        return self._names()

    def __getitem__(self, name: str) -> List[Any]:
        if name not in self.columns:
            raise KeyError(name)
        return self._column(self.columns.index(name))

    def to_dict(self) -> Dict[str, List[Any]]:
        """The columns as lists, by name."""
        return {name: self[name] for name in self.columns}

    def __repr__(self) -> str:
        bad = f", {len(self.bad_rows)} bad rows" if self.bad_rows else ""
        return f"<Answers: {len(self)} cases{bad}; columns {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        return table_html(self)


def _stream(events: Any) -> Any:
    """A capsule with a stream of the table, whatever kind of table it is."""
    if hasattr(events, "__arrow_c_stream__"):
        return events.__arrow_c_stream__()
    if hasattr(events, "__arrow_c_array__"):
        return _core.stream_of_array(*events.__arrow_c_array__())
    if isinstance(events, Mapping):
        return _core.stream_of_columns(tuple((str(name), values) for name, values in events.items()))
    for name in ("fetch_record_batch", "fetch_arrow_table", "to_arrow_table"):  # DuckDB before the protocol
        if hasattr(events, name):
            return getattr(events, name)().__arrow_c_stream__()
    if hasattr(events, "columns") and hasattr(events, "__getitem__"):  # pandas before the protocol
        return _core.stream_of_columns(tuple((str(name), events[name]) for name in events.columns))
    raise TypeError(
        f"no table: {type(events)!r}; expected one that speaks the Arrow PyCapsule protocol (pandas, polars, pyarrow, "
        "DuckDB), or a dict of columns"
    )


def _names(columns: Optional[Mapping[str, str]]) -> Dict[str, str]:
    known = _core.columns()
    names = {name.replace("_", "-"): theirs for name, theirs in (columns or {}).items()}
    for name in names:
        if name not in known:
            raise ValueError(f"no such column {name!r}, expected one of {', '.join(known)}")
    return names


def columns_of(events: Any) -> Mapping[str, Any]:
    """The columns of a table of any kind as sequences of Python's values, by name."""
    if isinstance(events, Mapping):
        return events
    for name in ("fetch_arrow_table", "to_arrow_table"):  # DuckDB
        if hasattr(events, name):
            events = getattr(events, name)()
            break
    if hasattr(events, "read_all"):  # a reader of pyarrow's
        events = events.read_all()
    if hasattr(events, "to_pydict"):  # pyarrow
        return events.to_pydict()  # type: ignore[no-any-return]
    if hasattr(events, "columns") and hasattr(events, "__getitem__"):  # pandas, polars
        return {str(name): list(events[name]) for name in events.columns}
    raise TypeError(f"no table: {type(events)!r}; expected one of pandas, polars, pyarrow or DuckDB, or a dict of columns")


def column_names(table: Mapping[str, Any], columns: Optional[Mapping[str, str]]) -> Dict[str, List[Any]]:
    """The columns by the names of the library; Error if one that must be there is not."""
    names = _names(columns)
    named = {}
    for name in _core.columns():
        theirs = names.get(name, name)
        for spelt in (theirs, theirs.replace("-", "_")):
            if spelt in table:
                named[name] = list(table[spelt])
    for name in ("case", "at", "event", "party"):
        if name not in named:
            raise RowError("a column that must be there is not", Status.NOT_FOUND, name, word=names.get(name, name))
    return named


def _want(want: Optional[Iterable[str]]) -> int:
    bits = 0
    for word in _WANTED if want is None else (want,) if isinstance(want, str) else want:
        if word.replace("_", "-") not in _WANTED:
            raise ValueError(f"nothing to want {word!r}, expected {', '.join(_WANTED)}")
        bits |= _WANTED[word.replace("_", "-")]
    return bits


def _packs(rules: Union[Pack, str, Iterable[Union[Pack, str]], None]) -> Tuple[Pack, ...]:
    if rules is None:
        return ()
    if isinstance(rules, (str, Pack)):
        rules = (rules,)
    return tuple(pack for pack in map(as_pack, rules) if pack is not None)


def question_of(
    *,
    columns: Optional[Mapping[str, str]] = None,
    want: Optional[Iterable[str]] = None,
    at: Optional[Instant] = None,
    known_at: Optional[Instant] = None,
    rules: Union[Pack, str, Iterable[Union[Pack, str]], None] = None,
    readings: Readings = None,
    rates: Rates = None,
    municipality: Optional[Municipality] = None,
    payer: Optional[Municipality] = None,
    region: Optional[int] = None,
    care: Union[Care, str, None] = None,
    by_case: bool = False,
    bad_rows: str = "leave-out",
) -> Tuple[Any, ...]:
    """What judge_table is asked, as the extension takes it."""
    if bad_rows not in ("leave-out", "refuse"):
        raise ValueError(f"bad_rows={bad_rows!r}, expected 'leave-out' or 'refuse'")
    stay = (_code(municipality), _code(payer), region or 0, 0 if care is None else Care(care).number)
    return (
        _names(columns),
        _packs(rules),
        by_case,
        _want(want),
        bad_rows == "refuse",
        at,
        known_at,
        _plain_readings(readings),
        _plain_rates(rates),
        stay,
    )


def judge_table(
    events: Any,
    *,
    columns: Optional[Mapping[str, str]] = None,
    want: Optional[Iterable[str]] = None,
    at: Optional[Instant] = None,
    known_at: Optional[Instant] = None,
    rules: Union[Pack, str, Iterable[Union[Pack, str]], None] = None,
    readings: Readings = None,
    rates: Rates = None,
    municipality: Optional[Municipality] = None,
    payer: Optional[Municipality] = None,
    region: Optional[int] = None,
    care: Union[Care, str, None] = None,
    by_case: bool = False,
    bad_rows: str = "leave-out",
) -> Answers:
    """Judges a table of events, one a row, and gives a table of judgements, one row a case.

    events     a table of pandas, polars, pyarrow, DuckDB or anything else that speaks the Arrow PyCapsule protocol, or
               a dict of columns. The columns: case, at, event, party; and if they are there attributes (what follows the
               event in a case log), mask, value, recorded; rules, municipality, payer, region, care,
               previous-discharge, assessed-at. The events of a case stand in order of time.
    columns    what the table calls them: {"at": "tidpunkt", "event": "typ"}
    want       what to work out, of state, readiness, liability, late, obligations, findings, next-change; None: all.
               Liability alone costs a fraction of everything.
    at         the instant of assessment of every case; None: what the column assessed-at says, else its latest event
    rules      the pack of cases that name none; or several, the first for those, of which the column rules may name any.
               None: all that are built in, and the act for cases that name none
    municipality, payer, region, care   of every case, but for what a column says
    by_case    True for tables larger than memory: the events of each case stand together, cases that are numbers ascend
    bad_rows   "leave-out": leaves out the case of a row that is wrong, with a BadRowsWarning, an entry in
               Answers.bad_rows and a row in the answers that says why; "refuse": raises RowError
    The rest is as in Case.judge. A text without offset, and a timestamp without a time zone, is Swedish time; a naive
    datetime of Python's is refused.
    """
    question = question_of(
        columns=columns,
        want=want,
        at=at,
        known_at=known_at,
        rules=rules,
        readings=readings,
        rates=rates,
        municipality=municipality,
        payer=payer,
        region=region,
        care=care,
        by_case=by_case,
        bad_rows=bad_rows,
    )
    answers, bad = Answers._judge(_stream(events), question)
    answers._bad_rows = bad
    if bad:
        warnings.warn(f"{len(bad)} rows left out with their cases, the first: {bad[0]}", BadRowsWarning, stacklevel=2)
    return answers  # type: ignore[no-any-return]
