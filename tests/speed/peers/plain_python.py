# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plain Python with zoneinfo: an object for each stay, which takes one event after another."""

import datetime
import platform
import zoneinfo

from . import common

NAME = f"plain Python {platform.python_version()}"
MOST_CASES = 20000
STOCKHOLM = zoneinfo.ZoneInfo("Europe/Stockholm")
EPOCH = datetime.date(1970, 1, 1).toordinal()


def local(instant):
    return datetime.datetime.fromtimestamp(instant, STOCKHOLM)


class Spell:
    """A time during which the patient stands as ready."""

    def __init__(self):
        self.reached = self.called = 0
        self.told_at = self.called_at = self.end = None


class Stay:
    """What the liability rests on."""

    def __init__(self):
        self.needs = self.reached = self.content = 0
        self.need_at = self.complete_at = None
        self.admitted = False
        self.spells = []

    def take_admitted(self, at, party, mask):
        self.admitted = True
        self.need_at = at if self.needs else None

    def take_needs(self, at, party, mask):
        self.needs = mask & common.UNITS
        if self.needs and self.admitted and self.need_at is None:
            self.need_at = at

    def take_admission_notice(self, at, party, mask):
        self.reached |= mask & common.UNITS
        self.content |= mask & common.CONTENT
        if self.complete_at is None and not self.needs & ~self.reached and self.content == common.CONTENT:
            self.complete_at = at

    def take_ready_notice(self, at, party, mask):
        if not self.spells or self.spells[-1].end is not None:
            self.spells.append(Spell())
        spell = self.spells[-1]
        spell.reached |= mask & common.UNITS
        if spell.told_at is None and not self.needs & common.MUNICIPAL & ~spell.reached:
            spell.told_at = at

    def take_call(self, at, party, mask):
        if party != common.OUTPATIENT or not self.spells:
            return
        spell = self.spells[-1]
        spell.called |= mask & common.UNITS
        if spell.called_at is None and not self.needs & common.MUNICIPAL & ~spell.called:
            spell.called_at = at

    def take_end(self, at, party, mask):
        if self.spells and self.spells[-1].end is None:
            self.spells[-1].end = at

    TAKE = {
        common.ADMITTED: take_admitted,
        common.NEEDS_ASSESSED: take_needs,
        common.ADMISSION_NOTICE: take_admission_notice,
        common.READY_NOTICE: take_ready_notice,
        common.SIP_CALL: take_call,
        common.INTERRUPTED: take_end,
        common.WITHDRAWN: take_end,
        common.DISCHARGED: take_end,
    }

    def admission_notice_in_time(self):
        return self.complete_at is not None and self.complete_at <= self.need_at + common.DAY

    def liability_of(self, spell):
        """(status, entry day, days, öre)"""
        told = local(spell.told_at)
        late = told.time() > datetime.time(12)
        entry = told.date().toordinal() + common.GRACE_DAYS + late
        end = local(spell.end).date().toordinal()
        if end <= entry:
            return common.NONE, entry - EPOCH, 0, 0
        last_day = told.date() + datetime.timedelta(days=common.GRACE_DAYS)
        called = spell.called_at is not None and local(spell.called_at).date() <= last_day
        if not called or not self.admission_notice_in_time():
            return common.BLOCKED, entry - EPOCH, 0, 0
        ore = sum(common.ORE[datetime.date.fromordinal(day).year] for day in range(entry, end))
        return common.ENDED, entry - EPOCH, end - entry, ore


def prepare(folder):
    return [common.read(folder, name).tolist() for name in ("at.i64", "kind.u8", "party.u8", "mask.u32", "offsets.u64")]


def compute(data):
    at, kind, party, mask, offsets = data
    answers = []
    for begin, end in zip(offsets, offsets[1:]):
        stay = Stay()
        for row in range(begin, end):
            take = Stay.TAKE.get(kind[row])
            if take is not None:
                take(stay, at[row], party[row], mask[row])
        answers.append(stay.liability_of(stay.spells[-1]))
    return tuple(zip(*answers))
