#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a guide shows of its programs is what stands in them, and what they print.

    check_snippets.py GUIDE SNIPPETS PROGRAM... [--write]

GUIDE is a page of Markdown, SNIPPETS the folder of its programs, each PROGRAM one of them, built. A block that begins
with "```c FILE NAME" is the part of FILE between the lines "snippet: NAME" and "end of snippet"; one that begins with
"```text FILE" is what the program made of FILE prints. With --write the blocks are cut and printed anew.
"""

import pathlib
import re
import subprocess
import sys
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

BLOCK = re.compile(r"^```(c|text)(?: (\S+)(?: (\S+))?)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PART = re.compile(r"^ */\* snippet: (\S+) \*/\n(.*?)^ */\* end of snippet \*/$", re.MULTILINE | re.DOTALL)


def parts_of(folder):
    """{(file, name): text} of every marked part."""
    parts = {}
    for path in sorted(folder.glob("*.[ch]")):
        for name, part in PART.findall(path.read_text(encoding="utf-8")):
            parts[path.name, name] = textwrap.dedent(part)
    return parts


def outputs_of(tap, programs):
    """{(file, ""): output} of every program; each must end with 0."""
    outputs = {}
    for program in map(pathlib.Path, programs):
        result = subprocess.run([program], capture_output=True, text=True, encoding="utf-8", check=False)
        name = program.name.removeprefix("snippet_") + ".c"
        tap.ok(result.returncode == 0, f"{name} works", f"exit {result.returncode}\n{result.stderr}")
        outputs[name, ""] = result.stdout
    return outputs


def write(guide, made):
    """The guide with every block as it should be."""

    def anew(block):
        head = block[0].split("\n", 1)[0]
        return f"{head}\n{made.get((block[2], block[3] or ''), block[4])}```"

    guide.write_text(BLOCK.sub(anew, guide.read_text(encoding="utf-8")), encoding="utf-8")


def main(arguments):
    arguments = [word for word in arguments if word != "--write"]
    if len(arguments) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    guide, folder = pathlib.Path(arguments[0]), pathlib.Path(arguments[1])
    tap = Tap()
    outputs = outputs_of(tap, arguments[2:])
    made = {**parts_of(folder), **outputs}
    if "--write" in sys.argv:
        write(guide, made)
    shown = {(file, name): body for _, file, name, body in BLOCK.findall(guide.read_text(encoding="utf-8"))}
    tap.same([name for name, _ in outputs], [path.name for path in folder.glob("*.c")], "every program is built")
    tap.same(map(" ".join, shown), map(" ".join, made), f"{guide.name} shows every part and output, and no other")
    for place, body in shown.items():
        expected = made.get(place, "")
        tap.ok(body == expected, f"{guide.name} shows {' '.join(place).strip()} as it is", expected)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
