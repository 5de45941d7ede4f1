#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Fuzzing for a while, from the seeds of the corpus, finds nothing.

    check_fuzzing.py FUZZER CORPUS SECONDS

What it finds is kept beside the fuzzer, as FUZZER-crash-... and the like.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

TAIL_LINES = 60


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    fuzzer, corpus, seconds = arguments
    tap = Tap()
    with tempfile.TemporaryDirectory() as found:
        command = [fuzzer, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
                   f"-artifact_prefix={fuzzer}-", found, corpus]  # fmt: skip
        result = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    tail = "\n".join(result.stderr.splitlines()[-TAIL_LINES:])
    tap.ok(result.returncode == 0, f"{pathlib.Path(fuzzer).name}: nothing found in {seconds} s", tail)
    runs = re.search(r"number_of_executed_units:\s*(\d+)", result.stderr)
    tap.ok(runs and int(runs.group(1)) > 0, "inputs were tried", tail)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
