#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A second, independent judge of case logs: lag (2017:612) and every agreement.

Written from the act and the specification alone, never from the C library, to keep that library honest.
It is slow and plain on purpose: everything is computed from the list of events by direct definition.

    python3 utskrivning_reference.py assess [--at INSTANT] [--known-at INSTANT] [--rules PACK]
            [--reading NAME=VALUE]... [--rate YEAR=SEK]... --json FILE...

Where the specification is silent, the decision taken here is listed in README.md by number: look for "[n]".
"""
import copy
import json
import re
import sys
import unicodedata
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import agreement_rows

# --------------------------------------------------------------------------------------------------
# 1. Words
# --------------------------------------------------------------------------------------------------

PARTIES = ('hospital', 'outpatient', 'municipal-health', 'social-services', 'patient', 'system')
PARTY_ALIAS = {'slutenvård': 'hospital', 'öppenvård': 'outpatient', 'kommunal-hälsovård': 'municipal-health',
               'socialtjänst': 'social-services', 'patienten': 'patient', 'it-stöd': 'system'}
MUNICIPAL = frozenset(('municipal-health', 'social-services'))
UNITS = frozenset(('outpatient', 'municipal-health', 'social-services'))
NOBODY = frozenset()

_H, _O, _M, _S, _P, _Y = PARTIES
ANY = PARTIES
MUN = (_M, _S)
SIP_KEYS = 'with followup lead'
# kind: (alias, senders, flags, keys)
KINDS = {
    'care-request': ('vårdbegäran', MUN, 'prepared', ''),
    'planned-admission': ('planerad-slutenvård', (_H,), '', 'expected'),
    'admitted': ('inskriven', (_H,), '', 'care compulsory ongoing'),
    'transferred': ('överflyttad', (_H,), '', ''),
    'leave-start': ('permission-början', (_H,), '', ''),
    'leave-end': ('permission-slut', (_H,), '', ''),
    'interrupted': ('avbrott', (_H,), '', ''),
    'resumed': ('återupptagen', (_H,), '', ''),
    'discharged': ('utskriven', (_H,), '', 'to'),
    'deceased': ('avliden', (_H, _Y), '', ''),
    'needs-assessed': ('behovsbedömning', (_H,),
                       'social-services municipal-health outpatient simple-only none open-compulsory', ''),
    'track': ('färgspår', (_H,), 'green yellow red', ''),
    'admission-notice': ('inskrivningsmeddelande', (_H,), '', 'to contains expected'),
    'acknowledged': ('kvittens', (_H, _O, _M, _S), '', 'of'),
    'services-reported': ('aktuella-insatser', (_O, _M, _S), 'none provider-contact', ''),
    'status-reported': ('status-och-behov', (_H, _O, _M, _S), '', ''),
    'expected-discharge': ('beräknad-utskrivning', (_H,), '', 'expected to'),
    'care-contact': ('fast-vårdkontakt', (_O,), '', ''),
    'sip-need': ('ställningstagande-till-sip', ANY, 'needed not-needed current', ''),
    'sip-offered': ('sip-erbjuden', ANY, '', ''),
    'sip-accepted': ('sip-accepterad', ANY, '', ''),
    'sip-declined': ('sip-avböjd', ANY, '', ''),
    'sip-initiated': ('initiativ-till-sip', ANY, '', ''),
    'sip-call': ('kallelse-till-sip', (_O, _H, _M, _S), '', 'to meeting'),
    'sip-held': ('sip-möte', ANY, 'at-hospital digital', SIP_KEYS),
    'sip-established': ('sip-upprättad', ANY, 'at-hospital digital', SIP_KEYS),
    'sip-followed-up': ('sip-uppföljd', ANY, 'at-hospital digital', SIP_KEYS),
    'sip-closed': ('sip-avslutad', ANY, 'at-hospital digital', SIP_KEYS),
    'coordinated-care-plan': ('samordnad-vårdplan', (_H,), '', ''),
    'discharge-ready': ('bedömd-utskrivningsklar', (_H,), '', ''),
    'discharge-ready-notice': ('meddelande-om-utskrivningsklar', (_H,), '', 'to under'),
    'discharge-ready-withdrawn': ('inte-längre-utskrivningsklar', (_H,), '', ''),
    'municipality-ready': ('kommunklar', MUN, 'provider-contact', 'for from'),
    'municipality-not-ready': ('inte-kommunklar', MUN, 'provider-contact', 'for from'),
    'outpatient-obstacle': ('öppenvårdshinder', (_H, _O), '', ''),
    'outpatient-clear': ('öppenvårdshinder-undanröjt', (_H, _O), '', ''),
    'patient-informed': ('patientinformation', (_H, _O, _M, _S), '', ''),
    'information-transferred': ('informationsöverföring', (_H,), 'report', 'to contains expected'),
    'checklist': ('checklista', (_H,), 'needed done not-needed', 'item until'),
    'homecare-order': ('uppdrag-till-hemsjukvården', (_H,), '', 'to'),
    'referral': ('remiss', (_H,), '', 'to'),
    'home-time': ('tid-för-hemgång', (_H, _M, _S), '', 'expected'),
    'services-started': ('insatser-påbörjade', (_O, _M, _S), '', ''),
    'followup-call': ('uppföljande-samtal', (_H, _O, _S), 'reached not-reached', ''),
    'needs-reviewed': ('insatsbedömning', MUN, '', ''),
    'education': ('utbildning', (_H, _M, _S), 'needed offered held', 'to'),
    'consent': ('samtycke', (_P,), 'given refused withdrawn not-able', 'scope by to'),
    'harm-test': ('menprövning', (_H,), 'allowed denied', 'to'),
    'deviation': ('avvikelse', ANY, '', 'about'),
    'deviation-answered': ('avvikelse-besvarad', ANY, '', 'about of'),
    'retracted': ('återtagen', ANY, '', 'of'),
    'note': ('meddelande', ANY, '', ''),
}
KINDS = {k: (a, frozenset(s), frozenset(f.split()), frozenset(y.split()) | {'id', 'recorded'})
         for k, (a, s, f, y) in KINDS.items()}
EXCLUSIVE = {  # flags of which exactly one must stand on the line
    'track': 1, 'sip-need': 1, 'consent': 1, 'harm-test': 1, 'checklist': 1, 'education': 1, 'followup-call': 1}
DESTINATIONS = ('home', 'short-term', 'special-housing', 'other-hospital', 'other')
CONTENTS = ('name', 'personal-number', 'address', 'expected-discharge', 'reason', 'diagnosis', 'phone')
REQUIRED_CONTENT = frozenset(CONTENTS[:4])
ITEMS = ('aids', 'medication', 'medication-list', 'nutrition', 'incontinence', 'med-equipment', 'epicrisis',
         'bulky-aids')
WORDS = {'care': ('somatic', 'psychiatric'), 'compulsory': ('lpt', 'lrv'), 'for': ('sol', 'hsl', 'rehab'),
         'item': ITEMS, 'scope': ('information', 'sip', 'relatives', 'services'),
         'by': ('patient', 'guardian', 'representative'), 'under': ('lpt',), 'lead': PARTIES}
VALUE_ALIAS = {  # [1] only parties and events have fixed aliases; these follow the Swedish term
    'somatisk': 'somatic', 'psykiatrisk': 'psychiatric', 'hem': 'home', 'korttidsboende': 'short-term',
    'särskilt-boende': 'special-housing', 'annat-sjukhus': 'other-hospital', 'annat': 'other', 'inga': 'none',
    'grön': 'green', 'gul': 'yellow', 'röd': 'red', 'given': 'given', 'gett': 'given', 'nekat': 'refused',
    'återkallat': 'withdrawn', 'namn': 'name', 'personnummer': 'personal-number', 'folkbokföringsadress': 'address',
    'telefon': 'phone', 'diagnos': 'diagnosis', 'inskrivningsorsak': 'reason', 'hjälpmedel': 'aids',
    'läkemedel': 'medication', 'läkemedelslista': 'medication-list', 'epikris': 'epicrisis',
    'närstående': 'relatives', 'insatser': 'services', 'behövs': 'needed', 'behövs-inte': 'not-needed'}


@lru_cache(maxsize=100000)
def ascii_fold(word):
    word = unicodedata.normalize('NFC', word)
    return word.replace('å', 'a').replace('ä', 'a').replace('ö', 'o')


KIND_BY_WORD = {k: k for k in KINDS}
KIND_BY_WORD.update({ascii_fold(v[0]): k for k, v in KINDS.items()})
PARTY_BY_WORD = {p: p for p in PARTIES}
PARTY_BY_WORD.update({ascii_fold(a): p for a, p in PARTY_ALIAS.items()})
VALUE_BY_WORD = {ascii_fold(a): v for a, v in VALUE_ALIAS.items()}

READINGS = {  # of the act; the default first
    'unstated-recipients': ('unknown', 'all-concerned'),
    'unstated-content': ('unknown', 'complete'),
    'simple-care': ('outside', 'inside'),
    'sip-home-nursing': ('joint', 'literal'),
    'sip-current': ('suffices', 'call-anyway'),
    'hours': ('elapsed', 'wall-clock'),
    'holiday-shift': ('off', 'sip-call', 'all'),
    'sip-call-consent': ('statutory', 'consent'),
    'cutoff-at-noon': ('on-time', 'late'),
    'entry-day': ('charged', 'free'),
    'end-day': ('free', 'charged'),
    'leave-days': ('charged', 'free'),
    'obstacle': ('day', 'defers-entry', 'bars-spell'),
    'admission-recipients': ('any-municipal', 'every-municipal', 'every-concerned'),
    'late': ('strict', 'curable', 'existence'),
    'psychiatric-2018-cutoff': ('same', 'none'),
}
ROW_READINGS = {  # of rows of agreements: never change days or amount
    'step-time': ('asap', 'within-step'),
    'home-means': ('home', 'home-and-special-housing'),
    'destination-unstated': ('unknown', 'home'),
    'dygn': ('days', 'hours'),
    '72h-weekday': ('shift', 'later'),
    'first-weekday': ('after', 'homecoming-day'),
    'weekday-clock-edge': ('reached', 'last'),
    'dot-colour': ('all', 'inferred'),
    'omgaende': ('asap', 'same-day'),
    'vanligtvis': ('bör', 'ska'),
    'not-reached': ('counts', 'does-not-count'),
    'ongoing-unstated': ('unknown', 'none'),
    'cover-unstated': ('unknown', 'complete'),
    'referral-need': ('named', 'concerned'),
    'ready-subjects': ('every-needed', 'any'),
    'ready-result': ('row', 'none'),
    'sip-call-trigger': ('notice', 'ready'),
    'sip-follow-up-party': ('convener', 'each'),
    'same-day-goal': ('same-day', 'asap'),
}
DEFAULTS = {n: v[0] for n, v in list(READINGS.items()) + list(ROW_READINGS.items())}
RATES = {2019: 780000, 2020: 820000, 2022: 930000, 2023: 1050000}  # öre


class Pack:
    """What an agreement changes of the act."""

    def __init__(self, county, year, month=1, day=1, model='collective', **readings):
        self.county, self.valid_from, self.model = county, date(year, month, day).toordinal(), model
        self.readings = {name.replace('_', '-'): value for name, value in readings.items()}


PACKS = {
    'lus': Pack(None, 2018, model='individual'),
    'jamtland-harjedalen': Pack('23', 2026, model='individual'),
    'sormland': Pack('04', 2018),
    'gotland': Pack('09', 2022, 11, 22, model='individual'),
    'vastra-gotaland': Pack('14', 2018, 9, 25),
    'stockholm': Pack('01', 2020, cutoff_at_noon='late', sip_call_consent='consent'),
    'dalarna': Pack('20', 2025, 1, 17),
    'norrbotten': Pack('25', 2018),
    'skane': Pack('12', 2018),
    'gavleborg': Pack('21', 2018),
}


def effective_readings(pack, chosen):
    """The pack's own defaults over those of the act, and what the caller chose over both."""
    out = dict(DEFAULTS)
    out.update(PACKS[pack].readings)
    out.update(chosen or {})
    return out

# --------------------------------------------------------------------------------------------------
# 2. Time: instants are seconds since 1970 UTC, days are proleptic ordinals of the local date
# --------------------------------------------------------------------------------------------------

TZ = ZoneInfo('Europe/Stockholm')
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@lru_cache(maxsize=200000)
def local(t):
    return (EPOCH + timedelta(seconds=t)).astimezone(TZ)


@lru_cache(maxsize=200000)
def day_of(t):
    return local(t).toordinal()


def utc(naive, fold=0):
    return int((naive.replace(tzinfo=TZ, fold=fold) - EPOCH).total_seconds())


@lru_cache(maxsize=50000)
def midnight(day):
    return utc(datetime.fromordinal(day))


def end_of(day):
    return midnight(day + 1) - 1


@lru_cache(maxsize=200000)
def iso(t):
    return local(t).isoformat()


def iso_day(day):
    return date.fromordinal(day).isoformat()


def easter(year):
    """Easter Sunday (Gregorian computus with golden number and epact)."""
    golden = year % 19
    century = year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4)).toordinal()


@lru_cache(maxsize=None)
def free_days(year):
    """Public holidays that are not merely Sundays, and the three eves."""
    e = easter(year)
    days = {date(year, m, d).toordinal() for m, d in
            ((1, 1), (1, 6), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31))}
    days |= {e - 2, e, e + 1, e + 39, e + 49}
    if year >= 2005:
        days.add(date(year, 6, 6).toordinal())
    else:
        days.add(e + 50)
    for first in (date(year, 6, 20), date(year, 10, 31)):
        saturday = first.toordinal() + (5 - first.weekday()) % 7
        days.add(saturday)
        if first.month == 6:
            days.add(saturday - 1)  # midsommarafton
    return frozenset(days)


def is_weekday(day):
    return date.fromordinal(day).weekday() < 5 and day not in free_days(date.fromordinal(day).year)


def next_weekday(day):
    while not is_weekday(day):
        day += 1
    return day


def hours_after(t, hours, readings):
    if readings['hours'] == 'elapsed':
        return t + hours * 3600
    return utc(local(t).replace(tzinfo=None) + timedelta(hours=hours))  # [2] a repeated clock: its first time


def shifted(due, row, readings):
    mode = readings['holiday-shift']
    if mode == 'all' or (mode == 'sip-call' and row == 'sip-call'):
        day = day_of(due)
        if not is_weekday(day):
            return end_of(next_weekday(day))
    return due


# --------------------------------------------------------------------------------------------------
# 3. Reading case logs
# --------------------------------------------------------------------------------------------------


class LogError(Exception):
    def __init__(self, message, column=1):
        super().__init__(message)
        self.column = column


class Event:
    __slots__ = ('line', 'time', 'recorded', 'party', 'kind', 'flags', 'attr', 'to', 'id')


class Case:
    def __init__(self, name, line, file):
        self.name, self.line, self.file = name, line, file
        self.rules = None
        self.municipality = self.payer = self.region = self.previous = None
        self.previous_discharge = None
        self.care = 'somatic'
        self.events = []
        self.bad = False


INSTANT = re.compile(r'(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?\Z', re.ASCII)
DAY = re.compile(r'(\d{4})-(\d\d)-(\d\d)\Z', re.ASCII)


@lru_cache(maxsize=100000)
def parse_instant(word):
    m = INSTANT.match(word)
    if not m:
        raise LogError('not an instant: %s' % word)
    try:
        naive = datetime(int(m[1]), int(m[2]), int(m[3]), int(m[4]), int(m[5]), int(m[6] or 0))
    except ValueError:
        raise LogError('no such date or time: %s' % word)
    if not 1980 <= naive.year <= 2199:
        raise LogError('year outside 1980-2199: %s' % word)
    zone = m[7]
    if zone is None:
        first, second = utc(naive, 0), utc(naive, 1)
        if first != second:
            if local(first).replace(tzinfo=None) == naive:
                raise LogError('the hour is repeated that day, give the offset: %s' % word)
            raise LogError('the hour is missing that day: %s' % word)
        return first
    t = int((naive.replace(tzinfo=timezone.utc) - EPOCH).total_seconds())
    if zone != 'Z':
        h, mi = int(zone[1:3]), int(zone[4:6])
        if h > 23 or mi > 59:
            raise LogError('no such offset: %s' % word)
        t -= (h * 3600 + mi * 60) * (1 if zone[0] == '+' else -1)
    return t


@lru_cache(maxsize=100000)
def parse_instant_or_day(word):
    m = DAY.match(word)
    if not m:
        return parse_instant(word)
    try:
        day = date(int(m[1]), int(m[2]), int(m[3]))
    except ValueError:
        raise LogError('no such date: %s' % word)
    if not 1980 <= day.year <= 2199:
        raise LogError('year outside 1980-2199: %s' % word)
    return end_of(day.toordinal())


WORD = re.compile(r'[^ \t]+')
CONTROL = re.compile('[\x00-\x08\x0a-\x1f\x7f-\x9f]')


def split_words(line):
    """Words of a line with their columns; a quoted value loses its quotes and is marked."""
    if '"' not in line:
        return [(m.start() + 1, m.group()) for m in WORD.finditer(line)]
    words, i, n = [], 0, len(line)
    while i < n:
        if line[i] in ' \t':
            i += 1
            continue
        start, out = i, []
        while i < n and line[i] not in ' \t':
            if line[i] == '"':
                if out and out[-1] != '=':
                    raise LogError('a quotation mark inside a word', i + 1)
                i += 1
                while True:
                    if i >= n:
                        raise LogError('a quotation that does not end', start + 1)
                    if line[i] == '"':
                        break
                    if line[i] == '\\':
                        i += 1
                        if i >= n or line[i] not in '"\\':
                            raise LogError('only \\" and \\\\ may be escaped', i + 1)
                    out.append(line[i])
                    i += 1
                i += 1
                if i < n and line[i] not in ' \t':
                    raise LogError('a blank must follow the quotation', i + 1)
            else:
                out.append(line[i])
                i += 1
        words.append((start + 1, ''.join(out)))
    return words


def known(word, words, what, column):
    word = VALUE_BY_WORD.get(ascii_fold(word), word)
    if word not in words:
        raise LogError('%s: unknown %s, expected one of %s' % (word, what, ', '.join(sorted(words))), column)
    return word


def party_list(text, column):
    out = set()
    for word in text.split(','):
        party = PARTY_BY_WORD.get(ascii_fold(word))
        if party is None:
            raise LogError('%s: unknown party' % word, column)
        out.add(party)
    return frozenset(out)


def parse_value(kind, key, text, column):
    if len(text.encode('utf-8')) > 1024:
        raise LogError('a value longer than 1 KiB', column)
    if text == '':
        raise LogError('%s= has no value' % key, column)
    if key == 'recorded':
        return parse_instant(text)
    if key in ('expected', 'from', 'until', 'meeting'):
        return parse_instant_or_day(text)
    if key == 'followup':
        return 'yes' if text in ('yes', 'ja') else parse_instant_or_day(text)
    if key == 'to' and kind == 'discharged':
        return known(text, DESTINATIONS, 'destination', column)
    if key in ('to', 'with'):
        return party_list(text, column)
    if key == 'ongoing':
        return NOBODY if ascii_fold(text) in ('none', 'inga') else party_list(text, column)
    if key == 'lead':
        return PARTY_BY_WORD.get(ascii_fold(text)) or known(text, PARTIES, 'party', column)
    if key == 'contains':
        return frozenset(known(w, CONTENTS, 'content', column) for w in text.split(','))
    if key in WORDS:
        return known(text, WORDS[key], key, column)
    return text  # id, of, about


def parse_event(words, line):
    e = Event()
    e.line, e.to, e.id, e.recorded = line, None, None, None
    column, word = words[0]
    try:
        e.time = parse_instant(word)
    except LogError as error:
        raise LogError(str(error), column)
    if len(words) < 3:
        raise LogError('expected INSTANT PARTY EVENT', column)
    column, word = words[1]
    e.party = PARTY_BY_WORD.get(ascii_fold(word))
    if e.party is None:
        raise LogError('%s: unknown party' % word, column)
    column, word = words[2]
    if ascii_fold(word) == 'utskrivningsklar':
        raise LogError('utskrivningsklar is ambiguous: bedömd-utskrivningsklar (the judgement) or '
                       'meddelande-om-utskrivningsklar (the notice)', column)
    e.kind = KIND_BY_WORD.get(ascii_fold(word))
    if e.kind is None:
        raise LogError('%s: unknown event' % word, column)
    _, _, flags, keys = KINDS[e.kind]
    found, attr = set(), {}
    for column, word in words[3:]:
        key, equals, text = word.partition('=')
        if equals:
            if key not in keys:
                raise LogError('%s=: not a key of %s' % (key, e.kind), column)
            if key in attr:
                raise LogError('%s= is repeated' % key, column)
            try:
                attr[key] = parse_value(e.kind, key, text, column)
            except LogError as error:
                raise LogError(str(error), column)
        else:
            folded = ascii_fold(word)
            flag = VALUE_BY_WORD.get(folded, PARTY_BY_WORD.get(folded, word))
            if flag not in flags:
                raise LogError('%s: not a word of %s' % (word, e.kind), column)
            found.add(flag)
    if EXCLUSIVE.get(e.kind) and len(found) > 1:
        raise LogError('%s takes one of its words' % e.kind, words[2][0])
    if e.kind in ('track', 'sip-need', 'consent', 'harm-test') and not found:  # [3]
        raise LogError('%s needs one of its words' % e.kind, words[2][0])
    if e.kind == 'needs-assessed':
        if not found or (found & {'none', 'simple-only'} and len(found) > 1):
            raise LogError('needs-assessed: units, or simple-only, or none', words[2][0])
    if e.kind == 'consent' and 'scope' not in attr:
        raise LogError('consent needs scope=', words[2][0])
    if e.kind == 'retracted' and 'of' not in attr:
        raise LogError('retracted needs of=', words[2][0])
    if e.kind == 'checklist' and 'item' not in attr:
        raise LogError('checklist needs item=', words[2][0])
    e.flags, e.attr = frozenset(found), attr
    e.recorded, e.id = attr.get('recorded'), attr.get('id')
    if e.kind != 'discharged':
        e.to = attr.get('to')
    return e


def parse_header(case, words):
    seen = set()
    for column, word in words:
        key, equals, text = word.partition('=')
        if not equals or key not in ('rules', 'municipality', 'payer', 'region', 'care', 'previous',
                                     'previous-discharge'):
            raise LogError('%s: not a key of the header' % word, column)
        if key in seen:
            raise LogError('%s= is repeated' % key, column)
        seen.add(key)
        if key == 'rules':
            if text not in PACKS:
                raise LogError('%s: a pack this reference does not know' % text, column)
            case.rules = text
        elif key in ('municipality', 'payer'):
            if not re.match(r'\d{4}\Z', text, re.ASCII) and not (key == 'municipality' and text == 'none'):
                raise LogError('%s: four digits expected' % text, column)
            setattr(case, key, text)
        elif key == 'region':
            if not re.match(r'\d\d\Z', text, re.ASCII):
                raise LogError('%s: a county code of two digits expected' % text, column)
            case.region = text
        elif key == 'care':
            case.care = known(text, WORDS['care'], 'care', column)
        elif key == 'previous':
            case.previous = text
        else:
            case.previous_discharge = parse_instant(text)


def read_cases(data, file='-', names=None):
    """(cases, errors): cases with an error are marked bad; errors are (file, line, column, text)."""
    names = set() if names is None else names
    cases, errors, case = [], [], None
    if data.startswith(b'\xef\xbb\xbf'):
        data = data[3:]
    lines = data.split(b'\n')
    if lines and lines[-1] == b'':
        lines.pop()
    for number, raw in enumerate(lines, 1):
        try:
            if len(raw) > 65536:
                raise LogError('a line longer than 64 KiB')
            if raw.endswith(b'\r'):
                raw = raw[:-1]
            try:
                line = raw.decode('utf-8')
            except UnicodeDecodeError as error:
                raise LogError('not UTF-8', error.start + 1)
            control = CONTROL.search(line)
            if control:
                raise LogError('a control character', control.start() + 1)
            stripped = line.strip(' \t')
            if not stripped or stripped[0] == '#':
                continue
            if stripped == 'case' or stripped[:5] in ('case ', 'case\t'):
                case = Case('', number, file)
                cases.append(case)
                words = split_words(line)
                if len(words) < 2:
                    raise LogError('a case needs a name')
                case.name = words[1][1]
                if case.name in names:
                    raise LogError('%s: the name is used already' % case.name, words[1][0])
                names.add(case.name)
                parse_header(case, words[2:])
            elif case is None:
                raise LogError('an event before any case header')
            else:
                case.events.append(parse_event(split_words(line), number))
        except LogError as error:
            errors.append((file, number, error.column, str(error)))
            if case is not None:
                case.bad = True
    for case in cases:
        ids = {}
        for e in case.events:
            if e.id is not None:
                if e.id in ids:
                    errors.append((file, e.line, 1, 'id=%s is used already' % e.id))
                    case.bad = True
                ids[e.id] = e
        for e in case.events:
            of = e.attr.get('of')
            if of is not None and of not in ids and ascii_fold(of) not in KIND_BY_WORD:
                errors.append((file, e.line, 1, 'of=%s: neither an id of the case nor an event' % of))
                case.bad = True
    errors.sort(key=lambda x: x[1])
    return cases, errors


# --------------------------------------------------------------------------------------------------
# 4. Which lines count, and the fold
# --------------------------------------------------------------------------------------------------


def counted(case, at, known_at):
    """(instant, events in fold order): known at `known_at`, not retracted, no later than the instant."""
    lines = [e for e in case.events
             if known_at is None or (e.time if e.recorded is None else e.recorded) <= known_at]  # [4]
    order = sorted(lines, key=lambda e: e.time)  # stable: log order within an instant
    place = {id(e): i for i, e in enumerate(order)}
    by_id = {e.id: e for e in order if e.id is not None}
    hidden = {e.id for e in case.events} - set(by_id)
    retractions = [e for e in order if e.kind == 'retracted']
    gone, refused = set(), []
    if retractions:
        # [5] a retraction corrects the log as soon as it is known, whatever the instant of assessment; one of
        # a retraction takes that away again; one by another than the sender or the system is refused.
        undone = set()
        for r in retractions:
            target = by_id.get(r.attr['of'])
            if target is not None and target.kind == 'retracted' and target is not r \
                    and r.party in (target.party, 'system'):
                undone.add(id(target))
        for r in sorted(retractions, key=lambda r: r.attr['of'] not in by_id):  # those that name an id first
            if id(r) in undone:
                continue
            target = by_id.get(r.attr['of'])
            if target is None and r.attr['of'] in hidden:
                continue  # what it takes back was not known yet
            if target is None:
                kind = KIND_BY_WORD.get(ascii_fold(r.attr['of']))
                earlier = [e for e in order[:place[id(r)]] if e.kind == kind and id(e) not in gone]
                target = earlier[-1] if earlier else None
            if target is None:
                refused.append(r)
                continue
            if target.kind == 'retracted':
                continue
            if r.party in (target.party, 'system'):
                gone.add(id(target))
            else:
                refused.append(r)
    rest = [e for e in order if e.kind != 'retracted' and id(e) not in gone]
    if at is None:
        at = rest[-1].time if rest else None
    if at is None:
        return None, [], refused
    return at, [e for e in rest if e.time <= at], [r for r in refused if r.time <= at]


class Spell:
    def __init__(self, first):
        self.notices = [first]
        self.end = None  # index of the event that ended it


class Fold:
    """States, marks and ready spells; `events` are the accepted ones."""

    def __init__(self, case, events):
        self.case = case
        self.events = []
        self.before, self.state = [], []
        self.marks = []       # (finding, index)
        self.refused = []
        self.spells = []
        self.admitted = self.discharged = self.deceased = None  # indices
        state, noticed = 'new', False
        told = None
        for e in events:
            new, mark, k = state, None, e.kind
            early = state in ('new', 'planned')
            after = state in ('discharged', 'deceased')
            spell = self.spells[-1] if self.spells and self.spells[-1].end is None else None
            i = len(self.events)
            refuse = e.party not in KINDS[k][1]
            if refuse:
                pass
            elif k == 'planned-admission':
                new = 'planned' if state == 'new' else state  # [6]
            elif k == 'admitted':
                if early:
                    new = 'admitted'
                elif after:
                    refuse = True
                else:
                    mark = 'duplicate-admission'
            elif k == 'admission-notice':
                if early:
                    mark = 'notice-before-admission'
                elif state == 'admitted':
                    new = 'notified'
                elif state == 'ready':
                    mark = 'notice-after-ready'
                elif after:
                    mark = 'notice-after-discharge'
            elif k == 'discharge-ready-notice':
                if early:
                    refuse = True
                elif after:
                    mark = 'ready-after-discharge'
                elif state == 'ready':
                    mark = 'maybe-duplicate'
                else:
                    new = 'ready'
                    if state == 'admitted':
                        mark = 'ready-without-admission-notice'
            elif k == 'discharge-ready-withdrawn':
                if early or after:
                    refuse = True
                elif state == 'ready':
                    new = 'notified' if noticed else 'admitted'
            elif k == 'interrupted':
                if early or after:
                    refuse = True
                else:
                    new = 'interrupted'
            elif k == 'resumed':
                if early or after:
                    refuse = True
                elif state == 'interrupted':
                    new = 'notified' if noticed else 'admitted'
            elif k == 'discharged':
                if early:
                    refuse = True
                elif after:
                    mark = 'duplicate-discharge'
                else:
                    new = 'discharged'
                    if state in ('admitted', 'notified'):
                        mark = 'discharged-without-ready'
                    elif state == 'ready' and e.attr.get('to') == 'other-hospital':
                        mark = 'transferred-while-ready'
            elif k == 'deceased' and not after:
                new = 'deceased'
            if refuse:
                self.refused.append(e)
                continue
            self.events.append(e)
            self.before.append(state)
            self.state.append(new)
            if mark:
                self.marks.append((mark, i))
            if k == 'admission-notice':
                noticed = True
            elif k == 'admitted' and self.admitted is None:
                self.admitted = i
            elif k == 'deceased' and self.deceased is None:
                self.deceased = i
            if new == 'discharged' and state != 'discharged':
                self.discharged = i
            if state == 'ready' and new != 'ready':
                spell.end = i
            elif new == 'ready' and k == 'discharge-ready-notice':
                if state == 'ready':
                    spell.notices.append(i)
                else:
                    self.spells.append(Spell(i))
            state = new
        self.last_state = state


# --------------------------------------------------------------------------------------------------
# 5. Facts: what was so after each event, by direct definition
# --------------------------------------------------------------------------------------------------

SURE, POSSIBLE = 'sure', 'possible'  # two worlds: unstated recipients/contents are nothing, or everything
LEDGER = ('none', 'initiated', 'called', 'held', 'established', 'followed-up', 'closed')
LEDGER_OF = {'sip-initiated': 1, 'sip-call': 2, 'sip-held': 3, 'sip-established': 4, 'sip-followed-up': 5,
             'sip-closed': 6}


ABOUT = {  # a reading cannot matter in a log without what it is about
    'unstated-recipients': lambda e: e.to is None and e.kind in ('admission-notice', 'discharge-ready-notice', 'sip-call'),
    'unstated-content': lambda e: e.kind == 'admission-notice' and 'contains' not in e.attr,
    'simple-care': lambda e: 'simple-only' in e.flags,
    'sip-current': lambda e: e.kind == 'sip-need' and 'current' in e.flags,
    'leave-days': lambda e: e.kind == 'leave-start',
    'obstacle': lambda e: e.kind == 'outpatient-obstacle',
}


def remembered(method):
    """The answer of a question about the facts, found once. Never one that depends on what `Facts.r` says."""
    def ask(self, *question):
        key = (method.__name__,) + question
        if key not in self.answers_known:
            self.answers_known[key] = method(self, *question)
        return self.answers_known[key]
    return ask


class Facts:
    def __init__(self, fold, readings):
        self.fold, self.r, self.answers_known = fold, readings, {}
        self.ev = ev = fold.events
        self.time = [e.time for e in ev]
        self.line = [e.line for e in ev]
        self.kinds = {}
        for i, e in enumerate(ev):
            self.kinds.setdefault(e.kind, []).append(i)
        n = len(ev)
        self.covered, self.units, self.required, self.needs = [None] * n, [None] * n, [None] * n, [None] * n
        self.declined, self.track, self.care, self.refuses = [None] * n, [None] * n, [None] * n, [None] * n
        self.current = [None] * n
        covered, units, needs, declined, current, track = 'unknown', NOBODY, None, False, False, None
        care, general, limited = fold.case.care, False, NOBODY
        before = self._required('unknown', NOBODY, None, False, False)
        for i, e in enumerate(ev):
            k = e.kind
            if k == 'needs-assessed':
                needs = e.flags
                covered, units = self._concerned(needs)
            elif k == 'sip-accepted':
                declined = False
            elif k == 'sip-declined':
                declined = True
            elif k == 'sip-need':
                current = 'current' in e.flags
            elif k == 'track':
                track = next(iter(e.flags))
            elif k == 'admitted':
                care = e.attr.get('care', care)
            elif k == 'consent':
                no = bool(e.flags & {'refused', 'withdrawn'})
                if e.attr['scope'] == 'sip' and e.to is None:  # [7]
                    declined = no
                elif e.attr['scope'] == 'services':
                    if e.to is None:
                        general, limited = no, NOBODY
                    else:
                        limited = UNITS if general else limited
                        general, limited = False, limited | e.to if no else limited - e.to
            if k in ('needs-assessed', 'sip-accepted', 'sip-declined', 'sip-need', 'consent'):
                before = self._required(covered, units, needs, declined, current)
            self.covered[i], self.units[i], self.needs[i] = covered, units, needs
            self.declined[i], self.track[i], self.care[i] = declined, track, care
            self.current[i] = current
            self.required[i] = before
            self.refuses[i] = UNITS if general else limited
        # did every message that matters for liability say to whom, and with what? Then there is one world only
        self.stated = not any(ABOUT['unstated-recipients'](e) or ABOUT['unstated-content'](e) for e in ev)
        self.full_refusal = [r == UNITS for r in self.refuses]
        self.general_refusal = [r == UNITS or (bool(u) and u <= r) for r, u in zip(self.refuses, self.units)]
        self.final_required = before

    def _concerned(self, needs):
        units = needs & UNITS
        if units or 'open-compulsory' in needs:
            return 'yes', units | {'outpatient'} if 'municipal-health' in units or not units else units
        if 'simple-only' in needs and self.r['simple-care'] == 'inside':
            return 'yes', frozenset(('outpatient',))  # [8]
        return 'no', NOBODY

    def both(self, needs, units):
        """Are services needed from both region and municipality?"""
        region = 'outpatient' in (units if self.r['sip-home-nursing'] == 'joint' else needs)
        return region and bool(units & MUNICIPAL)

    def _required(self, covered, units, needs, declined, current):
        """sip.required and the rule that decides, in the order scope, both, compulsory, declined, current."""
        if covered == 'unknown':
            return 'unknown', 'scope-need'
        if covered == 'no':
            return 'no', 'scope-simple' if 'simple-only' in needs else 'scope-need'
        if not self.both(needs, units):
            return 'no', 'sip-both'
        if 'open-compulsory' in needs:
            return 'no', 'sip-compulsory'
        if declined:
            return 'no', 'sip-declined'
        if current and self.r['sip-current'] == 'suffices':
            return 'no', 'sip-current'
        return 'yes', 'sip-both'

    # -- at any index, -1 being before the first event
    def covered_at(self, i):
        return self.covered[i] if i >= 0 else 'unknown'

    def units_at(self, i):
        return self.units[i] if i >= 0 else NOBODY

    def all(self, kind, party=None):
        found = self.kinds.get(kind, [])
        return found if party is None else [i for i in found if self.ev[i].party == party]

    def first(self, kind, party=None, start=0):
        for i in self.kinds.get(kind, ()):
            if i >= start and (party is None or self.ev[i].party == party):
                return i
        return None

    @remembered
    def intervals(self, begin, end):
        """[(from, to or None)] between events of two kinds."""
        out, start = [], None
        for e in self.ev:
            if e.kind == begin and start is None:
                start = e.time
            elif e.kind == end and start is not None:
                out.append((start, e.time))
                start = None
        if start is not None:
            out.append((start, None))
        return [(a, b) for a, b in out if b is None or b > a]

    # -- recipients and contents
    def to(self, i, world):
        e = self.ev[i]
        if e.to is not None:
            return e.to
        if self.r['unstated-recipients'] == 'all-concerned':
            return self.units[i] if self.covered[i] != 'unknown' else UNITS  # [9]
        return UNITS if world is POSSIBLE else NOBODY

    def contains(self, i, world):
        e = self.ev[i]
        found = e.attr.get('contains')
        if found is not None:
            return found
        if self.r['unstated-content'] == 'complete' or world is POSSIBLE:
            return frozenset(CONTENTS)
        return NOBODY

    # -- excuses: indices at which they hold, the trigger's own included
    @remembered
    def excused_all(self, trigger, needs_only=False, party='hospital'):
        """What excuses every duty of the party. The hospital's also a refusal of what every unit concerned offers."""
        refused = self.general_refusal if party == 'hospital' else self.full_refusal
        for j in range(trigger, len(self.ev)):
            if self.covered[j] == 'no':
                return j
            if not needs_only and ((self.fold.deceased is not None and j >= self.fold.deceased)
                                   or refused[j]):
                return j
        return None

    @remembered
    def excused_unit(self, unit, trigger, needs_only=False):
        concerned = unit in self.units[trigger]
        for j in range(trigger, len(self.ev)):
            if self.covered[j] == 'no':
                return None  # the general excuse speaks
            if concerned and unit not in self.units[j]:
                return j
            if not needs_only and unit in self.refuses[j]:
                return j
        return None

    @remembered
    def declined_from(self, trigger):
        for j in range(trigger, len(self.ev)):
            if self.declined[j]:
                return j
        return None

    @remembered
    def no_sip_from(self, trigger):
        """The first assessment by which 4 kap. 1 § first paragraph asks for no SIP any more [62]."""
        compulsory = lambda j: 'open-compulsory' in self.needs[j]
        if not self.both(self.needs[trigger], self.units[trigger]):
            return None
        for j in range(trigger, len(self.ev)):
            if not self.both(self.needs[j], self.units[j]) or (compulsory(j) and not compulsory(trigger)):
                return j
        return None

    # -- consent
    def consent(self, scope, recipient, i):
        for j in range(i, -1, -1):
            e = self.ev[j]
            if e.kind == 'consent' and e.attr['scope'] == scope and (e.to is None or recipient in e.to):
                return next(iter(e.flags))
        return None

    def information_refused_from(self, trigger, recipients):
        if not self.kinds.get('consent') or not recipients:
            return None
        for j in range(trigger, len(self.ev)):
            if all(self.consent('information', r, j) in ('refused', 'withdrawn') for r in recipients):
                return j
        return None

    def harm_test(self, recipient, i):
        for j in range(i, -1, -1):
            e = self.ev[j]
            if e.kind == 'harm-test' and (e.to is None or recipient in e.to):
                return next(iter(e.flags))
        return None

    def harm_denied_from(self, unit, trigger):
        if not self.kinds.get('harm-test'):
            return None
        for j in range(trigger, len(self.ev)):
            if self.harm_test(unit, j) == 'denied':
                return j
        return None

    # -- what an acknowledgement answers
    def answers(self, i, kind):
        """Does the acknowledgement i answer a message of this kind, sent before it to its sender?"""
        e = self.ev[i]
        of = e.attr.get('of')
        if of is None:
            return False
        named = next((m for m in self.ev if m.id == of and m.time <= e.time), None)  # [68] an id stands for its kind
        if (KIND_BY_WORD.get(ascii_fold(of)) if named is None else named.kind) != kind:
            return False
        return any(self.ev[j].party != e.party and (e.party in self.to(j, POSSIBLE) or e.party not in UNITS)
                   for j in self.all(kind) if j < i)

    # -- readiness
    def readiness(self, last=None):
        """(start of the undisturbed readiness or None): discharge freezes it, death ends it."""
        start = None
        for i, e in enumerate(self.ev if last is None else self.ev[:last + 1]):
            state = self.fold.before[i]
            if state == 'deceased' or (state == 'discharged' and e.kind != 'deceased'):
                continue
            if e.kind in ('discharge-ready', 'discharge-ready-notice'):
                if start is None:
                    start = i
            elif e.kind in ('discharge-ready-withdrawn', 'interrupted'):
                start = None
        return start

    def readinesses(self):
        """[(start, the withdrawal that ended it or None)]: each undisturbed readiness in the stay."""
        out, start = [], None
        for i, e in enumerate(self.ev):
            if self.fold.before[i] in ('deceased', 'discharged'):
                break
            if e.kind in ('discharge-ready', 'discharge-ready-notice') and start is None:
                start = i
            elif e.kind in ('discharge-ready-withdrawn', 'interrupted') and start is not None:
                out.append((start, i if e.kind == 'discharge-ready-withdrawn' else None))
                start = None
        return out + ([(start, None)] if start is not None else [])

    def ledger(self):
        """(rank, index that began it): never backwards, but a closed SIP may begin anew."""
        rank, began = 0, None
        for i, e in enumerate(self.ev):
            new = LEDGER_OF.get(e.kind)
            if new:
                if rank in (0, 6) and new != 6:
                    rank, began = new, i
                rank = max(rank, new)
        return rank, began


# --------------------------------------------------------------------------------------------------
# 6. Obligations
# --------------------------------------------------------------------------------------------------

ACT = '2017:612 %s'
JH = 'Jämtland Härjedalen 2026, %s'
ROWS = {  # id: (force, cite), in table order
    'lus': (
        ('admission-notice', 'ska', ACT % '2 kap. 1 §, 3 §'),
        ('admission-notice-content', 'ska', ACT % '2 kap. 2 §'),
        ('expected-discharge-update', 'ska', ACT % '2 kap. 4 §'),
        ('care-contact', 'ska', ACT % '2 kap. 5 §'),
        ('planning', 'ska', ACT % '2 kap. 6 §'),
        ('discharge-ready-notice', 'ska', ACT % '3 kap. 1 §'),
        ('information-transfer', 'ska', ACT % '3 kap. 2 §'),
        ('patient-information', 'ska', ACT % '3 kap. 3 §' + '; 2014:821 3 kap. 2 b §'),
        ('sip-call', 'ska', ACT % '4 kap. 3 §'),
        ('sip-plan', 'ska', ACT % '4 kap. 2 §'),
        ('coordinated-care-plan', 'ska', ACT % '4 kap. 1 § andra stycket; 1991:1128 7 a §; 1991:1129 12 a §'),
    ),
    'jamtland-harjedalen': (
        ('reply', 'ska', JH % 'inskrivning'),
        ('services-report', 'ska', JH % 'inskrivning'),
        ('admission-notice-reason', 'ska', JH % 'inskrivning, den slutna vården'),
        ('track-set', 'ska', JH % 'planering, den slutna vården'),
        ('status-report', 'ska', JH % 'planering, den slutna vården'),
        ('sip-need-judged', 'ska', JH % 'planering, den slutna vården'),
        ('sip-red-at-hospital', 'bör', JH % 'planering'),
        ('sip-after-discharge', 'bör', JH % 'planering, den öppna vården'),
        ('sip-attend', 'ska', JH % 'planering; efter utskrivning, kommun'),
        ('checklist', 'ska', JH % 'utskrivningsklar, den slutna vården'),
        ('home-time-agreed', 'ska', JH % 'utskrivningsklar, den slutna vården'),
        ('home-time-confirmed', 'ska', JH % 'Tid för hemgång'),
        ('epicrisis', 'ska', JH % 'utskrivningsklar, den slutna vården'),
        ('medication-list', 'ska', JH % 'utskrivningsklar, den slutna vården'),
        ('patient-information-own', 'ska', JH % 'utskrivningsklar'),
        ('sip-follow-up', 'ska', JH % 'efter utskrivning, den öppna vården'),
        ('sip-follow-up-attend', 'ska', JH % 'efter utskrivning, kommun'),
        ('same-day', 'bör', JH % 'Gemensam målsättning'),
    ),
}
ROWS.update(agreement_rows.ROWS)
ROW = {(_pack, _row[0]): (_number, _row[1], _row[2])
       for _pack, _rows in ROWS.items() for _number, _row in enumerate(_rows)}
PARTY_ORDER = {p: i for i, p in enumerate(PARTIES)}



def earliest(*indices):
    found = [i for i in indices if i is not None]
    return min(found) if found else None


class Obligations:
    """Every obligation that has arisen, judged at `now`."""

    def __init__(self, facts, pack, now):
        self.f, self.now, self.pack = facts, now, pack
        self.out = []
        self.adding = 'lus'
        self.national()
        self.adding = pack
        if pack == 'jamtland-harjedalen':
            self.jamtland()
        elif pack in agreement_rows.ADDED:
            agreement_rows.ADDED[pack](self)
        self.out.sort(key=lambda o: (o['row'], o['trigger_time'], PARTY_ORDER[o['party']], o['trigger']))

    # -- the outcome of one obligation
    def outcome(self, force, due, done, excuse):
        time = self.f.time
        if done is not None and (excuse is None or done <= excuse):
            if due is None or time[done] <= due:
                return 'met'
            return 'met-late' if force == 'ska' else 'not-met'  # [10]
        if excuse is not None and (due is None or time[excuse] <= due):
            return 'excused'
        if due is not None and self.now > due:
            return 'missed' if force == 'ska' else 'not-met'
        return 'open'

    def add(self, row, party, trigger, due, worlds, unsure=False, before=None, earliest_at=None, force=None,
            at_once=None):
        """`worlds` is (done, excuse) when sure, and when possible; the index `before` ends "before/by X"."""
        f = self.f
        number, stated, cite = ROW[self.adding, row]
        force = force or stated
        if day_of(f.time[trigger]) < PACKS[self.adding].valid_from:
            return
        if before is not None and before < trigger:
            return
        status = None
        for done, excuse in worlds:
            this = 'excused' if done is None and at_once is not None and excuse == at_once else \
                self.outcome(force, due, done, excuse)
            if status is None:
                late = this == 'not-met' and done is not None and (excuse is None or done <= excuse)
                status, end = this, done if this in ('met', 'met-late') or late else None
            elif this != status:
                status, end = 'unknown', None
        if unsure and status != 'met':
            status, end = 'unknown', None
        o = {'id': row, 'party': party, 'force': force, 'status': status,
             'due': due, 'done': end, 'cite': cite, 'trigger': trigger,
             'trigger_time': f.time[trigger], 'row': (self.adding != 'lus', number)}
        if earliest_at is not None:
            o['earliest'] = earliest_at
        self.out.append(o)

    # -- one party, one act
    def single(self, row, party, trigger, due, done, unsure=False, before=None, more=None, force=None):
        """`done` is an index, or a pair of them: when sure, and when possible."""
        f = self.f
        excuse = earliest(f.excused_all(trigger, False, party), more)
        if party in UNITS:
            excuse = earliest(excuse, f.excused_unit(party, trigger))
        worlds = [(d, excuse) for d in (done if isinstance(done, tuple) else (done,))]
        self.add(row, party, trigger, due, worlds, unsure, before, force=force)

    # -- a message to several units
    def to_units(self, row, party, trigger, units, kind, due, sender=None, start=0, more=None, drop=None,
                 before=None, unsure=False):
        f = self.f
        general = earliest(f.excused_all(trigger, False, party), more)
        if party in UNITS:
            general = earliest(general, f.excused_unit(party, trigger))
        worlds = []
        for world in (SURE, POSSIBLE):
            sent = [(i, f.to(i, world)) for i in f.all(kind, sender) if i >= start]
            worlds.append(reach(f, trigger, units, sent, due, general, drop))
        self.add(row, party, trigger, due, worlds, unsure, before)

    def agree(self, row, plan):
        """The time that the plan itself set for its follow-up, beside the row that was just added."""
        agreed = self.f.ev[plan].attr.get('followup')
        if self.out and self.out[-1]['id'] == row and agreed not in (None, 'yes'):
            self.out[-1]['agreed'] = agreed

    def not_named_from(self, unit, trigger):
        """When an assessment said who is concerned, and the unit was not among them."""
        f = self.f
        return next((j for j in range(trigger, len(f.ev)) if f.covered[j] == 'yes' and unit not in f.units[j]), None)

    def before_x(self, x):
        return None if x is None else self.f.time[x] - 1

    def same_hours(self, notice):
        """(due, start) of what the first notice is to contain: the 24 hours of the need that it is about [76]."""
        f = self.f
        before = 'unknown'
        for i, e in enumerate(f.ev):
            if e.kind not in ('needs-assessed', 'admitted') or i < f.fold.admitted or \
                    f.fold.state[i] in ('discharged', 'deceased'):
                continue
            came, before = f.covered[i] == 'yes' and before != 'yes', f.covered[i]
            if not came:
                continue
            need, due = i, shifted(hours_after(f.time[i], 24, f.r), 'admission-notice', f.r)
            withdrawn = f.excused_all(i, True)
            if withdrawn is None or withdrawn > notice or f.time[withdrawn] > due:
                break
        return due, max(need, notice)

    # -- the act
    def national(self):
        f, r, fold = self.f, self.f.r, self.f.fold
        ev, time = f.ev, f.time
        gone = fold.discharged
        # admission-notice: at admission, and whenever an assessment adds a concerned unit
        instances, previous = [], NOBODY
        for i, e in enumerate(ev):
            if e.kind not in ('needs-assessed', 'admitted') or fold.admitted is None or i < fold.admitted:
                continue
            if fold.state[i] in ('discharged', 'deceased'):
                continue  # [11]
            units = f.units[i]
            added, previous = units - previous, units
            if added:
                instances.append((i, added))
        self.admission_due = None
        for i, added in instances:
            due = shifted(hours_after(time[i], 24, r), 'admission-notice', r)
            if self.admission_due is None:
                self.admission_due = due
            self.to_units('admission-notice', 'hospital', i, added, 'admission-notice', due)
        notices = f.all('admission-notice')
        if notices and instances:  # [12]
            self.admission_due, start = self.same_hours(notices[0])
            excuse = f.excused_all(start)
            worlds = []
            for world in (SURE, POSSIBLE):
                sent, done = set(), None
                for i in notices:
                    sent |= f.contains(i, world)
                    if sent >= REQUIRED_CONTENT:
                        done = i
                        break
                late = done is not None and time[done] > self.admission_due
                worlds.append((None if late and excuse == start else done, excuse))
            self.add('admission-notice-content', 'hospital', notices[0], self.admission_due, worlds, at_once=start)
        # expected-discharge-update
        for i in changes_of_expected(f):
            if f.covered[i] == 'yes':
                self.add('expected-discharge-update', 'hospital', i, None, [told_of_change(f, i)])
        # care-contact and planning: the first notice sent to the unit while it applies
        i, unsure = self.notice_to('outpatient', False)
        if i is not None:
            self.single('care-contact', 'outpatient', i, self.before_x(gone), f.first('care-contact'), unsure,
                        before=gone)
        for unit in UNITS:
            i, unsure = self.notice_to(unit, True)
            if i is not None:
                done = earliest(*[f.first(k, unit) for k in ('acknowledged', 'services-reported', 'care-contact',
                                                             'municipality-ready')])
                self.single('planning', unit, i, None, done, unsure)
        # discharge-ready-notice
        active, cleared = False, 0
        for i, e in enumerate(ev):
            if fold.before[i] in ('discharged', 'deceased'):
                break
            if e.kind in ('discharge-ready-withdrawn', 'interrupted'):
                active, cleared = False, i
            elif e.kind == 'discharge-ready' and not active:
                active = True
                if f.covered[i] == 'yes':
                    self.to_units('discharge-ready-notice', 'hospital', i, f.units[i], 'discharge-ready-notice',
                                  None, start=cleared, drop=f.harm_denied_from)
        # information-transfer, patient-information
        if gone is not None and f.covered[gone] == 'yes':
            due = shifted(end_of(day_of(time[gone])), 'information-transfer', r)
            self.to_units('information-transfer', 'hospital', gone, f.units[gone], 'information-transferred', due,
                          drop=f.harm_denied_from)
        self.first_ready = fold.spells[0].notices[0] if fold.spells else None
        trigger = earliest(self.first_ready, gone)
        if trigger is not None and f.covered[trigger] == 'yes':
            self.single('patient-information', 'hospital', trigger, None if gone is None else time[gone],
                        f.first('patient-informed', 'hospital'), before=gone)  # [13]
        # sip-call, sip-plan
        self.sip_triggers = []
        for spell in fold.spells:
            for i in spell.notices:
                if f.required[i][0] == 'yes':
                    self.sip_triggers.append((i, spell))
                    break
        established = f.first('sip-established')
        if self.pack == 'sormland' and r['sip-call-trigger'] == 'ready':
            self.sip_triggers = self.ready_triggers(self.sip_triggers)
        for i, spell in self.sip_triggers:
            due = shifted(end_of(day_of(time[i]) + 3), 'sip-call', r)
            withdrawn = spell  # an index or None where the readiness itself is counted from
            if isinstance(spell, Spell):
                withdrawn = spell.end if spell.end is not None and \
                    ev[spell.end].kind == 'discharge-ready-withdrawn' else None
            in_time = [j for j in (f.declined_from(i), withdrawn, f.no_sip_from(i))
                       if j is not None and time[j] <= due]
            self.to_units('sip-call', 'outpatient', i, f.units[i] - {'outpatient'}, 'sip-call', due,
                          sender='outpatient', more=earliest(*in_time))
        plans = [i for i, _ in self.sip_triggers]
        held = f.first('sip-held')
        if held is not None and f.covered[held] == 'yes' and (not plans or held < plans[0]):
            plans.insert(0, held)
        for i in plans:
            self.single('sip-plan', 'outpatient', i, None, established,
                        more=earliest(f.declined_from(i), self.municipality_withdrawn(i), f.no_sip_from(i)))
        # coordinated-care-plan
        compulsory = False
        for i in f.all('needs-assessed'):
            was, compulsory = compulsory, 'open-compulsory' in ev[i].flags
            if compulsory and not was:
                ended = earliest(*[j for j in f.all('needs-assessed')
                                   if j > i and 'open-compulsory' not in ev[j].flags])
                self.single('coordinated-care-plan', 'hospital', i, self.before_x(gone),
                            f.first('coordinated-care-plan'), before=gone, more=ended)

    def ready_triggers(self, triggers):
        """Sörmland, sip-call-trigger=ready: from the first word, while a SIP is required, that the patient is ready."""
        f, out = self.f, []
        readinesses = f.readinesses()
        for n, (start, withdrawn) in enumerate(readinesses):
            end = readinesses[n + 1][0] if n + 1 < len(readinesses) else len(f.ev)
            words = [i for i in f.all('discharge-ready') + f.all('discharge-ready-notice') if start <= i < end
                     and f.required[i][0] == 'yes' and f.fold.before[i] not in ('discharged', 'deceased')]
            if words:
                out.append((min(words), withdrawn))
        return out

    def municipality_withdrawn(self, trigger):
        f = self.f
        if not f.units[trigger] & MUNICIPAL:
            return None
        for j in range(trigger, len(f.ev)):
            if not f.units[j] & MUNICIPAL:
                return j
        return None

    def notice_to(self, unit, must_be_concerned):
        """(index, unsure): the first admission notice to the unit while the act applies."""
        f = self.f
        for world in (SURE, POSSIBLE):
            for i in f.all('admission-notice'):
                if unit in f.to(i, world) and f.covered[i] == 'yes' and \
                        (unit in f.units[i] or (world is SURE and not must_be_concerned)):
                    return i, world is POSSIBLE
        return None, False

    # -- Jämtland Härjedalen
    def jamtland(self):
        f, r, fold = self.f, self.f.r, self.f.fold
        ev, time = f.ev, f.time
        gone = fold.discharged
        notices = f.all('admission-notice')
        first = notices[0] if notices and f.covered[notices[0]] == 'yes' else None
        for unit in UNITS:
            i, unsure = self.notice_to(unit, False)
            if i is None:
                continue
            answers = [j for j in f.all('acknowledged', unit) if f.answers(j, 'admission-notice')]
            reported = f.first('services-reported', unit)
            self.single('reply', unit, i, None, earliest(reported, *answers), unsure)
            self.single('services-report', unit, i, None, reported, unsure,
                        more=f.information_refused_from(i, ('hospital',)))
        if first is not None:
            refused = f.information_refused_from(first, f.units[first])
            if self.admission_due is not None and any(
                    f.consent('information', u, first) == 'given' for u in f.units[first]):
                excuse = earliest(f.excused_all(first), refused)
                worlds = []
                for world in (SURE, POSSIBLE):
                    done = earliest(*[i for i in notices if 'reason' in f.contains(i, world)])
                    worlds.append((done, excuse))
                self.add('admission-notice-reason', 'hospital', first, self.admission_due, worlds)
            x = gone if r['step-time'] == 'asap' else self.first_ready
            self.single('track-set', 'hospital', first, self.before_x(x), f.first('track'), before=x)
            self.single('status-report', 'hospital', first, None, f.first('status-reported', 'hospital'),
                        more=refused)
            if f.both(f.needs[first], f.units[first]):
                self.single('sip-need-judged', 'hospital', first, None, f.first('sip-need', 'hospital'))
            # checklist: all five settled at once, by the latest word on each
            settled, done = {}, None
            for i in f.all('checklist'):
                settled[ev[i].attr['item']] = bool(ev[i].flags & {'done', 'not-needed'})
                if done is None and all(settled.get(k) for k in ('aids', 'medication', 'nutrition', 'incontinence',
                                                                 'med-equipment')):
                    done = i
            x = self.first_ready
            self.single('checklist', 'hospital', first, self.before_x(x), done, before=x)
        # sip-red-at-hospital
        tracked = bool(f.all('track'))
        for i in range(len(ev)):
            if f.required[i][0] == 'yes' and (f.track[i] == 'red' or not tracked):
                due, declined = None if gone is None else time[gone], f.declined_from(i)
                if declined is not None and due is not None and time[declined] > due:
                    declined = None  # too late to excuse
                self.single('sip-red-at-hospital', 'outpatient', i, due,
                            f.first('sip-held'), unsure=not tracked, before=gone, more=declined)
                break
        # sip-after-discharge
        i = f.first('sip-call', 'outpatient')
        if i is not None and f.covered[i] == 'yes' and f.track[i] != 'red':
            held = f.first('sip-held', start=i)
            excuse = earliest(f.excused_all(i, False, 'outpatient'), f.excused_unit('outpatient', i))
            status = 'open'
            if held is not None and (excuse is None or held <= excuse):
                status = 'met' if gone is not None and time[held] >= time[gone] else 'not-met'
            elif excuse is not None:
                status = 'excused'
            if f.track[i] is None and status != 'met':
                status, held = 'unknown', None
            if status in ('open', 'excused'):
                held = None
            if day_of(time[i]) >= PACKS['jamtland-harjedalen'].valid_from:
                number, force, cite = ROW[self.adding, 'sip-after-discharge']
                self.out.append({'id': 'sip-after-discharge', 'party': 'outpatient', 'force': force,
                                 'status': status, 'due': None, 'done': held, 'cite': cite, 'trigger': i,
                                 'trigger_time': time[i], 'row': (True, number),
                                 'earliest': None if gone is None else time[gone]})
        # sip-attend, sip-follow-up-attend
        for unit in ('social-services', 'municipal-health', 'hospital'):
            i, unsure = self.call_to(unit, 0)
            if unit == 'hospital' and i is not None:
                if fold.before[i] in ('discharged', 'deceased') or f.track[i] in ('green', 'yellow'):
                    i = None
                elif f.track[i] is None:
                    unsure = True
            if i is not None:
                self.attend('sip-attend', unit, i, 'sip-held', unsure)
        decided = [i for i in f.all('sip-established') if 'followup' in ev[i].attr]
        if decided:
            if f.covered[decided[0]] == 'yes':
                done = earliest(f.first('sip-call', 'outpatient', decided[0]),
                                f.first('sip-followed-up', None, decided[0]))
                self.single('sip-follow-up', 'outpatient', decided[0], None, done)
                self.agree('sip-follow-up', decided[0])
            for unit in MUNICIPAL:
                i, unsure = self.call_to(unit, decided[0])
                if i is not None:
                    self.attend('sip-follow-up-attend', unit, i, 'sip-followed-up', unsure)
        # after the ready notice, once per spell
        for spell in fold.spells:
            i = spell.notices[0]
            if f.covered[i] == 'yes':
                self.home_time_agreed(i, gone)
                for row, words in (('epicrisis', ('done',)), ('medication-list', ('done', 'not-needed'))):
                    done = earliest(*[j for j in f.all('checklist') if ev[j].attr['item'] == row
                                      and ev[j].flags & set(words)])
                    self.single(row, 'hospital', i, None, done)
            for unit in UNITS:
                for world in (SURE, POSSIBLE):
                    sent = [j for j in spell.notices if unit in f.to(j, world) and f.covered[j] == 'yes'
                            and (world is SURE or unit in f.units[j])]
                    if sent:
                        self.single('patient-information-own', unit, sent[0], None,
                                    f.first('patient-informed', unit), unsure=world is POSSIBLE)
                        break
        # home-time-confirmed
        for unit in MUNICIPAL:
            for i in f.all('home-time', 'hospital')[:1]:
                if f.covered[i] == 'yes' and unit in f.units[i]:
                    done = earliest(f.first('home-time', unit, i),
                                    *[j for j in f.all('acknowledged', unit)
                                      if j >= i and f.answers(j, 'home-time')])
                    self.single('home-time-confirmed', unit, i, None, done)
                    break
        # same-day
        for i, withdrawn in f.readinesses():
            due = end_of(day_of(time[i]))
            if withdrawn is not None and time[withdrawn] > due:
                withdrawn = None
            if f.covered[i] == 'yes':
                self.single('same-day', 'hospital', i, due, gone, more=withdrawn)

    def call_to(self, unit, start):
        f = self.f
        for world in (SURE, POSSIBLE):
            for i in f.all('sip-call'):
                if i >= start and f.covered[i] == 'yes' and unit in f.to(i, world) and f.ev[i].party != unit \
                        and (world is SURE or unit in f.units[i]):
                    return i, world is POSSIBLE
        return None, False

    def attend(self, row, unit, trigger, kind, unsure):
        """By the first meeting after the call; a meeting that does not say who came leaves it unknown."""
        f = self.f
        meetings = [i for i in f.all(kind) if i >= trigger]
        due = f.time[meetings[0]] if meetings else None
        excuse = earliest(f.excused_all(trigger, False, unit), f.excused_unit(unit, trigger) if unit in UNITS else None)
        worlds = []
        for world in (SURE, POSSIBLE):
            done = earliest(*[i for i in meetings
                              if unit in f.ev[i].attr.get('with', UNITS | {'hospital'} if world is POSSIBLE
                                                          else NOBODY)])
            worlds.append((done, excuse))
        self.add(row, unit, trigger, due, worlds, unsure)

    def home_time_agreed(self, i, gone):
        f, r = self.f, self.f.r
        unsure = False
        home = ('home',) if r['home-means'] == 'home' else ('home', 'special-housing')
        if gone is None:
            unsure = True
        else:
            to = f.ev[gone].attr.get('to')
            if to is None:
                unsure = r['destination-unstated'] == 'unknown'
            elif to not in home:
                return
        self.single('home-time-agreed', 'hospital', i, self.before_x(gone), f.first('home-time', 'hospital'),
                    unsure, before=gone)


def reach(f, trigger, units, sent, due, general, drop):
    """(done, excuse) of a message owed to several units; a unit no longer to be told is left out."""
    done, dropped, missing = [], [], False
    for unit in units:
        excuse = f.excused_unit(unit, trigger)
        if drop is not None:
            excuse = earliest(excuse, drop(unit, trigger))
        if excuse is not None and general is not None and general < excuse:
            excuse = None  # excused already, for all of them
        first = next((i for i, to in sent if unit in to), None)
        if first is not None and (excuse is None or first <= excuse):
            done.append(first)
        elif excuse is not None and (due is None or f.time[excuse] <= due):
            dropped.append(excuse)
        else:
            missing = True
    if missing:
        return None, general
    if done:
        return max(done), general
    return None, earliest(general, max(dropped) if dropped else None)


def changes_of_expected(f):
    """Indices of expected-discharge events after a notice that change what was expected [14]."""
    out, value, noticed = [], None, False
    for i, e in enumerate(f.ev):
        if e.kind == 'admission-notice':
            noticed = True
            value = e.attr.get('expected', value)
        elif e.kind == 'planned-admission':
            value = e.attr.get('expected', value)
        elif e.kind == 'expected-discharge':
            new = e.attr.get('expected')
            if noticed and (new is None or new != value):
                out.append(i)
            value = new if new is not None else value
    return out


def told_of_change(f, i):
    """(done, excuse): the change at i is told by expected-discharge with to=, from i on."""
    sent = [(j, f.ev[j].to) for j in f.all('expected-discharge') if j >= i and f.ev[j].to is not None]
    return reach(f, i, f.units[i], sent, None, f.excused_all(i), None)


# --------------------------------------------------------------------------------------------------
# 7. Readiness of the municipality and for home
# --------------------------------------------------------------------------------------------------


def municipality_ready(f, i, now, last=None):
    """With the needs at index i and the marks up to it, or up to `last`, at the instant `now`."""
    covered, units = f.covered_at(i), f.units_at(i)
    said, out = {}, {}
    for j in range((i if last is None else last) + 1):
        e = f.ev[j]
        if e.kind in ('municipality-ready', 'municipality-not-ready'):
            subject = e.attr.get('for') or ('sol' if e.party == 'social-services' else 'hsl')  # [15]
            said[subject] = e
    needed = {'sol': 'social-services' in units, 'hsl': 'municipal-health' in units,
              'rehab': 'rehab' in said and covered != 'no'}
    for subject in ('sol', 'hsl', 'rehab'):
        e = said.get(subject)
        if covered != 'unknown' and not needed[subject]:
            out[subject] = 'not-needed'
        elif e is not None:
            ready = e.kind == 'municipality-ready' and ('from' not in e.attr or e.attr['from'] <= now)
            out[subject] = 'yes' if ready else 'no'
        elif covered == 'unknown':
            out[subject] = 'not-needed' if subject == 'rehab' else 'unknown'
        else:
            out[subject] = 'no'
    values = [v for v in out.values() if v != 'not-needed']
    if covered == 'unknown':
        combined = 'unknown'
    elif not values:
        combined = 'not-needed'  # [16]
    else:
        combined = 'yes' if all(v == 'yes' for v in values) else 'no'
    return dict(combined=combined, **out)


def home_criteria(f, last):
    """The five criteria as they are after the event `last`: True, False, or None where the log does not tell."""
    informed = any(i <= last for i in f.all('patient-informed', 'hospital'))
    transferred = []
    for world in (SURE, POSSIBLE):
        other = POSSIBLE if world is SURE else SURE
        owed, sent, some = set(), set(), False
        for i in f.all('admission-notice'):
            if i <= last:
                owed |= f.to(i, other)
        for i in f.all('information-transferred'):
            if i <= last:
                sent |= f.to(i, world)
                some = True
        transferred.append(some and sent >= owed)
    item = {}
    for i in f.all('checklist'):
        if i <= last:
            item[f.ev[i].attr['item']] = bool(f.ev[i].flags & {'done', 'not-needed'})
    return {
        'patient-ready': f.fold.state[last] != 'deceased' and f.readiness(last) is not None if f.ev else False,
        'patient-informed': informed,
        'care-contact': any(i <= last for i in f.all('care-contact')),
        'information-transferred': transferred[0] if transferred[0] == transferred[1] else None,
        'aids': bool(item.get('aids') and item.get('med-equipment')),  # [17]
    }


def home_ready(f):
    criteria = home_criteria(f, len(f.ev) - 1)
    values = criteria.values()
    combined = 'yes' if all(values) else 'no' if False in values else 'unknown'
    return {'combined': combined, 'missing': [k for k, v in criteria.items() if not v]}


def patient_ready(f):
    if f.fold.last_state == 'deceased':
        return 'no'
    return 'yes' if f.readiness() is not None else 'no'  # [18]


# --------------------------------------------------------------------------------------------------
# 8. Liability, 5 kap.
# --------------------------------------------------------------------------------------------------

PREREQUISITES = ('pre-scope', 'pre-admission-notice', 'pre-ready-notice', 'pre-sip-call', 'pre-payer')
OPEN = 'open'  # printed as unknown: can still be met


def touches(spans, day):
    a, b = midnight(day), midnight(day + 1)
    return any(s < b and (e is None or e > a) for s, e in spans)


def covers(spans, day):
    a, b = midnight(day), midnight(day + 1)
    return any(s <= a and (e is None or e >= b) for s, e in spans)


class Liability:
    def __init__(self, facts, now, rates, pack, stated=()):
        """`stated`: readings that the caller chose, against the pack's own defaults."""
        self.f, self.now, self.rates = facts, now, rates
        case = facts.fold.case
        self.payer = case.payer or case.municipality
        if self.payer == 'none':
            self.payer_known, self.payer = 'no', None
        else:
            self.payer_known = 'yes' if self.payer else 'unknown'
        county = PACKS[pack].county
        self.outside = county is not None and self.payer is not None and self.payer[:2] != county
        self.pack = 'lus' if self.outside else pack  # 6.12
        self.valid_from = PACKS[self.pack].valid_from
        self.region = case.region or county
        self.one_principal = self.payer == '0980' and self.region == '09'  # [63]
        self.cutoff = facts.r['cutoff-at-noon']
        if self.outside and 'cutoff-at-noon' not in stated:
            self.cutoff = DEFAULTS['cutoff-at-noon']  # the act's, not the agreement's
        self.names = PREREQUISITES + (('pre-not-opposed',) if self.pack == 'stockholm' else ())
        self.today = day_of(now)
        self.obstacles = facts.intervals('outpatient-obstacle', 'outpatient-clear')
        self.leaves = facts.intervals('leave-start', 'leave-end')
        self.marks = set()  # instants at which a prerequisite turns
        self._admission, self._calls = {}, {}

    # -- one prerequisite each, per world
    def admission(self, world):
        """(due or None, index of completion, index of the first notice to any municipal unit)."""
        if world in self._admission:
            return self._admission[world]
        f, r = self.f, self.f.r
        named = next((i for i in f.all('needs-assessed') if f.units[i] & MUNICIPAL), None)
        base = None if named is None or f.fold.admitted is None else max(named, f.fold.admitted)
        due = None if base is None else shifted(hours_after(f.time[base], 24, r), 'admission-notice', r)
        reading = r['admission-recipients']
        wanted = NOBODY
        if base is not None and reading != 'any-municipal':
            wanted = f.units[base] & MUNICIPAL if reading == 'every-municipal' else f.units[base]
        told, content, done, any_one = set(), set(), None, None
        for i in f.all('admission-notice'):
            to = f.to(i, world)
            told |= to
            if to & MUNICIPAL:
                content |= f.contains(i, world)
                if any_one is None:
                    any_one = i
            if done is None and told & MUNICIPAL and told >= wanted and content >= REQUIRED_CONTENT:
                done = i
        self._admission[world] = due, done, any_one
        return self._admission[world]

    def ready(self, spell, world):
        """Index of T: the first event at which the spell's notices had reached every municipal unit concerned."""
        f = self.f
        told = set()
        last = spell.end if spell.end is not None else len(f.ev)
        for i in range(spell.notices[0], last):
            if i in spell.notices:
                told |= f.to(i, world)
            elif f.ev[i].kind != 'needs-assessed':
                continue
            if told >= f.units[i] & MUNICIPAL:
                return i
        return None

    def call(self, spell, world):
        """('free'|'unknown'|'required', due, index of completion)."""
        key = spell.notices[0], world
        if key not in self._calls:
            self._calls[key] = self.find_call(spell, world)
        return self._calls[key]

    def find_call(self, spell, world):
        f, r = self.f, self.f.r
        trigger = spell.notices[0]
        required = f.required[trigger][0]
        if required != 'yes':
            return ('free' if required == 'no' else 'unknown'), None, None
        due = shifted(end_of(day_of(f.time[trigger]) + 3), 'sip-call', r)
        general = earliest(f.excused_all(trigger, True), f.excused_unit('outpatient', trigger, True),
                           f.declined_from(trigger), f.no_sip_from(trigger))
        left_out = [f.excused_unit(unit, trigger, True) for unit in f.units[trigger] - {'outpatient'}]
        excuse = general if None in left_out else earliest(general, max(left_out))
        if excuse is not None and f.time[excuse] <= due:
            return 'free', due, None
        sent = [(i, f.to(i, world)) for i in f.all('sip-call', 'outpatient')]
        told, done = set(), None  # 6.6: later changes neither cure nor create a breach
        for i, to in sent:
            told |= to
            if f.units[trigger] - {'outpatient'} <= told:
                done = i
                break
        return 'required', due, done

    def judge_world(self, spell, world, late):
        """Prerequisites, T and the entry day in one world."""
        f, now = self.f, self.now
        ended = spell.end is not None
        pre = {}
        t = self.ready(spell, world)
        place = t if t is not None else (spell.end if ended else len(f.ev) - 1)
        pre['pre-scope'] = f.covered[place]
        pre['pre-ready-notice'] = 'yes' if t is not None else 'no' if ended else OPEN
        pre['pre-payer'] = self.payer_known
        concerned = f.units[place] & MUNICIPAL
        opposed = f.general_refusal[place] or concerned & f.refuses[place]
        pre['pre-not-opposed'] = 'no' if opposed else 'yes'  # [64]
        not_yet = 'no' if ended else OPEN
        before_end = lambda i: i is not None and (not ended or f.time[i] < f.time[spell.end])  # [61]
        start = t          # the notice, or what counts as if it were
        move = None        # a day to which entry moves
        # admission notice
        due, done, any_one = self.admission(world)
        if due is not None:
            self.marks.add(due + 1)
        if done is not None and (due is None or f.time[done] <= due):
            value = 'yes'
        elif due is None:
            value = OPEN if f.covered_at(len(f.ev) - 1) != 'unknown' else 'unknown'
        elif done is None and now <= due:
            value = OPEN
        elif late == 'strict':
            value = 'no'
        elif late == 'curable':
            if before_end(done):
                value = 'yes'
                if t is not None and f.time[done] > f.time[t]:
                    start = done
            else:
                value = not_yet
        else:
            value = None
        if late == 'existence':
            value = 'yes' if before_end(any_one) else not_yet
        pre['pre-admission-notice'] = value
        # SIP call
        kind, due, done = self.call(spell, world)
        if due is not None:
            self.marks.add(due + 1)
        if kind != 'required':
            value = 'yes' if kind == 'free' else 'unknown'
        elif late == 'existence':
            value = 'yes' if before_end(f.first('sip-call', 'outpatient')) else not_yet
        elif done is not None and f.time[done] <= due:
            value = 'yes'
        elif done is None and now <= due:
            value = OPEN
        elif late == 'strict':
            value = 'no'
        elif before_end(done):
            value = 'yes'
            if t is not None and f.time[done] > f.time[t]:
                move = day_of(f.time[done])
        else:
            value = not_yet
        pre['pre-sip-call'] = value
        # entry day
        entry = None
        if t is not None:
            entry = self.entry(f.time[start], f.care[t])
            if move is not None:
                entry = max(entry, move)
            if f.r['obstacle'] == 'defers-entry':
                entry = self.defer(entry)
        return {'pre': pre, 't': t, 'entry': entry}

    def entry(self, t, care):
        r, clock = self.f.r, local(t)
        second = clock.hour * 3600 + clock.minute * 60 + clock.second
        after = second > 43200 or (second == 43200 and self.cutoff == 'late')
        days = self.psychiatric_days(clock.toordinal()) if care == 'psychiatric' else None
        if days is not None:
            return clock.toordinal() + days + (1 if after else 0)
        if care == 'psychiatric' and clock.year == 2018:
            return clock.toordinal() + 30 + (1 if after and r['psychiatric-2018-cutoff'] == 'same' else 0)
        return clock.toordinal() + (4 if after else 3)

    def psychiatric_days(self, day):
        """What an agreement says of psychiatric care, or None."""
        if self.pack == 'stockholm':
            return 6
        if self.pack == 'vastra-gotaland' and iso_day(day)[:7] in ('2020-01', '2020-02', '2020-03'):
            return 7
        return None

    def defer(self, entry):
        """The first day from `entry` on with no obstacle; None while one is in force with no end [19]."""
        last = max([day_of(e) for _, e in self.obstacles if e is not None], default=entry)
        for day in range(entry, max(entry, last) + 2):
            if not touches(self.obstacles, day):
                return day
        return None

    # -- a spell
    def spell(self, spell, late):
        f, r = self.f, self.f.r
        sure = self.judge_world(spell, SURE, late)
        possible = sure if self.f.stated else self.judge_world(spell, POSSIBLE, late)
        ended = spell.end is not None
        end_day = day_of(f.time[spell.end]) if ended else None
        pre = {}
        for name in self.names:
            a, b = sure['pre'][name], possible['pre'][name]
            pre[name] = a if a == b else 'unknown'
        when = [None if w['t'] is None else f.time[w['t']] for w in (sure, possible)]
        entry_known = when[0] == when[1] and sure['entry'] == possible['entry']
        entry = sure['entry'] if entry_known else None
        out = {'spell': spell, 'pre': pre, 'entry': entry, 'lines': [], 'days': 0, 'amount': 0, 'reasons': []}
        places = [w['t'] for w in (sure, possible) if w['t'] is not None] or [spell.notices[0]]
        if any(day_of(f.time[place]) < self.valid_from for place in places):
            out.update(status='unknown', reasons=['outside-validity'], entry=None, days=None, amount=None)
            return out
        # (1) none
        reason = None
        for world in (sure, possible):
            reason = self.none_reason(world, possible, ended, end_day)
            if reason is None:
                break
        if reason:
            first = self.none_reason(sure, possible, ended, end_day)
            out.update(status='none', reasons=[first])
            return out
        # (2) blocked
        no = [n for n in self.names if pre[n] == 'no']
        if no:
            out.update(status='blocked', reasons=no)
            return out
        # (3) unknown
        unknown = [n for n in self.names if pre[n] in ('unknown', OPEN)]
        if any(pre[n] == 'unknown' for n in self.names) or not entry_known:
            out.update(status='unknown', days=None, amount=None, reasons=unknown)
            return out
        if self.pack == 'stockholm':  # liability-active=unknown
            out.update(status='unknown', days=None, amount=None, reasons=['liability-not-active'])
            return out
        # (4) pending
        early = entry is None or self.today < entry
        if unknown or (early and not ended):
            out.update(status='pending', reasons=unknown + (['before-entry'] if early and sure['t'] is not None
                                                             else []))
            return out
        # (5), (6)
        out['lines'] = self.days(spell, sure['t'], entry, end_day)
        charged = [d for d, rule in out['lines'] if rule is None]
        out['days'], out['amount'] = len(charged), self.amount(charged)
        barred = r['obstacle'] == 'bars-spell' and touches(self.obstacles, entry)
        freed = [n for n in ('obstacle', 'leave', 'entry-day', 'need-withdrawn') if n in [rule for _, rule in out['lines']]]
        if (ended and not charged) or barred:
            out.update(status='none', reasons=['all-days-freed'] + freed)
        else:
            out.update(status='ended' if ended else 'accruing', reasons=freed)
        return out

    def none_reason(self, world, possible, ended, end_day):
        f, r = self.f, self.f.r
        t = world['t']
        if t is not None:
            if f.covered[t] == 'no':
                return 'not-covered'
            if f.covered[t] == 'yes' and not f.units[t] & MUNICIPAL:
                return 'no-municipal-need'
        if self.one_principal:
            return 'one-principal'
        if self.payer_known == 'no':
            return 'no-registered-municipality'
        if t is None:
            world = possible
        if ended and world['t'] is not None:
            entry = world['entry']
            if entry is None:
                return 'ended-before-entry'
            last = end_day if r['end-day'] == 'charged' else end_day - 1
            first = entry + 1 if r['entry-day'] == 'free' else entry
            if first > last:
                return 'ended-before-entry'
        return None

    def days(self, spell, t, entry, end_day):
        """(day, None if charged else the reason that frees it) from the entry day on."""
        f, r = self.f, self.f.r
        withdrawn, start = [], None
        for i in f.all('needs-assessed'):
            if i > t:
                if f.units[i] & MUNICIPAL:
                    if start is not None:
                        withdrawn.append((start, f.time[i]))
                    start = None
                elif start is None:
                    start = f.time[i]
        if start is not None:
            withdrawn.append((start, None))
        out = []
        barred = r['obstacle'] == 'bars-spell' and touches(self.obstacles, entry)
        for day in range(entry, self.today if end_day is None else end_day + 1):
            if barred or (r['obstacle'] == 'day' and touches(self.obstacles, day)):
                reason = 'obstacle'
            elif r['leave-days'] == 'free' and covers(self.leaves, day):
                reason = 'leave'
            elif day == entry and r['entry-day'] == 'free':
                reason = 'entry-day'
            elif day == end_day and r['end-day'] == 'free':
                reason = 'end-day'
            elif touches(withdrawn, day):
                reason = 'need-withdrawn'
            else:
                reason = None
            out.append((day, reason))
        return out

    def rate(self, day):
        return self.rates.get(date.fromordinal(day).year)

    def amount(self, days):
        total = 0
        for day in days:
            rate = self.rate(day)
            if rate is None:
                return None
            total += rate
        return total

    # -- the case
    def case(self, late):
        spells = [self.spell(s, late) for s in self.f.fold.spells]
        if not spells:
            unknown = self.f.covered_at(len(self.f.ev) - 1) == 'unknown'
            return {'status': 'unknown' if unknown else 'none', 'entry': None, 'days': 0, 'amount': 0,
                    'spells': [], 'reasons': ['pre-scope' if unknown else 'no-ready-notice']}
        latest = spells[-1]
        paid = [s for s in spells if s['status'] in ('accruing', 'ended') and s['days']]
        status, reasons = latest['status'], list(latest['reasons'])
        if status in ('none', 'blocked') and paid:
            status, reasons, latest = 'ended', list(paid[-1]['reasons']), paid[-1]
        days = amount = None
        if all(s['status'] != 'unknown' for s in spells):
            days = sum(s['days'] for s in spells)
            amount = None if any(s['amount'] is None for s in spells) else sum(s['amount'] for s in spells)
        shown = spells if days is not None else [latest]  # [92]
        if any(s['amount'] is None and s['status'] != 'unknown' for s in shown):
            reasons.append('rate-unknown')
        return {'status': status, 'entry': (paid[0] if paid else spells[-1])['entry'], 'days': days,
                'amount': amount, 'spells': spells, 'reasons': reasons}


# --------------------------------------------------------------------------------------------------
# 9. Findings
# --------------------------------------------------------------------------------------------------


class Findings:
    def __init__(self, fold, facts, obligations, liability, refused, now):
        self.found = {}
        self.f, self.now = facts, now
        f, ev = facts, facts.ev
        last = len(ev) - 1
        for e in sorted(fold.refused + refused, key=lambda e: (e.time, e.line)):
            self.mark('refused-event', e.party, e.line)
        for mark, i in fold.marks:
            if mark == 'maybe-duplicate':
                if not self.adds(fold, i):
                    self.mark('duplicate-ready-notice', 'hospital', ev[i].line)
            elif mark != 'discharged-without-ready' or f.covered[i] == 'yes':
                self.mark(mark, 'hospital', ev[i].line)
        self.notices(fold)
        self.expected()
        self.at_discharge(fold)
        # SIP
        for i in f.all('sip-need'):
            if 'not-needed' in ev[i].flags and f.required[i][0] == 'yes':
                self.mark('sip-denied-by-unit', ev[i].party, ev[i].line)
        if fold.discharged is not None:
            rank, began = f.ledger()
            if rank in (1, 2) and not f.declined[last] and now > self.days_after(f.time[fold.discharged]):
                self.mark('sip-abandoned', ev[began].party, ev[began].line)
        self.sharing()
        # registration
        recorded = [e for e in ev if e.recorded is not None]
        for e in recorded:
            if e.recorded - e.time > 86400:
                self.mark('late-registration', e.party, e.line)
            if any(x.time < e.time and x.recorded > e.recorded for x in recorded):
                self.mark('out-of-order', e.party, e.line)
        answers = f.all('deviation-answered')
        for i in f.all('deviation'):  # the n-th answer is to the n-th deviation
            answers = [j for j in answers if j >= i]
            if answers:
                answers = answers[1:]
            elif now > self.days_after(f.time[i]):
                self.mark('deviation-unanswered', ev[i].party, ev[i].line)
        case = fold.case
        if case.previous_discharge is not None and fold.admitted is not None:
            gap = day_of(f.time[fold.admitted]) - day_of(case.previous_discharge)
            if 0 <= gap <= 30 and case.previous_discharge <= f.time[fold.admitted]:
                self.mark('readmitted-within-30-days', 'hospital', f.line[fold.admitted])
        colour = None
        for i in f.all('track'):
            if colour is not None and f.track[i] != colour:
                self.mark('track-changed', 'hospital', ev[i].line)
            colour = f.track[i]
        if liability.outside:
            self.mark('outside-agreement', 'hospital', 0)
        self.list = list(self.found.values())
        for o in obligations.out:
            if o['status'] in ('missed', 'met-late'):  # [20]
                self.list.append({'id': o['id'], 'party': o['party'], 'count': 1, 'cite': o['cite'],
                                  'line': f.line[o['done']] if o['done'] is not None else 0})

    def mark(self, name, party, line):
        if name in self.found:
            self.found[name]['count'] += 1
        else:
            self.found[name] = {'id': name, 'party': party, 'line': line, 'count': 1, 'cite': ''}

    def days_after(self, t):
        return end_of(day_of(t) + 30)

    def adds(self, fold, i):
        """Does (or may) a notice in an open spell reach a concerned unit not told before? [21]"""
        f = self.f
        spell = next(s for s in fold.spells if i in s.notices)
        told = set()
        for j in spell.notices:
            if j == i:
                break
            told |= f.ev[j].to or NOBODY
        mine = UNITS if f.ev[i].to is None else f.ev[i].to
        concerned = UNITS if f.covered[i] == 'unknown' else f.units[i]
        return bool((set(mine) & concerned) - told)

    def notices(self, fold):
        f, ev = self.f, self.f.ev
        notices = f.all('admission-notice')
        for i in notices:
            if f.covered[i] == 'no':
                self.mark('notice-not-called-for', 'hospital', ev[i].line)
        if not notices:
            return
        first, told, content = notices[0], set(), set()
        for i in notices:
            told |= f.to(i, POSSIBLE)
            content |= f.contains(i, POSSIBLE)
        if f.covered[first] == 'yes' and f.units[first] - told:  # [22]
            self.mark('notice-missing-recipient', 'hospital', ev[first].line)
        if not content >= REQUIRED_CONTENT:
            self.mark('notice-missing-content', 'hospital', ev[first].line)

    def expected(self):
        f, ev = self.f, self.f.ev
        for i in changes_of_expected(f):
            if f.covered[i] != 'yes':
                continue
            done, excuse = told_of_change(f, i)
            if done is None and excuse is None:
                self.mark('expected-discharge-not-told', 'hospital', ev[i].line)
        old, noticed = None, False
        for i, e in enumerate(ev):
            if e.kind in ('admission-notice', 'planned-admission'):
                noticed = noticed or e.kind == 'admission-notice'
                old = e.attr.get('expected', old)
            elif e.kind == 'expected-discharge' and 'expected' in e.attr:
                new = e.attr['expected']
                if e.to is not None and noticed and new != old and f.covered[i] == 'yes' and f.fold.before[i] not in ('discharged', 'deceased') \
                        and e.time > min(new, new if old is None else old) - 86400:
                    self.mark('expected-discharge-short-notice', 'hospital', e.line)
                old = new

    def at_discharge(self, fold):
        f, ev = self.f, self.f.ev
        i = fold.discharged
        if i is None or f.covered[i] != 'yes':
            return
        line = ev[i].line
        if f.units[i] & MUNICIPAL:
            last = max(j for j in range(len(ev)) if f.time[j] <= f.time[i])  # at the same instant is not before
            ready = municipality_ready(f, i, f.time[i], last)
            if ready['combined'] != 'yes':
                self.mark('discharged-before-municipality-ready', 'hospital', line)
                if ev[i].attr.get('to') == 'home':
                    self.mark('municipality-ready-incomplete', 'hospital', line)
        if 'outpatient' in f.units[i] and not any(j < i for j in f.all('care-contact')):
            self.mark('no-care-contact-at-discharge', 'outpatient', line)
        if f.both(f.needs[i], f.units[i]) and 'open-compulsory' not in f.needs[i]:
            said = any(ev[j].kind.startswith('sip-') or
                       (ev[j].kind == 'consent' and ev[j].attr['scope'] == 'sip') for j in range(i))
            if not said:
                self.mark('sip-need-not-assessed', 'hospital', line)

    # -- what was sent, and on what ground
    def sharing(self):
        f, ev = self.f, self.f.ev
        for i, e in enumerate(ev):
            worst = None
            for item, recipient in self.carried(i):
                if recipient == e.party:
                    continue  # nobody tells itself
                answer = share(f, i, item, e.party, recipient)
                if answer in ('needs-consent', 'refused'):
                    worst = 'shared-without-ground'
                elif answer == 'harm-test' and worst is None:
                    worst = 'no-harm-test'
            if worst:
                self.mark(worst, e.party, e.line)

    def carried(self, i):
        """(item, recipient) of the message i; nothing is asserted of recipients or contents not stated."""
        f, e = self.f, self.f.ev[i]
        k = e.kind
        if k == 'admission-notice':
            items = ['identity', 'expected-discharge']
            if f.contains(i, SURE) is e.attr.get('contains') and e.attr.get('contains', NOBODY) & {'reason',
                                                                                                 'diagnosis'}:
                items.append('reason')
            return [(x, u) for x in items for u in f.to(i, SURE)]
        if k == 'expected-discharge':
            return [('expected-discharge', u) for u in e.to or ()]
        if k == 'status-reported':
            return [('status', u) for u in (f.units[i] if e.party == 'hospital' else ('hospital',))]
        if k == 'services-reported':
            return [('services', 'hospital')]
        if k == 'discharge-ready-notice':
            return [('coordinated-care-plan' if e.attr.get('under') else 'ready', u) for u in f.to(i, SURE)]
        if k == 'information-transferred':
            return [('discharge-information', u) for u in f.to(i, SURE)]
        if k == 'sip-call':
            return [('sip-call', u) for u in f.to(i, SURE)]
        return []


def share(f, i, item, sender, recipient):
    """May the sender share the item with the recipient at the event i?"""
    units = f.units[i]
    if sender == 'hospital' and recipient not in units:
        return 'not-concerned'
    if sender in UNITS and (sender not in units or (recipient != 'hospital' and recipient not in units)):
        return 'not-concerned'
    if item in ('identity', 'expected-discharge'):
        return 'allowed' if f.covered[i] == 'yes' else 'needs-consent'
    if item == 'coordinated-care-plan':
        return 'allowed'
    scope = 'information'
    if item == 'sip-call':
        if f.r['sip-call-consent'] == 'statutory':
            return 'allowed'
        scope = 'sip'
    consent = f.consent(scope, recipient, i)
    if consent == 'given':
        return 'allowed'
    if consent == 'not-able' or item in ('ready', 'discharge-information'):
        test = f.harm_test(recipient, i)
        return {None: 'harm-test', 'allowed': 'allowed', 'denied': 'refused'}[test]
    return 'needs-consent' if consent is None else 'refused'


# --------------------------------------------------------------------------------------------------
# 10. The judgement
# --------------------------------------------------------------------------------------------------


def sek(ore):
    return None if ore is None else ore // 100 if ore % 100 == 0 else ore / 100


def shown(value):
    return 'unknown' if value == OPEN else value


def day_text(day):
    return None if day is None else iso_day(day)


def core(case, fold, facts, refused, now, readings, rates, pack, stated=()):
    """Every answer but `alternatives`, `next_change` and `evidence`; and the instants at which one may turn."""
    f = facts
    last = len(f.ev) - 1
    obligations = Obligations(f, pack, now)
    liability = Liability(f, now, rates, pack, stated)
    lates = {late: liability.case(late) for late in READINGS['late']}
    chosen = lates[readings['late']]
    findings = Findings(fold, f, obligations, liability, refused, now)
    required, rule = f.final_required
    rank, _ = f.ledger()
    declined = last >= 0 and f.declined[last]
    lines = []
    for s in chosen['spells']:
        for day, reason in s['lines']:
            lines.append({'date': iso_day(day), 'charged': reason is None, 'rule': reason or 'charged-days',
                          'sek': sek(liability.rate(day)) if reason is None else 0})
    out = {
        'case': case.name, 'file': case.file, 'rules': pack, 'at': iso(now),
        'covered': f.covered_at(last), 'state': fold.last_state,
        'sip': {'required': required, 'rule': rule, 'state': 'declined' if declined else LEDGER[rank]},
        'patient_ready': patient_ready(f),
        'municipality_ready': municipality_ready(f, last, now),
        'home_ready': home_ready(f),
        'obligations': [
            dict({'id': o['id'], 'party': o['party'], 'force': o['force'], 'status': o['status'],
                  'due': None if o['due'] is None else iso(o['due']),
                  'done': None if o['done'] is None else iso(f.time[o['done']]), 'cite': o['cite'],
                  'trigger_line': f.line[o['trigger']], 'trigger': iso(o['trigger_time']),
                  'done_line': 0 if o['done'] is None else f.line[o['done']]},
                 **({'mark': 'colour-unstated'} if (pack, o['id']) in agreement_rows.COLOUR_UNSTATED and
                    o['row'][0] else {}),
                 **({'agreed': iso(o['agreed'])} if 'agreed' in o else {}),
                 **({'earliest': iso(o['earliest']) if o['earliest'] is not None else None}
                    if 'earliest' in o else {})) for o in obligations.out],
        'liability': {
            'status': chosen['status'], 'model': PACKS[liability.pack].model, 'enters': day_text(chosen['entry']),
            'days': chosen['days'], 'amount_sek': sek(chosen['amount']), 'payer': liability.payer,
            'prerequisites': {n: shown(chosen['spells'][-1]['pre'][n]) for n in liability.names}
            if chosen['spells'] else {},
            'late': {late: {'status': v['status'], 'enters': None if v['status'] in ('none', 'blocked')
                            else day_text(v['entry']), 'days': v['days'], 'amount_sek': sek(v['amount'])}
                     for late, v in lates.items()},
            'alternatives': [],
            'spells': [{'notice': iso(f.time[s['spell'].notices[0]]),
                        'end': None if s['spell'].end is None else iso(f.time[s['spell'].end]),
                        'enters': day_text(s['entry']), 'status': s['status'], 'days': s['days'],
                        'prerequisites': {n: shown(s['pre'][n]) for n in liability.names}}
                       for s in chosen['spells']],
            'per_day': lines, 'reasons': chosen['reasons']},
        'findings': findings.list,
    }
    # instants at which something may turn with no new event
    turns = set(liability.marks)
    turns.update(o['due'] + 1 for o in obligations.out if o['due'] is not None)
    for v in lates.values():
        for s in v['spells']:
            if s['spell'].end is None:
                if s['entry'] is not None:
                    turns.add(midnight(s['entry']))
                if s['entry'] is not None and s['entry'] <= liability.today:
                    turns.update(midnight(liability.today + n) for n in (1, 2, 3))
    for i in f.all('municipality-ready'):
        if 'from' in f.ev[i].attr:
            turns.add(f.ev[i].attr['from'])
    for i in f.all('deviation'):
        turns.add(findings.days_after(f.time[i]) + 1)
    if fold.discharged is not None:
        turns.add(findings.days_after(f.time[fold.discharged]) + 1)
    return out, chosen, sorted(t for t in turns if t > now)


def evidence(f, fold):
    out = {}
    for i in reversed(f.all('needs-assessed')):
        out['covered'] = {'rule': 'scope-simple' if 'simple-only' in f.ev[i].flags else 'scope-need', 'line': f.line[i]}
        break
    if fold.spells:
        spell = fold.spells[-1]
        notices = [i for i in f.all('admission-notice') if f.to(i, POSSIBLE) & MUNICIPAL]
        calls = f.all('sip-call', 'outpatient')
        out['pre-admission-notice'] = {'rule': 'pre-admission-notice', 'line': f.line[notices[0]] if notices else 0}
        out['pre-ready-notice'] = {'rule': 'pre-ready-notice', 'line': f.line[spell.notices[-1]]}
        out['pre-sip-call'] = {'rule': 'pre-sip-call', 'line': f.line[calls[0]] if calls else 0}
    return out


FACT_READINGS = ('unstated-recipients', 'unstated-content', 'simple-care', 'sip-home-nursing', 'sip-current')


def judge(case, at=None, known_at=None, rules=None, readings=None, rates=None, alternatives=True):
    """The judgement of one case as a dict in the shape of `assess --json`."""
    all_rates = dict(RATES)
    all_rates.update(rates or {})
    pack = case.rules or rules or 'lus'
    chosen_readings = effective_readings(pack, readings)
    now, events, refused = counted(case, at, known_at)
    stated = frozenset(readings or ())
    timeless, now = now is None, 0 if now is None else now
    fold = Fold(case, events)
    facts = Facts(fold, chosen_readings)
    out, chosen, turns = core(case, fold, facts, refused, now, chosen_readings, all_rates, pack, stated)
    if alternatives and fold.spells:
        used = dict(chosen_readings, **{'cutoff-at-noon': Liability(facts, now, all_rates, pack, stated).cutoff})
        for name, values in READINGS.items():
            if name in ('late', 'sip-call-consent') or (name in ABOUT and not any(map(ABOUT[name], facts.ev))):
                continue
            for value in values:
                if value == used[name]:
                    continue
                other = dict(chosen_readings)
                other[name] = value
                if name in FACT_READINGS:
                    theirs = Facts(fold, other)
                else:
                    theirs = copy.copy(facts)
                    theirs.r = other
                figures = Liability(theirs, now, all_rates, pack, stated | {name}).case(chosen_readings['late'])
                if (figures['days'], figures['amount']) != (chosen['days'], chosen['amount']):
                    out['liability']['alternatives'].append(
                        {'reading': name, 'value': value, 'days': figures['days'],
                         'amount_sek': sek(figures['amount'])})
    if not alternatives:
        out['liability']['alternatives'] = None
    compared = [k for k in out if k != 'at']
    if timeless:
        out['at'] = None
    here = {k: out[k] for k in compared}
    kept, out['liability'] = out['liability'], dict(out['liability'], alternatives=[])
    here['liability'] = out['liability']
    out['next_change'] = None
    for t in turns:
        later = core(case, fold, facts, refused, t, chosen_readings, all_rates, pack, stated)[0]
        if any(later[k] != here[k] for k in compared):
            out['next_change'] = iso(t)
            break
    out['liability'] = kept
    out['evidence'] = evidence(facts, fold)
    out['readings'] = chosen_readings
    return out


# --------------------------------------------------------------------------------------------------
# 11. The command
# --------------------------------------------------------------------------------------------------


class Usage(Exception):
    pass


def parse_options(args):
    """(options for judge, files) of `assess`."""
    options, files, i = {'readings': {}, 'rates': {}}, [], 0
    while i < len(args):
        word = args[i]
        if word == '--json':
            i += 1
            continue
        if word in ('--at', '--known-at', '--rules', '--reading', '--rate'):
            if i + 1 >= len(args):
                raise Usage('%s needs a value' % word)
            value = args[i + 1]
            i += 2
            if word in ('--at', '--known-at'):
                try:
                    options[word[2:].replace('-', '_')] = parse_instant(value)
                except LogError as error:
                    raise Usage('%s: %s' % (word, error))
            elif word == '--rules':
                if value not in PACKS:
                    raise Usage('%s: unknown pack' % value)
                options['rules'] = value
            elif word == '--reading':
                name, _, choice = value.partition('=')
                if choice not in (READINGS.get(name) or ROW_READINGS.get(name) or ()):
                    raise Usage('%s: unknown reading' % value)
                options['readings'][name] = choice
            else:
                m = re.match(r'(\d{4})=(\d{1,9})(?:\.(\d{1,2}))?\Z', value, re.ASCII)
                if not m:
                    raise Usage('%s: YEAR=SEK expected' % value)
                options['rates'][int(m[1])] = int(m[2]) * 100 + int((m[3] or '0').ljust(2, '0'))
            continue
        if word.startswith('--'):
            raise Usage('%s: unknown option' % word)
        files.append(word)
        i += 1
    if not files:
        raise Usage('no file')
    return options, files


def main(argv):
    try:
        if not argv or argv[0] != 'assess':
            raise Usage('the only command is assess')
        options, files = parse_options(argv[1:])
    except Usage as error:
        print('utskrivning_reference: %s' % error, file=sys.stderr)
        return 2
    status, names = 0, set()
    for name in files:
        try:
            if name == '-':
                data = sys.stdin.buffer.read()
            else:
                with open(name, 'rb') as stream:
                    data = stream.read()
        except OSError as error:
            print('%s: %s' % (name, error.strerror), file=sys.stderr)
            status = 3
            continue
        cases, errors = read_cases(data, name, names)
        for file, line, column, text in errors:
            print('%s:%d:%d: %s' % (file, line, column, text), file=sys.stderr)
            status = 3
        for case in cases:
            if not case.bad:
                print(json.dumps(judge(case, **options), ensure_ascii=False, separators=(',', ':')))
    return status


if __name__ == '__main__':
    import utskrivning_reference  # the rows of agreements know this module by its name
    sys.exit(utskrivning_reference.main(sys.argv[1:]))
