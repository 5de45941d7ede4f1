# SPDX-License-Identifier: LGPL-2.1-or-later
"""SQLite: the same SQL; it knows no time zones, so that the changes of the clock stand in a table."""

import sqlite3

from . import common

NAME = f"SQLite {sqlite3.sqlite_version}"
MOST_CASES = 20000

LOCAL = "(%s + coalesce((select seconds from offsets where since <= %s order by since desc limit 1), 3600))"

STATEMENT = f"""
with firsts as (
    select case_id,
           min(at) filter (where kind = 3) as admitted,
           min(at) filter (where kind = 11) as assessed,
           min(at) filter (where kind = 13) as told,
           min(at) filter (where kind = 24) as called,
           min(at) filter (where kind = 31) as notice,
           min(at) filter (where kind = 9) as left_at
      from events
     group by case_id),
locals as (
    select case_id, admitted, assessed, told, called,
           {LOCAL % ("notice", "notice")} as notice,
           {LOCAL % ("left_at", "left_at")} / 86400 as left_on,
           {LOCAL % ("called", "called")} / 86400 as call_day
      from firsts),
entries as (
    select *,
           notice / 86400 + 3 + (notice % 86400 > 43200) as entry,
           told <= max(admitted, assessed) + 86400 and called is not null and call_day <= notice / 86400 + 3 as met
      from locals)
select case when left_on <= entry then 1 when met then 5 else 2 end,
       entry,
       case when left_on > entry and met then left_on - entry else 0 end,
       case when left_on > entry and met then
         930000 * max(0, min(left_on, 19358) - entry) + 1050000 * max(0, left_on - max(entry, 19358)) else 0 end
  from entries
 order by case_id
"""  # day 19358 is 2023-01-01


def changes():
    """When the clocks change from 2021 to 2025, and the offset from then on."""
    import datetime

    for year in range(2021, 2026):
        for month, seconds in ((3, 7200), (10, 3600)):
            last = datetime.datetime(year, month, 31, 1, tzinfo=datetime.timezone.utc)
            sunday = last - datetime.timedelta(days=last.isoweekday() % 7)
            yield int(sunday.timestamp()), seconds


def prepare(folder):
    columns = [common.read(folder, name) for name in ("case.i64", "at.i64", "kind.u8")]
    connection = sqlite3.connect(":memory:")
    connection.execute("create table offsets (since integer primary key, seconds integer)")
    connection.executemany("insert into offsets values (?, ?)", changes())
    connection.execute("create table events (case_id integer, at integer, kind integer)")
    connection.executemany("insert into events values (?, ?, ?)", zip(*columns))
    connection.execute("create index by_case on events (case_id, at, kind)")
    return connection


def compute(data):
    return tuple(zip(*data.execute(STATEMENT)))
