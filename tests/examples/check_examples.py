#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The small examples say what the law says.

    check_examples.py SMALLEST WORKLIST_TIMER BATCH_THREADS
"""

import datetime
import pathlib
import re
import subprocess
import sys
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

CASES = pathlib.Path(__file__).resolve().parents[2] / "examples" / "cases"
# The notice of Monday 9 May 2022: the call to the SIP is due three days after it (4 kap. 3 §).
SMALLEST_OUTPUT = """liability: pending
next deadline of the outpatient care: 2022-05-12T23:59:59+02:00
"""
STEP = re.compile(r"^--- (\S+): (?:the timer rings|a message comes)$", re.MULTILINE)


def run(*command):
    """(exit status, standard output, standard error)"""
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return result.returncode, result.stdout, result.stderr


def check_smallest(tap, program):
    status, output, errors = run(program)
    tap.ok(status == 0, "smallest: exit 0", errors)
    tap.ok(output == SMALLEST_OUTPUT, "smallest: the liability is pending and the call is due in three days", output)


def check_worklist_timer(tap, program):
    start, end = "2026-01-12T09:15+01:00", "2026-02-28T00:00+01:00"
    status, output, errors = run(program, str(CASES / "anna.case"), "outpatient", start, end)
    steps = STEP.findall(output)
    tap.ok(status == 0 and not errors, "worklist_timer: exit 0", f"{status} {errors}")
    tap.ok("the timer rings" in output, "worklist_timer: the timer rings", output)
    tap.ok(len(steps) > 1 and steps == sorted(set(steps)), "worklist_timer: time goes on", steps)


def charged_days(number):
    """Days that the stay of that number in batch_threads owes: from the third day after the notice (the fourth if it was
    sent after noon, 5 kap. 4 §) to the day before the discharge."""
    stockholm = zoneinfo.ZoneInfo("Europe/Stockholm")
    admitted = 1651474800 + number % 200 * 86400
    notice = admitted + (96 + number % 24) * 3600
    told = datetime.datetime.fromtimestamp(notice, stockholm)
    left = datetime.datetime.fromtimestamp(notice + (48 + number % 7 * 24) * 3600, stockholm)
    after_noon = told.time() > datetime.time(12)
    return max(0, (left.date() - told.date()).days - 3 - after_noon)


def check_batch_threads(tap, program):
    days = sum(charged_days(number) for number in range(2000))
    expected = f"2000 cases, {days} charged days, {days * 9300} SEK, digest "
    outputs = {run(program, "2000", threads) for threads in ("1", "2", "3", "7")}
    tap.ok(len(outputs) == 1, "batch_threads: the same bytes by one thread and by seven", outputs)
    tap.ok(all(status == 0 and output.startswith(expected) for status, output, _ in outputs),
           "batch_threads: as many days as the law says", outputs)


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    check_smallest(tap, arguments[0])
    check_worklist_timer(tap, arguments[1])
    check_batch_threads(tap, arguments[2])
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
