#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same answers from other compilers and other machines: a big-endian one, and one of 32 bits.

    portability.py [ROOT] [--cases N] [--seed N]

The command is built for each machine, and judges the same random logs; what it prints is digested. The unit tests in C are run where the
machine is not this one. A machine whose compiler is not here is skipped; tests/packages.sh installs those of Debian.
"""

import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS), str(TESTS / "reference")]
import generate_logs  # noqa: E402
from tap import Tap  # noqa: E402

LOGS, CHUNK = "logs.case", 20_000  # the file, and how many it has
EMULATED_32_BITS = [] if platform.machine() == "x86_64" else ["qemu-i386-static"]
TIME_OF_64_BITS = ["-D_FILE_OFFSET_BITS=64", "-D_TIME_BITS=64"]
MACHINES = [  # what it is, its compiler, what runs its programs, and whether it is another machine than this one
    ("gcc, optimized", ["gcc", "-O3"], [], False),
    ("gcc, as written", ["gcc", "-O0"], [], False),
    ("clang, optimized", ["clang-14", "-O3"], [], False),
    ("clang, as written", ["clang-14", "-O0"], [], False),
    ("big-endian (s390x)", ["s390x-linux-gnu-gcc", "-O3"], ["qemu-s390x-static"], True),
    ("32 bits (i686)", ["i686-linux-gnu-gcc", "-O3", *TIME_OF_64_BITS], EMULATED_32_BITS, True),
]
FLAGS = ["-std=c11", "-static", "-pthread", "-D_POSIX_C_SOURCE=200809L", "-DUTSKR_BUILD", "-DUTSKRIVNING_VERSION=\"\""]


class Machine:
    """The library, its command and its tests, built for a machine in a folder."""

    def __init__(self, root, folder, compiler, runner):
        self.root, self.folder, self.runner = root, pathlib.Path(folder), runner
        self.words = [*compiler, *FLAGS, *(f"-I{root / name}" for name in ("include", "lib", "tests", "."))]
        self.objects = []

    def compile(self, source):
        """The object of a source, which may be of any folder."""
        target = self.folder / (str(source.relative_to(self.root)).replace("/", "_") + ".o")
        subprocess.run([*self.words, "-c", str(source), "-o", str(target)], check=True, capture_output=True, text=True)
        return str(target)

    def link(self, name, objects):
        program = self.folder / name
        subprocess.run([*self.words, *objects, *self.objects, "-o", str(program)], check=True, capture_output=True,
                       text=True)
        return [*self.runner, str(program)]

    def build(self, tests):
        """Words that call the command, and those of each test by its name."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            self.objects = list(pool.map(self.compile, sorted((self.root / "lib").rglob("*.c"))))
            of_command = list(pool.map(self.compile, sorted((self.root / "examples" / "utskrivning").glob("*.c"))))
            of_tests = list(pool.map(self.compile, tests))
            programs = pool.map(lambda object: self.link(pathlib.Path(object).stem, [object]), of_tests)
            return self.link("utskrivning", of_command), dict(zip((test.stem for test in tests), programs))


def judged(command, folder):
    """What the command prints of the logs, a line each, and what else it says."""
    done = subprocess.run([*command, "assess", "--json", LOGS], capture_output=True, cwd=folder, check=False)
    return done.stdout, done.stderr + b"%d\n" % done.returncode


def compare_answers(tap, commands, chosen, folder):
    """Digests what each machine says of all logs; the first one is what the others are held against."""
    digests = {name: hashlib.sha256() for name in commands}
    answered = dict.fromkeys(commands, 0)
    logs = generate_logs.generate(chosen.seed, chosen.cases)
    for begin in range(0, chosen.cases, CHUNK):
        with (pathlib.Path(folder) / LOGS).open("w", encoding="utf-8") as out:
            for _ in range(begin, min(begin + CHUNK, chosen.cases)):
                out.write(next(logs)[1])
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, said in zip(commands, pool.map(lambda command: judged(command, folder), commands.values())):
                digests[name].update(b"".join(said))
                answered[name] += said[0].count(b"\n")
    first = next(iter(digests.values())).hexdigest()
    for name, digest in digests.items():
        tap.ok(digest.hexdigest() == first and answered[name] == chosen.cases,
               f"{name}: {answered[name]} of {chosen.cases} logs judged, {digest.hexdigest()[:16]}", first[:16])


def run_tests(tap, name, programs, root):
    for test, words in programs.items():
        done = subprocess.run(words, capture_output=True, text=True, errors="replace", cwd=root,
                              check=False)
        wrong = [line for line in done.stdout.splitlines() if line.startswith("not ok")]
        tap.ok(done.returncode == 0 and not wrong, f"{name}: {test}", "\n".join(wrong) or done.stderr[-2000:])


def main(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", nargs="?", default=TESTS.parent)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(words)
    root = pathlib.Path(chosen.root).resolve()
    tests = sorted((root / "tests").glob("*/test_*.c"))
    tap = Tap()
    commands = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, compiler, runner, other) in enumerate(MACHINES):
            absent = [word for word in (compiler[0], *runner) if not shutil.which(word)]
            if absent:
                tap.skip(name, f"this machine has no {absent[0]}")
                continue
            place = pathlib.Path(folder) / str(number)
            place.mkdir()
            try:
                commands[name], programs = Machine(root, place, compiler, runner).build(tests if other else [])
            except subprocess.CalledProcessError as problem:
                tap.ok(False, f"{name}: built", problem.stderr[:4000])
                continue
            run_tests(tap, name, programs, root)
        compare_answers(tap, commands, chosen, folder)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
