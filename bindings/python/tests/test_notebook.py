# SPDX-License-Identifier: LGPL-2.1-or-later
"""The code of the notebooks, cell by cell and without a notebook: what it asserts holds, what it prints is what was saved."""

import contextlib
import io
import os
import unittest

import notebooks


class Notebooks(unittest.TestCase):
    def run_cells(self, path):
        names, missing, count = {"__name__": "notebook"}, notebooks.missing(), 0
        for number, tags, source, expected in notebooks.cells(path):
            if tags & missing:
                continue
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(source, f"{path.name}, cell {number}", "exec"), names)
            self.assertEqual(printed.getvalue(), expected, f"cell {number}")
            count += 1
        return count

    def test_cells(self):
        if not notebooks.PATHS:
            self.skipTest("not in a checkout")
        before = os.getcwd()
        for path in notebooks.PATHS:
            os.chdir(path.parent)
            try:
                self.assertGreaterEqual(self.run_cells(path), 3, path.name)
            finally:
                os.chdir(before)


if __name__ == "__main__":
    unittest.main()
