#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the stub of the enums, which are made when the package is imported: make_words.py > utskrivning/_words.pyi"""

import sys

from utskrivning import _words

HEAD = '''# SPDX-License-Identifier: LGPL-2.1-or-later
# Written by tests/make_words.py from the library's tables; a test fails if it differs from them.
from enum import Enum

class Word(str, Enum):  # type: ignore[misc]  # its members are those of the classes below
    def __new__(cls, value: object) -> Word: ...
    @property
    def number(self) -> int: ...
    def text(self, lang: str = ...) -> str: ...
    @property
    def sv(self) -> str: ...
    @property
    def en(self) -> str: ...
'''


def stub(name):
    """One enum."""
    lines = [f"class {name}(Word):"]
    for member in getattr(_words, name):
        lines.append(f'    {member.name} = "{member.value}"')
    if name == "Answer":
        lines.append("    def __bool__(self) -> bool: ...")
    return "\n".join(lines) + "\n"


def names():
    """What the module gives away."""
    return "__all__ = [\n" + "".join(f'    "{name}",\n' for name in _words.__all__) + "]\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print("\n".join([HEAD, names()] + [stub(name) for name in sorted(set(_words.__all__) - {"Word"})]), end="")
