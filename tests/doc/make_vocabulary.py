#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes doc/vocabulary.md from the tables of the library, or checks that it is up to date.

    make_vocabulary.py PRINT_TABLES [--check]
"""

import sys

from pages import code, json_lines, run, table

HEAD = """# Vocabulary

The parties, events, attributes and words of case logs, JSON and C, as the library itself has them
([event.h](../include/utskrivning/event.h)). This page is made by `tests/doc/make_vocabulary.py`; a test fails if it
differs from the library.

Every id is read in English or as its Swedish alias; the alias with or without å, ä, ö (`fast-vardkontakt`), composed
(NFC) or decomposed (NFD). A bare `utskrivningsklar` is refused, since it may mean `bedömd-utskrivningsklar` (the
physician's judgement) or `meddelande-om-utskrivningsklar` (the notice), and the difference moves money.

## Parties

"""

EVENTS = """

The *municipality* is `municipal-health` and `social-services`; the *region* is `hospital` and `outpatient`. The
*concerned units* (berörda enheter) of a case are those whose services the treating physician judged may be needed; if
`municipal-health` is among them, so is `outpatient` (2 kap. 1 § andra stycket).

## Events

Any event may also have `id=` (the host's own message id, unique in the case) and `recorded=` (an instant: when it was
entered).

"""

WORDS = """

## What an event says

A *flag* is a bare word; of several flags any may stand. *One word* is exactly one of the list, after `key=`, or bare
where the key is empty. A *time* is an instant, or a date that counts as its last second. What is not given is not
known: a notice without `to=` was sent to somebody, and the log does not tell to whom. In `needs-assessed`, `none`
stands alone, and `simple-only` stands with no unit.

"""

TYPES = {
    "flags": "flags, any of them",
    "word": "one word",
    "words": "words with commas between",
    "parties": "parties with commas between",
    "party": "one party",
    "instant": "a time",
    "instant-or-yes": "a time, or `yes`",
    "reference": "the `id=` of an event of the case, or an event's name (then the latest of it)",
    "text": "the host's own words; kept, never read",
}
EVERY_PARTY = 6


def parties_of(event):
    names = ["any party"] if len(event["senders"]) == EVERY_PARTY else event["senders"]
    return ", ".join(names + [f"{party} with `by=`" for party in event["senders_with_by"]])


def keys_of(attributes):
    shown = [code(f"{attribute['key']}=") if attribute["key"] else "words" for attribute in attributes]
    return ", ".join(shown)


def gathered(lines):
    """Parties; events, each with its attributes, each with its words: the lines in their order."""
    parties, events = [], []
    for line in lines:
        if line["table"] == "party":
            parties.append(line)
        elif line["table"] == "event":
            events.append({**line, "attributes": []})
        elif line["table"] == "attribute":
            events[-1]["attributes"].append({**line, "words": []})
        elif line["table"] == "word":
            events[-1]["attributes"][-1]["words"].append(line)
    return parties, events


def attribute_rows(events):
    for event in events:
        for attribute in event["attributes"]:
            words = ", ".join(f"`{word['id']}` ({word['alias']})" for word in attribute["words"])
            key = code(f"{attribute['key']}=") if attribute["key"] else "(bare)"
            must = "yes" if attribute["required"] else ""
            yield [code(event["id"]), key, TYPES[attribute["type"]], must, words]


def make(program):
    parties, events = gathered(json_lines(program))
    party_rows = [[code(party["id"]), code(party["alias"]), party["term"]] for party in parties]
    event_rows = [
        [code(event["id"]), code(event["alias"]), event["term"], parties_of(event), keys_of(event["attributes"])]
        for event in events
    ]
    text = HEAD + table(["id", "alias", "Swedish term"], party_rows)
    text += EVENTS + table(["id", "alias", "Swedish term", "sent by", "attributes"], event_rows)
    heads = ["event", "key", "takes", "must stand", "words (Swedish alias)"]
    return {"vocabulary.md": text + WORDS + table(heads, attribute_rows(events)) + "\n"}


if __name__ == "__main__":
    sys.exit(run("make_vocabulary.py", make))
