#!/usr/bin/env python3
"""Judge the case files with a command and compare with what the law says.

    run_cases.py COMMAND [FILE|DIR]...

COMMAND is the `utskrivning` command (shell-like words, so it may be
"python3 other.py").  Directories are searched for *.case files; the default is
tests/cases and examples/cases.  The output is TAP, the exit status 1 when any
expectation fails.

A case file is an ordinary case log.  Its expectations are comments:

    #@ ARGS             a run: COMMAND assess --json ARGS FILE; {top} in ARGS is
                        the project's top folder
    #= CASE PATH VALUE  in the run above: PATH in the JSON object of CASE
    #! EXIT N           the exit status of the run (0 unless said)
    #! STDERR TEXT      standard error contains TEXT

PATH is dotted keys with selectors: obligations[sip-call].due, the second of
that id obligations[sip-call#2].due, of a party obligations[planning/outpatient]
.status, liability.spells[0].days, liability.per_day[2022-05-12].charged,
liability.alternatives[entry-day=free].days, liability.reasons[obstacle] (an
element of a list of words), len(obligations[sip-call]).

VALUE is JSON, or a bare word meaning that string.  `absent` means no such key,
element or case, or null; `present` the contrary.  A code of four digits must be
quoted ("2380"), or it is a number.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_PLACES = (ROOT / "tests" / "cases", ROOT / "examples" / "cases")
TIMEOUT_SECONDS = 60
MISSING = object()
STEP = re.compile(r"([A-Za-z0-9_-]+)|\[([^\]]+)\]|\.")


class BadCase(Exception):
    """An expectation that cannot be understood."""


class Expectation:
    """One line to be shown as one test."""

    def __init__(self, line, text, check):
        self.line = line
        self.text = text
        self.check = check  # result of the run -> (passed, what was got)


class Run:
    """One `#@` line and the expectations under it."""

    def __init__(self, args):
        self.args = args
        self.expectations = []
        self.exit = 0

    def title(self):
        return shlex.join(self.args) or "plain"


class Result:
    """What the command answered."""

    def __init__(self, status, stderr, cases):
        self.status = status
        self.stderr = stderr
        self.cases = cases


def parse_path(text):
    """Split a path into steps: ("key", name) and ("pick", selector)."""
    steps, at = [], 0
    while at < len(text):
        found = STEP.match(text, at)
        if not found:
            raise BadCase(f"cannot read the path {text!r} at {text[at:]!r}")
        if found.group(1) is not None:
            steps.append(("key", found.group(1)))
        elif found.group(2) is not None:
            steps.append(("pick", found.group(2)))
        at = found.end()
    if not steps:
        raise BadCase("an empty path")
    return steps


def parse_value(text):
    """A JSON value, or a bare word that stands for that string."""
    try:
        return json.loads(text)
    except ValueError:
        if re.fullmatch(r"[^\s\"{}\[\]]+", text):
            return text
        raise BadCase(f"{text!r} is neither JSON nor one bare word") from None


def matching(items, selector):
    """The elements of a list that a selector without #n names."""
    name, _, party = selector.partition("/")
    reading, equals, value = selector.partition("=")
    found = []
    for item in items:
        if not isinstance(item, dict):
            if item == selector:
                found.append(item)
        elif equals:
            if item.get("reading") == reading and item.get("value") == value:
                found.append(item)
        elif item.get("id", item.get("date")) == name:
            if not party or item.get("party") == party:
                found.append(item)
    return found


def pick(value, selector):
    """One element of a list, by number, by id, by date or by reading."""
    if not isinstance(value, list):
        return MISSING
    if selector.isdigit():
        index = int(selector)
        return value[index] if index < len(value) else MISSING
    selector, _, number = selector.partition("#")
    found = matching(value, selector)
    index = int(number) - 1 if number else 0
    return found[index] if index < len(found) else MISSING


def look_up(value, steps):
    """Follow the steps of a path into a JSON value."""
    for kind, name in steps:
        if kind == "pick":
            value = pick(value, name)
        else:
            value = value.get(name, MISSING) if isinstance(value, dict) else MISSING
        if value is MISSING:
            return MISSING
    return value


def count(value, steps):
    """The length of a list, or how many elements the last selector names."""
    if steps[-1][0] == "pick":
        value = look_up(value, steps[:-1])
        return len(matching(value, steps[-1][1])) if isinstance(value, list) else MISSING
    value = look_up(value, steps)
    return len(value) if isinstance(value, list) else MISSING


def same(got, expected):
    """Equal as JSON: true is not 1, but 1.0 is 1."""
    if isinstance(got, bool) or isinstance(expected, bool):
        return got is expected
    return got is not MISSING and got == expected


def shown(got):
    return "nothing" if got is MISSING else json.dumps(got, ensure_ascii=False)


def case_check(case, path, word):
    """The check of one `#=` line."""
    counted = re.fullmatch(r"len\((.+)\)", path)
    steps = parse_path(counted.group(1) if counted else path)
    expected = None if word in ("absent", "present") else parse_value(word)

    def check(result):
        value = result.cases.get(case, MISSING)
        if value is not MISSING:
            value = count(value, steps) if counted else look_up(value, steps)
        there = value is not MISSING and value is not None
        if word == "absent":
            return not there, shown(value)
        if word == "present":
            return there, shown(value)
        return same(value, expected), shown(value)

    return check


def add_expectation(run, line, text):
    """Read one `#=` line into the run."""
    parts = text[2:].split(None, 2)
    if len(parts) != 3:
        raise BadCase("expected `#= CASE PATH VALUE`")
    case, path, word = parts
    run.expectations.append(
        Expectation(line, f"{case} {path} = {word}", case_check(case, path, word.strip()))
    )


def add_demand(run, line, text):
    """Read one `#!` line into the run."""
    word, _, rest = text[2:].strip().partition(" ")
    if word == "EXIT" and rest.strip().isdigit():
        run.exit = int(rest)
    elif word == "STDERR" and rest.strip():
        wanted = rest.strip()
        run.expectations.append(
            Expectation(
                line,
                f"stderr has {wanted}",
                lambda result: (wanted in result.stderr, shown(result.stderr[:2000])),
            )
        )
    else:
        raise BadCase("expected `#! EXIT N` or `#! STDERR TEXT`")


def read_runs(path):
    """The runs of a file, and the lines that could not be understood."""
    runs, errors, demands = [], [], 0
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    for number, line in enumerate(re.split(r"\r?\n", text), start=1):
        if not re.match(r"#[^\w\s#]", line):
            continue
        try:
            if line.startswith("#@"):
                runs.append(Run(shlex.split(line[2:])))
                continue
            if line[:2] not in ("#=", "#!"):
                raise BadCase("expected `#@`, `#=` or `#!`")
            if not runs:
                raise BadCase("an expectation before any `#@` line")
            demands += 1
            add = add_expectation if line.startswith("#=") else add_demand
            add(runs[-1], number, line)
        except (BadCase, ValueError) as problem:
            errors.append(f"{number}: {problem}")
    if demands == 0:
        errors.append("0: no expectation")
    return runs, errors


def judge(command, run, path):
    """Run the command on one file."""
    args = [argument.replace("{top}", str(ROOT)) for argument in run.args]
    words = command + ["assess", "--json"] + args + [str(path)]
    try:
        done = subprocess.run(words, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return Result(None, str(problem), {})
    stderr = done.stderr.decode("utf-8", errors="replace")
    cases = {}
    for line in done.stdout.decode("utf-8", errors="replace").splitlines():
        try:
            value = json.loads(line)
            cases[value["case"]] = value
        except (ValueError, KeyError, TypeError):
            stderr += f"\nnot a JSON object of a case: {line[:200]}"
    return Result(done.returncode, stderr, cases)


class Tap:
    """The report."""

    def __init__(self):
        self.number = 0
        self.failed = 0

    def say(self, passed, text, got=None):
        self.number += 1
        text = text.replace("#", ":")  # a TAP reader takes # for a directive
        print(f"{'ok' if passed else 'not ok'} {self.number} - {text}")
        if not passed:
            self.failed += 1
            print(f"# got {got}")

    def end(self):
        print(f"1..{self.number}")
        return 1 if self.failed else 0


def find_files(places):
    files = []
    for place in map(pathlib.Path, places):
        files += sorted(place.rglob("*.case")) if place.is_dir() else [place]
    return files


def check_file(tap, command, path):
    """Every expectation of one file."""
    runs, errors = read_runs(path)
    for error in errors:
        tap.say(False, f"{path}: {error}", "an expectation that cannot be checked")
    for run in runs:
        result = judge(command, run, path)
        where = f"{path}: {run.title()}"
        got = f"{result.status}, {shown(result.stderr[:500])}"
        tap.say(result.status == run.exit, f"{where}: exit {run.exit}", got)
        for expectation in run.expectations:
            passed, got = expectation.check(result)
            tap.say(passed, f"{where}: {expectation.text}", f"{got} (line {expectation.line})")


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    files = find_files(arguments[1:] or DEFAULT_PLACES)
    if not files:
        tap.say(False, "no case file found", "nothing")
    for path in files:
        try:
            check_file(tap, shlex.split(arguments[0]), path)
        except OSError as problem:
            tap.say(False, f"{path}: cannot be read", problem)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
