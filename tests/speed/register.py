#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures judging a register in one process and in engines, for doc/registers.md.

    register.py SYNTHETIC_COUNTY [--stays N] [--write PAGE]

Run by a Python that has the package with pyarrow, polars, duckdb and pyspark (build/python/bin/python after tests/long.sh).
The stays are those of the synthetic county, repeated under other numbers, in a Parquet file that is sorted by nothing but
time. Each way is measured in a process of its own, the best of three.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

PACK, COUNTY_STAYS, RUNS = "lus", 20_000, 3
MARKS = re.compile(r"(<!-- measured by tests/speed/register.py -->\n).*(<!-- end of what was measured -->)", re.DOTALL)
SHARED = {"sequence": "entered", "municipality": 484}


# --- The register ------------------------------------------------------------------------------------------------------------


def county_columns(program):
    """Events of the county as columns of numbers."""
    import utskrivning

    log = subprocess.run([program, "--pack", PACK, "--cases", str(COUNTY_STAYS), "--seed", "1"],
                         capture_output=True, text=True, check=True).stdout
    columns = {"case": [], "at": [], "event": [], "party": [], "mask": [], "value": []}
    for number, case in enumerate(utskrivning.reads(log)):
        for event in case:
            value = event.value.timestamp() if event.value else None
            row = (number, event.at.timestamp(), event.kind.number, event.party.number, event.mask, value)
            for column, cell in zip(columns.values(), row):
                column.append(cell if cell is None else int(cell))
    return columns


def make_register(program, stays, path):
    """Writes the Parquet file, and another that is sorted by case; the number of its events."""
    import pyarrow
    import pyarrow.compute as compute
    import pyarrow.parquet

    kinds = {"case": "int64", "at": "int64", "event": "int8", "party": "int8", "mask": "uint32", "value": "int64"}
    columns = {name: pyarrow.array(values, kinds[name]) for name, values in county_columns(program).items()}
    county = pyarrow.table(columns)
    county = county.set_column(1, "at", county["at"].cast(pyarrow.timestamp("s", "UTC")))
    county = county.set_column(4, "mask", county["mask"].cast("int64"))
    county = county.append_column("entered", pyarrow.array(range(len(county)), "int64")).sort_by("at")
    with pyarrow.parquet.ParquetWriter(path, county.schema) as writer:
        for copy in range(max(1, stays // COUNTY_STAYS)):
            numbers = compute.add(county["case"], copy * COUNTY_STAYS)
            writer.write_table(county.set_column(0, "case", numbers))
    whole = pyarrow.parquet.read_table(path).sort_by([("case", "ascending"), ("entered", "ascending")])
    pyarrow.parquet.write_table(whole, path + ".sorted", row_group_size=100_000)
    return len(county) * max(1, stays // COUNTY_STAYS)


# --- Ways to judge it, each a row of the table -------------------------------------------------------------------------------


def one_process(path, want):
    import pyarrow.parquet
    from utskrivning.engines import judge_batches

    def judge():
        batches = pyarrow.parquet.ParquetFile(path + ".sorted").iter_batches(100_000)
        return sum(len(answers) for answers in judge_batches(batches, want=want, municipality=484))

    return judge


def polars(path, want):
    import polars as engine
    from utskrivning import engines

    return lambda: len(engines.polars(engine.scan_parquet(path), want=want, **SHARED).collect())


def duckdb(path, want):
    import duckdb as engine
    from utskrivning import engines

    return lambda: len(engines.duckdb(engine.connect().read_parquet(path), want=want, **SHARED))


def spark(path, want):
    from pyspark.sql import SparkSession
    from utskrivning import engines

    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master(f"local[{os.cpu_count()}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.memory", "4g")
    builder = builder.config("spark.log.level", "OFF").config("spark.ui.showConsoleProgress", "false")
    session = builder.config("spark.local.dir", os.path.dirname(path)).getOrCreate()
    return lambda: engines.spark(session.read.parquet(path), want=want, partitions=16, **SHARED).count()


WAYS = {
    "one process, from a file that is sorted": one_process,
    "polars, with its sorting": polars,
    "DuckDB, with its sorting": duckdb,
    "Spark, with its shuffling and sorting": spark,
}
WANTS = {"everything": None, "liability alone": "liability"}


def measure(way, path, want, stays):
    """Seconds, the best of some runs; and the most memory that the process held."""
    judge, best = WAYS[way](path, WANTS[want]), float("inf")
    for _ in range(RUNS):
        began = time.perf_counter()
        if judge() != stays:
            raise SystemExit(f"{way}: not {stays} answers")
        best = min(best, time.perf_counter() - began)
    print(best, most_memory())


def most_memory():
    """MiB of this process at most, without what it started."""
    for line in pathlib.Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return "-"


# --- The table ---------------------------------------------------------------------------------------------------------------


def grouped(number):
    return f"{int(number):,}".replace(",", " ")


def table(path, stays, events):
    size = os.path.getsize(path)
    yield (f"{grouped(stays)} stays with {grouped(events)} events, {events / stays:.1f} each; {size / events:.1f} bytes an "
           f"event in Parquet; {os.cpu_count()} cores.")
    yield ""
    yield "| how | asked for | seconds | events a second | stays a second | memory of the process, MiB |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    for way in WAYS:
        for want in WANTS:
            command = [sys.executable, __file__, "--measure", way, want, path, "--stays", str(stays)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise SystemExit(done.stderr[-2000:])
            seconds, memory = done.stdout.split()[-2:]
            rates = (grouped(count / float(seconds)) for count in (events, stays))
            yield f"| {way} | {want} | {float(seconds):.2f} | {' | '.join(rates)} | {memory} |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?")
    parser.add_argument("--stays", type=int, default=500_000)
    parser.add_argument("--write", type=pathlib.Path)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        way, want, path = options.measure
        return measure(way, path, want, options.stays)
    stays = max(1, options.stays // COUNTY_STAYS) * COUNTY_STAYS
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "register.parquet")
        events = make_register(options.program, stays, path)
        text = "\n".join(table(path, stays, events)) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(MARKS.sub(lambda marks: f"{marks[1]}\n{text}\n{marks[2]}", page), encoding="utf-8")
    return None


if __name__ == "__main__":
    sys.exit(main())
