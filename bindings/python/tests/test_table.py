# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables of events in, tables of judgements out; with the table libraries that are there."""

import array
import datetime
import gc
import importlib
import threading
import unittest
import warnings

import utskrivning
from stays import DAYS, LINES, ORE, stay, swedish
from utskrivning import BadRowsWarning, Event, Kind, Party, RowError, judge_table


def library(name):
    """A table library, or a test that is skipped."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise unittest.SkipTest(f"{name} is not there") from None


def columns(names=("anna",), lines=LINES):
    """Those stays as columns of text. Columns hold no ids, which nobody refers to here."""
    table = {"case": [], "at": [], "party": [], "event": [], "attributes": [], "municipality": []}
    for name in names:
        for line in lines:
            words = [word for word in line.split(" ") if not word.startswith("id=")]
            for column, value in zip(table, [name, *words[:3], " ".join(words[3:]) or None, "0484"]):
                table[column].append(value)
    return table


def numbers(count=1):
    """The same as numbers."""
    events = [Event(line) for line in LINES]
    return {
        "case": [case for case in range(count) for _ in events],
        "at": [int(event.at.timestamp()) for event in events] * count,
        "event": [event.kind.number for event in events] * count,
        "party": [event.party.number for event in events] * count,
        "mask": [event.mask for event in events] * count,
    }


class Columns(unittest.TestCase):
    def test_a_dict_of_lists(self):
        answers = judge_table(columns(("anna", "olle")))
        self.assertEqual((len(answers), answers["case"]), (2, ["anna", "olle"]))
        self.assertEqual((answers["days"], answers["ore"], answers["error"]), ([DAYS] * 2, [ORE] * 2, [None] * 2))
        self.assertEqual(answers["enters"], [datetime.date(2022, 5, 12)] * 2)
        self.assertEqual(answers["at"], [swedish(2022, 5, 16, 10)] * 2)
        self.assertEqual(answers["obligations_met"][0], ["admission-notice", "admission-notice-content"])
        self.assertEqual(set(answers.to_dict()), set(answers.columns))
        self.assertEqual(answers.bad_rows, [])
        self.assertIn("2 cases", repr(answers))
        self.assertIn("<table>", answers._repr_html_())

    def test_the_same_answers_as_one_by_one(self):
        answers, judgement = judge_table(columns()), stay().judge()
        for name, expected in {
            "state": judgement.state,
            "covered": judgement.covered,
            "sip_required": judgement.sip_required,
            "liability": judgement.liability.status,
            "enters": judgement.liability.enters,
            "days": judgement.liability.days,
            "ore": judgement.liability.ore,
            "late_curable_days": judgement.liability.late["curable"].days,
            "findings": [finding.id for finding in judgement.findings],
            "obligations_open": [o.id for o in judgement.obligations if o.status == "open"],
            "next_change": judgement.next_change,
        }.items():
            self.assertEqual(answers[name], [expected], name)

    def test_values_of_every_kind(self):
        events = [Event(line) for line in LINES]
        utc = datetime.timezone.utc
        table = {
            "case": [7] * 5,
            "at": [event.at.astimezone(utc) for event in events],
            "party": [Party.HOSPITAL] * 5,
            "event": [event.kind for event in events],
            "mask": array.array("L", [event.mask for event in events]),
            "municipality": [484, None, None, None, float("nan")],
        }
        answers = judge_table(table, want="liability")
        self.assertEqual((answers["case"], answers["days"]), ([7], [DAYS]))
        self.assertEqual(judge_table(numbers(), municipality=484)["days"], [DAYS])

    def test_names_of_the_caller(self):
        table = {"fall" if name == "case" else "tid" if name == "at" else name: values for name, values in columns().items()}
        self.assertEqual(judge_table(table, columns={"case": "fall", "at": "tid"})["days"], [DAYS])
        with self.assertRaises(RowError) as caught:
            judge_table(table)
        self.assertEqual(caught.exception.status, "not-found")
        with self.assertRaises(ValueError):
            judge_table(table, columns={"cases": "fall"})

    def test_questions(self):
        table = columns()
        self.assertEqual(judge_table(table, at="2022-05-14T12:00")["days"], [2])
        self.assertEqual(judge_table(table, readings={"entry-day": "free"})["days"], [3])
        self.assertEqual(judge_table(table, rates={2022: 100})["ore"], [400])
        self.assertEqual(judge_table(table, rules="sormland", want=["obligations"])["obligations_missed"],
                         [[o.id for o in stay(rules="sormland").judge().obligations if o.status == "missed"]])
        own = utskrivning.Pack.parse(utskrivning.Pack("gotland").to_text().replace("gotland", "own", 1))
        self.assertEqual(judge_table({**table, "rules": ["own"] * 5}, rules=["lus", own], want="state")["state"], ["discharged"])
        self.assertEqual(judge_table(table, want=["next-change"]).columns, ("case", "error", "at", "next_change"))
        for wrong in ({"want": ["luck"]}, {"bad_rows": "hide"}, {"rules": "nowhere"}, {"at": datetime.datetime(2022, 5, 1)}):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                judge_table(table, **wrong)

    def test_by_case(self):
        answers = judge_table(numbers(3), municipality=484, by_case=True)
        self.assertEqual((answers["case"], answers["days"]), ([0, 1, 2], [DAYS] * 3))

    def test_no_rows(self):
        self.assertEqual(judge_table({name: [] for name in columns()})["case"], [])


class BadRows(unittest.TestCase):
    def test_left_out_and_told(self):
        table = columns(("anna", "olle"))
        table["event"][2] = "admision-notice"
        with self.assertWarns(BadRowsWarning):
            answers = judge_table(table, want="liability")
        self.assertEqual((answers["case"], answers["days"]), (["anna", "olle"], [None, DAYS]))
        self.assertIsNotNone(answers["error"][0])
        bad = answers.bad_rows[0]
        self.assertEqual((bad.row, bad.column_name, bad.word, bad.nearest), (2, "event", "admision-notice", "admission-notice"))
        self.assertTrue(str(bad).startswith("column event, row 2: no such event"))

    def test_refused(self):
        table = columns()
        table["at"][3] = "2022-10-30T02:30"
        with self.assertRaises(RowError) as caught:
            judge_table(table, bad_rows="refuse")
        self.assertEqual((caught.exception.row, caught.exception.status), (3, "repeated-hour"))

    def test_all_told(self):
        names = [f"case-{number}" for number in range(100)]
        table = columns(names)
        for row in range(1, 500, 5):
            table["party"][row] = "nobody"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answers = judge_table(table, want="state")
        self.assertEqual([bad.row for bad in answers.bad_rows], list(range(1, 500, 5)))

    def test_what_is_no_table(self):
        table = columns()
        for wrong, raised in (
            (7, TypeError),
            ("text", TypeError),
            ({**table, "at": table["at"][:-1]}, ValueError),
            ({**table, "at": [datetime.datetime(2022, 5, 2)] * 5}, utskrivning.Error),
            ({**table, "at": [1, "x", 2, 3, 4]}, TypeError),
            ({**table, "at": [1.5] * 5}, RowError),
            ({**table, "case": ["\ud800"] * 5}, UnicodeEncodeError),
            ({**table, "case": [1 << 70] * 5}, OverflowError),
        ):
            with self.subTest(wrong=str(wrong)[:40]), self.assertRaises(raised):
                judge_table(wrong)

    def test_a_stream_is_read_once(self):
        class Once:
            def __init__(self):
                self.capsule = utskrivning._core.stream_of_columns(tuple(columns().items()))

            def __arrow_c_stream__(self, requested_schema=None):
                return self.capsule

        once = Once()
        self.assertEqual(judge_table(once)["days"], [DAYS])
        with self.assertRaises(ValueError):
            judge_table(once)
        for nonsense in (None, 7, object()):
            with self.assertRaises((TypeError, ValueError)):
                judge_table(type("T", (), {"__arrow_c_stream__": lambda self, n=nonsense: n})())


class Sharing(unittest.TestCase):
    def test_the_table_outlives_its_source(self):
        answers = judge_table(columns([f"case-{number}" for number in range(5000)]))

        class Source:
            def __arrow_c_stream__(self, requested_schema=None, capsule=answers.__arrow_c_stream__()):
                return capsule

        capsule = answers.__arrow_c_stream__()
        del answers
        gc.collect()
        # Answers are no events: the library says which column it misses, and releases what it was handed.
        with self.assertRaises(RowError):
            judge_table(type("T", (), {"__arrow_c_stream__": lambda self: capsule})())

    def test_threads(self):
        table, failures = numbers(200), []

        def work():
            try:
                for _ in range(10):
                    assert judge_table(table, municipality=484)["days"] == [DAYS] * 200
            except BaseException as problem:
                failures.append(problem)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


class Libraries(unittest.TestCase):
    """Each takes the answers without copying, and gives the events."""

    expected = [("anna", DAYS, ORE, "ended"), ("olle", DAYS, ORE, "ended")]
    wanted = ["case", "days", "ore", "liability"]

    def test_pyarrow(self):
        pyarrow = library("pyarrow")
        table = pyarrow.table(columns(("anna", "olle")))
        for events in (table, table.to_reader(), table.combine_chunks().to_batches()[0], pyarrow.table(table)):
            answers = judge_table(events)
            self.assertEqual(answers.bad_rows, [])
            got = pyarrow.table(answers)
            self.assertEqual([tuple(row.values()) for row in got.select(self.wanted).to_pylist()], self.expected)
        again = [pyarrow.table(answers) for _ in range(3)]
        del answers, got
        gc.collect()
        for table in again:
            table.validate(full=True)
            self.assertEqual(table["days"].to_pylist(), [DAYS, DAYS])
        self.assertEqual(table.to_pylist()[0]["obligations_met"], ["admission-notice", "admission-notice-content"])

    def test_polars(self):
        polars = library("polars")
        table = polars.DataFrame(columns(("anna", "olle")))
        for events in (table, table.with_columns(polars.col("at").str.to_datetime(time_zone="UTC"))):
            got = polars.DataFrame(judge_table(events))
            self.assertEqual(got.select(self.wanted).rows(), self.expected)

    def test_pandas(self):
        pandas = library("pandas")
        table = pandas.DataFrame(columns(("anna", "olle")))
        zoned = table.assign(at=pandas.to_datetime(table["at"], utc=True), event=table["event"].astype("category"))
        for events in (table, zoned):
            answers = judge_table(events)
            self.assertEqual(list(zip(*(answers[name] for name in self.wanted))), self.expected)
            frame = pandas.DataFrame(answers.to_dict())
            self.assertEqual(list(frame[self.wanted].itertuples(index=False, name=None)), self.expected)

    def test_duckdb(self):
        duckdb = library("duckdb")
        library("pyarrow")
        connection = duckdb.connect()
        connection.register("events", library("pyarrow").table(columns(("anna", "olle"))))
        answers = judge_table(connection.sql("select * from events"))
        self.assertEqual(connection.sql(f"select {', '.join(chr(34) + name + chr(34) for name in self.wanted)} from answers").fetchall(),
                         self.expected)


if __name__ == "__main__":
    unittest.main()
