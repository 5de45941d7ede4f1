# SPDX-License-Identifier: LGPL-2.1-or-later
"""numpy in lock-step: the first event of every case, then the second of every case, and so on."""

import numpy as np

from . import common, numpy_columns
from .numpy_columns import MISSING

NAME = f"numpy {np.__version__} in lock-step"


def prepare(folder):
    at, kind, offsets = numpy_columns.prepare(folder)
    party = np.frombuffer(common.read(folder, "party.u8"), dtype=np.uint8)
    mask = np.frombuffer(common.read(folder, "mask.u32"), dtype=np.uint32)
    return at, kind, party, mask, offsets


class Stays:
    """What the liability of every stay rests on, an array for each."""

    def __init__(self, count):
        self.admitted = np.full(count, MISSING)
        self.need_at = np.full(count, MISSING)
        self.complete_at = np.full(count, MISSING)
        self.told_at = np.full(count, MISSING)
        self.called_at = np.full(count, MISSING)
        self.end = np.full(count, MISSING)
        self.needs = np.zeros(count, np.uint32)
        self.reached = np.zeros(count, np.uint32)
        self.content = np.zeros(count, np.uint32)
        self.told = np.zeros(count, np.uint32)
        self.called = np.zeros(count, np.uint32)

    def take_admitted(self, case, at, mask, party):
        self.admitted[case] = np.minimum(self.admitted[case], at)

    def take_needs(self, case, at, mask, party):
        self.needs[case] = mask & common.UNITS
        first = (self.need_at[case] == MISSING) & (self.needs[case] != 0)
        self.need_at[case[first]] = np.maximum(at[first], self.admitted[case[first]])

    def take_admission_notice(self, case, at, mask, party):
        self.reached[case] |= mask & common.UNITS
        self.content[case] |= mask & common.CONTENT
        done = ((self.needs[case] & ~self.reached[case]) == 0) & (self.content[case] == common.CONTENT)
        self.complete_at[case[done]] = np.minimum(self.complete_at[case[done]], at[done])

    def take_ready_notice(self, case, at, mask, party):
        self.told[case] |= mask & common.UNITS
        done = (self.needs[case] & common.MUNICIPAL & ~self.told[case]) == 0
        self.told_at[case[done]] = np.minimum(self.told_at[case[done]], at[done])

    def take_call(self, case, at, mask, party):
        self.called[case] |= np.where(party == common.OUTPATIENT, mask & common.UNITS, 0).astype(np.uint32)
        done = (self.needs[case] & common.MUNICIPAL & ~self.called[case]) == 0
        self.called_at[case[done]] = np.minimum(self.called_at[case[done]], at[done])

    def take_discharged(self, case, at, mask, party):
        self.end[case] = np.minimum(self.end[case], at)

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
    at, kind, party, mask = (column[rows] for column in columns)
    for number, take in Stays.TAKE.items():
        which = np.flatnonzero(kind == number)
        if which.size:
            take(stays, cases[which], at[which], mask[which], party[which])


def compute(data):
    *columns, offsets = data
    stays = Stays(len(offsets) - 1)
    lengths = np.diff(offsets)
    for number in range(lengths.max()):
        cases = np.flatnonzero(lengths > number)
        step(stays, columns, cases, offsets[cases] + number)
    notice_day, clock = numpy_columns.local(stays.told_at)
    return numpy_columns.liability(
        notice_day, clock, numpy_columns.local(stays.end)[0],
        stays.complete_at <= stays.need_at + common.DAY, stays.called_at)
