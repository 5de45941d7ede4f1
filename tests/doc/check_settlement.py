#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc/settlement.md is right: what the command prints there, every key of the JSON, and the digest, which is computed from
the bytes that the page shows.

    check_settlement.py COMMAND
"""

import hashlib
import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from check_case_log import EXAMPLES, KEY_ROW, ROOT, SECTION, check_blocks, paths_of, run  # noqa: E402
from tap import Tap  # noqa: E402

PAGE = ROOT / "doc" / "settlement.md"
CASES = sorted((ROOT / "tests" / "settlement" / "cases").glob("*.case"))
MONTHS = ("--from", "2019-01", "--to", "2023-06")
CLOSED = {"settle": ("above", "level", "left_out[].reason", "under_average"), "stats": ("reconciliation[].why",)}


def printed(command, verb):
    """{path: words} of all that a command prints of all the case files."""
    found = {}
    for path in CASES:
        for line in run(command, [verb, "--json", *MONTHS, str(path)]).stdout.splitlines():
            for key, value in paths_of(json.loads(line)):
                found.setdefault(key, set()).add(value)
    return found


def printed_by_diff(command):
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        places = []
        for name, changes in (("a", ()), ("b", ("--reading", "end-day=charged")), ("c", ("--reading", "unstated-recipients=all-concerned"))):
            for path in CASES:
                place = pathlib.Path(folder) / f"{name}-{path.stem}"
                place.write_text(run(command, ["settle", "--json", *MONTHS, *changes, str(path)]).stdout, encoding="utf-8")
                places.append(place)
        empty = pathlib.Path(folder) / "empty"
        empty.write_text("")
        pairs = [(places[i], places[i + step * len(CASES)]) for i in range(len(CASES)) for step in (1, 2)]
        for a, b in pairs + [(b, a) for a, b in pairs] + [(places[0], empty)]:
            for line in run(command, ["diff", "--json", str(a), str(b)]).stdout.splitlines():
                for key, value in paths_of(json.loads(line)):
                    found.setdefault(key, set()).add(value)
    return found


def check_keys(tap, command, page):
    sections = {name: dict(KEY_ROW.findall(body)) for name, body in SECTION.findall(page)}
    tap.same(sections, ("settle", "stats", "diff"), "the JSON of every command is explained")
    for verb, rows in sections.items():
        found = printed_by_diff(command) if verb == "diff" else printed(command, verb)
        tap.same(found, rows, f"{verb}: every key is explained, and every key explained occurs")
        for key in CLOSED.get(verb, ()):
            words = rows[key] + page if key != "above" else rows[key]
            missing = [word for word in found.get(key, ()) if f"`{word}`" not in words]
            tap.ok(not missing, f"{verb}: the words of {key} are named", missing)


def check_digest(tap, command, page):
    shown = re.search(r"^```\n(case care=.*?)^```$", page, re.MULTILINE | re.DOTALL).group(1)
    case = hashlib.sha256(shown.encode()).hexdigest()
    group = hashlib.sha256(f"{case}\n".encode()).hexdigest()
    month = hashlib.sha256(f"settlement 1 2022-05 0484 lus\n{group}\n".encode()).hexdigest()
    tap.ok(all(f"`{digest}`" in page for digest in (case, group, month)), "the page gives the digests of what it shows",
           f"{case}\n{group}\n{month}")  # fmt: skip
    output = run(command, ["settle", "--json", "--from", "2022-05", "--to", "2022-05", "anna.case"], EXAMPLES).stdout
    tap.ok(json.loads(output)["digest"] == month, "and the command that of the month", output)


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    page = PAGE.read_text(encoding="utf-8")
    check_blocks(tap, arguments[0], page, EXAMPLES)
    check_keys(tap, arguments[0], page)
    check_digest(tap, arguments[0], page)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
