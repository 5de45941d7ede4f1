#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What must not matter does not: random logs, judged in two ways that must agree.

    metamorphic.py COMMAND REWRITE_LOG [--seed N] [--cases N] [--jobs N]

COMMAND is the command `utskrivning`, REWRITE_LOG the program of rewrite_log.c. The logs are those of
tests/reference/generate_logs.py. One claim for each relation; if it does not hold, the first log that breaks it is
shown, made as short as it can be.
"""

import argparse
import datetime
import json
import multiprocessing.pool
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "reference")]
import generate_logs  # noqa: E402
from tap import Tap  # noqa: E402

SWEDEN = zoneinfo.ZoneInfo("Europe/Stockholm")
DAY = 86400
END_OF_TIME = "2199-12-31T23:59:59+01:00"
# What may change without any answer changing: the instant itself, and what follows from it.
INSTANT = {"at", "next_change"}
STEADY = INSTANT | {"step", "alternatives"}
NAMES = {"file"}


# --- Logs ------------------------------------------------------------------------------------------------------------


class Log:
    """One case: the header and its lines of events. Line 1 is the header."""

    def __init__(self, text):
        lines = text.rstrip("\n").split("\n")
        self.header, self.lines = lines[0], lines[1:]
        self.name = self.header.split()[1]

    def text(self, lines=None):
        return "\n".join([self.header] + (self.lines if lines is None else lines)) + "\n"

    def with_lines(self, lines):
        return Log(self.text(lines))

    def events(self):
        """(place, instant, line) of each line that is an event."""
        return [(i, instant_of(line), line) for i, line in enumerate(self.lines) if line and not line.startswith("#")]


def instant_of(line):
    """Seconds since 1970 of the instant that a line begins with."""
    moment = datetime.datetime.fromisoformat(line.split()[0].replace("Z", "+00:00"))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=SWEDEN)).timestamp())


def written(instant):
    return datetime.datetime.fromtimestamp(instant, SWEDEN).isoformat()


def id_of(line):
    found = re.search(r"\bid=(\S+)", line)
    return found.group(1) if found else None


def referred_to(log):
    return {word[3:] for line in log.lines for word in line.split() if word.startswith("of=")}


def until(log, instant):
    """The log without what came later, nor what refers to it."""
    lines = [line for i, t, line in log.events() if t <= instant]
    ids = {id_of(line) for line in lines}
    kept = [line for line in lines if all(known(word, ids) for word in line.split())]
    return log.with_lines(kept)


def known(word, ids):
    return not re.fullmatch(r"of=m\d+", word) or word[3:] in ids


# --- Judging -----------------------------------------------------------------------------------------------------------


class Judge:
    """The command and the writer, and a folder for logs."""

    def __init__(self, command, rewrite, folder):
        self.command, self.rewrite_log, self.folder = command, rewrite, folder

    def many(self, texts, *options):
        """The judgements of the files in one run, in order; or what was wrong."""
        paths = []
        for text in texts:
            handle, path = tempfile.mkstemp(suffix=".case", dir=self.folder)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            paths.append(path)
        done = subprocess.run(self.command + ["assess", "--json", *options, *paths], capture_output=True, timeout=120,
                              check=False)
        for path in paths:
            os.remove(path)
        if done.returncode != 0:
            raise Broken(f"exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')[:300]}")
        return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]

    def one(self, log, *options):
        judgements = self.many([log.text()], *options)
        if len(judgements) != 1:
            raise Broken(f"{len(judgements)} judgements of one case")
        return judgements[0]

    def rewritten(self, log, language):
        done = subprocess.run([self.rewrite_log, language], input=log.text().encode("utf-8"), capture_output=True,
                              timeout=60, check=False)
        if done.returncode != 0:
            raise Broken(f"it cannot be written in {language}")
        return Log(done.stdout.decode("utf-8"))


class Broken(Exception):
    """The command failed."""


def differences(a, b, without, path=""):
    """The paths at which two values differ, keys in `without` aside."""
    if isinstance(a, dict) and isinstance(b, dict):
        found = []
        for key in list(a) + [key for key in b if key not in a]:
            if key not in without:
                found += differences(a.get(key), b.get(key), without, f"{path}.{key}" if path else key)
        return found
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [line for i, (x, y) in enumerate(zip(a, b)) for line in differences(x, y, without, f"{path}[{i}]")]
    same = a == b and isinstance(a, bool) == isinstance(b, bool)
    return [] if same else [f"{path}: {json.dumps(a, ensure_ascii=False)} / {json.dumps(b, ensure_ascii=False)}"]


def lines_mapped(value, line_of, inside=False):
    """The judgement with every line number n replaced by line_of[n]."""
    if isinstance(value, dict):
        return {
            key: lines_mapped(item, line_of, inside or key == "line" or key == "lines" or key.endswith("_line"))
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [lines_mapped(item, line_of, inside) for item in value]
    return line_of.get(value, value) if inside and isinstance(value, int) and not isinstance(value, bool) else value


# --- Relations: the differences that there should not be ------------------------------------------------------------------


def some_instant(log, rng):
    """An instant within the case or after it."""
    times = sorted(t for _, t, _ in log.events())
    at = rng.choice(times) if rng.random() < 0.5 else rng.randint(times[0], times[-1] + 6 * DAY)
    return max(times[0], at + rng.choice((0, 0, 1, -1, 3600, DAY)))


def retraction(judge, log, rng):
    """a retraction is the log without the event"""
    events = [(i, t, line) for i, t, line in log.events() if " retracted " not in f" {line} "]
    events = [event for event in events if id_of(event[2]) not in referred_to(log) and not is_swedish(event[2])]
    if not events:
        return []
    place, instant, line = rng.choice(events)
    name = id_of(line) or "taken-back"
    lines = list(log.lines)
    lines[place] = line if id_of(line) else f"{line} id={name}"
    lines.append(f"{written(instant + rng.choice((-DAY, 0, 1, 3600, 9 * DAY)))} system retracted of={name}")
    without = list(log.lines)
    without[place] = "# nothing"
    at = written(some_instant(log, rng))
    return differences(judge.one(log.with_lines(lines), "--at", at), judge.one(log.with_lines(without), "--at", at),
                       NAMES)


def is_swedish(line):
    return line.split()[2] in ("återtagen", "atertagen")


def order_of_lines(judge, log, rng):
    """the order of lines is immaterial for events at different instants"""
    places = list(range(len(log.lines)))
    rng.shuffle(places)
    instants = {i: t for i, t, _ in log.events()}
    waiting = {}
    for place in sorted(instants):
        waiting.setdefault(instants[place], []).append(place)
    places = [waiting[instants[p]].pop(0) if p in instants else p for p in places]  # those of an instant in their order
    line_of = {new + 2: old + 2 for new, old in enumerate(places)}
    shuffled = log.with_lines([log.lines[p] for p in places])
    at = written(some_instant(log, rng))
    return differences(judge.one(log, "--at", at), lines_mapped(judge.one(shuffled, "--at", at), line_of), NAMES)


def languages(judge, log, rng):
    """the log written in English, in Swedish and as it was are one"""
    english, swedish = judge.rewritten(log, "en"), judge.rewritten(log, "sv")
    at = written(some_instant(log, rng))
    judged = judge.one(english, "--at", at)
    line_of = {place + 2: number + 2 for number, (place, _, _) in enumerate(log.events())}
    found = differences(judged, judge.one(swedish, "--at", at), NAMES)
    found += differences(judged, lines_mapped(judge.one(log, "--at", at), line_of), NAMES)
    if judge.rewritten(swedish, "en").text() != english.text():
        found.append("read in Swedish and written in English it is another log")
    return found


def note(judge, log, rng):
    """a note changes nothing"""
    at = some_instant(log, rng)
    times = sorted(t for _, t, _ in log.events())
    lines = log.lines + [f"{written(rng.randint(times[0], times[-1]))} hospital note"]
    return differences(judge.one(log, "--at", written(at)), judge.one(log.with_lines(lines), "--at", written(at)),
                       NAMES)


def known_at_the_end(judge, log, rng):
    """what is known at the end of time is the whole log"""
    at = written(some_instant(log, rng))
    return differences(judge.one(log, "--at", at), judge.one(log, "--at", at, "--known-at", END_OF_TIME), NAMES)


def default_instant(judge, log, _):
    """without --at a case is judged at the instant that it says"""
    judged = judge.one(log)
    return [] if judged["at"] is None else differences(judged, judge.one(log, "--at", judged["at"]), NAMES)


def far_later(judge, log, _):
    """a case can be judged at the end of time, and then nothing is open that was due"""
    judged = judge.one(log, "--at", END_OF_TIME)
    return [f"{o['id']}: open, due {o['due']}" for o in judged["obligations"]
            if o["status"] == "open" and o["due"] is not None and o["due"] < END_OF_TIME]


def next_change(judge, log, rng):
    """nothing changes before next_change, and then something does"""
    times = sorted(t for _, t, _ in log.events())
    log = until(log, rng.choice(times))
    times = sorted(t for _, t, _ in log.events())
    if not times:
        return []
    at = times[-1] + rng.choice((0, 0, 0, 1, 3600, DAY, 4 * DAY))
    before = judge.one(log, "--at", written(at))
    change = before["next_change"]
    if change is None:
        later = [at + 1, at + rng.randint(1, 60 * DAY), at + 400 * DAY]
        return [f"at {written(t)} {line}" for t in later for line in steady(judge, log, before, t)]
    change = instant_of(change)
    if change <= at:
        return [f"next_change: {written(change)} is not later than {written(at)}"]
    between = {t for t in (at + 1, change - 1, rng.randint(at, change)) if at < t < change}
    found = [f"at {written(t)} {line}" for t in sorted(between) for line in steady(judge, log, before, t)]
    if not steady(judge, log, before, change):
        found.append(f"at {written(change)}, next_change, nothing has changed")
    return found


def steady(judge, log, before, instant):
    return differences(before, judge.one(log, "--at", written(instant)), NAMES | STEADY)


RELATIONS = [retraction, order_of_lines, languages, note, known_at_the_end, default_instant, far_later, next_change]


def broken(relation, judge, log, seed):
    """The differences, a failure of the command among them."""
    if not log.events():
        return []
    try:
        return relation(judge, log, random.Random(f"{seed}/{relation.__name__}/{log.name}"))
    except (Broken, subprocess.TimeoutExpired) as problem:
        return [str(problem)]


def shortest(relation, judge, log, seed):
    """The log without every line that is not needed to break the relation."""
    place = 0
    while place < len(log.lines):
        shorter = log.with_lines(log.lines[:place] + log.lines[place + 1:])
        found = broken(relation, judge, shorter, seed)
        if found and not found[0].startswith("exit"):
            log = shorter
        else:
            place += 1
    return log


def check_relation(tap, relation, judge, logs, settings):
    with multiprocessing.pool.ThreadPool(settings.jobs) as pool:
        results = pool.map(lambda log: broken(relation, judge, log, settings.seed), logs)
    bad = [log for log, found in zip(logs, results) if found]
    details = ""
    if bad:
        least = shortest(relation, judge, bad[0], settings.seed)
        found = broken(relation, judge, least, settings.seed)[:10]
        details = "\n".join([f"{len(bad)} of {len(logs)} logs, the first one:", least.text().rstrip("\n")] + found)
    tap.ok(not bad, f"{len(logs)} logs: {relation.__doc__}", details)


# --- One by one and all at once --------------------------------------------------------------------------------------------


def check_batches(tap, judge, logs):
    """Each log in a run of its own; all in one run; all in one file; the file cut in two."""
    alone = [judge.one(log) for log in logs]
    texts = [log.text() for log in logs]
    first = [0]
    for text in texts:
        first.append(first[-1] + text.count("\n"))
    lines = [{n + start: n for n in range(1, 1 + end - start)} for start, end in zip(first, first[1:])]
    cut = len(logs) // 3
    runs = {
        "all in one run": (judge.many(texts), None),
        "all in one file": (judge.many(["".join(texts)]), lines),
        "one file cut in two": (judge.many(["".join(texts[:cut]), "".join(texts[cut:])]), None),
    }
    for title, (judged, line_of) in runs.items():
        if title == "one file cut in two":
            start = first[cut]
            line_of = lines[:cut] + [{n - start: m for n, m in table.items()} for table in lines[cut:]]
        found = [] if len(judged) == len(alone) else [f"{len(judged)} judgements of {len(alone)} cases"]
        for i, (a, b) in enumerate(zip(alone, judged)):
            found += differences(a, lines_mapped(b, line_of[i]) if line_of else b, NAMES)
        tap.ok(not found, f"{len(logs)} logs: one by one is {title}", "\n".join(found[:10]))


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("command")
    parser.add_argument("rewrite_log")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    settings = parser.parse_args(arguments)
    logs = [Log(text) for _, text in generate_logs.generate(settings.seed, settings.cases)]
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(shlex.split(settings.command), settings.rewrite_log, folder)
        check_batches(tap, judge, logs)
        for relation in RELATIONS:
            check_relation(tap, relation, judge, logs, settings)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
