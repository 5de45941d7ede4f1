# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packs of rules, readings and amounts, as the library has them."""

from __future__ import annotations

import datetime
import os
import re
from functools import cached_property
from typing import IO, Any, Dict, Iterable, Iterator, Optional, Tuple, Union

from . import _core
from ._html import pack_html
from ._records import PackInfo, Rate, Reading, Rule

Municipality = Union[int, str]


class Pack(_core.Pack):
    """Rules that are judged by together: the act ("lus"), or an agreement and the act that it builds on.

    Pack("jamtland-harjedalen")   one that is built in, by its id; Error names the nearest one
    Pack.parse(text)              one of your own; see also Pack.read

    Iterating gives its rules; pack["sip-call"] is one of them.
    """

    _known: Optional[Tuple[Pack, ...]] = None  # of a pack that was read: what it may build on

    @classmethod
    def parse(cls, text: Union[str, bytes], known: Iterable[Pack] = (), file: Optional[str] = None) -> Pack:
        """Reads a pack file from memory. `known` are further packs that it may build on, besides those built in.
        Error tells what is wrong first in the text, and where."""
        bases = tuple(known)
        pack = cls._parse(text.encode() if isinstance(text, str) else bytes(text), bases, file)
        pack._known = bases
        return pack

    @classmethod
    def read(cls, source: Union[str, os.PathLike[str], IO[str], IO[bytes]], known: Iterable[Pack] = ()) -> Pack:
        """Reads a pack file: a path, or anything with a read()."""
        if hasattr(source, "read"):
            name = getattr(source, "name", None)
            return cls.parse(source.read(), known, name if isinstance(name, str) else None)
        with open(source, "rb") as file:  # type: ignore[arg-type]
            return cls.parse(file.read(), known, os.fsdecode(source))  # type: ignore[arg-type]

    def to_text(self) -> str:
        """The pack in the text form: all its parameters, and the rows that it brought itself."""
        return self._write()

    @cached_property
    def _info(self) -> PackInfo:
        return self._describe()

    @property
    def id(self) -> str:
        """Its id, as in a log's rules=."""
        return self._info.id

    @property
    def title(self) -> str:
        """Its title, in Swedish."""
        return self._info.title

    @property
    def base(self) -> str:
        """The id of the pack that it builds on, or ""."""
        return self._info.base

    @property
    def source(self) -> str:
        """The document that it comes from."""
        return self._info.source

    @property
    def county(self) -> int:
        """County code, 1 to 99; 0 for the act."""
        return self._info.county

    @property
    def valid_from(self) -> datetime.date:
        """Its first day."""
        return self._info.valid_from

    @property
    def valid_to(self) -> Optional[datetime.date]:
        """Its last day; None while it has no end."""
        return self._info.valid_to

    @property
    def grade(self) -> str:
        """P primary text read, O official page read in part, S secondary."""
        return self._info.grade

    @property
    def collective(self) -> bool:
        """True if it is settled by a collective model: a judgement is then of the individual level."""
        return self._info.collective

    @cached_property
    def rules(self) -> Tuple[Rule, ...]:
        """Its rules, those of its base among them, in the order of the table."""
        return self._rules()

    @cached_property
    def parameters(self) -> Tuple[Tuple[str, str], ...]:
        """What it says besides its rules, as (parameter, value) in the words of the text form."""
        return tuple(self._parameters())

    @cached_property
    def rates(self) -> Tuple[Rate, ...]:
        """The amounts per day of care that hold under it, by year: its own, and the built-in ones of other years."""
        return self._rates()

    @cached_property
    def readings(self) -> Dict[str, str]:
        """The readings that it decides on, where it does; the others are as the act has them."""
        return self._readings()

    @staticmethod
    def for_municipality(code: Municipality, day: Union[datetime.date, str]) -> Pack:
        """The agreement of the county that a municipality (four digits; or a county code, 1 to 99) lies in, if one is
        built in that is valid on that day; else the act."""
        return _core.pack_for(int(code), day)

    def unbound(self) -> Pack:
        """The same rules as if they were those of every county: for comparing agreements on the same cases."""
        if self.county == 0:
            return self
        text = re.sub(r"^(\s*county) \d+$", r"\1 none", self.to_text(), count=1, flags=re.MULTILINE)
        return type(self).parse(text, self._known or ())

    def to_json(self) -> str:
        """The rules as JSON Lines, as `utskrivning rules --json` prints them."""
        return self._json()

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, id: str) -> Rule:
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)

    def __contains__(self, id: object) -> bool:
        return any(rule.id == id for rule in self.rules)

    def __reduce__(self) -> Tuple[Any, ...]:
        if self._known is None:
            return (type(self), (self.id,))
        return (type(self).parse, (self.to_text(), self._known))

    def __repr__(self) -> str:
        return f"<Pack {self.id}: {self.title} ({len(self)} rules)>"

    def _repr_html_(self) -> str:
        return pack_html(self)


def packs() -> Tuple[Pack, ...]:
    """The packs that are built in, the act first."""
    return _core.packs()


def readings() -> Tuple[Reading, ...]:
    """Every reading: what the texts leave open, and how it may be read."""
    return _core.readings()


def rates() -> Tuple[Rate, ...]:
    """The amounts per day of care that are built in, by year. Years not among them are unknown."""
    return _core.rates()


def as_pack(rules: Union[Pack, str, None]) -> Optional[Pack]:
    """What `rules=` may be: a pack, the id of one, or None."""
    return rules if rules is None or isinstance(rules, _core.Pack) else Pack(rules)
