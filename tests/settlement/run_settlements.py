#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settle the case files with a command and compare with what was computed by hand from the agreements.

    run_settlements.py COMMAND [FILE]...

A case file is an ordinary case log. Its expectations are comments:

    #@ ARGS                                   a run of `settle` and of `stats` with these arguments
    #= MUNICIPALITY MONTH RULES KEY=VALUE...  of the settlement in that object ("null" for no municipality)
    #$ MUNICIPALITY MONTH RULES KEY=VALUE...  the same of the statistics
    #objects N                                how many objects the run gives

KEY is a key of the JSON, dotted for one inside. VALUE is JSON or a bare word; of `counted` names with commas between; of
`left_out` NAME:REASON; of `per_day` NAME:DATE:SEK; of `per_case` NAME:DAYS:SEK; of `history` MONTH:DAYS/PERSONS:ABOVE;
of `reconciliation` NAME:SKR:PAYMENT:WHY, and of `dates` all its dates. `-` is an empty list.

Every run is made again with the cases of the file in other orders: the bytes must be the same.
"""

import json
import pathlib
import random
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

PLACE = pathlib.Path(__file__).resolve().parent / "cases"
LISTS = {
    "counted": str,
    "left_out": lambda e: f"{e['case']}:{e['reason']}",
    "per_day": lambda e: f"{e['case']}:{e['date']}:{json.dumps(e['sek'])}",
    "per_case": lambda e: f"{e['case']}:{e['days']}:{json.dumps(e['sek'])}",
    "history": lambda e: f"{e['month']}:{json.dumps(e['days'])}/{json.dumps(e['persons'])}:{e['above']}",
    "reconciliation": lambda e: f"{e['case']}:{e['skr_days']}:{e['payment_days']}:{e['why']}",
}


def run(command, verb, args, text):
    done = subprocess.run([*command, verb, "--json", *args, "-"], input=text.encode(), capture_output=True, timeout=60)
    return done.returncode, done.stdout


def objects(output):
    found = [json.loads(line) for line in output.splitlines()]
    return {(o["municipality"] or "null", o["month"], o["rules"]): o for o in found}, len(found)


def shown(found, key):
    """The value of a key as an expectation writes it."""
    if key == "dates":
        return ",".join(date for e in found["reconciliation"] for date in e["dates"]) or "-"
    value = found
    for part in key.split("."):
        value = value[part]
    if isinstance(value, list):
        return ",".join(map(LISTS[key], value)) or "-"
    return value if isinstance(value, str) else value


def same(got, expected):
    try:
        wanted = json.loads(expected)
    except ValueError:
        wanted = expected
    if isinstance(got, str):
        return got == expected
    return got == wanted and isinstance(got, bool) == isinstance(wanted, bool)


def blocks(text):
    """The runs of a file: their arguments and the expectations under each."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#@ "):
            found.append((number, shlex.split(line[3:]), []))
        elif line.startswith(("#= ", "#$ ", "#objects ")):
            found[-1][2].append((number, *line.split(None, 1)))
    return found


def orders(text):
    """The cases of the file, in other orders."""
    cases = []
    for line in text.splitlines(keepends=True):
        if line.startswith("case "):
            cases.append("")
        if cases and not line.startswith("#"):
            cases[-1] += line
    yield "".join(reversed(cases))
    mixed = cases[:]
    random.Random(1).shuffle(mixed)
    yield "".join(mixed)


def check_expectation(tap, name, found, count, number, sign, rest):
    if sign == "#objects":
        tap.ok(count == int(rest), f"{name}:{number}: {rest} objects", count)
        return
    municipality, month, rules, *wanted = rest.split()
    place = found[sign].get((municipality, month, rules))
    if place is None:
        tap.ok(False, f"{name}:{number}: {municipality} {month} {rules} is there", sorted(found[sign]))
        return
    for word in wanted:
        key, _, value = word.partition("=")
        got = shown(place, key)
        tap.ok(same(got, value), f"{name}:{number}: {municipality} {month} {rules} {word}", got)


def check_file(tap, command, path):
    text = path.read_text(encoding="utf-8")
    for number, args, expectations in blocks(text):
        status, settled = run(command, "settle", args, text)
        other_status, statistics = run(command, "stats", args, text)
        tap.ok(status == 0 and other_status == 0, f"{path.name}:{number}: runs", (status, other_status))
        found, count = objects(settled)
        sums = {"#=": found, "#$": objects(statistics)[0]}
        for expectation in expectations:
            check_expectation(tap, path.name, sums, count, *expectation)
        for other in orders(text):
            tap.ok(run(command, "settle", args, other)[1] == settled, f"{path.name}:{number}: the order of cases is nothing")
            tap.ok(run(command, "stats", args, other)[1] == statistics, f"{path.name}:{number}: nor for the statistics")


def main(words):
    tap = Tap()
    command = shlex.split(words[0])
    for path in map(pathlib.Path, words[1:]) if words[1:] else sorted(PLACE.glob("*.case")):
        check_file(tap, command, path)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
