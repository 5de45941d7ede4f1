# SPDX-License-Identifier: LGPL-2.1-or-later
"""Case logs: read from paths, files and text, written back, and what is wrong in them told with its place."""

import io
import os
import pathlib
import tempfile
import unittest

import utskrivning
from stays import stay, text
from utskrivning import Error, Status

BAD = (
    "case anna municipality=0484\n"
    "2022-05-02T09:00+02:00 hospital admitted\n"
    "2022-05-02T09:30+02:00 hospital needs-assesed social-services\n"
    "2022-10-30T02:30 hospital discharge-ready\n"
    "case mikael municipality=0484\n"
    "2022-05-02T09:00+02:00 hospital admitted\n"
    "2022-05-02T09:30+02:00 social-services needs-assessed social-services\n"
)


class Reading(unittest.TestCase):
    def names(self, reader):
        return [case.name for case in reader]

    def test_text(self):
        cases = list(utskrivning.reads(text(("anna", "olle"))))
        self.assertEqual([case.name for case in cases], ["anna", "olle"])
        self.assertEqual([case.judge().liability.days for case in cases], [4, 4])
        self.assertEqual((cases[1].line, cases[1][0].line), (8, 9))
        self.assertEqual(self.names(utskrivning.reads(text().encode())), ["anna"])
        self.assertEqual(self.names(utskrivning.reads("")), [])

    def test_paths(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "å.case")
            path.write_bytes(("\ufeff" + text()).replace("\n", "\r\n").encode())
            self.assertEqual(self.names(utskrivning.read(path)), ["anna"])
            self.assertEqual(self.names(utskrivning.read(str(path))), ["anna"])
            with utskrivning.read(path) as reader:
                self.assertEqual(next(reader).name, "anna")
            with open(path, encoding="utf-8-sig") as file:
                self.assertEqual(self.names(utskrivning.read(file)), ["anna"])
            with open(path, "rb") as file:
                self.assertEqual(self.names(utskrivning.read(file)), ["anna"])
            with self.assertRaises(FileNotFoundError):
                utskrivning.read(path.with_name("none"))

    def test_files(self):
        self.assertEqual(self.names(utskrivning.read(io.StringIO(text()))), ["anna"])
        self.assertEqual(self.names(utskrivning.read(io.BytesIO(text().encode()))), ["anna"])

    def test_a_file_in_small_pieces(self):
        class Slow(io.StringIO):
            def read(self, size=-1):
                return super().read(min(size, 7))

        self.assertEqual(self.names(utskrivning.read(Slow(text(("anna", "olle"))))), ["anna", "olle"])

    def test_an_iterator_takes_no_more_than_it_needs(self):
        class Endless:
            def __init__(self):
                self.count = 0

            def read(self, size):
                self.count += 1
                return text([f"case-{self.count}"])

        source = Endless()
        reader = utskrivning.read(source)
        for number in range(1, 1001):
            self.assertEqual(next(reader).name, f"case-{number}")
        self.assertLess(source.count, 2000)

    def test_a_source_that_fails(self):
        class Broken:
            def __init__(self, answer):
                self.answer = answer

            def read(self, size):
                if isinstance(self.answer, Exception):
                    raise self.answer
                return self.answer

        with self.assertRaises(OSError):
            list(utskrivning.read(Broken(OSError("gone"))))
        with self.assertRaises(TypeError):
            list(utskrivning.read(Broken(7)))
        with self.assertRaises(UnicodeEncodeError):
            list(utskrivning.read(Broken("\ud800")))
        reader = utskrivning.read(Broken(OSError("gone")))
        with self.assertRaises(OSError):
            next(reader)
        self.assertEqual(list(reader), [])

    def test_errors_have_places(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "bad.case")
            path.write_text(BAD, encoding="utf-8")
            reader = utskrivning.read(path)
            with self.assertRaises(Error) as caught:
                next(reader)
            error = caught.exception
            self.assertEqual((error.file, error.line, error.column), (str(path), 3, 33))
            self.assertEqual((error.word, error.nearest), ("needs-assesed", "needs-assessed"))
            self.assertTrue(str(error).startswith(f"{path}:3:33: no such event 'needs-assesed', expected "))
            self.assertEqual([(other.line, other.status) for other in error.others], [(4, Status.REPEATED_HOUR)])
            self.assertEqual(next(reader).name, "mikael")
            with self.assertRaises(StopIteration):
                next(reader)

    def test_errors_told(self):
        errors = []
        cases = list(utskrivning.reads(BAD, on_error=errors.append))
        self.assertEqual([case.name for case in cases], ["mikael"])
        self.assertEqual([(error.line, error.status) for error in errors],
                         [(3, "unknown-word"), (4, "repeated-hour"), (7, "refused")])
        self.assertTrue(cases[0][1].refused)

    def test_names_are_unique(self):
        with self.assertRaises(Error) as caught:
            list(utskrivning.reads(text(("anna", "anna"))))
        self.assertEqual((caught.exception.status, caught.exception.line), (Status.DUPLICATE, 8))

    def test_any_bytes(self):
        for junk in (b"\xff\xfe", b"\0" * 100, b"case \x80\n", os.urandom(5000), b"case " + b"a" * 100_000):
            errors = []
            self.assertEqual(list(utskrivning.reads(junk, on_error=errors.append)), [])
            self.assertTrue(errors)


class Writing(unittest.TestCase):
    def test_what_is_written_is_read(self):
        cases = [stay("anna"), stay("olle", rules="sormland")]
        written = utskrivning.writes(cases)
        self.assertEqual(utskrivning.writes(utskrivning.reads(written)), written)
        self.assertEqual(utskrivning.writes(utskrivning.reads(utskrivning.writes(cases, swedish=True))), written)
        self.assertIn("slutenvård inskriven", utskrivning.writes(cases, swedish=True))
        self.assertEqual(utskrivning.writes(cases[0]), cases[0].to_text())
        self.assertEqual(utskrivning.writes([]), "")

    def test_targets(self):
        expected = stay().to_text()
        text_file, byte_file = io.StringIO(), io.BytesIO()
        utskrivning.write(stay(), text_file)
        utskrivning.write([stay()], byte_file)
        self.assertEqual((text_file.getvalue(), byte_file.getvalue().decode()), (expected, expected))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "out.case")
            utskrivning.write(stay(), path)
            self.assertEqual(path.read_text(encoding="utf-8"), expected)
            with open(path, "wb") as file:
                utskrivning.write(stay(), file, swedish=True)
            self.assertIn("utskriven", path.read_text(encoding="utf-8"))

    def test_what_no_log_holds(self):
        with self.assertRaises(Error):
            utskrivning.Case().to_text()


if __name__ == "__main__":
    unittest.main()
