#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is measured is what it is said to be: the stays are those of the county, and the peers that say that they follow the same
rules give the same answers, also for stays in which every rule meets every other. Of the peers, those in plain Python.

    check_measuring.py MEASURE_COLUMNS COMMAND GENERATOR
"""

import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from tap import Tap  # noqa: E402

STAYS, STAYS_OF_A_YEAR = 150, 5000
NAMES = ("case", "file", "previous")
NO_MISTAKES = [word for rate in ("late-notice", "missing-ready-notice", "sip-not-called", "short-notice", "irregular")
               for word in (f"--{rate}", "0")]
AS_MEASURED = ["--at", "2028-01-01T00:00:00+01:00", "--rate", "2026=11400"]


def output(*words, text=None):
    return subprocess.run([*map(str, words)], input=text, capture_output=True, text=True, check=True).stdout


def judged(command, log):
    """What the command says of each case, but for what cases are called."""
    lines = output(command, "assess", "--json", *AS_MEASURED, "-", text=log).splitlines()
    return [{key: value for key, value in json.loads(line).items() if key not in NAMES} for line in lines]


def first_stays(log, count):
    cases = itertools.accumulate(line.startswith("case ") for line in log.splitlines())
    return "".join(f"{line}\n" for line, number in zip(log.splitlines(), cases) if number <= count)


def check_county(tap, measure, command, generator):
    with tempfile.TemporaryDirectory() as folder:
        output(measure, "everything", "county", 1, 0, STAYS, folder, 1)
        measured = judged(command, pathlib.Path(folder, "stays.case").read_text(encoding="utf-8"))
    county = output(generator, "--county", 23, "--year", 2026, "--cases", STAYS_OF_A_YEAR, "--seed", 1, *NO_MISTAKES)
    expected = judged(command, first_stays(county, STAYS))
    differing = [number for number, pair in enumerate(zip(measured, expected)) if pair[0] != pair[1]]
    tap.ok(len(measured) == STAYS and len(expected) == STAYS and not differing,
           f"the first {STAYS} stays without irregular events are judged as the county's own, in every word", differing)


def check_peer(tap, measure, peer, how, stays, percent, cases):
    with tempfile.TemporaryDirectory() as folder:
        output(measure, how, stays, 2, percent, cases, folder, 1)
        found = json.loads(output(sys.executable, HERE / "peers" / "run.py", peer, folder, 1))
    tap.ok(found["cases"] == cases and found["differing"] == 0,
           f"{found['name']}: the same answers for {cases} stays, {stays}, {percent} % irregular", found)


def main(arguments):
    measure, command, generator = arguments
    tap = Tap()
    check_county(tap, measure, command, generator)
    for stays, percent, cases in (("county", 0, 2000), ("county", 30, 2000), ("bare", 10, 2000), ("tangled", 10, 5000)):
        check_peer(tap, measure, "plain_python", "dump", stays, percent, cases)
    check_peer(tap, measure, "reference", "everything", "county", 30, 40)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
