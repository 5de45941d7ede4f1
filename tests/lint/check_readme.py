#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the README shows of C stands, line for line, in an example that is built and run.

    check_readme.py SOURCE_DIRECTORY
"""

import pathlib
import re
import sys
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

BLOCK = re.compile(r"^```c\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[0])
    examples = [path.read_text(encoding="utf-8") for path in sorted((root / "examples").glob("*.c"))]
    tap = Tap()
    for number, block in enumerate(BLOCK.findall((root / "README.md").read_text(encoding="utf-8")), start=1):
        inside_main = textwrap.indent(block, "    ")
        known = any(block in text or inside_main in text for text in examples)
        tap.ok(known, f"C block {number} stands in an example", block)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
