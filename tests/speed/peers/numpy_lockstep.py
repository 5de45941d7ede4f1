# SPDX-License-Identifier: LGPL-2.1-or-later
"""numpy in lock-step: the first event of every stay, then the second of every stay, and so on; all of one kind at once.

Facts that hang on what a message did not say are kept twice, as in plain_python.py: row 0 as if an unstated message had gone
to nobody, row 1 as if to all. Of what happened its row among the events is kept, so that what comes first is known also
within a second.
"""

import functools

import numpy as np

from . import common
from .common import MUNICIPAL, TO_HEALTH, TO_OUTPATIENT, TO_SOCIAL, UNITS
from .numpy_columns import local

NAME = f"numpy {np.__version__} in lock-step"
NEVER = np.iinfo(np.int32).max  # a row: it has not happened
MET, NOT_MET, UNKNOWABLE, OPEN = range(4)  # what is to be said of a prerequisite
NOT_KNOWN, NO, YES = range(3)  # does the act apply, is a plan required
OUTSIDE, BEGUN, READY, INTERRUPTED, OVER = range(5)  # states of a stay
CONTENT = common.CONTENT >> 7  # in eight bits
WORLDS = (0, 1)
MUNICIPAL_UNITS = np.array([TO_HEALTH, TO_SOCIAL], np.uint8)


def prepare(folder):
    column = functools.partial(common.column, folder)

    events = [column(name) for name in ("at.i64", "kind.u8", "party.u8", "mask.u32")]
    cases = [column(name) for name in ("municipality.i32", "payer.i32", "region.i32")]
    return events, column("offsets.u64").astype(np.int64), cases, common.about(folder)


# --- The fold ----------------------------------------------------------------------------------------------------------------


class Spells:
    """The ready spells of all stays, in the order in which they begin."""

    def __init__(self, most):
        self.count = 0
        self.stay = np.zeros(most, np.int32)
        self.before = np.full(most, -1, np.int32)  # the spell before it in its stay
        self.row = np.full(most, NEVER, np.int32)
        self.covered, self.units, self.plan = (np.zeros(most, np.uint8) for _ in range(3))
        self.to = np.zeros((2, most), np.uint8)
        self.told = np.full((2, most), NEVER, np.int32)  # when every municipal unit concerned had been told
        self.covered_then, self.units_then = np.zeros((2, most), np.uint8), np.zeros((2, most), np.uint8)
        self.end = np.full(most, NEVER, np.int32)
        self.covered_at_end = np.zeros(most, np.uint8)
        self.excused = np.full(most, NEVER, np.int32)  # from when nobody need call any more
        self.dropped = np.full((2, most), NEVER, np.int32)  # the same by municipal unit
        self.since = np.full(most, NEVER, np.int32)  # when the municipal need went


class Stays:
    """The facts of every stay that its liability rests on, an array for each."""

    def __init__(self, count, spells):
        self.state, self.covered, self.units = (np.zeros(count, np.uint8) for _ in range(3))
        self.compulsory, self.declined, self.current = (np.zeros(count, bool) for _ in range(3))
        self.admitted, self.named, self.obstacle = (np.full(count, NEVER, np.int32) for _ in range(3))
        self.to, self.contains = np.zeros((2, count), np.uint8), np.zeros((2, count), np.uint8)
        self.notice = np.full((2, count), NEVER, np.int32)  # when the admission notice was complete
        self.called = np.full((2, 2, count), NEVER, np.int32)  # by world and municipal unit
        self.latest = np.full(count, -1, np.int32)
        self.spells = Spells(spells)
        self.obstacles, self.withdrawn = [], []  # (stay, from, to), (spell, from, to)

    # -- what several events do

    def begin(self, stay, row):
        """Opens spells."""
        s = self.spells
        new = np.arange(s.count, s.count + len(stay))
        s.count += len(stay)
        s.stay[new], s.row[new], s.before[new] = stay, row, self.latest[stay]
        covered, units = self.covered[stay], self.units[stay]
        required = (units & TO_OUTPATIENT != 0) & (units & MUNICIPAL != 0)
        required &= ~(self.compulsory[stay] | self.declined[stay] | self.current[stay])
        s.covered[new], s.units[new] = covered, units
        s.plan[new] = np.where(covered == NOT_KNOWN, NOT_KNOWN, np.where(required, YES, NO))
        self.latest[stay] = new
        self.state[stay] = READY

    def look(self, spell, stay, row):
        """Has everybody been told by now?"""
        s, wanted = self.spells, self.units[stay] & MUNICIPAL
        for world in WORLDS:
            told = (s.told[world, spell] == NEVER) & (s.to[world, spell] & wanted == wanted)
            done = spell[told]
            s.told[world, done] = row[told]
            s.covered_then[world, done] = self.covered[stay[told]]
            s.units_then[world, done] = wanted[told]

    def leave(self, stay, row, state):
        """Ends the spell, if there is one, and perhaps the stay."""
        ends = self.state[stay] == READY
        spell = self.latest[stay[ends]]
        self.spells.end[spell] = row[ends]
        self.spells.covered_at_end[spell] = self.covered[stay[ends]]
        self.state[stay] = state

    def spells_of(self, stay, row):
        """The spells so far of each of the stays, one back at a time: (spell, stay, row)."""
        spell = self.latest[stay]
        while True:
            has = spell >= 0
            if not has.any():
                return
            spell, stay, row = spell[has], stay[has], row[has]
            yield spell, stay, row
            spell = self.spells.before[spell]

    def decline(self, stay, row):
        self.declined[stay] = True
        for spell, _, now in self.spells_of(stay, row):
            self.spells.excused[spell] = np.minimum(self.spells.excused[spell], now)

    def excuse(self, stay, row):
        """An assessment after a spell began may excuse the call, or the call to a unit."""
        s = self.spells
        for spell, whose, now in self.spells_of(stay, row):
            units = self.units[whose]
            both = (units & TO_OUTPATIENT != 0) & (units & MUNICIPAL != 0)
            free = ~both | self.compulsory[whose]
            s.excused[spell[free]] = np.minimum(s.excused[spell[free]], now[free])
            owed = s.excused[spell] == NEVER
            for i, unit in enumerate(MUNICIPAL_UNITS):
                gone = owed & (s.units[spell] & unit != 0) & (units & unit == 0)
                s.dropped[i, spell[gone]] = np.minimum(s.dropped[i, spell[gone]], now[gone])

    def turn(self, spell, stay, row):
        """The municipal need goes, or comes back, after everybody was told."""
        s, needed = self.spells, self.units[stay] & MUNICIPAL != 0
        told, gone = s.told[0, spell] != NEVER, s.since[spell] != NEVER
        back, goes = told & gone & needed, told & ~gone & ~needed
        if back.any():
            self.withdrawn.append((spell[back], s.since[spell[back]], row[back]))
        s.since[spell[back]] = NEVER
        s.since[spell[goes]] = row[goes]

    # -- each kind of event

    def take_admitted(self, stay, row, mask):
        new = self.state[stay] == OUTSIDE
        self.state[stay[new]] = BEGUN
        self.admitted[stay[new]] = row[new]

    def take_needs(self, stay, row, mask):
        units, compulsory = (mask & UNITS).astype(np.uint8), mask & common.OPEN_COMPULSORY != 0
        units |= np.where((units & TO_HEALTH != 0) | (compulsory & (units == 0)), TO_OUTPATIENT, 0).astype(np.uint8)
        self.units[stay], self.compulsory[stay] = units, compulsory
        self.covered[stay] = np.where(units != 0, YES, NO)
        names = units & MUNICIPAL != 0
        self.named[stay[names]] = np.minimum(self.named[stay[names]], row[names])
        self.excuse(stay, row)
        ready = self.state[stay] == READY
        if ready.any():
            stay, row = stay[ready], row[ready]
            self.turn(self.latest[stay], stay, row)
            self.look(self.latest[stay], stay, row)

    def take_admission_notice(self, stay, row, mask):
        stated, complete = mask & common.STATED != 0, mask & common.CONTENT_STATED != 0
        to, contains = (mask & UNITS).astype(np.uint8), (mask >> 7 & CONTENT).astype(np.uint8)
        for world in WORLDS:
            reached = np.where(stated, to, UNITS if world else 0)
            everybody = self.to[world, stay] | reached
            had = np.where(complete, contains, CONTENT if world else 0)
            content = self.contains[world, stay] | np.where(reached & MUNICIPAL != 0, had, 0)
            self.to[world, stay], self.contains[world, stay] = everybody, content
            done = (everybody & MUNICIPAL != 0) & (content == CONTENT)
            self.notice[world, stay[done]] = np.minimum(self.notice[world, stay[done]], row[done])

    def take_ready_notice(self, stay, row, mask):
        state = self.state[stay]
        counts = (state != OUTSIDE) & (state != OVER)
        opens = counts & (state != READY)
        self.begin(stay[opens], row[opens])
        stay, row, mask = stay[counts], row[counts], mask[counts]
        spell, to = self.latest[stay], (mask & UNITS).astype(np.uint8)
        for world in WORLDS:
            self.spells.to[world, spell] |= np.where(mask & common.STATED != 0, to, UNITS if world else 0).astype(np.uint8)
        self.look(spell, stay, row)

    def take_withdrawn(self, stay, row, mask):
        ready = self.state[stay] == READY
        self.leave(stay[ready], row[ready], BEGUN)

    def take_interrupted(self, stay, row, mask):
        inside = (self.state[stay] != OUTSIDE) & (self.state[stay] != OVER)
        self.leave(stay[inside], row[inside], INTERRUPTED)

    def take_resumed(self, stay, row, mask):
        self.state[stay[self.state[stay] == INTERRUPTED]] = BEGUN

    def take_discharged(self, stay, row, mask):
        inside = (self.state[stay] != OUTSIDE) & (self.state[stay] != OVER)
        self.leave(stay[inside], row[inside], OVER)

    def take_deceased(self, stay, row, mask):
        self.leave(stay, row, OVER)

    def take_sip_declined(self, stay, row, mask):
        self.decline(stay, row)

    def take_sip_accepted(self, stay, row, mask):
        self.declined[stay] = False

    def take_consent(self, stay, row, mask):
        counts = (mask & common.STATED == 0) & (mask >> common.WORD_SHIFT & 7 == common.SCOPE_SIP)
        stay, row, word = stay[counts], row[counts], mask[counts] >> common.WORD_SHIFT + 3 & 7
        no = (word == common.REFUSED) | (word == common.WITHDRAWN)
        self.declined[stay[~no]] = False
        self.decline(stay[no], row[no])

    def take_sip_need(self, stay, row, mask):
        self.current[stay] = mask >> common.WORD_SHIFT & 3 == common.CURRENT

    def take_call(self, stay, row, mask):
        stated = mask & common.STATED != 0
        for i, unit in enumerate(MUNICIPAL_UNITS):
            to = mask & unit != 0
            for world, reached in enumerate((stated & to, ~stated | to)):
                self.called[world, i, stay[reached]] = np.minimum(self.called[world, i, stay[reached]], row[reached])

    def take_obstacle(self, stay, row, mask):
        self.obstacle[stay] = np.minimum(self.obstacle[stay], row)

    def take_clear(self, stay, row, mask):
        there = self.obstacle[stay] != NEVER
        self.obstacles.append((stay[there], self.obstacle[stay[there]], row[there]))
        self.obstacle[stay] = NEVER

    TAKE = {
        common.ADMITTED: take_admitted,
        common.NEEDS_ASSESSED: take_needs,
        common.ADMISSION_NOTICE: take_admission_notice,
        common.READY_NOTICE: take_ready_notice,
        common.READY_WITHDRAWN: take_withdrawn,
        common.INTERRUPTED: take_interrupted,
        common.RESUMED: take_resumed,
        common.DISCHARGED: take_discharged,
        common.DECEASED: take_deceased,
        common.SIP_DECLINED: take_sip_declined,
        common.SIP_ACCEPTED: take_sip_accepted,
        common.CONSENT: take_consent,
        common.SIP_NEED: take_sip_need,
        common.SIP_CALL: take_call,
        common.OBSTACLE: take_obstacle,
        common.CLEAR: take_clear,
    }


COUNTS = np.zeros(1 << 11, bool)  # by kind and party: does liability rest on it?
for _kind, _senders in common.SENDERS.items():
    COUNTS[[_kind * 8 + party for party in _senders]] = True


def fold(events, offsets):
    _, kind, party, mask = events
    rows = np.flatnonzero(COUNTS[kind * np.uint16(8) + party]).astype(np.int32)
    begins = np.searchsorted(rows, offsets)
    lengths = np.diff(begins)
    cases = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    step = np.arange(len(rows), dtype=np.int32) - np.repeat(begins[:-1].astype(np.int32), lengths)
    kinds = kind[rows]
    group = step.astype(np.uint16) * np.uint16(64) + kinds
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order], prepend=np.uint16(0xffff), append=np.uint16(0xffff)))
    stays = Stays(len(lengths), int(np.count_nonzero(kinds == common.READY_NOTICE)))
    cases, rows = cases[order], rows[order]
    masks = mask[rows]
    for begin, end in zip(edges[:-1], edges[1:]):
        Stays.TAKE[int(kind[rows[begin]])](stays, cases[begin:end], rows[begin:end], masks[begin:end])
    return stays


# --- The judgement -----------------------------------------------------------------------------------------------------------


def combined(both):
    return np.where(both[0] == both[1], both[0], UNKNOWABLE)


class Judge:
    """All spells of the stays."""

    def __init__(self, stays, at, assessed_on, ore, payer, region):
        self.stays, self.at, self.assessed_on = stays, at, assessed_on
        self.spells, self.count = stays.spells, stays.spells.count
        self.stay = self.spells.stay[:self.count]
        self.payer_known = (payer != 0)[self.stay]
        exempt = (payer == common.NO_MUNICIPALITY) | (payer == common.GOTLAND) & (region == common.GOTLAND_REGION)
        self.is_exempt = exempt[self.stay]
        first = np.datetime64("2019-01-01").astype(int)
        years = np.arange(first, assessed_on + 1).astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
        self.first = first
        self.rates = np.select([years == year for year in ore], list(ore.values()), common.NOT_KNOWN)
        self.ore_before = np.concatenate([[0], np.cumsum(np.maximum(self.rates, 0))])
        self.unknown_before = np.concatenate([[0], np.cumsum(self.rates < 0)])

    def of(self, name):
        return getattr(self.spells, name)[..., :self.count]

    def local(self, rows):
        """(local day, seconds on the clock), of whatever happened."""
        return local(self.at[np.where(rows == NEVER, 0, rows)])

    def entry_days(self, told):
        day, clock = self.local(told)
        return day + common.GRACE_DAYS + (clock > common.NOON)

    def scope(self):
        told, ended = self.of("told") != NEVER, self.of("end") != NEVER
        covered = np.where(told, self.of("covered_then"),
                           np.where(ended, self.of("covered_at_end"), self.stays.covered[self.stay]))
        return combined(np.array([UNKNOWABLE, NOT_MET, MET])[covered])

    def ready(self):
        return combined(np.where(self.of("told") != NEVER, MET, np.where(self.of("end") == NEVER, OPEN, NOT_MET)))

    def admission(self):
        """By stay; then of each spell."""
        stays = self.stays
        done = stays.notice != NEVER
        begun = (stays.admitted != NEVER) & (stays.named != NEVER)
        due = self.at[np.where(begun, np.maximum(stays.admitted, stays.named), 0)] + common.DAY
        in_time = done & (self.at[np.where(done, stays.notice, 0)] <= due)
        before = np.where(done, MET, np.where(stays.covered == NOT_KNOWN, UNKNOWABLE, OPEN))
        return combined(np.where(begun, np.where(in_time, MET, NOT_MET), before))[self.stay]

    def call(self):
        last_day = self.local(self.of("row"))[0] + common.GRACE_DAYS
        units, plan, excused = self.of("units"), self.of("plan"), self.of("excused")
        dropped, called = self.of("dropped"), self.stays.called[:, :, self.stay]
        wanted = (units & MUNICIPAL_UNITS[:, None]) != 0
        in_time = (called != NEVER) & (self.local(called)[0] <= last_day)
        gone = (dropped != NEVER) & (called > dropped) & (self.local(dropped)[0] <= last_day)
        free = (excused != NEVER) & (self.local(excused)[0] <= last_day) | (gone | ~wanted).all(axis=1)
        verdicts = np.where(free | (in_time | ~wanted).all(axis=1), MET, NOT_MET)
        return np.where(plan == YES, combined(verdicts), np.where(plan == NO, MET, UNKNOWABLE))

    def is_none(self, entries, left, end):
        """Nobody can owe anything, whichever way it is read."""
        told = self.of("told") != NEVER
        needless = told & (self.of("covered_then") != NOT_KNOWN) & (self.of("units_then") == 0)
        entry = np.where(told, entries, entries[1])
        early = left & told[1] & (entry >= end)
        return self.is_exempt | (needless | early).all(axis=0)

    def charge(self, charged, enters, until):
        """(days, öre) of the spells: 0 where nothing is charged."""
        days, ore = np.zeros(self.count, np.int64), np.zeros(self.count, np.int64)
        which = np.flatnonzero(charged & (until > enters))
        begin, end = enters[which] - self.first, until[which] - self.first
        days[which] = end - begin
        unknown = self.unknown_before[end] != self.unknown_before[begin]
        ore[which] = np.where(unknown, common.NOT_KNOWN, self.ore_before[end] - self.ore_before[begin])
        self.free(which, enters, until, days, ore)
        return days, ore

    def free(self, which, enters, until, days, ore):
        """Takes away the days of the spells that something freed (5 kap. 5 §, and where the need went)."""
        spell, first, last = self.intervals(which, until)
        if spell.size == 0:
            return
        some = np.unique(spell)
        lengths = days[some]
        owner = np.repeat(some, lengths)
        day = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + enters[owner]
        begins = np.zeros(self.count, np.int64)
        begins[some] = np.cumsum(lengths) - lengths - enters[some]  # of day 0 of each spell, among all days
        first, last = np.maximum(first, enters[spell]), np.minimum(last, until[spell] - 1)
        touched = first <= last
        spell, first, last = spell[touched], first[touched], last[touched]
        turns = np.zeros(len(day) + 1, np.int64)
        np.add.at(turns, begins[spell] + first, 1)
        np.add.at(turns, begins[spell] + last + 1, -1)
        left = np.cumsum(turns[:-1]) == 0
        rates = self.rates[day[left] - self.first]
        days[some] = np.bincount(owner[left], minlength=self.count)[some]
        unknown = np.bincount(owner[left], rates < 0, self.count)[some] > 0
        ore[some] = np.where(unknown, common.NOT_KNOWN, np.bincount(owner[left], rates, self.count)[some])

    def intervals(self, which, until):
        """What frees days of those spells: (spell, first day, last day)."""
        stays, at = self.stays, self.at
        found = [(spell, at[begin], at[end]) for spell, begin, end in stays.withdrawn]
        since = self.of("since")
        gone = which[since[which] != NEVER]
        forever = np.iinfo(np.int64).max
        found.append((gone, at[since[gone]], np.full(len(gone), forever)))
        none = [gone[:0]] * 3
        stay, begin, end = (np.concatenate(part) for part in zip(none, *stays.obstacles))
        lasts = at[begin] < at[end]
        still = np.flatnonzero(stays.obstacle != NEVER)
        stay = np.concatenate([stay[lasts], still])
        begin = np.concatenate([at[begin[lasts]], at[stays.obstacle[still]]])
        end = np.concatenate([at[end[lasts]], np.full(len(still), forever)])
        order = np.argsort(stay, kind="stable")
        low, high = (np.searchsorted(stay[order], self.stay[which], side) for side in ("left", "right"))
        count = high - low
        each = np.repeat(high - np.cumsum(count), count) + np.arange(count.sum())
        found.append((np.repeat(which, count), begin[order][each], end[order][each]))
        spell, begin, end = (np.concatenate(part) for part in zip(*found))
        counted = np.isin(spell, which)
        spell, begin, end = spell[counted], begin[counted], end[counted]
        last = np.where(end == forever, until[spell], local(np.where(end == forever, 1, end) - 1)[0])
        return spell, local(begin)[0], last

    def answers(self):
        """(status, entry day, days, öre) of each spell."""
        told, left = self.of("told"), self.of("end") != NEVER
        end = self.local(self.of("end"))[0]
        entries = self.entry_days(told)
        known = self.at[np.minimum(told, len(self.at) - 1)]
        known = ((told[0] == NEVER) == (told[1] == NEVER)) & ((known[0] == known[1]) | (told[0] == NEVER))
        enters = np.where(known & (told[1] != NEVER), entries[1], common.NO_DATE)
        verdicts = np.stack([self.scope(), self.ready(), self.admission(), self.call(),
                             np.where(self.payer_known, MET, UNKNOWABLE)])
        status = np.select(
            [self.is_none(entries, left, end), (verdicts == NOT_MET).any(axis=0),
             (verdicts == UNKNOWABLE).any(axis=0) | ~known,
             (verdicts == OPEN).any(axis=0) | ~left & (enters > self.assessed_on), left],
            [common.NONE, common.BLOCKED, common.UNKNOWN, common.PENDING, common.ENDED], common.ACCRUING)
        until = np.where(left, end, self.assessed_on)
        days, ore = self.charge(status >= common.ACCRUING, enters, until)
        status[(status == common.ENDED) & (days == 0)] = common.NONE
        return status, enters, np.where(status == common.UNKNOWN, common.NOT_KNOWN, days), np.where(
            status == common.UNKNOWN, common.NOT_KNOWN, ore)


def sum_spells(stays, judge):
    """From the answers of spells to those of stays."""
    count = len(stays.state)
    latest, spells = stays.latest, judge.stay
    status, enters, days, ore = judge.answers()
    has = latest >= 0
    last = latest[has]
    out = [np.where(stays.covered == NOT_KNOWN, common.UNKNOWN, common.NONE), np.full(count, common.NO_DATE),
           np.zeros(count, np.int64), np.zeros(count, np.int64)]
    for column, values in zip(out, (status, enters, days, ore)):
        column[has] = values[last]
    again = np.flatnonzero(np.isin(spells, spells[judge.of("before") >= 0]))  # of stays that have several
    if again.size:
        stay, sub = np.unique(spells[again], return_inverse=True)
        paid = (status[again] >= common.ACCRUING) & (days[again] > 0)
        any_paid = np.bincount(sub, paid) > 0
        now = out[0][stay]
        out[0][stay] = np.where(any_paid & ((now == common.NONE) | (now == common.BLOCKED)), common.ENDED, now)
        back = again[paid][::-1]  # the first that was paid is written last
        out[1][spells[back]] = enters[back]
        unknown = np.bincount(sub, status[again] == common.UNKNOWN) > 0
        no_rate = np.bincount(sub, ore[again] < 0) > 0
        out[2][stay] = np.where(unknown, common.NOT_KNOWN, np.bincount(sub, days[again]))
        out[3][stay] = np.where(unknown | no_rate, common.NOT_KNOWN, np.bincount(sub, ore[again]))
    return tuple(out)


def compute(data):
    events, offsets, (municipality, payer, region), about = data
    stays = fold(events, offsets)
    return sum_spells(stays, Judge(stays, events[0], *about, np.where(payer != 0, payer, municipality), region))
