#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Mutation: one cell of the transition table, or one field of one rule row, is changed, and some test must fail.

    mutate.py SOURCE_DIRECTORY [--sample N] [--seed N] [--only TEXT] [--list] [--compiler CC] [--compare N]

Without --sample every change is made, one after the other, in a copy of the tree; --only takes those whose line in the
list has the text. What fails already without any change counts for nothing. One claim for each change, with the test
that caught it; those that nothing caught are the survivors.
"""

import argparse
import multiprocessing.pool
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

COPIED = ("lib", "include", "examples", "tests")
TRANSITIONS = "lib/case/transition.c"

# Changes that nothing can catch, with the reason.
EQUIVALENT = {
    "track-set met by: HOSPITAL -> BY_ANYONE": "only the hospital sends track",
    "sip-red-at-hospital when: WHEN_SIP_REQUIRED -> 0": "its trigger already waits for a SIP to be required",
    "checklist met: UTSKR_CHECKLIST -> UTSKR_CARE_REQUEST": "a checklist is met by checklists, whatever the pattern says",
    "medication-list met: UTSKR_CHECKLIST -> UTSKR_CARE_REQUEST": "the same",
    "patient-information-own from: UTSKR_DISCHARGE_READY_NOTICE -> UTSKR_CARE_REQUEST": "its trigger names the notice",
    "call-home from: UTSKR_DISCHARGE_READY_NOTICE -> UTSKR_CARE_REQUEST": "the same",
    "care-request-prepared met by: MUNICIPALITY -> BY_ANYONE": "only the municipality sends care-request",
    "municipality-ready-by-ready met: UTSKR_MUNICIPALITY_READY -> UTSKR_CARE_REQUEST": "the fulfilment knows its event",
}


class Mutant:
    """A piece of a file and what takes its place."""

    def __init__(self, path, text, start, end, instead, what):
        self.path, self.start, self.end, self.instead = path, start, end, instead
        line = text.count("\n", 0, start) + 1
        self.title = f"{path}:{line} {what}: {' '.join(text[start:end].split()) or 'nothing'} -> {instead}"

    def applied(self, text):
        return text[:self.start] + self.instead + text[self.end:]


# --- The cells of the transition table ---------------------------------------------------------------------------------

CELL = re.compile(r"\b(STAY|REFUSE|GO\((\w+)\)|MARK\((\w+)\)|MARK_GO\((\w+), (\w+)\))(?=[,\s}])")


def other_cell(found):
    """Another cell in its place: refused for kept, kept for gone, unmarked for marked."""
    if found.group(0) == "STAY":
        return "REFUSE"
    if found.group(4):
        return f"GO({found.group(5)})"
    return "STAY"


def cells(path, text):
    """One mutant for each cell."""
    start = text.index("static const row table[] = {")
    end = text.index("\n};", start)
    mutants, kind = [], ""
    for found in re.finditer(CELL.pattern + r"|\{\s*(UTSKR_\w+),|/\*.*?\*/", text[start:end]):
        if found.group(6):
            kind = found.group(6)
        elif found.group(1):
            mutants.append(Mutant(path, text, start + found.start(1), start + found.end(1), other_cell(found), kind))
    return mutants


# --- The fields of the rule rows -----------------------------------------------------------------------------------------

FORMS = {
    "ASAP": "SAME_DAY", "HOURS": "DAYS", "DAYS": "HOURS", "SAME_DAY": "ASAP", "SAME_WEEKDAY": "SAME_DAY",
    "HOURS_ON_WEEKDAYS": "HOURS", "HOURS_OR_NEXT_WEEKDAY": "HOURS", "BEFORE": "BY", "BY": "BEFORE",
    "DAYS_BEFORE": "BEFORE", "NOT_BEFORE": "BY", "DAY_AFTER": "NOT_BEFORE", "COVERS_WEEKDAYS": "DAYS",
}
FULFILMENTS = {"MET_BY_EVENT": "MET_BY_TELLING"}
PARTIES = {
    "HOSPITAL": "OUTPATIENT", "OUTPATIENT": "HOSPITAL", "EACH_UNIT": "MUNICIPALITY", "MUNICIPALITY": "SOCIAL_SERVICES",
    "SOCIAL_SERVICES": "MUNICIPAL_HEALTH", "MUNICIPAL_HEALTH": "SOCIAL_SERVICES",
}
SENDERS = {"BY_OBLIGED": "BY_ANYONE", "BY_ANYONE": None}
END = r"(?=,\s*\.|,?\s*\},)"  # of a field: another one, or the end of the row
FLAGS = re.compile(r"\.(?:when|excused|marks|items|colours) = ([^,]+?)" + END, re.DOTALL)


def row_fields(row):
    """(start, end, what takes its place, field) of every change to a row."""
    yield from substitutions(row, r"\.number = (\d+)", lambda found: str(int(found) + 1), "number")
    yield from substitutions(row, r"\.form = UTSKR_FORM_(\w+)", FORMS.get, "form")
    yield from substitutions(row, r"\.parties = (\w+)", PARTIES.get, "parties")
    yield from substitutions(row, r"\.trigger = (FROM_\w+)", other_trigger, "trigger")
    yield from substitutions(row, r"\.fulfilment = (\w+)", lambda found: FULFILMENTS.get(found, "MET_BY_EVENT"),
                             "fulfilment")
    yield from substitutions(row, r"\.(?:step_)?anchor = (\w+)", other_kind, "anchor")
    yield from substitutions(row, r"\.force = (UTSKR_BOR)", lambda _: "UTSKR_SKA", "force")
    if ".force" not in row:
        at = row.index(".parties = ")
        yield at, at, ".force = UTSKR_BOR, ", "force"
    for patterns in re.finditer(r"\.(from|met) = (\{.*?\})" + END, row, re.DOTALL):
        for found in re.finditer(r"\{\s*(UTSKR_\w+),\s*(\w+)", patterns.group(2)):
            start = patterns.start(2)
            yield start + found.start(1), start + found.end(1), other_kind(found.group(1)), patterns.group(1)
            sender = SENDERS.get(found.group(2), "BY_ANYONE")
            if sender:
                yield start + found.start(2), start + found.end(2), sender, patterns.group(1) + " by"
    for found in FLAGS.finditer(row):
        for flag in re.finditer(r"[A-Z]\w+(?:\(\w+\))?", found.group(1)):
            yield found.start(1) + flag.start(), found.start(1) + flag.end(), "0", found.group(0).split()[0][1:]


def substitutions(row, pattern, other, field):
    for found in re.finditer(pattern, row):
        instead = other(found.group(1))
        if instead:
            yield found.start(1), found.end(1), instead, field


def other_trigger(trigger):
    return "FROM_FIRST_READY" if trigger == "FROM_READY_NOTICE" else "FROM_READY_NOTICE"


def other_kind(kind):
    return "UTSKR_NOTE" if kind == "UTSKR_CARE_REQUEST" else "UTSKR_CARE_REQUEST"


def rows(path, text):
    """The mutants of every row of a pack."""
    begins = [found for found in re.finditer(r'\{\s*\.id = "([a-z0-9-]+)",\s*\.cite', text)]
    mutants = []
    for i, found in enumerate(begins):
        end = begins[i + 1].start() if i + 1 < len(begins) else text.index("\n};", found.start())
        row = text[found.start():end].rstrip()
        for start, stop, instead, field in row_fields(row):
            at = found.start()
            mutants.append(Mutant(path, text, at + start, at + stop, instead, f"{found.group(1)} {field}"))
    return mutants


def packs(path, text):
    """The mutants of what a pack says of itself, and of the validity of its rows."""
    mutants = []
    for pattern, other in (
        (r"\.grace_days = (\d+)", lambda found: str(int(found) + 1)),
        (r"\.county = ([1-9]\d*)", lambda found: str(int(found) + 1)),
        (r"\.valid_from = DATE\(\d+, \d+, (\d+)\)", lambda found: str(int(found) + 1)),
    ):
        for found in re.finditer(pattern, text):
            what = found.group(0).split()[0][1:]
            mutants.append(Mutant(path, text, found.start(1), found.end(1), other(found.group(1)), what))
    return mutants


def all_mutants(root):
    text = (root / TRANSITIONS).read_text(encoding="utf-8")
    mutants = cells(TRANSITIONS, text)
    for file in sorted((root / "lib" / "rules").glob("*.c")):
        path, text = file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")
        mutants += rows(path, text) + packs(path, text)
    return mutants


# --- Building -------------------------------------------------------------------------------------------------------------

WRAPPED = [f"-Wl,--wrap={name}" for name in ("malloc", "calloc", "realloc")]
PROGRAMS = {
    "transition": ("tests/case/test_transition.c", []),
    "judge": ("tests/judgement/test_judge.c", ["-DUTSKR_TESTS_WRAP_ALLOCATION", *WRAPPED]),
    "share": ("tests/judgement/test_share.c", []),
}


class Tree:
    """A copy of the source, its objects and programs."""

    def __init__(self, source, folder, compiler):
        self.root, self.compiler = folder / "tree", compiler.split()
        self.out = folder / "out"
        self.out.mkdir()
        for name in COPIED:
            shutil.copytree(source / name, self.root / name)
        self.sources = sorted((self.root / "lib").rglob("*.c")) + sorted((self.root / "examples/utskrivning").glob("*.c"))

    def compile(self, source):
        """None, or what the compiler says."""
        words = ["-std=c11", "-O1", "-w", "-DUTSKR_BUILD", "-D_POSIX_C_SOURCE=200809L", '-DUTSKRIVNING_VERSION="0"']
        words += [f"-I{self.root / name}" for name in ("include", "lib", ".")]
        return self.call(words + ["-c", str(source), "-o", str(self.object_of(source))])

    def object_of(self, source):
        return self.out / (source.relative_to(self.root).as_posix().replace("/", "_") + ".o")

    def call(self, words):
        done = subprocess.run(self.compiler + words, capture_output=True, text=True, check=False)
        return None if done.returncode == 0 else done.stderr or "the compiler failed"

    def build(self):
        with multiprocessing.pool.ThreadPool(os.cpu_count() or 1) as pool:
            problems = [problem for problem in pool.map(self.compile, self.sources) if problem]
            return problems[0] if problems else self.link()

    def link(self):
        library = [str(self.object_of(s)) for s in self.sources if "examples" not in s.relative_to(self.root).parts]
        command = [str(self.object_of(s)) for s in self.sources]
        problem = self.call(command + ["-o", str(self.out / "utskrivning")])
        for name, (source, words) in PROGRAMS.items():
            includes = [f"-I{self.root / folder}" for folder in ("include", "lib", ".")]
            words = ["-std=c11", "-w", *words, *includes, str(self.root / source), *library]
            problem = problem or self.call(words + ["-o", str(self.out / name)])
        return problem

    # -- tests
    def tests(self, compared):
        """(name, command) of what may catch a change, the quickest first."""
        python, command = sys.executable, str(self.out / "utskrivning")
        for name in PROGRAMS:
            yield name, [str(self.out / name)]
        yield "rows", [python, "tests/rules/check_rows.py", command]
        yield "cases", [python, "tests/cases/run_cases.py", command, "tests/cases"]
        yield "sweep", [python, "tests/proof/sweep.py", command]
        yield "compare", [python, "tests/reference/compare.py", "--command", command, "--seed", "3", "--cases",
                          str(compared), "--jobs", "1", "--field-summary"]

    def failures(self, words):
        """What fails in a test: its lines that say so, and its exit status."""
        try:
            done = subprocess.run(words, cwd=self.root, capture_output=True, text=True, timeout=120, check=False)
        except subprocess.TimeoutExpired:
            return {"it never ends"}
        found = re.findall(r"^not ok \d+ - (.*)$|^(\d+ passed, \d+ failed)$", done.stdout, re.MULTILINE)
        return {"".join(line) for line in found} | {f"exit {done.returncode}"}


# --- Trying -----------------------------------------------------------------------------------------------------------------


class Trial:
    """The tree, and what fails in it before any change."""

    def __init__(self, tree, compared):
        self.tree, self.compared = tree, compared
        self.before = {name: tree.failures(words) for name, words in tree.tests(compared)}

    def caught_by(self, mutant):
        """The name of the test that fails, or None."""
        path = self.tree.root / mutant.path
        text = path.read_text(encoding="utf-8")
        path.write_text(mutant.applied(text), encoding="utf-8")
        try:
            if self.tree.compile(path):
                return "compiler"
            problem = self.tree.link()
            return "linker" if problem else self.first_failing()
        finally:
            path.write_text(text, encoding="utf-8")
            self.tree.compile(path)

    def first_failing(self):
        for name, words in self.tree.tests(self.compared):
            if self.tree.failures(words) - self.before[name]:
                return name
        return None


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--compiler", default=os.environ.get("CC", "cc"))
    parser.add_argument("--compare", type=int, default=200)
    settings = parser.parse_args(arguments)
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(settings.source.resolve(), pathlib.Path(folder), settings.compiler)
        mutants = [mutant for mutant in all_mutants(tree.root) if settings.only in mutant.title]
        if settings.list:
            print("\n".join(mutant.title for mutant in mutants))
            return 0
        if settings.sample:
            mutants = random.Random(settings.seed).sample(mutants, min(settings.sample, len(mutants)))
        problem = tree.build()
        if not tap.ok(problem is None, "the copy can be built", problem or ""):
            return tap.done()
        trial = Trial(tree, settings.compare)
        for mutant in mutants:
            test = trial.caught_by(mutant)
            reason = EQUIVALENT.get(mutant.title.split(" ", 1)[1])
            tap.ok(test is not None or reason, f"{mutant.title}: {test or reason or 'survives'}")
            sys.stdout.flush()
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
