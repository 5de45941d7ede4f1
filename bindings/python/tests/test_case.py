# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cases: their header, their log, storing and copying."""

import copy
import datetime
import pickle
import unittest

import utskrivning
from stays import LINES, stay, swedish
from utskrivning import Action, Case, Error, Event, Kind, Party, State, Status


class Header(unittest.TestCase):
    def test_header(self):
        case = Case(
            "anna",
            municipality=484,
            payer="2380",
            rules=utskrivning.Pack("sormland"),
            region=4,
            care="psychiatric",
            previous="anna-1",
            previous_discharge=datetime.datetime(2022, 4, 1, 8, tzinfo=datetime.timezone.utc),
        )
        self.assertEqual((case.name, case.municipality, case.payer), ("anna", "0484", "2380"))
        self.assertEqual((case.rules, case.region, case.care), ("sormland", 4, "psychiatric"))
        self.assertEqual((case.previous, case.previous_discharge), ("anna-1", swedish(2022, 4, 1, 10)))
        self.assertEqual(
            case.to_text(),
            "case anna rules=sormland municipality=0484 payer=2380 region=04 care=psychiatric previous=anna-1 "
            "previous-discharge=2022-04-01T10:00:00+02:00\n",
        )

    def test_nothing_known(self):
        case = Case()
        self.assertEqual((case.name, case.municipality, case.payer, case.rules), (None, None, None, None))
        self.assertEqual((case.region, case.care, case.previous, case.line, len(case)), (None, None, None, None, 0))
        self.assertIsNone(case.latest())
        self.assertIsNone(case.judge().at)
        self.assertEqual(Case("x", municipality="none").municipality, "none")

    def test_refused(self):
        for header in ({"care": "other"}, {"municipality": "x"}, {"previous_discharge": 1}):
            with self.subTest(header=header), self.assertRaises(ValueError):
                Case("anna", **header)
        with self.assertRaises(TypeError):
            Case(7)
        with self.assertRaises(Error):
            Case("a" * 2000)


class Log(unittest.TestCase):
    def test_events_in_order_of_arrival(self):
        case = stay()
        self.assertEqual(len(case), 5)
        self.assertEqual([event.kind for event in case], [Event(line).kind for line in LINES])
        self.assertEqual(case[-1].kind, Kind.DISCHARGED)
        self.assertEqual(case.events[1:3], (case[1], case[2]))
        with self.assertRaises(IndexError):
            case[5]

    def test_three_ways_in(self):
        case = Case("anna")
        case.append(Event(LINES[0]))
        case.append(LINES[1])
        case.append("2022-05-02T11:00", Party.HOSPITAL, "admission-notice", to=["social-services"], id="m1")
        case.push(1652083200, Party.HOSPITAL, Kind.DISCHARGE_READY_NOTICE, Event(LINES[3]).mask)
        self.assertEqual([event.kind.number for event in case], [3, 11, 13, 31])
        self.assertEqual(case[3].says, {"to": (Party.SOCIAL_SERVICES,)})
        self.assertEqual(case[3].at, swedish(2022, 5, 9, 10))

    def test_push(self):
        case = Case("anna")
        case.push(swedish(2022, 5, 1, 9), "hospital", "planned-admission", 0, swedish(2022, 5, 2, 9), swedish(2022, 5, 1, 10))
        self.assertEqual(case[0], Event("2022-05-01T09:00", "hospital", "planned-admission", expected="2022-05-02T09:00",
                                        recorded="2022-05-01T10:00"))
        for arguments in (
            (),
            (1, 2),
            (1652083200, 1, 3, 1 << 32),
            (1652083200, 1, 3, 1 << 31),
            (1652083200, 1, 3, -1),
            (1652083200, 1, 99),
            (1652083200, 1, 3, 0, 0, 0, 0),
            (datetime.datetime(2022, 5, 1), 1, 3),
        ):
            with self.subTest(arguments=arguments), self.assertRaises((Error, TypeError, OverflowError)):
                case.push(*arguments)
        self.assertEqual(len(case), 1)

    def test_apply_refuses_and_append_keeps(self):
        case = Case("anna", events=LINES[:1])
        refused = "2022-05-02T10:00+02:00 social-services needs-assessed social-services"
        with self.assertRaises(Error) as caught:
            case.apply(refused)
        self.assertIs(caught.exception.status, Status.REFUSED)
        self.assertEqual(len(case), 1)
        case.append(refused)
        self.assertTrue(case[1].refused)
        self.assertFalse(case[0].refused)
        self.assertIn("refused-event", [finding.id for finding in case.judge().findings])

    def test_check_changes_nothing(self):
        case = Case("anna", events=LINES[:1])
        transition = case.check("2022-05-02T11:00", "hospital", "discharged")
        self.assertEqual((transition.action, transition.before, transition.after), ("irregular", "admitted", "discharged"))
        self.assertEqual(transition.irregularity, "discharged-without-ready")
        self.assertIs(case.check("2022-05-02T11:00", "patient", "admitted").wrong_sender, True)
        self.assertIs(case.check("2022-05-02T11:00", "patient", "admitted").action, Action.REFUSE)
        self.assertEqual(len(case), 1)

    def test_retraction(self):
        case = stay(lines=LINES[:4])
        case.apply("2022-05-10T08:00+02:00 hospital retracted of=r1")
        self.assertTrue(case[3].retracted)
        self.assertIs(case.judge().state, State.NOTIFIED)
        with self.assertRaises(Error) as caught:
            case.apply("2022-05-10T08:00+02:00 hospital retracted of=r9")
        self.assertIs(caught.exception.status, Status.NOT_FOUND)

    def test_a_reference_that_never_comes(self):
        case = stay(lines=LINES[:1])
        case.append("2022-05-10T08:00+02:00 hospital retracted of=r9")
        for ask in (case.judge, case.latest, lambda: case[0], lambda: case.worklist("hospital")):
            with self.assertRaises(Error) as caught:
                ask()
            self.assertEqual((caught.exception.status, caught.exception.word), (Status.NOT_FOUND, "r9"))
        case.append("2022-05-10T07:00+02:00 hospital note id=r9")
        self.assertEqual(case.latest(), swedish(2022, 5, 2, 9))

    def test_move(self):
        case = stay()
        case.move(-1, "2022-05-15T10:00")
        self.assertEqual(case[4].at, swedish(2022, 5, 15, 10))
        self.assertEqual(case.judge().liability.days, 3)
        for index in (5, -6):
            with self.assertRaises(IndexError):
                case.move(index, "2022-05-15T10:00")
        with self.assertRaises(Error):
            case.move(0, "2022-05-15")

    def test_ids_are_unique(self):
        case = stay()
        with self.assertRaises(Error) as caught:
            case.append("2022-05-10T08:00+02:00 hospital note id=r1")
        self.assertIs(caught.exception.status, Status.DUPLICATE)


class Keeping(unittest.TestCase):
    def test_store_and_restore(self):
        case = stay(rules="sormland")
        again = Case.restore(case.store())
        self.assertEqual(again.to_text(), case.to_text())
        self.assertEqual(again.store(), case.store())
        with self.assertRaises(Error) as caught:
            Case.restore(case.store()[:-1])
        self.assertIs(caught.exception.status, Status.DAMAGED)
        with self.assertRaises(TypeError):
            Case.restore("text")

    def test_copies_are_apart(self):
        case = stay(lines=LINES[:3])
        copies = [case.copy(), copy.copy(case), copy.deepcopy(case), pickle.loads(pickle.dumps(case))]
        case.append(LINES[3])
        for other in copies:
            self.assertEqual((len(other), other.name, type(other)), (3, "anna", Case))
        self.assertEqual(len(case), 4)

    def test_repr(self):
        self.assertEqual(
            repr(stay(rules="lus")),
            "<Case 'anna': 5 events, 2022-05-02 09:00+02:00 to 2022-05-16 10:00+02:00, municipality 0484, rules lus>",
        )
        self.assertIn("discharge-ready-notice", stay()._repr_html_())
        self.assertIn("&lt;b&gt;", stay("<b>")._repr_html_())
        self.assertIn("without a name", repr(Case()))


if __name__ == "__main__":
    unittest.main()
