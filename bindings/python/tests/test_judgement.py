# SPDX-License-Identifier: LGPL-2.1-or-later
"""Judgements, worklists, sharing and what-if: what the library says, as natural objects."""

import datetime
import json
import pathlib
import pickle
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

import utskrivning
from stays import CHARGED, DAYS, LINES, ORE, stay, swedish
from utskrivning import Answer, Case, Error, Kind, Party, Status


class Judging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.judgement = stay().judge()

    def test_short_answers(self):
        j = self.judgement
        self.assertEqual((j.covered, j.state, j.sip_required, j.sip_state), ("yes", "discharged", "no", "none"))
        self.assertIs(j.covered, Answer.YES)
        self.assertEqual((j.at, j.pack.id, j.closed, j.step), (swedish(2022, 5, 16, 10), "lus", False, 4))
        self.assertEqual(j.readings["late"], "strict")
        self.assertEqual(j.at.utcoffset(), datetime.timedelta(hours=2))

    def test_liability(self):
        liability = self.judgement.liability
        self.assertEqual((liability.status, liability.enters), ("ended", datetime.date(2022, 5, 12)))
        self.assertEqual((liability.days, liability.ore, liability.sek), (DAYS, ORE, Decimal(37200)))
        self.assertEqual(liability.payer, "0484")
        self.assertEqual(sorted(liability.late), ["curable", "existence", "strict"])
        self.assertEqual({late.days for late in liability.late.values()}, {DAYS})
        self.assertEqual([spell.ended_by for spell in liability.spells], ["discharged"])
        self.assertEqual(liability.spells[0].prerequisites["pre-ready-notice"], "yes")
        self.assertEqual(liability.spells[0].notice_index, 3)
        self.assertEqual(
            {(a.reading, a.value): (a.days, a.sek) for a in liability.alternatives},
            {("entry-day", "free"): (3, Decimal(27900)), ("end-day", "charged"): (5, Decimal(46500))},
        )

    def test_days(self):
        self.assertEqual([day.date for day in self.judgement.days if day.charged], CHARGED)
        self.assertEqual({day.ore for day in self.judgement.days if day.charged}, {930_000})
        last = self.judgement.days[-1]
        self.assertEqual((last.date, last.charged, last.freed_by), (datetime.date(2022, 5, 16), False, "end-day"))

    def test_obligations(self):
        notice = next(o for o in self.judgement.obligations if o.id == "admission-notice")
        self.assertEqual((notice.party, notice.force, notice.status), ("hospital", "ska", "met"))
        self.assertEqual((notice.due, notice.done), (swedish(2022, 5, 3, 10), swedish(2022, 5, 2, 11)))
        self.assertEqual((notice.trigger_index, notice.done_index, notice.excuse_index), (1, 2, None))
        self.assertEqual(notice.cite, "2017:612 2 kap. 1 och 3 §§")
        transfer = next(o for o in self.judgement.obligations if o.id == "information-transfer")
        self.assertEqual((transfer.due, transfer.unmet), (swedish(2022, 5, 16, 23, 59, 59), (Party.SOCIAL_SERVICES,)))

    def test_readiness_findings_and_evidence(self):
        j = self.judgement
        self.assertEqual(tuple(j.readiness[:3]), ("yes", "no", "no"))
        self.assertEqual(j.readiness.subjects, {"sol": "no", "hsl": "not-needed", "rehab": "not-needed"})
        self.assertEqual(j.readiness.criteria["patient-informed"], Answer.NO)
        self.assertIn("discharged-before-municipality-ready", [finding.id for finding in j.findings])
        covered = next(e for e in j.evidence if e.answer == "covered" and e.applied)
        self.assertEqual((covered.rule, covered.event_index), ("scope-need", 1))

    def test_text(self):
        self.assertIn("37 200", self.judgement.explain("en"))
        self.assertIn("Betalningsansvar", self.judgement.explain("sv").title())
        self.assertEqual(self.judgement.explain(), self.judgement.explain("sv"))
        with self.assertRaises(Error):
            self.judgement.explain("de")
        self.assertIn("37 200 SEK", repr(self.judgement))
        self.assertIn("admission-notice", self.judgement._repr_html_())

    def test_timeline(self):
        picture = self.judgement.timeline("en")
        root = ElementTree.fromstring(picture)
        marks = [mark.get("class") for mark in root.iter() if mark.get("class")]
        self.assertEqual((marks.count("event"), marks.count("spell")), (5, 1))
        charged = [mark.get("data-date") for mark in root.iter() if mark.get("data-charged") == "true"]
        self.assertEqual(charged, [str(day) for day in CHARGED])
        self.assertEqual(picture._repr_svg_(), picture)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "anna.svg")
            picture.save(path)
            self.assertEqual(path.read_text(encoding="utf-8"), picture)
        with self.assertRaises(Error):
            self.judgement.timeline("de")

    def test_json_says_the_same(self):
        told = self.judgement.to_dict()
        self.assertEqual((told["case"], told["liability"]["amount_sek"], told["file"]), ("anna", 37200, None))
        self.assertEqual(json.loads(self.judgement.to_json("a.case"))["file"], "a.case")
        self.assertEqual([o["id"] for o in told["obligations"]], [o.id for o in self.judgement.obligations])
        self.assertEqual([d["date"] for d in told["per_day"]] if "per_day" in told else
                         [d["date"] for d in told["liability"]["per_day"]], [str(d.date) for d in self.judgement.days])

    def test_pickles(self):
        again = pickle.loads(pickle.dumps(stay().judge(rates={2022: 1}, readings={"late": "curable"}, rules="sormland")))
        self.assertEqual((again.liability.ore, again.readings["late"], again.pack.id), (4, "curable", "sormland"))

    def test_it_comes_from_a_case(self):
        for made in (utskrivning.Judgement, utskrivning.Worklist, utskrivning.Sharing):
            with self.assertRaises(TypeError):
                made()


class Questions(unittest.TestCase):
    def test_an_instant(self):
        case = stay()
        # days up to but not including that of the assessment are charged so far: the 12th and the 13th
        self.assertEqual(case.judge(swedish(2022, 5, 14, 12)).liability.days, 2)
        self.assertEqual(case.judge("2022-05-11T23:59:59").liability.status,
                         "pending")
        self.assertEqual(case.judge("2022-05-11T12:00").next_change, swedish(2022, 5, 12, 0))
        for at in (datetime.datetime(2022, 5, 13), datetime.date(2022, 5, 13), "2022-05-13", "soon"):
            with self.subTest(at=at), self.assertRaises(Error):
                case.judge(at)

    def test_rates(self):
        self.assertEqual(stay().judge(rates={2022: Decimal("100.50")}).liability.ore, 4 * 10050)
        self.assertEqual(stay().judge(rates={2022: 10050}).liability.sek, Decimal(402))
        for amount in (100.5, "100", True, Decimal("0.001")):
            with self.subTest(amount=amount), self.assertRaises(Error):
                stay().judge(rates={2022: amount})
        with self.assertRaises(TypeError):
            stay().judge()._part(3)

    def test_an_amount_that_nobody_knows(self):
        lines = [line.replace("2022-", "2027-") for line in LINES]
        liability = stay(lines=lines).judge().liability
        self.assertEqual((liability.days, liability.ore, liability.sek), (4, None, None))
        self.assertIn("rate-unknown", liability.reasons)
        self.assertIn("amount unknown", repr(liability))

    def test_unknown_is_an_answer(self):
        lines = [line.replace(" contains=name,personal-number,address,expected-discharge", "") for line in LINES]
        liability = stay(lines=lines).judge().liability
        self.assertEqual((liability.status, liability.days, liability.ore), ("unknown", None, None))
        told = stay(lines=lines).judge(readings={"unstated-content": "complete"}).liability
        self.assertEqual((told.status, told.days), ("ended", DAYS))

    def test_readings(self):
        self.assertEqual(stay().judge(readings={"entry-day": "free"}).liability.days, 3)
        for readings in ({"late": "curible"}, {"layte": "strict"}):
            with self.assertRaises(Error) as caught:
                stay().judge(readings=readings)
            self.assertIs(caught.exception.status, Status.UNKNOWN_WORD)

    def test_rules(self):
        self.assertEqual(stay(rules="sormland").judge().pack.id, "sormland")
        self.assertEqual(stay(rules="sormland").judge(rules="lus").pack.id, "lus")
        self.assertEqual(stay().judge(rules=utskrivning.Pack("gotland")).pack.id, "gotland")
        with self.assertRaises(Error):
            stay(rules="sormlan").judge()
        with self.assertRaises(TypeError):
            stay().judge(rules=7)

    def test_known_at(self):
        case = stay(lines=LINES[:4])
        case.append("2022-05-10T08:00+02:00 hospital retracted of=r1 recorded=2022-05-10T08:05+02:00")
        self.assertEqual(case.judge("2022-05-13T12:00").liability.status, "none")
        then = case.judge("2022-05-14T12:00", known_at="2022-05-09T12:00")
        self.assertEqual((then.liability.status, then.liability.days), ("accruing", 2))
        self.assertEqual(case.latest("2022-05-09T12:00"), swedish(2022, 5, 9, 10))

    def test_a_judgement_stays_as_it_was(self):
        case = stay(lines=LINES[:4])
        judgement = case.judge("2022-05-14T12:00")
        told = judgement.explain("en")
        case.apply("2022-05-10T08:00+02:00 hospital retracted of=r1")
        self.assertEqual(judgement.explain("en"), told)
        self.assertEqual((len(judgement.case), len(case)), (4, 5))
        self.assertEqual(judgement.liability.days, 2)

    def test_what_if(self):
        case = stay(lines=LINES[:4])
        sooner = case.what_if("2022-05-13T10:00+02:00 hospital discharged to=home", at="2022-05-20T12:00")
        self.assertEqual((sooner.liability.days, len(case)), (1, 4))  # the 12th; the day of leaving is free
        # The notice at 13 on the same day is after noon: liability enters a day later.
        later = case.what_if("2022-05-16T10:00 hospital discharged", move={3: swedish(2022, 5, 9, 13)})
        self.assertEqual((later.liability.enters, later.liability.days), (datetime.date(2022, 5, 13), 3))
        self.assertEqual(case[3].at, swedish(2022, 5, 9, 10))
        none = case.what_if("2022-05-13T10:00+02:00 system retracted of=r1")
        self.assertEqual(none.liability.status, "none")
        with self.assertRaises(Error):
            case.what_if("2022-05-13T10:00+02:00 patient discharged")


class Working(unittest.TestCase):
    def test_worklist(self):
        case = stay(lines=LINES[:2])
        worklist = case.worklist("hospital", "2022-05-02T12:00")
        self.assertEqual([o.id for o in worklist], ["admission-notice"])  # its content is asked of once it is sent
        self.assertEqual(worklist.must[0].due, swedish(2022, 5, 3, 10))
        self.assertIn(Kind.ADMISSION_NOTICE, worklist.may)
        self.assertEqual((worklist.party, worklist.state, len(worklist)), (Party.HOSPITAL, "admitted", 1))
        self.assertEqual(worklist.at, swedish(2022, 5, 2, 12))
        self.assertEqual(worklist.next_change, swedish(2022, 5, 3, 10, 0, 1))
        self.assertIn("24", worklist.explain("en"))
        self.assertEqual(json.loads(worklist.to_json())["party"], "hospital")
        self.assertIn("admission-notice", repr(worklist))
        self.assertIn("<table>", worklist._repr_html_())
        with self.assertRaises(Error):
            case.worklist("nobody")

    def test_sharing(self):
        case = stay(lines=LINES[:2])
        sharing = case.may_share("hospital", "social-services", "identity")
        self.assertEqual((sharing.answer, sharing.rule), ("allowed", "share-statutory"))
        self.assertEqual((sharing.sender, sharing.recipient, sharing.item), ("hospital", "social-services", "identity"))
        self.assertEqual(sharing.at, swedish(2022, 5, 2, 10))
        self.assertEqual(json.loads(sharing.to_json())["answer"], "allowed")
        self.assertIn("2 kap.", sharing.explain("sv"))
        self.assertIn("allowed", repr(sharing))
        with self.assertRaises(TypeError):
            bool(sharing)
        with self.assertRaises(Error):
            case.may_share("hospital", "social-services", "gossip")

    def test_a_case_without_events(self):
        case = Case("anna")
        self.assertEqual(case.judge().covered, "unknown")
        self.assertEqual(case.worklist("hospital").at, None)
        self.assertEqual(case.may_share("hospital", "patient", "identity").at, None)


if __name__ == "__main__":
    unittest.main()
