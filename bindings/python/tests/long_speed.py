# SPDX-License-Identifier: LGPL-2.1-or-later
"""How fast: one event into a case, and a table of a million events against the library called from C.

The table is the one that tests/speed/measure_columns makes and judges; the environment variable MEASURE_COLUMNS names that
program, or it is found in build/release. What is measured is the best of several runs, taken by turns.
"""

import array
import datetime
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

import utskrivning
from test_table import library
from utskrivning import Case, Kind, Party

ROOT = pathlib.Path(__file__).resolve().parents[3]
EVENTS = 20_000
CASES = 93_000  # a million events
TURNS = 11
FIRST = 1651475200


def push_seconds(moments):
    """The best time of putting an event into a case."""
    best = float("inf")
    for _ in range(TURNS):
        push, kind, party = Case("anna").push, Kind.NOTE, Party.SYSTEM
        began = time.perf_counter()
        for at in moments:
            push(at, party, kind)
        best = min(best, (time.perf_counter() - began) / len(moments))
    return best


class OneEvent(unittest.TestCase):
    def test_under_300_ns(self):
        seconds = [FIRST + number for number in range(EVENTS)]
        aware = [datetime.datetime.fromtimestamp(at, utskrivning.STOCKHOLM) for at in seconds]
        for name, moments in (("seconds", seconds), ("datetimes", aware)):
            with self.subTest(name):
                self.assertLess(push_seconds(moments), 300e-9)


class Bulk(unittest.TestCase):
    """The share of the speed of C that a table reaches. In everything the rules are ids in text here and bits there. The
    two programs run one after the other, so that a machine that does other things too moves the share; the claim leaves
    room for that, and what was measured is told."""

    def setUp(self):
        self.program = os.environ.get("MEASURE_COLUMNS", str(ROOT / "build" / "release" / "tests" / "measure_columns"))
        if not os.path.exists(self.program):
            self.skipTest("measure_columns is not built")
        self.pyarrow = library("pyarrow")

    def in_c(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, text=True, check=True)
        return {row["what"]: row["best"] / row["count"] for row in map(json.loads, done.stdout.splitlines())}

    def table(self, folder):
        columns = {}
        for name, file, code in (("case", "case.i64", "q"), ("at", "at.i64", "q"), ("event", "kind.u8", "B"),
                                 ("party", "party.u8", "B"), ("mask", "mask.u32", "I")):
            values = array.array(code)
            values.frombytes(pathlib.Path(folder, file).read_bytes())
            columns[name] = self.pyarrow.array(memoryview(values), {"q": "int64", "B": "uint8", "I": "uint32"}[code])
        return self.pyarrow.table(columns)

    def here(self, table, **asked):
        began = time.perf_counter()
        utskrivning.judge_table(table, by_case=True, **asked)
        return (time.perf_counter() - began) / table.num_rows

    def test_a_million_events(self):
        ours, theirs = {"liability": [], "full": []}, {"liability": [], "full": []}
        with tempfile.TemporaryDirectory() as folder:
            self.in_c("dump", "bare", "1", "10", str(CASES), folder, "1")
            table = self.table(folder)
            for _ in range(TURNS):
                for what, seconds in self.in_c("bulk", "bare", "1", "10", "1000000", "1").items():
                    theirs.setdefault(what, []).append(seconds)
                ours["liability"].append(self.here(table, want="liability"))
                ours["full"].append(self.here(table))
        shares = {what: min(theirs[what]) / min(ours[what]) for what in ours}
        print(f"# share of the speed of C: {shares}")
        for what, share in shares.items():
            self.assertGreater(share, 0.6, what)


if __name__ == "__main__":
    unittest.main()
