#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No file is forgotten: every source, header and test program is named in a meson.build.

    check_listed.py SOURCE_DIRECTORY
"""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

# (files, the meson.build that names them, how it names a file)
PLACES = [
    ("include/**/*.h", "include", lambda path: path.as_posix()),
    ("lib/**/*.c", "lib", lambda path: path.as_posix()),
    ("examples/**/*.c", "examples", lambda path: path.as_posix()),
    ("bindings/python/source/*.c", "bindings/python", lambda path: path.as_posix()),
    ("bindings/python/utskrivning/*", "bindings/python", lambda path: path.as_posix()),
    ("tests/*/test_*.c", "tests", lambda path: f"{path.parent}/{path.stem.removeprefix('test_')}"),
    ("tests/*/check_*.py", "tests", lambda path: path.as_posix()),
    ("tests/*/test_*.py", "tests", lambda path: path.as_posix()),
    ("tests/doc/make_*.py", "tests", lambda path: path.stem.removeprefix("make_")),
    ("doc/snippets/*.c", "tests", lambda path: path.stem),
    ("tests/fuzz/fuzz_*.c", "tests", lambda path: path.stem.removeprefix("fuzz_")),
]


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[0])
    tap = Tap()
    for pattern, folder, name_of in PLACES:
        text = (root / folder / "meson.build").read_text(encoding="utf-8")
        for path in sorted(root.glob(pattern)):
            name = name_of(pathlib.Path(os.path.relpath(path, root / folder)))
            tap.ok(f"'{name}'" in text, f"{folder}/meson.build names '{name}'")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
