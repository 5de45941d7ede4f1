#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes doc/rulebook.en.md and doc/rulebook.sv.md from the rows, or checks that they are up to date.

    make_rulebook.py COMMAND [--check]

COMMAND is the command `utskrivning`.
"""

import sys

from pages import code, json_lines, run, table
from rulebook_words import COLOURS, FORCES, GRADES, GROUPS, LABELS, PARTIES, SWEDISH

LANGUAGES = ("en", "sv")


class Book:
    """One language of the rulebook."""

    def __init__(self, language):
        self.language = language
        self.index = LANGUAGES.index(language)

    def label(self, name):
        return LABELS[name][self.index]

    def word(self, words, name):
        return words[name][self.index]

    def phrase(self, english):
        """What a row says in English, in the language of the book."""
        if self.language == "en" or not english:
            return english
        if english not in SWEDISH:
            sys.exit(f"rulebook_words.py has no Swedish for: {english}")
        return SWEDISH[english]

    def validity(self, of):
        name = "from_to" if of["valid_to"] else "from"
        return self.label(name).format(of["valid_from"], of["valid_to"])

    # --- Packs

    def pack_rows(self, pack):
        grade = self.word(GRADES, pack["grade"])
        yield self.label("source"), pack["source"]
        yield self.label("validity"), self.validity(pack)
        yield self.label("grade"), grade
        if pack["base"]:
            yield self.label("base"), code(pack["base"])
        if pack["county"]:
            yield self.label("county"), pack["county"]
        yield self.label("model"), self.label(pack["model"])

    def pack(self, pack, rules):
        parts = [f"## {self.label('pack')} `{pack['id']}`", pack["title"] + "."]
        parts.append(table(["", ""], self.pack_rows(pack)))
        for group in GROUPS:
            of_group = [rule for rule in rules if rule["group"] == group]
            if of_group:
                parts.append(f"### {self.word(GROUPS, group)}")
                parts += self.obligations(of_group) if group == "obligation" else [self.plain_rules(of_group)]
        return parts

    # --- Rules

    def obligation_rows(self, rule):
        parties = ", ".join(self.word(PARTIES, party) for party in rule["parties"])
        yield self.label("party"), parties + (self.label("each") if len(rule["parties"]) > 1 else "")
        yield self.label("force"), self.word(FORCES, rule["force"])
        if rule["colours"]:
            yield self.label("colours"), ", ".join(self.word(COLOURS, colour) for colour in rule["colours"])
        yield self.label("trigger"), self.phrase(rule["trigger"])
        yield self.label("form"), self.phrase(rule["form_text"])
        yield self.label("met_by"), self.phrase(rule["met_by"])
        yield self.label("cite"), rule["cite"]
        yield self.label("validity"), self.validity(rule)
        yield self.label("grade"), self.word(GRADES, rule["grade"])
        if rule["colour_unstated"]:
            yield self.label("marks"), self.label("unstated")

    def obligations(self, rules):
        for rule in rules:
            yield f"#### `{rule['id']}`"
            yield rule[f"text_{self.language}"]
            yield table(["", ""], self.obligation_rows(rule))

    def plain_rules(self, rules):
        heads = [self.label(name) for name in ("rule", "says", "cite", "validity", "grade")]
        rows = [
            [code(rule["id"]), rule[f"text_{self.language}"], rule["cite"], self.validity(rule), rule["grade"]]
            for rule in rules
        ]
        return table(heads, rows)

    # --- Readings and amounts

    def reading_rows(self, reading):
        values = [f"**`{value}`**" if value == reading["default"] else code(value) for value in reading["values"]]
        yield self.label("question"), reading[f"question_{self.language}"]
        yield self.label("values"), ", ".join(values)
        yield self.label("why"), reading[f"why_{self.language}"]
        yield self.label("cite"), reading["cite"]
        yield self.label("reach"), self.label("yes" if reading["national"] else "no")

    def readings(self, readings):
        yield f"## {self.label('readings')}"
        yield self.label("readings_intro")
        for reading in readings:
            yield f"### `{reading['id']}`"
            yield table(["", ""], self.reading_rows(reading))

    def amounts(self, rates):
        heads = [self.label(name) for name in ("year", "sek", "grade", "regulation")]
        rows = [
            [rate["year"], rate["sek"], self.word(GRADES, rate["grade"]), rate["source"] or self.label("unread")]
            for rate in rates
        ]
        return [f"## {self.label('amounts')}", self.label("amounts_intro"), table(heads, rows)]

    def text(self, lines):
        of_kind = {kind: [line for line in lines if line["kind"] == kind] for kind in ("pack", "rule", "reading", "rate")}
        parts = [f"# {self.label('title')}", self.label("intro")]
        for pack in of_kind["pack"]:
            parts += self.pack(pack, [rule for rule in of_kind["rule"] if rule["pack"] == pack["id"]])
        parts += self.readings(of_kind["reading"])
        parts += self.amounts(of_kind["rate"])
        return "\n\n".join(parts) + "\n"


def make(command):
    lines = json_lines(command, "rules", "--json")
    return {f"rulebook.{language}.md": Book(language).text(lines) for language in LANGUAGES}


if __name__ == "__main__":
    sys.exit(run("make_rulebook.py", make))
