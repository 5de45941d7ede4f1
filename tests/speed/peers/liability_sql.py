# SPDX-License-Identifier: LGPL-2.1-or-later
"""The municipality's liability as one SQL statement, for the databases among the peers: what they call alike is here, what
each has words of its own for is a Dialect.

What ends a ready spell also ends a part of the stay, and a part has at most one spell: so one window, which counts those ends
and tells what the needs were at each event, is all the folding there is. The rest are minima and joins. A fact that changes is
kept as the greatest of place * 256 + value so far, so that the greatest is the latest.

Facts that hang on what a message did not say are kept twice, as in plain_python.py: _s (sure), as if an unstated message had
gone to nobody, and _p (possible), as if to all.

Tables: events (case_id, place, instant, kind, party, mask), in order of place; senders (kind, party), whose word counts; stays
(case_id, municipality, placed_by, region); days (day), those that may be charged. Days are numbers since 1970.
"""

import datetime

from . import common

EPOCH = datetime.date(1970, 1, 1).toordinal()
UNITS = (("health", 4), ("social", 8))
ITEMS = (128, 256, 512, 1024)  # of an admission notice
LAST_DAY = datetime.date(2035, 1, 1).toordinal() - EPOCH

# Which messages reached a unit or had an item, in each world.
REACHES = {"s": "(mask & 64) != 0 and (mask & {bits}) != 0", "p": "((mask & 64) = 0 or (mask & {bits}) != 0)"}
HAS = {"s": "(mask & 131072) != 0 and (mask & {bits}) != 0", "p": "((mask & 131072) = 0 or (mask & {bits}) != 0)"}


class Dialect:
    """Each takes SQL and gives SQL."""

    greatest, least = "greatest", "least"

    def day_of(self, instant):
        """The local day."""
        raise NotImplementedError

    def is_after_noon(self, instant):
        """1 if the local clock is past 12:00:00, else 0."""
        raise NotImplementedError

    def midnight(self, day):
        """The instant at which a local day begins."""
        raise NotImplementedError


class ZonedDialect(Dialect):
    """Of databases that know time zones. What else differs is how they write a midnight in Sweden as an instant."""

    @staticmethod
    def local(instant):
        return f"timezone('Europe/Stockholm', to_timestamp({instant}))"

    def day_of(self, instant):
        return f"(cast({self.local(instant)} as date) - date '1970-01-01')"

    def is_after_noon(self, instant):
        return f"cast(cast({self.local(instant)} as time) > time '12:00:00' as integer)"


def worlds(text):
    """The text for each world: {w}."""
    return "".join(text.replace("{w}", world) for world in "sp")


def calls():
    """Of each case: when each unit was first called."""
    for world in "sp":
        for name, bits in UNITS:
            there = f"filter (where {REACHES[world].format(bits=bits)})"
            yield f"min(place) {there} as {name}_place_{world}, min(instant) {there} as {name}_call_{world}"


def items():
    """When the municipality had been told each item of the admission notice."""
    for world in "sp":
        for item in ITEMS:
            there = f"{REACHES[world].format(bits=12)} and {HAS[world].format(bits=item)}"
            yield f"min(instant) filter (where {there}) as item{item}_{world}"


def reached():
    """Of each spell: when each unit had been sent a notice."""
    for world in "sp":
        for name, bits in UNITS:
            yield f"min(place) filter (where notice and {REACHES[world].format(bits=bits)}) as {name}_{world}"


def complete(dialect, world):
    """All four items; of some databases the greatest leaves out those that are null."""
    names = [f"item{item}_{world}" for item in ITEMS]
    return f"case when {' + '.join(names)} is not null then {dialect.greatest}({', '.join(names)}) end as notice_{world}"


def entry(dialect, told):
    return f"{dialect.day_of(told)} + {common.GRACE_DAYS} + {dialect.is_after_noon(told)}"


class Amounts:
    """The amount of the days from one to before another, and how many of them have one."""

    def __init__(self, dialect, ore):
        self.dialect, self.ore = dialect, ore

    def in_year(self, year, begin, until):
        first, last = (datetime.date(each, 1, 1).toordinal() - EPOCH for each in (year, year + 1))
        return f"{self.dialect.greatest}(0, {self.dialect.least}({until}, {last}) - {self.dialect.greatest}({begin}, {first}))"

    def amount(self, begin, until):
        return "(" + " + ".join(f"{rate} * {self.in_year(year, begin, until)}" for year, rate in self.ore.items()) + ")"

    def rated(self, begin, until):
        return "(" + " + ".join(self.in_year(year, begin, until) for year in self.ore) + ")"


VIEW = """
create view payers as
select case_id, case when placed_by != 0 then placed_by else municipality end as payer,
       (case when placed_by != 0 then placed_by else municipality end) = -1
         or ((case when placed_by != 0 then placed_by else municipality end) = 980 and region = 9) as exempt
  from stays
"""


def facts(dialect):
    """What the answers rest on, of each spell: the first half of the statement."""
    return f"""
relevant as materialized (
    select case_id, place, instant, kind, mask,
           case when kind = 11 then (place * 256 + (mask & 14)) | (case when (mask & 4) != 0 or ((mask & 14) = 0
             and (mask & 1048576) != 0) then 2 else 0 end) | (case when (mask & 1048576) != 0 then 1 else 0 end) end as need,
           case kind when 22 then place * 256 + 1 when 21 then place * 256
             when 47 then place * 256 + (case when ((mask >> 21) & 7) in (2, 3) then 1 else 0 end) end as decline,
           case when kind = 19 then place * 256 + (case when ((mask >> 18) & 3) = 3 then 1 else 0 end) end as word
      from events join senders using (kind, party)
     where kind != 47 or ((mask & 64) = 0 and ((mask >> 18) & 7) = 2)),
firsts as (
    select case_id,
           min(place) filter (where kind = 3) as admitted_place,
           min(instant) filter (where kind = 3) as admitted,
           min(place) filter (where kind = 10) as died_place,
           min(instant) filter (where kind = 11 and (mask & 12) != 0) as named,
           max(need) as need_now
      from relevant
     where kind = 3 or kind = 10 or kind = 11
     group by case_id),
calls as (select case_id, {', '.join(calls())} from relevant where kind = 24 group by case_id),
notices as (select case_id, {', '.join(items())} from relevant where kind = 13 group by case_id),
admissions as materialized ( -- nobody is admitted after death
    select case_id, need_now,
           case when died_place is null or admitted_place < died_place then admitted_place end as admitted_place,
           case when (died_place is null or admitted_place < died_place) and admitted is not null and named is not null
             then {dialect.greatest}(admitted, named) + 86400 end as notice_due
      from firsts),
ends as materialized (
    select relevant.case_id, min(place) as end_place, min(instant) as ends_at
      from relevant join admissions on admissions.case_id = relevant.case_id
     where (kind = 9 or kind = 10) and place > admitted_place
     group by relevant.case_id),
running as materialized (
    select case_id, place, instant, kind, mask, final_place, final_at, ends, notice,
           count(*) filter (where ends) over (so_far rows between unbounded preceding and 1 preceding) as part,
           max(need) over so_far as needs
      from (select r.case_id, place, instant, kind, mask, need, end_place as final_place, ends_at as final_at,
                   (kind = 7 or kind = 32) and place > admitted_place and (end_place is null or place < end_place) as ends,
                   kind = 31 and place > admitted_place and (end_place is null or place < end_place) as notice
              from relevant r join admissions a on a.case_id = r.case_id left join ends e on e.case_id = r.case_id
             where kind = 7 or kind = 11 or kind = 31 or kind = 32) events_of_spells
    window so_far as (partition by case_id order by place)),
spells as materialized (
    select case_id, part,
           min(place) filter (where notice) as place,
           min(instant) filter (where notice) as begins,
           min(coalesce(needs, -1)) filter (where notice) as need,
           coalesce(min(place) filter (where ends), min(final_place)) as end_place,
           coalesce(min(instant) filter (where ends), min(final_at)) as ends_at,
           {', '.join(reached())}
      from running
     group by case_id, part
    having count(*) filter (where notice) > 0),
said as ( -- of plans, before the spell
    select s.case_id, s.part, coalesce(max(decline), 0) & 1 as declined, coalesce(max(word), 0) & 1 as is_current
      from spells s join relevant r on r.case_id = s.case_id and r.place < s.place
     where r.kind = 19 or r.kind = 21 or r.kind = 22 or r.kind = 47
     group by s.case_id, s.part),
told as materialized (
    select case_id, part,
           {worlds('''min(place) filter (where told_{w}) as told_place_{w},
           min(instant) filter (where told_{w}) as told_{w},
           min(coalesce(needs, -1)) filter (where told_{w}) as told_need_{w},''')}
           count(*) as looks
      from (select r.case_id, r.part, r.place, r.instant, r.needs,
                   {worlds('''((coalesce(r.needs, 0) & 4) = 0 or coalesce(s.health_{w} <= r.place, false))
                     and ((coalesce(r.needs, 0) & 8) = 0 or coalesce(s.social_{w} <= r.place, false)) as told_{w},''')}
                   r.kind
              from running r join spells s on r.case_id = s.case_id and r.part = s.part
             where (r.notice or r.kind = 11) and r.place >= s.place and (s.end_place is null or r.place < s.end_place)) looks
     group by case_id, part),
at_end as ( -- what the needs were when a spell ended that not everybody had been told of
    select s.case_id, s.part, max(r.need) as need_last
      from spells s join told t on t.case_id = s.case_id and t.part = s.part
           join relevant r on r.case_id = s.case_id and r.place < s.end_place
     where r.kind = 11 and (told_s is null or told_p is null)
     group by s.case_id, s.part),
excuses as ( -- what happened after the spell began, that may excuse the call
    select s.case_id, s.part,
           min(r.place) filter (where excuses) as excused_place,
           min(r.instant) filter (where excuses) as excused,
           min(r.place) filter (where (s.need & 4) != 0 and (r.need & 4) = 0) as health_gone_place,
           min(r.instant) filter (where (s.need & 4) != 0 and (r.need & 4) = 0) as health_gone,
           min(r.place) filter (where (s.need & 8) != 0 and (r.need & 8) = 0) as social_gone_place,
           min(r.instant) filter (where (s.need & 8) != 0 and (r.need & 8) = 0) as social_gone
      from spells s join (
             select case_id, place, instant, need,
                    coalesce((decline & 1) = 1, false)
                      or coalesce((need & 2) = 0 or (need & 12) = 0 or (need & 1) = 1, false) as excuses
               from relevant where kind = 11 or kind = 22 or kind = 47) r
        on r.case_id = s.case_id and r.place > s.place
     where s.need >= 0
     group by s.case_id, s.part),
timed as materialized (
    select s.case_id, s.part, s.need, s.end_place, told_place_s, told_s, told_p, told_need_s, told_need_p,
           {entry(dialect, 'told_p')} as entry_p,
           case when told_s != told_p then {entry(dialect, 'told_s')} end as entry_other,
           {dialect.day_of('ends_at')} as ends_on,
           {dialect.midnight(dialect.day_of('begins') + ' + 4')} as call_before
      from spells s join told t on t.case_id = s.case_id and t.part = s.part)"""


def judgement(dialect, assessed_on, ore):
    """From the facts of spells to the answers of cases: the second half."""
    amounts = Amounts(dialect, ore)
    return f"""
dated as (
    select t.*, need_now, need_last, declined, is_current, notice_due, payer, exempt,
           (told_s is null and told_p is null) or coalesce(told_s = told_p, false) as known,
           coalesce(entry_other, entry_p) as entry_s,
           {complete(dialect, 's')}, {complete(dialect, 'p')},
           coalesce(excused < call_before, false) as is_excused,
           {worlds('''(need & 4) = 0 or coalesce(health_call_{w} < call_before, false) as health_called_{w},
           (need & 8) = 0 or coalesce(social_call_{w} < call_before, false) as social_called_{w},
           (need & 4) = 0 or coalesce(health_gone < call_before
             and (excused_place is null or health_gone_place <= excused_place)
             and (health_place_{w} is null or health_place_{w} > health_gone_place), false) as health_dropped_{w},
           (need & 8) = 0 or coalesce(social_gone < call_before
             and (excused_place is null or social_gone_place <= excused_place)
             and (social_place_{w} is null or social_place_{w} > social_gone_place), false) as social_dropped_{w},''')}
           1 as one
      from timed t join admissions a on a.case_id = t.case_id join payers on payers.case_id = t.case_id
           left join said on said.case_id = t.case_id and said.part = t.part
           left join at_end on at_end.case_id = t.case_id and at_end.part = t.part
           left join excuses on excuses.case_id = t.case_id and excuses.part = t.part
           left join calls on calls.case_id = t.case_id left join notices on notices.case_id = t.case_id),
verdicts as ( -- 0 met, 1 not met, 2 unknowable, 3 open
    select dated.*,
           {worlds('''case when told_need_{w} is not null
                  then case when told_need_{w} < 0 then 2 when (told_need_{w} & 14) = 0 then 1 else 0 end
                when end_place is not null then case when need_last is null then 2 when (need_last & 14) = 0 then 1 else 0 end
                when need_now is null then 2 when (need_now & 14) = 0 then 1 else 0 end as scope_{w},
           case when told_{w} is not null then 0 when end_place is null then 3 else 1 end as ready_{w},
           case when notice_due is null then case when notice_{w} is not null then 0 when need_now is null then 2 else 3 end
                when notice_{w} <= notice_due then 0 else 1 end as admission_{w},
           case when need < 0 then 2
                when (need & 2) = 0 or (need & 12) = 0 or (need & 1) = 1 or declined = 1 or is_current = 1 then 0
                when is_excused or (health_dropped_{w} and social_dropped_{w}) then 0
                when health_called_{w} and social_called_{w} then 0 else 1 end as call_{w},
           coalesce((told_need_{w} >= 0 and (told_need_{w} & 12) = 0) or entry_{w} >= ends_on, false) as owes_nothing_{w},''')}
           1 as two
      from dated),
combined as (
    select case_id, part, told_place_s, end_place, entry_p, ends_on, known, payer,
           case when scope_s = scope_p then scope_s else 2 end as scope,
           case when ready_s = ready_p then ready_s else 2 end as ready,
           case when admission_s = admission_p then admission_s else 2 end as admission,
           case when call_s = call_p then call_s else 2 end as called,
           exempt or (owes_nothing_s and owes_nothing_p) as is_none
      from verdicts),
statuses as materialized (
    select case_id, part, told_place_s, end_place,
           case when is_none then 1
                when scope = 1 or ready = 1 or admission = 1 or called = 1 then 2
                when scope = 2 or ready = 2 or admission = 2 or called = 2 or payer = 0 or not known then 0
                when scope = 3 or ready = 3 or admission = 3 or (ends_on is null and entry_p > {assessed_on}) then 3
                when ends_on is null then 4 else 5 end as status,
           case when known then entry_p end as entry,
           coalesce(ends_on, {assessed_on}) as until
      from combined),
intervals as ( -- obstacles, and times without a municipal need
    select s.case_id, s.part, entry, until, {dialect.day_of('o.instant')} as first_day,
           coalesce({dialect.day_of('o.clear - 1')}, until) as last_day
      from statuses s join (
             select case_id, instant, kind, min(case when kind = 36 then instant end) over (
                      partition by case_id order by place rows between 1 following and unbounded following) as clear
               from relevant where kind = 35 or kind = 36) o on o.case_id = s.case_id
     where status >= 4 and o.kind = 35 and (o.clear is null or o.clear > o.instant)
    union all
    select s.case_id, s.part, entry, until, {dialect.day_of('r.instant')}, coalesce({dialect.day_of('r.again - 1')}, until)
      from statuses s join (
             select case_id, place, instant, need, lead(instant) over (partition by case_id order by place) as again
               from relevant where kind = 11) r on r.case_id = s.case_id
     where status >= 4 and r.place > s.told_place_s and (s.end_place is null or r.place < s.end_place) and (r.need & 12) = 0),
freed as (
    select case_id, part, count(*) as days, sum({amounts.amount('day', 'day + 1')}) as ore,
           sum({amounts.rated('day', 'day + 1')}) as rated
      from (select distinct i.case_id, i.part, d.day
              from intervals i join days d on d.day between {dialect.greatest}(first_day, entry)
                   and {dialect.least}(last_day, until - 1)) freed_days
     group by case_id, part),
charged as (
    select s.case_id, s.part, entry, status,
           case when status >= 4 then {dialect.greatest}(0, until - entry) - coalesce(f.days, 0) else 0 end as days,
           case when status >= 4 then {amounts.amount('entry', 'until')} - coalesce(f.ore, 0) else 0 end as ore,
           case when status >= 4 then {amounts.rated('entry', 'until')} - coalesce(f.rated, 0) else 0 end as rated
      from statuses s left join freed f on f.case_id = s.case_id and f.part = s.part),
sums as ( -- the latest spell, and the first that was paid for: the parts of a stay have numbers below 2^20
    select case_id,
           max(part * 8 + case when status = 5 and days = 0 then 1 else status end) & 7 as status,
           max(part * 1048576 + coalesce(entry, 0)) & 1048575 as enters,
           min(part * 1048576 + entry) filter (where days > 0) & 1048575 as paid,
           sum(days) as days, sum(ore) as ore,
           max(case when rated < days then 1 else 0 end) as no_rate,
           max(case when status = 0 then 1 else 0 end) as is_unknown
      from charged
     group by case_id)
select case when s.status is null then case when need_now is null then 0 else 1 end
            when s.status in (1, 2) and paid is not null then 5 else s.status end as status,
       coalesce(paid, case when enters = 0 then null else enters end, {common.NO_DATE}) as enters,
       cast(case when is_unknown = 1 then -1 else coalesce(days, 0) end as bigint) as days,
       cast(case when is_unknown = 1 or no_rate = 1 then -1 else coalesce(ore, 0) end as bigint) as ore
  from stays left join admissions a on a.case_id = stays.case_id left join sums s on s.case_id = stays.case_id
 order by stays.case_id
"""


def statement(dialect, assessed_on, ore):
    return f"with {facts(dialect)},{judgement(dialect, assessed_on, ore)}"


def senders():
    return [(kind, party) for kind, parties in common.SENDERS.items() for party in parties]
