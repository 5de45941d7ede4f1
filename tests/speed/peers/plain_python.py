# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plain Python with zoneinfo: an object for each stay, which takes one event after another, and is asked at the end.

Whatever does not say to whom it went (or with what) may have gone to nobody or to all. Such facts are kept twice: `sure`, as
if it had gone to nobody, and `possible`, as if to all; where the two differ in the end, the answer is not known.
"""

import datetime
import platform
import zoneinfo

from . import common
from .common import CONTENT, MUNICIPAL, STATED, TO_HEALTH, TO_OUTPATIENT, TO_SOCIAL, UNITS

NAME = f"plain Python {platform.python_version()}"
STOCKHOLM = zoneinfo.ZoneInfo("Europe/Stockholm")
EPOCH = datetime.date(1970, 1, 1).toordinal()
NOON = datetime.time(12)
MET, NOT_MET, UNKNOWABLE, OPEN = range(4)  # what is to be said of a prerequisite
NO, YES = False, True  # and None: is it known that the act applies, that a plan is required
OUTSIDE, BEGUN, READY, INTERRUPTED, OVER = range(5)  # states of a stay: before it, in it, and after it
MUNICIPAL_UNITS = (TO_HEALTH, TO_SOCIAL)


def day_of(instant):
    """Days since 1970 of the local day."""
    return datetime.datetime.fromtimestamp(instant, STOCKHOLM).toordinal() - EPOCH


def entry_day(told):
    """The entry day that follows from a notice that reached everybody then (5 kap. 4 §)."""
    local = datetime.datetime.fromtimestamp(told, STOCKHOLM)
    return local.toordinal() - EPOCH + common.GRACE_DAYS + (local.time() > NOON)


def is_both(units):
    """Services from both region and municipality?"""
    return units & TO_OUTPATIENT and units & MUNICIPAL


# --- Facts -------------------------------------------------------------------------------------------------------------------


class Notice:
    """A message of which several may be needed until all have it, in one of the two ways to read what is not stated."""

    __slots__ = ("to", "contains", "done")

    def __init__(self):
        self.to = self.contains = 0
        self.done = None


class Told:
    """When the notices of a spell had reached every municipal unit concerned, and what was so then."""

    __slots__ = ("to", "at", "covered", "units")

    def __init__(self):
        self.to, self.at = 0, None


class Spell:
    """From a ready notice to what ends it."""

    __slots__ = ("row", "day", "covered", "units", "plan", "sure", "possible", "end", "covered_at_end", "excused",
                 "dropped", "withdrawn")

    def __init__(self, row, at, stay):
        self.row, self.day = row, day_of(at)
        self.covered, self.units, self.plan = stay.covered, stay.units, stay.plan_required()
        self.sure, self.possible = Told(), Told()
        self.end = None
        self.excused = None  # (row, instant) from which nobody need call any more
        self.dropped = {}  # the same of one unit
        self.withdrawn = []  # [from, to] without a municipal need


class Stay:
    """The facts of a stay that its liability rests on."""

    __slots__ = ("state", "admitted", "covered", "units", "compulsory", "declined", "current", "named", "sure",
                 "possible", "called", "called_possible", "spells", "obstacles", "obstacle")

    def __init__(self):
        self.state, self.admitted = OUTSIDE, None
        self.covered, self.units, self.compulsory = None, 0, False
        self.declined = self.current = False
        self.named = None  # when a municipal need was first named
        self.sure, self.possible = Notice(), Notice()  # of the admission
        self.called, self.called_possible = {}, {}  # by unit, (row, instant) of the first call to it
        self.spells = []
        self.obstacles, self.obstacle = [], None

    def plan_required(self):
        """4 kap. 1 §; None: not known."""
        if self.covered is None:
            return None
        return bool(is_both(self.units)) and not (self.compulsory or self.declined or self.current)

    def take_admitted(self, row, at, mask):
        if self.state == OUTSIDE:
            self.state = BEGUN
            self.admitted = at

    def take_needs(self, row, at, mask):
        units = mask & UNITS
        self.compulsory = bool(mask & common.OPEN_COMPULSORY)
        if units & TO_HEALTH or self.compulsory and not units:
            units |= TO_OUTPATIENT
        self.units, self.covered = units, units != 0
        if self.named is None and units & MUNICIPAL:
            self.named = at
        for spell in self.spells:
            self.excuse(spell, row, at)
        if self.state == READY:
            spell = self.spells[-1]
            if spell.sure.at is not None:
                self.turn(spell, at)
            self.look(spell, at)

    def turn(self, spell, at):
        """After everybody was told, the municipal need goes, or comes back."""
        is_gone = bool(spell.withdrawn) and spell.withdrawn[-1][1] is None
        if is_gone and self.units & MUNICIPAL:
            spell.withdrawn[-1][1] = at
        elif not is_gone and not self.units & MUNICIPAL:
            spell.withdrawn.append([at, None])

    def excuse(self, spell, row, at):
        """An assessment after a spell began may excuse the call, or the call to a unit."""
        if spell.excused is None and not is_both(self.units):
            spell.excused = row, at
        if spell.excused is None:
            for unit in MUNICIPAL_UNITS:
                if spell.units & unit and not self.units & unit:
                    spell.dropped.setdefault(unit, (row, at))

    def look(self, spell, at):
        """Has everybody been told by now?"""
        wanted = self.units & MUNICIPAL
        for told in (spell.sure, spell.possible):
            if told.at is None and told.to & wanted == wanted:
                told.at, told.covered, told.units = at, self.covered, wanted

    def take_admission_notice(self, row, at, mask):
        stated, complete = mask & STATED, mask & common.CONTENT_STATED
        for notice, all_of_it in ((self.sure, 0), (self.possible, ~0)):
            to = (mask if stated else all_of_it) & UNITS
            notice.to |= to
            if to & MUNICIPAL:
                notice.contains |= (mask if complete else all_of_it) & CONTENT
            if notice.done is None and notice.to & MUNICIPAL and notice.contains == CONTENT:
                notice.done = at

    def take_ready_notice(self, row, at, mask):
        if self.state in (OUTSIDE, OVER):
            return
        if self.state != READY:
            self.state = READY
            self.spells.append(Spell(row, at, self))
        spell = self.spells[-1]
        spell.sure.to |= mask & UNITS if mask & STATED else 0
        spell.possible.to |= mask & UNITS if mask & STATED else UNITS
        self.look(spell, at)

    def leave(self, at, state):
        """What ends the spell, if there is one, or the stay."""
        if self.state == READY:
            self.spells[-1].end = at
            self.spells[-1].covered_at_end = self.covered
        self.state = state

    def take_withdrawn(self, row, at, mask):
        if self.state == READY:
            self.leave(at, BEGUN)

    def take_interrupted(self, row, at, mask):
        if self.state not in (OUTSIDE, OVER):
            self.leave(at, INTERRUPTED)

    def take_resumed(self, row, at, mask):
        if self.state == INTERRUPTED:
            self.state = BEGUN

    def take_discharged(self, row, at, mask):
        if self.state not in (OUTSIDE, OVER):
            self.leave(at, OVER)

    def take_deceased(self, row, at, mask):
        self.leave(at, OVER)

    def decline(self, row, at):
        self.declined = True
        for spell in self.spells:
            if spell.excused is None:
                spell.excused = row, at

    def take_sip_declined(self, row, at, mask):
        self.decline(row, at)

    def take_sip_accepted(self, row, at, mask):
        self.declined = False

    def take_consent(self, row, at, mask):
        if mask & STATED or mask >> common.WORD_SHIFT & 7 != common.SCOPE_SIP:
            return
        if mask >> common.WORD_SHIFT + 3 & 7 in (common.REFUSED, common.WITHDRAWN):
            self.decline(row, at)
        else:
            self.declined = False

    def take_sip_need(self, row, at, mask):
        self.current = mask >> common.WORD_SHIFT & 3 == common.CURRENT

    def take_call(self, row, at, mask):
        stated = mask & STATED
        for unit in MUNICIPAL_UNITS:
            if stated and mask & unit:
                self.called.setdefault(unit, (row, at))
            if not stated or mask & unit:
                self.called_possible.setdefault(unit, (row, at))

    def take_obstacle(self, row, at, mask):
        if self.obstacle is None:
            self.obstacle = at

    def take_clear(self, row, at, mask):
        if self.obstacle is not None and at > self.obstacle:
            self.obstacles.append((self.obstacle, at))
        self.obstacle = None


TAKE = {
    common.ADMITTED: Stay.take_admitted,
    common.NEEDS_ASSESSED: Stay.take_needs,
    common.ADMISSION_NOTICE: Stay.take_admission_notice,
    common.READY_NOTICE: Stay.take_ready_notice,
    common.READY_WITHDRAWN: Stay.take_withdrawn,
    common.INTERRUPTED: Stay.take_interrupted,
    common.RESUMED: Stay.take_resumed,
    common.DISCHARGED: Stay.take_discharged,
    common.DECEASED: Stay.take_deceased,
    common.SIP_DECLINED: Stay.take_sip_declined,
    common.SIP_ACCEPTED: Stay.take_sip_accepted,
    common.CONSENT: Stay.take_consent,
    common.SIP_NEED: Stay.take_sip_need,
    common.SIP_CALL: Stay.take_call,
    common.OBSTACLE: Stay.take_obstacle,
    common.CLEAR: Stay.take_clear,
}
HANDLERS = [(TAKE.get(kind), common.SENDERS.get(kind)) for kind in range(256)]


# --- The judgement -------------------------------------------------------------------------------------------------------------


def combined(sure, possible):
    return sure if sure == possible else UNKNOWABLE


class Judge:
    """The liability of one stay after another."""

    def __init__(self, assessed_on, ore):
        self.assessed_on = assessed_on
        self.ore = [ore.get(year) for year in range(3000)]

    def liability(self, stay, payer_known, is_exempt):
        """(status, entry day, days, öre)"""
        if not stay.spells:
            return common.UNKNOWN if stay.covered is None else common.NONE, common.NO_DATE, 0, 0
        spells = [self.judge(stay, spell, payer_known, is_exempt) for spell in stay.spells]
        if len(spells) == 1:
            return spells[0]
        return self.of_spells(spells)

    @staticmethod
    def of_spells(spells):
        status, enters, _, _ = spells[-1]
        paid = [spell for spell in spells if spell[0] in (common.ACCRUING, common.ENDED) and spell[2]]
        if status in (common.NONE, common.BLOCKED) and paid:
            status = common.ENDED
        if paid:
            enters = paid[0][1]
        if any(spell[0] == common.UNKNOWN for spell in spells):
            return status, enters, common.NOT_KNOWN, common.NOT_KNOWN
        ore = [spell[3] for spell in spells]
        return (status, enters, sum(spell[2] for spell in spells),
                common.NOT_KNOWN if common.NOT_KNOWN in ore else sum(ore))

    def judge(self, stay, spell, payer_known, is_exempt):
        """The same of one spell (5 kap. 3 and 4 §§)."""
        sure, possible = spell.sure, spell.possible
        known = sure.at == possible.at
        latest = None if possible.at is None else entry_day(possible.at)
        enters = latest if known and latest is not None else common.NO_DATE
        end = None if spell.end is None else day_of(spell.end)
        if self.is_none(sure, possible, is_exempt, end, latest):
            return common.NONE, enters, 0, 0
        verdicts = (
            combined(self.scope(stay, spell, sure), self.scope(stay, spell, possible)),
            combined(self.ready(spell, sure), self.ready(spell, possible)),
            combined(self.admission(stay, stay.sure), self.admission(stay, stay.possible)),
            combined(self.call(stay, spell, stay.called), self.call(stay, spell, stay.called_possible)),
            MET if payer_known else UNKNOWABLE,
        )
        if NOT_MET in verdicts:
            return common.BLOCKED, enters, 0, 0
        if UNKNOWABLE in verdicts or not known:
            return common.UNKNOWN, enters, common.NOT_KNOWN, common.NOT_KNOWN
        if OPEN in verdicts or end is None and self.assessed_on < enters:
            return common.PENDING, enters, 0, 0
        return self.charge(stay, spell, enters, end)

    @staticmethod
    def is_none(sure, possible, is_exempt, end, latest):
        """Nobody can owe anything, whichever way it is read."""
        if is_exempt:
            return True
        for told in (sure, possible):
            if told.at is not None and told.covered is not None and not told.units:
                continue
            entry = latest if told.at is None or told is possible else entry_day(told.at)
            if end is None or entry is None or entry < end:
                return False
        return True

    @staticmethod
    def scope(stay, spell, told):
        covered = told.covered if told.at is not None else stay.covered if spell.end is None else spell.covered_at_end
        return UNKNOWABLE if covered is None else MET if covered else NOT_MET

    @staticmethod
    def ready(spell, told):
        return MET if told.at is not None else OPEN if spell.end is None else NOT_MET

    @staticmethod
    def admission(stay, notice):
        if stay.admitted is None or stay.named is None:  # the 24 hours have not begun
            return MET if notice.done is not None else UNKNOWABLE if stay.covered is None else OPEN
        due = max(stay.admitted, stay.named) + common.DAY
        return MET if notice.done is not None and notice.done <= due else NOT_MET

    @staticmethod
    def call(stay, spell, called):
        if not spell.plan:
            return UNKNOWABLE if spell.plan is None else MET
        last_day = spell.day + common.GRACE_DAYS
        if spell.excused is not None and day_of(spell.excused[1]) <= last_day:
            return MET
        wanted = [unit for unit in MUNICIPAL_UNITS if spell.units & unit]
        if spell.dropped and is_dropped(spell, wanted, called, last_day):
            return MET
        return MET if all(unit in called and day_of(called[unit][1]) <= last_day for unit in wanted) else NOT_MET

    def charge(self, stay, spell, enters, end):
        until = self.assessed_on if end is None else end
        freed = stay.obstacles + spell.withdrawn
        if stay.obstacle is not None:
            freed.append((stay.obstacle, None))
        days = [day for begin, stop in remaining(enters, until, freed) for day in range(begin, stop)]
        if not days and end is not None:
            return common.NONE, enters, 0, 0
        return common.ACCRUING if end is None else common.ENDED, enters, len(days), self.amount(days)

    def amount(self, days):
        rates = [self.ore[datetime.date.fromordinal(EPOCH + day).year] for day in days]
        return common.NOT_KNOWN if None in rates else sum(rates)


def is_dropped(spell, wanted, called, last_day):
    """Every unit to be called lost its need in time, before it had been called."""
    for unit in wanted:
        row, at = spell.dropped.get(unit, (None, None))
        if row is None or unit in called and called[unit][0] <= row or day_of(at) > last_day:
            return False
    return True


def remaining(begin, end, freed):
    """The days from `begin` to before `end` that no interval of instants touches, as ranges."""
    ranges = [(begin, end)] if begin < end else []
    for start, stop in freed:
        first, behind = day_of(start), end if stop is None else day_of(stop - 1) + 1
        ranges = [part for low, high in ranges for part in ((low, min(high, first)), (max(low, behind), high))
                  if part[0] < part[1]]
    return ranges


# --- All stays -----------------------------------------------------------------------------------------------------------------


def prepare(folder):
    events = [common.read(folder, name).tolist() for name in ("at.i64", "kind.u8", "party.u8", "mask.u32")]
    cases = [common.read(folder, name).tolist() for name in ("municipality.i32", "payer.i32", "region.i32")]
    return events, common.read(folder, "offsets.u64").tolist(), cases, common.about(folder)


def compute(data):
    (at, kind, party, mask), offsets, cases, about = data
    judge, answers = Judge(*about), []
    for begin, end, municipality, payer, region in zip(offsets, offsets[1:], *cases):
        stay = Stay()
        for row in range(begin, end):
            take, senders = HANDLERS[kind[row]]
            if take and party[row] in senders:
                take(stay, row, at[row], mask[row])
        payer = payer or municipality
        is_exempt = payer == common.NO_MUNICIPALITY or payer == common.GOTLAND and region == common.GOTLAND_REGION
        answers.append(judge.liability(stay, payer != 0, is_exempt))
    return tuple(zip(*answers))
