#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settlements of random logs: what must agree does, and the digest is the one that doc/settlement.md defines.

    relations.py COMMAND REWRITE_LOG [--seed N] [--cases N]

REWRITE_LOG is the program of tests/proof/rewrite_log.c. The logs are those of tests/reference/generate_logs.py. The digest is
computed here from the text of the log: which events count is found by the second implementation in tests/reference, their
bytes by the definition alone.
"""

import argparse
import datetime
import hashlib
import json
import pathlib
import random
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "reference")]
import generate_logs  # noqa: E402
import utskrivning_reference as reference  # noqa: E402
from tap import Tap  # noqa: E402

MONTHS = ("--from", "2018-01", "--to", "2028-12")
LATE = "2029-01-01T00:00:00+01:00"
WITHOUT_MODEL = {"lus": 0, "jamtland-harjedalen": 23, "gotland": 9}
COUNTY = {**WITHOUT_MODEL, "sormland": 4, "vastra-gotaland": 14, "stockholm": 1, "dalarna": 20, "norrbotten": 25,
          "skane": 12, "gavleborg": 21}


def run(command, verb, args, text, months=MONTHS):
    words = [*command, verb, "--json", *(months if verb != "assess" else ()), *args, "-"]
    done = subprocess.run(words, input=text.encode(), capture_output=True, timeout=120)
    return [json.loads(line) for line in done.stdout.splitlines()]


# --- The digest, from its definition ---------------------------------------------------------------------------------------


def listed(value):
    return value if isinstance(value, (set, frozenset, list, tuple)) else [value]


def words_of(event, by_id, gone):
    """The words of an event, as the definition has them."""
    found = set(event.flags)
    for key, value in event.attr.items():
        if key in ("id", "recorded", "about"):
            continue
        if key == "of":
            target = by_id.get(value)
            kind = reference.KIND_BY_WORD.get(reference.ascii_fold(value)) if target is None else target.kind
            if target is not None and id(target) in gone:
                continue
            if target is not None and event.kind == "acknowledged" and target.time > event.time:
                continue
            found.add(f"of={kind}")
        elif key == "ongoing" and not value:
            found.add("ongoing=none")
        else:
            found.update(f"{key}={one}" for one in listed(value))
    return sorted(word.encode() for word in found)


def case_digest(case, at, known_at, pack):
    known = [e for e in case.events if known_at is None or (e.recorded or e.time) <= known_at]
    everything = reference.counted(case, 2**62, known_at)[1]
    gone = {id(e) for e in case.events if e.kind != "retracted"} - {id(e) for e in everything}
    by_id = {e.id: e for e in case.events if e.id is not None}
    gone |= {id(e) for e in case.events} - {id(e) for e in known}
    events = reference.Fold(case, reference.counted(case, at, known_at)[1]).events
    region = int(case.region or COUNTY[pack])
    lines = [b"case care=%s region=%02d %s" % (case.care.encode(), region, case.name.encode())]
    for event in events:
        words = [str(event.time).encode(), event.party.encode(), event.kind.encode(), *words_of(event, by_id, gone)]
        lines.append(b" ".join(words))
    return hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()


def payer_of(case):
    """Four digits, or None."""
    for code in (case.payer, case.municipality):
        if code not in (None, "none"):
            return "%04d" % int(code)
        if code == "none":
            return None
    return None


def month_digest(cases, month, municipality, pack):
    """Of (name, digest of the case) pairs."""
    all_cases = b"".join(digest.encode() + b"\n" for _, digest in sorted(cases, key=lambda c: c[0].encode()))
    inner = hashlib.sha256(all_cases).hexdigest()
    head = f"settlement 1 {month} {municipality or 'none'} {pack}\n{inner}\n"
    return hashlib.sha256(head.encode()).hexdigest()


def check_digests(tap, text, settled, at, known_at, claim):
    cases, errors = reference.read_cases(text.encode())
    groups = {}
    for case in cases:
        pack = case.rules or "lus"
        groups.setdefault((payer_of(case), pack), []).append((case.name, case_digest(case, at, known_at, pack)))
    tap.ok(not errors and len(groups) > 5, f"{claim}: the logs are read", errors[:3])
    wrong = [(o["municipality"], o["month"], o["rules"]) for o in settled
             if o["digest"] != month_digest(groups.get((o["municipality"], o["rules"]), []), o["month"], o["municipality"],
                                            o["rules"])]
    tap.ok(settled and not wrong, f"{claim}: {len(settled)} digests by the definition", wrong[:5])
    keys = {(o["municipality"], o["rules"]) for o in settled}
    tap.same(keys, set(groups), f"{claim}: an object for every payer and pack")


# --- Other ways of writing the same ------------------------------------------------------------------------------------------


def reworded(text, seed):
    """The same log: instants in UTC, words in another order, remarks, blanks, cases in another order."""
    rng = random.Random(seed)
    cases = []
    for line in text.splitlines():
        if line.startswith("case "):
            cases.append([])
        cases[-1].append(line)
    rng.shuffle(cases)
    out = []
    for line in (line for lines in cases for line in lines):
        words = line.split()
        if re.match(r"\d{4}-", line) and '"' not in line:
            moment = datetime.datetime.fromisoformat(words[0].replace("Z", "+00:00"))
            if moment.tzinfo:
                words[0] = moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            rest = words[3:]
            rng.shuffle(rest)
            line = "\t ".join(words[:3] + rest)
        out.append(line)
        if rng.random() < 0.1:
            out.append("  # a remark")
    return "\n".join(out) + "\n"


def check_writing(tap, command, rewrite_log, text, settled):
    for language in ("en", "sv"):
        done = subprocess.run([rewrite_log, language], input=text.encode(), capture_output=True, timeout=120)
        same = run(command, "settle", (), done.stdout.decode()) == settled
        tap.ok(same and done.stdout, f"the log written anew ({language}) gives the same settlement")
    for seed in range(3):
        other = reworded(text, seed)
        tap.ok(other != text and run(command, "settle", (), other) == settled, f"the log reworded ({seed}) gives the same")


# --- Against the judgements of the cases ---------------------------------------------------------------------------------------


def is_individual(payer, pack):
    return payer is not None and (pack in WITHOUT_MODEL or int(payer[:2]) != COUNTY[pack])


def check_judgements(tap, command, text, at, settled):
    """Where each day is owed by itself, the days are those of the judgements at that instant, and no others."""
    judged = {}
    unknown = set()
    for j in run(command, "assess", ("--at", at), text):
        payer, pack = j["liability"]["payer"], j["rules"]
        payer = payer if payer and payer != "none" else None
        if not is_individual(payer, pack):
            continue
        days = [(j["case"], d["date"], d["sek"], d["rule"]) for d in j["liability"]["per_day"] if d["charged"]]
        judged.setdefault((payer, pack), []).extend(days)
        if any(s["status"] == "unknown" for s in j["liability"]["spells"]):
            unknown.add((payer, pack))
    owed = {}
    wrong = []
    for o in settled:
        key = o["municipality"], o["rules"]
        if key not in judged:
            continue
        days = [(d["case"], d["date"], d["sek"], d["rule"]) for d in o["per_day"]]
        owed.setdefault(key, []).extend(days)
        if o["level"] != "unknown" and (o["owed_days"] is None) != (key in unknown):
            wrong.append((key, o["month"], o["owed_days"]))
        if o["owed_days"] is not None and o["owed_days"] != len(days):
            wrong.append((key, o["month"], o["owed_days"], len(days)))
        if any(d[1][:7] != o["month"] for d in days) or days != sorted(days, key=lambda d: (d[0].encode(), d[1])):
            wrong.append((key, o["month"], "order"))
    in_months = {key: sorted(d for d in days if "2018-01" <= d[1][:7] <= "2028-12" and d[1][:7] in valid_months(key))
                 for key, days in judged.items()}
    tap.ok({k: sorted(v) for k, v in owed.items()} == in_months, f"the days owed are those judged ({at})")
    count = sum(map(len, owed.values()))
    tap.ok(not wrong, f"each in its month ({count}), unknown where a spell is", wrong[:5])
    return count


def valid_months(key):
    """Months in which the pack that holds for the payer is valid."""
    payer, pack = key
    own = pack != "lus" and int(payer[:2]) == COUNTY[pack]
    first = {"jamtland-harjedalen": "2026-01", "gotland": "2022-11"}.get(pack, "2018-01") if own else "2018-01"
    return {f"{y}-{m:02}" for y in range(2018, 2029) for m in range(1, 13) if f"{y}-{m:02}" >= first}


# --- Sums ----------------------------------------------------------------------------------------------------------------------


def check_sums(tap, settled, statistics):
    wrong = []
    stays = {}
    for o, s in zip(settled, statistics):
        place = o["municipality"], o["month"], o["rules"]
        for name in o["counted"] + [e["case"] for e in o["left_out"]]:
            stays.setdefault(name, []).append(place)
        if o["persons"] is None:
            continue
        apart = sum(e["skr_days"] - e["payment_days"] for e in s["reconciliation"])
        if s["skr"]["days"] - s["payment"]["days"] != apart:
            wrong.append((place, "days", apart))
        if sum(len(e["dates"]) for e in s["reconciliation"]) != apart:
            wrong.append((place, "dates"))
        if (s["payment"]["persons"], s["payment"]["days"]) != (o["persons"], o["days"]) or len(o["counted"]) != o["persons"]:
            wrong.append((place, "persons"))
        if o["threshold"] is not None and (o["above"] == "yes") != (o["days"] > o["threshold"] * o["persons"]):
            wrong.append((place, "above"))
    tap.ok(not wrong, "the two counts differ by what the reconciliation lists", wrong[:5])
    tap.ok(len(stays) > 20 and all(len(p) == 1 for p in stays.values()), "a stay is of one month and one payer")


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("command")
    parser.add_argument("rewrite_log")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=150)
    settings = parser.parse_args(argv)
    command = shlex.split(settings.command)
    text = "".join(t for _, t in generate_logs.generate(settings.seed, settings.cases))
    tap = Tap()
    settled = run(command, "settle", (), text)
    check_digests(tap, text, settled, reference.parse_instant(LATE), None, "everything")
    for at, known_at in (("2024-06-01T00:00:00+02:00", None), (LATE, "2023-12-24T10:00:00+01:00")):
        args = ("--at", at) + (("--known-at", known_at) if known_at else ())
        some = run(command, "settle", args, text, ("--from", "2022-01", "--to", "2022-03"))
        known = reference.parse_instant(known_at) if known_at else None
        check_digests(tap, text, some, reference.parse_instant(at), known, " ".join(args))
    check_writing(tap, command, settings.rewrite_log, text, settled)
    tap.ok(check_judgements(tap, command, text, LATE, settled) > 20, "there are days enough to compare")
    for at in ("2022-05-04T09:00:00+02:00", "2026-02-01T00:00:00+01:00"):
        check_judgements(tap, command, text, at, run(command, "settle", ("--at", at), text))
    check_sums(tap, settled, run(command, "stats", (), text))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
