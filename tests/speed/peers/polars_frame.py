# SPDX-License-Identifier: LGPL-2.1-or-later
"""polars: one lazy query, by as many threads as the machine has unless POLARS_MAX_THREADS says otherwise."""

import numpy as np
import polars as pl

from . import common, numpy_columns

NAME = f"polars {pl.__version__}"


def prepare(folder):
    at, kind, _ = numpy_columns.prepare(folder)
    case = np.frombuffer(common.read(folder, "case.i64"), dtype=np.int64)
    frame = pl.DataFrame({"case": case, "at": at, "kind": kind})
    return frame.with_columns(pl.from_epoch("at", time_unit="s").dt.replace_time_zone("UTC"))


def first_of(kind):
    return pl.col("at").filter(pl.col("kind") == kind).first()


def local(column):
    return column.dt.convert_time_zone("Europe/Stockholm").dt.replace_time_zone(None)


def compute(data):
    notice, left = local(pl.col("notice")), local(pl.col("left")).dt.date()
    entry, charged = pl.col("entry"), pl.col("charged")
    new_year = pl.date(2023, 1, 1)
    before = (pl.min_horizontal("end", new_year) - entry).dt.total_days().clip(lower_bound=0)
    after = (pl.col("end") - pl.max_horizontal("entry", new_year)).dt.total_days().clip(lower_bound=0)
    answers = (
        data.lazy()
        .group_by("case", maintain_order=True)
        .agg(admitted=first_of(common.ADMITTED), assessed=first_of(common.NEEDS_ASSESSED),
             told=first_of(common.ADMISSION_NOTICE), called=first_of(common.SIP_CALL),
             notice=first_of(common.READY_NOTICE), left=first_of(common.DISCHARGED))
        .with_columns(
            end=left,
            day=notice.dt.date(),
            entry=notice.dt.date() + pl.duration(days=common.GRACE_DAYS)
            + pl.duration(days=(notice.dt.time() > pl.time(12)).cast(pl.Int64)),
            call_day=local(pl.col("called")).dt.date(),
        )
        .with_columns(
            charged=(pl.col("end") > entry)
            & (pl.col("told") <= pl.max_horizontal("admitted", "assessed") + pl.duration(hours=24))
            & (pl.col("call_day") <= pl.col("day") + pl.duration(days=common.GRACE_DAYS)).fill_null(False)
        )
        .select(
            status=pl.when(pl.col("end") <= entry).then(common.NONE).when(charged).then(common.ENDED)
            .otherwise(common.BLOCKED),
            enters=entry.cast(pl.Int32),
            days=pl.when(charged).then((pl.col("end") - entry).dt.total_days()).otherwise(0),
            ore=pl.when(charged).then(common.ORE[2022] * before + common.ORE[2023] * after).otherwise(0),
        )
        .collect()
    )
    return tuple(answers[name].to_numpy() for name in ("status", "enters", "days", "ore"))
