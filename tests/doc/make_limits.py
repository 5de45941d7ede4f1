#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the table of limits in doc/embedding.md from the library, or checks that it is up to date.

    make_limits.py PRINT_TABLES [--check]
"""

import sys

from pages import DOC, code, json_lines, run, table, with_part


def make(program):
    limits = [line for line in json_lines(program) if line["table"] == "limit"]
    rows = [[limit["of"], limit["value"], code(limit["macro"]), code(limit["function"])] for limit in limits]
    page = (DOC / "embedding.md").read_text(encoding="utf-8")
    body = table(["of", "limit", "macro", "function"], rows)
    return {"embedding.md": with_part(page, "make_limits.py", "limits", body)}


if __name__ == "__main__":
    sys.exit(run("make_limits.py", make))
