# SPDX-License-Identifier: LGPL-2.1-or-later
"""Charts, where matplotlib is there."""

import io
import sys
import unittest
import xml.etree.ElementTree as ElementTree
from unittest import mock

import utskrivning
from stays import DAYS, stay
from test_table import library
from utskrivning import charts


class Charts(unittest.TestCase):
    def bars(self, axes):
        return [round(bar.get_height(), 4) for bar in axes.patches]

    def test_months(self):
        library("matplotlib")
        settlement = utskrivning.settle([stay(rules="sormland"), stay("olle")], "2022-05", "2022-06")
        average, owed = charts.months(settlement, "0484", rules="sormland").axes
        self.assertEqual((self.bars(average), self.bars(owed)), ([7, 0], [0, 0]))
        self.assertEqual([line.get_ydata()[0] for line in average.lines], [3])
        figure = charts.months(settlement, "0484", rules="lus")
        self.assertEqual(self.bars(figure.axes[1])[0], DAYS)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="svg")
        self.assertTrue(ElementTree.fromstring(drawn.getvalue()).tag.endswith("svg"))
        for wrong in (("0485", None), ("0484", None)):
            with self.assertRaises(ValueError):
                charts.months(settlement, wrong[0], rules=wrong[1])

    def test_compare(self):
        library("matplotlib")
        lines = [str(event) for event in stay()]
        unknown = [line.replace("contains=name,personal-number,address,expected-discharge", "") for line in lines]
        axes = charts.compare([stay(), stay("olle", lines=unknown)], ["lus", "sormland"]).axes[0]
        self.assertEqual(self.bars(axes)[:2], [DAYS, 0])
        self.assertEqual([text.get_text() for text in axes.texts][:1], ["?"])

    def test_without_matplotlib(self):
        with mock.patch.dict(sys.modules, {"matplotlib.figure": None}), self.assertRaisesRegex(ImportError, "charts"):
            charts.compare([stay()], ["lus"])


if __name__ == "__main__":
    unittest.main()
