#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every C source and header is laid out as .clang-format says.

    check_format.py CLANG_FORMAT SOURCE_DIRECTORY
"""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

FOLDERS = ("include", "lib", "examples", "tests", "doc", "bindings")


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    clang_format, root = arguments[0], pathlib.Path(arguments[1])
    tap = Tap()
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.[ch]")):
        command = [clang_format, "--dry-run", "-Werror", "--ferror-limit=3", str(path)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        tap.ok(result.returncode == 0, path.relative_to(root).as_posix(), result.stderr)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
