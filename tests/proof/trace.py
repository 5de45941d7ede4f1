#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The trace: from every rule id to its section of the law and to cases on both sides of it.

    trace.py COMMAND

The rules are those of `COMMAND rules --json`, of every pack. One claim for each: its citation names a section that
there is, a case file names it (`# Rules:`), and the expectations of the files that name it show it

    obligation    met; and missed, late or not met (as soon as possible: open); and not arising, excused or unknown;
                  with a time: done, or judged, one second before, at, and one second after its edge
    finding       present and absent
    prerequisite  yes and no
    scope, sip    deciding, and not deciding
    liability     entry-day: a notice one second before, at and after noon; the days of grace of psychiatric care, and
                  of other care; a reason given and not; the others: a day charged or freed by it, and one that is not
    sharing       in tests/judgement/test_share.c: the rule answering, and another rule or answer for the same item

What an expectation demands is taken from the case files, the instants between which it stands from the command. That
the expectations hold is the business of tests/cases/run_cases.py.
"""

import collections
import datetime
import json
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "cases")]
from run_cases import BadCase, look_up, parse_path, parse_value  # noqa: E402
from tap import Tap  # noqa: E402

# The sections of each chapter of lag (2017:612).
SECTIONS = {1: 3, 2: 6, 3: 3, 4: 5, 5: 6}

IN_TIME = {"met"}
TOO_LATE = {"met-late", "missed", "not-met"}
ASIDE = {"absent", "excused", "unknown"}
NEVER_DUE = "as-soon-as-possible"
COVERS = "covers-weekdays"  # its edge is the day of `until=`, not the instant of an event
STRICT = {"before"}
NOT_BEFORE = {"not-before", "day-after"}
EDGES = {-1: "the second before the edge", 0: "the edge", 1: "the second after the edge"}
NOON = 12 * 3600
SHARE_ROW = re.compile(r'UTSKR_SHARE_(\w+),\s*(\w+),\s*"([a-z-]+)"')

Expectation = collections.namedtuple("Expectation", "path word judgement")


# --- The rules -------------------------------------------------------------------------------------------------------


def read_rules(command):
    """Every rule of every pack, as the command tells them."""
    done = subprocess.run(command + ["rules", "--json"], capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return [line for line in lines if line["kind"] == "rule"]


def cites_what_there_is(cite):
    """Are the sections of the act that a citation names in the act? Other texts are taken as they are."""
    for part in cite.split(";"):
        found = re.match(r"\s*2017:612 (\d+) kap\. ([\d, och-]+) §", part)
        if found:
            last = SECTIONS.get(int(found.group(1)), 0)
            if any(int(number) > last for number in re.findall(r"\d+", found.group(2))):
                return False
    return bool(cite.strip())


# --- The cases -------------------------------------------------------------------------------------------------------


class CaseFile:
    """A case file: the rules it names and what it expects, with the judgement each expectation is about."""

    def __init__(self, path, command):
        self.name = path.relative_to(ROOT / "tests" / "cases").as_posix()
        self.rules, self.expectations, run = set(), [], {}
        for line in re.split(r"\r?\n", path.read_bytes().decode("utf-8-sig", errors="replace")):
            if line.startswith("# Rules:"):
                self.rules |= set(line[len("# Rules:"):].split())
            elif line.startswith("#@"):
                run = judge(command, shlex.split(line[2:]), path)
            elif line.startswith("#="):
                self.add(line[2:].split(None, 2), run)

    def add(self, words, run):
        if len(words) == 3:
            case, path, word = words
            self.expectations.append(Expectation(path, word.strip(), run.get(case)))


class Part:
    """What a case file expects of the cases judged under one pack."""

    def __init__(self, file, pack):
        self.name = file.name
        self.expectations = [
            e for e in file.expectations if pack == "lus" or (e.judgement and e.judgement["rules"] == pack)
        ]


def judge(command, args, path):
    """The judgements of a run, by case."""
    done = subprocess.run(command + ["assess", "--json"] + args + [str(path)], capture_output=True, check=False)
    cases = {}
    for line in done.stdout.decode("utf-8", errors="replace").splitlines():
        value = json.loads(line)
        cases[value["case"]] = value
    return cases


def read_files(command):
    return [CaseFile(path, command) for path in sorted((ROOT / "tests" / "cases").rglob("*.case"))]


# --- What the expectations show ---------------------------------------------------------------------------------------


def value_of(expectation):
    try:
        return parse_value(expectation.word)
    except BadCase:
        return None


def seconds(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


def obligation_of(expectation, rule):
    """(the key expected of it, the obligation) if the expectation is about an obligation of the rule."""
    found = re.fullmatch(r"obligations\[" + re.escape(rule) + r"(?:/[\w-]+)?(?:#\d+)?\](?:\.(\w+))?", expectation.path)
    if not found:
        return None
    steps = parse_path(expectation.path)
    steps = steps[:-1] if found.group(1) else steps
    thing = look_up(expectation.judgement, steps) if expectation.judgement else None
    return found.group(1), thing if isinstance(thing, dict) else None


def distance(rule, obligation, at):
    """Seconds from the edge at which the obligation was done, or judged; None without an edge. The edge of `before` is
    what it must come before, of `not before` the first instant allowed, of every other form the last second in time."""
    done = obligation.get("done")
    if obligation.get("earliest"):
        return seconds(done) - seconds(obligation["earliest"]) if done else None
    if not obligation.get("due"):
        return None
    return seconds(done or at) - seconds(obligation["due"]) - (rule["form"] in STRICT)


def on_the_edge(rule, away, status):
    """Does the status say what it must so many seconds from the edge?"""
    if rule["form"] in NOT_BEFORE:
        return status in (TOO_LATE if away < 0 else IN_TIME)
    last = -1 if rule["form"] in STRICT else 0
    return status in ((IN_TIME | {"open"}) if away <= last else TOO_LATE)


def is_its_own_edge(rule):
    """Is it met by the very event that it is counted to? Then nothing can be done before the edge but to wait."""
    return rule["form_text"].split()[-1] == rule["met_by"].split()[0]


def edges_of(rule, expectations):
    """The edges at which the obligation is expected to turn."""
    edges = set()
    for key, obligation, expectation in expectations:
        if key != "status" or obligation is None:
            continue
        away = distance(rule, obligation, expectation.judgement["at"])
        if away in EDGES and on_the_edge(rule, away, expectation.word):
            edges.add(away)
        if away is None and expectation.word == "open" and is_its_own_edge(rule):
            edges.add(-1)
    return edges


def show_obligation(rule, files):
    """What is lacking for an obligation."""
    expectations = []
    for expectation in (e for file in files for e in file.expectations):
        about = obligation_of(expectation, rule["id"])
        if about:
            expectations.append((*about, expectation))
    statuses = {e.word for key, _, e in expectations if key == "status" or (key is None and e.word == "absent")}
    lacking = [] if statuses & IN_TIME else ["met"]
    lacking += [] if statuses & ASIDE else ["not arising, excused or unknown"]
    if rule["form"] == NEVER_DUE:
        return lacking + ([] if "open" in statuses else ["open"])
    lacking += [] if statuses & TOO_LATE else ["missed, late or not met"]
    if rule["form"] == COVERS:
        return lacking
    edges = edges_of(rule, expectations)
    return lacking + [EDGES[edge] for edge in EDGES if edge not in edges]


def show_finding(rule, files):
    start = f"findings[{rule['id']}"
    present = absent = False
    for expectation in (e for file in files for e in file.expectations):
        path = re.sub(r"^len\((.*)\)$", r"\1", expectation.path)
        if not re.match(re.escape(start) + r"[\]#/]", path):
            continue
        none = expectation.word == "absent" or (path != expectation.path and value_of(expectation) == 0)
        absent, present = absent or none, present or not none
    return ([] if present else ["present"]) + ([] if absent else ["absent"])


def show_prerequisite(rule, files):
    words = {
        e.word for file in files for e in file.expectations if e.path.endswith("prerequisites." + rule["id"])
    }
    return [word for word in ("yes", "no") if word not in words]


def show_scope(rule, files):
    deciding = {"scope-need": {"yes", "no", "unknown"}, "scope-simple": {"no", "yes"}}[rule["id"]]
    words = {e.word for file in files for e in file.expectations if e.path == "covered"}
    return [f"covered {word}" for word in sorted(deciding - words)]


def show_sip(rule, files):
    named = {e.word for file in files for e in file.expectations if e.path == "sip.rule"}
    required = {e.word for file in files for e in file.expectations if e.path == "sip.required"}
    lacking = [] if rule["id"] in named else ["sip.rule"]
    return lacking + [f"sip.required {word}" for word in ("yes", "no") if word not in required]


def show_sharing(rule, _):
    text = (ROOT / "tests" / "judgement" / "test_share.c").read_text(encoding="utf-8")
    rows = SHARE_ROW.findall(text)
    items = {item for item, _, name in rows if name == rule["id"]}
    against = [
        row for row in rows if row[0] in items and (row[2] != rule["id"] or row[1] not in ("ALLOWED", "NOT_CONCERNED"))
    ]
    return ([] if items else ["an answer"]) + ([] if against else ["another answer for the item"])


# --- Liability ----------------------------------------------------------------------------------------------------------


def told_of(judgement):
    """(clock, date) of the local instant at which the latest spell's notice had reached the municipality."""
    spells = judgement["liability"]["spells"] if judgement else []
    told = (spells[-1].get("told") or spells[-1]["notice"]) if spells else None
    if not told:
        return None
    moment = datetime.datetime.fromisoformat(told)
    return moment.hour * 3600 + moment.minute * 60 + moment.second, moment.date()


def show_entry_day(files):
    clocks = set()
    for expectation in (e for file in files for e in file.expectations):
        if re.fullmatch(r"liability\.(spells\[\d\]\.)?enters", expectation.path) and told_of(expectation.judgement):
            clocks.add(told_of(expectation.judgement)[0] - NOON)
    return [f"a notice, noon being {EDGES[edge]}" for edge in EDGES if edge not in clocks]


# Rules of other days of grace: the days from the notice to the entry day, with them and without.
GRACES = {"psychiatric-2018": (3, 30, 31), "psychiatric-2020": (3, 7), "psychiatric-five-days": (3, 6)}
REASONS = ("one-principal", "liability-not-active")


def show_grace(rule, files):
    waits = set()
    for expectation in (e for file in files for e in file.expectations):
        if re.fullmatch(r"liability\.(spells\[\d\]\.)?enters", expectation.path) and told_of(expectation.judgement):
            try:
                waits.add((datetime.date.fromisoformat(expectation.word) - told_of(expectation.judgement)[1]).days)
            except ValueError:
                pass
    return [f"{days} days" for days in GRACES[rule["id"]] if days not in waits]


def show_reason(rule, files):
    words = {
        e.word for file in files for e in file.expectations if e.path == f"liability.reasons[{rule['id']}]"
    }
    return [word for word in ("present", "absent") if word not in words]


def day_of(expectation):
    """The day that an expectation is about, as judged."""
    found = re.match(r"(liability\.per_day\[[^\]]+\])\.", expectation.path)
    if not found or not expectation.judgement:
        return None
    day = look_up(expectation.judgement, parse_path(found.group(1)))
    return day if isinstance(day, dict) else None


def show_days(rule, files):
    by_rule = otherwise = False
    for expectation in (e for file in files for e in file.expectations):
        day = day_of(expectation)
        by_rule = by_rule or (day is not None and day["rule"] == rule["id"])
        otherwise = otherwise or (day is not None and day["rule"] != rule["id"])
    return ([] if by_rule else ["a day of it"]) + ([] if otherwise else ["a day that is not"])


def show_liability(rule, files):
    if rule["id"] == "entry-day":
        return show_entry_day(files)
    if rule["id"] in GRACES:
        return show_grace(rule, files)
    if rule["id"] in REASONS:
        return show_reason(rule, files)
    return show_days(rule, files)


SHOW = {
    "obligation": show_obligation,
    "finding": show_finding,
    "prerequisite": show_prerequisite,
    "scope": show_scope,
    "sip": show_sip,
    "sharing": show_sharing,
    "liability": show_liability,
}


# --- The table ----------------------------------------------------------------------------------------------------------


def trace(tap, rule, files):
    """The row of one rule."""
    naming = [Part(file, rule["pack"]) for file in files if rule["id"] in file.rules]
    naming = [part for part in naming if part.expectations]
    lacking = [] if cites_what_there_is(rule["cite"]) else ["a section that there is"]
    if rule["group"] != "sharing" and not naming:
        lacking.append("a case file that names it")
    lacking += SHOW[rule["group"]](rule, naming)
    where = ", ".join(file.name for file in naming) or "judgement/test_share.c"
    tap.ok(
        not lacking,
        f"{rule['pack']} {rule['id']} ({rule['cite']}): {where}",
        "lacks: " + "; ".join(lacking),
    )


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    command = shlex.split(arguments[0])
    rules, files, tap = read_rules(command), read_files(command), Tap()
    for rule in rules:
        trace(tap, rule, files)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
