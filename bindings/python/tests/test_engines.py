# SPDX-License-Identifier: LGPL-2.1-or-later
"""Events in batches: cut anywhere, the answers are those of the whole table. No other package is needed."""

import gc
import threading
import unittest

from stays import DAYS, LINES
from utskrivning import Event, RowError, judge_table
from utskrivning.engines import judge_batches


def county(cases=4, name=lambda number: f"case-{number}"):
    """Cases of a few lengths as columns; every other one is open, and one is an hour late."""
    table = {"case": [], "at": [], "event": [], "party": [], "mask": [], "municipality": []}
    for number in range(cases):
        for line in LINES[: len(LINES) - number % 2]:
            event = Event(line)
            late = 3600 * (number % 3)
            row = (name(number), int(event.at.timestamp()) + late, event.kind.number, event.party.number, event.mask, 484)
            for column, value in zip(table.values(), row):
                column.append(value)
    return table


def rows(table):
    return len(table["case"])


def cut(table, *places):
    """The table in batches that begin there."""
    ends = [*places, rows(table)]
    for begin, end in zip([0, *places], ends):
        yield {name: values[begin:end] for name, values in table.items()}


def joined(pieces):
    """All answers as one dict, and all bad rows."""
    whole, bad = {}, []
    for answers in pieces:
        bad += answers.bad_rows
        for name, values in answers.to_dict().items():
            whole.setdefault(name, []).extend(values)
    return whole, bad


class Cuts(unittest.TestCase):
    def setUp(self):
        self.table = county()
        self.expected = judge_table(self.table).to_dict()

    def test_the_answers_are_those_of_the_stay(self):
        first = next(judge_batches(cut(self.table, 5, 6)))
        self.assertEqual((first["case"], first["days"]), (["case-0"], [DAYS]))

    def test_one_cut_anywhere(self):
        for place in range(rows(self.table) + 1):
            with self.subTest(place=place):
                self.assertEqual(joined(judge_batches(cut(self.table, place))), (self.expected, []))

    def test_two_cuts_anywhere(self):
        for first in range(rows(self.table)):
            for second in range(first, rows(self.table)):
                got = joined(judge_batches(cut(self.table, first, second), want="liability"))
                self.assertEqual(got[0]["days"], self.expected["days"], (first, second))

    def test_every_row_by_itself(self):
        self.assertEqual(joined(judge_batches(cut(self.table, *range(1, rows(self.table))))), (self.expected, []))

    def test_cases_that_are_numbers(self):
        table = county(name=lambda number: number * 7)
        self.assertEqual(joined(judge_batches(cut(table, 1, 2, 11)))[0], judge_table(table).to_dict())

    def test_names_in_any_order(self):
        table = county(name=lambda number: "dbca"[number])
        self.assertEqual(joined(judge_batches(cut(table, 3)))[0]["case"], list("dbca"))

    def test_one_table(self):
        self.assertEqual(joined(judge_batches(self.table)), (self.expected, []))
        again = joined(judge_batches(judge_table_stream(self.table)))
        self.assertEqual(again, (self.expected, []))

    def test_nothing(self):
        self.assertEqual(list(judge_batches([])), [])
        self.assertEqual(list(judge_batches([{name: [] for name in self.table}])), [])

    def test_as_it_comes(self):
        """A case is answered when the next one begins, before more is read."""
        read = []

        def batches():
            for number, batch in enumerate(cut(self.table, *range(1, rows(self.table)))):
                read.append(number)
                yield batch

        answers = judge_batches(batches())
        self.assertEqual(read, [])
        self.assertEqual(next(answers)["case"], ["case-0"])
        self.assertEqual(read, [0, 1, 2, 3, 4, 5])
        del answers
        gc.collect()


def judge_table_stream(table):
    """The table as something that speaks the protocol and nothing else."""
    from utskrivning import _core

    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            return _core.stream_of_columns(tuple(table.items()))

    return Stream()


class Wrong(unittest.TestCase):
    def test_a_case_that_comes_back(self):
        table = county(2)
        back = {name: [*values, values[0]] for name, values in table.items()}
        for places in ((), (9,), (4, 9)):
            answers = judge_batches(cut(back, *places))
            with self.assertRaises(RowError) as caught:
                list(answers)
            self.assertEqual((caught.exception.column_name, caught.exception.row), ("case", 9))
            self.assertIn("partitioned by case", str(caught.exception))
            self.assertEqual(list(answers), [])

    def test_numbers_that_fall(self):
        with self.assertRaises(RowError) as caught:
            list(judge_batches(county(2, name=lambda number: 9 - number)))
        self.assertEqual(caught.exception.row, 5)

    def test_time_that_goes_back(self):
        """Left out and told, also where the two rows are in two batches; or refused."""
        table = county(3)
        table["at"][2] = table["at"][1] - 1
        for place in range(rows(table)):
            got, bad = joined(judge_batches(cut(table, place)))
            self.assertEqual([problem is None for problem in got["error"]], [False, True, True])
            self.assertEqual((got["days"][0], [row.row for row in bad]), (None, [2]))
            with self.assertRaises(RowError):
                list(judge_batches(cut(table, place), bad_rows="refuse"))

    def test_bad_rows_come_with_their_case_or_before_it(self):
        table = county(3)
        table["event"][6] = 99
        for place, together in ((5, [(["case-0", "case-1"], [6])]), (6, [(["case-0"], []), (["case-1"], [6])]),
                                (7, [(["case-0"], [6]), (["case-1"], [])])):
            pieces = judge_batches(cut(table, place))
            told = [(answers["case"], [bad.row for bad in answers.bad_rows]) for answers in pieces]
            self.assertEqual(told, [*together, (["case-2"], [])], place)

    def test_other_columns(self):
        table = county(2)
        later = {**table, "mask": [None if mask is None else str(mask) for mask in table["mask"]]}
        for other in (later, {"other": [1]}, {**table, "more": table["mask"]}):
            with self.subTest(other=list(other)), self.assertRaisesRegex(OSError, "columns have other names or types"):
                list(judge_batches([table, other]))

    def test_what_the_iterator_raises(self):
        def batches(count):
            yield from list(cut(county(2), 1, 2, 6))[:count]
            raise LookupError("no more")

        for count in range(4):
            with self.assertRaisesRegex(LookupError, "no more"):
                list(judge_batches(batches(count)))

    def test_what_is_no_batch(self):
        for wrong in ([7], ["text"], [county(1), 7], 7):
            with self.subTest(wrong=str(wrong)[:30]), self.assertRaises(TypeError):
                list(judge_batches(wrong))
        with self.assertRaises(ValueError):
            judge_batches([], want="luck")
        with self.assertRaises(TypeError):
            judge_batches([], luck=1)
        with self.assertRaises(TypeError):
            judge_batches([], by_case=False)
        with self.assertRaises(RowError):
            list(judge_batches([{"case": [1]}]))

    def test_asked_for_while_it_answers(self):
        """Also by an iterator of batches that asks for the answers it is read for."""
        problems = []

        def batches():
            yield county(1)
            try:
                next(answers)
            except ValueError as problem:
                problems.append(problem)

        answers = judge_batches(batches())
        self.assertEqual(joined(answers)[0]["days"], [DAYS])
        self.assertEqual(len(problems), 1)

    def test_threads(self):
        table, failures = county(40), []
        expected = judge_table(table).to_dict()

        def work(step):
            try:
                for _ in range(5):
                    assert joined(judge_batches(cut(table, *range(step, rows(table), step))))[0] == expected
            except BaseException as problem:
                failures.append(problem)

        threads = [threading.Thread(target=work, args=(step,)) for step in (1, 3, 50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


if __name__ == "__main__":
    unittest.main()
