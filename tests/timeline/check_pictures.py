#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Timelines of every case file and of random logs: well-formed, complete, at the right place, legible.

    check_pictures.py COMMAND

What a picture must hold is what `assess --json` says of the case. Where things must stand is counted from the local
clock by Python's own time zone database.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from datetime import date, datetime
from zoneinfo import ZoneInfo

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))
from tap import Tap  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
SWEDEN = ZoneInfo("Europe/Stockholm")
NARROW_LETTER = 4.6  # px: what a letter of 11 px takes on average in a narrow sans-serif font
FULL = "name,personal-number,address,expected-discharge"
LEGEND = {  # of each status the words of the legend, Swedish and English
    "open": ("återstår", "still to do"),
    "met": ("fullgjort", "met"),
    "met-late": ("fullgjort för sent", "met late"),
    "missed": ("inte gjort i tid", "not done in time"),
    "not-met": ("rekommendation som inte följdes", "advice not followed"),
    "excused": ("behöver inte längre göras", "no longer called for"),
    "unknown": ("går inte att avgöra av loggen", "the log does not tell"),
}


def run(command, *arguments):
    """Exit status and what was printed."""
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout


def write(folder, name, text):
    path = pathlib.Path(folder) / name
    path.write_text(text, encoding="utf-8")
    return path


def pictures_of(root):
    """The pictures of a parsed document, in order; none of None."""
    if root is None:
        return []
    return [root] if root.get("data-case") is not None else list(root.iter(f"{SVG}svg"))[1:]


def pictures(text):
    """The pictures of a document, in order."""
    return pictures_of(ElementTree.fromstring(text))


def of_class(picture, name):
    return [group for group in picture.iter(f"{SVG}g") if group.get("class") == name]


def words(element):
    return [text.text or "" for text in element.iter(f"{SVG}text")]


# --- What a picture holds ---------------------------------------------------------------------------------------------


def obligations_of(judged):
    keys = ("id", "party", "status", "due", "done")
    return collections.Counter(tuple(duty[key] for key in keys) for duty in judged["obligations"])


def obligations_in(picture):
    keys = ("data-rule", "data-party", "data-status", "data-due", "data-done")
    return collections.Counter(tuple(duty.get(key) for key in keys) for duty in of_class(picture, "obligation"))


def spells_of(judged):
    return [
        tuple(spell[key] for key in ("notice", "end", "enters", "status")) for spell in judged["liability"]["spells"]
    ]


def spells_in(picture):
    keys = ("data-notice", "data-end", "data-enters", "data-status")
    return [tuple(spell.get(key) for key in keys) for spell in of_class(picture, "spell")]


def days_of(judged):
    return [(day["date"], day["charged"], day["rule"], day["sek"]) for day in judged["liability"]["per_day"]]


def days_in(picture):
    days = []
    for day in of_class(picture, "day"):
        sek = day.get("data-sek")
        amount = float(sek) if sek else None
        days.append((day.get("data-date"), day.get("data-charged") == "true", day.get("data-rule"), amount))
    return days


def left_out(picture):
    """How many events the picture says it leaves out: a retraction may come after the instant of the judgement."""
    told = [re.search(r"(?:inte visas|not shown): (\d+)\.", text) for text in words(of_class(picture, "head")[0])]
    return sum(int(found.group(1)) for found in told if found)


def is_complete(picture, judged, checked):
    later = left_out(picture)
    standing = collections.Counter(event.get("data-standing") for event in of_class(picture, "event"))
    return {
        "name": picture.get("data-case") == judged["case"],
        "obligations": obligations_in(picture) == obligations_of(judged),
        "spells": spells_in(picture) == spells_of(judged),
        "days": days_in(picture) == days_of(judged),
        "events": sum(standing.values()) + later == checked["events"],
        "refused": checked["refused"] - later <= standing["refused"] <= checked["refused"],
        "retracted": checked["retracted"] - later <= standing["retracted"] <= checked["retracted"],
    }


# --- How it looks -----------------------------------------------------------------------------------------------------


def plain_labels(picture):
    """(lane, y, x, text) of the labels that begin at their x."""
    lanes = [*of_class(picture, "lane"), *of_class(picture, "head"), *of_class(picture, "legend")]
    for lane in lanes:
        for text in lane.iter(f"{SVG}text"):
            if text.get("x") and not text.get("text-anchor"):
                yield id(lane), int(text.get("y")), int(text.get("x")), text.text or ""


def overlaps(picture):
    """Labels of a lane that begin before the one to their left can have ended."""
    rows = collections.defaultdict(list)
    for lane, y, x, text in plain_labels(picture):
        rows[lane, y].append((x, text))
    found = []
    for row in rows.values():
        row.sort()
        for (left, text), (right, _) in zip(row, row[1:]):
            if left + NARROW_LETTER * len(text) > right:
                found.append(text)
    return found


def numbers(element, *names):
    return [float(element.get(name)) for name in names if element.get(name) is not None]


def outside(picture):
    """Shapes that do not stand in the picture."""
    width, height = int(picture.get("width")), int(picture.get("height"))
    found = []
    for element in picture.iter():
        if element.tag in (f"{SVG}line", f"{SVG}rect", f"{SVG}text") and not element.get("patternUnits"):
            across = numbers(element, "x", "x1", "x2")
            down = numbers(element, "y", "y1", "y2")
            if any(not 0 <= x <= width for x in across) or any(not 0 <= y <= height for y in down):
                found.append(ElementTree.tostring(element))
    return found


def untold(picture):
    """Marks that say nothing when they are pointed at."""
    marked = [group for name in ("event", "obligation", "spell", "day") for group in of_class(picture, name)]
    return [group.attrib for group in marked if not (group.findtext(f"{SVG}title") or "").strip()]


def mark_x(group):
    """Where the last mark of an event stands."""
    moved = [g.get("transform") for g in group.iter(f"{SVG}g") if g.get("transform")]
    return int(re.fullmatch(r"translate\((\d+) \d+\)", moved[-1]).group(1))


def is_in_order(picture):
    """Later events do not stand to the left of earlier ones."""
    placed = sorted(
        (datetime.fromisoformat(event.get("data-at")), mark_x(event)) for event in of_class(picture, "event")
    )
    return all(left[1] <= right[1] for left, right in zip(placed, placed[1:]))


def has_its_legend(picture, language):
    """The legend explains the marks of obligations that occur, and no others."""
    told = set(words(of_class(picture, "legend")[0])) if of_class(picture, "legend") else set()
    occur = {duty.get("data-status") for duty in of_class(picture, "obligation")}
    return all((LEGEND[status][language] in told) == (status in occur) for status in LEGEND)


FORBIDDEN = re.compile(rb"<script|<style|<image|<foreignObject|<!|<\?|href|url\((?!#utskrivning-charged\))", re.I)


CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")
FAULTS = (("labels do not collide", overlaps), ("all is inside", outside), ("every mark is told", untold))


def check_text(tap, name, text, root):
    named = {key for element in (root.iter() if root is not None else []) for key in element.keys()}
    tap.ok(not [key for key in named if key.startswith("on")], f"{name}: nothing that acts", named)
    without = text.replace(b'xmlns="http://www.w3.org/2000/svg"', b"")
    tap.ok(not FORBIDDEN.search(without) and b"http" not in without, f"{name}: nothing but the picture itself")
    tap.ok(not CONTROL.search(text), f"{name}: no control characters")


def check_content(tap, name, drawn, judged, checked):
    found = [is_complete(*three) for three in zip(drawn, judged, checked)]
    for what in ("name", "obligations", "spells", "days", "events", "refused", "retracted"):
        lacking = [case["case"] for case, complete in zip(judged, found) if not complete[what]]
        tap.ok(not lacking, f"{name}: {what}", lacking)


def check_looks(tap, name, drawn, language):
    for claim, faults in FAULTS:
        found = [(picture.get("data-case"), faults(picture)) for picture in drawn]
        found = [fault for fault in found if fault[1]]
        tap.ok(not found, f"{name}: {claim}", found[:3])
    tap.ok(all(is_in_order(picture) for picture in drawn), f"{name}: time goes to the right")
    tap.ok(all(has_its_legend(picture, language) for picture in drawn), f"{name}: the legend has what occurs")


def check_file(tap, command, name, path, language):
    status, text = run(command, "timeline", "--lang", ("sv", "en")[language], path)
    as_judged, judged = run(command, "assess", "--json", path)
    judged = [json.loads(line) for line in judged.splitlines()]
    checked = [json.loads(line) for line in run(command, "check", "--json", path)[1].splitlines()]
    root = ElementTree.fromstring(text) if text else None
    drawn = pictures_of(root)
    tap.ok(status == as_judged, f"{name}: the same exit status as when judged")
    tap.ok(len(drawn) == len(judged), f"{name}: a picture for each case", f"{len(drawn)} of {len(judged)}")
    check_text(tap, name, text, root)
    check_content(tap, name, drawn, judged, checked)
    check_looks(tap, name, drawn, language)
    return text


def check_files(tap, command):
    for number, path in enumerate(sorted((TESTS / "cases").rglob("*.case"))):
        check_file(tap, command, path.relative_to(TESTS).as_posix(), path, number % 2)


def check_random(tap, command, folder):
    generator = TESTS / "reference" / "generate_logs.py"
    for seed, language in ((11, 0), (12, 1)):
        made = subprocess.run(
            [sys.executable, generator, "--seed", str(seed), "--cases", "60"], capture_output=True, check=True
        )
        path = write(folder, f"random-{seed}.case", made.stdout.decode())
        first = check_file(tap, command, f"random logs {seed}", path, language)
        again = run(command, "timeline", "--lang", ("sv", "en")[language], path)[1]
        tap.ok(first == again, f"random logs {seed}: the same bytes again")


# --- Places -----------------------------------------------------------------------------------------------------------

SPRING = f"""case spring municipality=0484
2022-03-25T12:00 hospital admitted
2022-03-26T12:00 hospital needs-assessed social-services
2022-03-27T00:00 hospital note
2022-03-27T12:00 hospital note
2022-03-27T18:00 hospital admission-notice to=social-services contains={FULL}
2022-03-28T12:00 hospital note
"""


def columns(picture):
    """{date: (x, width)} of the shaded days."""
    found = {}
    for group in of_class(picture, "holiday"):
        box = group.find(f"{SVG}rect")
        day = date.fromisoformat(re.search(r"\d{4}-\d\d-\d\d", group.findtext(f"{SVG}title")).group())
        found[day] = (int(box.get("x")), int(box.get("width")))
    return found


def check_clock_change(tap, command, folder):
    """On the day of 23 hours noon comes after 11 of them, 18:00 after 17."""
    picture = pictures(run(command, "timeline", write(folder, "spring.case", SPRING))[1])[0]
    shaded = columns(picture)
    tap.same(shaded, [date(2022, 3, 26), date(2022, 3, 27)], "Saturday and Sunday are shaded")
    left, width = shaded[date(2022, 3, 27)]
    at = {event.get("data-at"): mark_x(event) for event in of_class(picture, "event")}
    tap.ok(at["2022-03-27T00:00:00+01:00"] == left, "midnight is where the day begins", f"{at} {left}")
    tap.ok(abs(at["2022-03-27T12:00:00+02:00"] - (left + width * 11 / 23)) <= 1, "noon is after 11 of 23 hours")
    tap.ok(abs(at["2022-03-27T18:00:00+02:00"] - (left + width * 17 / 23)) <= 1, "18:00 is after 17 of 23 hours")


HOLIDAYS = f"""case holidays municipality=0484
2021-12-22T12:00 hospital admitted
2021-12-22T13:00 hospital needs-assessed social-services
2021-12-22T14:00 hospital admission-notice to=social-services contains={FULL}
2021-12-23T10:00 hospital discharge-ready-notice to=social-services
2022-01-10T10:00 hospital discharged
"""


def check_holidays(tap, command, folder):
    """Christmas and New Year of 2021: 24, 25, 26 December, 31 December, 1 and 6 January, and the weekends."""
    path = write(folder, "holidays.case", HOLIDAYS)
    amounts = ("--rate", "2021=8000", "--rate", "2022=9300.50")
    picture = pictures(run(command, "timeline", *amounts, path)[1])[0]
    free = [date(2021, 12, day) for day in (24, 25, 26, 31)] + [date(2022, 1, day) for day in (1, 2, 6, 8, 9)]
    tap.same(columns(picture), free, "holidays are shaded")
    charged = [day for day in of_class(picture, "day") if day.get("data-charged") == "true"]
    # Notice on 23 December before noon: the entry day is the 26th; the day of discharge is free.
    tap.ok(len(charged) == 6 + 9, "26 December to 9 January are charged", len(charged))
    boxes = [(int(box.get("x")), int(box.get("width"))) for day in charged for box in day.iter(f"{SVG}rect")]
    tap.ok(all(left + wide == right for (left, wide), (right, _) in zip(boxes, boxes[1:])), "each next to the last")
    tap.ok([day.get("data-sek") for day in charged] == ["8000"] * 6 + ["9300.50"] * 9, "with their amounts")
    tap.ok({text for day in charged for text in words(day)} <= {"8 000", "9 300,50"}, "which stand below if they fit")
    line = "Betalningsansvaret har inträtt och upphört. 15 dygn, 131 704,50 kr."
    tap.ok(line in words(picture), "and their sum on top", words(picture)[:6])


# --- The command ------------------------------------------------------------------------------------------------------

TWO = SPRING + HOLIDAYS


def check_several(tap, command, folder):
    path = write(folder, "two.case", TWO)
    root = ElementTree.fromstring(run(command, "timeline", path)[1])
    drawn = pictures(ElementTree.tostring(root))
    tap.ok(
        [picture.get("data-case") for picture in drawn] == ["spring", "holidays"], "several pictures in one document"
    )
    tap.ok(int(root.get("height")) >= sum(int(picture.get("height")) for picture in drawn), "under each other")
    tap.ok(int(root.get("width")) == max(int(picture.get("width")) for picture in drawn), "as wide as the widest")
    places = [int(re.search(r" (\d+)\)", group.get("transform")).group(1)) for group in root]
    tap.ok(places[0] == 0 and places[1] >= int(drawn[0].get("height")), "the second below the first")


def check_folder(tap, command, folder):
    target = pathlib.Path(folder) / "pictures"
    path = write(folder, "two-again.case", TWO)
    status, text = run(command, "timeline", "--output", target, path)
    tap.ok(status == 0 and text == b"", "--output writes nothing to standard output")
    tap.same([entry.name for entry in target.iterdir()], ["spring.svg", "holidays.svg"], "a file for each case")
    alone = run(command, "timeline", write(folder, "alone.case", SPRING))[1]
    tap.ok((target / "spring.svg").read_bytes() == alone, "the same picture as on standard output")
    tap.ok(run(command, "timeline", "--output", target, path)[0] == 0, "an existing folder is used")
    tap.ok(run(command, "timeline", "--output", path, path)[0] == 4, "a folder that cannot be made is a failure")


def check_names(tap, command, folder):
    """Names of cases make no files elsewhere, and two of them not the same file."""
    target = pathlib.Path(folder) / "deep" / "names"
    target.parent.mkdir()
    names = ["../../out", "/etc/out", ".hidden", "a/b", "a%2Fb", "a b", "å" * 500, "å" * 500 + "ä", "a.b", "a\\\\b"]
    path = write(folder, "names.case", "".join(f'case "{name}"\n' for name in names))
    status, _ = run(command, "timeline", "--output", target, path)
    files = list(target.iterdir())
    tap.ok(status == 0 and len(files) == len(names), "as many files as cases", files)
    tap.ok([entry.name for entry in target.parent.iterdir()] == ["names"], "and none beside the folder")
    tap.ok(
        all(not entry.name.startswith(".") and len(entry.name.encode()) <= 255 for entry in files), "with fair names"
    )


def check_later(tap, command, folder):
    """What came after the instant of the judgement is not in the picture, and is counted."""
    path = write(folder, "later.case", HOLIDAYS)
    picture = pictures(run(command, "timeline", "--lang", "en", "--at", "2021-12-22T13:30", path)[1])[0]
    tap.ok(len(of_class(picture, "event")) == 2, "events until then")
    tap.ok("Later events of the log, not shown: 3." in words(picture), "the others are counted", words(picture)[:9])
    recorded = HOLIDAYS.replace("hospital admission-notice", "hospital admission-notice recorded=2021-12-24T08:00")
    path = write(folder, "recorded.case", recorded)
    picture = pictures(run(command, "timeline", "--known-at", "2021-12-23T12:00", path)[1])[0]
    kinds = [event.get("data-kind") for event in of_class(picture, "event")]
    tap.ok(kinds == ["admitted", "needs-assessed", "discharge-ready-notice"], "nor is what was not known then", kinds)


def check_bad_input(tap, command, folder):
    status, text = run(command, "timeline", write(folder, "bad.case", "case anna\nnonsense\n"))
    tap.ok(status == 3 and text == b"", "a case with a bad line is not drawn", text)
    status, text = run(command, "timeline", write(folder, "empty.case", "case anna\n"))
    tap.ok(status == 0 and "Inga händelser" in text.decode() and len(pictures(text)) == 1, "a case without events is")
    tap.ok(run(command, "timeline")[0] == 2, "no file: usage")
    tap.ok(run(command, "timeline", "--json", "x")[0] == 2, "a picture is no JSON: usage")
    tap.ok(run(command, "timeline", "--output", "", "x")[0] == 2, "no folder: usage")


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    check_files(tap, arguments[0])
    with tempfile.TemporaryDirectory() as folder:
        for check in (check_random, check_clock_change, check_holidays, check_several, check_folder, check_names,
                      check_later, check_bad_input):  # fmt: skip
            check(tap, arguments[0], folder)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
