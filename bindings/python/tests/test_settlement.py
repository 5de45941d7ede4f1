# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settlements and statistics of months."""

import datetime
import json
import threading
import unittest
from decimal import Decimal

import utskrivning
from stays import DAYS, LINES, ORE, stay, swedish
from test_table import columns, library, numbers
from utskrivning import Error, Settlement

# From the notice on 9 May to the discharge on the 16th: seven days by both counts. Under the act four of them are owed.
READY_DAYS = 7


class Settling(unittest.TestCase):
    def test_case_by_case(self):
        settlement = utskrivning.settle([stay("anna"), stay("olle", municipality="0480")], "2022-05")
        self.assertEqual([(m.month, m.municipality, m.rules) for m in settlement],
                         [("2022-05", "0480", "lus"), ("2022-05", "0484", "lus")])
        month = settlement[1]
        self.assertEqual((month.persons, month.days, month.average), (1, READY_DAYS, 7.0))
        self.assertEqual((month.level, month.above, month.threshold), ("individual", "unknown", None))
        self.assertEqual((month.owed_days, month.owed_ore, month.owed_sek), (DAYS, ORE, Decimal(37200)))
        self.assertEqual([(c.case, c.first, c.days, c.sek) for c in month.charges],
                         [("anna", datetime.date(2022, 5, 12), DAYS, Decimal(9300))])
        self.assertEqual((month.counted, month.left_out), (month.stays, ()))
        self.assertEqual(settlement.at, swedish(2022, 6, 1))
        self.assertIn("0484", repr(settlement))
        self.assertIn("<table>", settlement._repr_html_())

    def test_a_collective_model(self):
        """Sörmland: a threshold of three days, and nothing owed until three months before were above it."""
        settlement = utskrivning.settle([stay(rules="sormland")], "2022-05", "2022-06")
        may, june = settlement
        self.assertEqual((may.rules, may.threshold, may.above, may.level), ("sormland", 3, "yes", "none"))
        self.assertEqual((may.owed_days, may.owed_ore, june.persons, june.average), (0, 0, 0, None))
        self.assertEqual([(m.month, m.persons) for m in may.history], [("2022-02", 0), ("2022-03", 0), ("2022-04", 0)])
        self.assertEqual([m.average for m in june.history], [None, None, 7.0])

    def test_left_out(self):
        lines = [line for line in LINES if "discharge-ready-notice" not in line]
        month = utskrivning.settle([stay(lines=lines)], datetime.date(2022, 5, 20))[0]
        self.assertEqual([(s.case, s.left_out) for s in month.left_out], [("anna", "no-ready-notice")])
        self.assertEqual(month.counted, ())

    def test_statistics(self):
        settlement = utskrivning.settle([stay()], "2022-05")
        told = settlement[0].statistics
        self.assertEqual((told.month_days, told.ready_stays, told.ready_days), (31, 1, READY_DAYS))
        self.assertEqual((told.notice_in_time.part, told.notice_in_time.whole, told.notice_in_time.value), (1, 1, 1.0))
        self.assertIsNone(told.call_24h.value)
        self.assertEqual([(d.case, d.ready_days, d.payment_days, d.why) for d in told.differences],
                         [("anna", READY_DAYS, READY_DAYS, "counted")])
        self.assertEqual(settlement.statistics_columns()["notice_in_time"], [1.0])

    def test_columns(self):
        columns = utskrivning.settle([stay(), stay("olle", municipality=None)], "2022-05").to_columns()
        self.assertEqual(columns["municipality"], ["0484", None])
        self.assertEqual(columns["owed_ore"][0], ORE)
        self.assertEqual({len(column) for column in columns.values()}, {2})
        self.assertEqual({type(level) for level in columns["level"]}, {str})

    def test_text_and_json_say_the_same(self):
        settlement = utskrivning.settle([stay()], "2022-05")
        told = json.loads(settlement.to_json())
        self.assertEqual((told["owed_days"], told["owed_sek"], told["counted"]), (DAYS, 37200, ["anna"]))
        self.assertEqual(told["digest"], settlement[0].digest)
        self.assertEqual(json.loads(settlement.statistics_json())["skr"]["days"], READY_DAYS)
        self.assertIn("37 200", settlement.explain("en"))
        self.assertIn("SKR", settlement.explain_statistics("sv"))

    def test_cases_come_one_by_one(self):
        settlement = Settlement("2022-05")
        self.assertEqual(len(settlement), 0)
        settlement.add(stay())
        self.assertEqual(len(settlement), 1)
        settlement.add(stay("olle"), rules="sormland")
        self.assertEqual([m.rules for m in settlement], ["lus", "sormland"])

    def test_readings_rates_and_rules(self):
        settle = utskrivning.settle
        self.assertEqual(settle([stay()], "2022-05", rates={2022: 100})[0].owed_ore, 400)
        self.assertEqual(settle([stay()], "2022-05", readings={"entry-day": "free"})[0].owed_days, 3)
        self.assertEqual(settle([stay()], "2022-05", rules="gotland")[0].rules, "gotland")
        own = utskrivning.Pack.parse(utskrivning.Pack("gotland").to_text().replace("gotland", "own", 1))
        settlement = settle([stay(), stay("olle")], "2022-05", rules=own)
        del own
        self.assertEqual([m.rules for m in settlement], ["own"])

    def test_refused(self):
        for months in (("2022-13",), ("x",), ("2022-05", "2022-04"), (7,), ("1979-01",)):
            with self.subTest(months=months), self.assertRaises(Error):
                Settlement(*months)
        with self.assertRaises(Error):
            Settlement("2022-05", rates={2022: 1.5})
        with self.assertRaises(Error):
            Settlement("2022-05").add(utskrivning.Case())
        with self.assertRaises(Error):
            Settlement("2022-05").add(stay(rules="nowhere"))
        with self.assertRaises(TypeError):
            Settlement("2022-05").add("anna")

    def test_tables(self):
        """A table of events in, a table of months out."""
        table = columns(("anna", "olle"))
        table["event"][7] = "admision-notice"
        with self.assertWarns(utskrivning.BadRowsWarning):
            settlement = utskrivning.settle_table(table, "2022-05")
        self.assertEqual([(bad.row, bad.nearest) for bad in settlement.bad_rows], [(7, "admission-notice")])
        self.assertEqual([(m.municipality, m.persons, m.owed_days) for m in settlement], [("0484", 1, DAYS)])
        plain = utskrivning.settle_table(numbers(2), "2022-05", municipality=484, rules="sormland")
        self.assertEqual([(m.rules, m.persons, m.days) for m in plain], [("sormland", 2, 2 * READY_DAYS)])
        renamed = {("fall" if name == "case" else name): values for name, values in columns().items()}
        self.assertEqual(utskrivning.settle_table(renamed, "2022-05", columns={"case": "fall"})[0].owed_days, DAYS)
        with self.assertRaises(utskrivning.RowError):
            utskrivning.settle_table(renamed, "2022-05")

    def test_tables_of_libraries(self):
        polars = library("polars")
        table = polars.DataFrame(columns())
        for events in (table, table.to_arrow(), table.to_pandas()):
            settlement = utskrivning.settle_table(events, "2022-05")
            self.assertEqual(polars.DataFrame(settlement)["owed_days"].to_list(), [DAYS])
            self.assertEqual(polars.DataFrame(settlement)["average"].to_list(), [7.0])

    def test_threads(self):
        settlement = Settlement("2022-05")

        def work(number):
            for turn in range(50):
                settlement.add(stay(f"case-{number}-{turn}"))
                settlement.months

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(settlement[0].persons, 200)


if __name__ == "__main__":
    unittest.main()
