# SPDX-License-Identifier: LGPL-2.1-or-later
"""CSV: one event a row, with the column names of process miners (`case:concept:name`, `concept:name`, ...)."""

from __future__ import annotations

import contextlib
import csv
import io
from typing import IO, Any, Callable, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from .. import Case, Error
from .._words import Status
from ._maps import MessageMap
from ._rows import (
    ACTIVITY,
    CASE,
    HEADER,
    KIND,
    OTHER_KEYS,
    SENDER,
    STANDING,
    TIME,
    WORDS,
    Labels,
    Reader,
    Row,
    Source,
    cases_out,
    group,
    name_of,
    opened,
)

_COLUMNS = [CASE, ACTIVITY, TIME, SENDER, KIND, WORDS, *OTHER_KEYS, STANDING, *(f"case:{key}" for key in HEADER)]
_DELIMITERS = ",;\t|"


def write_csv(
    cases: Union[Case, Iterable[Case]],
    target: Union[Source, IO[str]],
    *,
    activity: Labels = "id",
    effective: bool = False,
    attributes: Optional[Callable[[Case], Mapping[str, str]]] = None,
    columns: Iterable[str] = (),
    delimiter: str = ",",
) -> None:
    """Writes cases as CSV, one row for each event: to a path (compressed if it ends with .gz), or to anything with a
    write() of text. A case without events has no row, and is not in it.

    columns     names of the columns of `attributes`, which become `case:NAME`; a CSV file names its columns first
    delimiter   between the columns
    The rest is as in write_xes().
    """
    names = [*_COLUMNS, *(f"case:{name}" for name in columns)]
    with opened(target, "w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, names, restval="", delimiter=delimiter, lineterminator="\n")
        rows.writeheader()
        for case in cases_out(cases, activity, effective, attributes):
            whole = {CASE: case.name, **{f"case:{key}": value for key, value in case.header.items()}}
            unknown = sorted(set(whole) - set(names))
            if unknown:
                raise Error(
                    "an attribute without a column",
                    Status.BAD_ARGUMENT,
                    word=unknown[0][5:],
                    expected="it in `columns`",
                )
            rows.writerows({**whole, **row} for row in case.rows)


@contextlib.contextmanager
def _text(source: Source, encoding: str) -> Iterator[IO[str]]:
    """The source as text; what was given open stays open."""
    with opened(source, "r", encoding=encoding, newline="") as file:
        if isinstance(file, io.TextIOBase) or isinstance(file.read(0), str):
            yield file
            return
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            yield text
        finally:
            text.detach()


def _delimiter_of(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _lines(file: IO[str], reader: Reader) -> Iterator[str]:
    number = 0
    try:
        for number, line in enumerate(file, start=1):
            yield line
    except UnicodeDecodeError as error:
        expected = f"text in {error.encoding}, or another `encoding`"
        raise Error(
            "no text", Status.MALFORMED, number + 1, word=error.reason, expected=expected, file=reader.file
        ) from None


def _records(lines: Iterator[str], delimiter: str, reader: Reader) -> Iterator[Tuple[int, List[str]]]:
    """Records by their number: the head is row 1, as in a spreadsheet."""
    number = 1
    try:
        for number, values in enumerate(csv.reader(lines, delimiter=delimiter), start=2):
            yield number, values
    except csv.Error as error:
        raise Error("no CSV", Status.MALFORMED, number + 1, word=str(error), file=reader.file) from None


def _rows(file: IO[str], delimiter: Optional[str], reader: Reader) -> Iterator[Tuple[int, Row, Optional[Error]]]:
    lines = _lines(file, reader)
    first = next(lines, "")
    if not first.strip():
        raise Error("no head", Status.MALFORMED, 1, expected="the names of the columns", file=reader.file)
    delimiter = delimiter or _delimiter_of(first)
    names: List[str] = [name.lstrip("\ufeff").strip() for name in next(csv.reader([first], delimiter=delimiter))]
    for number, values in _records(lines, delimiter, reader):
        problem = None
        if len(values) > len(names):
            surplus = values[len(names)]
            problem = Error("more values than columns", Status.MALFORMED, word=surplus, expected=str(len(names)))
        if any(value.strip() for value in values):
            yield number, dict(zip(names, values)), problem


def read_csv(
    source: Source,
    *,
    map: Union[MessageMap, str, Iterable[Any], None] = None,
    parties: Optional[Mapping[str, str]] = None,
    columns: Optional[Mapping[str, str]] = None,
    header: Optional[Mapping[str, str]] = None,
    partial: bool = False,
    on_error: Optional[Callable[[Error], object]] = None,
    delimiter: Optional[str] = None,
    encoding: str = "utf-8-sig",
) -> Iterator[Case]:
    """Reads the cases of a CSV file, whose rows may stand in any order; all rows are held in memory.

    columns     where the file keeps what: {"case": "Ärende", "time": "Tid", "activity": "Meddelande"}; columns that are
                not named, and are none of ours, are not read
    delimiter   None: the one of , ; tab | that is most frequent in the head
    encoding    of a path, or of bytes
    The rest is as in read_xes(); the head of the file is row 1.
    """
    reader = Reader(name_of(source), map, parties, columns, header, partial, on_error)
    with _text(source, encoding) as file:
        yield from reader.cases(group(_rows(file, delimiter, reader), reader.columns, reader))
