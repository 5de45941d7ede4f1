# SPDX-License-Identifier: LGPL-2.1-or-later
"""Judgements, worklists and sharing answers."""

from __future__ import annotations

import datetime
import json
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Dict, Optional, Tuple, Union

from . import _core
from ._html import judgement_html, worklist_html
from ._records import Day, Evidence, Finding, Liability, Obligation, Readiness, SharingAnswer, ShortAnswers, _time
from ._rules import Pack
from ._words import Answer, Kind, ObligationStatus, Party, ShareAnswer, ShareItem, SipState, State

if TYPE_CHECKING:
    from ._case import Case


class Picture(str):
    """A picture as SVG text: a notebook shows it, and save() writes it."""

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes it to a file."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self)

    def _repr_svg_(self) -> str:
        return str(self)


class Judgement(_core.Judgement):
    """Everything that the rules say of a case at an instant, each answer with its rule and its evidence.

    It comes from Case.judge, never changes, and goes on telling of the case as it was then.
    """

    _question: Tuple[Any, ...]

    @cached_property
    def _answers(self) -> ShortAnswers:
        return self._part("answers")

    @property
    def case(self) -> Case:
        """The case as it was judged."""
        from ._case import Case

        return self._case(Case)

    @property
    def at(self) -> Optional[datetime.datetime]:
        """The instant of assessment; None for a case without events."""
        return self._answers.at

    @property
    def pack(self) -> Pack:
        """The rules it was judged under."""
        return self._pack()

    @property
    def covered(self) -> Answer:
        """Does the act apply? Yes, no or unknown (1 kap.)."""
        return self._answers.covered

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self._answers.state

    @property
    def step(self) -> int:
        """The step shown to users: 0 before, 1 to 5, 6 ended, 7 suspended."""
        return self._answers.step

    @property
    def closed(self) -> bool:
        """True after discharge when every obligation that has a due time is settled."""
        return self._answers.closed

    @property
    def sip_required(self) -> Answer:
        """Is a coordinated individual plan (SIP) required? (4 kap.)"""
        return self._answers.sip_required

    @property
    def sip_rule(self) -> Optional[str]:
        """The rule that decided it."""
        return self._answers.sip_rule

    @property
    def sip_state(self) -> SipState:
        """Where the plan stands."""
        return self._answers.sip_state  # type: ignore[return-value]

    @property
    def next_change(self) -> Optional[datetime.datetime]:
        """The next instant at which any answer changes with no new event, or None: what a timer needs."""
        return self._answers.next_change

    @property
    def readings(self) -> Dict[str, str]:
        """The value used of every reading."""
        return self._answers.readings

    @cached_property
    def obligations(self) -> Tuple[Obligation, ...]:
        """Who must do what by when; those that do not apply are not listed."""
        return self._part("obligations")

    @cached_property
    def findings(self) -> Tuple[Finding, ...]:
        """What deviates from the rules or from the ordinary."""
        return self._part("findings")

    @cached_property
    def days(self) -> Tuple[Day, ...]:
        """Every day from the entry day on, charged or free (5 kap. 4 och 6 §§)."""
        return self._part("days")

    @cached_property
    def liability(self) -> Liability:
        """The municipality's liability to pay (5 kap.)."""
        return self._part("liability")

    @cached_property
    def readiness(self) -> Readiness:
        """Is the patient, the municipality, the way home ready? Three different facts."""
        return self._part("readiness")

    @cached_property
    def evidence(self) -> Tuple[Evidence, ...]:
        """Which rule gave each answer, and on what event it relies."""
        return self._part("evidence")

    def explain(self, lang: str = "sv") -> str:
        """The whole judgement told to somebody at a ward, in Swedish ("sv") or English ("en"), with paragraphs."""
        return self._explain(lang, None)

    def timeline(self, lang: str = "sv") -> Picture:
        """The case as a picture (SVG): a lane for each party with its events and what it was obliged to do, the times as
        discharge-ready and the days that the municipality pays."""
        return Picture(self._timeline(lang, self._question[1]))

    def to_json(self, file: Optional[str] = None) -> str:
        """The judgement as one line of JSON, as `utskrivning assess --json` prints it."""
        return self._json(file)

    def to_dict(self) -> Dict[str, Any]:
        """What to_json says, as dict and list; instants are text and amounts are kronor there."""
        return json.loads(self.to_json())

    def __reduce__(self) -> Tuple[Any, ...]:
        return (_judge_again, (self.case, *self._question))

    def __repr__(self) -> str:
        missed = sum(o.status == ObligationStatus.MISSED for o in self.obligations)
        open_ = sum(o.status == ObligationStatus.OPEN for o in self.obligations)
        name = self.case.name
        of = "" if name is None else f" of {name!r}"
        return (
            f"<Judgement{of} at {_time(self.at)} under {self.pack.id}: {self.state}; {self.liability!r}; "
            f"obligations: {open_} open, {missed} missed>"
        )

    def _repr_html_(self) -> str:
        return judgement_html(self)


def _judge_again(case: Case, *question: Any) -> Judgement:
    at, known_at, rules, readings, rates = question
    return case.judge(at, rules=rules, readings=readings, rates=rates, known_at=known_at)


class Worklist(_core.Worklist):
    """What a party must and may do now. It comes from Case.worklist, and never changes."""

    @cached_property
    def _all(self) -> Tuple[Party, Tuple[Obligation, ...], Tuple[Kind, ...], ShortAnswers]:
        return self._parts()

    @property
    def party(self) -> Party:
        """Whose worklist it is."""
        return self._all[0]

    @property
    def must(self) -> Tuple[Obligation, ...]:
        """What it must still do, soonest due first, without a due time last."""
        return self._all[1]

    @property
    def may(self) -> Tuple[Kind, ...]:
        """The kinds of event that it may send in this state."""
        return self._all[2]

    @property
    def at(self) -> Optional[datetime.datetime]:
        """The instant of assessment."""
        return self._all[3].at

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self._all[3].state

    @property
    def next_change(self) -> Optional[datetime.datetime]:
        """When to look again, or None."""
        return self._all[3].next_change

    def explain(self, lang: str = "sv") -> str:
        """The worklist in words, in Swedish ("sv") or English ("en")."""
        return self._explain(lang)

    def to_json(self, file: Optional[str] = None) -> str:
        """One line of JSON, as `utskrivning worklist --json` prints it."""
        return self._json(file)

    def __iter__(self) -> Any:
        return iter(self.must)

    def __len__(self) -> int:
        return len(self.must)

    def __repr__(self) -> str:
        lines = "".join(f"\n  {obligation!r}" for obligation in self.must)
        return f"<Worklist of {self.party} at {_time(self.at)}: {len(self.must)} to do>{lines}"

    def _repr_html_(self) -> str:
        return worklist_html(self)


class Sharing(_core.Sharing):
    """May one party tell another an item now, and on what ground? It comes from Case.may_share."""

    @cached_property
    def _all(self) -> Tuple[Party, Party, ShareItem, Optional[datetime.datetime], SharingAnswer]:
        return self._parts()

    @property
    def sender(self) -> Party:
        """Who would tell."""
        return self._all[0]

    @property
    def recipient(self) -> Party:
        """Who would be told."""
        return self._all[1]

    @property
    def item(self) -> ShareItem:
        """What would be told."""
        return self._all[2]

    @property
    def at(self) -> Optional[datetime.datetime]:
        """When."""
        return self._all[3]

    @property
    def answer(self) -> ShareAnswer:
        """allowed, needs-consent, refused, harm-test (menprövning decides), not-concerned or unknown."""
        return self._all[4].answer

    @property
    def rule(self) -> str:
        """The rule that gives the answer."""
        return self._all[4].rule

    @property
    def cite(self) -> str:
        """Its paragraph."""
        return self._all[4].cite

    @property
    def event_index(self) -> Optional[int]:
        """The event relied on, from 0 in the case, or None."""
        return self._all[4].event_index

    def explain(self, lang: str = "sv") -> str:
        """The answer in words, in Swedish ("sv") or English ("en")."""
        return self._explain(lang)

    def to_json(self, file: Optional[str] = None) -> str:
        """One line of JSON, as `utskrivning share --json` prints it."""
        return self._json(file)

    def __bool__(self) -> bool:
        raise TypeError("may it be shared? The answer is one of six: compare `.answer`, as in `.answer == 'allowed'`")

    def __repr__(self) -> str:
        return (
            f"<Sharing {self.item} from {self.sender} to {self.recipient} at {_time(self.at)}: {self.answer} "
            f"({self.rule}, {self.cite})>"
        )
