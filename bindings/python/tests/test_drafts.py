# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packs made word by word: what they say is what was said, and what they judge follows from it."""

import datetime
import pickle
import unittest
from decimal import Decimal

import utskrivning
from stays import stay
from utskrivning import Error, Pack, PackDraft, Status

ROW = """
row call-home-48h
  cite "4 §"
  sv "Sjukhuset bör ringa inom 48 timmar."
  en "The hospital should call within 48 hours."
  force bör
  party hospital
  from first discharged
  met-by event followup-call sender=obliged
  due hours 48
  marks counts-after
"""


def draft(id="own", base="lus", **says):
    says = {"title": "Eget", "source": "avtalet", "county": 17, "valid": "2022-01-01", "grade": "P", **says}
    return PackDraft(id, base).set(**says)


class Drafts(unittest.TestCase):
    def test_said(self):
        valid = (datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
        pack = draft(valid=valid, grace_days=5, one_principal=None, pre_not_opposed=True).finish()
        self.assertEqual((pack.id, pack.base, pack.title, pack.source), ("own", "lus", "Eget", "avtalet"))
        self.assertEqual((pack.county, pack.valid_from, pack.valid_to, pack.grade), (17, *valid, "P"))
        parameters = dict(pack.parameters)
        self.assertEqual((parameters["grace-days"], parameters["one-principal"], parameters["pre-not-opposed"]),
                         ("5", "none", "on"))
        self.assertEqual([rule.id for rule in pack], [rule.id for rule in Pack("lus")])

    def test_judged(self):
        # Five days from Monday the 9th: the 14th and the 15th are charged, of 100.50 SEK; read so that the day of leaving
        # is charged too: three.
        pack = draft(grace_days=5).rate(2022, Decimal("100.50"), source="påhittat").finish()
        judgement = stay(municipality="1782").judge(rules=pack)
        self.assertEqual((judgement.liability.days, judgement.liability.sek), (2, Decimal("201.00")))
        pack = draft(grace_days=5).reading(end_day="charged").rate(2022, 7).finish()
        judgement = stay(municipality="1782").judge(rules=pack)
        self.assertEqual((judgement.liability.days, judgement.liability.ore), (3, 21))

    def test_rows(self):
        pack = draft().end("admission-notice", "2022-03-31").add(ROW).finish()
        self.assertEqual(pack["admission-notice"].valid_to, datetime.date(2022, 3, 31))
        self.assertEqual((pack["call-home-48h"].number, pack["call-home-48h"].force), (48, "bör"))
        self.assertEqual(Pack.parse(pack.to_text()).rules, pack.rules)
        self.assertEqual(len(draft(base=None).finish()), 0)

    def test_built_on_another(self):
        first = draft(grace_days=5).finish()
        second = draft("own-2", first).add(ROW).finish()
        self.assertEqual((second.base, dict(second.parameters)["grace-days"]), ("own", "5"))
        for pack in (first, second):
            again = pickle.loads(pickle.dumps(pack))
            self.assertEqual((again.rules, again.parameters), (pack.rules, pack.parameters))
        self.assertIn("own", repr(draft("own-3", first)))

    def test_a_draft_goes_on(self):
        begun = draft()
        first = begun.finish()
        with self.assertRaises(Error):
            begun.set(grace_days="many")
        second = begun.set(grace_days=6).finish()
        self.assertEqual([dict(pack.parameters)["grace-days"] for pack in (first, second)], ["3", "6"])

    def test_mistakes(self):
        with self.assertRaises(Error) as caught:
            draft(grase_days=5)
        self.assertEqual((caught.exception.status, caught.exception.nearest), (Status.UNKNOWN_WORD, "grace-days"))
        with self.assertRaises(Error) as caught:
            draft().add(ROW.replace("due hours", "due houers"))
        self.assertEqual(caught.exception.line, 10)
        for wrong in (
            lambda: PackDraft("Not an id"),
            lambda: PackDraft("own", "x"),
            lambda: PackDraft("own").finish(),
            lambda: draft(title="Igen").set(title="Igen"),
            lambda: draft().reading(late="x"),
            lambda: draft().reading(x="y"),
            lambda: draft().rate(2022, -1),
            lambda: draft().rate(2022, 1.5),
            lambda: draft().rate(2022, 1, "PP"),
            lambda: draft().rate(2022, 1, "X"),
            lambda: draft().end("x", "2022-01-01"),
            lambda: draft().end("admission-notice", "x"),
        ):
            with self.assertRaises(Error):
                wrong()
        with self.assertRaises(TypeError):
            PackDraft("own", 7)
        with self.assertRaises(TypeError):
            draft()._finish(int)


if __name__ == "__main__":
    unittest.main()
