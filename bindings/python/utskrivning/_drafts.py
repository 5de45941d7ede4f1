# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packs made word by word, for programs; for people there are pack files."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Optional, Tuple, Union

from . import _core
from ._case import _ore
from ._rules import Pack, as_pack

Value = Union[str, int, bool, datetime.date, None, Tuple[datetime.date, datetime.date]]


def _text(value: Value) -> str:
    """A value in the words of a pack file."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "none" if value is None else str(value)


class PackDraft(_core.Draft):
    """A pack that is being made, derived from another one.

    id    its own: small letters, digits and hyphens
    base  the pack that it builds on, or its id; None: it begins without any row, with the parameters of the act

        draft = PackDraft("our-county", "lus")
        draft.set(title="Vårt avtal", source="avtalet 2025-12-01, 4 §", county=17, valid="2026-01-01", grade="P")
        draft.set(grace_days=5).reading(late="curable").rate(2026, Decimal("12345.50"), grade="S")
        pack = draft.finish()

    Each method gives the draft itself. One that raises Error has changed nothing.
    """

    _base: Optional[Pack]

    def __new__(cls, id: str, base: Union[Pack, str, None] = "lus") -> PackDraft:
        pack = as_pack(base)
        self: PackDraft = super().__new__(cls, id, pack)
        self._base = pack
        return self

    def set(self, **says: Value) -> PackDraft:
        """Says things of the pack as a whole, each once, by the words of pack files with _ for -: title, source, county,
        valid (the first day, or a pair of days) and grade must be said, further the parameters, such as grace_days=5."""
        for name, value in says.items():
            self._set(name.replace("_", "-"), _text(value))
        return self

    def reading(self, **decides: str) -> PackDraft:
        """Decides readings, with _ for -: reading(cutoff_at_noon="late")."""
        for name, value in decides.items():
            self._reading(name.replace("_", "-"), value)
        return self

    def rate(
        self, year: int, amount: Union[Decimal, int], grade: str = "P", source: Optional[str] = None
    ) -> PackDraft:
        """The amount per day of care of a year: kronor as Decimal, or öre as int. It wins over the built-in one."""
        self._rate(year, _ore(amount), grade, source)
        return self

    def end(self, rule: str, last_day: Union[datetime.date, str]) -> PackDraft:
        """Ends a rule of the base: its last day."""
        self._end(rule, last_day)
        return self

    def add(self, text: str) -> PackDraft:
        """Adds rows and rules, or whatever else a pack file holds after `base`. Error has the line in this text."""
        self._add(text.encode())
        return self

    def finish(self) -> Pack:
        """Checks the whole and makes the pack. The draft stays as it is."""
        pack = self._finish(Pack)
        pack._known = () if self._base is None or self._base._known is None else (self._base,)
        return pack

    def __repr__(self) -> str:
        return f"<PackDraft on {None if self._base is None else self._base.id}>"
