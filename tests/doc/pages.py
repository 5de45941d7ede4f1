# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pages of doc/ that are made from what the library says of itself: written anew, or checked to be up to date.

A page is made whole, or only between two lines of it:

    <!-- made by make_limits.py: limits -->
    <!-- end of limits -->
"""

import difflib
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

DOC = pathlib.Path(__file__).resolve().parents[2] / "doc"


def output_of(*command):
    """Standard output of a program that works."""
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {result.returncode}\n{result.stderr}")
    return result.stdout


def json_lines(*command):
    """The objects that a program prints, one a line."""
    return [json.loads(line) for line in output_of(*command).splitlines()]


def cell(text):
    """Text that may stand in a table of Markdown."""
    return str(text).replace("|", "\\|")


def table(heads, rows):
    """A table of Markdown, without a line end after it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines)


def code(text):
    return f"`{text}`" if text else ""


def with_part(page, script, name, body):
    """The page with the body between the two lines of that name."""
    begin, end = f"<!-- made by {script}: {name} -->", f"<!-- end of {name} -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        sys.exit(f"expected '{begin}' and '{end}' once each")
    before, after = page.index(begin) + len(begin), page.index(end)
    return f"{page[:before]}\n\n{body.strip()}\n\n{page[after:]}"


def check(name, made, tap, script):
    path = DOC / name
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    changes = difflib.unified_diff(there.splitlines(), made.splitlines(), "as it stands", "as it should be", lineterm="")
    tap.ok(there == made, f"doc/{name} is what {script} makes of the library", "\n".join(list(changes)[:40]))


def run(script, make):
    """The whole script: PROGRAM [--check]. `make` turns the program into {name of a page: text}."""
    arguments = [word for word in sys.argv[1:] if word != "--check"]
    if len(arguments) != 1:
        print(sys.modules["__main__"].__doc__, file=sys.stderr)
        return 2
    pages = make(arguments[0])
    if "--check" in sys.argv:
        tap = Tap()
        for name, made in pages.items():
            check(name, made, tap, script)
        return tap.done()
    for name, made in pages.items():
        (DOC / name).write_text(made, encoding="utf-8")
    return 0
