#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sums the results of test runs and ends with the line `N passed, N failed`.

    count_results.py FAILED_STEPS TESTLOG_JSON...

Every claim of a TAP program counts as one; skipped ones do not. A program that says `N passed, N failed` itself
counts as that many; one that says neither has failed. A program that meson calls bad without a failed claim of its own
(it crashed, broke its plan, took too long, leaked) is one failure more. FAILED_STEPS are builds and other steps that
failed outside any test; each is one failure. The exit status is 0 if something passed and nothing failed.
"""

import json
import pathlib
import re
import sys

CLAIM = re.compile(r"^(not )?ok\b[^#\n]*(#.*)?$", re.MULTILINE)
PLAN = re.compile(r"^1\.\.\d+", re.MULTILINE)
COUNTED = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)
GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}


def count_claims(text):
    """(passed, failed) of a TAP text."""
    passed = failed = 0
    for negation, directive in CLAIM.findall(text):
        if not re.match(r"#\s*skip", directive, re.IGNORECASE):
            passed, failed = passed + (not negation), failed + bool(negation)
    return passed, failed


def count_test(test):
    """(passed, failed) of one line of meson's log."""
    text, good = test.get("stdout") or "", test["result"] in GOOD
    own_counts = COUNTED.findall(text)
    if own_counts:
        passed, failed = map(int, own_counts[-1])
    else:
        passed, failed = count_claims(text)
        good = good and bool(PLAN.search(text))
    return passed, failed if good or failed else 1


def read_log(path):
    """The tests of one of meson's logs; what cannot be read is a failed test."""
    try:
        return [json.loads(line) for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as problem:
        return [{"name": f"the log itself: {problem}", "result": "unreadable"}]


def main(arguments):
    if not arguments or not arguments[0].isdigit():
        print(__doc__, file=sys.stderr)
        return 2
    passed, failed = 0, int(arguments[0])
    for log in arguments[1:]:
        for test in read_log(log):
            good, bad = count_test(test)
            passed, failed = passed + good, failed + bad
            if bad:
                print(f"failed: {test['name']} ({bad} of {good + bad}; meson says {test['result']}), see {log}")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
