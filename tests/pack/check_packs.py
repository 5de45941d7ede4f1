#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rule packs in files, through the command: every built-in pack judges as before once it has been written and read back;
a pack file is chosen, found by its id, compared and refused with its place.

    check_packs.py COMMAND
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "packs" / "exempel-2026.rules"
HEAD = """pack {id}
base {base}
  title "T"
  source "S"
  county 17
  valid 2026-01-01
  grade P
"""
CASE = """case one{header} municipality=1780
2026-05-04T09:00+02:00 hospital admitted
"""


class Command:
    def __init__(self, words):
        self.words = shlex.split(words)

    def run(self, *arguments):
        done = subprocess.run(self.words + [str(a) for a in arguments], capture_output=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", errors="replace")


def objects(text):
    return [json.loads(line) for line in text.decode("utf-8").splitlines()]


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def check_round_trip(tap, command, folder):
    """The files named by --rules take the place of the built-in packs; the last of them that of the act."""
    packs = [line["id"] for line in objects(command.run("rules", "--json")[1]) if line["kind"] == "pack"]
    tap.ok(len(packs) >= 10 and packs[0] == "lus", "there are packs to write")
    rules = []
    for pack in packs[1:] + packs[:1]:
        status, text, _ = command.run("rules", "--write", pack)
        path = folder / (pack + ".rules")
        path.write_bytes(text)
        tap.ok(status == 0 and command.run("rules", "--write", path)[1] == text, f"{pack}: the same text again")
        tap.ok(
            command.run("rules", "--json", pack)[1] == command.run("rules", "--json", path)[1],
            f"{pack}: the same rules, readings and amounts",
        )
        rules += ["--rules", path]
    files = sorted((ROOT / "tests" / "cases").rglob("*.case")) + sorted((ROOT / "examples" / "cases").glob("*.case"))
    for at in ([], ["--at", "2030-01-01T00:00+01:00"]):
        plain = command.run("assess", "--json", *at, *files)
        tap.ok(
            len(plain[1].splitlines()) > 800 and command.run("assess", "--json", *rules, *at, *files)[:2] == plain[:2],
            "the same judgements of every case file, byte by byte",
        )


def check_choice(tap, command, folder):
    unnamed = write(folder, "unnamed.case", CASE.format(header=""))
    named = write(folder, "named.case", CASE.format(header=" rules=exempel-2026"))
    derived = write(folder, "two", HEAD.format(id="second", base="exempel-2026") + "end call-home-48h 2026-01-31\n")

    def rules(*arguments):
        status, stdout, _ = command.run("assess", "--json", *arguments)
        return [line["rules"] for line in objects(stdout)] if status == 0 else status

    tap.ok(rules("--rules", EXAMPLE, unnamed) == ["exempel-2026"], "a file of rules")
    tap.ok(rules("--rules", EXAMPLE, "--rules", "lus", unnamed, named) == 3, "two cases with one name are refused")
    tap.ok(rules("--rules", EXAMPLE, "--rules", "lus", named) == ["exempel-2026"], "found by its id in a case")
    tap.ok(rules("--rules", EXAMPLE, "--rules", "lus", unnamed) == ["lus"], "the last --rules is for those that name none")
    tap.ok(rules(named) == 3, "an unknown id in a case is bad input")
    tap.ok(rules("--rules", EXAMPLE, "--rules", derived, unnamed) == ["second"], "a pack on a pack, without a suffix")
    listed = objects(command.run("rules", "--rules", EXAMPLE, derived, "--json")[1])
    ended = [line for line in listed if line.get("id") == "call-home-48h"]
    tap.ok([line["valid_to"] for line in ended] == ["2026-01-31"], "its row ends")
    tap.ok([line["pack"] for line in ended] == ["exempel-2026"], "and is its base's still")
    tap.ok(
        [line["pack"] for line in listed if line["kind"] == "rule"][-2:] == ["exempel-2026"] * 2
        and {line["base"] for line in listed if line["kind"] == "pack"} == {"exempel-2026"},
        "whose rules stand before its own",
    )
    rates = {line["year"]: line["sek"] for line in listed if line["kind"] == "rate"}
    tap.ok(rates.get(2026) == 12345.5 and rates.get(2019) == 7800, "amounts of its base, and the built-in ones")


def check_refusals(tap, command, folder):
    case = write(folder, "case.case", CASE.format(header=""))
    bad = write(folder, "bad.rules", HEAD.format(id="bad", base="lus") + "grase-days 4\n")
    status, stdout, stderr = command.run("assess", "--json", "--rules", bad, case)
    tap.ok(status == 3 and stdout == b"", "a bad file of rules is bad input, and nothing is judged")
    tap.ok(
        stderr == f"{bad}:8:1: unknown word 'grase-days', expected a word of the pack, or reading, rate, end, row or "
        "rule; did you mean 'grace-days'?\n",
        "its place, what was expected and the nearest word",
        stderr,
    )
    tap.ok(command.run("rules", bad)[0] == 3, "the same where it is listed")
    status, _, stderr = command.run("assess", "--rules", folder / "none.rules", case)
    tap.ok(status == 3 and "can't be read" in stderr, "a file that is not there is bad input", stderr)
    status, _, stderr = command.run("assess", "--rules", "sormlnad", case)
    tap.ok(status == 2 and "did you mean 'sormland'" in stderr, "a name that is none is usage", stderr)
    status, _, stderr = command.run("rules", folder)
    tap.ok(status == 3 and "could not be read" in stderr, "a folder is no file", stderr)


def check_compare(tap, command):
    things = {(line["kind"], line["id"]): line for line in objects(command.run("rules", "--compare", "--json")[1])}

    def sides(kind, name):
        return {side["pack"]: (side["change"], side["value"]) for side in things[(kind, name)]["packs"]}

    tap.ok(sides("reading", "cutoff-at-noon") == {"stockholm": ("changed", "late")}, "a reading that one pack decides")
    tap.ok(things[("reading", "cutoff-at-noon")]["act"] == "on-time", "beside that of the act")
    tap.ok(sides("parameter", "pre-not-opposed") == {"stockholm": ("changed", "on")}, "a parameter")
    tap.ok(sides("parameter", "threshold")["sormland"] == ("added", "3"), "one that the act has not")
    tap.ok(
        set(sides("rule", "same-day")) == {"jamtland-harjedalen", "sormland", "gotland"},
        "a row that three agreements have, side by side",
    )
    tap.ok(things[("rule", "same-day")]["act"] is None and ("rule", "sip-call") not in things, "the act's alone are left out")
    lines = objects(command.run("rules", "--compare", "--json", EXAMPLE, "stockholm")[1])
    things = {(line["kind"], line["id"]): line for line in lines}
    tap.ok(sides("parameter", "grace-days") == {"exempel-2026": ("changed", "5")}, "a pack of a file")
    tap.ok(sides("rate", "2026") == {"exempel-2026": ("added", "12345.50 SEK, S")}, "an amount")
    row = things[("rule", "patient-information")]
    tap.ok([side["change"] for side in row["packs"]] == ["ended", "changed"], "a row that ends, and its next version")
    tap.ok(row["act"] == "hospital  by discharged  ska  2018-01-01--", "beside the act's", row["act"])
    swedish, english = (command.run("rules", "--compare", "--lang", lang)[1].decode() for lang in ("sv", "en"))
    tap.ok("läsning cutoff-at-noon\n" in swedish, "Swedish words")
    tap.ok(swedish.startswith("Vad som skiljer") and english.startswith("What differs"), "both languages")
    tap.ok("reading cutoff-at-noon\n  lus                   on-time\n  stockholm             late\n" in english, "as text")
    tap.ok(command.run("rules", "--compare", "lus", "sormlnad")[0] == 2, "an unknown pack is usage")


def check_page(tap):
    """The page on pack files shows the example as it is, and has every word that can be read."""
    page = (ROOT / "doc" / "rule-packs.md").read_text(encoding="utf-8")
    tap.ok("```\n" + EXAMPLE.read_text(encoding="utf-8") + "```\n" in page, "doc/rule-packs.md shows the example")
    words = set(re.findall(r'\{ "([^"]+)",', (ROOT / "lib" / "rules" / "row_words.c").read_text(encoding="utf-8")))
    for name in ("parameter.c", "read.c", "read_row.c"):
        source = (ROOT / "lib" / "pack" / name).read_text(encoding="utf-8")
        words |= set(re.findall(r'\{ "([^"]+)", (?:read_\w+|\d|\w+_BY_READING)', source))
    tap.ok(len(words) > 120, "there are words to look for", str(len(words)))
    known = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    tap.same(words - known, set(), "doc/rule-packs.md has every word")


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    command, tap = Command(arguments[0]), Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_round_trip(tap, command, folder)
        check_choice(tap, command, folder)
        check_refusals(tap, command, folder)
    check_compare(tap, command)
    check_page(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
