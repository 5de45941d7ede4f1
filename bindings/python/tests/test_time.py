# SPDX-License-Identifier: LGPL-2.1-or-later
"""Instants in and out, with and without a time zone database."""

import copy
import datetime
import pickle
import subprocess
import sys
import unittest

import utskrivning
from utskrivning import STOCKHOLM, SwedishTime, _core

UTC = datetime.timezone.utc
HOUR = datetime.timedelta(hours=1)


def clock_changes(years):
    """The instants, in UTC, of the changes of the Swedish clock: the last Sundays of March and October at 01:00 (since
    1996)."""
    for year in years:
        for month in (3, 10):
            day = datetime.datetime(year, month, 31, 1, tzinfo=UTC)
            yield day - datetime.timedelta(days=(day.weekday() + 1) % 7)


class Zone(unittest.TestCase):
    def test_the_machine_and_the_library_agree(self):
        if not hasattr(STOCKHOLM, "key"):
            self.skipTest("no time zone database")
        own = SwedishTime()
        for change in clock_changes(range(1996, 2037)):
            for minutes in range(-180, 181, 30):
                at = change + datetime.timedelta(minutes=minutes)
                self.assertEqual(_core.seconds(at.astimezone(STOCKHOLM)), at.timestamp())
                self.assertEqual(_core.seconds(at.astimezone(own)), at.timestamp())
                theirs, ours = at.astimezone(STOCKHOLM), at.astimezone(own)
                self.assertEqual((ours.replace(tzinfo=None), ours.fold, ours.utcoffset(), ours.tzname(), ours.dst()),
                                 (theirs.replace(tzinfo=None), theirs.fold, theirs.utcoffset(), theirs.tzname(), theirs.dst()))
                self.assertEqual(ours.astimezone(UTC), at)
                for fold in (0, 1):  # also on the wall, where an hour is missing or comes twice
                    wall = theirs.replace(fold=fold)
                    self.assertEqual(wall.replace(tzinfo=own).utcoffset(), wall.utcoffset(), (wall, fold))

    def test_every_month_since_1980(self):
        if not hasattr(STOCKHOLM, "key"):
            self.skipTest("no time zone database")
        for year in range(1980, 2200):
            for month in range(1, 13):
                at = datetime.datetime(year, month, 29 if month != 2 else 28, 11, 30, tzinfo=UTC)
                self.assertEqual(at.astimezone(SwedishTime()).utcoffset(), at.astimezone(STOCKHOLM).utcoffset(), at)
                self.assertEqual(_core.seconds(at.astimezone(STOCKHOLM)), at.timestamp())

    def test_the_repeated_hour(self):
        own = SwedishTime()
        first = datetime.datetime(2022, 10, 30, 0, 30, tzinfo=UTC).astimezone(own)
        second = datetime.datetime(2022, 10, 30, 1, 30, tzinfo=UTC).astimezone(own)
        self.assertEqual((first.hour, first.fold, first.utcoffset()), (2, 0, 2 * HOUR))
        self.assertEqual((second.hour, second.fold, second.utcoffset()), (2, 1, HOUR))

    def test_kept_like_others(self):
        own = SwedishTime()
        self.assertEqual(pickle.loads(pickle.dumps(own)), own)
        self.assertEqual(copy.deepcopy(own), own)
        self.assertEqual((str(own), repr(own)), ("Europe/Stockholm", "SwedishTime()"))
        self.assertIsNone(own.utcoffset(None))

    def test_without_a_database(self):
        program = (
            "import sys; sys.modules['tzdata'] = None\n"
            "import zoneinfo; zoneinfo.reset_tzpath([])\n"
            "import utskrivning as u\n"
            "assert isinstance(u.STOCKHOLM, u.SwedishTime), u.STOCKHOLM\n"
            "print(u.instant('2022-07-01T12:00'), u.instant('2022-10-30T01:30:00Z'), u.instant('2022-12-01T12:00'))\n"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        self.assertEqual(done.stdout, "2022-07-01 12:00:00+02:00 2022-10-30 02:30:00+01:00 2022-12-01 12:00:00+01:00\n",
                         done.stderr)


class Instants(unittest.TestCase):
    def test_out_in_swedish_time(self):
        at = utskrivning.instant("2022-05-02T07:00:00Z")
        self.assertEqual(str(at), "2022-05-02 09:00:00+02:00")
        self.assertEqual(utskrivning.instant(at), at)
        self.assertEqual(utskrivning.instant(1651475200 + 0), utskrivning.instant("2022-05-02T07:06:40Z"))

    def test_subclasses(self):
        class Moment(datetime.datetime):
            pass

        at = Moment(2022, 5, 2, 7, tzinfo=UTC)
        self.assertEqual(utskrivning.instant(at), utskrivning.instant("2022-05-02T07:00Z"))

    def test_a_zone_that_lies(self):
        class Bad(datetime.tzinfo):
            def utcoffset(self, when):
                raise RuntimeError("no idea")

        with self.assertRaises(RuntimeError):
            utskrivning.instant(datetime.datetime(2022, 5, 2, tzinfo=Bad()))


if __name__ == "__main__":
    unittest.main()
