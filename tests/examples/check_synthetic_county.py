#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The synthetic county is what its options say, counted here from its text alone; and the library finds in it no other
mistakes than those that were asked for.

    check_synthetic_county.py COMMAND GENERATOR
"""

import collections
import datetime
import json
import pathlib
import subprocess
import sys
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from tap import Tap  # noqa: E402

COUNTIES = ("01", "04", "09", "12", "14", "20", "21", "23", "25")
NOON = datetime.time(12)
SPELLS = {"discharge-ready-notice", "discharge-ready-withdrawn", "discharged", "deceased"}
DAY = datetime.timedelta(days=1)


class Stay:
    """A case, read from its text with none of the library's help."""

    def __init__(self, header, lines):
        words = header.split()
        self.name = words[1]
        self.keys = dict(word.split("=", 1) for word in words[2:])
        self.lines = lines
        self.events = []
        for line in lines:
            when, party, kind = line.split(" ", 3)[:3]
            self.events.append((datetime.datetime.fromisoformat(when), party, kind))

    def times(self, kind, party=None):
        """When such events happened."""
        return [when for when, by, what in self.events if what == kind and party in (None, by)]

    @property
    def end(self):
        """The end of the stay, or None."""
        return min(self.times("discharged") + self.times("deceased"), default=None)

    def spells(self):
        """From the first notice of each ready spell to its end."""
        spells, begun = [], None
        for when, _, kind in self.events:
            if kind == "discharge-ready-notice" and begun is None:
                begun = when
            elif kind in ("discharge-ready-withdrawn", "discharged", "deceased") and begun is not None:
                spells.append((begun, when))
                begun = None
        return spells

    def days(self, cutoff):
        """Days between ready notice and end; with a cut-off a notice after noon counts as sent the day after."""
        late = [cutoff and begun.time() > NOON for begun, _ in self.spells()]
        return sum(max(0, (end.date() - begun.date()).days - l) for (begun, end), l in zip(self.spells(), late))

    def needs_seen(self):
        """When the 24 hours of the admission notice begin."""
        return max(self.times("admitted")[0], self.times("needs-assessed")[0])


class Makers:
    """The programs under test."""

    def __init__(self, command, generator):
        self.command = command
        self.generator = generator

    def text(self, *options):
        """What the generator writes."""
        return subprocess.run([self.generator, *options], capture_output=True, check=True).stdout

    def stays(self, *options, only=None):
        """The same, read; of the events only those of some kinds, which is faster."""
        return stays_of(self.text(*options).decode("ascii"), only)

    def judge(self, text, *options):
        """(exit status, findings by id, standard error) of `check`."""
        call = [self.command, "check", "--json", *options, "-"]
        done = subprocess.run(call, input=text, capture_output=True, check=False)
        found = collections.Counter()
        for line in done.stdout.splitlines():
            found.update(finding["id"] for finding in json.loads(line)["findings"])
        return done.returncode, found, done.stderr.decode()


def stays_of(text, only=None):
    """The cases of a log."""
    stays, header, lines = [], None, []
    for line in text.splitlines():
        if line.startswith("case "):
            stays += [Stay(header, lines)] if header else []
            header, lines = line, []
        elif only is None or line.split(" ", 3)[2] in only:
            lines.append(line)
    return stays + [Stay(header, lines)]


def check_same_bytes(tap, makers):
    one, again, other = makers.text("--cases", "50"), makers.text("--cases=50"), makers.text("--cases", "50", "--seed", "2")
    tap.ok(one == again, "a seed gives the same bytes")
    tap.ok(one != other, "another seed gives others")
    kept = (ROOT / "examples" / "county" / "sormland-2022.case").read_bytes()
    made = makers.text("--county", "04", "--year", "2022", "--cases", "200", "--seed", "1")
    tap.ok(made == kept, "examples/county/sormland-2022.case is what this machine writes too")


def check_form(tap, makers):
    stays = makers.stays("--cases", "1000")
    names = [stay.name for stay in stays]
    tap.ok(names == [f"c{n:06}" for n in range(1, 1001)], "keys count from c000001")
    stockholm = zoneinfo.ZoneInfo("Europe/Stockholm")
    wrong = [e[0] for s in stays for e in s.events[::3] if e[0].astimezone(stockholm).utcoffset() != e[0].utcoffset()]
    tap.ok(not wrong, "every instant is local time with its offset", wrong[:3])
    unordered = [s.name for s in stays if [e[0] for e in s.events] != sorted(e[0] for e in s.events)]
    tap.ok(not unordered, "events stand in the order of time", unordered[:3])
    known = {stay.name: stay for stay in stays}
    again = [stay for stay in stays if "previous" in stay.keys]
    told = [known[s.keys["previous"]].end.isoformat() == s.keys["previous-discharge"] for s in again]
    tap.ok(again and all(told), "who comes back left when the header says, from a stay of the same log")
    same = [known[s.keys["previous"]].keys["municipality"] == s.keys["municipality"] for s in again]
    tap.ok(all(same) and len({s.keys["previous"] for s in again}) == len(again), "and comes back once, from the same place")


def check_findings(tap, makers):
    for code in COUNTIES:
        options = ("--county", code, "--cases", "400", "--seed", code)
        status, found, errors = makers.judge(makers.text(*options))
        tap.ok(status == 0 and not errors, f"county {code}: no bad line and no refused event", errors[:200])
        tap.ok(found["readmitted-within-30-days"] > 0, f"county {code}: there are findings", found)
        text = makers.text(*options, "--flawless")
        year = int(text.split(b"\n", 2)[1][:4])
        for at in (f"{year}-07-01T12:00", f"{year + 1}-07-01T12:00"):
            status, found, errors = makers.judge(text, "--at", at)
            tap.ok(status == 0 and not found, f"county {code}: --flawless has no finding at {at}", found or errors[:200])


def share(stays, holds):
    """In thousandths."""
    return 1000 * sum(map(holds, stays)) / len(stays)


def check_rates(tap, makers):
    plain = ["--cases", "2000", "--flawless", "--uncovered", "0", "--unknown-needs", "0", "--deceased", "0"]
    wanted = {
        "late-notice": lambda s: s.times("admission-notice")[0] - s.needs_seen() > DAY,
        "missing-ready-notice": lambda s: not s.times("discharge-ready-notice"),
        "second-spell": lambda s: len(s.spells()) == 2,
        "psychiatric": lambda s: s.keys["care"] == "psychiatric",
        "unregistered": lambda s: s.keys["municipality"] == "none",
        "other-county": lambda s: not (s.keys["municipality"].startswith("04") and "payer" not in s.keys),
        "readmitted": lambda s: "previous" in s.keys,
        "consent-refused": lambda s: any(kind == "harm-test" for _, _, kind in s.events),
    }
    for name, holds in wanted.items():
        base = [*plain, "--second-spell", "0", "--unregistered", "0", "--psychiatric", "0", "--consent-refused", "0"]
        tap.ok(share(makers.stays(*base), holds) == 0, f"--{name} 0: none")
        got = share(makers.stays(*base, f"--{name}", "200"), holds)
        tap.ok(abs(got - 200) < 36, f"--{name} 200: a fifth, within four standard deviations", got)
    uncalled = makers.stays(*plain, "--sip-not-called", "1000")
    tap.ok(not any(s.times("sip-call", "outpatient") for s in uncalled), "--sip-not-called 1000: no call")
    dead = makers.stays("--cases", "1000", "--deceased", "1000")
    tap.ok(share(dead, lambda s: bool(s.times("deceased"))) > 400, "--deceased 1000: many die")
    slips = makers.text("--cases", "500", "--irregular", "300").decode(), makers.text("--cases", "500", "--irregular", "0").decode()
    pairs = list(zip(*map(stays_of, slips)))
    differ = sum(one.lines != other.lines for one, other in pairs)
    tap.ok(50 < differ < 200, "one rate changed changes the stays that it is about, and no others", differ)


def averages(stays, cutoff):
    """Of the stays that were ready, by the month in which they ended: days and persons."""
    months = collections.defaultdict(lambda: [0, 0])
    for stay in stays:
        if stay.end and stay.spells():
            of = months[stay.end.strftime("%Y-%m")]
            of[0] += stay.days(cutoff)
            of[1] += 1
    return months


def mean(stays, cutoff=False):
    counted = averages(stays, cutoff).values()
    return sum(days for days, _ in counted) / sum(persons for _, persons in counted)


def check_averages(tap, makers):
    for seed in ("1", "2"):
        stays = makers.stays("--seed", seed, "--cases", "5000", only=SPELLS)
        for cutoff, counted in ((False, "in calendar days"), (True, "with the cut-off of the agreement")):
            months = {m: days / n for m, (days, n) in averages(stays, cutoff).items() if m < "2023"}
            inside = len(months) == 12 and all(0.29 <= average <= 1.04 for average in months.values())
            tap.ok(inside, f"seed {seed}: every month of the county lies in 0.29-1.04, {counted}", months)
        tap.ok(abs(mean(stays) - 0.75) < 0.02, f"seed {seed}: the year is at 0.75 in calendar days", mean(stays))
        tap.ok(abs(mean(stays, True) - 0.5) < 0.04, f"seed {seed}: and at 0.5 with the cut-off", mean(stays, True))
    for target in ("290", "1040", "5000"):
        got = mean(makers.stays("--average", target, only=SPELLS))
        tap.ok(abs(got - int(target) / 1000) < 0.05 * int(target) / 1000, f"--average {target}: the year is at it", got)
    by_code = collections.defaultdict(list)
    for stay in makers.stays("--cases", "6000", "--average", "0484=4000", only=SPELLS):
        by_code[stay.keys["municipality"]].append(stay)
    tap.ok(abs(mean(by_code["0484"]) - 4) < 0.2, "--average 0484=4000: that municipality", mean(by_code["0484"]))
    tap.ok(abs(mean(by_code["0480"]) - 0.75) < 0.08, "--average 0484=4000: no other", mean(by_code["0480"]))


def check_weekdays(tap, makers):
    """The audit of Sörmland, 3.4.1, of its figure 3: even from Tuesday to Friday, a little more on Fridays."""
    stays = makers.stays("--cases", "20000", "--year", "2022", only=SPELLS)
    counts = collections.Counter(s.spells()[0][0].isoweekday() for s in stays if s.spells())
    # From Wednesday 5 January to the end of 2022: 51 Tuesdays; 52 Wednesdays; 52 Thursdays less 6 January and 26 May;
    # 52 Fridays from the 7th on, less 15 April and 24 June (the holidays of lag 1989:253, and midsommarafton).
    per_day = {2: counts[2] / 51, 3: counts[3] / 52, 4: counts[4] / 50, 5: counts[5] / 50}
    even = max(per_day[d] for d in (2, 3, 4)) / min(per_day[d] for d in (2, 3, 4))
    tap.ok(even < 1.05, "ready notices are even from Tuesday to Thursday", per_day)
    tap.ok(1.0 < per_day[5] / (sum(per_day[d] for d in (2, 3, 4)) / 3) < 1.25, "with a little more on Fridays", per_day)
    tap.ok(max(counts[6], counts[7]) < counts[1] < counts[2], "fewer on Mondays, fewest at weekends", counts)
    stays = makers.stays("--cases", "2000", "--year", "2024", only=SPELLS)
    tap.ok({s.spells()[0][0].year for s in stays if s.spells()} <= {2024, 2025}, "--year 2024 is 2024")


def check_usage(tap, makers):
    for words in (["--cases", "0"], ["--cases", "x"], ["--county", "02"], ["--late-notice", "1001"], ["--what", "1"],
                  ["--average", "2380=500"], ["--green", "600", "--yellow", "600"], ["--seed"], ["--year", "1900"]):
        done = subprocess.run([makers.generator, *words], capture_output=True, check=False)
        tap.ok(done.returncode == 2 and not done.stdout and done.stderr, f"{' '.join(words)}: usage")
    shown = makers.text("--help").decode()
    page = (ROOT / "doc" / "synthetic-county.md").read_text(encoding="utf-8")
    options = [word for line in shown.splitlines() for word in line.split()[:2] if word.startswith("--")]
    tap.ok(len(options) > 25, "--help lists the options", options)
    tap.same([o for o in options if f"`{o}" in page], options, "doc/synthetic-county.md tells of every option")


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    tap, makers = Tap(), Makers(*arguments)
    for check in (check_same_bytes, check_form, check_findings, check_rates, check_averages, check_weekdays, check_usage):
        check(tap, makers)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
