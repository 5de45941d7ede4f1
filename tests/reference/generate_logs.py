#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random case logs, seeded: python3 generate_logs.py --seed N --cases K [--irregular PERCENT]

Every log is syntactically valid. A share of the cases (--irregular, default 60) is strange on purpose: wrong order,
missing or duplicated messages, several ready spells, withdrawals, interruptions, wrong senders, retractions.
"""
import argparse
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

TZ = ZoneInfo('Europe/Stockholm')
HOUR, DAY = 3600, 86400
UNITS = ('social-services', 'municipal-health', 'outpatient')
PARTIES = ('hospital', 'outpatient', 'municipal-health', 'social-services', 'patient', 'system')
FULL = 'name,personal-number,address,expected-discharge'
ITEMS = ('aids', 'medication', 'nutrition', 'incontinence', 'med-equipment', 'epicrisis', 'medication-list',
         'bulky-aids')
SWEDISH = {  # only the aliases the vocabulary fixes
    'hospital': 'slutenvård', 'outpatient': 'öppenvård', 'municipal-health': 'kommunal-hälsovård',
    'social-services': 'socialtjänst', 'care-request': 'vårdbegäran', 'planned-admission': 'planerad-slutenvård',
    'admitted': 'inskriven', 'transferred': 'överflyttad', 'leave-start': 'permission-början',
    'leave-end': 'permission-slut', 'interrupted': 'avbrott', 'resumed': 'återupptagen', 'discharged': 'utskriven',
    'deceased': 'avliden', 'needs-assessed': 'behovsbedömning', 'track': 'färgspår',
    'admission-notice': 'inskrivningsmeddelande', 'acknowledged': 'kvittens', 'services-reported':
    'aktuella-insatser', 'status-reported': 'status-och-behov', 'expected-discharge': 'beräknad-utskrivning',
    'care-contact': 'fast-vårdkontakt', 'sip-need': 'ställningstagande-till-sip', 'sip-offered': 'sip-erbjuden',
    'sip-accepted': 'sip-accepterad', 'sip-declined': 'sip-avböjd', 'sip-initiated': 'initiativ-till-sip',
    'sip-call': 'kallelse-till-sip', 'sip-held': 'sip-möte', 'sip-established': 'sip-upprättad',
    'sip-followed-up': 'sip-uppföljd', 'sip-closed': 'sip-avslutad', 'coordinated-care-plan': 'samordnad-vårdplan',
    'discharge-ready': 'bedömd-utskrivningsklar', 'discharge-ready-notice': 'meddelande-om-utskrivningsklar',
    'discharge-ready-withdrawn': 'inte-längre-utskrivningsklar', 'municipality-ready': 'kommunklar',
    'municipality-not-ready': 'inte-kommunklar', 'outpatient-obstacle': 'öppenvårdshinder',
    'outpatient-clear': 'öppenvårdshinder-undanröjt', 'patient-informed': 'patientinformation',
    'information-transferred': 'informationsöverföring', 'checklist': 'checklista',
    'homecare-order': 'uppdrag-till-hemsjukvården', 'referral': 'remiss', 'home-time': 'tid-för-hemgång',
    'services-started': 'insatser-påbörjade', 'followup-call': 'uppföljande-samtal',
    'needs-reviewed': 'insatsbedömning', 'education': 'utbildning', 'consent': 'samtycke',
    'harm-test': 'menprövning', 'deviation': 'avvikelse', 'deviation-answered': 'avvikelse-besvarad',
    'retracted': 'återtagen', 'note': 'meddelande'}
SENDERS = {  # parties that do send such an event
    'care-request': UNITS[:2], 'planned-admission': ('hospital',), 'admitted': ('hospital',),
    'transferred': ('hospital',), 'leave-start': ('hospital',), 'leave-end': ('hospital',),
    'interrupted': ('hospital',), 'resumed': ('hospital',), 'discharged': ('hospital',),
    'deceased': ('hospital', 'system'), 'needs-assessed': ('hospital',), 'track': ('hospital',),
    'admission-notice': ('hospital',), 'acknowledged': UNITS, 'services-reported': UNITS,
    'status-reported': ('hospital',) + UNITS, 'expected-discharge': ('hospital',), 'care-contact': ('outpatient',),
    'sip-need': ('hospital',) + UNITS, 'sip-offered': ('hospital', 'outpatient'),
    'sip-accepted': ('patient',), 'sip-declined': ('patient',), 'sip-initiated': ('hospital',) + UNITS,
    'sip-call': ('outpatient', 'outpatient', 'hospital') + UNITS[:2], 'sip-held': UNITS,
    'sip-established': ('outpatient', 'social-services'), 'sip-followed-up': UNITS, 'sip-closed': UNITS,
    'coordinated-care-plan': ('hospital',), 'discharge-ready': ('hospital',),
    'discharge-ready-notice': ('hospital',), 'discharge-ready-withdrawn': ('hospital',),
    'municipality-ready': UNITS[:2], 'municipality-not-ready': UNITS[:2],
    'outpatient-obstacle': ('hospital', 'outpatient'), 'outpatient-clear': ('hospital', 'outpatient'),
    'patient-informed': ('hospital', 'hospital') + UNITS, 'information-transferred': ('hospital',),
    'checklist': ('hospital',), 'homecare-order': ('hospital',), 'referral': ('hospital',),
    'home-time': ('hospital', 'social-services', 'municipal-health'), 'services-started': UNITS,
    'followup-call': ('hospital', 'outpatient', 'social-services'), 'needs-reviewed': UNITS[:2],
    'education': ('hospital', 'social-services', 'municipal-health'), 'consent': ('patient',),
    'harm-test': ('hospital',), 'deviation': ('hospital',) + UNITS, 'deviation-answered': ('hospital',) + UNITS,
    'note': ('hospital',) + UNITS}
WRONG = (('outpatient', 'admitted'), ('social-services', 'discharge-ready-notice'), ('hospital', 'care-contact'),
         ('patient', 'admission-notice'), ('municipal-health', 'needs-assessed'), ('outpatient', 'discharged'),
         ('social-services', 'outpatient-clear'), ('hospital', 'municipality-ready'),
         ('outpatient', 'discharge-ready-withdrawn'), ('patient', 'sip-call'), ('social-services', 'track'),
         ('outpatient', 'information-transferred'), ('hospital', 'services-started'))
SPECIAL_DATES = (date(2018, 1, 2), date(2018, 12, 28), date(2019, 12, 27), date(2021, 12, 29), date(2022, 3, 23),
                 date(2022, 4, 12), date(2022, 6, 21), date(2022, 10, 26), date(2022, 12, 26), date(2023, 3, 22),
                 date(2023, 10, 25), date(2023, 12, 27), date(2025, 12, 28), date(2026, 3, 25), date(2026, 10, 21),
                 date(2026, 12, 28), date(2028, 2, 25))
PACKS = {  # pack: (home county, a municipality of it, first year, share of the cases)
    'lus': (None, None, 2018, 26), 'jamtland-harjedalen': ('23', '2380', 2026, 18),
    'sormland': ('04', '0484', 2018, 28), 'vastra-gotaland': ('14', '1480', 2018, 10),
    'stockholm': ('01', '0180', 2020, 6), 'gotland': ('09', '0980', 2022, 4), 'dalarna': ('20', '2080', 2025, 2),
    'norrbotten': ('25', '2580', 2018, 2), 'skane': ('12', '1280', 2018, 2), 'gavleborg': ('21', '2180', 2018, 2)}
EDGES = {  # around the first day of an agreement, or of a change in it
    'jamtland-harjedalen': (date(2025, 12, 28),), 'gotland': (date(2022, 11, 18),), 'dalarna': (date(2025, 1, 13),),
    'vastra-gotaland': (date(2018, 9, 21), date(2019, 12, 27), date(2020, 3, 27)), 'stockholm': (date(2019, 12, 27),)}
SIP_SEQUENCE = ('sip-initiated', 'sip-call', 'sip-held', 'sip-established', 'sip-followed-up', 'sip-closed')


class Generator:
    def __init__(self, rng, name, irregular):
        self.rng, self.name = rng, name
        self.lines = []  # [time, party, kind, [words], id, recorded]
        self.strange = rng.random() * 100 < irregular
        self.swedish = rng.random() < 0.1
        self.ids = 0

    # -- small things
    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *values):
        return self.rng.choice(values)

    def some(self, values, least=1):
        n = self.rng.randint(least, len(values))
        return self.rng.sample(list(values), n)

    def clock(self, day, hour, minute=0, second=0):
        return int(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=TZ).timestamp())

    def day(self, t):
        return datetime.fromtimestamp(t, TZ).date()

    def jitter(self, hours):
        grain = self.pick(1, 60, 60, 60, 3600)
        return int(self.rng.random() * hours * HOUR) // grain * grain

    def add(self, t, party, kind, *words, id=False):
        line = [int(t), party, kind, [w for w in words if w], None, None]
        if id or self.chance(0.08):
            self.ids += 1
            line[4] = 'm%d' % self.ids
        self.lines.append(line)
        return line

    def parties(self, values):
        values = list(values)
        if self.chance(0.3):
            self.rng.shuffle(values)
        return ','.join(values)

    def to(self, units):
        """to=: complete, incomplete, too much, or not stated."""
        units = list(units) or ['social-services']
        if self.strange:
            x = self.rng.random()
            if x < 0.08:
                return ''
            if x < 0.2:
                units = self.some(units)
            elif x < 0.25:
                units = self.some(UNITS)
        return 'to=' + self.parties(units)

    # -- the header
    def header(self):
        rng = self.rng
        self.pack = rng.choices(list(PACKS), [p[3] for p in PACKS.values()])[0]
        words = ['case', self.name]
        if self.pack != 'lus' or self.chance(0.3):
            words.append('rules=' + self.pack)
        x = rng.random()
        home = PACKS[self.pack][1] or self.pick('0484', '1480', '2380')
        if x < 0.82:
            words.append('municipality=' + home)
        elif x < 0.88:
            words.append('municipality=none')
        elif x < 0.94:
            words.append('municipality=' + self.pick('0180', '2321', '2404', '0980', '0482', '1401'))
        if self.chance(0.06):
            words.append('payer=' + self.pick('2380', '2309', '0980'))
        self.psychiatric = self.chance(0.7 if self.day(self.start).year == 2018 else 0.06)
        if self.psychiatric:
            words.append('care=psychiatric')
        elif self.chance(0.2):
            words.append('care=somatic')
        if self.chance(0.05):
            words.append('region=' + self.pick('23', '04', '09'))
        if self.chance(0.06):
            gap = rng.randint(0, 45) * DAY + rng.randint(0, DAY)
            words.append('previous=%s-before' % self.name)
            words.append('previous-discharge=' + self.instant(self.start - gap))
        return ' '.join(words)

    def begin(self):
        rng = self.rng
        if self.chance(0.3):
            base = rng.choice(SPECIAL_DATES)
        else:
            year = rng.choice((2018, 2019, 2020, 2021, 2022, 2022, 2022, 2023, 2023, 2024, 2025, 2026, 2027, 2028,
                               2029, 2030))
            base = date(year, 1, 1) + timedelta(days=rng.randint(0, 364))
        first = PACKS[self.pack][2]
        if base.year < first - (1 if self.chance(0.1) else 0):
            base = date(first + base.year % (6 if first > 2024 else 3), base.month, min(base.day, 28))
        if self.pack in EDGES and self.chance(0.15):
            base = self.pick(*EDGES[self.pack])
        self.start = self.clock(base, rng.randint(0, 23), rng.choice((0, 15, 30, rng.randint(0, 59))),
                                rng.choice((0, 0, 0, rng.randint(0, 59))))

    # -- a stay as it should go, with small deviations
    def stay(self):
        rng = self.rng
        t0 = self.start
        if self.chance(0.08):
            self.add(t0 - rng.randint(1, 5) * DAY, 'hospital', 'planned-admission',
                     'expected=%s' % (self.day(t0) + timedelta(days=6)))
        if self.chance(0.05):
            self.add(t0 - rng.randint(1, 9) * HOUR, rng.choice(UNITS[:2]), 'care-request',
                     'prepared' if self.chance(0.5) else '')
        self.add(t0, 'hospital', 'admitted',
                 'care=' + self.pick('somatic', 'psychiatric') if self.chance(0.04) else '',
                 'ongoing=' + self.pick('none', 'social-services', 'social-services,municipal-health')
                 if self.chance(0.2) else '')
        # needs
        x = rng.random()
        if x < 0.45:
            need = ['social-services', 'municipal-health', 'outpatient']
        elif x < 0.6:
            need = ['social-services', 'outpatient']
        elif x < 0.7:
            need = ['municipal-health']
        elif x < 0.78:
            need = ['social-services']
        elif x < 0.84:
            need = ['outpatient']
        elif x < 0.9:
            need = ['social-services', 'municipal-health']
        elif x < 0.95:
            need = ['simple-only']
        else:
            need = ['none']
        if need[0] in UNITS and (self.psychiatric and self.chance(0.4) or self.chance(0.03)):
            need = need + ['open-compulsory']
        tn = t0 + (self.jitter(30) if self.chance(0.8) else -self.jitter(3))
        if not (self.strange and self.chance(0.08)):
            self.add(tn, 'hospital', 'needs-assessed', *need)
        units = [u for u in UNITS if u in need]
        self.units = units + (['outpatient'] if 'municipal-health' in units and 'outpatient' not in units else [])
        # consent
        if self.chance(0.5):
            self.add(tn + self.jitter(4), 'patient', 'consent', 'scope=information',
                     self.pick('given', 'given', 'given', 'refused', 'not-able'),
                     'by=' + self.pick('patient', 'guardian', 'representative') if self.chance(0.2) else '',
                     'to=' + self.parties(self.some(UNITS)) if self.chance(0.1) else '')
        # admission notice
        expected = self.day(t0) + timedelta(days=rng.randint(2, 10))
        tm = max(t0, tn) + (self.pick(24 * HOUR, 24 * HOUR + 1, 24 * HOUR - 1) if self.chance(0.06) else
                            self.jitter(26) if self.chance(0.85) else self.jitter(90))
        if self.units or self.chance(0.3):
            if not (self.strange and self.chance(0.08)):
                self.notice(tm, self.units, expected)
                if self.strange and self.chance(0.25):
                    self.notice(tm + self.jitter(60), self.units, expected)
        for u in self.units:
            if self.chance(0.35):
                self.add(tm + self.jitter(30), u, 'acknowledged', self.pick('of=admission-notice', 'of=m1')
                         if any(line[4] == 'm1' for line in self.lines) else 'of=admission-notice')
            if self.chance(0.3):
                self.add(tm + self.jitter(40), u, 'services-reported', 'none' if self.chance(0.2) else '')
        if self.chance(0.75):
            self.add(tm + self.jitter(100), 'outpatient', 'care-contact')
        if self.chance(0.3):
            self.add(tm + self.jitter(60), 'hospital', 'status-reported')
        if self.chance(0.45):
            self.add(tm + self.jitter(70), 'hospital', 'track', self.pick('green', 'yellow', 'red'))
        if self.chance(0.3):
            self.add(tm + self.jitter(80), rng.choice(('hospital', 'outpatient') + UNITS), 'sip-need',
                     self.pick('needed', 'needed', 'not-needed', 'current'))
        if self.chance(0.25):
            self.changed(tm + self.jitter(80), expected)
        # ready
        ready = self.day(t0) + timedelta(days=rng.randint(1, 9))
        tr = self.noon(ready)
        tr = max(tr, t0 + HOUR)
        if self.chance(0.6):
            self.checklist(tr - self.jitter(30))
        if not (self.strange and self.chance(0.1)):
            self.add(tr - self.pick(0, 0, 60, 3600, self.jitter(20)), 'hospital', 'discharge-ready')
        if not (self.strange and self.chance(0.05)):
            self.add(tr, 'hospital', 'discharge-ready-notice', self.to(self.units),
                     'under=lpt' if self.chance(0.02) else '', id=self.chance(0.3))
        self.sip(tr)
        end = tr + self.pick(0, 1, 2, 3, 3, 4, 4, 5, 6, 8, 12, 20) * DAY + self.jitter(20)
        if self.psychiatric and self.day(tr).year == 2018 and self.chance(0.7):
            end += self.pick(26, 27, 28, 29, 30, 35) * DAY
        self.after_ready(tr, end)
        if self.chance(0.8):
            self.leave_hospital(end)
        self.ready_at, self.end_at = tr, end

    def noon(self, day):
        x = self.rng.random()
        if x < 0.3:
            return self.clock(day, *self.pick((12, 0, 0), (12, 0, 1), (11, 59, 59), (12, 0, 59), (12, 1, 0)))
        if x < 0.35:
            return self.clock(day, *self.pick((0, 0, 0), (23, 59, 59)))
        return self.clock(day, self.rng.randint(7, 18), self.rng.randint(0, 59))

    def notice(self, t, units, expected):
        contents = FULL
        if self.strange:
            x = self.rng.random()
            if x < 0.1:
                contents = ','.join(self.some(FULL.split(',')))
            elif x < 0.17:
                contents = ''
        if contents and self.chance(0.2):
            contents += ',' + self.pick('reason', 'diagnosis', 'phone', 'reason,phone')
        self.add(t, 'hospital', 'admission-notice', self.to(units), 'contains=' + contents if contents else '',
                 self.when('expected', expected) if self.chance(0.7) else '', id=self.chance(0.6))

    def when(self, key, day):
        if self.chance(0.6):
            return '%s=%s' % (key, day)
        return '%s=%s' % (key, self.instant(self.clock(day, self.rng.randint(8, 18), self.pick(0, 30))))

    def changed(self, t, expected):
        day = expected + timedelta(days=self.rng.randint(-2, 4))
        self.add(t, 'hospital', 'expected-discharge', self.when('expected', day),
                 self.to(self.units) if self.chance(0.8) else '')

    def checklist(self, t):
        for item in self.some(ITEMS, 3) if self.chance(0.4) else ITEMS[:5]:
            if self.chance(0.9):
                self.add(t + self.jitter(8), 'hospital', 'checklist', 'item=' + item,
                         self.pick('done', 'done', 'not-needed', 'needed'))

    def sip(self, tr):
        rng = self.rng
        called = [u for u in self.units if u != 'outpatient']
        if self.chance(0.15):
            self.add(tr - self.jitter(60), rng.choice(('hospital', 'outpatient')), 'sip-offered')
        if self.chance(0.12):
            self.add(tr + self.jitter(120) - 30 * HOUR, 'patient', self.pick('sip-declined', 'sip-declined',
                                                                             'sip-accepted'))
        if self.chance(0.15):
            self.add(tr - self.jitter(70), rng.choice(('hospital', 'outpatient')), 'sip-initiated')
        if self.chance(0.7):
            day = self.day(tr)
            edge = self.clock(day + timedelta(days=3), 23, 59, 59)
            t = self.pick(edge, edge + 1) if self.chance(0.1) else \
                tr + (self.jitter(70) if self.chance(0.8) else self.jitter(170)) - (40 * HOUR if self.chance(0.1)
                                                                                    else 0)
            self.add(t, 'outpatient', 'sip-call', self.to(called + (['hospital'] if self.chance(0.1) else [])))
            if self.chance(0.4):
                held = t + self.jitter(150)
                self.meeting(held, 'sip-held')
                if self.chance(0.7):
                    self.meeting(held + self.jitter(20), 'sip-established')
                    if self.chance(0.3):
                        self.add(held + self.jitter(400), 'outpatient', 'sip-call', self.to(called))
                    if self.chance(0.3):
                        self.meeting(held + self.jitter(600), 'sip-followed-up')

    def meeting(self, t, kind):
        self.add(t, self.rng.choice(UNITS), kind, self.pick('', '', 'at-hospital', 'digital'),
                 'with=' + self.parties(self.some(('hospital',) + UNITS)) if self.chance(0.6) else '',
                 self.pick('followup=yes', 'followup=%s' % (self.day(t) + timedelta(days=30)))
                 if kind == 'sip-established' and self.chance(0.5) else '',
                 'lead=' + self.pick('outpatient', 'outpatient', 'social-services', 'hospital')
                 if self.chance(0.25) else '')

    def after_ready(self, tr, end):
        if self.chance(0.5):
            for party, subject in (('social-services', 'sol'), ('municipal-health', 'hsl')):
                if party in self.units and self.chance(0.75):
                    self.add(tr - 20 * HOUR + self.jitter(60), party, 'municipality-ready',
                             'for=' + subject if self.chance(0.85) else '',
                             'from=%s' % self.instant(tr + self.jitter(50)) if self.chance(0.15) else '')
        if self.chance(0.04):
            self.add(tr, 'municipal-health', self.pick('municipality-ready', 'municipality-not-ready'), 'for=rehab')
        if self.chance(0.6):
            self.add(end - self.jitter(40), self.pick('hospital', 'hospital', 'hospital', 'outpatient',
                                                      'social-services'), 'patient-informed')
        if self.chance(0.65):
            self.add(end - 12 * HOUR + self.jitter(20), 'hospital', 'information-transferred', self.to(self.units))
            if self.chance(0.15):
                self.add(end + self.jitter(30), 'hospital', 'information-transferred', self.to(self.units))
        if self.chance(0.35):
            t = end - self.jitter(40)
            self.add(t, 'hospital', 'home-time', 'expected=%s' % self.instant(end), id=self.chance(0.2))
            if self.chance(0.6):
                self.add(t + self.jitter(8), self.pick('social-services', 'municipal-health'),
                         *self.pick(('home-time',), ('acknowledged', 'of=home-time')))

    def leave_hospital(self, end):
        self.add(end, 'hospital', 'discharged', 'to=' + self.pick(
            'home', 'home', 'home', 'home', 'short-term', 'special-housing', 'other-hospital', 'other')
            if self.chance(0.85) else '')

    # -- what the agreements ask for, often near the edges of their times
    def agreement(self):
        rng = self.rng
        start, ready, end = self.start, self.ready_at, self.end_at
        town = [u for u in self.units if u != 'outpatient'] or ['social-services']
        near = lambda t, hours: t + self.pick(self.jitter(hours), self.jitter(2 * hours), hours * HOUR,
                                              hours * HOUR - 1, hours * HOUR + 1)
        last = lambda t, days: self.clock(self.day(t) + timedelta(days=days), 23, 59, 59) + self.pick(0, 0, 1, -9)
        notices = [line[0] for line in self.lines if line[2] == 'admission-notice'] or [start + HOUR]
        if self.chance(0.3):
            self.add(start - self.pick(0, 1, DAY), rng.choice(UNITS[:2]), 'care-request',
                     'prepared' if self.chance(0.8) else '')
        if self.chance(0.4):
            for u in self.units:
                t = rng.choice(notices)
                self.add(self.pick(t + self.jitter(12), last(t, 0)), u, 'acknowledged', 'of=admission-notice')
        if self.chance(0.4):
            self.add(rng.choice(notices) + self.jitter(9), 'hospital', 'track', self.pick('green', 'yellow', 'red'))
        if self.chance(0.3):
            self.add(ready - self.jitter(90), 'hospital', 'sip-initiated')
            if self.chance(0.6):
                self.add(ready - self.jitter(40), 'hospital', 'sip-call', self.to(town + ['outpatient']))
        if self.chance(0.3):
            self.add(ready - self.jitter(80), rng.choice(UNITS), 'status-reported')
        if self.chance(0.25):
            t = ready - self.jitter(60)
            self.add(t, rng.choice(('hospital', 'social-services')), 'education', 'needed')
            if self.chance(0.7):
                self.add(t + self.jitter(20) - 4 * HOUR, 'hospital', 'education', self.pick('offered', 'held'),
                         self.to(town) if self.chance(0.8) else '')
            if self.chance(0.5):
                self.add(t + self.jitter(40), rng.choice(('hospital', 'municipal-health')), 'education', 'held')
        if self.chance(0.25):
            t = ready - self.jitter(40)
            for word in rng.sample(('needed', 'done', 'needed', 'not-needed'), rng.randint(1, 3)):
                self.add(t, 'hospital', 'checklist', 'item=bulky-aids', word)
                t += self.jitter(30)
        if self.chance(0.4):
            t = ready - self.jitter(40)
            self.add(t, 'hospital', 'homecare-order', self.to(['municipal-health']) if self.chance(0.9) else '',
                     id=self.chance(0.2))
            if self.chance(0.6):
                self.add(t + self.jitter(60), 'municipal-health', 'acknowledged', 'of=homecare-order')
        if self.chance(0.4):
            t = ready + self.jitter(60) - 20 * HOUR
            self.add(t, 'hospital', 'referral', self.to(['outpatient']) if self.chance(0.9) else '')
            if self.chance(0.7):
                t = self.pick(near(t, 24), self.clock(self.day(t) + timedelta(days=self.pick(1, 2, 3, 4)), 0))
                self.add(t, 'outpatient', 'acknowledged', 'of=referral')
        if self.chance(0.5):
            t = end - self.jitter(60) + self.pick(0, 0, 10 * HOUR)
            self.add(t, 'hospital', 'information-transferred', 'report', self.to(self.units),
                     'expected=' + self.instant(end) if self.chance(0.7) else '',
                     'contains=' + self.pick('phone', 'diagnosis', 'phone,name') if self.chance(0.4) else '')
            if self.chance(0.4):
                self.add(t + self.jitter(10), 'social-services', 'acknowledged', 'of=information-transferred')
        if self.chance(0.4):
            self.add(ready - self.jitter(30), 'social-services', 'municipality-ready', 'provider-contact',
                     'for=' + self.pick('sol', 'sol', 'hsl') if self.chance(0.5) else '')
        if self.chance(0.5):
            for item in ('aids', 'med-equipment', 'nutrition', 'medication'):
                until = self.day(end) + timedelta(days=self.pick(1, 2, 3, 4, 5, 6))
                if self.chance(0.92):
                    self.add(end - self.jitter(30), 'hospital', 'checklist', 'item=' + item,
                             self.pick('done', 'done', 'done', 'not-needed'),
                             self.when('until', until) if self.chance(0.8) else '')
        if self.chance(0.4):
            self.add(end - self.jitter(50), 'hospital', 'home-time', 'expected=' + self.instant(end))
        if self.chance(0.3):
            self.add(end - self.jitter(50), 'social-services', 'home-time')
        for chance, hours, days, party, kind, words in (
                (0.4, 24, 1, 'hospital', 'followup-call', ('reached', 'reached', 'not-reached', '')),
                (0.4, 168, 7, 'outpatient', 'followup-call', ('reached', 'not-reached')),
                (0.3, 72, 4, 'social-services', 'needs-reviewed', ('',)),
                (0.2, 72, 9, 'municipal-health', 'needs-reviewed', ('',)),
                (0.2, 200, 14, 'social-services', 'followup-call', ('reached', 'not-reached')),
                (0.4, 24, 0, 'social-services', 'services-started', ('',)),
                (0.3, 12, 0, 'municipal-health', 'services-started', ('',))):
            if self.chance(chance):
                self.add(self.pick(near(end, hours), last(end, days), end), party, kind, self.pick(*words))
        if self.chance(0.2):
            self.meeting(end - self.jitter(60), 'sip-established')
        if self.chance(0.15):
            u = rng.choice(UNITS)
            self.add(end + self.jitter(90), u, 'sip-need', self.pick('needed', 'not-needed'))
            if self.chance(0.5):
                self.add(end + self.jitter(200), u, self.pick('sip-call', 'sip-closed', 'sip-followed-up'))

    # -- what goes wrong
    def trouble(self):
        rng = self.rng
        tr, end = self.ready_at, self.end_at
        span = lambda: self.start + int(rng.random() * max(end - self.start, DAY))
        late = lambda: tr + int(rng.random() * max(end - tr, DAY))
        for _ in range(rng.randint(1, 4)):
            x = rng.randrange(21)
            if x == 0:
                t = late()
                self.add(t, 'hospital', 'discharge-ready-withdrawn')
                for _ in range(self.pick(0, 1, 1, 1, 2)):
                    t += self.jitter(60)
                    self.add(t, 'hospital', 'discharge-ready')
                    t = self.noon(self.day(t) + timedelta(days=1)) if self.chance(0.5) else t
                    self.add(t, 'hospital', 'discharge-ready-notice', self.to(self.units))
                    t += self.jitter(150)
                    if self.chance(0.4):
                        self.add(t, 'hospital', 'discharge-ready-withdrawn')
            elif x == 1:
                t = span()
                self.add(t, 'hospital', 'interrupted')
                if self.chance(0.7):
                    self.add(t + self.jitter(60), 'hospital', 'resumed')
                if self.chance(0.6):
                    self.add(t + self.jitter(90), 'hospital', 'discharge-ready-notice', self.to(self.units))
            elif x in (2, 3):
                t = late() + self.pick(0, 2, 3) * DAY
                self.add(t, self.pick('hospital', 'outpatient'), 'outpatient-obstacle')
                if self.chance(0.7):
                    t += self.pick(0, self.jitter(10), self.jitter(100))
                    if self.chance(0.15):
                        t = self.clock(self.day(t) + timedelta(days=1), 0)
                    self.add(t, self.pick('hospital', 'outpatient'), 'outpatient-clear')
            elif x in (4, 5):
                t = late() + self.pick(0, 2, 3) * DAY
                if self.chance(0.2):
                    t = self.clock(self.day(t), 0)
                self.add(t, 'hospital', 'leave-start')
                if self.chance(0.8):
                    t += self.jitter(100)
                    if self.chance(0.2):
                        t = self.clock(self.day(t) + timedelta(days=1), 0)
                    self.add(t, 'hospital', 'leave-end')
            elif x in (6, 7):
                self.add(span(), 'hospital', 'needs-assessed',
                         *self.pick(['none'], ['simple-only'], ['outpatient'], self.some(UNITS), self.some(UNITS),
                                    list(UNITS)))
            elif x == 8:
                self.add(span() + self.pick(0, 0, 5 * DAY), self.pick('hospital', 'hospital', 'system'), 'deceased')
            elif x == 9:
                self.add(span(), 'patient', 'consent', 'scope=' + self.pick('information', 'sip', 'services',
                                                                            'relatives', 'information'),
                         self.pick('given', 'refused', 'withdrawn', 'not-able'),
                         'to=' + self.parties(self.some(UNITS)) if self.chance(0.25) else '')
            elif x == 10:
                self.add(span(), 'hospital', 'harm-test', self.pick('allowed', 'denied'),
                         'to=' + self.parties(self.some(UNITS)) if self.chance(0.3) else '')
            elif x == 11 and self.lines:
                line = rng.choice(self.lines)
                self.lines.append([line[0] + self.pick(0, 60, self.jitter(50)), line[1], line[2], list(line[3]),
                                   None, None])
            elif x == 12 and len(self.lines) > 3:
                self.lines.remove(rng.choice(self.lines))
            elif x == 13:
                party, kind = rng.choice(WRONG)
                self.soup(span(), kind, party)
            elif x == 14 and len(self.lines) > 2:
                a, b = rng.sample(self.lines, 2)
                a[0] = b[0]  # the same instant
            elif x == 15:
                self.soup(end + self.jitter(1000), rng.choice(list(SENDERS)))
            elif x in (16, 17):
                self.soup(span(), rng.choice(list(SENDERS)))
            elif x == 18:
                self.retract()
            elif x == 19:
                line = rng.choice(self.lines)
                line[5] = line[0] + self.pick(3600, 86400, 86401, 3 * DAY + 5, -600)
                other = rng.choice(self.lines)
                if self.chance(0.6):
                    other[5] = other[0] + self.jitter(50)
            elif x == 20:
                t = span() - 20 * DAY * (self.chance(0.5))
                self.add(t, rng.choice(UNITS), 'deviation', 'about=' + rng.choice(SIP_SEQUENCE)
                         if self.chance(0.2) else '')
                if self.chance(0.4):
                    self.add(t + self.jitter(900), 'hospital', 'deviation-answered')

    def retract(self):
        named = [line for line in self.lines if line[4] and line[2] != 'retracted']
        if named and self.chance(0.8):
            line = self.rng.choice(named)
            of = line[4]
        else:
            line = self.rng.choice(self.lines)
            if line[2] == 'retracted':
                return
            of = line[2]
        party = line[1] if self.chance(0.8) else 'system'
        if self.chance(0.05):
            party = self.pick('hospital', 'outpatient')
        self.add(line[0] + self.pick(0, self.jitter(3), self.jitter(100)), party, 'retracted', 'of=' + of)

    def soup(self, t, kind, party=None):
        """Any event, with whatever it may carry."""
        rng = self.rng
        party = party or rng.choice(SENDERS[kind])
        words = []
        day = self.day(t) + timedelta(days=rng.randint(-1, 5))
        if kind == 'needs-assessed':
            words = self.some(UNITS)
        elif kind == 'track':
            words = [self.pick('green', 'yellow', 'red')]
        elif kind in ('admission-notice',):
            self.notice(t, self.units, day)
            self.lines[-1][1] = party
            return
        elif kind == 'sip-need':
            words = [self.pick('needed', 'not-needed', 'current')]
        elif kind in ('discharge-ready-notice', 'information-transferred', 'sip-call', 'homecare-order', 'referral'):
            words = [self.to(self.units)]
        elif kind == 'expected-discharge':
            words = [self.when('expected', day), self.to(self.units)]
        elif kind == 'acknowledged':
            words = ['of=' + self.pick('admission-notice', 'home-time', 'referral', 'homecare-order')]
        elif kind == 'services-reported':
            words = [self.pick('', 'none', 'provider-contact')]
        elif kind == 'checklist':
            words = ['item=' + rng.choice(ITEMS), self.pick('done', 'needed', 'not-needed'),
                     'until=%s' % day if self.chance(0.2) else '']
        elif kind == 'consent':
            words = ['scope=' + self.pick('information', 'sip', 'services', 'relatives'),
                     self.pick('given', 'refused', 'withdrawn', 'not-able')]
        elif kind == 'harm-test':
            words = [self.pick('allowed', 'denied')]
        elif kind == 'education':
            words = [self.pick('needed', 'offered', 'held')]
        elif kind == 'followup-call':
            words = [self.pick('reached', 'not-reached')]
        elif kind in ('municipality-ready', 'municipality-not-ready'):
            words = ['for=' + self.pick('sol', 'hsl', 'rehab')]
        elif kind.startswith('sip-') and kind in SIP_SEQUENCE[2:]:
            self.meeting(t, kind)
            return
        elif kind == 'discharged':
            words = [self.pick('', 'to=home', 'to=other-hospital')]
        self.add(t, party, kind, *words)

    # -- text
    def instant(self, t):
        moment = datetime.fromtimestamp(t, TZ)
        x = self.rng.random()
        if x < 0.06:
            moment = moment.astimezone(timezone.utc)
            text = moment.strftime('%Y-%m-%dT%H:%M:%S') + 'Z'
        else:
            text = moment.strftime('%Y-%m-%dT%H:%M:%S')
            naive = moment.replace(tzinfo=None)
            plain = naive.replace(tzinfo=TZ, fold=0).utcoffset() == naive.replace(tzinfo=TZ, fold=1).utcoffset()
            if x > 0.12 or not plain:
                offset = moment.strftime('%z')
                text += offset[:3] + ':' + offset[3:]
        if moment.second == 0 and self.chance(0.8):
            text = text[:16] + text[19:]
        return text

    def word(self, word):
        if self.swedish and word in SWEDISH:
            word = SWEDISH[word]
            if self.chance(0.4):
                word = word.replace('å', 'a').replace('ä', 'a').replace('ö', 'o')
        return word

    def text(self):
        out = []
        lines, count = self.lines, -1
        while len(lines) != count:  # what refers to nothing goes, and then what refers to that
            count = len(lines)
            ids = {line[4] for line in lines if line[4]}
            lines = [line for line in lines
                     if not any(w.startswith('of=m') and w[3:] not in ids and w[4:].isdigit() for w in line[3])]
        lines.sort(key=lambda line: line[0])
        if self.strange and self.chance(0.3):
            self.rng.shuffle(lines)
        elif self.strange and self.chance(0.3):
            for _ in range(3):
                if len(lines) > 1:
                    i = self.rng.randrange(len(lines) - 1)
                    lines[i], lines[i + 1] = lines[i + 1], lines[i]
        for t, party, kind, words, name, recorded in lines:
            words = list(words)
            if name:
                words.append('id=' + name)
            if recorded is not None:
                words.append('recorded=' + self.instant(recorded))
            if self.chance(0.2):
                self.rng.shuffle(words)
            out.append(' '.join([self.instant(t), self.word(party), self.word(kind)] + words))
        return out

    def generate(self):
        self.pack = 'lus'
        self.units, self.start = [], 0
        state = self.rng.getstate()
        self.header()  # the pack decides the years; the header itself is drawn again
        pack = self.pack
        self.rng.setstate(state)
        self.rng.random()
        self.pack = pack
        self.begin()
        while True:
            header = self.header()
            if self.pack == pack:
                break
        self.stay()
        if self.pack not in ('lus', 'jamtland-harjedalen') or self.chance(0.2):
            self.agreement()
        if self.strange:
            self.trouble()
        if self.chance(0.15):
            self.soup(self.start + self.jitter(300), self.rng.choice(list(SENDERS)))
        lines = self.text()
        if self.chance(0.05):
            lines.insert(self.rng.randint(0, len(lines)), '# a comment')
        return header + '\n' + '\n'.join(lines) + '\n'


def generate(seed, cases, irregular=60):
    """(name, text) of each case; case i of a seed is the same whatever the number of cases."""
    for i in range(cases):
        name = 's%dc%d' % (seed, i + 1)
        yield name, Generator(random.Random('%d/%d' % (seed, i)), name, irregular).generate()


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--seed', type=int, required=True)
    parser.add_argument('--cases', type=int, required=True)
    parser.add_argument('--irregular', type=float, default=60, metavar='PERCENT')
    args = parser.parse_args(argv)
    for _, text in generate(args.seed, args.cases, args.irregular):
        sys.stdout.write(text)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
