# SPDX-License-Identifier: LGPL-2.1-or-later
"""Threads: a case in many of them at once, and work that lets others work."""

import threading
import time
import unittest

import utskrivning
from stays import DAYS, LINES, stay, text

FIRST = 1651475200


def in_threads(count, work):
    """Runs work(number) in threads; the exceptions that they ended with."""
    failures = []
    start = threading.Barrier(count)

    def run(number):
        try:
            start.wait()
            work(number)
        except BaseException as problem:  # shown by the caller
            failures.append(problem)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


class Threads(unittest.TestCase):
    def test_one_case_changed_and_judged_by_all(self):
        case = stay()

        def work(number):
            for turn in range(150):
                case.push(FIRST + 60 * turn, "system", "note")
                judgement = case.judge()
                assert judgement.liability.days == DAYS, judgement
                assert len(judgement.case) <= len(case)
                judgement.explain("en")
                if turn % 50 == number:
                    case.copy().append("2022-05-20T10:00 system note")
                case.worklist("hospital").must
                case.events[-1].says

        self.assertEqual(in_threads(4, work), [])
        self.assertEqual(len(case), len(LINES) + 4 * 150)

    def test_one_judgement_told_by_all(self):
        judgement = stay().judge()
        expected = judgement.explain("sv")

        def work(number):
            for _ in range(100):
                assert judgement.explain("sv") == expected
                assert judgement.obligations[0].id == "admission-notice"

        self.assertEqual(in_threads(4, work), [])

    def test_one_reader_gives_each_case_once(self):
        names = [f"case-{number}" for number in range(400)]
        reader = utskrivning.reads(text(names))
        lock, found = threading.Lock(), []

        def work(number):
            while True:
                with lock:
                    case = next(reader, None)
                if case is None:
                    return
                found.append(case.name)

        self.assertEqual(in_threads(4, work), [])
        self.assertEqual(sorted(found), sorted(names))

    def test_a_reader_in_use_says_so(self):
        class Nested:
            def read(self, size):
                next(reader)

        reader = utskrivning.read(Nested())
        with self.assertRaisesRegex(ValueError, "another thread"):
            next(reader)

    def test_long_calls_let_others_work(self):
        """While one thread judges a long case over and over, another goes on counting: both hold the interpreter by
        turns shorter than its switch interval."""
        case = stay()
        for number in range(60_000):
            case.push(FIRST + number, 6, 52)
        ticks, done = [], threading.Event()

        def count():
            while not done.is_set():
                ticks.append(time.perf_counter())
                time.sleep(0.0005)

        counter = threading.Thread(target=count)
        counter.start()
        case.copy().judge("2022-05-02T08:00")
        began = time.perf_counter()
        while time.perf_counter() - began < 0.3:
            case.copy().judge("2022-05-20T08:00", known_at="2022-05-19T08:00")
        ended = time.perf_counter()
        done.set()
        counter.join()
        self.assertGreater(sum(began <= tick <= ended for tick in ticks), 20)


if __name__ == "__main__":
    unittest.main()
