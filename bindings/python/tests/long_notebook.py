# SPDX-License-Identifier: LGPL-2.1-or-later
"""The notebooks as Jupyter runs them: every cell, with the pictures."""

import unittest

import notebooks
from test_table import library


class Notebooks(unittest.TestCase):
    def test_executed(self):
        nbformat, nbclient = library("nbformat"), library("nbclient")
        library("ipykernel"), library("matplotlib")
        if not notebooks.PATHS or notebooks.missing():
            self.skipTest("not in a checkout with its examples built")
        for path in notebooks.PATHS:
            saved = nbformat.read(path, 4)
            run = nbformat.read(path, 4)
            nbclient.NotebookClient(run, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
            for number, (before, after) in enumerate(zip(saved.cells, run.cells), 1):
                self.assertEqual(self.shown(after), self.shown(before), f"{path.name}, cell {number}")

    def shown(self, cell):
        """What a cell printed, and what kinds of picture it showed."""
        outputs = cell.get("outputs", [])
        return [output.get("text") or sorted(output.data) for output in outputs]


if __name__ == "__main__":
    unittest.main()
