# SPDX-License-Identifier: LGPL-2.1-or-later
"""numpy by columns: every case at once, with one minimum for each kind of event. It does not look at who was told what."""

import numpy as np

from . import common

NAME = f"numpy {np.__version__} by columns, without recipients and content"
MISSING = np.iinfo(np.int64).max


def prepare(folder):
    at = common.column(folder, "at.i64")
    kind = common.column(folder, "kind.u8")
    offsets = common.column(folder, "offsets.u64").astype(np.int64)
    return at, kind, offsets


def last_sunday(year, month):
    """Days since 1970 of the last Sunday of a month with 31 days."""
    last = np.datetime64(f"{year}-{month:02}-31").astype("datetime64[D]").astype(int)
    return last - (last + 4) % 7


# When the offset changes, always at 01:00 UTC, and what it is from then on.
CHANGES = np.array([(last_sunday(year, month) * 24 + 1) * 3600 for year in range(2018, 2032) for month in (3, 10)])
OFFSETS = np.array([3600] + [7200, 3600] * 14)


def local(instants):
    """(local day, seconds on the clock)"""
    seconds = instants + OFFSETS[np.searchsorted(CHANGES, instants, side="right")]
    day = seconds // common.DAY
    return day, seconds - day * common.DAY


def first_of(at, kind, offsets, wanted):
    """The first event of the kind in each case, or MISSING."""
    return np.minimum.reduceat(np.where(kind == wanted, at, MISSING), offsets[:-1])


def sum_of_amounts(entry, end):
    def new_year(year):
        return np.datetime64(f"{year}-01-01").astype(int)

    return sum(common.ORE[year] * np.maximum(0, np.minimum(end, new_year(year + 1)) - np.maximum(entry, new_year(year)))
               for year in common.BARE_YEARS)


def liability(notice_day, clock, end, told, call):
    """From the days of the notice and of the discharge, whether the notice of admission came in time, and the call."""
    called = (call != MISSING) & (local(np.where(call == MISSING, 0, call))[0] <= notice_day + common.GRACE_DAYS)
    entry = notice_day + common.GRACE_DAYS + (clock > common.NOON)
    charged = (end > entry) & told & called
    status = np.where(end <= entry, common.NONE, np.where(charged, common.ENDED, common.BLOCKED))
    days = np.where(charged, end - entry, 0)
    return status, entry, days, np.where(charged, sum_of_amounts(entry, end), 0)


def compute(data):
    at, kind, offsets = data
    notice_day, clock = local(first_of(at, kind, offsets, common.READY_NOTICE))
    end, _ = local(first_of(at, kind, offsets, common.DISCHARGED))
    need = np.maximum(first_of(at, kind, offsets, common.ADMITTED), first_of(at, kind, offsets, common.NEEDS_ASSESSED))
    told = first_of(at, kind, offsets, common.ADMISSION_NOTICE) <= need + common.DAY
    return liability(notice_day, clock, end, told, first_of(at, kind, offsets, common.SIP_CALL))
