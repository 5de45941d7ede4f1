# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packs, readings, amounts and the calendar."""

import datetime
import io
import json
import pathlib
import pickle
import tempfile
import unittest
from decimal import Decimal

import utskrivning
from stays import stay
from utskrivning import Error, Holiday, Pack


class Packs(unittest.TestCase):
    def test_packs(self):
        packs = utskrivning.packs()
        self.assertEqual(packs[0].id, "lus")
        self.assertEqual(len({pack.id for pack in packs}), len(packs))
        for pack in packs:
            self.assertEqual(Pack(pack.id), pack)
            self.assertEqual(hash(Pack(pack.id)), hash(pack))
            self.assertEqual(len(pack), len(pack.rules))
            self.assertIs(type(pack), Pack)
        self.assertNotEqual(packs[0], packs[1])
        self.assertNotEqual(packs[0], "lus")

    def test_a_pack(self):
        pack = Pack("lus")
        self.assertEqual((pack.base, pack.county, pack.grade, pack.collective), ("", 0, "P", False))
        self.assertEqual((pack.valid_from, pack.valid_to), (datetime.date(2018, 1, 1), None))
        self.assertIn("2017:612", pack.title)
        self.assertEqual(pack["sip-call"].parties, ("outpatient",))
        self.assertEqual((pack["sip-call"].force, pack["sip-call"].group), ("ska", "obligation"))
        self.assertIn("4 kap. 3 §", pack["sip-call"].cite)
        self.assertIn("sip-call", pack)
        self.assertNotIn("sip-kall", pack)
        self.assertEqual([rule.id for rule in pack], [rule.id for rule in pack.rules])
        self.assertEqual(pickle.loads(pickle.dumps(pack)), pack)
        self.assertEqual(json.loads(pack.to_json().splitlines()[0])["id"], "lus")
        self.assertIn("lus", repr(pack))
        self.assertIn("sip-call", pack._repr_html_())
        with self.assertRaises(KeyError):
            pack["sip-kall"]

    def test_unknown(self):
        with self.assertRaises(Error) as caught:
            Pack("sormlan")
        self.assertEqual(caught.exception.nearest, "sormland")
        with self.assertRaises(TypeError):
            Pack(1)

    def test_by_municipality(self):
        self.assertEqual(Pack.for_municipality("2380", "2026-03-01").id, "jamtland-harjedalen")
        self.assertEqual(Pack.for_municipality(484, datetime.date(2022, 5, 1)).id, "sormland")
        self.assertEqual(Pack.for_municipality(1280, datetime.date(2017, 1, 1)).id, "lus")

    def test_readings(self):
        late = utskrivning.readings()[0]
        self.assertEqual((late.id, late.values, late.default), ("late", ("strict", "curable", "existence"), "strict"))
        self.assertEqual(len(utskrivning.readings()), 35)
        self.assertIn("strict | curable | existence", repr(late))

    def test_rates(self):
        rates = {rate.year: rate for rate in utskrivning.rates()}
        self.assertEqual((rates[2022].sek, rates[2022].ore), (Decimal(9300), 930_000))
        self.assertEqual(list(rates), sorted(rates))


OWN = """pack own
base lus
  title "Överenskommelse, exempellänet"
  source "Exempel"
  county 17
  valid 2018-01-01
  grade P
  grace-days 5

rate 2022 100.50 grade=S source="Exempel"
"""


class OwnPacks(unittest.TestCase):
    def test_a_pack_of_ones_own(self):
        pack = Pack.parse(OWN)
        self.assertEqual((pack.id, pack.base, pack.county), ("own", "lus", 17))
        self.assertIn(("grace-days", "5"), pack.parameters)
        self.assertEqual({rate.year: rate.ore for rate in pack.rates}[2022], 10050)
        # The notice of Monday 9 May before noon, and five days: liability enters on the 14th; the 14th and the 15th are
        # charged.
        judgement = stay(municipality=1782).judge(rules=pack)
        self.assertEqual((judgement.liability.enters, judgement.liability.days), (datetime.date(2022, 5, 14), 2))
        self.assertEqual(judgement.liability.sek, Decimal("201.00"))
        self.assertIs(judgement.pack, pack)
        del pack
        self.assertEqual(judgement.pack.id, "own")
        self.assertIn("own", judgement.explain("en"))
        self.assertEqual(pickle.loads(pickle.dumps(judgement)).liability, judgement.liability)

    def test_read_and_written(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "own.rules")
            path.write_text(OWN, encoding="utf-8")
            packs = [Pack.read(path), Pack.read(io.BytesIO(OWN.encode())), Pack.read(io.StringIO(OWN))]
        for pack in packs:
            self.assertEqual(Pack.parse(pack.to_text()).rules, packs[0].rules)

    def test_a_pack_on_another(self):
        base = Pack.parse(OWN)
        text = OWN.replace("pack own", "pack own-2").replace("base lus", "base own").replace("grace-days 5", "grace-days 4")
        pack = Pack.parse(text, known=[base])
        self.assertEqual((pack.id, pack.base), ("own-2", "own"))
        self.assertEqual(pickle.loads(pickle.dumps(pack)).rules, pack.rules)
        with self.assertRaises(Error):
            Pack.parse(text)
        with self.assertRaises(TypeError):
            Pack.parse(text, known=["own"])

    def test_mistakes_have_places(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "own.rules")
            path.write_text(OWN.replace("grace-days", "grase-days"), encoding="utf-8")
            with self.assertRaises(Error) as caught:
                Pack.read(path)
        error = caught.exception
        self.assertEqual((error.file, error.line, error.column, error.nearest), (str(path), 8, 3, "grace-days"))


class Calendar(unittest.TestCase):
    def test_holidays(self):
        self.assertIs(utskrivning.holiday("2026-12-25"), Holiday.CHRISTMAS_DAY)
        self.assertIs(utskrivning.holiday(datetime.date(2026, 4, 3)), Holiday.GOOD_FRIDAY)  # Easter is on 5 April 2026
        self.assertIsNone(utskrivning.holiday("2026-01-12"))

    def test_weekdays(self):
        self.assertFalse(utskrivning.is_weekday("2026-12-24"))
        self.assertTrue(utskrivning.is_weekday(datetime.date(2026, 12, 23)))
        self.assertEqual(utskrivning.weekday_on_or_after("2026-12-24"), datetime.date(2026, 12, 28))
        for bad in ("2026-02-30", 7, datetime.datetime(2026, 1, 1)):
            with self.assertRaises(Error):
                utskrivning.is_weekday(bad)

    def test_deadlines(self):
        at = utskrivning.instant("2026-01-09T10:00")  # a Friday
        self.assertEqual(utskrivning.due("hours", 24, at), utskrivning.instant("2026-01-10T10:00"))
        self.assertEqual(utskrivning.due("hours-or-next-weekday", 24, at), utskrivning.instant("2026-01-12T23:59:59"))
        self.assertIsNone(utskrivning.due("as-soon-as-possible", 0, at))


if __name__ == "__main__":
    unittest.main()
