#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Obligations marked in bulk are those that are judged in full: random logs, under every pack and many readings.

    check_marks.py COMPARE_MARKS [--seed N] [--cases N]
"""

import argparse
import pathlib
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path += [str(TESTS), str(TESTS / "reference")]
import generate_logs  # noqa: E402
from tap import Tap  # noqa: E402


def main(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=1500)
    chosen = parser.parse_args(words)
    tap = Tap()
    with subprocess.Popen([chosen.program, str(chosen.seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        for _, text in generate_logs.generate(chosen.seed, chosen.cases):
            process.stdin.write(text)
        process.stdin.close()
        said = process.stdout.read()
    tap.ok(process.returncode == 0, f"{chosen.cases} logs: {said.splitlines()[-1] if said else 'nothing'}", said)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
