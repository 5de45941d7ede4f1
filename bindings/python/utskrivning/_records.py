# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a judgement consists of, as plain records.

Instants are datetimes in Swedish time, dates are dates, amounts are int öre with a property in kronor. None is "none",
or "unknown" where the field says so. An index counts from 0 in the events of the case: `judgement.case[index]`.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Dict, Iterable, NamedTuple, Optional, Tuple

from ._words import (
    Action,
    Answer,
    Criterion,
    End,
    Force,
    Form,
    Group,
    Irregularity,
    LeftOut,
    Level,
    LiabilityStatus,
    ObligationStatus,
    Party,
    Prerequisite,
    Reason,
    ShareAnswer,
    State,
    Subject,
)


def _sek(ore: Optional[int]) -> Optional[Decimal]:
    return None if ore is None else Decimal(ore) / 100


def _money(ore: Optional[int]) -> str:
    return "amount unknown" if ore is None else f"{_sek(ore):,} SEK".replace(",", " ")


def _days(days: Optional[int]) -> str:
    return "days unknown" if days is None else "1 day" if days == 1 else f"{days} days"


def _persons(persons: int) -> str:
    return "1 person" if persons == 1 else f"{persons} persons"


def _time(at: Optional[datetime.datetime]) -> str:
    return "none" if at is None else at.isoformat(" ", "minutes" if at.second == 0 else "seconds")


class Obligation(NamedTuple):
    """What a rule asks of a party once something has set it off (åtagande)."""

    id: str  #: of the rule
    party: Party  #: who must do it
    force: Force  #: ska (shall) or bör (should)
    status: ObligationStatus
    due: Optional[datetime.datetime]  #: the last second in time; None: none, or none yet
    done: Optional[datetime.datetime]
    trigger: datetime.datetime  #: when it was set off
    earliest: Optional[datetime.datetime]  #: for "not before": the first instant allowed
    agreed: Optional[datetime.datetime]  #: a time that the log itself set (followup=)
    cite: str  #: paragraph
    form: Form  #: of its deadline
    trigger_index: Optional[int]  #: the event that set it off
    done_index: Optional[int]  #: the event that fulfilled it
    excuse_index: Optional[int]  #: the event that excused it
    unmet: Tuple[Party, ...]  #: the units not yet told, where a message must reach several
    colour_unstated: bool  #: the source does not show for which colours the rule is

    def __repr__(self) -> str:
        due = "" if self.due is None else f", due {_time(self.due)}"
        done = "" if self.done is None else f", done {_time(self.done)}"
        return f"<Obligation {self.id} of {self.party}: {self.status}{due}{done} ({self.cite})>"


class Finding(NamedTuple):
    """Something that deviates from the rules or from the ordinary (avvikelse)."""

    id: str
    cite: str
    party: Optional[Party]
    event_index: Optional[int]  #: the first event; None: it is the absence of one
    times: int  #: how many times
    colour_unstated: bool

    def __repr__(self) -> str:
        by = "" if self.party is None else f" by {self.party}"
        return f"<Finding {self.id}{by}, {self.times}x ({self.cite})>"


class Day(NamedTuple):
    """A day from the entry day on (5 kap. 4 och 6 §§)."""

    date: datetime.date
    charged: bool
    ore: Optional[int]  #: per day of care; 0 for a day that is free, None: no amount known for its year
    rule: str  #: "charged-days", or the id of what freed it
    freed_by: Optional[Reason]
    spell: int  #: the spell it belongs to, from 0

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount in kronor, or None."""
        return _sek(self.ore)

    def __repr__(self) -> str:
        what = f"charged, {_money(self.ore)}" if self.charged else f"free ({self.rule})"
        return f"<Day {self.date}: {what}>"


class Figures(NamedTuple):
    """What a case comes to."""

    status: LiabilityStatus
    enters: Optional[datetime.date]  #: the entry day, also one that is blocked
    days: Optional[int]  #: charged so far; None: unknown
    ore: Optional[int]  #: None: unknown
    reasons: Tuple[Reason, ...]

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount in kronor, or None."""
        return _sek(self.ore)

    def __repr__(self) -> str:
        return f"<Figures {self.status}: {_days(self.days)}, {_money(self.ore)}>"


class Spell(NamedTuple):
    """A time during which the patient stood as discharge-ready by notice."""

    status: LiabilityStatus
    notice: datetime.datetime  #: its first notice
    told: Optional[datetime.datetime]  #: when every municipal unit had been sent it
    end: Optional[datetime.datetime]  #: None while it is open
    ended_by: End
    enters: Optional[datetime.date]
    days: Optional[int]  #: charged so far; None: unknown
    ore: Optional[int]  #: None: unknown
    reasons: Tuple[Reason, ...]
    prerequisites: Dict[Prerequisite, Answer]
    prerequisite_index: Dict[Prerequisite, Optional[int]]  #: the events relied on
    notice_index: Optional[int]
    told_index: Optional[int]
    end_index: Optional[int]

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount in kronor, or None."""
        return _sek(self.ore)

    def __repr__(self) -> str:
        end = "open" if self.end is None else f"to {_time(self.end)}"
        return f"<Spell from {_time(self.notice)} {end}: {self.status}, {_days(self.days)}, {_money(self.ore)}>"


class Alternative(NamedTuple):
    """What another value of one reading would give; only those that differ."""

    reading: str
    value: str
    days: Optional[int]  #: None: unknown
    ore: Optional[int]  #: None: unknown

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount in kronor, or None."""
        return _sek(self.ore)

    def __repr__(self) -> str:
        return f"<Alternative {self.reading}={self.value}: {_days(self.days)}, {_money(self.ore)}>"


class Liability(NamedTuple):
    """The municipality's liability to pay (betalningsansvar, 5 kap.)."""

    status: LiabilityStatus
    enters: Optional[datetime.date]  #: the entry day, also one that is blocked
    days: Optional[int]  #: charged so far; None: unknown
    ore: Optional[int]  #: None: unknown, as when a charged day has no known rate
    reasons: Tuple[Reason, ...]  #: why it is what it is
    payer: Optional[str]  #: municipality code in four digits; None: unknown, or none
    collective: bool  #: True: the figures are what the case would owe individually; a settlement says what is owed
    under_act: bool  #: True: the agreement does not bind the payer, so the act decided (4 kap. 5 §)
    late: Dict[str, Figures]  #: under the readings strict, curable and existence of a late message: always all three
    spells: Tuple[Spell, ...]
    alternatives: Tuple[Alternative, ...]

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount in kronor, or None."""
        return _sek(self.ore)

    def __repr__(self) -> str:
        enters = "" if self.enters is None else f", enters {self.enters}"
        return f"<Liability {self.status}{enters}: {_days(self.days)}, {_money(self.ore)}, payer {self.payer}>"


class Readiness(NamedTuple):
    """Three different facts, never mixed."""

    patient: Answer  #: utskrivningsklar
    municipality: Answer  #: kommunklar, every subject that is needed
    home: Answer  #: hemgångsklar, every criterion
    subjects: Dict[Subject, Answer]
    criteria: Dict[Criterion, Answer]
    patient_index: Optional[int]
    subject_index: Dict[Subject, Optional[int]]
    criterion_index: Dict[Criterion, Optional[int]]

    def __repr__(self) -> str:
        return f"<Readiness patient {self.patient}, municipality {self.municipality}, home {self.home}>"


class Evidence(NamedTuple):
    """One answer: which rule gave it, or was tried and did not apply, and on what event it relies."""

    answer: str  #: what was asked
    rule: str
    event_index: Optional[int]
    applied: bool
    value: Answer

    def __repr__(self) -> str:
        applied = "" if self.applied else ", did not apply"
        return f"<Evidence {self.answer}: {self.value} by {self.rule}{applied}>"


class SharingAnswer(NamedTuple):
    """May it be told, by what rule, relying on what event."""

    answer: ShareAnswer
    rule: str
    cite: str
    event_index: Optional[int]


class Transition(NamedTuple):
    """What an event would do."""

    action: Action
    before: State
    after: State
    irregularity: Irregularity  #: none, or the mark that is kept for a finding
    wrong_sender: bool  #: refused because the party never sends such an event

    def __repr__(self) -> str:
        mark = "" if self.irregularity == "none" else f", {self.irregularity}"
        return f"<Transition {self.action}: {self.before} to {self.after}{mark}>"


class PackInfo(NamedTuple):
    """What a pack of rules is."""

    id: str
    title: str  #: in Swedish
    base: str  #: the pack it builds on, or ""
    source: str  #: the document
    county: int  #: county code, 0 for the act
    valid_from: datetime.date
    valid_to: Optional[datetime.date]  #: the last day; None while it has no end
    grade: str  #: P primary text read, O official page read in part, S secondary
    collective: bool  #: settled by a collective model
    rule_count: int


class Rule(NamedTuple):
    """A row of a pack: a rule with its paragraph."""

    id: str
    pack: str  #: the pack that brought it
    group: Group
    parties: Tuple[Party, ...]  #: whom it binds
    force: Force
    form: Form  #: of its deadline
    number: int  #: of the form: hours or days
    form_text: str
    trigger: str  #: from when, in English; "" unless it is an obligation
    met_by: str  #: by what, in English; "" unless it is an obligation
    cite: str
    text_sv: str
    text_en: str
    valid_from: datetime.date
    valid_to: Optional[datetime.date]
    grade: str
    colours: int  #: bit 1 << number of the colour; 0: all
    colour_unstated: bool

    def __repr__(self) -> str:
        form = f", {self.form_text}" if self.form_text else ""
        return f"<Rule {self.id} ({self.pack}): {self.text_en}{form} ({self.cite})>"


class Reading(NamedTuple):
    """A place where the texts leave something open, and how it may be read."""

    id: str
    values: Tuple[str, ...]  #: the default of the act first
    default: str
    national: bool  #: a reading of the act; else of an agreement's rows
    question_en: str
    question_sv: str
    why_en: str  #: why the default is what it is
    why_sv: str
    cite: str

    def __repr__(self) -> str:
        return f"<Reading {self.id}: {' | '.join(self.values)}. {self.question_en}>"


class Rate(NamedTuple):
    """The amount per day of care (belopp per vårddygn) of a year."""

    year: int
    ore: int
    grade: str
    source: Optional[str]

    @property
    def sek(self) -> Decimal:
        """The amount in kronor."""
        return Decimal(self.ore) / 100

    def __repr__(self) -> str:
        return f"<Rate {self.year}: {_money(self.ore)} ({self.source})>"


class SettledStay(NamedTuple):
    """A stay that ended in the month."""

    case: str
    days: int  #: by the agreement's count
    ready_days: int  #: from the notice to the end of each ready spell, whatever the clock
    left_out: LeftOut  #: why it is left out of persons and days; "counted" if it is not

    def __repr__(self) -> str:
        return f"<SettledStay {self.case!r}: {_days(self.days)}, {self.left_out}>"


class Charge(NamedTuple):
    """Days of a case that follow on each other, each charged the same."""

    case: str
    rule: str
    first: datetime.date
    days: int
    ore: Optional[int]  #: a day; None: unknown

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount a day in kronor, or None."""
        return _sek(self.ore)

    def __repr__(self) -> str:
        return f"<Charge {self.case!r} from {self.first}: {_days(self.days)} of {_money(self.ore)} ({self.rule})>"


class ChargedDay(NamedTuple):
    """A day of a case that is charged."""

    case: str
    date: datetime.date
    ore: Optional[int]  #: None: no amount known for its year
    rule: str

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount in kronor, or None."""
        return _sek(self.ore)


class ChargedCase(NamedTuple):
    """What a case is charged in a month."""

    case: str
    days: int
    ore: Optional[int]  #: None: not known

    @property
    def sek(self) -> Optional[Decimal]:
        """The amount in kronor, or None."""
        return _sek(self.ore)


def _sum_of(case: str, charges: Iterable[Charge]) -> ChargedCase:
    runs = tuple(charges)
    amounts = [charge.days * charge.ore for charge in runs if charge.ore is not None]
    return ChargedCase(case, sum(charge.days for charge in runs), sum(amounts) if len(amounts) == len(runs) else None)


def _quotient(part: Optional[int], whole: Optional[int]) -> Optional[Fraction]:
    return Fraction(part, whole) if whole and part is not None else None


class MonthAverage(NamedTuple):
    """A month that decides about another one."""

    month: str
    persons: Optional[int]  #: None: outside the pack's validity
    days: Optional[int]
    above: Answer

    @property
    def average(self) -> Optional[Fraction]:
        """Days a person, exactly; None without persons."""
        return _quotient(self.days, self.persons)


class Ratio(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> Optional[Fraction]:
        """The quotient, exactly; None if there is nothing to divide."""
        return _quotient(self.part, self.whole)

    def __repr__(self) -> str:
        return f"{self.part}/{self.whole}"


class DaysApart(NamedTuple):
    """Days in a row that one count has and the other has not."""

    first: datetime.date
    days: int


class Difference(NamedTuple):
    """A stay, as the two counts of discharge-ready days see it."""

    case: str
    ready_days: int  #: SKR style
    payment_days: int  #: of the settlement; 0 for a stay that is left out
    why: LeftOut  #: "counted": the two do not differ
    apart: Tuple[DaysApart, ...]  #: of each ready spell

    @property
    def dates(self) -> Tuple[datetime.date, ...]:
        """The days themselves that the one count has and the other has not."""
        return tuple(run.first + datetime.timedelta(days=day) for run in self.apart for day in range(run.days))


class MonthStatistics(NamedTuple):
    """Statistics of a month of a municipality, over the stays that ended in it."""

    month_days: int  #: 28 to 31
    ready_stays: int  #: SKR style: stays that were ready for at least one day
    ready_days: int
    day_zero_stays: int  #: a notice, and 0 days
    notice_in_time: Ratio
    care_contact_in_time: Ratio
    call_24h: Ratio
    call_7d: Ratio
    sip_required: int  #: stays in which a SIP was required, or would have been but for the patient's decline
    sip_offered: int
    sip_called: int
    sip_held: int
    sip_declined: int
    readmitted_30d: int  #: stays that began within 30 days of the discharge before
    differences: Tuple[Difference, ...]  #: of every stay: see reconciliation

    @property
    def mean_days(self) -> Optional[Fraction]:
        """Days by stays, exactly; None without stays."""
        return _quotient(self.ready_days, self.ready_stays)

    @property
    def day_zero_ratio(self) -> Optional[Fraction]:
        """Stays with a notice and 0 days, by the others; None without any of these."""
        return _quotient(self.day_zero_stays, self.ready_stays)

    @property
    def beds(self) -> Fraction:
        """Beds held by ready patients: days by the days of the month."""
        return Fraction(self.ready_days, self.month_days)

    @property
    def reconciliation(self) -> Tuple[Difference, ...]:
        """The stays that the two counts differ about."""
        return tuple(stay for stay in self.differences if stay.why != "counted")


class SettledMonth(NamedTuple):
    """A month of a paying municipality under a pack."""

    month: str  #: "2022-05"
    municipality: Optional[str]  #: the payer in four digits; None: none is known, or there is none
    rules: str
    persons: Optional[int]  #: counted stays that ended in the month; None: outside the pack's validity
    days: Optional[int]  #: of those
    threshold: Optional[int]  #: days
    above: Answer  #: is the average above the threshold?
    level: Level
    owed_days: Optional[int]  #: None: unknown
    owed_ore: Optional[int]  #: None: unknown
    billed_days: Optional[int]  #: of the charges: those listed day by day
    billed_ore: Optional[int]
    pooled_persons: Optional[int]  #: of the latest months together, where the model has it
    pooled_days: Optional[int]
    pooled_above: Answer
    under_average: Answer  #: settled by the average since a quarter that was above
    under_act: bool  #: the agreement does not bind the payer
    digest: str  #: SHA-256 over the municipality's cases
    stays: Tuple[SettledStay, ...]
    charges: Tuple[Charge, ...]
    history: Tuple[MonthAverage, ...]  #: the months that it rests on
    statistics: MonthStatistics

    @property
    def average(self) -> Optional[Fraction]:
        """Days a person, exactly; None without persons."""
        return _quotient(self.days, self.persons)

    @property
    def pooled_average(self) -> Optional[Fraction]:
        """Days a person of the latest months together; None without persons, or where the model has no such thing."""
        return _quotient(self.pooled_days, self.pooled_persons)

    @property
    def owed_sek(self) -> Optional[Decimal]:
        """What is owed in kronor, or None."""
        return _sek(self.owed_ore)

    @property
    def billed_sek(self) -> Optional[Decimal]:
        """What is billed day by day in kronor, or None."""
        return _sek(self.billed_ore)

    @property
    def per_day(self) -> Tuple[ChargedDay, ...]:
        """The charges, day by day."""
        return tuple(
            ChargedDay(charge.case, charge.first + datetime.timedelta(days=day), charge.ore, charge.rule)
            for charge in self.charges
            for day in range(charge.days)
        )

    @property
    def per_case(self) -> Tuple[ChargedCase, ...]:
        """The charges by case."""
        return tuple(_sum_of(case, charges) for case, charges in groupby(self.charges, lambda charge: charge.case))

    @property
    def counted(self) -> Tuple[SettledStay, ...]:
        """The stays that are counted."""
        return tuple(stay for stay in self.stays if stay.left_out == "counted")

    @property
    def left_out(self) -> Tuple[SettledStay, ...]:
        """The stays that are not, each with the reason."""
        return tuple(stay for stay in self.stays if stay.left_out != "counted")

    def _repr_html_(self) -> str:
        from ._html import month_html

        return month_html(self)

    def __repr__(self) -> str:
        average = "no average" if self.average is None else f"average {float(self.average):.4f}"
        figures = "unknown" if self.persons is None else f"{_persons(self.persons)}, {_days(self.days)}, {average}"
        return (
            f"<SettledMonth {self.month} {self.municipality} ({self.rules}): {figures}, "
            f"level {self.level}, owed {_days(self.owed_days)}, {_money(self.owed_ore)}>"
        )


class ShortAnswers(NamedTuple):
    """The short answers of a judgement; see Judgement."""

    at: Optional[datetime.datetime]
    covered: Answer
    state: State
    step: int
    closed: bool
    sip_required: Answer
    sip_rule: Optional[str]
    sip_state: object
    next_change: Optional[datetime.datetime]
    readings: Dict[str, str]


RECORDS = (
    Alternative,
    Charge,
    Day,
    DaysApart,
    Difference,
    Evidence,
    Figures,
    Finding,
    Liability,
    MonthAverage,
    MonthStatistics,
    Obligation,
    PackInfo,
    Rate,
    Ratio,
    Readiness,
    Reading,
    Rule,
    SettledMonth,
    SettledStay,
    SharingAnswer,
    ShortAnswers,
    Spell,
    Transition,
)
