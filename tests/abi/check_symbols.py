#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The shared library exports what the headers declare, imports nothing but memory and string functions, and needs
only libc.

    check_symbols.py LIBRARY MAP INCLUDE_DIRECTORY     compare, as TAP
    check_symbols.py --write MAP INCLUDE_DIRECTORY     write the version script that the headers call for
"""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from declarations import public_data, public_functions  # noqa: E402
from tap import Tap  # noqa: E402

NODE = "UTSKRIVNING_0"
SONAME = "libutskrivning.so.0"
NEEDED = {"libc.so.6"}
# What compilers put in for plain C, and string.h. No memory from anywhere, no output, no clock, no environment, no exit.
IMPORTS = {
    "bcmp", "memchr", "memcmp", "memcpy", "memmove", "memset",
    "strchr", "strcmp", "strcspn", "strlen", "strncmp", "strnlen", "strpbrk", "strrchr", "strspn",
    "__memcpy_chk", "__memmove_chk", "__memset_chk", "__stack_chk_fail",
    "__cxa_finalize", "__gmon_start__", "_ITM_deregisterTMCloneTable", "_ITM_registerTMCloneTable",
}  # fmt: skip
MAP_TEXT = """/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every public function. Written by tests/abi/check_symbols.py --write; compared with the headers by the tests. */
{node} {{
global:
{names}
local:
    *;
}};
"""


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def dynamic_symbols(library, which):
    """(name, version or "") of the defined or undefined dynamic symbols."""
    names = [line.split()[0] for line in output("nm", "-D", "-P", which, library).splitlines()]
    pairs = (re.split("@@?", name) for name in names)
    return [(pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs]


def mapped_names(text):
    """The names under `global:`, as they stand."""
    body = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.findall(r"[^\s;]+(?=;)", body.partition("global:")[2].partition("local:")[0])


def check_exports(tap, library, names, functions):
    exported = [pair for pair in dynamic_symbols(library, "--defined-only") if pair[0] != NODE]
    tap.same([name for name, _ in exported], names, "the library exports what the version script lists")
    tap.same(names, functions, "the version script lists the functions that the headers declare")
    tap.same([name for name, _ in exported], functions, "the library exports what the headers declare")
    tap.same({version for _, version in exported}, {NODE}, f"every symbol has the version {NODE}")


def check_map(tap, names):
    tap.ok(names == sorted(set(names)), "the version script is sorted, each name once", "\n".join(names))
    tap.ok(not [name for name in names if re.search(r"[^\w]", name)], "no wildcards among its names")


def check_surroundings(tap, library):
    imported = {name for name, _ in dynamic_symbols(library, "--undefined-only")}
    tap.same(imported - IMPORTS, set(), "the library imports memory and string functions only")
    dynamic = output("readelf", "-d", "-W", library)
    tap.same(set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)) - NEEDED, set(), "the library needs libc only")
    tap.same(re.findall(r"\(SONAME\).*\[(.*)\]", dynamic), {SONAME}, f"its soname is {SONAME}")


def write_map(path, include):
    names = "\n".join(f"    {name};" for name in public_functions(include))
    path.write_text(MAP_TEXT.format(node=NODE, names=names), encoding="utf-8")
    return 0


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    if arguments[0] == "--write":
        return write_map(pathlib.Path(arguments[1]), arguments[2])
    library, script, include = arguments
    tap = Tap()
    names = mapped_names(pathlib.Path(script).read_text(encoding="utf-8"))
    check_map(tap, names)
    check_exports(tap, library, names, public_functions(include))
    tap.ok(not public_data(include), "no variable is exported", "\n".join(public_data(include)))
    check_surroundings(tap, library)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
