#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc/case-log.md is right: its case logs, what the command makes of them, and every key of the JSON. So is what the
README shows of the command.

    check_case_log.py COMMAND

COMMAND is the command `utskrivning`. Blocks of the page:

    ```text NAME.case      the case log of that name in doc/case-log
    ```console             `$ utskrivning ARGUMENTS`, then what it prints; a line `…` stands for any lines, `[exit N]` for the exit status
    ```json ARGUMENTS      a part of the object that `utskrivning ARGUMENTS` prints; "…" ends a list that goes on

A section "JSON of `COMMAND`" has a row for every key, by its path: `[]` for the elements of a list, `*` for names that vary.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "doc" / "case-log.md"
EXAMPLES = ROOT / "doc" / "case-log"
CASES = [path for folder in ("doc", "examples", "tests/cases") for path in sorted((ROOT / folder).rglob("*.case"))]

BLOCK = re.compile(r"^```(text|console|json)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^## JSON of `(\w+)`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
KEY_ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|$", re.MULTILINE)

# Objects whose keys are names of rules, readings and the like.
NAMED = ("liability.prerequisites", "liability.spells[].prerequisites", "liability.late", "home_ready.criteria",
         "evidence", "readings")  # fmt: skip
NAMED_EXCEPT = ("evidence.refused",)
# Lists of obligations or findings that are explained elsewhere on the page.
SAME_AS = {"must[]": "obligations[]", "elsewhere[]": "obligations[]"}
# Arguments that make every command show all it has.
RUNS = {
    "assess": [["--rate", "2026=12000"], ["--reading", "obstacle=defers-entry"]],
    "worklist": [["--party", party] for party in ("hospital", "outpatient", "municipal-health", "social-services")],
    "share": [["--from", "hospital", "--to", "social-services", "--item", item] for item in ("ready", "reason")],
    "check": [[]],
    "rules": [[]],
}
# Keys whose words are a closed list: the row names each that occurs.
CLOSED = (
    "covered", "state", "sip.required", "sip.state", "patient_ready", "obligations[].status", "obligations[].force",
    "liability.status", "liability.model", "liability.reasons[]", "liability.spells[].ended_by", "step", "answer",
    "rule.group", "rule.form", "pack.model", "liability.late.*.status", "liability.per_day[].rule",
)  # fmt: skip


def run(command, arguments, folder=EXAMPLES):
    return subprocess.run(
        [command, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


def transcript(command, line, folder):
    """What a reader sees: both streams, and the exit status unless it is 0."""
    arguments = shlex.split(line.removeprefix("$ utskrivning"))
    result = run(command, arguments, folder)
    status = f"[exit {result.returncode}]\n" if result.returncode else ""
    return result.stderr + result.stdout + status


def check_console(tap, command, body, folder):
    line, _, expected = body.partition("\n")
    pattern = re.escape(expected).replace(re.escape("…\n"), r"(?:.*\n)*?")
    got = transcript(command, line, folder)
    tap.ok(re.fullmatch(pattern, got), line.removeprefix("$ "), got)


def is_part(shown, got):
    """Is what is shown in what was got?"""
    if isinstance(shown, dict) and isinstance(got, dict):
        return all(key in got and is_part(value, got[key]) for key, value in shown.items())
    if isinstance(shown, list) and isinstance(got, list):
        goes_on = bool(shown) and shown[-1] == "…"
        shown = shown[:-1] if goes_on else shown
        enough = len(shown) <= len(got) if goes_on else len(shown) == len(got)
        return enough and all(map(is_part, shown, got))
    return shown == got


def check_json(tap, command, arguments, body):
    result = run(command, shlex.split(arguments))
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    known = any(is_part(json.loads(body), got) for got in objects)
    tap.ok(known, f"the JSON of {arguments}", result.stdout + result.stderr)


def check_blocks(tap, command, page, folder):
    for kind, name, body in BLOCK.findall(page):
        if kind == "text" and name:
            path = EXAMPLES / name
            tap.ok(path.exists() and path.read_text(encoding="utf-8") == body, f"{name} is shown as it is")
        elif kind == "console":
            check_console(tap, command, body, folder)
        elif kind == "json":
            check_json(tap, command, name, body)


# --- Keys


def paths_of(value, path=""):
    """(path, value) of every key of an object, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{path}.{key}" if path else key
            if path in NAMED and place not in NAMED_EXCEPT:
                place = f"{path}.*"
            yield from paths_of(inner, place)
    elif isinstance(value, list):
        for inner in value:
            yield from paths_of(inner, f"{path}[]")
    else:
        yield path, value


def explained_as(path):
    for there, here in SAME_AS.items():
        if path.startswith(there + ".") and path != f"{there}.seconds_left":
            return path.replace(there, here, 1)
    return path


def objects_printed(command, name):
    """All that a command prints of all case logs: one run for each, since names are unique in a run."""
    places = [[]] if name == "rules" else [[str(path)] for path in CASES]
    for arguments in (words + place for words in RUNS[name] for place in places):
        for line in run(command, [name, "--json", *arguments]).stdout.splitlines():
            yield json.loads(line)


def keys_printed(command, name):
    """{path: the words that occur there}."""
    printed = {}
    for entry in objects_printed(command, name):
        for path, value in paths_of(entry, entry["kind"] if name == "rules" else ""):
            printed.setdefault(explained_as(path), set()).add(value)
    return printed


def check_keys(tap, command, page):
    sections = {name: dict(KEY_ROW.findall(body)) for name, body in SECTION.findall(page)}
    tap.same(sections, RUNS, "the JSON of every command is explained")
    obligations = [path for path in sections["assess"] if path.startswith("obligations[]")]
    for name, rows in sections.items():
        shared = obligations if any(path in rows for path in SAME_AS) else []
        printed = keys_printed(command, name)
        tap.same([path for path in printed if path not in shared], [path for path in rows if path not in SAME_AS],
                 f"{name}: every key is explained, and every key explained occurs")  # fmt: skip
        for path in (path for path in CLOSED if path in rows):
            missing = [word for word in printed.get(path, ()) if word is not None and f"`{word}`" not in rows[path]]
            tap.ok(not missing, f"{name}: the row of {path} names every word", missing)


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    page = PAGE.read_text(encoding="utf-8")
    check_blocks(tap, arguments[0], page, EXAMPLES)
    check_blocks(tap, arguments[0], (ROOT / "README.md").read_text(encoding="utf-8"), ROOT)
    check_keys(tap, arguments[0], page)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
