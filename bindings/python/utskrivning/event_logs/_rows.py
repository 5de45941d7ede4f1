# SPDX-License-Identifier: LGPL-2.1-or-later
"""The one form behind every format: a row is an event as named texts, and a case is its header and its rows.

Out, a row is what the line of a case log says, under the names that process miners know. In, a row becomes a line of a
case log again, and the library reads it: so no rule of the vocabulary is told twice.
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Set, Tuple, Union

from .. import Case, Error, Event, reads
from .._words import Status
from ._maps import MessageMap, message_map, normal, vocabulary_word

CASE = "case:concept:name"
ACTIVITY = "concept:name"
TIME = "time:timestamp"
SENDER = "org:resource"
KIND = "event"  # written only where the activity is not the id of the event
WORDS = "words"  # bare words
STANDING = "standing"  # accepted, refused or retracted: for the reader, never read back
HEADER = ("rules", "municipality", "payer", "region", "care", "previous", "previous-discharge")
OTHER_KEYS = ("id", "recorded", "to", "with", "ongoing", "contains", "expected", "meeting", "followup", "from", "until",
              "for", "of", "about", "scope", "by", "item", "care", "compulsory", "lead", "under")  # fmt: skip

TIMES = ("recorded", "expected", "meeting", "followup", "from", "until", "previous-discharge")

Row = Dict[str, str]
Labels = Union[str, Callable[[Event], str]]
Source = Union[str, "os.PathLike[str]", IO[str], IO[bytes]]


# --- Out --------------------------------------------------------------------------------------------------------------

_WORD = re.compile(r'[^\s"]*"(?:[^"\\]|\\.)*"|\S+')
_ESCAPE = re.compile(r"\\(.)")


def _split(line: str) -> List[Tuple[str, str]]:
    """(key, value) of each word of a line of a case log; a bare word has the key ""."""
    found = []
    for word in _WORD.findall(line):
        key, equals, value = word.partition("=")
        if not equals or key.startswith('"'):
            key, value = "", word
        if value.startswith('"'):
            value = _ESCAPE.sub(r"\1", value[1:-1])
        found.append((key, value))
    return found


def _header_of(case: Case) -> Row:
    """What the header of the case says, its name left out."""
    words = _split(case.to_text().split("\n", 1)[0])[2:]
    return dict(words)


def _label(event: Event, activity: Labels) -> str:
    if callable(activity):
        return activity(event)
    if activity == "id":
        return str(event.kind)
    if activity in ("sv", "en"):
        return event.kind.text(activity)
    raise Error("no such activity", Status.BAD_ARGUMENT, word=str(activity), expected="id, sv, en, or a function")


def _standing(event: Event) -> str:
    return "retracted" if event.retracted else "refused" if event.refused else "accepted"


def row_of(event: Event, activity: Labels = "id") -> Row:
    """The event under the names of process miners; instants in local Swedish time with their offset."""
    words = _split(event.to_line())
    row = {ACTIVITY: _label(event, activity), TIME: words[0][1], SENDER: words[1][1]}
    if row[ACTIVITY] != words[2][1]:
        row[KIND] = words[2][1]
    bare = [value for key, value in words[3:] if not key]
    if bare:
        row[WORDS] = " ".join(bare)
    row.update((key, value) for key, value in words[3:] if key)
    row[STANDING] = _standing(event)
    return row


def is_effective(event: Event) -> bool:
    """Does the event count: neither refused, nor retracted, nor a retraction?"""
    return not event.refused and not event.retracted and event.kind != "retracted"


class Out(NamedTuple):
    """A case on its way out."""

    name: str
    header: Row
    rows: List[Row]


def outcome(case: Case) -> Row:
    """What the judgement of the case comes to, for `attributes` of the writers: cases with their cost beside them."""
    judgement = case.judge()
    liability = judgement.liability
    told = {
        "covered": str(judgement.covered),
        "state": str(judgement.state),
        "sip-required": str(judgement.sip_required),
        "liability": str(liability.status),
        "missed": " ".join(sorted({duty.id for duty in judgement.obligations if duty.status == "missed"})),
        "late": " ".join(sorted({duty.id for duty in judgement.obligations if duty.status == "met-late"})),
    }
    if liability.days is not None:
        told["charged-days"] = str(liability.days)
    if liability.sek is not None:
        told["amount-sek"] = str(liability.sek)
    return {key: value for key, value in told.items() if value}


def cases_out(
    cases: Union[Case, Iterable[Case]],
    activity: Labels,
    effective: bool,
    attributes: Optional[Callable[[Case], Mapping[str, str]]],
) -> Iterator[Out]:
    """The cases as rows, in order of time as miners expect them; events of one instant in the order of the log."""
    for case in [cases] if isinstance(cases, Case) else cases:
        if not case.name:
            raise Error("a case without a name", Status.BAD_ARGUMENT, expected="a name: it is the id of the case")
        header = _header_of(case)
        further = dict(attributes(case)) if attributes else {}
        clashes = set(further) & set(HEADER)
        if clashes:
            raise Error(
                "an attribute of the header's own", Status.BAD_ARGUMENT, word=min(clashes), expected="another name"
            )
        events = [event for event in case if not effective or is_effective(event)]
        events.sort(key=lambda event: event.at.timestamp())
        yield Out(case.name, {**header, **further}, [row_of(event, activity) for event in events])


# --- In ---------------------------------------------------------------------------------------------------------------


Given = Union[Row, Error]  # a row, or what is wrong with it


class In(NamedTuple):
    """A case on its way in; each row with its number in the source, from 1."""

    name: str
    header: Row
    rows: List[Tuple[int, Given]]


class Columns(Dict[str, str]):
    """Where a log keeps what: our name of a column to theirs. What is not named has our name.

    case, time, activity and sender are the columns that process miners know; the others are named as the words of a
    case log (id, recorded, to, contains, expected, ...), and those of its header (municipality, rules, ...).
    """

    def __init__(self, **names: str) -> None:
        super().__init__({key.rstrip("_").replace("_", "-"): name for key, name in names.items()})

    def ours(self, row: Row) -> Row:
        """The row under our names."""
        known = {"case": CASE, "time": TIME, "activity": ACTIVITY, "sender": SENDER}
        renamed = {theirs: known.get(key, key) for key, theirs in self.items()}
        named = {value: key for key, value in renamed.items()}
        return {renamed.get(key, key): value for key, value in row.items() if key in renamed or key not in named}


_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?)? ?(Z|[+-]\d\d:?\d\d)?")


def instant_text(text: str) -> str:
    """An instant as a case log writes it. Fractions of a second are cut off; what is no instant is left as it is."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return text.strip()
    date, clock, seconds, offset = found.groups()
    if clock is None:
        return date + (offset or "")
    if offset and offset != "Z" and ":" not in offset:
        offset = offset[:3] + ":" + offset[3:]
    return f"{date}T{clock}{seconds or ''}{offset or ''}"


def _plain(key: str, value: str) -> str:
    """A value as a case log has it; "" for a time that a table has none of (pandas writes NaT)."""
    return value if key not in TIMES else "" if value == "NaT" else instant_text(value)


def quoted(value: str) -> str:
    """A value or a name as it may stand in a case log."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def takes_recipients(kind: str) -> bool:
    """Does such an event name its recipients? The library is asked; lacking another word is no objection."""
    try:
        Event(f"2018-01-01T00:00 system {kind} to=hospital")
    except Error as error:
        return error.word == kind and error.status == Status.MALFORMED
    return True


class Reader:
    """Turns rows into cases.

    map        how other systems name messages: a MessageMap, or what message_map() takes
    parties    how the log names senders and recipients: {name: party}
    columns    where the log keeps what: {our name: theirs}
    header     what the log does not tell of its cases: {"rules": "sormland", "municipality": "0484"}
    partial    True: a case with a bad row is read without that row, instead of being left out
    on_error   told of every bad row and every refused event; without it the first bad row is raised
    """

    def __init__(
        self,
        file: Optional[str],
        map: Union[MessageMap, str, Iterable[Any], None] = None,
        parties: Optional[Mapping[str, str]] = None,
        columns: Optional[Mapping[str, str]] = None,
        header: Optional[Mapping[str, str]] = None,
        partial: bool = False,
        on_error: Optional[Callable[[Error], object]] = None,
    ) -> None:
        self.file = file
        self.map = map if isinstance(map, MessageMap) else message_map(map) if map is not None else MessageMap()
        self.parties = {normal(name): party for name, party in (parties or {}).items()}
        self.columns = columns if isinstance(columns, Columns) else Columns(**dict(columns or {}))
        self.header = dict(header or {})
        self.partial = partial
        self.on_error = on_error
        self._takes_recipients: Dict[str, bool] = {}

    # --- Errors

    def error(self, row: int, case: Optional[str], error: Error) -> Error:
        """The error with the number of the row, and the case that it is in."""
        message = error.message if case is None else f"case {case}: {error.message}"
        return Error(message, error.status, row, 0, error.word, error.expected, error.nearest, self.file)

    def tell(self, errors: List[Error]) -> None:
        """Tells of the errors, or raises the first that is one."""
        if self.on_error is not None:
            for error in errors:
                self.on_error(error)
            return
        bad = [error for error in errors if error.status != Status.REFUSED]
        if bad:
            bad[0].others = bad[1:]
            raise bad[0]

    # --- Lines

    def _party(self, name: str) -> str:
        return self.parties.get(normal(name)) or self.map.party(name) or vocabulary_word(name)

    def _parties(self, names: str) -> str:
        return ",".join(self._party(name) for name in re.split(r"[,;|]", names) if name.strip())

    def _is_said(self, kind: str, key: str) -> bool:
        """Logs of other systems name recipients of every message: ours are those that the event itself has."""
        if key != "to" or "to" not in self.columns:
            return True
        if kind not in self._takes_recipients:
            self._takes_recipients[kind] = takes_recipients(kind)
        return self._takes_recipients[kind]

    def _words(self, row: Row, kind: str, given: str) -> Iterator[str]:
        """What the event says besides its kind: the words of the map, then those of the row that are not said there."""
        said = {key for key, _ in _split(given)}
        yield given
        if "" not in said:
            yield row.get(WORDS, "")
        for key in OTHER_KEYS:
            value = row.get(key, "").strip()
            if value and key not in said and self._is_said(kind, key):
                value = self._parties(value) if key in ("to", "with") else _plain(key, value)
                yield f"{key}={quoted(value)}" if value else ""

    def _event_of(self, row: Given) -> Row:
        """What the row says of its event, under our names: a column of the header's says something of the case."""
        if isinstance(row, Error):
            raise row
        return {
            key: value for key, value in self.columns.ours(row).items() if not (key in HEADER and key in self.columns)
        }

    def line(self, row: Row) -> Optional[str]:
        """The row, under our names, as a line of a case log; None for a message that the map says is no event."""
        for name in (TIME, ACTIVITY):
            if not row.get(name, "").strip():
                raise Error("nothing in the column", Status.MALFORMED, word=name, expected="a value in every row")
        message = self.map.find(row[ACTIVITY]) if KIND not in row else None
        if message is not None and message.event is None:
            return None
        kind = (message.event if message else None) or vocabulary_word(row.get(KIND) or row[ACTIVITY])
        party = (message.party if message else None) or self._party(row.get(SENDER, ""))
        if not party:
            raise Error(
                "nobody sent it", Status.MALFORMED, word=row[ACTIVITY], expected="a sender in the row or in the map"
            )
        words = (instant_text(row[TIME]), party, kind, *self._words(row, kind, message.words if message else ""))
        return " ".join(word for word in words if word)

    # --- Cases

    def _header_line(self, case: In) -> str:
        told = {**self.header, **{key: value for key, value in case.header.items() if value}}
        plain = {key: _plain(key, told[key]) for key in HEADER if told.get(key)}
        words = [f"{key}={quoted(value)}" for key, value in plain.items() if value]
        return " ".join(["case", quoted(case.name), *words])

    def _lines(self, case: In) -> Tuple[List[Tuple[int, str]], List[Error]]:
        """The lines of the case, each with the number of its row, and what is wrong with the others."""
        lines, errors = [(case.rows[0][0] if case.rows else 1, self._header_line(case))], []
        for number, row in case.rows:
            try:
                line = self.line(self._event_of(row))
            except Error as error:
                errors.append(self.error(number, case.name, error))
                continue
            if line is not None:
                lines.append((number, line))
        return lines, errors

    def _read(self, name: str, lines: List[Tuple[int, str]]) -> Tuple[Optional[Case], List[Tuple[int, Error]]]:
        """The case of the lines; each error with the index of its line."""
        errors: List[Error] = []
        text = "\n".join(line.replace("\n", " ").replace("\r", " ") for _, line in lines) + "\n"
        cases = list(reads(text, on_error=errors.append))
        return (cases[0] if cases else None), [((error.line or 1) - 1, error) for error in errors]

    def case(self, case: In) -> Optional[Case]:
        """The case, or None where a row is bad and the case is left out."""
        lines, errors = self._lines(case)
        found, told = self._read(case.name, lines)
        errors += [self.error(lines[index][0], case.name, error) for index, error in told]
        is_bad = any(error.status != Status.REFUSED for error in errors)
        if is_bad and self.partial:
            wrong = {index for index, error in told if error.status != Status.REFUSED}
            found, _ = self._read(case.name, [line for index, line in enumerate(lines) if index not in wrong])
        self.tell(errors)
        return found if self.partial or not is_bad else None

    def cases(self, cases: Iterable[In]) -> Iterator[Case]:
        """Every case that can be read."""
        seen: Set[str] = set()
        for case in cases:
            if case.name in seen:
                row = case.rows[0][0] if case.rows else 0
                self.tell([self.error(row, case.name, Error("a case of that name came before", Status.DUPLICATE))])
                continue
            seen.add(case.name)
            found = self.case(case)
            if found is not None:
                yield found


def group(rows: Iterable[Tuple[int, Row, Optional[Error]]], columns: Columns, reader: Reader) -> Iterator[In]:
    """Rows in any order as cases, in the order in which the cases first come."""
    cases: Dict[str, In] = {}
    for number, row, problem in rows:
        ours = columns.ours(row)
        name = ours.get(CASE, "").strip()
        if not name:
            reader.tell([reader.error(number, None, Error("no case in the row", Status.MALFORMED, expected="a name"))])
            continue
        case = cases.setdefault(name, In(name, {}, []))
        for key in HEADER:
            value = ours.get(f"case:{key}", "") or (ours.get(key, "") if key in columns else "")
            if value.strip():
                case.header.setdefault(key, value.strip())
        case.rows.append((number, problem or row))
    return iter(cases.values())


# --- Files ------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def opened(source: Source, mode: str, **options: Any) -> Iterator[Any]:
    """The file itself, or the one of that path; what was opened here is closed here."""
    if hasattr(source, "read") or hasattr(source, "write"):
        yield source
        return
    import gzip

    opener: Callable[..., Any] = gzip.open if os.fspath(source).endswith(".gz") else open  # type: ignore[arg-type]
    if "b" not in mode:
        mode += "t"
    with opener(source, mode, **options) as file:
        yield file


def name_of(source: Source) -> Optional[str]:
    """What errors call the source."""
    if hasattr(source, "read"):
        name = getattr(source, "name", None)
        return name if isinstance(name, str) else None
    return os.fsdecode(os.fspath(source))  # type: ignore[arg-type]
