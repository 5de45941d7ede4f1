#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every block of C in the README and the documentation stands, line for line, in an example that is built and run.

    check_snippets.py SOURCE_DIRECTORY
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
    examples = [path.read_text(encoding="utf-8") for path in sorted((root / "examples").rglob("*.c"))]
    sources = [text for example in examples for text in (example, textwrap.dedent(example.replace("\n    ", "\n")))]
    tap = Tap()
    for path in [root / "README.md", *sorted((root / "doc").rglob("*.md"))]:
        for number, block in enumerate(BLOCK.findall(path.read_text(encoding="utf-8")), start=1):
            known = any(block in source for source in sources)
            tap.ok(known, f"{path.relative_to(root)}: C block {number} stands in an example", block)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
