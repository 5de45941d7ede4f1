# SPDX-License-Identifier: LGPL-2.1-or-later
"""pandas: a pivot of the first event of each kind, and columns from there."""

import numpy as np
import pandas as pd

from . import common, numpy_columns

NAME = f"pandas {pd.__version__}"
KINDS = (common.ADMITTED, common.NEEDS_ASSESSED, common.ADMISSION_NOTICE, common.SIP_CALL, common.READY_NOTICE,
         common.DISCHARGED)


def prepare(folder):
    at, kind, _ = numpy_columns.prepare(folder)
    case = np.frombuffer(common.read(folder, "case.i64"), dtype=np.int64)
    return pd.DataFrame({"case": case, "at": pd.to_datetime(at, unit="s", utc=True), "kind": kind})


def local(column):
    return column.dt.tz_convert("Europe/Stockholm").dt.tz_localize(None)


def compute(data):
    events = data[data["kind"].isin(KINDS)].drop_duplicates(["case", "kind"])
    firsts = events.pivot(index="case", columns="kind", values="at")
    notice = local(firsts[common.READY_NOTICE])
    day, end = notice.dt.normalize(), local(firsts[common.DISCHARGED]).dt.normalize()
    late = notice - day > pd.Timedelta(hours=12)
    entry = day + pd.Timedelta(days=common.GRACE_DAYS) + pd.to_timedelta(late.astype("int64"), unit="D")
    need = firsts[[common.ADMITTED, common.NEEDS_ASSESSED]].max(axis=1)
    told = firsts[common.ADMISSION_NOTICE] <= need + pd.Timedelta(hours=24)
    called = local(firsts[common.SIP_CALL]).dt.normalize() <= day + pd.Timedelta(days=common.GRACE_DAYS)
    charged = (end > entry) & told & called
    turn = pd.Timestamp(2023, 1, 1)
    before = (end.clip(upper=turn) - entry).dt.days.clip(lower=0)
    after = (end - entry.clip(lower=turn)).dt.days.clip(lower=0)
    status = np.where(end <= entry, common.NONE, np.where(charged, common.ENDED, common.BLOCKED))
    days = np.where(charged, (end - entry).dt.days, 0)
    ore = np.where(charged, common.ORE[2022] * before + common.ORE[2023] * after, 0)
    return status, (entry - pd.Timestamp(0)).dt.days.to_numpy(), days, ore
