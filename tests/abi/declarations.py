# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the public headers declare: functions, and structs with their members."""

import pathlib
import re

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DIRECTIVE = re.compile(r"^[ \t]*#.*(?:\\\n.*)*$", re.MULTILINE)
FUNCTION = re.compile(r"\bUTSKR_API\b[^;{}]*?\b(utskr_\w+)\s*\(")
DATA = re.compile(r"\bUTSKR_API\b[^;{}()]*;")
AGGREGATE = re.compile(r"\btypedef (?:struct|union) \w*\s*\{([^{}]*)\}\s*(\w+)\s*;")
CALLBACK = re.compile(r"\(\s*\*\s*(\w+)\s*\)\s*\(.*\)$", re.DOTALL)
LAST_NAME = re.compile(r"(\w+)\s*(?:\[[^\]]*\]\s*)*$")


def declarations(include):
    """The text of all public headers without comments and directives."""
    headers = sorted(pathlib.Path(include).rglob("*.h"))
    texts = (header.read_text(encoding="utf-8") for header in headers)
    return "\n".join(DIRECTIVE.sub("", COMMENT.sub("", text)) for text in texts)


def public_functions(include):
    return sorted(set(FUNCTION.findall(declarations(include))))


def public_data(include):
    """Exported variables; the interface has none, since every constant is also a function."""
    return DATA.findall(declarations(include))


def member_name(declaration):
    """The name that one member declaration gives; house style has one name in each."""
    if "," in declaration.partition("(")[0]:
        raise ValueError(f"two members in one declaration: {declaration}")
    callback = CALLBACK.search(declaration)
    return (callback or LAST_NAME.search(declaration)).group(1)


def public_structs(include):
    """{struct or union: [member, ...]}"""
    found = {}
    for body, name in AGGREGATE.findall(declarations(include)):
        members = [part.strip() for part in body.split(";") if part.strip()]
        found[name] = [member_name(member) for member in members]
    return found
