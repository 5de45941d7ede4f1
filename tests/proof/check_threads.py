#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Threads that share one rule pack race for nothing: test_threads.c and the library, built with the thread sanitizer.

    check_threads.py COMPILER SOURCE_DIRECTORY
"""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

RACE = 66  # exit status of the sanitizer


def build(compiler, root, program):
    """What the compiler says, or None if it built the program."""
    sources = sorted((root / "lib").rglob("*.c")) + [root / "tests" / "proof" / "test_threads.c"]
    words = compiler.split() + ["-std=c11", "-O1", "-g", "-fsanitize=thread", "-pthread", "-DUTSKR_BUILD"]
    words += [f"-I{root / folder}" for folder in ("include", "lib", ".")]
    done = subprocess.run(words + [*map(str, sources), "-o", str(program)], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stderr


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "test_threads"
        problem = build(arguments[0], pathlib.Path(arguments[1]), program)
        if problem and "tsan" in problem and "cannot find" in problem:
            tap.skip("no race", "this machine has no thread sanitizer")
            return tap.done()
        if tap.ok(problem is None, "built with the thread sanitizer", problem):
            environment = dict(os.environ, TSAN_OPTIONS=f"exitcode={RACE} halt_on_error=0")
            done = subprocess.run([program], capture_output=True, text=True, env=environment, check=False)
            tap.ok("data race" not in done.stderr and done.returncode != RACE, "no race", done.stderr[:4000])
            tap.ok(done.returncode == 0, "and the answers of a thread alone", done.stdout[-2000:])
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
