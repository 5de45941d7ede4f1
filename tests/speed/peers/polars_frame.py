# SPDX-License-Identifier: LGPL-2.1-or-later
"""polars: frames of events, spells and cases, by as many threads as the machine has unless POLARS_MAX_THREADS says otherwise.

The way is that of liability_sql.py: parts of a stay, one spell in each; `_s` as if a message that does not say to whom it went
had gone to nobody, `_p` as if to all.
"""

import functools

import numpy as np
import polars as pl

from . import common

NAME = f"polars {pl.__version__}"
MET, NOT_MET, UNKNOWABLE, OPEN = range(4)  # what is to be said of a prerequisite
UNITS = {"health": common.TO_HEALTH, "social": common.TO_SOCIAL}
ITEMS = (128, 256, 512, 1024)  # of an admission notice
NEED, COMPULSORY = 14, 1  # bits of a need: the units, and open compulsory care
SPELL = ["case", "part"]
kind, mask, at, place = pl.col("kind"), pl.col("mask"), pl.col("at"), pl.col("place")


def has(column, bits):
    return (column & bits) != 0


def lacks(column, bits):
    return (column & bits) == 0


def reaches(world, bits):
    stated = has(mask, common.STATED)
    return stated & has(mask, bits) if world == "s" else ~stated | has(mask, bits)


def contains(world, bits):
    stated = has(mask, common.CONTENT_STATED)
    return stated & has(mask, bits) if world == "s" else ~stated | has(mask, bits)


def local(instant):
    time = pl.from_epoch(instant, time_unit="s").dt.replace_time_zone("UTC")
    return time.dt.convert_time_zone("Europe/Stockholm").dt.replace_time_zone(None)


def day_of(instant):
    return local(instant).dt.date().to_physical().cast(pl.Int64)


def entry_day(told):
    return day_of(told) + common.GRACE_DAYS + (local(told).dt.time() > pl.time(12)).cast(pl.Int64)


def known(expression):
    """What is not known is not so."""
    return expression.fill_null(False)


def first(column, condition):
    return column.filter(known(condition)).min()


# --- The facts ---------------------------------------------------------------------------------------------------------------


def relevant_of(events):
    """Of those that liability rests on: the needs that an assessment names, whether a plan is declined, or current."""
    is_compulsory = has(mask, common.OPEN_COMPULSORY)
    implies_outpatient = has(mask, common.TO_HEALTH) | (lacks(mask, NEED) & is_compulsory)
    need = (mask & NEED) | pl.when(implies_outpatient).then(common.TO_OUTPATIENT).otherwise(0) | is_compulsory.cast(pl.Int64)
    word = (mask.cast(pl.UInt32) // (1 << common.WORD_SHIFT + 3)) & 7
    sender = kind.cast(pl.Int32) * 8 + pl.col("party")
    of_plans = lacks(mask, common.STATED) & (((mask // (1 << common.WORD_SHIFT)) & 7) == common.SCOPE_SIP)
    return events.filter(sender.is_in([of * 8 + by for of, parties in common.SENDERS.items() for by in parties])
                         & ((kind != common.CONSENT) | of_plans)).with_columns(
        need=pl.when(kind == common.NEEDS_ASSESSED).then(need),
        declined=pl.when(kind == common.SIP_DECLINED).then(True).when(kind == common.SIP_ACCEPTED).then(False)
        .when(kind == common.CONSENT).then(word.is_in([common.REFUSED, common.WITHDRAWN])),
        current=pl.when(kind == common.SIP_NEED).then(((mask // (1 << common.WORD_SHIFT)) & 3) == common.CURRENT),
    )


def cases_of(relevant):
    """Of each case: admission and end, when the municipality had been told, and when each unit was called."""
    firsts = relevant.filter(kind.is_in([common.ADMITTED, common.DECEASED, common.NEEDS_ASSESSED])).group_by("case").agg(
        admitted_place=first(place, kind == common.ADMITTED),
        admitted=first(at, kind == common.ADMITTED),
        died_place=first(place, kind == common.DECEASED),
        named=first(at, has(pl.col("need"), common.MUNICIPAL)),
        need_now=pl.col("need").drop_nulls().last(),
    )
    alive = known(pl.col("admitted_place") < pl.col("died_place").fill_null(1 << 62))
    firsts = firsts.with_columns(
        admitted_place=pl.when(alive).then("admitted_place"),
        due=pl.when(alive & pl.col("named").is_not_null()).then(pl.max_horizontal("admitted", "named") + common.DAY))
    ends = relevant.filter(kind.is_in([common.DISCHARGED, common.DECEASED])).join(
        firsts.select("case", "admitted_place"), on="case").filter(place > pl.col("admitted_place"))
    ends = ends.group_by("case").agg(final_place=place.min(), final_at=at.min())
    calls = relevant.filter(kind == common.SIP_CALL).group_by("case").agg(
        **{f"{unit}_{of}_{world}": first(column, reaches(world, bits)) for world in "sp" for unit, bits in UNITS.items()
           for of, column in (("called", at), ("called_place", place))})
    notices = relevant.filter(kind == common.ADMISSION_NOTICE).group_by("case").agg(
        **{f"item{item}_{world}": first(at, reaches(world, common.MUNICIPAL) & contains(world, item)) for world in "sp"
           for item in ITEMS})
    notices = notices.select("case", **{
        f"notice_{world}": pl.when(pl.all_horizontal(pl.col(f"item{item}_{world}").is_not_null() for item in ITEMS)).then(
            pl.max_horizontal(f"item{item}_{world}" for item in ITEMS)) for world in "sp"})
    return firsts.drop("admitted", "named", "died_place").join(ends, on="case", how="left"), calls, notices


def parts_of(relevant, cases):
    """The events of ready spells, with the part of the stay, and the needs at each."""
    inside = known(place > pl.col("admitted_place")) & (place < pl.col("final_place").fill_null(1 << 62))
    events = relevant.filter(kind.is_in([common.INTERRUPTED, common.NEEDS_ASSESSED, common.READY_NOTICE,
                                         common.READY_WITHDRAWN]))
    events = events.select("case", "place", "at", "kind", "mask", "need").join(
        cases.select("case", "admitted_place", "final_place", "final_at"), on="case", how="left", maintain_order="left")
    ends = kind.is_in([common.INTERRUPTED, common.READY_WITHDRAWN]) & inside
    return events.with_columns(
        ends=ends, notice=(kind == common.READY_NOTICE) & inside,
        part=(ends.cast(pl.Int64).cum_sum() - ends.cast(pl.Int64)).over("case"),
        needs=pl.col("need").forward_fill().over("case"))


def spells_of(parts):
    notice = pl.col("notice")
    return parts.group_by(SPELL).agg(
        begin_place=first(place, notice), begins=first(at, notice),
        needs=pl.col("needs").filter(notice).first(),
        end_place=pl.coalesce(first(place, pl.col("ends")), pl.col("final_place").first()),
        ends_at=pl.coalesce(first(at, pl.col("ends")), pl.col("final_at").first()),
        **{f"{unit}_{world}": first(place, notice & reaches(world, bits)) for world in "sp" for unit, bits in UNITS.items()},
    ).filter(pl.col("begin_place").is_not_null())


def told_of(parts, spells):
    """When everybody concerned had been told, and the needs then."""
    needs = pl.col("needs").fill_null(0)
    told = {world: pl.all_horizontal(lacks(needs, bits) | known(pl.col(f"{unit}_{world}") <= place)
                                     for unit, bits in UNITS.items()) for world in "sp"}
    looks = parts.filter(pl.col("notice") | (kind == common.NEEDS_ASSESSED)).join(
        spells.drop("needs"), on=SPELL, maintain_order="left").filter(
        (place >= pl.col("begin_place")) & (place < pl.col("end_place").fill_null(1 << 62)))
    return looks.group_by(SPELL).agg(
        **{f"told_{world}": first(at, told[world]) for world in "sp"},
        **{f"told_place_{world}": first(place, told[world]) for world in "sp"},
        **{f"told_need_{world}": pl.col("needs").filter(told[world]).first() for world in "sp"})


def said_of(relevant, spells):
    """What had been said of plans before each spell began."""
    said = relevant.filter(pl.col("declined").is_not_null() | pl.col("current").is_not_null())
    return said.select("case", "place", "declined", "current").join(
        spells.select("case", "part", "begin_place"), on="case", maintain_order="left").filter(
        place < pl.col("begin_place")).group_by(SPELL).agg(
        pl.col("declined").drop_nulls().last(), pl.col("current").drop_nulls().last())


def excuses_of(relevant, spells):
    """What happened after a spell began that may excuse the call, or the call to a unit."""
    excuses = known(pl.col("declined")) | known(lacks(pl.col("need"), common.TO_OUTPATIENT)
                                                | lacks(pl.col("need"), common.MUNICIPAL) | has(pl.col("need"), COMPULSORY))
    later = relevant.filter(kind.is_in([common.NEEDS_ASSESSED, common.SIP_DECLINED, common.CONSENT])).join(
        spells.select("case", "part", "begin_place", "needs"), on="case").filter(place > pl.col("begin_place"))
    gone = {unit: has(pl.col("needs"), bits) & lacks(pl.col("need"), bits) for unit, bits in UNITS.items()}
    return later.group_by(SPELL).agg(
        excused=first(at, excuses), excused_place=first(place, excuses),
        **{f"{unit}_gone": first(at, gone[unit]) for unit in UNITS},
        **{f"{unit}_gone_place": first(place, gone[unit]) for unit in UNITS})


def needs_at_end(relevant, spells):
    """Needs when a spell ended."""
    return relevant.filter(pl.col("need").is_not_null()).select("case", "place", "need").join(
        spells.select("case", "part", "end_place"), on="case", maintain_order="left").filter(
        place < pl.col("end_place")).group_by(SPELL).agg(need_last=pl.col("need").last())


# --- The judgement -----------------------------------------------------------------------------------------------------------


def scope(need):
    return pl.when(need.is_null()).then(UNKNOWABLE).when(lacks(need, NEED)).then(NOT_MET).otherwise(MET)


def verdict(met):
    return pl.when(met).then(MET).otherwise(NOT_MET)


def call(world):
    last = pl.col("call_before")
    needs, excused_place = pl.col("needs"), pl.col("excused_place").fill_null(1 << 62)
    called = pl.all_horizontal(lacks(needs, bits) | known(pl.col(f"{unit}_called_{world}") < last)
                               for unit, bits in UNITS.items())
    dropped = pl.all_horizontal(
        lacks(needs, bits) | known(
            (pl.col(f"{unit}_gone") < last) & (pl.col(f"{unit}_gone_place") <= excused_place)
            & (pl.col(f"{unit}_gone_place") < pl.col(f"{unit}_called_place_{world}").fill_null(1 << 62)))
        for unit, bits in UNITS.items())
    free = lacks(needs, common.TO_OUTPATIENT) | lacks(needs, common.MUNICIPAL) | has(needs, COMPULSORY)
    free = free | known(pl.col("declined")) | known(pl.col("current")) | known(pl.col("excused") < last)
    return pl.when(needs.is_null()).then(UNKNOWABLE).otherwise(verdict(free | dropped | called))


def verdicts(world):
    told, need = pl.col(f"told_{world}").is_not_null(), pl.col(f"told_need_{world}")
    at_end = pl.when(pl.col("end_place").is_not_null()).then("need_last").otherwise("need_now")
    notice = pl.col(f"notice_{world}")
    before = pl.when(notice.is_not_null()).then(MET).when(pl.col("need_now").is_null()).then(UNKNOWABLE).otherwise(OPEN)
    return {
        "scope": scope(pl.when(told).then(need).otherwise(at_end)),
        "ready": pl.when(told).then(MET).when(pl.col("end_place").is_null()).then(OPEN).otherwise(NOT_MET),
        "admission": pl.when(pl.col("due").is_null()).then(before).otherwise(verdict(known(notice <= pl.col("due")))),
        "call": call(world),
    }


def owes_nothing(world):
    needless = known(lacks(pl.col(f"told_need_{world}"), common.MUNICIPAL))
    return needless | known(pl.col(f"entry_{world}") >= pl.col("ends_on"))


def statuses_of(spells, assessed_on):
    sure, possible = verdicts("s"), verdicts("p")
    spells = spells.with_columns(
        entry_p=entry_day(pl.col("told_p")), ends_on=day_of(pl.col("ends_at")),
        call_before=(day_of(pl.col("begins")) + 4).cast(pl.Int32).cast(pl.Date).cast(pl.Datetime("us"))
        .dt.replace_time_zone("Europe/Stockholm").dt.epoch("s"),
        known=pl.col("told_s").eq_missing(pl.col("told_p")),
    ).with_columns(
        entry_s=pl.when(pl.col("told_s").is_null() | pl.col("known")).then("entry_p").otherwise(entry_day(pl.col("told_s"))),
    ).with_columns(
        **{name: pl.when(sure[name] == possible[name]).then(sure[name]).otherwise(UNKNOWABLE) for name in sure})
    names, open_still = list(sure), pl.col("ends_on").is_null()
    return spells.with_columns(
        status=pl.when(pl.col("exempt") | (owes_nothing("s") & owes_nothing("p"))).then(common.NONE)
        .when(pl.any_horizontal(pl.col(names) == NOT_MET)).then(common.BLOCKED)
        .when(pl.any_horizontal(pl.col(names) == UNKNOWABLE) | (pl.col("payer") == 0) | ~pl.col("known")).then(common.UNKNOWN)
        .when(pl.any_horizontal(pl.col(names) == OPEN) | known(open_still & (pl.col("entry_p") > assessed_on)))
        .then(common.PENDING)
        .when(open_still).then(common.ACCRUING).otherwise(common.ENDED),
        entry=pl.when("known").then("entry_p"),
        until=pl.col("ends_on").fill_null(assessed_on),
    )


def freed_of(relevant, charged):
    """The charged days that something frees: obstacles, and times without a municipal need."""
    obstacles = relevant.filter(kind.is_in([common.OBSTACLE, common.CLEAR])).with_columns(
        stop=pl.when(kind == common.CLEAR).then(at).backward_fill().over("case")).filter(
        (kind == common.OBSTACLE) & (pl.col("stop").is_null() | (pl.col("stop") > at)))
    needless = relevant.filter(pl.col("need").is_not_null()).with_columns(stop=at.shift(-1).over("case")).filter(
        lacks(pl.col("need"), common.MUNICIPAL))
    of_spells = charged.select("case", "part", "told_place_s", "end_place", "entry", "until")
    columns = ["case", "part", "at", "stop", "entry", "until"]
    intervals = pl.concat([
        obstacles.join(of_spells, on="case").select(columns),
        needless.join(of_spells, on="case").filter(
            (place > pl.col("told_place_s")) & (place < pl.col("end_place").fill_null(1 << 62))).select(columns)])
    return intervals.with_columns(
        begin=pl.max_horizontal(day_of(at), "entry"),
        behind=pl.min_horizontal(day_of(pl.col("stop") - 1) + 1, "until"),
    ).filter(pl.col("begin") < pl.col("behind")).select(
        "case", "part", day=pl.int_ranges("begin", "behind")).explode("day").unique()


def days_of(relevant, spells, ore):
    """(days, amount) of each spell; a day without an amount makes it null."""
    def year_of(day):
        return day.cast(pl.Int32).cast(pl.Date).dt.year()

    charged = spells.filter((pl.col("status") >= common.ACCRUING) & (pl.col("entry") < pl.col("until")))
    days = charged.select("case", "part", day=pl.int_ranges("entry", "until")).explode("day")
    rates = pl.DataFrame({"year": list(ore), "rate": list(ore.values())}, schema={"year": pl.Int32, "rate": pl.Int64})
    return days.join(freed_of(relevant, charged), on=[*SPELL, "day"], how="anti").with_columns(
        year=year_of(pl.col("day"))).join(rates.lazy(), on="year", how="left").group_by(SPELL).agg(
        days=pl.len().cast(pl.Int64), ore=pl.when(pl.col("rate").null_count() == 0).then(pl.col("rate").sum()).otherwise(
            common.NOT_KNOWN))


def answers_of(stays, cases, spells):
    """From spells to cases: the latest decides, unless an earlier one was paid for."""
    ended = pl.col("status") == common.ENDED
    spells = spells.with_columns(pl.col("days", "ore").fill_null(0)).with_columns(
        status=pl.when(ended & (pl.col("days") == 0)).then(common.NONE).otherwise("status"))
    sums = spells.sort(SPELL).group_by("case", maintain_order=True).agg(
        pl.col("status").last(), enters=pl.col("entry").last(),
        paid=pl.col("entry").filter(pl.col("days") > 0).first(), days=pl.col("days").sum(), ore=pl.col("ore").sum(),
        no_rate=(pl.col("ore") < 0).any(), unknown=(pl.col("status") == common.UNKNOWN).any())
    without = pl.when(pl.col("need_now").is_null()).then(common.UNKNOWN).otherwise(common.NONE)
    paid = pl.col("paid").is_not_null()
    return stays.join(cases.select("case", "need_now"), on="case", how="left", maintain_order="left").join(
        sums, on="case", how="left", maintain_order="left").select(
        status=pl.when(pl.col("status").is_null()).then(without)
        .when(paid & pl.col("status").is_in([common.NONE, common.BLOCKED])).then(common.ENDED).otherwise("status"),
        enters=pl.coalesce("paid", "enters").fill_null(common.NO_DATE),
        days=pl.when("unknown").then(common.NOT_KNOWN).otherwise(pl.col("days").fill_null(0)),
        ore=pl.when(pl.col("unknown") | pl.col("no_rate")).then(common.NOT_KNOWN).otherwise(pl.col("ore").fill_null(0)))


# --- All stays ---------------------------------------------------------------------------------------------------------------


def prepare(folder):
    column = functools.partial(common.column, folder)

    instants = column("at.i64")
    events = pl.DataFrame({"case": column("case.i64"), "place": np.arange(len(instants)), "at": instants,
                           "kind": column("kind.u8"), "party": column("party.u8"),
                           "mask": column("mask.u32").astype(np.int64)})
    municipality, payer, region = (column(name) for name in ("municipality.i32", "payer.i32", "region.i32"))
    stays = pl.DataFrame({"case": np.arange(len(payer)), "municipality": municipality, "placed_by": payer, "region": region})
    return events, stays, common.about(folder)


def compute(data):
    events, stays, (assessed_on, ore) = data
    payer = pl.when(pl.col("placed_by") != 0).then("placed_by").otherwise("municipality")
    is_exempt = (payer == common.NO_MUNICIPALITY) | ((payer == common.GOTLAND) & (pl.col("region") == common.GOTLAND_REGION))
    payers = stays.lazy().select("case", payer=payer, exempt=is_exempt)
    relevant = relevant_of(events.lazy()).collect().lazy()
    cases, calls, notices = (frame.lazy() for frame in pl.collect_all(cases_of(relevant)))
    parts = parts_of(relevant, cases).collect().lazy()
    spells = spells_of(parts).collect().lazy()
    facts = spells.join(told_of(parts, spells), on=SPELL)
    for frame in (said_of(relevant, spells), excuses_of(relevant, spells), needs_at_end(relevant, spells)):
        facts = facts.join(frame, on=SPELL, how="left")
    for frame in (cases.select("case", "due", "need_now"), calls, notices, payers):
        facts = facts.join(frame, on="case", how="left")
    judged = statuses_of(facts, assessed_on).select(
        *SPELL, "status", "entry", "until", "told_place_s", "end_place").collect().lazy()
    judged = judged.join(days_of(relevant, judged, ore), on=SPELL, how="left")
    answers = answers_of(stays.lazy().select("case"), cases, judged).collect()
    return tuple(answers[name].to_numpy() for name in ("status", "enters", "days", "ore"))
