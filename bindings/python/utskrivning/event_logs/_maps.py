# SPDX-License-Identifier: LGPL-2.1-or-later
"""How other systems name their messages and senders: plain tables that anybody can read, correct and extend.

A table is a CSV file with a head: message, party, event, words, source. An empty party is that of the row; the event
"-" is a message that is none of ours; a message that begins with "sender:" names a sender, and party is who that is.
"""

from __future__ import annotations

import csv
import os
import pathlib
import re
import unicodedata
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Union

from .. import Error
from .._words import Status

_FOLDER = pathlib.Path(__file__).parent / "maps"
_ACT = "act"  # the law's own terms, which every system may use
_HEAD = ["message", "party", "event", "words", "source"]
_SENDER = "sender:"


def normal(name: str) -> str:
    """The name as names are compared: composed, in lower case, with single blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name).casefold()).strip()


def vocabulary_word(name: str) -> str:
    """The name as the vocabulary would spell it: `Kallelse till SIP` is kallelse-till-sip."""
    return normal(name).replace(" ", "-")


class Message(NamedTuple):
    """What a message of another system is among our events."""

    message: str
    party: Optional[str]  #: who sends it; None: whoever the row names
    event: Optional[str]  #: the kind of event; None: none of ours
    words: str  #: what it says besides, as in a case log
    source: str  #: where the name is from


class MessageMap:
    """Messages and senders by name; a later table adds to an earlier one and wins over it."""

    def __init__(self, messages: Iterable[Message] = (), parties: Optional[Dict[str, str]] = None) -> None:
        self._messages: Dict[str, Message] = {}
        self._parties: Dict[str, str] = {}
        for message in messages:
            self.add(message)
        for name, party in (parties or {}).items():
            self._parties[normal(name)] = party

    def add(self, message: Message) -> None:
        """Adds a message, or a sender."""
        name = normal(message.message)
        if name.startswith(_SENDER):
            self._parties[name[len(_SENDER) :].strip()] = message.party or ""
        else:
            self._messages[name] = message

    def update(self, other: MessageMap) -> None:
        """Adds all of another map."""
        self._messages.update(other._messages)
        self._parties.update(other._parties)

    def find(self, name: str) -> Optional[Message]:
        """The message of that name, or None."""
        return self._messages.get(normal(name))

    def party(self, name: str) -> Optional[str]:
        """The party that the sender is, or None."""
        return self._parties.get(normal(name))

    def __len__(self) -> int:
        return len(self._messages) + len(self._parties)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages.values())

    def __repr__(self) -> str:
        return f"<MessageMap: {len(self._messages)} messages, {len(self._parties)} senders>"


def systems() -> List[str]:
    """The systems that there is a table for."""
    return sorted(path.stem for path in _FOLDER.glob("*.csv"))


def _messages(path: pathlib.Path) -> Iterator[Message]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames is None or not set(_HEAD[:3]) <= set(rows.fieldnames):
            raise Error("no table of messages", Status.MALFORMED, 1, expected=", ".join(_HEAD), file=str(path))
        for row in rows:
            told = {key: (row.get(key) or "").strip() for key in _HEAD}
            if not told["message"] or not (told["event"] or normal(told["message"]).startswith(_SENDER)):
                raise Error("a row that maps nothing", Status.MALFORMED, rows.line_num, file=str(path),
                            expected="a message and its event, or `-`")  # fmt: skip
            event = None if told["event"] in ("-", "") else told["event"]
            yield Message(told["message"], told["party"] or None, event, told["words"], told["source"])


def message_map(*tables: Union[MessageMap, str, "os.PathLike[str]", Iterable[Any], Dict[str, str]]) -> MessageMap:
    """One map of several: names of systems(), paths of tables, {message: event}, or maps. Later ones win.

    A system's own table stands on that of the act, whose terms every system may use. An event of {message: event} may
    have words after it ("care-request prepared"), and "-" is a message that is none of ours.
    """
    made = MessageMap()
    for table in tables:
        if isinstance(table, MessageMap):
            made.update(table)
        elif isinstance(table, dict):
            for name, event in table.items():
                kind, _, words = event.partition(" ")
                made.add(Message(name, None, None if kind == "-" else kind, words, ""))
        elif isinstance(table, (str, os.PathLike)):
            is_known = str(table) in systems()
            if is_known and table != _ACT:
                made.update(message_map(_ACT))
            path = _FOLDER / f"{table}.csv" if is_known else pathlib.Path(table)
            if not path.exists():
                raise Error("no such table of messages", Status.NOT_FOUND, word=str(table),
                            expected=", ".join(systems()) + ", or a path")  # fmt: skip
            made.update(MessageMap(_messages(path)))
        else:
            made.update(message_map(*table))
    return made
