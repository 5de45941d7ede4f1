#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rows of the library are those of rows.txt, which was written from the law and the agreements and not from them.

    check_rows.py COMMAND

One claim for each pack, for each row (whom it binds, how strongly, by when, for which colours, its section), for the rows
that only one of the two has, and for the known amounts.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

PARTIES = {"H": "hospital", "O": "outpatient", "M": "municipal-health", "S": "social-services"}
TIMES = [
    (r"asap", "as-soon-as-possible"), (r"(\d+) h", "hours"), (r"(\d+) days", "days"), (r"same day", "same-day"),
    (r"same weekday", "same-weekday"), (r"(\d+) h on weekdays", "hours-on-weekdays"),
    (r"(\d+) h or next weekday", "hours-or-next-weekday"), (r"before", "before"), (r"by", "by"),
    (r"(\d+) days before", "days-before"), (r"not before", "not-before"), (r"(\d+) day after", "day-after"),
    (r"covers (\d+) weekdays", "covers-weekdays"),
]  # fmt: skip
# Kronor per day of care; every other year is unknown until a host supplies it.
RATES = {2019: 7800, 2020: 8200, 2022: 9300, 2023: 10500}


def form_of(words):
    """(form, number) of a time in the words of the table."""
    for pattern, form in TIMES:
        found = re.fullmatch(pattern, words)
        if found:
            return form, int(found.group(1)) if found.groups() else 0
    raise SystemExit(f"rows.txt: no such time: {words}")


def read_table():
    """{pack: (county, from)} and {(pack, id): what is written of it}."""
    packs, rows, pack = {}, {}, None
    for line in (pathlib.Path(__file__).parent / "rows.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("pack "):
            _, pack, county, begins = line.split()
            packs[pack] = (None if county == "-" else county, begins)
        elif "|" in line and not line.startswith("#"):
            words = [word.strip() for word in line.split("|")]
            rows[pack, words[0]] = words[1:]
    return packs, rows


def written(words):
    """What the table says of a row."""
    colours = words[3].split() if not words[3].startswith("any") else []
    sections = set(words[4].split()) if len(words) > 4 else None
    return {
        "parties": sorted(PARTIES[letter] for letter in words[0]),
        "force": words[1],
        "time": form_of(words[2]),
        "colours": sorted(colours),
        "colour unstated": words[3] == "any*",
        "sections": sections,
    }


def told(rule, sections):
    """The same, as the library tells it."""
    return {
        "parties": sorted(rule["parties"]),
        "force": rule["force"],
        "time": (rule["form"], rule["number"] or 0),
        "colours": sorted(rule["colours"] or []),
        "colour unstated": bool(rule["colour_unstated"]),
        "sections": sections_of(rule["cite"]) if sections is not None else None,
    }


def sections_of(cite):
    """The sections of the act that a citation names: 2:1, 2:3."""
    found = set()
    for chapter, numbers in re.findall(r"2017:612 (\d+) kap\. ([\d och,-]+) §", cite):
        found |= {f"{chapter}:{number}" for number in re.findall(r"\d+", numbers)}
    return found


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    done = subprocess.run(shlex.split(arguments[0]) + ["rules", "--json"], capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    packs, rows = read_table()
    tap = Tap()
    for pack in (line for line in lines if line["kind"] == "pack"):
        got = (pack["county"], pack["valid_from"])
        tap.ok(got == packs.get(pack["id"]), f"{pack['id']}: county and first day", f"{got}, not {packs.get(pack['id'])}")
    tap.same([line["id"] for line in lines if line["kind"] == "pack"], packs, "the packs are those of the table")
    obligations = [line for line in lines if line["kind"] == "rule" and line["group"] == "obligation"]
    names = {(rule["pack"], rule["id"]) for rule in obligations}
    tap.same({f"{p} {i}" for p, i in names}, {f"{p} {i}" for p, i in rows}, "the rows are those of the table")
    for rule in obligations:
        words = rows.get((rule["pack"], rule["id"]))
        if words:
            expected = written(words)
            got = told(rule, expected["sections"])
            wrong = [f"{key}: {got[key]}, not {expected[key]}" for key in expected if got[key] != expected[key]]
            tap.ok(not wrong, f"{rule['pack']} {rule['id']}", "\n".join(wrong))
    begins = {rule["id"]: rule["valid_from"] for rule in obligations if rule["valid_from"] != packs[rule["pack"]][1]}
    tap.ok(not begins, "every row holds from the first day of its pack", begins)
    tap.ok({line["year"]: line["sek"] for line in lines if line["kind"] == "rate"} == RATES, "the known amounts")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
