#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sweep: on every day that a rule pack is valid each question has exactly one answer.

    sweep.py COMMAND [long]

Four stays that between them call for every row of every pack are laid on day after day: the first and last days of the
months and the edges of validity, or, `long`, every day. On each, every row binds each party at most once, the rows that
bind are the same as on every other day of the pack's validity, each of them somewhere, and times, entry day, charged
days and amount are those of a calendar worked out here.
"""

import collections
import datetime
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

SWEDEN = zoneinfo.ZoneInfo("Europe/Stockholm")
LAST_DAY = datetime.date(2040, 12, 31)  # of packs without an end
UNITS = "social-services,municipal-health,outpatient"
CONTENT = "name,personal-number,address,expected-discharge,reason,diagnosis,phone"
ITEMS = ("aids", "medication", "nutrition", "incontinence", "med-equipment", "medication-list", "epicrisis")
# Kronor per day of care, of the years whose amount is known (Socialstyrelsen); other years are unknown.
RATES = {2019: 7800, 2020: 8200, 2022: 9300, 2023: 10500}
# A municipality whose payment the pack, or the act, decides; on Gotland it pays only another region.
HOME = {"lus": "0484", "gotland": "0980 region=23"}
NOON_IS_LATE = {"stockholm"}
NOT_KNOWN_TO_BE_ACTIVE = {"stockholm"}
PER_RUN = 2000
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples" / "packs"

# (days from the notice, clock, the rest of the line); @N is the day N days after the notice.
BOTH = [
    (-5, "08:00", "social-services care-request prepared"),
    (-3, "09:30", "patient consent scope=information given"),
    (-3, "11:00", f"hospital admission-notice to={UNITS} contains={CONTENT} expected=@2"),
    *((-3, "12:00", f"{unit} acknowledged of=admission-notice") for unit in UNITS.split(",")),
    *((-3, "12:30", f"{unit} services-reported provider-contact") for unit in UNITS.split(",")),
    (-2, "09:00", "hospital status-reported"),
    *((-2, "09:10", f"{unit} status-reported") for unit in UNITS.split(",")),
    (-2, "09:20", "hospital sip-need needed"),
    (-2, "09:30", f"hospital expected-discharge expected=@3 to={UNITS}"),
    (-2, "09:40", "outpatient care-contact"),
    (-2, "10:00", "hospital sip-initiated"),
    (-2, "10:10", "hospital education needed"),
    (-2, "10:20", "hospital education offered to=social-services,municipal-health"),
    (-2, "10:30", "hospital education held"),
    (-2, "10:40", "hospital checklist item=bulky-aids needed"),
    (-2, "10:50", "hospital checklist item=bulky-aids done"),
    (-2, "11:00", "hospital homecare-order to=municipal-health"),
    (-2, "11:10", "municipal-health acknowledged of=homecare-order"),
    *((-1, "09:00", f"hospital checklist item={item} done until=@30") for item in ITEMS),
    (0, "10:30", "hospital discharge-ready"),
    (0, "15:00", "hospital referral to=outpatient"),
    (0, "15:10", "outpatient acknowledged of=referral"),
    (1, "09:00", "outpatient sip-call to=social-services,municipal-health,hospital"),
    (2, "09:00", "outpatient sip-held with=hospital,social-services,municipal-health,outpatient at-hospital"),
    (2, "11:00", "social-services municipality-ready for=sol provider-contact"),
    (2, "11:00", "municipal-health municipality-ready for=hsl"),
    (4, "09:00", "hospital home-time"),
    (4, "10:00", "social-services home-time"),
    (4, "10:00", "municipal-health home-time"),
    (4, "11:00", "hospital patient-informed"),
    *((4, "11:10", f"{unit} patient-informed") for unit in UNITS.split(",")),
    (5, "09:00", "outpatient sip-call to=social-services,municipal-health"),
    (6, "10:00", "hospital discharged to=home"),
    (6, "11:00", f"hospital information-transferred report to={UNITS} expected=@6"),
    (6, "12:00", "social-services acknowledged of=information-transferred"),
    *((6, "13:00", f"{unit} services-started") for unit in UNITS.split(",")),
    *((6, "14:00", f"{party} followup-call reached") for party in ("hospital", "outpatient", "social-services")),
    *((7, "09:00", f"{unit} needs-reviewed") for unit in ("social-services", "municipal-health")),
    (8, "09:00", "outpatient sip-followed-up with=social-services,municipal-health,outpatient"),
    (9, "09:00", "outpatient sip-need needed"),
]
STAYS = {
    "ordinary": [
        (-3, "09:00", "hospital admitted ongoing=social-services,municipal-health"),
        (-3, "10:00", "hospital needs-assessed social-services municipal-health outpatient"),
        (-2, "08:00", "hospital track red"),
        (0, "11:00", f"hospital discharge-ready-notice to={UNITS}"),
        (2, "10:00", "outpatient sip-established at-hospital followup=yes lead=outpatient"),
    ],
    "compulsory": [
        (-3, "09:00", "hospital admitted ongoing=none"),
        (-3, "10:00", "hospital needs-assessed social-services municipal-health outpatient open-compulsory"),
        (-2, "08:00", "hospital track green"),
        (5, "11:00", "hospital coordinated-care-plan"),
        (0, "13:00", f"hospital discharge-ready-notice to={UNITS} under=lpt"),
        (2, "10:00", "outpatient sip-established at-hospital followup=yes lead=municipal-health"),
    ],
    "yellow": [
        (-3, "09:00", "hospital admitted"),
        (-3, "10:00", "hospital needs-assessed social-services municipal-health outpatient"),
        (-2, "08:00", "hospital track yellow"),
        (0, "12:00", f"hospital discharge-ready-notice to={UNITS}"),
        (2, "10:00", "outpatient sip-established at-hospital followup=yes lead=social-services"),
    ],
    "green": [
        (-3, "09:00", "hospital admitted ongoing=social-services"),
        (-3, "10:00", "hospital needs-assessed social-services municipal-health outpatient"),
        (-2, "08:00", "hospital track green"),
        (0, "11:30", f"hospital discharge-ready-notice to={UNITS}"),
        (0, "11:40", "hospital sip-call to=outpatient"),
        (1, "10:00", "outpatient sip-need not-needed"),
        (8, "10:00", "outpatient sip-closed"),
        (9, "10:00", "social-services sip-need needed"),
        (9, "11:00", "municipal-health sip-need needed"),
    ],
}
GRACE = {"ordinary": 3, "compulsory": 4, "yellow": 3, "green": 3}  # sent at 11.00, 13.00, 12.00 and 11.30
LEAVES = 6
JUDGED = 20


# --- The stays -----------------------------------------------------------------------------------------------------------


def stay_text(pack, municipality, stay, day):
    """The stay with its notice on that day."""
    lines = [f"case {stay}-{day} rules={pack} municipality={municipality}"]
    for days, clock, words in sorted(BOTH + STAYS[stay]):
        words = re.sub(r"@(\d+)", lambda ahead: str(day + datetime.timedelta(int(ahead.group(1)))), words)
        lines.append(f"{day + datetime.timedelta(days)}T{clock} {words}")
    return "\n".join(lines) + "\n"


def judge(command, folder, pack, municipality, stay, days):
    """(day, line before the case, judgement) of the stay on each of the days."""
    length = 1 + len(BOTH) + len(STAYS[stay])
    for start in range(0, len(days), PER_RUN):
        some = days[start:start + PER_RUN]
        path = pathlib.Path(folder) / f"{pack}-{stay}.case"
        path.write_text("".join(stay_text(pack, municipality, stay, day) for day in some), encoding="utf-8")
        done = subprocess.run(command + ["assess", "--json", str(path)], capture_output=True, check=True)
        lines = done.stdout.decode("utf-8").splitlines()
        for number, (day, line) in enumerate(zip(some, lines, strict=True)):
            yield day, number * length, json.loads(line)


# --- The calendar -----------------------------------------------------------------------------------------------------------


def local(day, clock):
    return datetime.datetime.combine(day, datetime.time.fromisoformat(clock), SWEDEN)


def elapsed(moment, hours):
    return (moment.astimezone(datetime.timezone.utc) + datetime.timedelta(hours=hours)).astimezone(SWEDEN)


def expected_times(stay, day):
    """The due times of the rows of the act that have one, by id."""
    leaves = day + datetime.timedelta(LEAVES)
    times = {
        "admission-notice": elapsed(local(day - datetime.timedelta(3), "10:00"), 24),
        "admission-notice-content": elapsed(local(day - datetime.timedelta(3), "10:00"), 24),
        "information-transfer": local(leaves, "23:59:59"),
        "patient-information": local(leaves, "10:00"),
        "care-contact": local(leaves, "09:59:59"),
    }
    if stay == "compulsory":
        times["coordinated-care-plan"] = local(leaves, "09:59:59")
    else:
        times["sip-call"] = local(day + datetime.timedelta(3), "23:59:59")
    return {rule: moment.isoformat() for rule, moment in times.items()}


def expected_liability(pack, stay, day):
    """(status, entry day, days, kronor or None)"""
    grace = GRACE[stay] + (pack in NOON_IS_LATE and stay == "yellow")
    enters = day + datetime.timedelta(grace)
    if pack in NOT_KNOWN_TO_BE_ACTIVE:
        return "unknown", enters.isoformat(), None, None
    days = [enters + datetime.timedelta(i) for i in range(LEAVES - grace)]
    rates = [RATES.get(charged.year) for charged in days]
    return "ended", enters.isoformat(), len(days), None if None in rates else sum(rates)


def wrong_answers(pack, stay, day, judged):
    """What differs from the calendar."""
    found = []
    due = {o["id"]: o["due"] for o in judged["obligations"]}
    for rule, moment in expected_times(stay, day).items():
        if due.get(rule, "no such obligation") != moment:
            found.append(f"{stay} {day}: {rule} due {due.get(rule)}, expected {moment}")
    liability = judged["liability"]
    got = (liability["status"], liability["enters"], liability["days"], liability["amount_sek"])
    if got != expected_liability(pack, stay, day):
        found.append(f"{stay} {day}: {got}, expected {expected_liability(pack, stay, day)}")
    return found


# --- One pack -----------------------------------------------------------------------------------------------------------------


def next_month(day):
    return (day.replace(day=28) + datetime.timedelta(4)).replace(day=1)


def sampled(first, last, every):
    """Every day, or the first and last days of the months and three days at either edge."""
    if every:
        return [first + datetime.timedelta(i) for i in range((last - first).days + 1)]
    days = {first + datetime.timedelta(i) for i in range(3)} | {last - datetime.timedelta(i) for i in range(3)}
    month = next_month(first)
    while month <= last:
        days |= {month, month - datetime.timedelta(1)}
        month = next_month(month)
    return sorted(day for day in days if first <= day <= last)


def overlaps(rules):
    """Ids of which two versions hold on one day, or none on some day between two; whichever pack brought them."""
    versions = collections.defaultdict(list)
    for rule in rules:
        versions[rule["id"]].append((rule["valid_from"], rule["valid_to"] or "9999-12-31"))
    found = []
    for name, spans in versions.items():
        spans.sort()
        for (_, end), (start, _) in zip(spans, spans[1:]):
            if (datetime.date.fromisoformat(start) - datetime.date.fromisoformat(end)).days != 1:
                found.append(f"{name}: a version to {end} and one from {start}")
    return found


class Sweep:
    """A pack, its rules, and what the sweep saw of it."""

    def __init__(self, command, folder, pack, rules):
        self.command, self.folder, self.pack, self.rules = command, folder, pack, rules
        self.name = pack["id"]
        county = pack["county"]
        self.municipality = HOME.get(self.name) or f"{int(county):02d}80"
        self.first = datetime.date.fromisoformat(pack["valid_from"])
        self.last = datetime.date.fromisoformat(pack["valid_to"]) if pack["valid_to"] else LAST_DAY

    def run(self, tap, every):
        tap.ok(not overlaps(self.rules), f"{self.name}: no two versions of a rule on one day, and no gap",
               "\n".join(overlaps(self.rules)))
        arisen = set()
        for stay in STAYS:
            arisen |= self.lay(tap, stay, sampled(self.first + datetime.timedelta(3), self.last, every))
        rows = {rule["id"] for rule in self.rules if rule["group"] == "obligation"}
        tap.same({name for name, _ in arisen}, rows, f"{self.name}: every row has been called for, and nothing else")
        parties = {(rule["id"], party) for rule in self.rules for party in rule["parties"]}
        bound = {f"{name} of {party}" for name, party in arisen}
        tap.same(bound, {f"{name} of {party}" for name, party in parties if name in rows},
                 f"{self.name}: each row binds the parties that it names, and no others")
        self.before(tap)

    def lay(self, tap, stay, days):
        """The stay on each day. Returns the (row, party) that bind."""
        twice, uneven, wrong, first = [], [], [], None
        for day, above, judged in judge(self.command, self.folder, self.name, self.municipality, stay, days):
            # What may bind anew within a stay (a call, a plan) is told apart by what set it off.
            binding = [(o["id"], o["party"], o["trigger_line"] - above) for o in judged["obligations"]]
            twice += [f"{day}: {row}" for row, n in collections.Counter(binding).items() if n > 1]
            first = first or (day, binding)
            uneven += [] if binding == first[1] else [f"{day}: otherwise than on {first[0]}"]
            wrong += wrong_answers(self.name, stay, day, judged)
        title = f"{self.name}, {stay}, {len(days)} days: "
        tap.ok(not twice, title + "no row binds a party twice for one event", "\n".join(twice[:10]))
        tap.ok(not uneven, title + "the same rows bind on all of them", "\n".join(uneven[:10]))
        tap.ok(not wrong, title + "times, entry day, days and amount are those of the calendar", "\n".join(wrong[:10]))
        return {(name, party) for name, party, _ in first[1]}

    def before(self, tap):
        """A notice on the last day before the pack is valid."""
        day = self.first - datetime.timedelta(1)
        [(_, _, judged)] = judge(self.command, self.folder, self.name, self.municipality, "ordinary", [day])
        liability = judged["liability"]
        tap.ok(liability["status"] == "unknown" and "outside-validity" in liability["reasons"],
               f"{self.name}: a notice on {day} is outside its validity", json.dumps(liability["reasons"]))


def sweep_file(tap, command, path):
    """A pack of a file, which may end rows of its base and go on with others: on each day of its validity each row that holds
    has one version, and every one of the act has, until it is ended."""
    done = subprocess.run(command + ["rules", str(path), "--json"], capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    [pack] = [line for line in lines if line["kind"] == "pack"]
    rows = [line for line in lines if line["kind"] == "rule" and line["group"] == "obligation"]
    first = datetime.date.fromisoformat(pack["valid_from"])
    counts = set()
    for day in range((LAST_DAY - first).days + 1):
        date = str(first + datetime.timedelta(day))
        held = collections.Counter(
            row["id"] for row in rows if row["valid_from"] <= date and (row["valid_to"] or "9999") >= date
        )
        counts |= {(name, held[name]) for name in {row["id"] for row in rows}}
    tap.same(counts, {(row["id"], 1) for row in rows}, f"{pack['id']}: one version of each row on each day")
    tap.ok(not overlaps(rows), f"{pack['id']}: no overlap and no gap", "\n".join(overlaps(rows)))


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["long"]):
        print(__doc__, file=sys.stderr)
        return 2
    command, tap = shlex.split(arguments[0]), Tap()
    done = subprocess.run(command + ["rules", "--json"], capture_output=True, check=True)
    packs = [line for line in map(json.loads, done.stdout.decode("utf-8").splitlines()) if line["kind"] == "pack"]
    with tempfile.TemporaryDirectory() as folder:
        for pack in packs:
            done = subprocess.run(command + ["rules", pack["id"], "--json"], capture_output=True, check=True)
            lines = map(json.loads, done.stdout.decode("utf-8").splitlines())
            Sweep(command, folder, pack, [line for line in lines if line["kind"] == "rule"]).run(tap, arguments[1:])
    for path in sorted(EXAMPLES.glob("*.rules")):
        sweep_file(tap, command, path)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
