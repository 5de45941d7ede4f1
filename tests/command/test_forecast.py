#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`utskrivning forecast`: answers worked out by hand from 5 kap. of the act, and relations to what the other commands say.

    test_forecast.py COMMAND GENERATOR

Amounts a day: 9 300 SEK in 2022, 10 500 in 2023; 2024 and 2026 are not known.
"""

import datetime
import json
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from tap import Tap  # noqa: E402

PAGE = ROOT / "doc" / "forecast.md"
CONTENT = "contains=name,personal-number,address,expected-discharge"


class Forecast:
    """What the command made of a log."""

    def __init__(self, command, log, *options):
        self.done = subprocess.run(
            [command, "forecast", *options, "-"], input=log.encode(), capture_output=True, check=False
        )
        self.status, self.errors, self.text = self.done.returncode, self.done.stderr.decode(), self.done.stdout.decode()
        objects = [json.loads(line) for line in self.text.splitlines()] if "--json" in options else []
        self.head = next((o for o in objects if o["kind"] == "forecast"), None)
        self.days = [o for o in objects if o["kind"] == "day"]
        self.cases = [o for o in objects if o["kind"] == "case"]

    def charged(self, way=None):
        """The days on which somebody is charged."""
        return [day["date"][5:] for day in self.days if (day[way] if way else day)["charged"]]

    def column(self, key, way=None):
        """A figure of every day."""
        return [(day[way] if way else day)[key] for day in self.days]


def stay(notice, *rest, name="anna", units="social-services", header="municipality=0484", year=2022):
    """A stay as short as a case can be that costs something; admitted a week before its notice."""
    day = datetime.date.fromisoformat(notice[:10]) - datetime.timedelta(7)
    named = units.replace(",", " ")
    return "\n".join(
        [
            f"case {name} {header}",
            f"{day}T09:00 hospital admitted",
            f"{day}T10:00 hospital needs-assessed {named}",
            f"{day}T11:00 hospital admission-notice to={units} {CONTENT}",
            f"{notice} hospital discharge-ready-notice id=r1 to={units}",
            *rest,
            "",
        ]
    )


def check_noon(tap, ask):
    """Monday 9 May: liability enters three days after a notice of 12:00:00, four days after one of 12:00:01 (5:4)."""
    log = stay("2022-05-09T12:00:00")
    got = ask(log, "--json")
    tap.ok(got.status == 0 and got.head["at"] == "2022-05-09T12:00:00+02:00", "judged at the latest event", got.head)
    tap.ok(got.charged() == ["05-12", "05-13", "05-14", "05-15"], "12:00:00: Thursday to Sunday of the week", got.days)
    tap.ok(got.column("cumulative_sek") == [0, 0, 0, 9300, 18600, 27900, 37200], "9 300 SEK a day", got.days)
    after = ask(stay("2022-05-09T12:00:01"), "--json")
    tap.ok(after.charged() == ["05-13", "05-14", "05-15"], "12:00:01: one day later", after.days)
    moved = ask(log, "--json", "--move", "anna:r1=2022-05-09T12:00:01")
    case = moved.cases[0]
    tap.ok(moved.charged() == got.charged() and moved.charged("what_if") == after.charged(), "moved: both are shown")
    tap.ok(moved.column("difference_sek") == [0, 0, 0, -9300, 0, 0, 0], "the difference is that Thursday", moved.days)
    tap.ok(case["difference_days"] == -1 and case["difference_sek"] == -9300, "one day, 9 300 SEK less", case)
    tap.ok(case["changed"] == [{"rule": "entry-day", "from": "2022-05-12", "to": "2022-05-13"}], "because of", case)
    by_line = ask(log, "--json", "--move", "anna:5=+1m")
    tap.ok(by_line.charged("what_if") == after.charged(), "by its line, and a minute later", by_line.text)
    tap.ok(by_line.cases[0]["moves"][0]["to"] == "2022-05-09T12:01:00+02:00", "where it went", by_line.cases)
    before = ask(log, "--json", "--move", "anna:5=-24h")
    tap.ok(before.charged("what_if")[0] == "05-11", "a day before: Wednesday", before.text)


def check_discharge(tap, ask):
    """The day of leaving is not charged (5:6): a day more in hospital is a day more charged, at the amount of its year."""
    log = stay("2022-05-09T10:00", "2022-05-16T10:00 hospital discharged to=home")
    got = ask(log, "--json")
    tap.ok(got.head["cases"] == 0 and got.days == [], "who has left costs nothing more", got.text)
    for shift, days, sek in (("+1d", 1, 9300), ("-1d", -1, -9300), ("+3d", 3, 27900), ("-6d", -4, -37200)):
        case = ask(log, "--json", "--move", f"anna:6={shift}").cases[0]
        tap.ok((case["days_before"], case["sek_before"]) == (4, 37200), "12 to 15 May are charged", case)
        tap.ok((case["difference_days"], case["difference_sek"]) == (days, sek), f"discharge {shift}", case)
    for options in ((), ("--at", "2022-05-16T12:00")):
        last = ask(log, "--json", "--reading", "end-day=charged", *options)
        tap.ok(last.charged() == ["05-16"], "end-day=charged: the day of leaving is one of them", last.text)
        late = ask(log + stay("2022-05-17T10:00", name="later"), "--json", "--reading", "end-day=charged")
        tap.ok([case["case"] for case in late.cases] == ["later"], "but not when it has passed", late.cases)
    # Notice of Tuesday 27 December: enters on the 30th. Left on the 31st: one day. On 2 January: 30, 31 and 1.
    log = stay("2022-12-27T10:00", "2022-12-31T10:00 hospital discharged to=home")
    got = ask(log, "--json", "--move", "anna:6=+2d")
    case = got.cases[0]
    tap.ok(case["difference_sek"] == 9300 + 10500, "over New Year each day has the amount of its own year", case)
    tap.ok(got.charged("what_if") == ["12-31", "01-01"] and got.charged() == [], "31 December and 1 January", got.days)


def check_plan(tap, ask):
    """What is later than --at counts only when it was known, or is what is moved."""
    log = stay("2022-05-09T10:00", "2022-05-18T10:00 hospital discharged to=home")
    at = ("--json", "--at", "2022-05-14T08:00")
    got = ask(log, *at)
    tap.ok(got.charged() == [f"05-{day}" for day in range(14, 21)], "nothing happens: every day is charged", got.days)
    tap.ok(got.cases[0]["days_before"] == 2 and got.cases[0]["days"] == 7, "12 and 13 were before", got.cases)
    plan = ask(log, *at, "--move", "anna:6=+1d")
    tap.ok(plan.charged() == ["05-14", "05-15", "05-16", "05-17"], "the discharge that is moved is the plan", plan.days)
    tap.ok(plan.charged("what_if") == plan.charged() + ["05-18"], "and then a day later", plan.days)
    told = log.replace("discharged to=home", "discharged to=home recorded=2022-05-13T09:00")
    tap.ok(ask(told, *at).charged() == ["05-14", "05-15", "05-16", "05-17"], "a discharge recorded beforehand is known")
    left = stay("2022-05-09T10:00", "2022-05-13T10:00 hospital discharged to=home recorded=2022-05-15T08:00")
    tap.ok(ask(left, *at).head["cases"] == 1, "one recorded afterwards is not")
    later = ask(left, *at, "--known-at", "2022-05-16T08:00")
    tap.ok(later.head["cases"] == 0, "but is to one who knows it", later.text)
    taken = stay("2022-05-09T10:00", "2022-05-15T10:00 hospital retracted of=r1")
    tap.ok(ask(taken, *at).head["cases"] == 1, "a notice that is retracted later still stood")
    tap.ok(ask(taken, *at, "--known-at", "2022-05-16T08:00").head["cases"] == 0, "known to have been retracted, it never did")


def check_unknown(tap, ask):
    """Unknown is counted as unknown, never as 0."""
    rate = ask(stay("2026-03-09T10:00"), "--json")
    tap.ok(rate.charged() == ["03-12", "03-13", "03-14", "03-15"], "days are charged in a year without an amount", rate.days)
    tap.ok(rate.column("sek") == [0, 0, 0, None, None, None, None], "and their amount is unknown", rate.days)
    tap.ok(rate.column("cumulative_sek")[2:4] == [0, None] and rate.column("known_sek") == [0] * 7, "so is the sum")
    tap.ok((rate.cases[0]["days"], rate.cases[0]["sek"]) == (4, None), "four days, amount unknown", rate.cases)
    given = ask(stay("2026-03-09T10:00"), "--json", "--rate", "2026=12000.50")
    tap.ok(given.column("cumulative_sek")[3:5] == [12000.5, 24001], "with a rate it is known", given.days)
    year = ask(stay("2023-12-26T10:00"), "--json")
    tap.ok(year.column("cumulative_sek") == [0, 0, 0, 10500, 21000, 31500, None], "from 1 January on unknown", year.days)
    tap.ok(year.column("cumulative_known_sek")[-1] == 31500, "at least what is known", year.days)
    vague = ask(stay("2022-05-09T10:00").replace("id=r1 to=social-services", "id=r1"), "--json")
    tap.ok(all(day["unknown"] == ["anna"] for day in vague.days[3:]), "recipients not stated: unknown from then on", vague.days)
    tap.ok(vague.column("sek")[-1] is None and vague.charged() == [], "no amount is made of it", vague.days)
    tap.ok(vague.cases[0]["days"] is None and vague.cases[0]["sek"] is None, "nor of the case", vague.cases)
    nobody = ask(stay("2022-05-09T10:00", header=""), "--json")
    tap.ok(nobody.days[-1]["municipality"] is None and nobody.days[-1]["unknown"] == ["anna"], "who pays is unknown")


def check_sip(tap, ask):
    """Both principals: without the call within three days liability never enters (5:3, 4:3)."""
    both = {"units": "social-services,outpatient"}
    got = ask(stay("2022-05-09T10:00", **both), "--json")
    tap.ok(got.charged() == [] and got.cases[0]["status"] == "blocked", "no call: nothing is charged", got.cases)
    tap.ok("pre-sip-call" in got.cases[0]["reasons"], "because of it", got.cases)
    cured = ask(stay("2022-05-09T10:00", **both), "--json", "--reading", "late=curable")
    tap.ok([bool(day["pending"]) for day in cured.days] == [False] * 3 + [True] * 4, "late=curable: it hangs on the call", cured.days)
    late = stay("2022-05-09T10:00", "2022-05-13T09:00 outpatient sip-call to=social-services", **both)
    moved = ask(late, "--json", "--at", "2022-05-14T08:00", "--days", "2", "--move", "anna:6=-1d")
    case = moved.cases[0]
    tap.ok(moved.charged() == [] and moved.charged("what_if") == ["05-14", "05-15"], "called a day earlier: in time", moved.days)
    tap.ok((case["what_if"]["days_before"], case["difference_days"]) == (2, 4), "12 and 13 May too", case)
    tap.ok({"rule": "pre-sip-call", "from": "no", "to": "yes"} in case["changed"], "the prerequisite is named", case)


def check_weekend(tap, ask):
    """Thursday 5 May before noon: three calendar days, so Sunday the 8th. No holiday moves it."""
    got = ask(stay("2022-05-05T10:00"), "--json", "--days", "5")
    tap.ok(got.charged() == ["05-08", "05-09"], "liability enters on a Sunday", got.days)
    easter = ask(stay("2022-04-13T10:00"), "--json", "--days", "5")
    tap.ok(easter.charged() == ["04-16", "04-17"], "and on Easter Eve", easter.days)
    # The clocks are put forward on Sunday 27 March 2022, at 02:00.
    moved = ask(stay("2022-03-26T12:00"), "--json", "--move", "anna:r1=+1d")
    tap.ok(moved.cases[0]["moves"][0]["to"] == "2022-03-27T12:00:00+02:00", "+1d keeps the local clock", moved.cases)
    hours = ask(stay("2022-03-26T12:00"), "--json", "--move", "anna:r1=+24h")
    tap.ok(hours.cases[0]["what_if"]["enters"] == "2022-03-31", "+24h is 13:00, after noon", hours.cases)
    gone = ask(stay("2022-03-26T02:30"), "--move", "anna:r1=+1d")
    tap.ok(gone.status == 3 and "no such hour" in gone.errors, "there is no 02:30 that day", gone.errors)


def check_together(tap, ask):
    log = (
        stay("2022-05-09T10:00", name="olle", header="municipality=2380")
        + stay("2022-05-09T13:00", name="anna")
        + stay("2022-05-07T10:00", name="mikael")
        + stay("2022-05-09T10:00", name="pontus", header="municipality=none")
        + stay("2022-05-02T10:00", "2022-05-08T10:00 hospital discharged to=home", name="left")
    )
    got = ask(log, "--json", "--days", "6")
    order = [day["municipality"] for day in got.days]
    tap.ok(order == ["0484"] * 6 + ["2380"] * 6 + [None] * 6, "by municipality, those without one last", order)
    tap.ok([case["case"] for case in got.cases] == ["anna", "mikael", "olle", "pontus"], "who left is not there", got.cases)
    first = got.days[:6]
    # mikael enters on Tuesday the 10th, anna (after noon) on Friday the 13th.
    tap.ok([d["charged"] for d in first] == [[], ["mikael"], ["mikael"], ["mikael"], ["anna", "mikael"], ["anna", "mikael"]],
           "each day names its cases", first)
    tap.ok([d["cumulative_sek"] for d in first] == [0, 9300, 18600, 27900, 46500, 65100], "and sums them", first)
    tap.ok(got.days[-1]["sek"] == 0 and got.cases[-1]["reasons"] == ["no-registered-municipality"], "nobody is liable for pontus")
    collective = ask(stay("2022-05-09T10:00", header="rules=sormland municipality=0484"), "--json")
    tap.ok(collective.cases[0]["model"] == "collective", "an agreement's own model is told", collective.cases)


def check_mistakes(tap, ask):
    log = stay("2022-05-09T10:00", "2022-05-16T10:00 hospital discharged to=home")
    for words in (["--days", "0"], ["--days", "367"], ["--days", "x"], ["--move", "anna"], ["--move", "anna:6"],
                  ["--move", ":6=+1d"], ["--move", "anna:=+1d"], ["--move", "anna:6=+1w"], ["--move", "anna:6=1d"],
                  ["--move", "anna:6=2022-02-30T10:00"], ["--move", "anna:6=+d"]):
        got = ask(log, *words)
        tap.ok(got.status == 2 and not got.text, f"{' '.join(words)}: usage", got.errors)
    for word, part in (("olle:6=+1d", "no such case"), ("anna:17=+1d", "no such event"), ("anna:nobody=+1d", "no such event"),
                       ("anna:6=-20d", "impossible"), ("anna:6=2022-05-16T02:30Z", None)):
        got = ask(log, "--move", word)
        right = got.status == 3 and part in got.errors and word in got.errors if part else got.status == 0
        tap.ok(right, f"--move {word}: {part or 'done'}", got.errors)
    empty = ask("", "--json")
    tap.ok(empty.status == 0 and empty.head["at"] is None and empty.head["cases"] == 0, "an empty input", empty.text)
    last = ask(stay("2199-12-27T10:00"), "--json", "--days", "366")
    tap.ok(last.status == 0 and last.head["to"] == "2199-12-30", "no further than the calendar", last.head or last.errors)
    bad = ask("case anna\nx\n" + stay("2022-05-09T10:00", name="olle"), "--json")
    tap.ok(bad.status == 3 and len(bad.cases) == 1, "a bad line: the others are told", bad.errors)
    strange = ask(stay("2022-05-09T10:00", name='"a:b=c \\"d\\""'), "--json", "--move", 'a:b=c "d":r1=+1d')
    tap.ok(strange.cases[0]["case"] == 'a:b=c "d"' and strange.cases[0]["moves"], "a name may hold colons and quotes", strange.errors)


def without_place(objects):
    """What does not depend on where the lines stand."""
    return [{key: value for key, value in o.items() if key != "file"} for o in objects]


def check_county(tap, ask, command, generator):
    """At an instant of a whole year: the same as from the log cut there, and as `assess` says of each day."""
    log = subprocess.run([generator, "--cases", "1500", "--irregular", "0"], capture_output=True, check=True).stdout.decode()
    at = datetime.datetime.fromisoformat("2022-07-14T08:00:00+02:00")
    cut = "".join(
        line for line in log.splitlines(True)
        if line.startswith("case ") or datetime.datetime.fromisoformat(line[:25]) <= at
    )  # fmt: skip
    whole, part = ask(log, "--json", "--at", at.isoformat()), ask(cut, "--json", "--at", at.isoformat())
    tap.ok(len(whole.cases) > 3 and whole.charged(), "somebody is in hospital", whole.head)
    tap.ok(without_place(whole.days + whole.cases) == without_place(part.days + part.cases), "what comes later is not seen")
    alone = ask(cut, "--json")
    tap.ok(alone.days == part.days, "the latest event of all is the instant", alone.head)
    names = {case["case"] for case in whole.cases}
    text = "".join(block for block in re.split(r"(?m)^(?=case )", cut) if block.split(" ", 2)[1:2] and block.split(" ", 2)[1] in names)
    wrong = []
    for offset, date in enumerate(sorted({day["date"] for day in whole.days})):
        midnight = (datetime.date.fromisoformat(date) + datetime.timedelta(1)).isoformat() + "T00:00"
        done = subprocess.run([command, "assess", "--json", "--at", midnight, "-"], input=text.encode(), capture_output=True, check=True)
        charged = {
            o["case"] for o in map(json.loads, done.stdout.splitlines())
            if any(day["date"] == date and day["charged"] for day in o["liability"]["per_day"])
        }  # fmt: skip
        told = {name for day in whole.days if day["date"] == date for name in day["charged"]}
        wrong += [(date, offset, charged ^ told)] if charged != told else []
    tap.ok(not wrong, "every day is what assess says when it has passed", wrong)


def check_page(tap, command, ask):
    """The page shows what the command prints, and has a row for every key."""
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n\$ utskrivning ([^\n]*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    tap.ok(len(blocks) >= 2, "the page shows the command")
    for line, shown in blocks:
        done = subprocess.run([command, *shlex.split(line)], capture_output=True, cwd=ROOT / "doc" / "case-log", check=False)
        tap.ok(done.stdout.decode() == shown, line, done.stdout.decode() + done.stderr.decode())
    log = stay("2022-05-09T10:00")
    objects = [json.loads(line) for line in ask(log, "--json", "--move", "anna:r1=+1d").text.splitlines()]
    keys = {f"{o['kind']}.{path}" for o in objects for path in paths(o)}
    rows = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    tap.same({row for row in rows if "." in row}, keys, "every key has its row")


def paths(value, path=""):
    """Of every key; those of what_if are as outside of it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{path}.{key}" if path else key
            yield place
            if key != "what_if":
                yield from paths(inner, place)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{path}[]")


def check_text(tap, ask):
    log = stay("2022-05-09T12:00:00")
    swedish, english = ask(log), ask(log, "--lang", "en", "--move", "anna:r1=2022-05-09T12:00:01")
    tap.ok("tor 2022-05-12        1        9 300        9 300" in swedish.text, "a row of a day", swedish.text)
    tap.ok("Kommun 0484" in swedish.text and "inträder tor 2022-05-12" in swedish.text, "in Swedish", swedish.text)
    tap.ok("Difference: -1 day, -9 300 SEK. entry-day: 2022-05-12 -> 2022-05-13" in english.text, "what changes", english.text)
    unknown = ask(stay("2026-03-09T10:00"))
    tap.ok(re.search(r"^  tor 2026-03-12 +1 +0 \+ +0 \+", unknown.text, re.MULTILINE), "more than is known", unknown.text)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    command, generator = (str(pathlib.Path(path).resolve()) for path in arguments)
    tap = Tap()

    def ask(log, *options):
        return Forecast(command, log, *options)

    for check in (check_noon, check_discharge, check_plan, check_unknown, check_sip, check_weekend, check_together,
                  check_mistakes, check_text):  # fmt: skip
        check(tap, ask)
    check_county(tap, ask, command, generator)
    check_page(tap, command, ask)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
