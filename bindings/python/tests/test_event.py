# SPDX-License-Identifier: LGPL-2.1-or-later
"""Events: made of natural values, by the words of the vocabulary, and read back."""

import copy
import datetime
import pickle
import unittest

import utskrivning
from stays import swedish
from utskrivning import Error, Event, Kind, Party, Status

AT = "2022-05-02T11:00+02:00"
SECONDS = 1651482000  # 2022-05-02T09:00:00Z


class Making(unittest.TestCase):
    def test_from_words(self):
        event = Event(AT, "hospital", "admission-notice", to=["social-services", "outpatient"], contains="name", id="m1")
        self.assertIs(event.kind, Kind.ADMISSION_NOTICE)
        self.assertIs(event.party, Party.HOSPITAL)
        self.assertEqual(event.at, swedish(2022, 5, 2, 11))
        self.assertEqual(event["to"], (Party.OUTPATIENT, Party.SOCIAL_SERVICES))
        self.assertEqual(event["contains"], ("name",))
        self.assertEqual(event.id, "m1")
        self.assertIsNone(event.recorded)

    def test_words_members_aliases_and_numbers_are_the_same(self):
        events = [
            Event(AT, "hospital", "discharged", to="home"),
            Event(AT, Party.HOSPITAL, Kind.DISCHARGED, to="hem"),
            Event(AT, "slutenvård", "utskriven", to="home"),
            Event(SECONDS, 1, Kind.DISCHARGED.number, to="home"),
            Event(AT + " hospital discharged to=home"),
        ]
        for event in events[1:]:
            self.assertEqual(event, events[0])
            self.assertEqual(hash(event), hash(events[0]))
        self.assertEqual(str(events[0]), "2022-05-02T11:00:00+02:00 hospital discharged to=home")

    def test_instants(self):
        utc = datetime.timezone.utc
        east = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
        for at in (
            datetime.datetime(2022, 5, 2, 9, tzinfo=utc),
            datetime.datetime(2022, 5, 2, 14, 30, tzinfo=east),
            datetime.datetime(2022, 5, 2, 9, 0, 0, 999_999, tzinfo=utc),
            "2022-05-02T11:00",
            "2022-05-02T09:00:00Z",
            SECONDS,
        ):
            with self.subTest(at=at):
                self.assertEqual(Event(at, "hospital", "note").at, swedish(2022, 5, 2, 11))

    def test_dates_count_as_their_last_second(self):
        for day in (datetime.date(2022, 5, 9), "2022-05-09"):
            event = Event(AT, "hospital", "planned-admission", expected=day)
            self.assertEqual(event["expected"], swedish(2022, 5, 9, 23, 59, 59))
            self.assertEqual(event.value, swedish(2022, 5, 9, 23, 59, 59))

    def test_bare_words_and_lists(self):
        event = Event(AT, "hospital", "needs-assessed", "municipal-health", Party.OUTPATIENT)
        self.assertEqual(event[""], ("municipal-health", "outpatient"))
        event = Event(AT, "hospital", "checklist", "done", item="aids", until="2022-06-01")
        self.assertEqual(event.says[""], "done")
        self.assertEqual(event.says["item"], "aids")
        nobody = Event(AT, "hospital", "admitted", ongoing="none")
        self.assertEqual(nobody.says, {"ongoing": ()})
        self.assertEqual(Event(AT, "hospital", "admitted").says, {})

    def test_a_key_that_is_a_word_of_python(self):
        event = Event(AT, "social-services", "municipality-ready", from_="2022-05-10", for_=["sol"])
        self.assertEqual(str(event), "2022-05-02T11:00:00+02:00 social-services municipality-ready for=sol "
                                     "from=2022-05-10T23:59:59+02:00")

    def test_yes_or_a_time(self):
        for yes in (True, "yes", "ja"):
            event = Event(AT, "outpatient", "sip-held", "digital", followup=yes, lead="outpatient")
            self.assertIs(event["followup"], True)
            self.assertIs(event["lead"], Party.OUTPATIENT)
        event = Event(AT, "outpatient", "sip-held", followup=swedish(2022, 6, 1, 9))
        self.assertEqual(event["followup"], swedish(2022, 6, 1, 9))

    def test_references(self):
        self.assertEqual(Event(AT, "system", "retracted", of="m1")["of"], "m1")
        self.assertIs(Event(AT, "system", "retracted", of="admitted")["of"], Kind.ADMITTED)
        self.assertIs(Event(AT, "system", "retracted", of=Kind.ADMITTED)["of"], Kind.ADMITTED)

    def test_none_is_not_said(self):
        self.assertEqual(Event(AT, "hospital", "admitted", care=None, id=None), Event(AT, "hospital", "admitted"))

    def test_repr_makes_it_again(self):
        event = Event(AT, "hospital", "note", about='a "b" c', recorded="2022-05-03T08:00+02:00")
        self.assertEqual(eval(repr(event), {"Event": Event}), event)
        self.assertEqual(event["about"], 'a "b" c')
        self.assertEqual(event.recorded, swedish(2022, 5, 3, 8))

    def test_swedish(self):
        event = Event(AT, "hospital", "discharged", to="home")
        self.assertEqual(event.to_line(swedish=True), "2022-05-02T11:00:00+02:00 slutenvård utskriven to=hem")

    def test_pickles_and_copies(self):
        event = Event(AT, "hospital", "note", about="å", id="m7")
        self.assertEqual(pickle.loads(pickle.dumps(event)), event)
        self.assertEqual(copy.deepcopy(event), event)

    def test_differences(self):
        event = Event(AT, "hospital", "note", about="a")
        for other in (Event(AT, "system", "note", about="a"), Event(AT, "hospital", "note"), "note", None):
            self.assertNotEqual(event, other)


class Refusing(unittest.TestCase):
    def refused(self, status, *arguments, **keywords):
        with self.assertRaises(Error) as caught:
            Event(*arguments, **keywords)
        self.assertIs(caught.exception.status, status)
        return caught.exception

    def test_naive_datetimes(self):
        error = self.refused(Status.BAD_ARGUMENT, datetime.datetime(2022, 5, 2, 11), "hospital", "note")
        self.assertIn("without a time zone", str(error))
        self.assertIn("tzinfo=", error.expected)
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", "planned-admission", expected=datetime.datetime(2022, 5, 2))
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", "note", recorded=datetime.datetime(2022, 5, 2))

    def test_what_is_no_instant(self):
        self.refused(Status.BAD_ARGUMENT, datetime.date(2022, 5, 2), "hospital", "note")
        self.refused(Status.BAD_ARGUMENT, 1651482000.0, "hospital", "note")
        self.refused(Status.BAD_ARGUMENT, None, "hospital", "note")
        self.refused(Status.OUT_OF_RANGE, 0, "hospital", "note")
        self.refused(Status.OUT_OF_RANGE, 1651482000000, "hospital", "note")  # milliseconds
        with self.assertRaises(OverflowError):
            Event(1 << 70, "hospital", "note")

    def test_clock_changes(self):
        self.refused(Status.REPEATED_HOUR, "2022-10-30T02:30", "hospital", "note")
        error = self.refused(Status.MISSING_HOUR, "2022-03-27T02:30", "hospital", "note")
        self.assertEqual((error.column, error.line), (12, None))

    def test_words(self):
        error = self.refused(Status.UNKNOWN_WORD, AT, "hospital", "discharge-redy")
        self.assertEqual((error.word, error.nearest), ("discharge-redy", "discharge-ready"))
        self.assertEqual(self.refused(Status.UNKNOWN_WORD, AT, "hosptal", "note").nearest, "hospital")
        self.assertEqual(self.refused(Status.UNKNOWN_WORD, AT, "hospital", "admitted", care="somatik").nearest, "somatic")
        self.refused(Status.AMBIGUOUS_WORD, AT, "hospital", "utskrivningsklar")
        self.refused(Status.BAD_ARGUMENT, AT, 256 + 1, "note")
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", 256 + 52)

    def test_keys(self):
        error = self.refused(Status.BAD_ARGUMENT, AT, "hospital", "admitted", to=["patient"])
        self.assertEqual(error.word, "to")
        self.assertIn("ongoing", error.expected)
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", "admitted", "bare")
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", "sip-need", "needed", "current")
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", "admitted", _="x")

    def test_what_must_be_said(self):
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", "needs-assessed")
        self.refused(Status.BAD_ARGUMENT, AT, "hospital", "admission-notice", to=[])

    def test_lines(self):
        error = self.refused(Status.UNKNOWN_WORD, "2022-05-02T11:00+02:00 hospital admited")
        self.assertEqual((error.nearest, error.column, error.line), ("admitted", 33, None))
        for line in ("", "   ", "# a comment", "case anna", "x", "2022-05-02T11:00 hospital note\nx", "a" * 70_000, "\0"):
            with self.subTest(line=line[:20]), self.assertRaises(Error):
                Event(line)

    def test_types(self):
        for arguments in ((), (AT,), (AT, "hospital"), (3,), (AT, None, "note"), (AT, "hospital", 1.5)):
            with self.subTest(arguments=arguments), self.assertRaises((TypeError, Error)):
                Event(*arguments)
        with self.assertRaises(TypeError):
            Event(AT, "hospital", "admission-notice", to=7)
        with self.assertRaises(AttributeError):
            Event(AT, "hospital", "note").at = None
        with self.assertRaises(KeyError):
            Event(AT, "hospital", "note")["to"]


class Words(unittest.TestCase):
    def test_members_are_words(self):
        self.assertEqual(Kind.ADMISSION_NOTICE, "admission-notice")
        self.assertEqual(f"{Party.SOCIAL_SERVICES}", "social-services")
        self.assertEqual({Party.HOSPITAL: 1}["hospital"], 1)
        self.assertEqual(Party.HOSPITAL.number, 1)
        self.assertEqual(Party("patient"), Party.PATIENT)
        self.assertEqual(utskrivning.Force.BOR, "bör")
        self.assertEqual(utskrivning.ObligationStatus.MET_LATE.en, "met late")
        self.assertEqual(utskrivning.ObligationStatus.MET_LATE.sv, "fullgjort för sent")
        self.assertIs(pickle.loads(pickle.dumps(Kind.NOTE)), Kind.NOTE)

    def test_every_kind_and_party_is_there(self):
        self.assertEqual(len(Kind), 52)  # the vocabulary has 52 kinds of event and 6 parties
        self.assertEqual(len(Party), 6)
        self.assertEqual([party.number for party in Party], [1, 2, 3, 4, 5, 6])

    def test_answers_are_neither_true_nor_false(self):
        for answer in utskrivning.Answer:
            with self.assertRaises(TypeError):
                bool(answer)


if __name__ == "__main__":
    unittest.main()
