# SPDX-License-Identifier: LGPL-2.1-or-later
"""DuckDB: one SQL statement over a table of events. A message counts when it alone reached everybody with everything; what
several messages say together, and whose services are needed, it does not look at."""

import duckdb
import numpy as np

from . import common, numpy_columns

NAME = f"DuckDB {duckdb.__version__} SQL"
THREADS = 1

STATEMENT = """
with firsts as (
    select case_id,
           min(instant) filter (where kind = 3) as admitted,
           min(instant) filter (where kind = 11) as assessed,
           min(instant) filter (where kind = 13 and (mask & 1934) = 1934) as told,
           min(instant) filter (where kind = 24 and (mask & 12) = 12) as called,
           timezone('Europe/Stockholm', to_timestamp(min(instant) filter (where kind = 31 and (mask & 12) = 12))) as notice,
           cast(timezone('Europe/Stockholm', to_timestamp(min(instant) filter (where kind = 9))) as date) as left_on
      from events
     group by case_id),
entries as (
    select *,
           cast(notice as date) + 3 + cast(cast(notice as time) > time '12:00:00' as integer) as entry,
           told <= greatest(admitted, assessed) + 86400
             and called is not null
             and cast(timezone('Europe/Stockholm', to_timestamp(called)) as date) <= cast(notice as date) + 3 as met
      from firsts)
select case_id,
       case when left_on <= entry then 1 when met then 5 else 2 end as status,
       entry - date '1970-01-01' as enters,
       case when left_on > entry and met then left_on - entry else 0 end as days,
       case when left_on > entry and met then
         930000 * greatest(0, least(left_on, date '2023-01-01') - entry)
         + 1050000 * greatest(0, left_on - greatest(entry, date '2023-01-01')) else 0 end as ore
  from entries
 order by case_id
"""


def prepare(folder):
    at, kind, _ = numpy_columns.prepare(folder)
    case_id = np.frombuffer(common.read(folder, "case.i64"), dtype=np.int64)
    mask = np.frombuffer(common.read(folder, "mask.u32"), dtype=np.uint32)
    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    connection.execute("create table events (case_id bigint, instant bigint, kind utinyint, mask uinteger)")
    connection.register("columns", {"case_id": case_id, "instant": at, "kind": kind, "mask": mask})
    connection.execute("insert into events select case_id, instant, kind, mask from columns")
    connection.unregister("columns")
    return connection


def compute(data):
    answers = data.execute(STATEMENT).fetchnumpy()
    return answers["status"], answers["enters"], answers["days"], answers["ore"]
