#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the reference of the package from its own documentation: make_reference.py > doc/python-reference.md"""

import inspect
import re
import sys
import textwrap
from enum import Enum

import utskrivning
from utskrivning import _records, charts, engines

HEAD = """# The Python package: reference

Every public name of `utskrivning`, from its own documentation; this page is made by
`bindings/python/tests/make_reference.py`, and a test fails if it differs from the package. The tutorial is
[python.md](python.md).
"""
RECORDS = inspect.getsource(_records)
FIELD = re.compile(r"^    (\w+): ([^#=\n]+?)\s*(?:#: (.*))?$", re.MULTILINE)


def described(thing, indent=""):
    """Its documentation, as text that keeps its columns."""
    return textwrap.indent("```text\n" + inspect.getdoc(thing) + "\n```", indent) + "\n"


def signature(name, thing):
    """A call of it, without annotations."""
    try:
        found = inspect.signature(thing)
    except (TypeError, ValueError):
        return f"{name}(...)"
    parts, star = [], False
    for parameter in found.parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            parts.append("*")
        star = star or parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL)
        mark = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        parts.append(f"{mark}{parameter.name}{default}")
    return f"{name}({', '.join(parts)})"


def members(made):
    """(name, member) of what a class and its extension's base have that is public, in their order."""
    found = {}
    for base in reversed([base for base in made.__mro__ if base.__module__.startswith("utskrivning")]):
        for name, member in vars(base).items():
            if not name.startswith("_") and (callable(member) or hasattr(member, "__get__")) and not isinstance(member, type):
                found[name] = member
    return found.items()


def class_text(name, made):
    """A class: what it is, and its members."""
    parts = [f"### {name}\n", described(made)]
    if issubclass(made, tuple):
        source = re.search(rf"^class {name}\(.*?(?=^\S|\Z)", RECORDS, re.MULTILINE | re.DOTALL).group()
        rows = [f"| `{field}` | `{kind}` | {about or ''} |" for field, kind, about in FIELD.findall(source)]
        parts.append("| field | type | |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n")
    for member, value in members(made):
        if member in getattr(made, "_fields", ()) or not inspect.getdoc(value):
            continue
        value = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
        shown = signature(member, getattr(made, member)) if callable(getattr(made, member, None)) else member
        about = " ".join(inspect.getdoc(value).split("\n\n")[0].split())
        parts.append(f"* `{shown}`: {about}")
    return "\n".join(parts) + "\n"


def enum_text(name, made):
    """An enum: its words, and what they mean."""
    rows = [f"| `{member.name}` | `{member.value}` | {'' if member.en == member.value else member.en} |" for member in made]
    return f"### {name}\n\n{inspect.getdoc(made)}\n\n| member | word | |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def page():
    """The whole page."""
    functions, classes, records, enums = [], [], [], []
    for name in sorted(utskrivning.__all__, key=str.lower):
        thing = getattr(utskrivning, name)
        if inspect.isfunction(thing):
            functions.append(f"### {signature(name, thing)}\n\n{described(thing)}")
        elif inspect.isclass(thing) and issubclass(thing, Enum) and name != "Word":
            enums.append(enum_text(name, thing))
        elif inspect.isclass(thing):
            (records if issubclass(thing, tuple) else classes).append(class_text(name, thing))
    named = [("charts", charts, name) for name in charts.__all__]
    named += [("engines", engines, name) for name in ("judge_batches", "spark", "dask", "duckdb", "polars")]
    for place, module, name in named:
        function = getattr(module, name)
        functions.append(f"### {place}.{signature(name, function)}\n\n{described(function)}")
    groups = (("Functions", functions), ("Classes", classes), ("Records", records), ("Words", enums))
    return "\n".join([HEAD] + [part for title, parts in groups for part in [f"## {title}\n", *parts]])


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(page().rstrip("\n"))
