#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every public struct, and every member of it, has its frozen size or offset in layouts.h, which test_sizes.c compares
with what the compiler makes of the headers.

    check_structs.py LAYOUTS_H INCLUDE_DIRECTORY             compare, as TAP
    check_structs.py --write LAYOUTS_H INCLUDE_DIRECTORY     freeze the layouts as they are, on a machine with 64-bit
                                                             pointers; before a release only
"""

import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from declarations import public_structs  # noqa: E402
from tap import Tap  # noqa: E402

FROZEN = re.compile(r"^(?:SIZE\((\w+)|MEMBER\((\w+), (\w+)), \d+\)$", re.MULTILINE)
LAYOUTS = """/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sizes and offsets in bytes of every public struct. Written by tests/abi/check_structs.py --write. */
/* clang-format off */
"""


def frozen_lines(text):
    return [size or f"{struct}.{member}" for size, struct, member in FROZEN.findall(text)]


def declared_lines(structs):
    lines = []
    for name, members in structs.items():
        lines += [name] + [f"{name}.{member}" for member in members]
    return lines


def probe(include, structs):
    """A program that writes the lines of layouts.h."""
    headers = sorted(header.relative_to(include).as_posix() for header in include.rglob("*.h"))
    lines = [f"#include <{name}>" for name in ["stddef.h", "stdio.h", *headers]] + ["int main(void) {"]
    for name, members in structs.items():
        lines.append(f'printf("SIZE({name}, %zu)\\n", sizeof({name}));')
        for member in members:
            lines.append(f'printf("MEMBER({name}, {member}, %zu)\\n", offsetof({name}, {member}));')
    return "\n".join(lines + ["}", ""])


def write_layouts(path, include):
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "probe")
        command = ["cc", "-std=c11", f"-I{include}", "-x", "c", "-", "-o", str(program)]
        subprocess.run(command, input=probe(include, public_structs(include)), text=True, check=True)
        lines = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout
    path.write_text(LAYOUTS + lines, encoding="utf-8")
    return 0


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "--write":
        return write_layouts(pathlib.Path(arguments[1]), pathlib.Path(arguments[2]))
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    frozen = frozen_lines(pathlib.Path(arguments[0]).read_text(encoding="utf-8"))
    tap = Tap()
    tap.same(frozen, declared_lines(public_structs(arguments[1])), "layouts.h freezes what the headers declare")
    tap.ok(len(frozen) == len(set(frozen)), "nothing is frozen twice")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
