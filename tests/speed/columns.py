#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Judging columns: how fast, in how much memory, and against other tools on the same stays.

    columns.py BUILD_FOLDER [--events N] [--runs N] [--seed N] [--largest N] [--no-peers] [--write PAGE]...

Prints Markdown: all that was measured, and the main figures in short. Every ratio is of two measurements of one run on one
machine; times are the best and the median of the runs. With --write what was measured replaces what stands between the
markers of a page: all of it, or the short form, as the first marker says.
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
ROOT = HERE.parents[1]
END = "<!-- end of what was measured -->"
BEGIN, BEGIN_SHORT = "<!-- measured by tests/speed/batch.sh -->", "<!-- measured by tests/speed/batch.sh, in short -->"
IRREGULAR = (0, 10, 30)  # percent of the events
STAYS = {"county": "stays of the county", "bare": "bare stays"}  # see workload.h
EVENTS_OF_A_STAY = {"county": 28.8, "bare": 10.8}  # about
# What is aimed at, on stays of the county: M events/s on one core, shares of merely reading, times, ns, ms, kB.
MUST = {"full": 30, "liability": 60, "share": 0.04, "two": 1.7, "plain_python": 50, "numpy_lockstep": 6, "duckdb_sql": 10,
        "fold": 60, "offset": 10, "first": 5, "size": 300}
SAME_RULES = ["plain_python", "numpy_lockstep", "pandas_frame", "polars_frame", "duckdb_sql", "sqlite_sql",
              "postgresql_sql"]
REGULAR_ALONE = ["numpy_columns", "openfisca_formulas"]
SLOW_PEERS = {"plain_python", "sqlite_sql", "postgresql_sql"}  # which take fewer stays
SLOW_STAYS, REFERENCE_STAYS = 20000, 300


class Measure:
    """Runs measure_columns and keeps what it says."""

    def __init__(self, build, settings):
        self.program = str(pathlib.Path(build, "tests", "measure_columns"))
        self.settings = settings
        self.kept = []  # rows of the short form

    def keep(self, what, irregular, aim, values):
        self.kept.append([what, irregular, aim, *values])

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


def percent_of(share, form="{:.2f} %"):
    return form.format(100 * share)


def must(key, form="{}"):
    return form.format(MUST[key]) if key in MUST else ""


def bulk_rows(measure, stays, percent):
    found = measure("bulk", stays, percent, measure.settings.events, measure.settings.runs)
    read, where, aims = found["read"], f"{percent} %", stays == "county"
    for what, title in (("full", "everything, act and one agreement"), ("liability", "liability alone, act"),
                        ("full by two", "everything, two threads"), ("liability by time", "liability, cases mixed")):
        shares = [read[key] / found[what][key] for key in ("best", "median")]
        if stays == "county" and what in ("full", "liability"):
            measure.keep(f"{title}, M events/s", where, must(what), rates(found[what]))
            measure.keep("the same, share of merely reading the columns", where, percent_of(MUST["share"], "{:.0f} %"),
                         [percent_of(share) for share in shares])
        yield [title, where, must(what) if aims else "", *rates(found[what]), *map(percent_of, shares)]
    two = [f"{found['full'][key] / found['full by two'][key]:.2f} times" for key in ("best", "median")]
    if aims:
        measure.keep("everything, two threads against one", where, must("two", "{} times"), two)
    yield ["two threads against one", where, must("two", "{} times") if aims else "", *two, "", ""]
    speed = [read["bytes"] / read[key] / 1e9 for key in ("best", "median")]
    yield ["merely reading the columns", where, "", *rates(read), *(f"{gb:.1f} GB/s" for gb in speed)]


def bulk_tables(measure):
    head = ["judged", "irregular", "must", "M events/s, best", "median", "of merely reading, best", "median"]
    for stays, title in STAYS.items():
        one = measure("bulk", stays, 0, 100000, 1)["full"]
        yield f"The {title}: {one['count'] / one['cases']:.1f} events each."
        yield ""
        yield from table(head, [row for percent in IRREGULAR for row in bulk_rows(measure, stays, percent)])


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
        each = [f"{found[what][key] / found[what]['count'] * 1e9:.2f} ns" for key in ("best", "median")]
        rows.append([title, *each])
        if what == "fold":
            measure.keep(title, "10 %", must("fold", "{} ns"), each)
    scan = found["scan of a million"]
    rows.append(["the first of a million by looking at each", *(f"{scan[key] * 1e3:.3f} ms" for key in ("best", "median"))])
    ratio = [f"{found['localtime_r'][key] / found['local offset'][key]:.0f} times" for key in ("best", "median")]
    rows.append(["localtime_r against ours", *ratio])
    measure.keep("local offset of an instant, against localtime_r", "", must("offset", "{} times"), ratio)
    measure.keep("ask which of a million open cases is first, 99 % within", "10 %", must("first", "{} ms"),
                 ["", nanoseconds(max(0, found["watch first"]["p99"]))])
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


def run_peer(name, folder, runs):
    """(what it found, or None; why not)"""
    environment = dict(os.environ, POLARS_MAX_THREADS="1", OMP_NUM_THREADS="1")
    words = [sys.executable, str(HERE / "peers" / "run.py"), name, folder, str(runs)]
    result = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    if result.returncode != 0:
        return None, (result.stderr.strip().splitlines() or ["it says nothing"])[-1][:100].replace("|", "/")
    return json.loads(result.stdout.splitlines()[-1]), ""


def peer_line(measure, name, percent, folder, ours, runs):
    found, reason = run_peer(name, folder, runs)
    if found is None:
        return [name, f"{percent} %", "not measured", reason, must(name, "{} times"), "", ""]
    same = "the same" if found["differing"] == 0 else f"{found['differing']} of {found['cases']} differ"
    ratios = [f"{found[key] / ours[key]:.1f} times" for key in ("best", "median")]
    if name in MUST:
        measure.keep(f"liability alone, against {found['name']}", f"{percent} %", must(name, "{} times"), ratios)
    return [found["name"], f"{percent} %", f"{ours['count'] / found['best'] / 1e6:.2f}", same, must(name, "{} times"),
            *ratios]


def peers_of(measure, stays, percent, names):
    """Measured on the same columns as the library, in the same run; slow ones on fewer stays."""
    runs, many = measure.settings.runs, round(measure.settings.events / EVENTS_OF_A_STAY[stays])
    for cases, some in ((SLOW_STAYS, set(names) & SLOW_PEERS), (many, set(names) - SLOW_PEERS)):
        if not some:
            continue
        with tempfile.TemporaryDirectory() as folder:
            ours = measure("dump", stays, percent, cases, folder, runs)["liability"]
            title = f"libutskrivning, liability alone, {cases:,} stays"
            yield [title, f"{percent} %", f"{million(ours, 'best'):.2f}", "", "", "", ""]
            yield from (peer_line(measure, name, percent, folder, ours, runs) for name in names if name in some)


def reference_rows(measure, percent):
    """Everything, against a program that is written to be read."""
    with tempfile.TemporaryDirectory() as folder:
        ours = measure("everything", "county", percent, REFERENCE_STAYS, folder, measure.settings.runs)["full"]
        title = f"libutskrivning, everything, {REFERENCE_STAYS} stays"
        yield [title, f"{percent} %", f"{million(ours, 'best'):.2f}", "", "", "", ""]
        yield peer_line(measure, "reference", percent, folder, ours, 3)


def peer_tables(measure):
    head = ["one thread", "irregular", "M events/s, best", "answers", "must", "takes, best", "takes, median"]
    yield from ["The same rules: liability alone, on the stays of the county.", ""]
    yield from table(head, [row for percent in IRREGULAR for row in peers_of(measure, "county", percent, SAME_RULES)])
    yield from ["Everything, on the stays of the county, against the second implementation, which is written to be read.", ""]
    yield from table(head, list(reference_rows(measure, 10)))
    yield from ["Fewer rules: regular stays alone, the first event of each kind, on bare stays.", ""]
    yield from table(head, list(peers_of(measure, "bare", 0, REGULAR_ALONE)))


# --- The page ----------------------------------------------------------------------------------------------------------------


def stripped_size(file):
    subprocess.run(["strip", file], check=True)
    return f"{os.path.getsize(file) / 1000:.0f} kB"


def library_size(build):
    library = next(path for path in pathlib.Path(build, "lib").glob("libutskrivning.so.*") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        return stripped_size(shutil.copy(library, folder))


def embedding_size(build):
    """Of the whole program that comes of the smallest embedding, linked statically, without what it does not call."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "smallest")
        compiler = (os.environ.get("CC") or "cc").split()
        subprocess.run([*compiler, "-O2", "-Wl,--gc-sections", f"-I{ROOT / 'include'}", ROOT / "examples" / "smallest.c",
                        pathlib.Path(build, "lib", "libutskrivning.a"), "-o", program], check=True)
        return stripped_size(program)


def machine(settings):
    return (f"Machine: {processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}. "
            f"Compiler: {first_line((os.environ.get('CC') or 'cc').split() + ['--version'])}. "
            f"Seed {settings.seed}, {settings.events:,} events, {settings.runs} runs.")


def report(measure):
    """All that was measured."""
    settings = measure.settings
    lines = [machine(settings), "", "### In bulk", "", *bulk_tables(measure)]
    lines += ["### One at a time", "", "Of the stays of the county, 10 % irregular.", "", *single_table(measure)]
    lines += ["### Growth", "", "A stream by case of the stays of the county, everything asked for, 10 % irregular.", ""]
    lines += growth_table(measure)
    if not settings.no_peers:
        lines += ["### The same stays in other tools", "", *peer_tables(measure)]
    size, embedded = library_size(settings.build), embedding_size(settings.build)
    measure.keep("the shared library, stripped", "", must("size", "{} kB"), [size, ""])
    measure.keep("a program that embeds the engine, linked statically, all of it", "", "", [embedded, ""])
    return lines + [f"The shared library, stripped: {size}. A program that embeds the engine (examples/smallest.c), linked to the static "
                    f"library with `-Wl,--gc-sections`, stripped: {embedded}, all of it."]


def in_short(measure):
    """What was kept of it for the README."""
    head = ["what", "irregular", "must", "measured, best", "median"]
    return [machine(measure.settings), "", *table(head, measure.kept)][:-1]


def write(page, forms):
    """Replaces what stands between the markers of the page."""
    text = page.read_text(encoding="utf-8")
    for begin, lines in forms.items():
        before, found, rest = text.partition(begin)
        if found:
            text = before + "\n".join([begin, "", *lines, "", END]) + rest.partition(END)[2]
    page.write_text(text, encoding="utf-8")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("--events", type=int, default=2000000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=100000000)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--write", type=pathlib.Path, action="append", default=[])
    settings = parser.parse_args(arguments)
    measure = Measure(settings.build, settings)
    lines = report(measure)
    short = in_short(measure)
    print("\n".join([*lines, "", "### In short", "", *short]))
    for page in settings.write:
        write(page, {BEGIN: lines, BEGIN_SHORT: short})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
