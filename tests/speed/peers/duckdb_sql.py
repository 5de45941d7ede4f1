# SPDX-License-Identifier: LGPL-2.1-or-later
"""DuckDB: one SQL statement over a table of events in order."""

import duckdb
import numpy as np

from . import common, numpy_columns

NAME = f"DuckDB {duckdb.__version__} SQL"
THREADS = 1

LOCAL = "timezone('Europe/Stockholm', to_timestamp({}))"

STATEMENT = f"""
with firsts as (
    select case_id,
           min(row) filter (where kind = 3) as admitted_row,
           min(instant) filter (where kind = 3) as admitted,
           min(row) filter (where kind = 11) as assessed_row,
           min(instant) filter (where kind = 11) as assessed,
           min(instant) filter (where kind = 13) as notice_possible,
           min(instant) filter (where kind = 13 and (mask & 64) != 0) as notice_sure,
           min(instant) filter (where kind = 24) as call_possible,
           min(instant) filter (where kind = 24 and (mask & 64) != 0) as call_sure
      from events
     group by case_id),
ends as (
    select case_id, min(row) as end_row, min(instant) as left_at
      from events join firsts using (case_id)
     where kind = 9 and row > admitted_row
     group by case_id),
spells as (
    select case_id,
           min(row) as ready_row,
           min(instant) as ready,
           min(row) filter (where told) as told_row,
           min(instant) filter (where told) as told
      from (select case_id, row, instant, (mask & 64) != 0 or assessed_row is null or assessed_row > row as told
              from events join firsts using (case_id) left join ends using (case_id)
             where kind = 31 and row > admitted_row and (end_row is null or row < end_row))
     group by case_id),
locals as (
    select *,
           {LOCAL.format('ready')} as ready_local,
           {LOCAL.format('told')} as told_local,
           cast({LOCAL.format('left_at')} as date) as left_on,
           cast({LOCAL.format('call_sure')} as date) as called_on,
           cast({LOCAL.format('call_possible')} as date) as called_on_possible,
           coalesce(assessed_row < ready_row, false) as covered_then,
           coalesce(assessed_row < told_row, false) as covered_when_told,
           greatest(admitted, assessed) + 86400 as notice_due
      from firsts left join ends using (case_id) left join spells using (case_id)),
verdicts as ( -- 0 met, 1 not met, 2 unknowable, 3 open
    select *,
           case when covered_then and (told is null or covered_when_told) then 0 else 2 end as scope,
           case when admitted is null or assessed is null then
                  case when notice_sure is not null then 0 when notice_possible is not null then 2 else 3 end
                when notice_sure <= notice_due then 0
                when notice_possible <= notice_due then 2 else 1 end as notice,
           case when not covered_then then 2
                when called_on <= cast(ready_local as date) + 3 then 0
                when called_on_possible <= cast(ready_local as date) + 3 then 2 else 1 end as call,
           cast(ready_local as date) + 3 + cast(cast(ready_local as time) > time '12:00:00' as integer) as entry,
           cast(told_local as date) + 3 + cast(cast(told_local as time) > time '12:00:00' as integer) as entry_sure,
           coalesce(told = ready, false) as known
      from locals),
statuses as (
    select *,
           case when ready is null then case when assessed is null then 0 else 1 end
                when left_on <= entry and (entry_sure is null or left_on <= entry_sure) then 1
                when notice = 1 or call = 1 then 2
                when scope = 2 or notice = 2 or call = 2 or not known then 0
                when notice = 3 then 3
                when left_on is null then 4 else 5 end as status,
           coalesce(left_on, date '2025-01-01') as until
      from verdicts)
select status,
       case when known then entry - date '1970-01-01' else -2147483648 end as enters,
       case when status >= 4 then until - entry when status = 0 and ready is not null then -1 else 0 end as days,
       case when status >= 4 and until <= date '2024-01-01' then
              930000 * greatest(0, least(until, date '2023-01-01') - entry)
              + 1050000 * greatest(0, until - greatest(entry, date '2023-01-01'))
            when status >= 4 or (status = 0 and ready is not null) then -1 else 0 end as ore
  from statuses
 order by case_id
"""


def prepare(folder):
    at, kind, _ = numpy_columns.prepare(folder)
    columns = {"case_id": np.frombuffer(common.read(folder, "case.i64"), dtype=np.int64),
               "row": np.arange(len(at)), "instant": at, "kind": kind,
               "mask": np.frombuffer(common.read(folder, "mask.u32"), dtype=np.uint32)}
    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    connection.register("columns", columns)
    connection.execute("create table events as select case_id, row, instant, kind, mask from columns")
    connection.unregister("columns")
    return connection


def compute(data):
    answers = data.execute(STATEMENT).fetchnumpy()
    return answers["status"], answers["enters"], answers["days"], answers["ore"]
