#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every public header, alone and included twice, is valid C11 and C++17 without a warning; so are its INIT macros.

    check_headers.py INCLUDE_DIRECTORY
"""

import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wconversion", "-Wshadow", "-Wundef"]
C = ["-x", "c", "-std=c11", "-Wstrict-prototypes", "-Wc++-compat"]
CXX = ["-x", "c++", "-std=c++17"]
# (what it is called in the results, names under which it may be installed, its arguments)
COMPILERS = [
    ("gcc, C11", ["gcc"], C),
    ("g++, C++17", ["g++"], CXX),
    ("clang, C11", ["clang", "clang-14"], C),
    ("clang++, C++17", ["clang++", "clang++-14"], CXX),
]
INIT_MACRO = re.compile(r"^#define (UTSKR_(\w+)_INIT) \{", re.MULTILINE)


def probe(include, header):
    """A source that includes the header twice and uses each of its INIT macros."""
    name = header.relative_to(include).as_posix()
    lines = [f"#include <{name}>"] * 2
    for macro, noun in INIT_MACRO.findall(header.read_text(encoding="utf-8")):
        kind = "utskr_" + noun.lower()
        lines.append(f"extern const {kind} probe_{kind};\nconst {kind} probe_{kind} = {macro};")
    lines.append("extern int probe_last;")
    return "\n".join(lines) + "\n"


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    include = pathlib.Path(arguments[0])
    headers = sorted(include.rglob("*.h"))
    tap = Tap()
    for title, names, language in COMPILERS:
        compiler = next(filter(None, map(shutil.which, names)), None)
        for header in headers:
            claim = f"{header.name} as {title}"
            if not compiler:
                tap.skip(claim, "no such compiler here")
                continue
            command = [compiler, "-fsyntax-only", f"-I{include}", *WARNINGS, *language, "-"]
            result = subprocess.run(command, input=probe(include, header), capture_output=True, text=True, check=False)
            tap.ok(result.returncode == 0, claim, result.stderr)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
