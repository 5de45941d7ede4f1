# SPDX-License-Identifier: LGPL-2.1-or-later
"""pandas: frames of events, spells and cases.

The way is that of liability_sql.py: parts of a stay, one spell in each; `_s` as if a message that does not say to whom it went
had gone to nobody, `_p` as if to all. NEVER stands for what has not happened, so that columns stay whole numbers.
"""

import functools

import numpy as np
import pandas as pd

from . import common

NAME = f"pandas {pd.__version__}"
NEVER = 1 << 62
MET, NOT_MET, UNKNOWABLE, OPEN = range(4)  # what is to be said of a prerequisite
UNITS = {"health": common.TO_HEALTH, "social": common.TO_SOCIAL}
ITEMS = (128, 256, 512, 1024)  # of an admission notice
NEED, COMPULSORY = 14, 1  # bits of a need: the units, and open compulsory care
UNASSESSED = -1  # the need; else it is place * 256 + its bits, so that the greatest is the latest
WORLDS = "sp"
PARTS = 1 << 20  # of a stay, at most

COUNTS = np.zeros(1 << 11, bool)  # by kind and party: does liability rest on it?
for _kind, _senders in common.SENDERS.items():
    COUNTS[[_kind * 8 + party for party in _senders]] = True


def reaches(frame, world, bits, stated=common.STATED):
    mask = frame["mask"].to_numpy()
    is_stated, there = mask & stated != 0, mask & bits != 0
    return is_stated & there if world == "s" else ~is_stated | there


def first(frame, key, column, index, keep="first", missing=NEVER):
    """The first value of each key, in the order of the index."""
    found = frame.drop_duplicates(key, keep=keep).set_index(key)[column]
    return found.reindex(index, fill_value=missing).to_numpy()


def local(instants):
    """Local times; NEVER becomes NaT."""
    times = pd.to_datetime(pd.Series(instants).where(instants != NEVER), unit="s", utc=True)
    return times.dt.tz_convert("Europe/Stockholm").dt.tz_localize(None)


def days_since_1970(times):
    return ((times.dt.normalize() - pd.Timestamp(0)) // pd.Timedelta(days=1)).fillna(NEVER).astype(np.int64).to_numpy()


def day_of(instants):
    return days_since_1970(local(instants))


def entry_day(told):
    times = local(told)
    late = (times - times.dt.normalize() > pd.Timedelta(hours=12)).to_numpy()
    return np.where(told == NEVER, NEVER, days_since_1970(times) + common.GRACE_DAYS + late)


# --- The facts ---------------------------------------------------------------------------------------------------------------


def relevant_of(events):
    """Of those that liability rests on: the needs that an assessment names, whether a plan is declined, or current."""
    kind = events["kind"].to_numpy()
    found = events[COUNTS[kind * np.int32(8) + events["party"].to_numpy()]]
    kind, mask = found["kind"].to_numpy(), found["mask"].to_numpy()
    of_plans = (mask & common.STATED == 0) & (mask >> common.WORD_SHIFT & 7 == common.SCOPE_SIP)
    found = found[(kind != common.CONSENT) | of_plans]
    kind, mask, place = (found[name].to_numpy() for name in ("kind", "mask", "place"))
    compulsory = mask & common.OPEN_COMPULSORY != 0
    outpatient = (mask & common.TO_HEALTH != 0) | (mask & NEED == 0) & compulsory
    need = place * 256 + (mask & NEED | np.where(outpatient, common.TO_OUTPATIENT, 0) | compulsory)
    word = mask >> common.WORD_SHIFT + 3 & 7
    declines = (kind == common.SIP_DECLINED) | (kind == common.CONSENT) & np.isin(word, (common.REFUSED, common.WITHDRAWN))
    return found.assign(need=np.where(kind == common.NEEDS_ASSESSED, need, UNASSESSED), declines=declines,
                        is_current=mask >> common.WORD_SHIFT & 3 == common.CURRENT)


def cases_of(relevant, stays):
    """Of each case: admission and end, when the municipality had been told, and when each unit was called."""
    of = dict(tuple(relevant.groupby("kind")))
    none = relevant[:0]
    index = stays.index
    assessed, deaths = of.get(common.NEEDS_ASSESSED, none), of.get(common.DECEASED, none)
    admitted = of.get(common.ADMITTED, none)
    alive = first(admitted, "case", "place", index) < first(deaths, "case", "place", index)
    named = first(assessed[assessed["need"] & common.MUNICIPAL != 0], "case", "at", index)
    begun = alive & (named != NEVER)
    cases = pd.DataFrame({
        "admitted_place": np.where(alive, first(admitted, "case", "place", index), NEVER),
        "due": np.where(begun, np.maximum(first(admitted, "case", "at", index), named) + common.DAY, NEVER),
        "need_now": first(assessed, "case", "need", index, "last", UNASSESSED)}, index)
    ends = relevant[relevant["kind"].isin((common.DISCHARGED, common.DECEASED))]
    ends = ends[ends["place"].to_numpy() > cases["admitted_place"].to_numpy()[ends["case"]]]
    cases["final_place"], cases["final_at"] = (first(ends, "case", column, index) for column in ("place", "at"))
    calls, notices = of.get(common.SIP_CALL, none), of.get(common.ADMISSION_NOTICE, none)
    for world in WORLDS:
        for unit, bits in UNITS.items():
            to_unit = calls[reaches(calls, world, bits)]
            cases[f"{unit}_called_{world}"] = first(to_unit, "case", "at", index)
            cases[f"{unit}_called_place_{world}"] = first(to_unit, "case", "place", index)
        told = notices[reaches(notices, world, common.MUNICIPAL)]
        cases[f"notice_{world}"] = np.max([
            first(told[reaches(told, world, item, common.CONTENT_STATED)], "case", "at", index) for item in ITEMS], axis=0)
    return cases


def spells_of(relevant, cases):
    """The ready spells, and when everybody concerned had been told of each, with the needs then."""
    events = relevant[relevant["kind"].isin((common.INTERRUPTED, common.NEEDS_ASSESSED, common.READY_NOTICE,
                                             common.READY_WITHDRAWN))]
    case, kind, place = (events[name].to_numpy() for name in ("case", "kind", "place"))
    inside = (place > cases["admitted_place"].to_numpy()[case]) & (place < cases["final_place"].to_numpy()[case])
    notice = inside & (kind == common.READY_NOTICE)
    ends = pd.Series(inside & np.isin(kind, (common.INTERRUPTED, common.READY_WITHDRAWN)), events.index)
    part = ends.groupby(case).cumsum().to_numpy() - ends.to_numpy()
    events = events.assign(key=case * PARTS + part, needs=events["need"].groupby(case).cummax())
    notices = events[notice]
    spells = notices.drop_duplicates("key")[["key", "case", "place", "at", "needs"]].reset_index(drop=True)
    index = pd.Index(spells["key"])
    ended, of_case = events[ends.to_numpy()], spells["case"].to_numpy()
    for column, source, final in (("end_place", "place", "final_place"), ("ends_at", "at", "final_at")):
        own = first(ended, "key", source, index)
        spells[column] = np.where(own != NEVER, own, cases[final].to_numpy()[of_case])
    return spells.join(told_of(events[notice | (kind == common.NEEDS_ASSESSED)], notices, spells, index))


def told_of(looks, notices, spells, index):
    number = index.get_indexer(looks["key"])
    looks = looks.assign(spell=number)[number >= 0]
    of = spells.loc[looks["spell"]]
    place = looks["place"].to_numpy()
    during = (place >= of["place"].to_numpy()) & (place < of["end_place"].to_numpy())
    looks, place = looks[during], place[during]
    needs, out = np.maximum(looks["needs"].to_numpy(), 0), {}
    for world in WORLDS:
        told = np.ones(len(looks), bool)
        for bits in UNITS.values():
            sent = first(notices[reaches(notices, world, bits)], "key", "place", index)
            told &= (needs & bits == 0) | (sent[looks["spell"]] <= place)
        done = looks[told]
        for column, source in (("told", "at"), ("told_place", "place"), ("told_need", "needs")):
            out[f"{column}_{world}"] = first(done, "spell", source, spells.index)
    return pd.DataFrame(out, spells.index)


def add_plans(relevant, spells):
    """What had been said of plans before each spell began, and what came after that may excuse the call."""
    begins = spells[["case", "place", "end_place", "needs"]].reset_index(names="spell")
    kind, index = relevant["kind"], spells.index
    said = relevant[kind.isin((common.SIP_DECLINED, common.SIP_ACCEPTED, common.CONSENT, common.SIP_NEED))]
    said = said.merge(begins, on="case", suffixes=("", "_of_spell"))
    said = said[said["place"] < said["place_of_spell"]]
    is_need = said["kind"] == common.SIP_NEED
    spells["declined"] = first(said[~is_need], "spell", "declines", index, "last", False)
    spells["current"] = first(said[is_need], "spell", "is_current", index, "last", False)
    later = relevant[kind.isin((common.NEEDS_ASSESSED, common.SIP_DECLINED, common.CONSENT))].merge(
        begins, on="case", suffixes=("", "_of_spell"))
    assessed = later["need"].to_numpy() != UNASSESSED
    before_end = later[assessed & (later["place"] < later["end_place"])]
    spells["need_last"] = first(before_end, "spell", "need", index, "last", UNASSESSED)
    after = (later["place"] > later["place_of_spell"]).to_numpy()
    later, assessed = later[after], assessed[after]
    need, needs = later["need"].to_numpy(), later["needs"].to_numpy()
    free = (need & common.TO_OUTPATIENT == 0) | (need & common.MUNICIPAL == 0) | (need & COMPULSORY != 0)
    excuses = later[assessed & free | later["declines"].to_numpy()]
    spells["excused"], spells["excused_place"] = (first(excuses, "spell", column, index) for column in ("at", "place"))
    for unit, bits in UNITS.items():
        gone = later[assessed & (needs & bits != 0) & (need & bits == 0)]
        spells[f"{unit}_gone"] = first(gone, "spell", "at", index)
        spells[f"{unit}_gone_place"] = first(gone, "spell", "place", index)


# --- The judgement -----------------------------------------------------------------------------------------------------------


class Judge:
    """All spells: their columns as arrays, those of their cases too."""

    def __init__(self, spells, cases, assessed_on):
        self.columns = {name: spells[name].to_numpy() for name in spells.columns}
        of_case = spells["case"].to_numpy()
        self.columns |= {name: cases[name].to_numpy()[of_case] for name in cases.columns}
        self.assessed_on = assessed_on

    def __getitem__(self, name):
        return self.columns[name]

    def scope(self, world):
        at_end = np.where(self["end_place"] != NEVER, self["need_last"], self["need_now"])
        need = np.where(self[f"told_{world}"] != NEVER, self[f"told_need_{world}"], at_end)
        return np.select([need == UNASSESSED, need & NEED == 0], [UNKNOWABLE, NOT_MET], MET)

    def ready(self, world):
        return np.select([self[f"told_{world}"] != NEVER, self["end_place"] == NEVER], [MET, OPEN], NOT_MET)

    def admission(self, world):
        notice, begun = self[f"notice_{world}"], self["due"] != NEVER
        return np.select([begun & (notice <= self["due"]), begun, notice != NEVER, self["need_now"] == UNASSESSED],
                         [MET, NOT_MET, MET, UNKNOWABLE], OPEN)

    def call(self, world):
        needs = self["needs"]
        free = (needs & common.TO_OUTPATIENT == 0) | (needs & common.MUNICIPAL == 0) | (needs & COMPULSORY != 0)
        free |= self["declined"] | self["current"] | self.in_time("excused")
        called, dropped = np.ones(len(needs), bool), np.ones(len(needs), bool)
        for unit, bits in UNITS.items():
            gone = self[f"{unit}_gone_place"]
            called &= (needs & bits == 0) | self.in_time(f"{unit}_called_{world}")
            dropped &= (needs & bits == 0) | (self.in_time(f"{unit}_gone") & (gone <= self["excused_place"])
                                              & (gone < self[f"{unit}_called_place_{world}"]))
        return np.select([needs == UNASSESSED, free | called | dropped], [UNKNOWABLE, MET], NOT_MET)

    def in_time(self, name):
        """Before the third day after the first notice of the spell is over."""
        return self[name] < self["call_before"]

    def owes_nothing(self, world, entry, ends_on):
        told = self[f"told_{world}"] != NEVER
        needless = told & (self[f"told_need_{world}"] != UNASSESSED) & (self[f"told_need_{world}"] & common.MUNICIPAL == 0)
        return needless | (ends_on != NEVER) & (entry != NEVER) & (entry >= ends_on)

    def statuses(self):
        """(status, entry day, the day the spell ends)"""
        days = local(self["at"]).dt.normalize() + pd.Timedelta(days=common.GRACE_DAYS + 1)
        utc = days.dt.tz_localize("Europe/Stockholm")
        self.columns["call_before"] = ((utc - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(seconds=1)).to_numpy()
        entry, ends_on = entry_day(self["told_p"]), day_of(self["ends_at"])
        known = self["told_s"] == self["told_p"]
        other = np.where(known | (self["told_s"] == NEVER), entry, entry_day(self["told_s"]))
        verdicts = []
        for prerequisite in (self.scope, self.ready, self.admission, self.call):
            sure, possible = prerequisite("s"), prerequisite("p")
            verdicts.append(np.where(sure == possible, sure, UNKNOWABLE))
        verdicts, payer = np.stack(verdicts), self["payer"]
        exempt = (payer == common.NO_MUNICIPALITY) | (payer == common.GOTLAND) & (self["region"] == common.GOTLAND_REGION)
        none = exempt | self.owes_nothing("s", other, ends_on) & self.owes_nothing("p", entry, ends_on)
        left = ends_on != NEVER
        status = np.select(
            [none, (verdicts == NOT_MET).any(axis=0), (verdicts == UNKNOWABLE).any(axis=0) | (payer == 0) | ~known,
             (verdicts == OPEN).any(axis=0) | ~left & (entry > self.assessed_on), left],
            [common.NONE, common.BLOCKED, common.UNKNOWN, common.PENDING, common.ENDED], common.ACCRUING)
        return status, np.where(known & (entry != NEVER), entry, common.NO_DATE), np.where(left, ends_on, self.assessed_on)


def freed_of(relevant, spells):
    """Charged days that something frees, as spell * 2^20 + day: obstacles, and times without a municipal need."""
    obstacles = relevant[relevant["kind"].isin((common.OBSTACLE, common.CLEAR))]
    clear = obstacles["at"].where(obstacles["kind"] == common.CLEAR).groupby(obstacles["case"]).bfill()
    obstacles = obstacles.assign(stop=clear.fillna(NEVER).astype(np.int64))
    obstacles = obstacles[(obstacles["kind"] == common.OBSTACLE) & (obstacles["stop"] > obstacles["at"])]
    assessed = relevant[relevant["need"] != UNASSESSED]
    again = assessed.groupby("case")["at"].shift(-1, fill_value=NEVER)
    assessed = assessed.assign(stop=again)[assessed["need"] & common.MUNICIPAL == 0]
    of_spells = spells[["case", "told_place_s", "end_place", "entry", "until"]].reset_index(names="spell")
    withdrawn = assessed.merge(of_spells, on="case")
    withdrawn = withdrawn[(withdrawn["place"] > withdrawn["told_place_s"]) & (withdrawn["place"] < withdrawn["end_place"])]
    both = pd.concat([obstacles.merge(of_spells, on="case"), withdrawn])
    stop = both["stop"].to_numpy()
    begin = np.maximum(day_of(both["at"].to_numpy()), both["entry"].to_numpy())
    behind = np.where(stop == NEVER, NEVER, day_of(np.where(stop == NEVER, 1, stop) - 1) + 1)
    return days_of(both["spell"].to_numpy(), begin, np.minimum(behind, both["until"].to_numpy()))


def days_of(spell, begin, behind):
    """Every day from one to before another, as spell * 2^20 + day."""
    count = np.maximum(behind - begin, 0)
    return np.repeat(spell * PARTS + begin, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)


def charge(relevant, spells, ore):
    """Adds the charged days, and their amount or NOT_KNOWN."""
    charged = spells[spells["status"] >= common.ACCRUING]
    days = days_of(charged.index.to_numpy(), charged["entry"].to_numpy(), charged["until"].to_numpy())
    days = days[~np.isin(days, freed_of(relevant, charged))]
    years = pd.to_datetime(pd.Series(days % PARTS), unit="D").dt.year
    rates = years.map(ore)
    sums = pd.DataFrame({"rate": rates, "no_rate": rates.isna(), "day": 1}).groupby(days // PARTS).sum()
    spells["days"] = sums["day"].reindex(spells.index, fill_value=0)
    amount = np.where(sums["no_rate"] > 0, common.NOT_KNOWN, sums["rate"]).astype(np.int64)
    spells["ore"] = pd.Series(amount, sums.index).reindex(spells.index, fill_value=0)
    free = (spells["status"] == common.ENDED) & (spells["days"] == 0)
    spells["status"] = spells["status"].where(~free, common.NONE)


def answers_of(cases, spells):
    """From spells to cases: the latest decides, unless an earlier one was paid for."""
    index = cases.index
    paid = first(spells[spells["days"] > 0], "case", "entry", index)
    status = first(spells, "case", "status", index, "last")
    enters = first(spells, "case", "entry", index, "last", common.NO_DATE)
    of_case = spells.groupby("case")
    days, ore = (of_case[name].sum().reindex(index, fill_value=0).to_numpy() for name in ("days", "ore"))
    unknown, no_rate = (flag.groupby(spells["case"]).any().reindex(index, fill_value=False).to_numpy()
                        for flag in (spells["status"] == common.UNKNOWN, spells["ore"] < 0))
    return (np.select([status == NEVER, (paid != NEVER) & np.isin(status, (common.NONE, common.BLOCKED))],
                      [np.where(cases["need_now"] == UNASSESSED, common.UNKNOWN, common.NONE), common.ENDED], status),
            np.where(paid != NEVER, paid, enters), np.where(unknown, common.NOT_KNOWN, days),
            np.where(unknown | no_rate, common.NOT_KNOWN, ore))


# --- All stays ---------------------------------------------------------------------------------------------------------------


def prepare(folder):
    column = functools.partial(common.column, folder)

    instants = column("at.i64")
    events = pd.DataFrame({"case": column("case.i64"), "place": np.arange(len(instants)), "at": instants,
                           "kind": column("kind.u8"), "party": column("party.u8"),
                           "mask": column("mask.u32").astype(np.int64)})
    stays = pd.DataFrame({name: column(f"{name}.i32") for name in ("municipality", "payer", "region")})
    return events, stays, common.about(folder)


def compute(data):
    events, stays, (assessed_on, ore) = data
    relevant = relevant_of(events)
    cases = cases_of(relevant, stays)
    cases["payer"] = stays["payer"].where(stays["payer"] != 0, stays["municipality"])
    cases["region"] = stays["region"]
    spells = spells_of(relevant, cases)
    add_plans(relevant, spells)
    spells["status"], spells["entry"], spells["until"] = Judge(spells, cases, assessed_on).statuses()
    charge(relevant, spells, ore)
    return answers_of(cases, spells)
