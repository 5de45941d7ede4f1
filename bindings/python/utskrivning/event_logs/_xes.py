# SPDX-License-Identifier: LGPL-2.1-or-later
"""XES (IEEE 1849): a log of traces of events, read and written as a stream."""

from __future__ import annotations

import re
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union
from xml.etree.ElementTree import ParseError, XMLParser
from xml.sax.saxutils import quoteattr

from .. import Case, Error
from .._words import Status
from ._maps import MessageMap
from ._rows import ACTIVITY, HEADER, Given, In, Labels, Reader, Row, Source, cases_out, name_of, opened

_BLOCK = 1 << 16
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
<string key="org:resource" value=""/>
</global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Activity and sender" keys="concept:name org:resource"/>
"""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTES = frozenset(("string", "date", "int", "float", "boolean", "id"))


def xml_value(text: str) -> str:
    """The text in quotes, as XML holds it."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        raise Error("a character that XML cannot hold", Status.BAD_ARGUMENT, word=repr(forbidden.group()))
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


# --- Out --------------------------------------------------------------------------------------------------------------


def _attribute(key: str, value: str) -> str:
    tag = "date" if _INSTANT.fullmatch(value) else "string"
    return f"<{tag} key={xml_value(key)} value={xml_value(value)}/>\n"


def write_xes(
    cases: Union[Case, Iterable[Case]],
    target: Union[Source, IO[Any]],
    *,
    activity: Labels = "id",
    effective: bool = False,
    attributes: Optional[Callable[[Case], Mapping[str, str]]] = None,
) -> None:
    """Writes cases as XES: to a path (compressed if it ends with .gz), or to anything with a write() of text.

    activity    the name of an activity: "id" (admission-notice), "sv" or "en" (the words of people), or a function of
                the event
    effective   True: only events that count, no refused or retracted ones and no retractions. Such a log reads back as
                cases that are judged the same now, but whose corrections are lost.
    attributes  further attributes of a case, such as outcome()
    """
    with opened(target, "w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        for case in cases_out(cases, activity, effective, attributes):
            file.write("<trace>\n" + _attribute(ACTIVITY, case.name))
            file.writelines(_attribute(key, value) for key, value in case.header.items())
            for row in case.rows:
                file.write("<event>\n" + "".join(_attribute(key, value) for key, value in row.items()) + "</event>\n")
            file.write("</trace>\n")
        file.write("</log>\n")


# --- In ---------------------------------------------------------------------------------------------------------------


def _is_there(tag: str, value: Optional[str]) -> bool:
    """pandas, and so pm4py, writes a text that is not there as a number that is none."""
    return value is not None and not (tag == "float" and value.lower() == "nan")


class _Traces:
    """What the parser tells, made into traces. Attributes of attributes, and those of the log, are not ours."""

    def __init__(self) -> None:
        self.traces: List[Tuple[Row, List[Tuple[int, Given]]]] = []
        self.event_count = 0
        self._path: List[str] = []
        self._trace: Row = {}
        self._events: List[Tuple[int, Given]] = []
        self._event: Row = {}

    def doctype(self, *unused: Any) -> None:
        raise Error(
            "a document type", Status.MALFORMED, expected="none: XES has none, and entities may grow without bound"
        )

    def start(self, tag: str, attributes: Dict[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if self._path == ["log"] and tag == "trace":
            self._trace, self._events = {}, []
        elif self._path == ["log", "trace"] and tag == "event":
            self._event = {}
        elif tag in _ATTRIBUTES and "key" in attributes and _is_there(tag, attributes.get("value")):
            if self._path == ["log", "trace"]:
                self._trace[attributes["key"]] = attributes["value"]
            elif self._path == ["log", "trace", "event"]:
                self._event[attributes["key"]] = attributes["value"]
        self._path.append(tag)

    def end(self, tag: str) -> None:
        self._path.pop()
        tag = tag.rpartition("}")[2]
        if self._path == ["log"] and tag == "trace":
            self.traces.append((self._trace, self._events))
        elif self._path == ["log", "trace"] and tag == "event":
            self.event_count += 1
            self._events.append((self.event_count, self._event))

    def data(self, text: str) -> None:
        """Text between the elements says nothing."""

    def close(self) -> None:
        """The parser asks for what was made of it all."""

    def take(self) -> List[Tuple[Row, List[Tuple[int, Given]]]]:
        taken, self.traces = self.traces, []
        return taken


def _case_of(trace: Row, events: List[Tuple[int, Given]], columns: Mapping[str, str]) -> In:
    name = trace.get(columns.get("case", ACTIVITY), "")
    header = {key: trace.get(columns.get(key, key), "") for key in HEADER}
    return In(name, {key: value for key, value in header.items() if value}, events)


def _traces(file: IO[Any], reader: Reader) -> Iterator[In]:
    built = _Traces()
    parser = XMLParser(target=built)
    try:
        while True:
            block = file.read(_BLOCK)
            if block:
                parser.feed(block)
            else:
                parser.close()
            for number, (trace, events) in enumerate(built.take()):
                yield _case_of(trace, events, reader.columns)
            if not block:
                return
    except ParseError as error:
        line, column = error.position
        raise Error(
            "no XML", Status.MALFORMED, line, column + 1, expected=str(error).partition(":")[0], file=reader.file
        ) from None


def _named(cases: Iterable[In], reader: Reader) -> Iterator[In]:
    for case in cases:
        if case.name:
            yield case
            continue
        number = case.rows[0][0] if case.rows else 0
        reader.tell([reader.error(number, None, Error("a trace without a name", Status.MALFORMED, expected=ACTIVITY))])


def read_xes(
    source: Source,
    *,
    map: Union[MessageMap, str, Iterable[Any], None] = None,
    parties: Optional[Mapping[str, str]] = None,
    columns: Optional[Mapping[str, str]] = None,
    header: Optional[Mapping[str, str]] = None,
    partial: bool = False,
    on_error: Optional[Callable[[Error], object]] = None,
) -> Iterator[Case]:
    """Reads the cases of an XES log, one at a time: a path (also .gz), or anything with a read().

    What write_xes() wrote reads back as it was. Of other logs `map` and `parties` tell what their activities and
    resources are among ours, `columns` where they stand ({"sender": "org:group"}), and `header` what they do not tell
    ({"rules": "sormland"}); see Reader. A bad event is reported with its number in the log (`error.line`), and its case
    is left out, or with partial=True read without it.
    """
    reader = Reader(name_of(source), map, parties, columns, header, partial, on_error)
    with opened(source, "rb") as file:
        yield from reader.cases(_named(_traces(file, reader), reader))
