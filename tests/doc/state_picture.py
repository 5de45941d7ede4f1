# SPDX-License-Identifier: LGPL-2.1-or-later
"""The picture of the state machine: where each state and arrow stands. What they say comes from the library.

An arrow of the library that has no place here, or a place without its arrow, stops make_state_machine.py.
"""

import sys
import textwrap
from html import escape

WIDTH, HEIGHT = 1720, 1100
BOX_WIDTH, BOX_HEIGHT = 230, 170
IN_STAY = ("admitted", "notified", "ready")
STAY_FRAME = (395, 215, 1100, 305)

PLACES = {
    "new": (40, 250),
    "planned": (40, 640),
    "admitted": (430, 250),
    "notified": (830, 250),
    "ready": (1230, 250),
    "interrupted": (830, 640),
    "discharged": (1230, 640),
    "deceased": (830, 880),
}

# (from, to, event): the points of the arrow; where its words stand, how they are aligned, how wide they are (letters).
# One without a place for words joins the next, which says them.
# "stay" is the frame around the states of a stay, "any" every state that the event leads away from.
ARROWS = {
    ("new", "planned", "planned-admission"): ([(155, 420), (155, 640)], (165, 510), "start", 18),
    ("new", "admitted", "admitted"): ([(270, 300), (430, 300)], (350, 268), "middle", 20),
    ("planned", "admitted", "admitted"): ([(270, 725), (345, 725), (345, 370), (430, 370)], (355, 600), "start", 20),
    ("admitted", "notified", "admission-notice"): ([(660, 300), (830, 300)], (745, 252), "middle", 22),
    ("notified", "ready", "discharge-ready-notice"): ([(1060, 300), (1230, 300)], (1145, 238), "middle", 16),
    ("admitted", "ready", "discharge-ready-notice"): (
        [(600, 250), (600, 185), (1300, 185), (1300, 250)], (1125, 140), "middle", 40),
    ("ready", "notified", "discharge-ready-withdrawn"): ([(1230, 345), (1060, 345)], (1145, 365), "middle", 16),
    ("ready", "admitted", "discharge-ready-withdrawn"): (
        [(1270, 420), (1270, 460), (600, 460), (600, 420)], (1130, 477), "middle", 50),
    ("stay", "interrupted", "interrupted"): ([(1010, 520), (1010, 640)], (1020, 585), "start", 14),
    ("interrupted", "notified", "resumed"): ([(880, 640), (880, 420)], (872, 555), "end", 14),
    ("interrupted", "admitted", "resumed"): ([(830, 725), (520, 725), (520, 420)], (675, 745), "middle", 34),
    ("interrupted", "ready", "discharge-ready-notice"): (
        [(1060, 680), (1145, 680), (1145, 560), (1300, 560), (1300, 420)], (1155, 580), "start", 26),
    ("interrupted", "discharged", "discharged"): ([(1060, 750), (1230, 750)], (1145, 770), "middle", 16),
    ("ready", "discharged", "discharged"): ([(1400, 420), (1400, 640)], (1410, 560), "start", 30),
    ("admitted", "discharged", "discharged"): ([(500, 250), (500, 110), (945, 110)], None, "", 0),
    ("notified", "discharged", "discharged"): (
        [(945, 250), (945, 110), (1640, 110), (1640, 725), (1460, 725)], (1130, 62), "middle", 60),
    ("any", "deceased", "deceased"): ([(660, 965), (830, 965)], (745, 930), "middle", 20),
}

STYLE = """
text { font-family: "DejaVu Sans", Verdana, Arial, sans-serif; font-size: 13px; fill: #000 }
.title { font-size: 26px; font-weight: bold } .subtitle { font-size: 15px }
.state { font-size: 21px; font-weight: bold } .step { font-size: 14px; font-style: italic }
.event { font-weight: bold } .mark { font-style: italic } .small { font-size: 12px }
rect { fill: #fff; stroke: #000; stroke-width: 2.5 } .end { stroke-width: 5 }
.frame { fill: none; stroke-width: 1; stroke-dasharray: 2 5 }
path { fill: none; stroke: #000; stroke-width: 2 } .irregular { stroke-dasharray: 9 6 }
"""


def text(x, y, words, kind="", anchor="start"):
    attributes = (f' class="{kind}"' if kind else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f'<text x="{x}" y="{y}"{attributes}>{escape(words)}</text>'


def paragraph(x, y, lines, anchor="start", step=16):
    """Lines of (words, kind), one under the other."""
    return [text(x, y + step * i, words, kind, anchor) for i, (words, kind) in enumerate(lines)]


def wrapped(words, width, kind):
    return [(line, kind) for line in textwrap.wrap(words, width, break_on_hyphens=True)]


def box(state, marked):
    """A state: its id, its step, what it means, and after ~ what is accepted in it with a mark."""
    x, y = PLACES[state["id"]]
    kind = ' class="end"' if state["id"] in ("discharged", "deceased") else ""
    yield f'<rect{kind} x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="14"/>'
    yield text(x + 14, y + 29, state["id"], "state")
    steps = state["step"] if state["step"] == state["step_later"] else f"{state['step']}; sedan {state['step_later'].lower()}"
    lines = wrapped(steps, 26, "step") + wrapped(state["sv"], 28, "")
    yield from paragraph(x + 14, y + 51, lines)
    if marked:
        lines = wrapped("~ " + ", ".join(marked), 31, "small")
        yield from paragraph(x + 14, y + BOX_HEIGHT - 12 - 14 * (len(lines) - 1), lines, step=14)


def arrow(key, edge, alias):
    points, place, anchor, width = ARROWS[key]
    kind = ' class="irregular"' if edge["mark"] else ""
    path = "M" + " L".join(f"{x} {y}" for x, y in points)
    head = "" if place is None else ' marker-end="url(#head)"'
    yield f'<path{kind} d="{path}"{head}/>'
    if place is None:
        return
    lines = wrapped(key[2], width, "event") + wrapped(alias, width, "small")
    if edge["when"]:
        lines += wrapped(f"if {edge['when']}", width, "mark")
    if edge["mark"]:
        lines += wrapped(f"~ {edge['mark']}", width, "mark")
    for note in edge.get("notes", ()):
        lines += wrapped(note, width, "small")
    yield from paragraph(*place, lines, anchor)


def gathered(edges):
    """The edges by their place in the picture: what leads from every state of a stay, or from every one, is one."""
    places = {}
    for edge in edges:
        source, target, event = edge["from"], edge["to"], edge["event"]
        if target == "deceased":
            source = "any"
        elif target == "interrupted" and source in IN_STAY:
            source = "stay"
        places.setdefault((source, target, event), []).append(edge)
    if {edge["from"] for edge in places.get(("stay", "interrupted", "interrupted"), ())} != set(IN_STAY):
        sys.exit("state_picture.py: not every state of a stay can be interrupted")
    if set(places) != set(ARROWS):
        sys.exit(f"state_picture.py: no place for {set(places) - set(ARROWS)}, no arrow for {set(ARROWS) - set(places)}")
    return places


def legend(events):
    lines = [
        ("An arrow is an event that leads on: its id, and its Swedish alias.", ""),
        ("En pil är en händelse som leder vidare: dess id och dess svenska alias.", ""),
        ("A broken arrow, or ~ in a box: accepted, and marked for a finding.", ""),
        ("Streckad pil, eller ~ i en ruta: godtas, men märks som avvikelse.", ""),
        ("All other events are kept and leave the state as it is, or are refused", ""),
        ("where they cannot have happened: doc/state-machine.md has every cell.", ""),
    ]
    return paragraph(1120, 915, lines, step=22)


def picture(states, edges, marked, events):
    """The whole SVG. `marked` has, by state, the events that are accepted in it with a mark and lead nowhere."""
    places = gathered(edges)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' role="img" aria-labelledby="title">',
        "<title id=\"title\">The states of a case and the events that lead from one to another</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="12" markerHeight="12"'
        ' markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 L12 6 L0 12 Z" style="fill:#000;stroke:none"/>'
        "</marker></defs>",
        f'<rect x="0" y="0" width="{WIDTH}" height="{HEIGHT}" style="stroke:none"/>',
        text(40, 52, "Utskrivning från sluten vård", "title"),
        text(40, 78, "The states of a case (lag 2017:612), as the library folds them", "subtitle"),
        '<rect class="frame" x="{}" y="{}" width="{}" height="{}" rx="20"/>'.format(*STAY_FRAME),
        text(635, STAY_FRAME[1] + STAY_FRAME[3] - 12, "vårdtillfället pågår (in stay)", "step"),
    ]
    for key, of_place in places.items():
        parts += arrow(key, of_place[0], events[key[2]])
    for state in states:
        parts += box(state, marked.get(state["id"], []))
    leaving = ", ".join(edge["from"] for edge in places[("any", "deceased", "deceased")])
    parts += paragraph(645, 962, wrapped(f"from {leaving}", 34, ""), "end")
    parts += legend(events)
    return "\n".join([*parts, "</svg>", ""])
