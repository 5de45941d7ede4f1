# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plain Python with zoneinfo: an object for each stay, which takes one event after another."""

import datetime
import platform
import zoneinfo

from . import common

NAME = f"plain Python {platform.python_version()}"
STOCKHOLM = zoneinfo.ZoneInfo("Europe/Stockholm")
EPOCH = datetime.date(1970, 1, 1).toordinal()
MET, NOT_MET, UNKNOWABLE, OPEN = range(4)  # what is to be said of a prerequisite


def local(instant):
    return datetime.datetime.fromtimestamp(instant, STOCKHOLM)


def day_of(instant):
    """Days since 1970 of the local day."""
    return local(instant).date().toordinal() - EPOCH


def entry_day(told):
    """The entry day that follows from a notice that reached everybody then (5 kap. 4 §)."""
    if told is None:
        return None
    at = local(told)
    return at.date().toordinal() - EPOCH + common.GRACE_DAYS + (at.time() > datetime.time(12))


class Message:
    """When something had been sent to everybody: for sure, and if one that does not say so went to all."""

    def __init__(self):
        self.sure = self.possible = None

    def take(self, at, mask, anyhow=False):
        if self.possible is None:
            self.possible = at
        if self.sure is None and (anyhow or mask & common.STATED):
            self.sure = at

    def verdict(self, in_time):
        if self.sure is not None and in_time(self.sure):
            return MET
        return UNKNOWABLE if self.possible is not None and in_time(self.possible) else NOT_MET


class Stay:
    """The facts of a stay that its liability rests on."""

    def __init__(self):
        self.state = "new"
        self.admitted = self.assessed = self.end = None
        self.admission_notice, self.call, self.told = Message(), Message(), Message()
        self.notice = None  # the first of the ready spell
        self.covered_then = self.covered_when_told = False

    def take_admitted(self, at, mask):
        if self.state == "new":
            self.state = "admitted"
            self.admitted = at

    def take_needs(self, at, mask):
        if self.assessed is None:
            self.assessed = at

    def take_admission_notice(self, at, mask):
        self.admission_notice.take(at, mask)
        if self.state == "admitted":
            self.state = "notified"

    def take_ready_notice(self, at, mask):
        if self.state in ("admitted", "notified"):
            self.state = "ready"
            self.notice = at
            self.covered_then = self.assessed is not None
        if self.state == "ready":
            untold = self.told.sure is None
            self.told.take(at, mask, anyhow=self.assessed is None)
            if untold and self.told.sure is not None:
                self.covered_when_told = self.assessed is not None

    def take_call(self, at, mask):
        self.call.take(at, mask)

    def take_discharged(self, at, mask):
        if self.state in ("admitted", "notified", "ready"):
            self.state = "discharged"
            self.end = at

    TAKE = {
        common.ADMITTED: take_admitted,
        common.NEEDS_ASSESSED: take_needs,
        common.ADMISSION_NOTICE: take_admission_notice,
        common.READY_NOTICE: take_ready_notice,
        common.SIP_CALL: take_call,
        common.DISCHARGED: take_discharged,
    }

    def scope(self):
        """Was it known at the notice that the act applies?"""
        changed = self.told.sure is not None and self.covered_when_told != self.covered_then
        return MET if self.covered_then and not changed else UNKNOWABLE

    def admission_notice_verdict(self):
        if self.admitted is None or self.assessed is None:  # the 24 hours have not begun
            notice = self.admission_notice
            return MET if notice.sure is not None else UNKNOWABLE if notice.possible is not None else OPEN
        due = max(self.admitted, self.assessed) + common.DAY
        return self.admission_notice.verdict(lambda at: at <= due)

    def call_verdict(self):
        if not self.covered_then:
            return UNKNOWABLE
        last_day = day_of(self.notice) + common.GRACE_DAYS
        return self.call.verdict(lambda at: day_of(at) <= last_day)

    def over_before(self, entry):
        return self.end is not None and day_of(self.end) <= entry

    def liability(self):
        """(status, entry day, days, öre)"""
        if self.notice is None:
            status = common.UNKNOWN if self.assessed is None else common.NONE
            return status, common.NO_DATE, 0, 0
        sure, possible = entry_day(self.told.sure), entry_day(self.told.possible)
        known = self.told.sure == self.told.possible
        enters = possible if known else common.NO_DATE
        verdicts = {self.scope(), self.admission_notice_verdict(), self.call_verdict(),
                    MET if sure is not None else UNKNOWABLE}
        if self.over_before(possible) and (sure is None or self.over_before(sure)):
            return common.NONE, enters, 0, 0
        if NOT_MET in verdicts:
            return common.BLOCKED, enters, 0, 0
        if UNKNOWABLE in verdicts or not known:
            return common.UNKNOWN, enters, common.NOT_KNOWN, common.NOT_KNOWN
        if OPEN in verdicts:
            return common.PENDING, enters, 0, 0
        return self.charge(enters)

    def charge(self, enters):
        end = common.ASSESSED_ON if self.end is None else day_of(self.end)
        years = [datetime.date.fromordinal(EPOCH + day).year for day in range(enters, end)]
        ore = sum(common.ORE[year] for year in years) if years[-1] in common.ORE else common.NOT_KNOWN
        return common.ACCRUING if self.end is None else common.ENDED, enters, len(years), ore


def prepare(folder):
    return [common.read(folder, name).tolist() for name in ("at.i64", "kind.u8", "mask.u32", "offsets.u64")]


def compute(data):
    at, kind, mask, offsets = data
    answers = []
    for begin, end in zip(offsets, offsets[1:]):
        stay = Stay()
        for row in range(begin, end):
            take = Stay.TAKE.get(kind[row])
            if take is not None:
                take(stay, at[row], mask[row])
        answers.append(stay.liability())
    return tuple(zip(*answers))
