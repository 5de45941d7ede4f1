# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tutorial and the README are run as they stand: each block must print what is shown behind it."""

import contextlib
import io
import os
import pathlib
import re
import tempfile
import unittest
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = pathlib.Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Pages(unittest.TestCase):
    maxDiff = None

    def run_page(self, page):
        if not page.is_file():
            self.skipTest("the page is not in a source distribution")
        names, printed, blocks = {}, None, 0
        for kind, name, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if name:
                pathlib.Path(name).write_text(text, encoding="utf-8")
            elif kind == "python":
                self.assertFalse(printed, "what the block before prints is not shown")
                out, blocks = io.StringIO(), blocks + 1
                with contextlib.redirect_stdout(out):
                    exec(compile(text, f"{page.name}, block {blocks}", "exec"), names)
                printed = out.getvalue()
            elif kind == "text":
                self.assertEqual(printed, text)
                printed = None
        self.assertFalse(printed, "what the last block prints is not shown")
        return blocks

    def check(self, page, least):
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            show = warnings.showwarning
            os.chdir(folder)
            try:
                self.assertGreaterEqual(self.run_page(page), least)
            finally:
                os.chdir(before)
                warnings.showwarning = show

    def test_tutorial(self):
        self.check(ROOT / "doc" / "python.md", 8)

    def test_readme(self):
        self.check(PACKAGE / "README.md", 1)


if __name__ == "__main__":
    unittest.main()
