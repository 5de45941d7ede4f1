# SPDX-License-Identifier: LGPL-2.1-or-later
"""Charts, where matplotlib is there: what they draw is what the months say, and unknown is drawn as unknown."""

import io
import sys
import unittest
import xml.etree.ElementTree as ElementTree
from unittest import mock

import utskrivning
from stays import DAYS, LINES, stay
from test_months import SPRING
from test_table import library
from utskrivning import Error, charts, settle

UNTOLD = [line.replace(" contains=name,personal-number,address,expected-discharge", "") for line in LINES]


class Charts(unittest.TestCase):
    def setUp(self):
        library("matplotlib")

    def heights(self, axes):
        return [round(float(bar.get_height()), 4) for group in axes.containers for bar in group]

    def widths(self, axes):
        return [round(float(bar.get_width()), 4) for group in axes.containers for bar in group]

    def crossed(self, axes):
        return [patch for patch in axes.patches if patch.get_hatch() == "xxxx"]

    def texts(self, axes):
        return [text.get_text().replace("\u202f", " ") for text in axes.texts]

    def test_months(self):
        # The months of test_months.py: 6, 5, 4 and 5/2 days a person, the last one not above 3; in May 2 days are owed.
        figure = charts.months(settle(SPRING, "2022-02", "2022-05"), "0484")
        average, counts, owed = figure.axes
        dots = [list(line.get_ydata()) for line in average.lines if line.get_linestyle() == "None"]
        self.assertEqual(dots, [[6, 5, 4], [2.5]])
        filled = [line.get_markerfacecolor() for line in average.lines if line.get_linestyle() == "None"]
        self.assertNotEqual(filled[0], filled[1])
        self.assertIn([3, 3], [list(line.get_ydata()) for line in average.lines])
        self.assertEqual(self.heights(counts), [1, 1, 1, 2, 6, 5, 4, 5])
        self.assertEqual(self.heights(owed), [2])
        self.assertEqual(self.texts(owed), ["0", "0", "0", "2"])
        self.assertEqual([tick.get_text() for tick in owed.get_xticklabels()], ["feb\n2022", "mars", "april", "maj"])
        self.assertEqual(self.texts(average), ["att betala: 18 600 kr"])
        self.assertEqual([self.crossed(axes) for axes in figure.axes], [[], [], []])
        english = charts.months(settle(SPRING, "2022-05"), lang="en", title="Spring")
        self.assertEqual(self.texts(english.axes[0]), ["to pay: 18 600 SEK"])
        self.assertIn("Spring", english.axes[0].get_title(loc="left"))

    def test_unknown_months(self):
        # What Stockholm's municipalities owe is not known; and before an agreement nothing is.
        months = settle(stay(municipality="0180"), "2019-12", "2020-01", rules="stockholm")
        figure = charts.months(months)
        self.assertEqual([len(self.crossed(axes)) for axes in figure.axes], [1, 1, 2])
        self.assertEqual(self.heights(figure.axes[2]), [])
        self.assertEqual(self.texts(figure.axes[0]), ["okänt", "att betala: belopp okänt"])
        self.assertEqual(self.texts(figure.axes[1]), ["0", "okänt"])

    def test_one_municipality(self):
        settlement = settle([*SPRING, stay("x"), stay("y", municipality="0480"), stay("z", municipality=None)], "2022-05")
        self.assertEqual(self.heights(charts.months(settlement, "0484", "lus").axes[2]), [DAYS])
        self.assertEqual(self.heights(charts.months(settlement.find("0480")).axes[2]), [DAYS])
        self.assertIn("Utan", charts.months(settlement, "none").axes[0].get_title(loc="left"))
        for wrong in ((settlement,), (settlement, "0484"), (settlement, "0485"), ([],)):
            with self.assertRaises(Error):
                charts.months(*wrong)
        with self.assertRaises(Error):
            charts.months(settlement, "0480", lang="fi")

    def test_agreements(self):
        # As in test_months.py: 4 days above 3 a person; nothing without three months before; Stockholm's is not known.
        settlement = settle(stay(), "2022-05", under=("sormland", "norrbotten", "stockholm"))
        (axes,) = charts.agreements(settlement, lang="en").axes
        self.assertEqual(self.widths(axes), [0, 4, 0, 0.32])
        self.assertEqual([tick.get_text() for tick in axes.get_yticklabels()], ["sormland", "norrbotten", "stockholm"])
        self.assertEqual(len(self.crossed(axes)), 1)
        self.assertEqual(self.texts(axes), ["0 days\n0 SEK", "4 days\n37 200 SEK", "unknown"])
        with self.assertRaises(Error):
            charts.agreements(settlement, "0485")

    def test_late(self):
        # The admission notice comes on 3 May at 11, a day and an hour after the admission and so too late. Read strictly it
        # is as if it never came: nothing is owed. Read otherwise it came long before the 9th: the four days are.
        late = [line.replace("2022-05-02T11:00", "2022-05-03T11:00") for line in LINES]
        case = stay(lines=late)
        (axes,) = charts.late(case.judge()).axes
        self.assertEqual(self.widths(axes), [0, DAYS, DAYS])
        (axes,) = charts.late([case.judge()] * 13, lang="en").axes
        self.assertEqual(self.widths(axes), [0, 13 * DAYS, 13 * DAYS])
        self.assertEqual([tick.get_text() for tick in axes.get_yticklabels()], ["13 cases"])
        with self.assertRaises(Error):
            charts.late([])

    def test_compare(self):
        # What the notice of the second held is not told: whether it was one is unknown.
        axes = charts.compare([stay(), stay("olle", lines=UNTOLD)], ["lus", "sormland"]).axes[0]
        self.assertEqual((self.widths(axes)[0], len(self.crossed(axes))), (DAYS, 2))
        axes = charts.compare([stay()] * 13, ["lus"]).axes[0]
        self.assertEqual((self.widths(axes), self.texts(axes)), ([13 * DAYS], ["52"]))
        for cases, packs in (([], ["lus"]), ([stay()], []), ([stay()], ["lus"] * 7)):
            with self.assertRaises(Error):
                charts.compare(cases, packs)

    def test_written(self):
        figure = charts.months(settle(SPRING, "2022-02", "2022-05"))
        drawn = io.BytesIO()
        figure.savefig(drawn, format="svg")
        self.assertTrue(ElementTree.fromstring(drawn.getvalue()).tag.endswith("svg"))
        self.assertEqual(figure._repr_png_()[:4], b"\x89PNG")


class WithoutMatplotlib(unittest.TestCase):
    def test_told(self):
        with mock.patch.dict(sys.modules, {"matplotlib.figure": None}), self.assertRaisesRegex(ImportError, "charts"):
            charts.compare([stay()], ["lus"])


if __name__ == "__main__":
    unittest.main()
