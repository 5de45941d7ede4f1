#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Judging columns: how fast, in how much memory, and against the same rule in other tools.

    columns.py BUILD_FOLDER [--events N] [--runs N] [--seed N] [--largest N] [--no-peers] [--write PAGE]

Prints Markdown. Every ratio is of two measurements of one run on one machine; times are the best and the median of the runs.
With --write the figures replace those between the markers of PAGE.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from speed import first_line, processor  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
BEGIN, END = "<!-- measured by tests/speed/batch.sh -->", "<!-- end of what was measured -->"
PEERS = {  # by what part of their events is irregular: those that take any, and those that take regular stays alone
    10: ["plain_python", "numpy_lockstep", "duckdb_sql"],
    0: ["numpy_columns", "polars_frame", "pandas_frame", "sqlite_sql", "postgresql_sql", "openfisca_formulas"],
}
SLOW_PEERS = {"plain_python", "sqlite_sql", "postgresql_sql"}  # which take fewer cases
SLOW_CASES = 20000
EVENTS_OF_A_CASE = {"county": 28.8, "bare": 10.8}


class Measure:
    """Runs measure_columns and keeps what it says."""

    def __init__(self, build, settings):
        self.program = str(pathlib.Path(build, "tests", "measure_columns"))
        self.settings = settings

    def __call__(self, what, stays, percent, *arguments):
        words = [self.program, what, stays, str(self.settings.seed), str(percent), *map(str, arguments)]
        lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
        return {found["what"]: found for found in map(json.loads, lines)}


# --- Tables ------------------------------------------------------------------------------------------------------------


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def million(found, key):
    return found["count"] / found[key] / 1e6


def rates(found):
    return [f"{million(found, key):.1f}" for key in ("best", "median")]


def bulk_table(measure):
    rows = []
    for percent in (0, 10, 30):
        found = measure("bulk", "county", percent, measure.settings.events, measure.settings.runs)
        read = found["read"]
        for what, title in (("full", "everything, act and one agreement"), ("liability", "liability alone, act"),
                            ("full by two", "everything, two threads"), ("liability by time", "liability, cases mixed")):
            share = [f"{100 * read[key] / found[what][key]:.2f} %" for key in ("best", "median")]
            rows.append([title, f"{percent} %", *rates(found[what]), *share])
        two = [found["full"][key] / found["full by two"][key] for key in ("best", "median")]
        rows.append(["two threads against one", f"{percent} %", *(f"{ratio:.2f} times" for ratio in two), "", ""])
        speed = [read["bytes"] / read[key] / 1e9 for key in ("best", "median")]
        rows.append(["merely reading the columns", f"{percent} %", *rates(read), *(f"{gb:.1f} GB/s" for gb in speed)])
    return table(["judged", "irregular", "M events/s, best", "median", "of merely reading, best", "median"], rows)


def nanoseconds(seconds):
    return f"{seconds * 1e9:,.0f} ns"


def single_table(measure):
    found = measure("single", "county", 10, measure.settings.runs)
    rows = []
    for what, title in (("one event", "fold one event, with the clock read around it"),
                        ("one judgement", "judge one case under the agreement, everything"),
                        ("watch set", "set the next look at one of a million open cases"),
                        ("watch first", "ask which of a million is first")):
        rows.append([title, *(nanoseconds(max(0, found[what][key])) for key in ("p50", "p99", "p999"))])
    lines = table(["at a time", "half within", "99 % within", "99.9 % within"], rows)
    rows = []
    for what, title in (("fold", "fold one event through the shared library, one after another"),
                        ("local offset", "local offset of an instant"), ("localtime_r", "the same by localtime_r")):
        each = [found[what][key] / found[what]["count"] for key in ("best", "median")]
        rows.append([title, *(f"{seconds * 1e9:.2f} ns" for seconds in each)])
    scan = found["scan of a million"]
    rows.append(["the first of a million by looking at each", *(f"{scan[key] * 1e3:.3f} ms" for key in ("best", "median"))])
    ratio = [found["localtime_r"][key] / found["local offset"][key] for key in ("best", "median")]
    rows.append(["localtime_r against ours", *(f"{r:.0f} times" for r in ratio)])
    return lines + table(["one after another", "best", "median"], rows)


def growth_table(measure):
    rows, events = [], 10000
    while events <= measure.settings.largest:
        found = measure("growth", "county", 10, events)["growth"]
        rows.append([f"{found['events']:,}", f"{found['cases']:,}", f"{found['seconds']:.3f} s",
                     f"{found['events'] / found['seconds'] / 1e6:.1f}", f"{found['peak_kb'] / 1000:.1f} MB"])
        events *= 10
    return table(["events", "cases", "time", "M events/s", "peak memory, columns included"], rows)


# --- Peers -------------------------------------------------------------------------------------------------------------------


def peer_line(name, percent, folder, ours, runs):
    environment = dict(os.environ, POLARS_MAX_THREADS="1", OMP_NUM_THREADS="1")
    words = [sys.executable, str(HERE / "peers" / "run.py"), name, folder, str(runs)]
    result = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["it says nothing"])[-1]
        return [name, f"{percent} %", "not measured", reason[:100].replace("|", "/"), "", ""]
    found = json.loads(result.stdout.splitlines()[-1])
    same = "the same" if found["differing"] == 0 else f"{found['differing']} of {found['cases']} differ"
    ratio = [found[key] / ours[key] for key in ("best", "median")]
    each = ours["count"] / found["best"] / 1e6
    return [found["name"], f"{percent} %", f"{each:.2f}", same, *(f"{r:.1f} times" for r in ratio)]


def peers_of(measure, percent, cases, names):
    """Measured on the same columns as the library, in the same run."""
    with tempfile.TemporaryDirectory() as folder:
        ours = measure("dump", "bare", percent, cases, folder, measure.settings.runs)["liability"]
        title = f"libutskrivning, liability alone, {cases:,} cases"
        return [[title, f"{percent} %", f"{million(ours, 'best'):.2f}", "", "", ""]] + [
            peer_line(name, percent, folder, ours, measure.settings.runs) for name in names]


def peers_table(measure):
    rows = []
    many = round(measure.settings.events / EVENTS_OF_A_CASE["bare"])
    for percent, names in PEERS.items():
        rows += peers_of(measure, percent, SLOW_CASES, [name for name in names if name in SLOW_PEERS])
        rows += peers_of(measure, percent, many, [name for name in names if name not in SLOW_PEERS])
    return table(["one thread", "irregular", "M events/s, best", "answers", "takes, best", "takes, median"], rows)


# --- The page ----------------------------------------------------------------------------------------------------------------


def library_size(build):
    library = next(path for path in pathlib.Path(build, "lib").glob("libutskrivning.so.*") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(library, folder)
        subprocess.run(["strip", copy], check=True)
        return os.path.getsize(copy)


def report(build, settings):
    measure = Measure(build, settings)
    lines = [f"Machine: {processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}. "
             f"Compiler: {first_line((os.environ.get('CC') or 'cc').split() + ['--version'])}. "
             f"Seed {settings.seed}, {settings.events:,} events, {settings.runs} runs.", ""]
    lines += ["### In bulk", ""] + bulk_table(measure)
    lines += ["### One at a time", ""] + single_table(measure)
    lines += ["### Growth", "", "A stream by case, everything asked for, 10 % irregular.", ""] + growth_table(measure)
    if not settings.no_peers:
        lines += ["### The same rule in other tools", ""] + peers_table(measure)
    lines.append(f"The shared library, stripped: {library_size(build) / 1000:.0f} kB.")
    return lines


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("--events", type=int, default=2000000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=100000000)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--write", type=pathlib.Path)
    settings = parser.parse_args(arguments)
    lines = report(settings.build, settings)
    print("\n".join(lines))
    if settings.write is not None:
        page = settings.write.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        after = rest.partition(END)[2]
        settings.write.write_text(before + "\n".join([BEGIN, "", *lines, "", END]) + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
