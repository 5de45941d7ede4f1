# SPDX-License-Identifier: LGPL-2.1-or-later
"""The enums, made of the library's own tables when the package is imported.

A member is its id as text, so that it compares with plain words and goes into tables and JSON as it is.
"""

from __future__ import annotations

from enum import Enum, unique
from typing import Dict, Type

from . import _core

__all__ = ["Word"]


class Word(str, Enum):
    """A word of the library: its id as text, with the number that the library knows it by."""

    _number: int

    def __new__(cls, word: str, number: int = -1) -> Word:
        member = str.__new__(cls, word)
        member._value_ = word
        member._number = number
        return member

    @property
    def number(self) -> int:
        """Its number in the C headers."""
        return self._number

    __str__ = str.__str__
    __format__ = str.__format__

    def text(self, lang: str = "sv") -> str:
        """The library's words for it in Swedish ("sv") or English ("en"); its id if it has none."""
        text = _core.word_text(type(self).__name__, self.number, lang)
        return self.value if text is None else text

    @property
    def sv(self) -> str:
        """Its words in Swedish."""
        return self.text("sv")

    @property
    def en(self) -> str:
        """Its words in English."""
        return self.text("en")


class _NoTruth(Word):
    """Answers are compared: unknown is neither true nor false."""

    def __bool__(self) -> bool:
        raise TypeError(
            "an answer is yes, no, unknown or not-needed, and so neither true nor false: compare it, "
            "as in `judgement.covered == 'yes'`"
        )


def _member_name(word: str) -> str:
    plain = word.replace("å", "a").replace("ä", "a").replace("ö", "o")
    return plain.replace("-", "_").upper()


def _make(name: str, about: str, words: list) -> Type[Word]:
    base = _NoTruth if name == "Answer" else Word
    members = [(_member_name(word), (word, number)) for number, word in words]
    made = unique(base(name, members, module=__name__, qualname=name))
    made.__doc__ = about
    return made


_classes: Dict[str, Type[Word]] = {name: _make(name, about, words) for name, about, words in _core.words()}
globals().update(_classes)
__all__ += sorted(_classes)
_core.adopt_words({name: {member: member.number for member in made} for name, made in _classes.items()})
