#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the tests of the installed package, and speaks TAP.

    run.py [--root PROJECT] [--log FILE] [--long] [NAME...]

With --root the project's case files are judged too. With --log the result is also written as a line of meson's log of
tests, which tests/count_results.py counts. NAMEs are those of unittest; all tests are run without them.
"""

import argparse
import contextlib
import io
import json
import pathlib
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class Tap:
    """Claims, as they are made."""

    def __init__(self, out):
        self.out, self.run, self.failed = out, 0, 0

    def say(self, passed, claim, details=None, skipped=None):
        self.run += 1
        self.failed += not passed
        directive = f" # SKIP {skipped}" if skipped else ""
        print(f"{'' if passed else 'not '}ok {self.run} - {claim.replace('#', ':')}{directive}", file=self.out)
        if not passed:
            for line in str(details).splitlines():
                print(f"# {line}", file=self.out)

    def done(self):
        print(f"1..{self.run}", file=self.out)
        return self.run > 0 and self.failed == 0


class TapResult(unittest.TestResult):
    """Every test of unittest is a claim; every subtest that fails another."""

    def __init__(self, tap):
        super().__init__()
        self.tap = tap

    def addSuccess(self, test):
        self.tap.say(True, test.id())

    def addFailure(self, test, problem):
        self.tap.say(False, test.id(), self._exc_info_to_string(problem, test))

    addError = addFailure

    def addSkip(self, test, reason):
        self.tap.say(True, test.id(), skipped=reason)

    def addSubTest(self, test, subtest, problem):
        if problem is not None:
            self.addFailure(subtest, problem)

    def addExpectedFailure(self, test, problem):
        self.tap.say(True, test.id())

    def addUnexpectedSuccess(self, test):
        self.tap.say(False, test.id(), "passed though it was expected to fail")


def load(names, pattern):
    loader = unittest.TestLoader()
    return loader.loadTestsFromNames(names) if names else loader.discover(str(HERE), pattern=pattern)


def run(options, out):
    tap = Tap(out)
    load(options.names, "test_*.py").run(TapResult(tap))
    if options.long and not options.names:
        load([], "long_*.py").run(TapResult(tap))
    if options.root and not options.names:
        import check_cases

        check_cases.check(options.root.resolve(), tap.say)
    return tap.done()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path)
    parser.add_argument("--log", type=pathlib.Path)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    began, out = time.monotonic(), io.StringIO()
    with contextlib.redirect_stdout(sys.stderr):
        good = run(options, out)
    if options.log:
        test = {"name": "bindings/python", "stdout": out.getvalue(), "result": "OK" if good else "FAIL",
                "duration": time.monotonic() - began}
        options.log.write_text(json.dumps(test) + "\n", encoding="utf-8")
        lines = [line for line in out.getvalue().splitlines() if not line.startswith("ok ")]
        print("\n".join(lines))
    else:
        print(out.getvalue(), end="")
    return 0 if good or options.log else 1


if __name__ == "__main__":
    sys.exit(main())
