# SPDX-License-Identifier: LGPL-2.1-or-later
"""Months over whole logs. What each month comes to is worked out in the comments; the project's case files with months
computed by hand are run through the package by check_cases.py."""

import datetime
import io
import pathlib
import pickle
import tempfile
import threading
import time
import unittest
from decimal import Decimal
from fractions import Fraction

import utskrivning
from stays import CHARGED, DAYS, LINES, ORE, stay, swedish, text
from utskrivning import Answer, Error, LeftOut, Level, Pack, Settlement, Status, settle

NOTICE = "contains=name,personal-number,address,expected-discharge"


def visit(name, month, ready, end, clock="10:00", told=True, rules="sormland", municipality="0484"):
    """A stay from the first of a month to a day of it, ready from another: one that the average counts, if its admission
    was told."""
    day = f"2022-{month:02d}-"
    lines = [
        f"{day}01T00:05 hospital admitted",
        f"{day}01T00:10 hospital needs-assessed social-services",
        f"{day}01T00:15 hospital admission-notice to=social-services {NOTICE}",
        f"{day}{ready:02d}T{clock} hospital discharge-ready-notice to=social-services",
        f"{day}{end:02d}T10:00 hospital discharged to=home",
    ]
    return utskrivning.Case(
        name, municipality=municipality, rules=rules, events=lines if told else lines[:2] + lines[3:]
    )


# Sörmland, threshold 3: the municipality pays by the day when the three months before were all above.
#   February 3 -> 9: 6 days; March 3 -> 8: 5; April 3 -> 7: 4. One person each: 6, 5 and 4, all above.
#   May: e 3 -> 9, notice at 12:00:01: 5 days by the agreement (its first day is lost), 6 by the national count; f was
#   never told of: left out, 2 days by the national count; g 3 -> 3: day zero, a person of 0 days for the agreement.
#   So 2 persons, 5 days, 5/2: not above 3. Owed by the day, of e: told on the 3rd in the afternoon, liability enters on the
#   7th (5 kap. 4 §): the 7th and the 8th are charged, the 9th is the day of leaving. 2 days of 9 300 SEK.
SPRING = (
    visit("a", 2, 3, 9),
    visit("b", 3, 3, 8),
    visit("c", 4, 3, 7),
    visit("e", 5, 3, 9, "12:00:01"),
    visit("f", 5, 3, 5, told=False),
    visit("g", 5, 3, 3, "09:00"),
)


def may(**terms):
    return settle(SPRING, first="2022-05", **terms)[0]


class Month(unittest.TestCase):
    def test_under_the_act(self):
        # Ready on the 9th, home on the 16th: 7 days. Under the act each charged day is owed, whatever the average.
        (month,) = settle(stay(), first="2022-05")
        self.assertEqual((month.municipality, month.month, month.rules), ("0484", "2022-05", "lus"))
        self.assertEqual((month.persons, month.days, month.average), (1, 7, Fraction(7)))
        self.assertEqual((month.threshold, month.above, month.level), (None, Answer.UNKNOWN, Level.INDIVIDUAL))
        self.assertEqual((month.owed_days, month.owed_ore, month.owed_sek), (DAYS, ORE, Decimal(37200)))
        self.assertEqual([(day.case, day.date, day.sek) for day in month.per_day], [("anna", day, 9300) for day in CHARGED])
        self.assertEqual([charge[2:] for charge in month.charges], [(CHARGED[0], DAYS, 930_000)])
        self.assertEqual([tuple(case) for case in month.per_case], [("anna", DAYS, ORE)])
        self.assertEqual((month.history, month.pooled_average, month.under_average), ((), None, Answer.NOT_NEEDED))
        self.assertFalse(month.under_act)

    def test_three_months_above(self):
        month = may()
        self.assertEqual([(m.month, m.average, m.above) for m in month.history],
                         [("2022-02", 6, "yes"), ("2022-03", 5, "yes"), ("2022-04", 4, "yes")])
        self.assertEqual((month.level, month.owed_days, month.owed_ore), ("individual", 2, 2 * 930_000))
        self.assertEqual([day.date.day for day in month.per_day], [7, 8])
        self.assertEqual((month.persons, month.days, month.average), (2, 5, Fraction(5, 2)))
        self.assertEqual((month.threshold, month.above), (3, Answer.NO))
        self.assertEqual([stay.case for stay in month.counted], ["e", "g"])
        self.assertEqual([tuple(stay) for stay in month.left_out], [("f", 2, 2, LeftOut.PRE_ADMISSION_NOTICE)])

    def test_two_months_are_not_three(self):
        month = settle(SPRING[1:], first="2022-05")[0]
        self.assertEqual((month.level, month.owed_days, month.owed_ore, month.charges), (Level.NONE, 0, 0, ()))

    def test_two_counts(self):
        month = may()
        self.assertEqual((month.statistics.ready_stays, month.statistics.ready_days), (2, 8))
        self.assertEqual((month.statistics.mean_days, month.statistics.beds), (4, Fraction(8, 31)))
        self.assertEqual((month.statistics.day_zero_stays, month.statistics.day_zero_ratio), (1, Fraction(1, 2)))
        day = datetime.date
        self.assertEqual([(*d[:4], d.dates) for d in month.statistics.reconciliation], [
            ("e", 6, 5, LeftOut.CLOCK_CUTOFF, (day(2022, 5, 3),)),
            ("f", 2, 0, LeftOut.PRE_ADMISSION_NOTICE, (day(2022, 5, 3), day(2022, 5, 4))),
            ("g", 0, 0, LeftOut.DAY_ZERO, ()),
        ])
        # Told in time: e and g; not at all: f. Nobody called anybody; no outpatient care, so no fast vårdkontakt is due.
        self.assertEqual(tuple(month.statistics.notice_in_time), (2, 3))
        self.assertEqual(month.statistics.notice_in_time.value, Fraction(2, 3))
        self.assertEqual(tuple(month.statistics.care_contact_in_time), (0, 0))
        self.assertIsNone(month.statistics.care_contact_in_time.value)

    def test_unknown_is_not_zero(self):
        # No amount is known for 2015: the days are, the money is not. And before the guideline nothing is known.
        lines = [line.replace("2022-", "2015-") for line in LINES]
        month = settle(stay(lines=lines), first="2015-05", rules="lus")[0]
        self.assertEqual((month.persons, month.billed_days, month.owed_days, month.owed_ore, month.owed_sek),
                         (None, None, None, None, None))
        self.assertIn("unknown", repr(month))
        self.assertIn("unknown", month._repr_html_())
        month = settle(stay(municipality="0180"), first="2022-05", rules="stockholm")[0]
        self.assertEqual((month.level, month.owed_days, month.owed_ore), (Level.UNKNOWN, None, None))

    def test_nobody_to_pay(self):
        month = settle(stay(municipality=None), first="2022-05")[0]
        self.assertEqual((month.municipality, month.persons, month.owed_ore), (None, 0, 0))
        self.assertEqual([stay.left_out for stay in month.left_out], [LeftOut.PRE_PAYER])

    def test_written_down(self):
        settlement = settle(SPRING, first="2022-05")
        (found,) = settlement.to_dicts()
        self.assertEqual((found["owed_sek"], found["average"], found["counted"]), (18600, 2.5, ["e", "g"]))
        self.assertEqual(found["digest"], settlement[0].digest)
        self.assertIn("18 600 SEK", settlement.explain("en"))
        self.assertIn("18 600 kr", settlement.explain("sv"))
        for shown in (repr(settlement[0]), repr(settlement), settlement[0]._repr_html_(), settlement._repr_html_()):
            self.assertIn("2022-05", shown)
            self.assertIn("2.5000", shown)
        with self.assertRaises(Error):
            settlement.explain("fi")

    def test_pickled(self):
        month = may()
        self.assertEqual(pickle.loads(pickle.dumps(month)), month)


class Terms(unittest.TestCase):
    def test_months(self):
        for first, last in (("2022-03", "2022-05"), (datetime.date(2022, 3, 9), datetime.date(2022, 5, 31))):
            settlement = settle(SPRING, first=first, last=last)
            self.assertEqual([month.month for month in settlement], ["2022-03", "2022-04", "2022-05"])
        for bad in ("2022", "2022-05-01", "1066-10"):
            with self.assertRaises(Error):
                Settlement(bad)

    def test_readings_and_rates(self):
        # The day of leaving charged too: three days.
        self.assertEqual(may(readings={"end-day": "charged"}).owed_days, 3)
        self.assertEqual(may(rates={2022: Decimal("100.50")}).owed_sek, Decimal("201.00"))
        self.assertEqual(may(rates={2022: 7}).owed_ore, 14)
        for bad in ({"readings": {"x": "y"}}, {"readings": {"late": "x"}}, {"rates": {2022: 1.5}}, {"rates": {2022: -1}},
                    {"rules": "x"}, {"at": "x"}, {"known_at": "x"}):
            with self.assertRaises(Error):
                may(**bad)
        for bad in ({"packs": ["lus"]}, {"rates": 7}, {"readings": 7}):
            with self.assertRaises((TypeError, AttributeError)):
                may(**bad)

    def test_instant(self):
        # On the morning of the 8th the 7th has passed, the 8th is not over: it is charged if she is still there at its end.
        case = stay(lines=LINES[:4])
        at = swedish(2022, 5, 13, 8)
        settlement = settle(case, first="2022-05", at=at)
        self.assertEqual((settlement.at, settlement[0].owed_days), (at, 1))
        self.assertEqual(settlement[0].stays, ())

    def test_packs(self):
        own = utskrivning.PackDraft("own").set(title="Eget", source="x", county=4, valid="2022-01-01", grade="P").finish()
        with self.assertRaises(Error) as caught:
            settle(stay(rules="own"), first="2022-05")
        self.assertEqual(caught.exception.status, Status.UNKNOWN_WORD)
        month = settle(stay(rules="own"), first="2022-05", packs=[own])[0]
        self.assertEqual((month.rules, month.owed_days), ("own", DAYS))
        log = io.StringIO(text().replace("0484", "0484 rules=own"))
        self.assertEqual(settle(log, first="2022-05", packs=[own])[0].rules, "own")
        self.assertEqual(settle(io.StringIO(text()), first="2022-05", rules=own)[0].rules, "own")
        self.assertEqual(settle(stay(), first="2022-05", packs=[own])[0].rules, "lus")


    def test_under(self):
        # One stay of 7 days, of a municipality of Sörmland, the notice before noon. By the excess model of Norrbotten it
        # owes what is above 3 days a person: 4 days. By that of Sörmland nothing, since no three months were above. Under
        # the act each charged day: 4. With rules= instead, an agreement does not bind another county.
        log = text(lines=LINES)
        for source in (stay(), io.StringIO(log), utskrivning.reads(log)):
            settlement = settle(source, "2022-05", under=("norrbotten", "sormland", "lus"))
            self.assertEqual([(m.rules, m.under_act, m.owed_days) for m in settlement],
                             [("lus", False, 4), ("norrbotten", False, 4), ("sormland", False, 0)])
        bound = settle(stay(), "2022-05", rules="dalarna")[0]
        self.assertEqual((bound.under_act, bound.level), (True, Level.INDIVIDUAL))
        self.assertEqual(Pack("dalarna").unbound().county, 0)
        self.assertEqual(Pack("dalarna").unbound().rules, Pack("dalarna").rules)
        self.assertIs(Pack("lus").unbound().county, 0)
        for bad in ({"under": ["x"]}, {"under": ["lus"], "rules": "lus"}, {"under": [None]}):
            with self.assertRaises(Error):
                settle(stay(), "2022-05", **bad)


class Feeding(unittest.TestCase):
    def total(self, source, **terms):
        return sum(month.owed_days for month in settle(source, "2022-05", **terms))

    def test_sources(self):
        log = text(("anna", "olle"))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "may.case")
            path.write_text(log, encoding="utf-8")
            self.assertEqual(self.total(path), 2 * DAYS)
            both = settle(str(path), "2022-05").read(stay("mikael"))
            self.assertEqual(both[0].owed_days, 3 * DAYS)
            with open(path, "rb") as file:
                self.assertEqual(self.total(file), 2 * DAYS)
        self.assertEqual(self.total(io.StringIO(log)), 2 * DAYS)
        self.assertEqual(self.total(utskrivning.reads(log)), 2 * DAYS)
        self.assertEqual(self.total(iter([stay("anna"), stay("olle")])), 2 * DAYS)
        self.assertEqual(self.total([]), 0)
        for bad in (7, [7]):
            with self.assertRaises(TypeError):
                self.total(bad)
        with self.assertRaises(FileNotFoundError):
            self.total("none.case")
        with self.assertRaises(Error):
            self.total(utskrivning.Case())

    def test_a_reader_that_has_given_some(self):
        reader = utskrivning.reads(text(("anna", "olle", "mikael")))
        next(reader)
        self.assertEqual(self.total(reader), 2 * DAYS)

    def test_errors(self):
        bad = text(("anna",)) + "case olle\nx\n\n" + text(("mikael",)).replace("0484", "0484 rules=sormlnd")
        bad += text(("pontus",))
        with self.assertRaises(Error) as caught:
            self.total(io.StringIO(bad))
        self.assertEqual(caught.exception.line, 9)
        errors = []
        self.assertEqual(self.total(io.StringIO(bad), on_error=errors.append), 2 * DAYS)
        self.assertEqual([(error.line, error.nearest) for error in errors], [(9, ""), (11, "sormland")])
        # After an error a reader goes on with the next case.
        reader = utskrivning.reads(bad)
        settlement = Settlement("2022-05")
        with self.assertRaises(Error) as caught:
            settlement.read(reader)
        self.assertEqual([error.line for error in caught.exception.others], [11])
        settlement.read(reader)
        self.assertEqual(sum(month.owed_days for month in settlement), 2 * DAYS)

    def test_refused_events_leave_the_case_in(self):
        lines = (*LINES, "2022-05-17T10:00 patient admitted")
        errors = []
        self.assertEqual(self.total(io.StringIO(text(lines=lines))), DAYS)
        self.assertEqual(self.total(io.StringIO(text(lines=lines)), on_error=errors.append), DAYS)
        self.assertEqual([error.status for error in errors], ["refused"])

    def test_a_source_that_fails(self):
        class Broken:
            def __init__(self):
                self.answers = [text(("anna",)), OSError("gone")]

            def read(self, size):
                answer = self.answers.pop(0)
                if isinstance(answer, Exception):
                    raise answer
                return answer

        with self.assertRaisesRegex(OSError, "gone"):
            self.total(Broken())

    def test_further_cases(self):
        settlement = settle(stay("anna"), first="2022-05")
        before = settlement[0]
        settlement.add(stay("olle"))
        self.assertEqual((settlement[0].owed_days, before.owed_days), (2 * DAYS, DAYS))
        settlement.read(utskrivning.reads(text(("mikael",))))
        self.assertEqual(settlement[0].owed_days, 3 * DAYS)

    def test_order_is_nothing(self):
        cases = [stay("anna"), stay("olle"), *SPRING]
        self.assertEqual(settle(cases, first="2022-05").to_json(), settle(cases[::-1], first="2022-05").to_json())

    def test_a_source_that_uses_the_settlement(self):
        class Nested:
            def __init__(self):
                self.texts = ["", text(("olle",))]

            def read(self, size):
                settlement.add(stay(f"stay-{len(self.texts)}"))
                return self.texts.pop()

        settlement = Settlement("2022-05")
        self.assertEqual(settlement.read(Nested())[0].owed_days, 3 * DAYS)

    def test_others_work_meanwhile(self):
        """While one thread settles a log, another goes on counting: the log is read without the interpreter's lock."""
        log = text([f"case-{number}" for number in range(20_000)]).encode()
        ticks, done = [], threading.Event()

        def count():
            while not done.is_set():
                ticks.append(time.perf_counter())
                time.sleep(0.0005)

        counter = threading.Thread(target=count)
        counter.start()
        began = time.perf_counter()
        month = settle(utskrivning.reads(log), "2022-05")[0]
        ended = time.perf_counter()
        done.set()
        counter.join()
        self.assertEqual(month.owed_days, 20_000 * DAYS)
        self.assertGreater(sum(began <= tick <= ended for tick in ticks), 3)


class Tables(unittest.TestCase):
    def test_find(self):
        settlement = settle(
            (*SPRING, stay(municipality="2380"), stay("olle", municipality=None)), first="2022-04", last="2022-05"
        )
        self.assertEqual(len(settlement), 6)
        self.assertEqual([m.month for m in settlement.find("0484")], ["2022-04", "2022-05"])
        self.assertEqual([m.municipality for m in settlement.find(484, "2022-05", "sormland")], ["0484"])
        self.assertEqual([m.municipality for m in settlement.find(rules=Pack("lus"), month="2022-05")], ["2380", None])
        self.assertEqual(len(settlement.find("none")), 2)

    def test_columns(self):
        settlement = settle(SPRING, first="2022-04", last="2022-05")
        months = settlement.to_columns()
        self.assertEqual((months["month"], months["average"], months["owed_ore"]),
                         (["2022-04", "2022-05"], [4.0, 2.5], [0, 1_860_000]))
        self.assertEqual({type(value) for value in months["level"] + months["above"] + months["rules"]}, {str})
        stays = settlement.to_columns("stays")
        self.assertEqual((stays["case"], stays["left_out"]),
                         (["c", "e", "f", "g"], ["counted", "counted", "pre-admission-notice", "counted"]))
        charges = settlement.to_columns("charges")
        self.assertEqual((charges["case"], charges["date"]), (["e", "e"], [datetime.date(2022, 5, day) for day in (7, 8)]))
        history = settlement.to_columns("history")
        self.assertEqual(history["history_month"], ["2022-01", "2022-02", "2022-03", "2022-02", "2022-03", "2022-04"])
        self.assertEqual(history["history_days"], [0, 6, 5, 6, 5, 4])
        statistics = settlement.statistics_columns()
        self.assertEqual((statistics["ready_days"], statistics["notice_in_time"], statistics["notice_in_time_of"]),
                         ([4, 8], [1, 2 / 3], [1, 3]))
        self.assertEqual(settlement.to_columns("differences")["case"], ["e", "f", "g"])
        for of in ("months", "stays", "charges", "history", "differences"):
            columns = settlement.to_columns(of)
            self.assertEqual(len({len(values) for values in columns.values()}), 1, of)
            self.assertEqual(Settlement("2022-05").to_columns(of), {name: [] for name in columns})
        with self.assertRaises(Error):
            settlement.to_columns("x")


if __name__ == "__main__":
    unittest.main()
