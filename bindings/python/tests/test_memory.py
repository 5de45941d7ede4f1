# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nothing is leaked: not by what works, and not by what fails."""

import gc
import io
import pickle
import sys
import unittest

import utskrivning
from stays import LINES, stay, text
from utskrivning.engines import judge_batches

BATCH = {"case": [1], "at": ["2022-05-02T09:00+02:00"], "event": ["admitted"], "party": ["hospital"]}
TURNS = 120
ROUNDS = 30
AT_REST = 3


def resident():
    """Bytes of memory in use by the process; None where that cannot be told."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096
    except OSError:
        return None


def attempt(work):
    try:
        work()
    except (ValueError, TypeError, LookupError, OverflowError, OSError):
        pass


def broken_read(size):
    raise OSError("gone")


def everything():
    """One turn of all that the package does, and of what it refuses."""
    case = stay(rules="sormland", previous="anna-1")
    judgement = case.judge(readings={"late": "curable"}, rates={2022: 930_000})
    case.append("2022-05-17T10:00 hospital note about=x id=n1")
    for part in ("obligations", "findings", "days", "liability", "readiness", "evidence", "readings", "pack"):
        getattr(judgement, part)
    judgement.timeline(), judgement.explain("sv"), judgement.to_json(), judgement._repr_html_(), repr(judgement)
    case.worklist("hospital").explain("en"), case.may_share("hospital", "patient", "identity").explain("en")
    case.what_if("2022-05-18T10:00 hospital note"), case.check("2022-05-18T10:00 hospital admitted")
    pickle.loads(pickle.dumps(judgement)), case.copy(), [event.says for event in case], case._repr_html_()
    utskrivning.writes(utskrivning.reads(text(("anna", "olle")))), utskrivning.Pack("gotland").rules
    utskrivning.readings(), utskrivning.rates(), utskrivning.packs()
    own = utskrivning.Pack.parse(utskrivning.Pack("sormland").to_text().replace("sormland", "own", 1))
    case.judge(rules=own).pack, own.parameters, own.rates, pickle.loads(pickle.dumps(own))
    case.what_if(move={0: "2022-05-02T08:00"})
    settlement = utskrivning.settle([case, stay("olle")], "2022-05", rules=own, rates={2022: 1})
    settlement.months, settlement.explain("en"), settlement.to_json(), settlement._repr_html_()
    list(judge_batches([BATCH, {**BATCH, "case": [2]}])), next(judge_batches([BATCH, {**BATCH, "case": [2]}, BATCH]))
    reader = utskrivning.reads(text())
    next(reader)
    settled = utskrivning.settle(io.StringIO(text(("anna", "olle"))), "2022-05", under=("lus", "sormland"), packs=[own])
    settled.to_columns("charges"), settled.statistics_columns(), settled.find("0484"), settled[0]._repr_html_()
    draft = utskrivning.PackDraft("draft", own).set(title="x", source="y", county=4, valid="2022-01-01", grade="P")
    draft.reading(late="strict").rate(2022, 7).end("admission-notice", "2022-03-31").finish().rules
    for wrong in (
        lambda: settled.read(io.StringIO("case x\ny\n" + text())),
        lambda: settled.read(io.StringIO(text().replace("0484", "0484 rules=x"))),
        lambda: settled.read(type("R", (), {"read": staticmethod(broken_read)})()),
        lambda: settled._read(7, (), ()),
        lambda: settled._read(utskrivning.reads(text()), (7,), ()),
        lambda: settled._read(utskrivning.reads(text()), (), (7,)),
        lambda: draft.finish(),
        lambda: draft.set(title="again"),
        lambda: draft.add("row"),
        lambda: draft._finish(int),
        lambda: utskrivning.PackDraft("X"),
        lambda: utskrivning.PackDraft("x", 7),
        lambda: case.append("2022-05-17T10:00 hospital note id=n1"),
        lambda: case.apply("2022-05-17T10:00 patient admitted"),
        lambda: list(judge_batches([BATCH, {"case": [2]}])),
        lambda: list(judge_batches(iter([BATCH, 7]))),
        lambda: case.append(LINES[0] + " care=x"),
        lambda: case.append("2022-05-17T10:00", "hospital", "admission-notice", to=["patient", 7], id="z"),
        lambda: case.push(1 << 70, 1, 3),
        lambda: case.judge("x"),
        lambda: case.judge(readings={"late": "x"}, rates={2022: 1}),
        lambda: case.judge(rates={"x": 1}),
        lambda: case.judge(rules="x"),
        lambda: stay(rules="x").worklist("hospital"),
        lambda: case.may_share("hospital", "patient", "x"),
        lambda: case.worklist("x"),
        lambda: utskrivning.Case.restore(b"x"),
        lambda: list(utskrivning.reads(b"\xff")),
        lambda: list(utskrivning.read(type("R", (), {"read": staticmethod(broken_read)})())),
        lambda: utskrivning.Event("x"),
        lambda: utskrivning.Event("2022-05-17T10:00", "hospital", "note", to=1),
        lambda: utskrivning.Case(None, previous="\0"),
        lambda: utskrivning.Settlement("x"),
        lambda: utskrivning.Settlement("2022-05", rates={2022: -1}),
        lambda: settlement.add(utskrivning.Case()),
        lambda: settlement.add(7),
        lambda: case[99],
        lambda: case.move(99, "2022-05-02T08:00"),
        lambda: case.move(0, "x"),
        lambda: utskrivning.Pack.parse("pack"),
        lambda: utskrivning.Pack.parse("pack", [7]),
        lambda: judgement.explain("x"),
        lambda: judgement._part(1),
        lambda: case._judge(int, None, None, None, None, None),
        lambda: case._share(int, 1, 2, 3, None, None, None, None),
        lambda: case._worklist(int, 1, None, None, None, None),
    ):
        attempt(wrong)


class Memory(unittest.TestCase):
    def test_memory_comes_to_rest(self):
        """One object leaked in a turn would be a page or more in every round, for ever."""
        sizes, rest = [resident()], 0
        if sizes[0] is None:
            self.skipTest("the memory in use cannot be told")
        while rest < AT_REST and len(sizes) <= ROUNDS:
            for _ in range(TURNS):
                everything()
            gc.collect()
            sizes.append(resident())
            rest = rest + 1 if sizes[-1] <= sizes[-2] else 0
        self.assertEqual(rest, AT_REST, sizes)

    def test_objects_come_to_rest(self):
        everything()
        gc.collect()
        before = len(gc.get_objects())
        for _ in range(30):
            everything()
        gc.collect()
        self.assertLess(len(gc.get_objects()) - before, 30)

    def test_references_of_what_is_shared(self):
        shared = [None, utskrivning.Kind.NOTE, utskrivning.Party.SYSTEM, utskrivning.STOCKHOLM, utskrivning.Event,
                  utskrivning.Answer.YES, utskrivning.Judgement, utskrivning.Case, True, ()]
        everything()
        gc.collect()
        before = [sys.getrefcount(thing) for thing in shared]
        for _ in range(40):
            everything()
        gc.collect()
        for thing, count in zip(shared, before):
            if count > 1 << 30:  # never freed, and so not counted
                continue
            self.assertLess(abs(sys.getrefcount(thing) - count), 40, thing)


if __name__ == "__main__":
    unittest.main()
