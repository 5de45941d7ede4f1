#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the table of doc/readings.md from the library, or checks that it is up to date.

    make_readings.py COMMAND [--check]

COMMAND is the command `utskrivning`. What each value does is written by hand, a row of a table for each, `NAME=VALUE`. A
value without its row, or a row without its value, stops the script.
"""

import re
import sys

from pages import DOC, code, json_lines, run, table, with_part

ROW = re.compile(r"^\| `([a-z0-9-]+=[a-zåäö-]+)` \|", re.MULTILINE)


def reading_rows(readings):
    for reading in readings:
        others = [code(value) for value in reading["values"] if value != reading["default"]]
        names = [code(reading["id"]), code(reading["default"]), ", ".join(others)]
        yield [*names, reading["question_en"], reading["why_en"], reading["cite"]]


def check_explained(readings, page):
    values = {f"{reading['id']}={value}" for reading in readings for value in reading["values"]}
    explained = set(ROW.findall(page))
    if values != explained:
        sys.exit(f"readings.md: not explained {sorted(values - explained)}, no such value {sorted(explained - values)}")


def make(command):
    readings = [line for line in json_lines(command, "rules", "--json") if line["kind"] == "reading"]
    page = (DOC / "readings.md").read_text(encoding="utf-8")
    check_explained(readings, page)
    body = table(["reading", "default", "others", "what is left open", "why the default", "paragraph"], reading_rows(readings))
    return {"readings.md": with_part(page, "make_readings.py", "readings", body)}


if __name__ == "__main__":
    sys.exit(run("make_readings.py", make))
