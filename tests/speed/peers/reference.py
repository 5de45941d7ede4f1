# SPDX-License-Identifier: LGPL-2.1-or-later
"""The project's own reference (tests/reference): everything, under the agreement. It is written to be read and to be right, from
the list of events and by direct definition, with no thought of speed."""

import datetime
import pathlib
import platform
import sys

from . import common

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "reference"))
import utskrivning_reference as reference  # noqa: E402

NAME = f"the project's reference, plain Python {platform.python_version()}"
STATES = ("new", "planned", "admitted", "notified", "ready", "interrupted", "discharged", "deceased")
ANSWERS = ("unknown", "no", "yes", "not-needed")
LIABILITY = ("unknown", "none", "blocked", "pending", "accruing", "ended")
OBLIGATION = ("unknown", "open", "met", "met-late", "missed", "not-met", "excused")
WORDS = 2  # of a bitmap
EPOCH = datetime.date(1970, 1, 1).toordinal()


def prepare(folder):
    reference.CONTENTS = (*reference.CONTENTS, "status")  # which the county says was in a report, and no rule asks for
    cases, errors = reference.read_cases(pathlib.Path(folder, "stays.case").read_bytes())
    if errors:
        raise SystemExit(f"the reference cannot read the stays: {errors[0]}")
    assessed_on, ore = common.about(folder)
    return cases, reference.midnight(EPOCH + assessed_on), ore, pathlib.Path(folder, "rules.txt").read_text("ascii").split()


def instant(text):
    return 0 if text is None else int(datetime.datetime.fromisoformat(text).timestamp())


def figures(found):
    day = common.NO_DATE if found["enters"] is None else datetime.date.fromisoformat(found["enters"]).toordinal() - EPOCH
    days, amount = found["days"], found["amount_sek"]
    return (LIABILITY.index(found["status"]), day, common.NOT_KNOWN if days is None else days,
            common.NOT_KNOWN if amount is None else round(amount * 100))


def shown(judgement, rules):
    """One row of the answers, as columns have them."""
    bits = [0] * (len(OBLIGATION) + 1)
    for obligation in judgement["obligations"]:
        bits[OBLIGATION.index(obligation["status"])] |= 1 << rules[obligation["id"]]
    for finding in judgement["findings"]:
        bits[-1] |= 1 << rules[finding["id"]]
    states = (STATES.index(judgement["state"]),) + tuple(ANSWERS.index(answer) for answer in (
        judgement["covered"], judgement["sip"]["required"], judgement["patient_ready"],
        judgement["municipality_ready"]["combined"], judgement["home_ready"]["combined"]))
    liability = judgement["liability"]
    late = tuple(figures(liability["late"][reading]) for reading in ("strict", "curable", "existence"))
    return states, figures(liability), late, tuple(bits), instant(judgement["next_change"])


def compute(data):
    cases, at, ore, rules = data
    numbers = {rule: number for number, rule in enumerate(rules)}
    return tuple(zip(*(shown(reference.judge(case, at, rates=ore, alternatives=False), numbers) for case in cases)))


def expected(folder):
    """What the library answered, in the same form."""
    state, status, enters, days, ore, bits, next_change = (
        common.read(folder, name) for name in ("state.u8", "status.u8", "enters.i32", "days.i32", "ore.i64", "bits.u64",
                                               "next_change.i64"))
    count = len(next_change)
    for row in range(count):
        of = tuple((status[at], enters[at], days[at], ore[at]) for at in range(row, 4 * count, count))
        maps = (bits[WORDS * at] | bits[WORDS * at + 1] << 64 for at in range(row, 8 * count, count))
        yield tuple(state[row::count]), of[0], of[1:], tuple(maps), next_change[row]
