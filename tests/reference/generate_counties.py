#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random small counties, seeded: python3 generate_counties.py --seed N 

A county is one case log with a few municipalities, months and packs: stays that end around the turn of a month, notices
around noon and in the second of the end, long stays, deaths, patients without a municipality or from another county.
"""
import argparse
import random
import sys
from datetime import date, timedelta

from generate_logs import DAY, PACKS, Generator


class CountyCase(Generator):
    """One stay of a county: as generate_logs.py makes them, in the county's months and municipalities."""

    def __init__(self, rng, name, county):
        super().__init__(rng, name, county.irregular)
        self.county = county
        self.pack, self.units, self.psychiatric = rng.choice(county.packs), [], False

    def begin(self):
        day = self.county.first + timedelta(days=self.rng.randint(-12, self.county.days))
        self.start = self.clock(day, self.rng.randint(0, 23), self.rng.choice((0, 0, 30, self.rng.randint(0, 59))))

    def header(self):
        words = ['case', self.name]
        if self.pack != 'lus' or self.chance(0.3):
            words.append('rules=' + self.pack)
        x = self.rng.random()
        if x < 0.88:
            words.append('municipality=' + self.rng.choice(self.county.municipalities))
        elif x < 0.93:
            words.append('municipality=none')
        elif x < 0.96:
            words.append('municipality=' + self.pick('0180', '2404', '0980'))
        if self.chance(0.05):
            words.append('payer=' + self.rng.choice(self.county.municipalities + ['0180']))
        self.psychiatric = self.chance(0.08)
        if self.psychiatric:
            words.append('care=psychiatric')
        if self.chance(0.08):
            words.append('previous-discharge=' + self.instant(self.start - self.rng.randint(0, 45) * DAY))
        return ' '.join(words)

    def turn(self):
        """Move the end to the turn of a month, the noon of a notice, or one instant onto another."""
        ends = [line for line in self.lines if line[2] in ('discharged', 'deceased')]
        notices = [line for line in self.lines if line[2] == 'discharge-ready-notice']
        if ends and self.chance(0.12):
            day = self.day(ends[0][0]).replace(day=1) + timedelta(days=self.pick(0, 31, 32))
            ends[0][0] = self.clock(day.replace(day=1), 0) + self.pick(0, 0, -1, 1)
        if ends and notices and self.chance(0.06):
            self.pick(*notices)[0] = ends[0][0] - self.pick(0, 0, 1)
        if ends and self.chance(0.06):
            others = [line for line in self.lines if line[2] in ('sip-call', 'admission-notice')]
            if others:
                self.rng.choice(others)[0] = ends[0][0] - self.pick(0, 0, 1, -1)
        if ends and self.chance(self.county.slow):
            for line in ends:
                line[0] += self.pick(2, 4, 6, 9) * DAY
        if ends and self.chance(0.05):
            ends[0][2], ends[0][3] = 'deceased', []

    def generate(self):
        self.begin()
        header = self.header()
        self.stay()
        if self.strange:
            self.trouble()
        self.turn()
        return header + '\n' + '\n'.join(self.text()) + '\n'


class County:
    def __init__(self, rng):
        home = rng.choice([p for p in PACKS if p != 'lus'] + ['sormland'] * 3 + ['vastra-gotaland'] * 2)
        code, municipality, first, _ = PACKS[home]
        others = rng.sample([p for p in PACKS if p != home], 1) if rng.random() < 0.3 else []
        self.packs = [home] * 5 + others
        self.municipalities = [municipality] + [code + x for x in rng.sample(('01', '02', '03', '81'),
                                                                           rng.randint(0, 2))]
        year = rng.choice((2018, 2019, 2020, 2021, 2022, 2022, 2023, 2025, 2026, 2027))
        self.first = date(max(year, first + (-1 if rng.random() < 0.1 else 0)), rng.randint(1, 12), 1)
        self.days = rng.choice((60, 120, 200))
        self.irregular = rng.choice((0, 20, 50))
        self.slow = rng.choice((0, 0.2, 0.7))  # the share of stays that drag on
        self.cases = rng.choice((6, 15, 40))


def generate(seed):
    """(County, the text of its log)"""
    rng = random.Random('county/%d' % seed)
    county = County(rng)
    texts = [CountyCase(random.Random('county/%d/%d' % (seed, i)), 'c%d' % (i + 1), county).generate()
             for i in range(county.cases)]
    return county, texts


def options(seed, county):
    """The months to settle, and sometimes an instant, rates and readings."""
    rng = random.Random('options/%d' % seed)
    first = county.first.year * 12 + county.first.month - 1 + rng.randint(-1, 2)
    last = first + rng.randint(0, 7)
    month = lambda n: '%04d-%02d' % (n // 12, n % 12 + 1)
    words = ['--from', month(first), '--to', month(last)]
    if rng.random() < 0.3:
        day = date(first // 12, first % 12 + 1, 1) + timedelta(days=rng.randint(0, 200))
        words += ['--at', '%sT%02d:00' % (day, rng.choice((0, 6, 12)))]
    if rng.random() < 0.6:
        for year in range(county.first.year - 1, county.first.year + 3):
            if rng.random() < 0.8:
                words += ['--rate', '%d=%d.50' % (year, 9000 + year % 100)]
    for reading in rng.sample(('cutoff-at-noon=late', 'late=curable', 'late=existence', 'entry-day=free',
                               'end-day=charged', 'unstated-recipients=all-concerned', 'unstated-content=complete',
                               'sip-home-nursing=literal', 'simple-care=inside', 'leave-days=free'),
                              rng.choice((0, 0, 1, 2))):
        if reading.split('=')[0] + '=' not in ''.join(words):
            words += ['--reading', reading]
    return words


def main(argv):
    parser = argparse.ArgumentParser(description='A random small county.')
    parser.add_argument('--seed', type=int, required=True)
    args = parser.parse_args(argv)
    sys.stdout.write(''.join(generate(args.seed)[1]))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
