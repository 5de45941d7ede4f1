# SPDX-License-Identifier: LGPL-2.1-or-later
"""DuckDB: one SQL statement over a table of events in order.

What ends a ready spell also ends an *epoch* of the stay, and an epoch has at most one spell: so one window, which counts those
ends, and tells what was so at each event, is all the folding there is. The rest are minima and joins. A fact that changes is
the greatest of row * 256 + value so far.

Facts that hang on what a message did not say are kept twice, as in plain_python.py: _s (sure), as if an unstated message had
gone to nobody, and _p (possible), as if to all.
"""

import datetime

import duckdb
import numpy as np

from . import common

NAME = f"DuckDB {duckdb.__version__} SQL"
THREADS = 1
EPOCH = datetime.date(1970, 1, 1)

DAY_OF = "cast(timezone('Europe/Stockholm', to_timestamp({})) as date)"
ENTRY = ("cast(timezone('Europe/Stockholm', to_timestamp({0})) as date) + 3"
         " + cast(cast(timezone('Europe/Stockholm', to_timestamp({0})) as time) > time '12:00:00' as integer)")
WORLDS = "sp"


def each(text, worlds=WORLDS):
    """The text for each world: {w}."""
    return "".join(text.replace("{w}", world) for world in worlds)


# The amount of the days from one to before another, and how many of them have one.
def in_year(year, begin, until):
    return f"greatest(0, least({until}, date '{year + 1}-01-01') - greatest({begin}, date '{year}-01-01'))"


def amount(ore, begin, until):
    return " + ".join(f"{rate} * {in_year(year, begin, until)}" for year, rate in ore.items())


def rated(ore, begin, until):
    return " + ".join(in_year(year, begin, until) for year in ore)


# Which messages reached a unit or had an item, in each world.
REACHES = {"s": "(mask & 64) != 0 and (mask & {bits}) != 0", "p": "((mask & 64) = 0 or (mask & {bits}) != 0)"}
HAS = {"s": "(mask & 131072) != 0 and (mask & {bits}) != 0", "p": "((mask & 131072) = 0 or (mask & {bits}) != 0)"}
ITEMS = (128, 256, 512, 1024)


def calls():
    """Of each case: when each unit was first called."""
    for world in WORLDS:
        for name, bits in (("health", 4), ("social", 8)):
            there = f"filter (where {REACHES[world].format(bits=bits)})"
            yield f"min(row) {there} as {name}_row_{world}, min(instant) {there} as {name}_call_{world}"


def items():
    """When the municipality had been told each item of the admission notice."""
    for world in WORLDS:
        for item in ITEMS:
            there = f"{REACHES[world].format(bits=12)} and {HAS[world].format(bits=item)}"
            yield f"min(instant) filter (where {there}) as item{item}_{world}"


def reached():
    """Of each spell: when each unit had been sent a notice."""
    for world in WORLDS:
        for name, bits in (("health", 4), ("social", 8)):
            yield f"min(row) filter (where notice and {REACHES[world].format(bits=bits)}) as {name}_{world}"


def complete(world):
    """All four items; greatest() would leave out those that are null."""
    items = [f"item{item}_{world}" for item in ITEMS]
    return f"case when {' + '.join(items)} is not null then greatest({', '.join(items)}) end as notice_{world}"


def statement(assessed_on, ore):
    until = f"date '{EPOCH + datetime.timedelta(assessed_on)}'"
    return f"""
with relevant as materialized (
    select case_id, row, instant, kind, mask,
           case when kind = 11 then row * 256 + (mask & 14) | (case when (mask & 4) != 0 or ((mask & 14) = 0
             and (mask & 1048576) != 0) then 2 else 0 end) | (case when (mask & 1048576) != 0 then 1 else 0 end) end as need,
           case kind when 22 then row * 256 + 1 when 21 then row * 256
             when 47 then row * 256 + cast((mask >> 21) & 7 in (2, 3) as integer) end as decline,
           case when kind = 19 then row * 256 + cast((mask >> 18) & 3 = 3 as integer) end as word
      from events semi join senders using (kind, party)
     where kind != 47 or ((mask & 64) = 0 and (mask >> 18) & 7 = 2)),
firsts as (
    select case_id,
           min(row) filter (where kind = 3) as admitted_row,
           min(instant) filter (where kind = 3) as admitted,
           min(row) filter (where kind = 10) as died_row,
           min(instant) filter (where kind = 11 and (mask & 12) != 0) as named,
           max(need) as need_now
      from relevant
     where kind = 3 or kind = 10 or kind = 11
     group by case_id),
calls as (select case_id, {', '.join(calls())} from relevant where kind = 24 group by case_id),
notices as (select case_id, {', '.join(items())} from relevant where kind = 13 group by case_id),
admissions as (
    select case_id, need_now, died_row,
           case when died_row is null or admitted_row < died_row then admitted_row end as admitted_row,
           case when died_row is null or admitted_row < died_row then greatest(admitted, named)
             + case when admitted is null or named is null then null else 86400 end end as notice_due
      from firsts),
ends as (
    select case_id, min(row) as end_row, min(instant) as ends_at
      from relevant join admissions using (case_id)
     where (kind = 9 or kind = 10) and row > admitted_row
     group by case_id),
running as (
    select *,
           count(*) filter (where ends) over (so_far rows between unbounded preceding and 1 preceding) as epoch,
           max(need) over so_far as needs
      from (select case_id, row, instant, kind, mask, need, end_row as final_row, ends_at as final_at,
                   (kind = 7 or kind = 32) and row > admitted_row and (end_row is null or row < end_row) as ends,
                   kind = 31 and row > admitted_row and (end_row is null or row < end_row) as notice
              from relevant join admissions using (case_id) left join ends using (case_id)
             where kind = 7 or kind = 11 or kind = 31 or kind = 32)
    window so_far as (partition by case_id order by row)),
spells as (
    select case_id, epoch,
           min(row) filter (where notice) as row,
           min(instant) filter (where notice) as begins,
           arg_min(coalesce(needs, -1), row) filter (where notice) as need,
           coalesce(min(row) filter (where ends), any_value(final_row)) as end_row,
           coalesce(min(instant) filter (where ends), any_value(final_at)) as ends_at,
           {', '.join(reached())}
      from running
     group by case_id, epoch
    having count(*) filter (where notice) > 0),
said as ( -- of plans, before the spell
    select s.case_id, s.epoch, coalesce(max(decline), 0) & 1 as declined, coalesce(max(word), 0) & 1 as is_current
      from spells s join relevant r on r.case_id = s.case_id and r.row < s.row
     where r.kind = 19 or r.kind = 21 or r.kind = 22 or r.kind = 47
     group by s.case_id, s.epoch),
told as (
    select r.case_id, r.epoch,
           {each('''min(r.row) filter (where told_{w}) as told_row_{w},
           min(instant) filter (where told_{w}) as told_{w},
           arg_min(coalesce(needs, -1), r.row) filter (where told_{w}) as told_need_{w},''')}
      from (select r.case_id, r.epoch, r.row, r.instant, r.needs,
                   ((coalesce(r.needs, 0) & 4) = 0 or coalesce(s.health_s <= r.row, false))
                     and ((coalesce(r.needs, 0) & 8) = 0 or coalesce(s.social_s <= r.row, false)) as told_s,
                   ((coalesce(r.needs, 0) & 4) = 0 or coalesce(s.health_p <= r.row, false))
                     and ((coalesce(r.needs, 0) & 8) = 0 or coalesce(s.social_p <= r.row, false)) as told_p
              from running r join spells s on r.case_id = s.case_id and r.epoch = s.epoch
             where (r.notice or r.kind = 11) and r.row >= s.row and (s.end_row is null or r.row < s.end_row)) r
     group by r.case_id, r.epoch),
at_end as ( -- what the needs were when a spell ended that not everybody had been told of
    select s.case_id, s.epoch, max(r.need) as need_last
      from spells s join told t using (case_id, epoch) join relevant r on r.case_id = s.case_id and r.row < s.end_row
     where r.kind = 11 and (told_s is null or told_p is null)
     group by s.case_id, s.epoch),
excuses as (
    select s.case_id, s.epoch,
           min(r.row) filter (where excuses) as excused_row,
           min(r.instant) filter (where excuses) as excused,
           min(r.row) filter (where (s.need & 4) != 0 and (r.need & 4) = 0) as health_gone_row,
           min(r.instant) filter (where (s.need & 4) != 0 and (r.need & 4) = 0) as health_gone,
           min(r.row) filter (where (s.need & 8) != 0 and (r.need & 8) = 0) as social_gone_row,
           min(r.instant) filter (where (s.need & 8) != 0 and (r.need & 8) = 0) as social_gone
      from spells s join (
             select case_id, row, instant, need,
                    coalesce((decline & 1) = 1, false) or coalesce((need & 2) = 0 or (need & 12) = 0, false) as excuses
               from relevant where kind in (11, 22, 47)) r
        on r.case_id = s.case_id and r.row > s.row
     where s.need >= 0
     group by s.case_id, s.epoch),
dated as (
    select s.case_id, s.epoch, s.need, need_now, s.row, s.end_row, told_row_s,
           need_last, declined, is_current, told_s, told_p, told_need_s, told_need_p,
           case when told_s is null and told_p is null then true else coalesce(told_s = told_p, false) end as known,
           {ENTRY.format('told_p')} as entry_p,
           case when told_s = told_p then entry_p else {ENTRY.format('told_s')} end as entry_s,
           {DAY_OF.format('ends_at')} as ends_on,
           epoch(timezone('Europe/Stockholm', cast({DAY_OF.format('begins')} + 4 as timestamp))) as call_before,
           notice_due, {complete('s')}, {complete('p')},
           coalesce(excused < call_before, false) as is_excused,
           excused_row,
           {each('''(s.need & 4) = 0 or coalesce(health_call_{w} < call_before, false) as health_called_{w},
           (s.need & 8) = 0 or coalesce(social_call_{w} < call_before, false) as social_called_{w},
           (s.need & 4) = 0 or coalesce(health_gone < call_before and (excused_row is null or health_gone_row <= excused_row)
             and (health_row_{w} is null or health_row_{w} > health_gone_row), false) as health_dropped_{w},
           (s.need & 8) = 0 or coalesce(social_gone < call_before and (excused_row is null or social_gone_row <= excused_row)
             and (social_row_{w} is null or social_row_{w} > social_gone_row), false) as social_dropped_{w},''')}
           payer, exempt
      from spells s join told using (case_id, epoch) left join said using (case_id, epoch)
           left join at_end using (case_id, epoch) left join excuses using (case_id, epoch)
           left join calls on calls.case_id = s.case_id left join notices n on n.case_id = s.case_id
           join admissions a on a.case_id = s.case_id join cases c on c.case_id = s.case_id),
verdicts as ( -- 0 met, 1 not met, 2 unknowable, 3 open
    select *,
           {each('''case when told_need_{w} is not null then case when told_need_{w} < 0 then 2 when (told_need_{w} & 14) = 0 then 1
                  else 0 end
                when end_row is not null then case when need_last is null then 2 when (need_last & 14) = 0 then 1 else 0 end
                when need_now is null then 2 when (need_now & 14) = 0 then 1 else 0 end as scope_{w},
           case when told_{w} is not null then 0 when end_row is null then 3 else 1 end as ready_{w},
           case when notice_due is null then case when notice_{w} is not null then 0 when need_now is null then 2 else 3 end
                when notice_{w} <= notice_due then 0 else 1 end as notice_{w}_is,
           case when need < 0 then 2
                when (need & 2) = 0 or (need & 12) = 0 or (need & 1) = 1 or declined = 1 or is_current = 1 then 0
                when is_excused or (health_dropped_{w} and social_dropped_{w}) then 0
                when health_called_{w} and social_called_{w} then 0 else 1 end as call_{w},
           (told_need_{w} >= 0 and (told_need_{w} & 12) = 0) as needless_{w},''')}
           entry_p >= ends_on as early_p,
           coalesce(entry_s, entry_p) >= ends_on as early_s
      from dated),
statuses as (
    select *,
           case when scope_s = scope_p then scope_s else 2 end as scope,
           case when ready_s = ready_p then ready_s else 2 end as ready,
           case when notice_s_is = notice_p_is then notice_s_is else 2 end as notice,
           case when call_s = call_p then call_s else 2 end as call,
           case when exempt or (coalesce(needless_s or early_s, false) and coalesce(needless_p or early_p, false)) then 1
                when scope = 1 or ready = 1 or notice = 1 or call = 1 then 2
                when scope = 2 or ready = 2 or notice = 2 or call = 2 or payer = 0 or not known then 0
                when scope = 3 or ready = 3 or notice = 3 or (ends_on is null and entry_p > {until}) then 3
                when ends_on is null then 4 else 5 end as first_status,
           case when known then entry_p end as entry,
           coalesce(ends_on, {until}) as until
      from verdicts),
intervals as (
    select s.case_id, s.epoch, {DAY_OF.format('o.begins')} as first_day,
           coalesce({DAY_OF.format('o.ends - 1')}, s.until) as last_day
      from statuses s join (
             select case_id, instant as begins,
                    (select min(instant) from relevant c where c.kind = 36 and c.case_id = o.case_id and c.row > o.row) as ends
               from relevant o where kind = 35) o using (case_id)
     where first_status >= 4 and (o.ends is null or o.ends > o.begins)
    union all
    select s.case_id, s.epoch, {DAY_OF.format('r.instant')}, coalesce({DAY_OF.format('r.again - 1')}, s.until)
      from statuses s join (
             select case_id, row, instant, need, lead(instant) over (partition by case_id order by row) as again
               from relevant where kind = 11) r on r.case_id = s.case_id
     where first_status >= 4 and r.row > s.told_row_s and (s.end_row is null or r.row < s.end_row) and (r.need & 12) = 0),
freed as (
    select case_id, epoch, count(*) as days,
           sum({amount(ore, 'day', 'day + 1')}) as ore,
           sum({rated(ore, 'day', 'day + 1')}) as rated
      from (select distinct case_id, epoch, cast(unnest(generate_series(
                     cast(greatest(first_day, entry) as timestamp), cast(least(last_day, until - 1) as timestamp),
                     interval 1 day)) as date) as day
              from intervals join statuses using (case_id, epoch))
     group by case_id, epoch),
charged as (
    select s.case_id, s.epoch, entry, first_status,
           case when first_status >= 4 then greatest(0, until - entry) - coalesce(f.days, 0) else 0 end as days,
           case when first_status >= 4 then {amount(ore, 'entry', 'until')} - coalesce(f.ore, 0) else 0 end as ore,
           case when first_status >= 4 then {rated(ore, 'entry', 'until')} - coalesce(f.rated, 0) else 0 end as rated
      from statuses s left join freed f using (case_id, epoch)),
final as (
    select case_id,
           arg_max(case when first_status = 5 and days = 0 then 1 else first_status end, epoch) as status,
           arg_max(coalesce(entry - date '1970-01-01', -2147483648), epoch) as enters,
           arg_min(entry - date '1970-01-01', epoch) filter (where days > 0) as paid,
           cast(sum(days) as bigint) as days, cast(sum(ore) as bigint) as ore, bool_or(rated < days) as no_rate, bool_or(first_status = 0) as is_unknown
      from charged
     group by case_id)
select case when f.status is null then case when need_now is null then 0 else 1 end
            when f.status in (1, 2) and paid is not null then 5 else f.status end as status,
       coalesce(paid, enters, -2147483648) as enters,
       case when is_unknown then -1 else coalesce(days, 0) end as days,
       case when is_unknown or no_rate then -1 else coalesce(ore, 0) end as ore
  from cases left join admissions a using (case_id) left join final f using (case_id)
 order by case_id
"""


def prepare(folder):
    types = {"i64": np.int64, "u32": np.uint32, "i32": np.int32, "u8": np.uint8}

    def column(name):
        return np.frombuffer(common.read(folder, name), dtype=types[name.rsplit(".", 1)[1]])

    at = column("at.i64")
    events = {"case_id": column("case.i64"), "row": np.arange(len(at)), "instant": at, "kind": column("kind.u8"),
              "party": column("party.u8"), "mask": column("mask.u32").astype(np.int64)}
    municipality, payer, region = (column(name) for name in ("municipality.i32", "payer.i32", "region.i32"))
    cases = {"case_id": np.arange(len(payer)), "municipality": municipality, "placed_by": payer, "region": region}
    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    for name, columns in (("events", events), ("stays", cases)):
        connection.register("columns", columns)
        connection.execute(f"create table {name} as select * from columns")
        connection.unregister("columns")
    connection.execute("""
        create view cases as
        select case_id, case when placed_by != 0 then placed_by else municipality end as payer,
               payer = -1 or (payer = 980 and region = 9) as exempt
          from stays""")
    connection.execute("create table senders (kind utinyint, party utinyint)")
    connection.executemany("insert into senders values (?, ?)",
                           [(kind, party) for kind, parties in common.SENDERS.items() for party in parties])
    connection.execute("prepare liability as " + statement(*common.about(folder)))  # planning it takes longer than a small table
    return connection


def compute(data):
    answers = data.execute("execute liability").fetchnumpy()
    return answers["status"], answers["enters"], answers["days"], answers["ore"]
