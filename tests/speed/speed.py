#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How fast cases are judged, and in how much memory.

    speed.py COMMAND MAKE_CASES [--cases N] [--seed N] [--runs N]

Judges N short cases from a file to JSON on /dev/null, without irregular events and with 10 and 30 % of them, and then ten
times as many. For each: best and median of the runs, cases a second, and the ratio to `wc -l` on the same file, which
does nothing but count the lines. The figures are of the machine they were measured on; the one claim that is tested is
that memory does not grow with the number of cases, but for the digests of their names (64 bytes each, log.h).
"""

import argparse
import os
import pathlib
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

NAME_BYTES = 64
SLACK = 1 << 20  # pages that the allocator and the system round up to


# --- Measuring ---------------------------------------------------------------------------------------------------------


def timed(words):
    """Seconds of one run with its output thrown away."""
    begun = time.perf_counter()
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode != 0:
        raise SystemExit(f"{shlex.join(words)}: exit {done.returncode}")
    return seconds


def high_water(process):
    """The most memory that a process has held so far, in bytes; 0 if it is gone."""
    try:
        text = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("VmHWM:")), 0)


def peak_memory(words):
    """The most memory that a run holds. What wait4 tells would be that of this script, whose fork it began as."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, high_water(process))
        time.sleep(0.002)
    return peak


class Figures:
    """Several runs of one command."""

    def __init__(self, words, runs):
        times = [timed(words) for _ in range(runs)]
        self.best = min(times)
        self.median = statistics.median(times)


def make(make_cases, folder, seed, cases, percent):
    path = pathlib.Path(folder) / f"{cases}-{percent}.case"
    with open(path, "wb") as stream:
        subprocess.run([make_cases, str(seed), str(cases), str(percent)], stdout=stream, check=True)
    return path


def lines_of(path):
    with open(path, "rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))


# --- Telling -----------------------------------------------------------------------------------------------------------


def first_line(words):
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "not known"


def processor():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
        return next(line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def say_machine(command):
    compiler = first_line(shlex.split(os.environ.get("CC", "cc")) + ["--version"])
    print(f"# machine: {processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}")
    print(f"# compiler: {compiler}")
    print(f"# command: {first_line(command + ['--version'])}")


def say(path, cases, percent, command, runs):
    """Measures one file. Returns the peak memory of the command."""
    lines, size = lines_of(path), path.stat().st_size
    judged = Figures(command + ["assess", "--json", str(path)], runs)
    counted = Figures(["wc", "-l", str(path)], runs)
    print(f"# {cases} cases, {lines - cases} events, {percent} % irregular, {size / 1e6:.1f} MB, {runs} runs")
    for title, seconds, peer in (("best", judged.best, counted.best), ("median", judged.median, counted.median)):
        print(f"#   {title}: {seconds:.3f} s, {cases / seconds:,.0f} cases/s, {(lines - cases) / seconds:,.0f} events/s, "
              f"{seconds / peer:.0f} times wc -l ({peer:.4f} s)")
    peak = peak_memory(command + ["assess", "--json", str(path)])
    print(f"#   peak memory: {peak / 1e6:.2f} MB")
    return peak


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("command")
    parser.add_argument("make_cases")
    parser.add_argument("--cases", type=int, default=100000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=9)
    settings = parser.parse_args(arguments)
    command, tap, few_peak = shlex.split(settings.command), Tap(), 0
    say_machine(command)
    with tempfile.TemporaryDirectory() as folder:
        for percent in (30, 10, 0):
            path = make(settings.make_cases, folder, settings.seed, settings.cases, percent)
            few_peak = say(path, settings.cases, percent, command, settings.runs)
            path.unlink()
        more = 10 * settings.cases
        path = make(settings.make_cases, folder, settings.seed, more, 0)
        many_peak = say(path, more, 0, command, settings.runs)
    if few_peak == 0:
        tap.skip("memory does not grow with the cases", "this system does not tell how much a process holds")
        return tap.done()
    tap.ok(many_peak - few_peak <= NAME_BYTES * more + SLACK,
           f"{more} cases take {(many_peak - few_peak) / 1e6:.2f} MB more than {settings.cases}: no more than the digests "
           f"of their names, {NAME_BYTES} bytes each", f"{few_peak} bytes, {many_peak} bytes")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
