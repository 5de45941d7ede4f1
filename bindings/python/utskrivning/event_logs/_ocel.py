# SPDX-License-Identifier: LGPL-2.1-or-later
"""OCEL 2.0: events of several objects, in JSON and XML.

An event is of one stay. It also has to do with its sender, its recipients, the message that it is or answers, and the
municipalities: each is an object, so that a miner may look at the stay, the party or the message.
"""

from __future__ import annotations

import json
import os
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Set, Tuple, Union
from xml.etree import ElementTree

from .. import Case, Error
from .._words import Status
from ._maps import MessageMap
from ._rows import ACTIVITY, SENDER, TIME, In, Labels, Out, Reader, Row, Source, cases_out, name_of, opened
from ._xes import xml_value

_STAY, _PARTY, _MESSAGE, _MUNICIPALITY = "stay", "party", "message", "municipality"
_BEFORE = "1970-01-01T00:00:00Z"  # what an object is from the beginning
_FORMS = ("json", "xml")


class _Relation(NamedTuple):
    object: str
    qualifier: str


class _Object(NamedTuple):
    type: str
    attributes: Row
    relations: List[_Relation]


class _Happened(NamedTuple):
    id: str
    type: str
    time: str
    attributes: Row
    relations: List[_Relation]


class _Log:
    """Cases as objects and events."""

    def __init__(self) -> None:
        self.objects: Dict[str, _Object] = {}
        self.events: List[_Happened] = []
        self.event_types: Dict[str, Set[str]] = {}
        self.object_types: Dict[str, Set[str]] = {name: set() for name in (_STAY, _PARTY, _MESSAGE, _MUNICIPALITY)}

    def _add_object(self, id: str, type: str, attributes: Row, relations: List[_Relation]) -> str:
        self.objects[id] = _Object(type, attributes, relations)
        self.object_types[type] |= set(attributes)
        return id

    def _party(self, party: str) -> str:
        id = f"{_PARTY}:{party}"
        return id if id in self.objects else self._add_object(id, _PARTY, {}, [])

    def _municipality(self, code: str) -> str:
        id = f"{_MUNICIPALITY}:{code}"
        return id if id in self.objects else self._add_object(id, _MUNICIPALITY, {}, [])

    def add(self, case: Out) -> None:
        """Adds a case with its events."""
        municipalities = [
            _Relation(self._municipality(case.header[key]), qualifier)
            for key, qualifier in (("municipality", "registered in"), ("payer", "placed by"))
            if case.header.get(key, "none") != "none"
        ]
        stay = self._add_object(f"{_STAY}:{case.name}", _STAY, {"name": case.name, **case.header}, municipalities)
        ids = {row["id"] for row in case.rows if "id" in row}
        messages = {
            id: self._add_object(f"{_MESSAGE}:{case.name}/{id}", _MESSAGE, {}, [_Relation(stay, "about")]) for id in ids
        }
        for number, row in enumerate(case.rows, start=1):
            self._add_event(case.name, number, row, [_Relation(stay, "stay")], messages)

    def _add_event(
        self, name: str, number: int, row: Row, relations: List[_Relation], messages: Dict[str, str]
    ) -> None:
        relations.append(_Relation(self._party(row[SENDER]), "sender"))
        for key, qualifier in (("to", "recipient"), ("with", "takes part")):
            parties = [party for party in row.get(key, "").split(",") if party not in ("", "none")]
            relations += [_Relation(self._party(party), qualifier) for party in parties]
        for key, qualifier in (("id", "message"), ("of", "answered")):
            if row.get(key) in messages:
                relations.append(_Relation(messages[row[key]], qualifier))
        attributes = {key: value for key, value in row.items() if key not in (ACTIVITY, TIME)}
        self.event_types.setdefault(row[ACTIVITY], set()).update(attributes)
        self.events.append(_Happened(f"{name}/{number}", row[ACTIVITY], row[TIME], attributes, relations))


# --- Out, JSON --------------------------------------------------------------------------------------------------------


def _json_types(types: Mapping[str, Set[str]]) -> List[Dict[str, Any]]:
    return [
        {"name": name, "attributes": [{"name": key, "type": "string"} for key in sorted(keys)]}
        for name, keys in sorted(types.items())
    ]


def _json_relations(relations: Iterable[_Relation]) -> List[Row]:
    return [{"objectId": relation.object, "qualifier": relation.qualifier} for relation in relations]


def _json_object(id: str, told: _Object) -> Dict[str, Any]:
    attributes = [{"name": key, "time": _BEFORE, "value": value} for key, value in told.attributes.items()]
    return {"id": id, "type": told.type, "attributes": attributes, "relationships": _json_relations(told.relations)}


def _json_event(event: _Happened) -> Dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "time": event.time,
        "attributes": [{"name": key, "value": value} for key, value in event.attributes.items()],
        "relationships": _json_relations(event.relations),
    }


def _write_json(log: _Log, file: IO[str]) -> None:
    whole = {
        "objectTypes": _json_types(log.object_types),
        "eventTypes": _json_types(log.event_types),
        "objects": [_json_object(id, told) for id, told in log.objects.items()],
        "events": [_json_event(event) for event in log.events],
    }
    json.dump(whole, file, ensure_ascii=False, indent=1)
    file.write("\n")


# --- Out, XML ---------------------------------------------------------------------------------------------------------


def _xml_text(text: str) -> str:
    return xml_value(text)[1:-1].replace('"', "&quot;").replace("'", "&apos;")


def _xml_types(kind: str, types: Mapping[str, Set[str]]) -> Iterator[str]:
    yield f"<{kind}-types>\n"
    for name, keys in sorted(types.items()):
        yield f"<{kind}-type name={xml_value(name)}>\n<attributes>\n"
        for key in sorted(keys):
            yield f'<attribute name={xml_value(key)} type="string"/>\n'
        yield f"</attributes>\n</{kind}-type>\n"
    yield f"</{kind}-types>\n"


def _xml_inside(attributes: Row, relations: Iterable[_Relation], time: str) -> Iterator[str]:
    yield "<attributes>\n"
    for key, value in attributes.items():
        yield f"<attribute name={xml_value(key)}{time}>{_xml_text(value)}</attribute>\n"
    yield "</attributes>\n<objects>\n"
    for relation in relations:
        yield f"<relationship object-id={xml_value(relation.object)} qualifier={xml_value(relation.qualifier)}/>\n"
    yield "</objects>\n"


def _xml(log: _Log) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n'
    yield from _xml_types("object", log.object_types)
    yield from _xml_types("event", log.event_types)
    yield "<objects>\n"
    for id, told in log.objects.items():
        yield f"<object id={xml_value(id)} type={xml_value(told.type)}>\n"
        yield from _xml_inside(told.attributes, told.relations, f' time="{_BEFORE}"')
        yield "</object>\n"
    yield "</objects>\n<events>\n"
    for event in log.events:
        yield f"<event id={xml_value(event.id)} type={xml_value(event.type)} time={xml_value(event.time)}>\n"
        yield from _xml_inside(event.attributes, event.relations, "")
        yield "</event>\n"
    yield "</events>\n</log>\n"


# --- Out --------------------------------------------------------------------------------------------------------------


def _form_of(source: Source, form: Optional[str]) -> str:
    name = name_of(source) or ""
    name = name[: -len(".gz")] if name.endswith(".gz") else name
    found = form or (
        os.path.splitext(name)[1].lstrip(".").lower().replace("jsonocel", "json").replace("xmlocel", "xml")
    )
    if found not in _FORMS:
        raise Error("no such form of OCEL", Status.BAD_ARGUMENT, word=found, expected="json or xml")
    return found


def write_ocel(
    cases: Union[Case, Iterable[Case]],
    target: Union[Source, IO[str]],
    *,
    form: Optional[str] = None,
    activity: Labels = "id",
    effective: bool = False,
    attributes: Optional[Callable[[Case], Mapping[str, str]]] = None,
) -> None:
    """Writes cases as OCEL 2.0: to a path (compressed if it ends with .gz), or to anything with a write() of text.

    form   "json" or "xml"; None: what the path ends with
    The rest is as in write_xes(). The whole log is held in memory, since its types come first.
    """
    form = _form_of(target, form)
    log = _Log()
    for case in cases_out(cases, activity, effective, attributes):
        log.add(case)
    with opened(target, "w", encoding="utf-8", newline="\n") as file:
        if form == "json":
            _write_json(log, file)
        else:
            file.writelines(_xml(log))


# --- In ---------------------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """An object or event as it was read."""

    id: str
    type: str
    time: str
    attributes: Row
    relations: List[_Relation]


def _texts(attributes: Iterable[Tuple[Any, Any]]) -> Row:
    return {str(name): str(value) for name, value in attributes if name is not None and value is not None}


def _from_json(file: IO[Any]) -> Tuple[List[_Found], List[_Found]]:
    whole = json.load(file)

    def found(entry: Dict[str, Any]) -> _Found:
        attributes = _texts((told.get("name"), told.get("value")) for told in entry.get("attributes", []))
        relations = [
            _Relation(str(told["objectId"]), str(told.get("qualifier", ""))) for told in entry.get("relationships", [])
        ]
        return _Found(str(entry["id"]), str(entry["type"]), str(entry.get("time", "")), attributes, relations)

    return [found(entry) for entry in whole["objects"]], [found(entry) for entry in whole["events"]]


class _NoDoctype(ElementTree.TreeBuilder):
    def doctype(self, *unused: Any) -> None:
        raise Error("a document type", Status.MALFORMED, expected="none: entities may grow without bound")


def _from_xml(file: IO[Any]) -> Tuple[List[_Found], List[_Found]]:
    root = ElementTree.parse(file, ElementTree.XMLParser(target=_NoDoctype())).getroot()

    def found(entry: ElementTree.Element) -> _Found:
        attributes = _texts((told.get("name"), told.text or "") for told in entry.iterfind("attributes/attribute"))
        relations = [
            _Relation(told.get("object-id", ""), told.get("qualifier", ""))
            for told in entry.iterfind("objects/relationship")
        ]
        return _Found(entry.get("id", ""), entry.get("type", ""), entry.get("time", ""), attributes, relations)

    return [found(entry) for entry in root.iterfind("objects/object")], [
        found(entry) for entry in root.iterfind("events/event")
    ]


def _load(file: IO[Any], form: str, name: Optional[str]) -> Tuple[List[_Found], List[_Found]]:
    try:
        return _from_json(file) if form == "json" else _from_xml(file)
    except (ValueError, KeyError, TypeError, AttributeError, ElementTree.ParseError) as error:
        if isinstance(error, Error):
            raise
        raise Error(
            "no OCEL 2.0", Status.MALFORMED, word=str(error)[:60], expected=f"{form} of that form", file=name
        ) from None


def _row_of(event: _Found) -> Row:
    row = {ACTIVITY: event.type, TIME: event.time, **event.attributes}
    if SENDER not in row:
        parties = [told.object for told in event.relations if told.qualifier == "sender"]
        row[SENDER] = parties[0].partition(":")[2] or parties[0] if parties else ""
    return row


def _cases(objects: List[_Found], events: List[_Found], stay: str, reader: Reader) -> Iterator[In]:
    stays: Dict[str, In] = {}
    for told in objects:
        if told.type == stay:
            header = {key: value for key, value in told.attributes.items() if key != "name"}
            stays[told.id] = In(told.attributes.get("name") or told.id, header, [])
    for number, event in enumerate(events, start=1):
        of = {relation.object for relation in event.relations if relation.object in stays}
        problem = Error(f"an event of {len(of)} stays", Status.MALFORMED, word=event.id, expected="one")
        if not of:
            reader.tell([reader.error(number, None, problem)])
        for id in sorted(of):
            stays[id].rows.append((number, _row_of(event) if len(of) == 1 else problem))
    return iter(stays.values())


def read_ocel(
    source: Source,
    *,
    form: Optional[str] = None,
    stay: str = _STAY,
    map: Union[MessageMap, str, Iterable[Any], None] = None,
    parties: Optional[Mapping[str, str]] = None,
    columns: Optional[Mapping[str, str]] = None,
    header: Optional[Mapping[str, str]] = None,
    partial: bool = False,
    on_error: Optional[Callable[[Error], object]] = None,
) -> Iterator[Case]:
    """Reads the cases of an OCEL 2.0 log: a path (also .gz), or anything with a read(). It is held in memory.

    form   "json" or "xml"; None: what the path ends with
    stay   the type of the objects that are cases; an event is of exactly one of them
    The rest is as in read_xes(); events are counted from 1 in the order of the log.
    """
    form = _form_of(source, form)
    reader = Reader(name_of(source), map, parties, columns, header, partial, on_error)
    with opened(source, "rb") as file:
        objects, events = _load(file, form, reader.file)
    yield from reader.cases(_cases(objects, events, stay, reader))
