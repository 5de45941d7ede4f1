#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes doc/state-machine.svg and doc/state-machine.md from the transition table, or checks that they are up to date.

    make_state_machine.py PRINT_TABLES [--check]
"""

import sys

from pages import code, json_lines, run, table
from state_picture import picture

HEAD = """# The state machine

The fold of the library knows no law: it keeps where the patient is, by the table below. What is due, and who is late, is
the judge's ([rulebook.en.md](rulebook.en.md)). This page and the picture are made by `tests/doc/make_state_machine.py`
from what `utskr_check` answers; a test fails if they differ from the code
([transition.c](../lib/case/transition.c)).

![The states of a case and the events that lead from one to another](state-machine.svg)

## States

"""

CELLS = """

The state is what the messages say, in force now. The *step* is what is shown to users; that of a discharged patient is
step 4 on the day of discharge and step 5 from the next day on.

## What every event does in every state

* **go** *state*: the state changes.
* stay: the event is kept, the state is as before.
* **~** *mark*: irregular. Accepted (it can have happened in a hospital), with a mark that becomes a finding under that
  name; with → it also leads on.
* refuse: it cannot have happened. Nothing changes; in a replay it is skipped and reported (`refused-event`).

"""

REST = """

These events stay in every state: {}.

An event is also refused, in every state, when its sender never sends such an event: the senders are in
[vocabulary.md](vocabulary.md#events). A `retracted` is never folded: the case takes away what it names, and folds again.
`discharged-without-ready` is a finding only if the act applies, and `assessed-after-discharge` is none of its own. A
death after the discharge leaves the state `discharged`: the first discharge stands.
"""


def gathered(lines):
    """{(event, state): [(action, to, mark, when)]}: the plain event first, then what differs from it."""
    cells = {}
    for line in lines:
        if line["table"] == "transition":
            outcome = (line["action"], line["to"], line["mark"])
            outcomes = cells.setdefault((line["event"], line["state"]), {})
            outcomes.setdefault(outcome, line["when"])
    return {place: [(*outcome, when) for outcome, when in outcomes.items()] for place, outcomes in cells.items()}


def outcome_text(state, outcome):
    action, to, mark, when = outcome
    words = {"stay": "stay", "refuse": "refuse", "go": f"**go** {to}"}.get(action)
    if words is None:
        words = f"**~** {mark}" + (f" → {to}" if to != state else "")
    return words + (f", if {when}" if when else "")


def edges_of(cells):
    """What leads from one state to another, in the order of the table."""
    for (event, state), outcomes in cells.items():
        for action, to, mark, when in outcomes:
            if to != state and not (when and leads(outcomes[0], state) and outcomes[0][1] == to):
                yield {"event": event, "from": state, "to": to, "mark": mark, "when": when, "notes": notes(outcomes, to)}


def leads(outcome, state):
    return outcome[1] != state


def notes(outcomes, to):
    """What else the same event may do on the same way: a mark, under a condition."""
    return [f"~ {mark}, if {when}" for _, where, mark, when in outcomes[1:] if where == to and mark and when]


def marked_of(cells):
    """By state, the events that are accepted in it with a mark and lead nowhere."""
    marked = {}
    for (event, state), outcomes in cells.items():
        if any(action == "irregular" and to == state for action, to, *_ in outcomes):
            marked.setdefault(state, []).append(event)
    return marked


def make(program):
    lines = json_lines(program)
    states = [line for line in lines if line["table"] == "state"]
    events = {line["id"]: line["alias"] for line in lines if line["table"] == "event"}
    cells = gathered(lines)
    state_ids = [state["id"] for state in states]
    plain = [
        event for event in events if all(cells[event, state] == [("stay", state, "", "")] for state in state_ids)
    ]
    rows = [
        [code(event), *("; ".join(outcome_text(state, outcome) for outcome in cells[event, state]) for state in state_ids)]
        for event in events
        if event not in plain
    ]
    text = HEAD + table(
        ["state", "step", "Swedish", "English"],
        [[code(state["id"]), state["step"], state["sv"], state["en"]] for state in states],
    )
    text += CELLS + table(["event", *state_ids], rows)
    text += REST.format(", ".join(code(event) for event in plain if event != "retracted"))
    svg = picture(states, list(edges_of(cells)), marked_of(cells), events)
    return {"state-machine.md": text, "state-machine.svg": svg}


if __name__ == "__main__":
    sys.exit(run("make_state_machine.py", make))
