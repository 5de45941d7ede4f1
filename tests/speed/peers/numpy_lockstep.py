# SPDX-License-Identifier: LGPL-2.1-or-later
"""numpy in lock-step: the first event of every stay, then the second of every stay, and so on."""

import numpy as np

from . import common, numpy_columns
from .numpy_columns import MISSING, local

NAME = f"numpy {np.__version__} in lock-step"
MET, NOT_MET, UNKNOWABLE, OPEN = range(4)  # what is to be said of a prerequisite
NEW, BEGUN, NOTIFIED, READY, DISCHARGED = range(5)


def prepare(folder):
    at, kind, offsets = numpy_columns.prepare(folder)
    return at, kind, np.frombuffer(common.read(folder, "mask.u32"), dtype=np.uint32), offsets


# --- The fold ----------------------------------------------------------------------------------------------------------


class Stays:
    """The facts of every stay that its liability rests on, an array for each. MISSING: it has not happened."""

    INSTANTS = ("admitted", "assessed", "end", "notice", "told", "told_possible", "call", "call_possible",
                "admission_notice", "admission_notice_possible")

    def __init__(self, count):
        for name in self.INSTANTS:
            setattr(self, name, np.full(count, MISSING))
        self.state = np.zeros(count, np.int8)
        self.covered_then = np.zeros(count, bool)
        self.covered_when_told = np.zeros(count, bool)

    def first(self, name, stay, at):
        """Keeps the first instant of each stay. Returns where it is new."""
        values = getattr(self, name)
        new = values[stay] == MISSING
        values[stay[new]] = at[new]
        return new

    def move(self, stay, which, state):
        self.state[stay[which]] = state

    def take_admitted(self, stay, at, stated):
        new = self.state[stay] == NEW
        self.move(stay, new, BEGUN)
        self.first("admitted", stay[new], at[new])

    def take_needs(self, stay, at, stated):
        self.first("assessed", stay, at)

    def take_admission_notice(self, stay, at, stated):
        self.first("admission_notice_possible", stay, at)
        self.first("admission_notice", stay[stated], at[stated])
        self.move(stay, self.state[stay] == BEGUN, NOTIFIED)

    def take_ready_notice(self, stay, at, stated):
        state, assessed = self.state[stay], self.assessed[stay] != MISSING
        begins = (state == BEGUN) | (state == NOTIFIED)
        self.first("notice", stay[begins], at[begins])
        self.covered_then[stay[begins]] = assessed[begins]
        self.move(stay, begins, READY)
        counts = begins | (state == READY)
        self.first("told_possible", stay[counts], at[counts])
        tells = counts & (stated | ~assessed)
        new = self.first("told", stay[tells], at[tells])
        self.covered_when_told[stay[tells][new]] = assessed[tells][new]

    def take_call(self, stay, at, stated):
        self.first("call_possible", stay, at)
        self.first("call", stay[stated], at[stated])

    def take_discharged(self, stay, at, stated):
        state = self.state[stay]
        leaves = (state != NEW) & (state != DISCHARGED)
        self.move(stay, leaves, DISCHARGED)
        self.first("end", stay[leaves], at[leaves])

    TAKE = {
        common.ADMITTED: take_admitted,
        common.NEEDS_ASSESSED: take_needs,
        common.ADMISSION_NOTICE: take_admission_notice,
        common.READY_NOTICE: take_ready_notice,
        common.SIP_CALL: take_call,
        common.DISCHARGED: take_discharged,
    }


def step(stays, columns, cases, rows):
    """One event of each of the cases."""
    at, kind, mask = (column[rows] for column in columns)
    for number, take in Stays.TAKE.items():
        which = np.flatnonzero(kind == number)
        if which.size:
            take(stays, cases[which], at[which], (mask[which] & common.STATED) != 0)


def fold(columns, offsets):
    stays = Stays(len(offsets) - 1)
    lengths = np.diff(offsets)
    for number in range(lengths.max()):
        cases = np.flatnonzero(lengths > number)
        step(stays, columns, cases, offsets[cases] + number)
    return stays


# --- The judgement -------------------------------------------------------------------------------------------------------


def day_of(instants):
    """The local day; MISSING stays what it is."""
    return np.where(instants == MISSING, MISSING, local(np.where(instants == MISSING, 0, instants))[0])


def entry_day(told):
    day, clock = local(np.where(told == MISSING, 0, told))
    return np.where(told == MISSING, MISSING, day + common.GRACE_DAYS + (clock > common.NOON))


def in_time(sure, possible, due):
    return np.where(sure <= due, MET, np.where(possible <= due, UNKNOWABLE, NOT_MET))


def admission_notice_verdict(s):
    begun = (s.admitted != MISSING) & (s.assessed != MISSING)
    due = np.maximum(np.where(begun, s.admitted, 0), np.where(begun, s.assessed, 0)) + common.DAY
    there = np.where(s.admission_notice != MISSING, MET,
                     np.where(s.admission_notice_possible != MISSING, UNKNOWABLE, OPEN))
    return np.where(begun, in_time(s.admission_notice, s.admission_notice_possible, due), there)


def verdicts(s):
    """What is to be said of each prerequisite of a ready spell."""
    covered = s.covered_then & ((s.told == MISSING) | (s.covered_when_told == s.covered_then))
    last_day = np.where(s.notice == MISSING, 0, day_of(s.notice)) + common.GRACE_DAYS
    call = in_time(day_of(s.call), day_of(s.call_possible), last_day)
    return np.stack([
        np.where(covered, MET, UNKNOWABLE),
        admission_notice_verdict(s),
        np.where(s.covered_then, call, UNKNOWABLE),
        np.where(s.told != MISSING, MET, UNKNOWABLE),
    ])


def compute(data):
    *columns, offsets = data
    s = fold(columns, offsets)
    said = verdicts(s)
    entry, sure, end = entry_day(s.told_possible), entry_day(s.told), day_of(s.end)
    known = s.told == s.told_possible
    left = s.end != MISSING
    over = left & (end <= entry) & ((s.told == MISSING) | (end <= sure))
    status = np.select(
        [s.notice == MISSING, over, (said == NOT_MET).any(axis=0), (said == UNKNOWABLE).any(axis=0) | ~known,
         (said == OPEN).any(axis=0), left],
        [np.where(s.assessed == MISSING, common.UNKNOWN, common.NONE), common.NONE, common.BLOCKED, common.UNKNOWN,
         common.PENDING, common.ENDED],
        common.ACCRUING)
    charged = (status == common.ENDED) | (status == common.ACCRUING)
    until = np.where(left, end, common.ASSESSED_ON)
    first = np.where(charged, entry, 0)
    unknown = (status == common.UNKNOWN) & (s.notice != MISSING)
    days = np.where(unknown, common.NOT_KNOWN, np.where(charged, until - first, 0))
    ore = np.where(charged, numpy_columns.sum_of_amounts(first, until), 0)
    ore[unknown | (charged & (until > numpy_columns.LAST_KNOWN_DAY))] = common.NOT_KNOWN
    enters = np.where(known & (s.notice != MISSING), entry, common.NO_DATE)
    return status, enters, days, ore
