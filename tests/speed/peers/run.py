#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Times one peer on columns that measure_columns has dumped, and compares its answers with those of the library.

    run.py PEER FOLDER RUNS

Prints a line of JSON: its name, the best and the median of the runs in seconds, how many cases differ, of how many.
"""

import importlib
import json
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from peers import common  # noqa: E402

ANSWERS = ("status.u8", "enters.i32", "days.i32", "ore.i64")


def timed(peer, data):
    begun = time.perf_counter()
    answers = peer.compute(data)
    return time.perf_counter() - begun, answers


def plain(value):
    """A number of any library as Python's own."""
    return value if isinstance(value, tuple) else int(value)


def liability(folder):
    """What the library answered."""
    return zip(*(common.read(folder, name) for name in ANSWERS))


def differing(peer, folder, answers):
    """(cases whose answers differ, cases)"""
    expected = getattr(peer, "expected", liability)(folder)  # a peer that answers more tells what is expected of it
    got = zip(*([plain(value) for value in column] for column in answers), strict=True)
    pairs = list(zip(expected, got, strict=True))
    return sum(one != other for one, other in pairs), len(pairs)


def main(arguments):
    name, folder, runs = arguments
    peer = importlib.import_module(f"peers.{name}")
    data = peer.prepare(folder)
    times, answers = [], None
    for _ in range(int(runs)):
        seconds, answers = timed(peer, data)
        times.append(seconds)
    wrong, cases = differing(peer, folder, answers)
    print(json.dumps({"name": peer.NAME, "best": min(times), "median": statistics.median(times), "differing": wrong,
                      "cases": cases}))


if __name__ == "__main__":
    main(sys.argv[1:])
