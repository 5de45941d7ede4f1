#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A second, independent settlement: the collective models of the agreements, and the two statistics.

The individual figures are those of utskrivning_reference.py; what is here is counted by direct definition, month by
month, with exact fractions. Decisions where the texts are silent are in README.md: look for "[n]".

    settlement_reference.py settle|stats --from MONTH --to MONTH [--at INSTANT] [--known-at INSTANT] [--rules PACK]
            [--reading NAME=VALUE]... [--rate YEAR=SEK]... --json FILE...
"""
import hashlib
import json
import sys
from datetime import date
from fractions import Fraction

import utskrivning_reference as base

THRESHOLD = {'sormland': 3, 'vastra-gotaland': 3, 'dalarna': 3, 'norrbotten': 3}
CLOCK_CUTOFF = ('sormland',)
LONG_STAY = {'vastra-gotaland': 7}
EXCESS = ('dalarna', 'norrbotten')
REASONS = ('pre-payer', 'not-covered', 'no-municipal-need', 'no-ready-notice', 'pre-admission-notice',
           'pre-ready-notice', 'pre-sip-call', 'day-zero', 'long-stay')


# --------------------------------------------------------------------------------------------------
# Months are (year, month)
# --------------------------------------------------------------------------------------------------


def month_of(day):
    d = date.fromordinal(day)
    return d.year, d.month


def later(month, n):
    number = month[0] * 12 + month[1] - 1 + n
    return number // 12, number % 12 + 1


def first_day(month):
    return date(month[0], month[1], 1).toordinal()


def length(month):
    return first_day(later(month, 1)) - first_day(month)


def parse_month(text):
    year, dash, month = text.partition('-')
    if len(year) != 4 or len(month) != 2 or not (year + month).isdigit() or not 1 <= int(month) <= 12:
        raise base.Usage('%s: YYYY-MM expected' % text)
    return int(year), int(month)


# --------------------------------------------------------------------------------------------------
# One stay
# --------------------------------------------------------------------------------------------------


class Stay:
    """What a settlement asks of one case, judged at an instant."""

    def __init__(self, case, at, known_at, rules, readings, rates):
        self.name = case.name
        self.rules = case.rules or rules or 'lus'
        chosen = base.effective_readings(self.rules, readings)
        all_rates = {**base.RATES, **(rates or {})}
        now, events, refused = base.counted(case, at, known_at)
        self.events = events
        self.fold = fold = base.Fold(case, events)
        self.facts = f = base.Facts(fold, chosen)
        self.liability = base.Liability(f, now, all_rates, self.rules, frozenset(readings or ()))
        self.rates = all_rates
        self.figures = self.liability.case(chosen['late'])
        self.municipality = self.liability.payer
        self.outside = self.liability.outside
        self.obligations = base.Obligations(f, self.rules, now).out
        self.case = case
        # the end of the stay: by discharge or death, the first that counts
        self.end = None
        if fold.admitted is not None:
            self.end = fold.discharged if fold.discharged is not None else fold.deceased
        self.month = None if self.end is None else month_of(base.day_of(f.time[self.end]))

    def ready_days(self, cutoff):
        """Days from notice to end, over the spells; one less for a notice after the cut-off if there is one."""
        f, total = self.facts, 0
        for spell in self.fold.spells:
            notice = f.time[spell.notices[0]]
            late = 0
            if cutoff:
                clock = base.local(notice)
                second = clock.hour * 3600 + clock.minute * 60 + clock.second
                late = second > 43200 or (second == 43200 and self.liability.cutoff == 'late')  # [71]
            total += max(0, base.day_of(f.time[spell.end]) - base.day_of(notice) - late)
        return total

    def days(self):
        return self.ready_days(self.rules in CLOCK_CUTOFF and not self.outside)

    def left_out(self):
        """The first reason for which an ended stay is not among the persons, or None."""
        f, spells = self.facts, self.fold.spells
        if self.municipality is None:
            return 'pre-payer'
        end = f.time[self.end]
        place = spells[0].notices[0] if spells else self.end
        if f.covered[place] != 'yes':
            return 'not-covered'
        concerned = f.units[place] & base.MUNICIPAL
        if not concerned:
            return 'no-municipal-need'
        if not spells:
            return 'no-ready-notice'
        if not any(f.time[i] < end and f.to(i, base.SURE) & base.MUNICIPAL for i in f.all('admission-notice')):  # [70]
            return 'pre-admission-notice'
        told = set()
        for spell in spells:
            for i in spell.notices:
                told |= f.to(i, base.SURE)
        if not concerned <= told:
            return 'pre-ready-notice'
        if f.required[place][0] == 'yes' and not any(f.time[i] < end for i in f.all('sip-call', 'outpatient')):
            return 'pre-sip-call'
        long = None if self.outside else LONG_STAY.get(self.rules)
        if long is not None and self.days() > long:
            return 'long-stay'
        return None

    def sip_needed(self):
        """Was a SIP required, or would have been had the patient not declined it? [75]"""
        place = self.fold.spells[0].notices[0] if self.fold.spells else self.end
        required, rule = self.facts.required[place]
        current = self.facts.current[place] and self.facts.r['sip-current'] == 'suffices'
        return required == 'yes' or (rule == 'sip-declined' and not current)

    def charged(self):
        """[(day, öre or None)] of the individual level."""
        return [(day, self.liability.rate(day)) for spell in self.figures['spells']
                if spell['status'] in ('accruing', 'ended') for day, reason in spell['lines'] if reason is None]

    def unknown(self):
        return any(spell['status'] == 'unknown' for spell in self.figures['spells'])


# --------------------------------------------------------------------------------------------------
# What a settlement rests on, as doc/settlement.md defines its bytes
# --------------------------------------------------------------------------------------------------


def sha256(lines):
    return hashlib.sha256(''.join(line + '\n' for line in lines).encode('utf-8')).hexdigest()


def words(stay, i):
    """The words of the event i that belong to the digest."""
    e, out = stay.fold.events[i], []
    for key, value in e.attr.items():
        if key in ('id', 'recorded', 'about'):
            continue
        if key == 'of':
            named = next((x for x in stay.case.events if x.id == value), None)
            if named is None:
                out.append('of=' + base.KIND_BY_WORD[base.ascii_fold(value)])
            elif named in stay.events and (e.kind != 'acknowledged' or named.time <= e.time):
                out.append('of=' + named.kind)
        elif isinstance(value, frozenset):
            out += ['%s=%s' % (key, x) for x in value or ('none',)]
        else:
            out.append('%s=%s' % (key, value))
    return sorted(list(e.flags) + out, key=str.encode)


def case_digest(stay):
    county = stay.case.region or base.PACKS[stay.rules].county or '00'
    lines = ['case care=%s region=%s %s' % (stay.case.care, county, stay.name)]
    for i, e in enumerate(stay.fold.events):
        lines.append(' '.join(['%d %s %s' % (e.time, e.party, e.kind)] + words(stay, i)))
    return sha256(lines)


# --------------------------------------------------------------------------------------------------
# One payer under one pack
# --------------------------------------------------------------------------------------------------


class Payer:
    def __init__(self, municipality, rules, stays):
        self.municipality, self.rules = municipality, rules
        self.stays = sorted(stays, key=lambda stay: stay.name.encode())
        self.outside = any(stay.outside for stay in stays)
        self.pack = 'lus' if self.outside else rules
        self.collective = base.PACKS[self.pack].model == 'collective'
        self.threshold = THRESHOLD.get(self.pack)

    def ended(self, month):
        return [stay for stay in self.stays if stay.month == month]

    def counted(self, month):
        return [stay for stay in self.ended(month) if stay.left_out() is None]

    def valid(self, month):
        """A month with at least one day within the validity [72]."""
        return first_day(later(month, 1)) > base.PACKS[self.pack].valid_from

    def total(self, months):
        """(days, persons) over months."""
        persons = [stay for month in months if self.valid(month) for stay in self.counted(month)]
        return sum(stay.days() for stay in persons), len(persons)

    def above(self, months):
        """yes, no or unknown: is the average of the months, together, strictly above the threshold?"""
        if self.threshold is None:
            return 'unknown'
        days, persons = self.total(months)
        return 'yes' if days > self.threshold * persons else 'no'

    def latest_three(self, month):
        return [later(month, n) for n in (-2, -1, 0)]

    def settling(self, month):
        """Västra Götaland: since a quarter ended above the threshold, pooled, and until a month ends that does not."""
        state, at = False, later(min([stay.month for stay in self.stays if stay.month] or [month]), -1)
        while at < month:
            above = self.above(self.latest_three(at)) == 'yes'
            state = above and (state or at[1] % 3 == 0)  # [73]
            at = later(at, 1)
        return state

    def level(self, month):
        if not self.collective:
            return 'individual'
        if self.threshold is None:
            return 'unknown'
        if self.pack in EXCESS:
            return 'average'
        if self.pack == 'sormland':
            return 'individual' if all(self.valid(later(month, -n)) and self.above([later(month, -n)]) == 'yes'
                                       for n in (1, 2, 3)) else 'none'
        return 'average' if self.settling(month) else 'individual' if self.billed(month) else 'none'

    def long(self, month):
        """The stays that are billed by themselves, in the month in which they ended [74]."""
        if self.municipality is None:
            return []
        return [stay for stay in self.ended(month) if stay.days() > LONG_STAY[self.pack]]

    def billed(self, month):
        """[(stay, day, öre)]: the days that are billed one by one in the month."""
        if self.pack in LONG_STAY:
            return [(stay, day, ore) for stay in self.long(month) for day, ore in stay.charged()]
        level = self.level(month)
        if level != 'individual' or self.municipality is None:
            return []
        return [(stay, day, ore) for stay in self.stays for day, ore in stay.charged() if month_of(day) == month]

    def owed(self, month):
        """(days, öre), each None when unknown."""
        level, days, persons = self.level(month), *self.total([month])
        if self.municipality is None:
            return 0, 0
        if level == 'unknown' or (self.pack in LONG_STAY and level == 'average'):
            return None, None
        if self.pack in EXCESS:
            excess = max(0, days - self.threshold * persons)
            rate = self.stays[0].rates.get(month[0])
            return excess, 0 if excess == 0 else None if rate is None else excess * rate
        if self.pack in LONG_STAY:
            doubtful = self.long(month)
        else:
            doubtful = self.stays if level == 'individual' else []
        if any(stay.unknown() for stay in doubtful):
            return None, None
        billed = self.billed(month)
        ore = [o for _, _, o in billed]
        return len(billed), None if None in ore else sum(ore)

    def digest(self, month):
        return sha256(['settlement 1 %04d-%02d %s %s' % (month + (self.municipality or 'none', self.rules)),
                       sha256([case_digest(stay) for stay in self.stays])])

    # -- the two outputs
    def settle(self, month):
        out = {'municipality': self.municipality, 'month': '%04d-%02d' % month, 'rules': self.rules}
        left = [(stay.name, stay.left_out()) for stay in self.ended(month) if stay.left_out() is not None]
        valid = self.valid(month)
        days, persons = self.total([month])
        owed_days, owed = self.owed(month)
        out.update(persons=persons, days=days, average=ratio(days, persons), threshold=self.threshold,
                   above=self.above([month]), level=self.level(month), owed_days=owed_days, owed_sek=base.sek(owed))
        if not valid:  # [72] no figure, and nobody counted
            out.update({key: None for key in ('persons', 'days', 'average', 'threshold', 'owed_days', 'owed_sek')})
            out['above'] = out['level'] = 'unknown'
        out['counted'] = [stay.name for stay in self.counted(month)] if valid else []
        out['left_out'] = [{'case': name, 'reason': reason} for name, reason in left] if valid else []
        out['per_day'] = [{'case': stay.name, 'date': base.iso_day(day), 'sek': base.sek(ore), 'rule': 'charged-days'}
                          for stay, day, ore in self.billed(month)] if valid else []
        out['digest'] = self.digest(month)
        return out

    def stats(self, month):
        ended = [stay for stay in self.ended(month) if stay.fold.spells]
        ready = [stay for stay in ended if stay.ready_days(False) >= 1]
        total = sum(stay.ready_days(False) for stay in ready)
        days, persons = self.total([month])
        valid = self.valid(month)
        lines = []
        for stay in self.ended(month) if valid else ():
            skr = stay.ready_days(False) if stay.fold.spells else None
            reason = stay.left_out()
            paid = stay.days() if reason is None else None
            if reason is not None:
                if skr:
                    lines.append({'case': stay.name, 'skr_days': skr, 'payment_days': 0, 'why': reason})
            elif skr == 0:
                lines.append({'case': stay.name, 'skr_days': 0, 'payment_days': 0, 'why': 'day-zero'})
            elif skr != paid:
                lines.append({'case': stay.name, 'skr_days': skr, 'payment_days': paid, 'why': 'clock-cutoff'})
        required = [stay for stay in self.ended(month) if stay.sip_needed()]
        return {
            'municipality': self.municipality, 'month': '%04d-%02d' % month, 'rules': self.rules,
            'skr': {'stays': len(ready), 'mean_days': ratio(total, len(ready)),
                    'day0_ratio': ratio(len(ended) - len(ready), len(ready)), 'beds': ratio(total, length(month))},
            'payment': {'persons': persons if valid else None, 'days': days if valid else None,
                        'average': ratio(days, persons) if valid else None},
            'reconciliation': lines,
            'rates': {
                'notice_in_time': self.in_time(month, 'admission-notice'),
                'sip_required': len(required),
                'sip_called': sum(bool(s.facts.all('sip-call', 'outpatient')) for s in required),
                'sip_held': sum(bool(s.facts.all('sip-held')) for s in required),
                'sip_declined': sum(s.facts.declined[-1] for s in required),
                'call_24h': self.in_time(month, 'call-24h'), 'call_7d': self.in_time(month, 'call-7d'),
                'readmitted_30d': sum(self.readmitted(stay) for stay in self.ended(month)),
            }}

    def in_time(self, month, row):
        """The share that was met in time of the obligations that are settled."""
        met = [o['status'] for stay in self.ended(month) for o in stay.obligations if o['id'] == row
               and o['status'] in ('met', 'met-late', 'missed')]
        return ratio(met.count('met'), len(met))

    def readmitted(self, stay):
        previous, admitted = stay.case.previous_discharge, stay.facts.time[stay.fold.admitted]
        return previous is not None and previous <= admitted and \
            base.day_of(admitted) - base.day_of(previous) <= 30


def ratio(number, of):
    return None if of == 0 else Fraction(number, of)


def payers(cases, at, options):
    groups = {}
    for case in cases:
        stay = Stay(case, at, options.get('known_at'), options.get('rules'), options['readings'], options['rates'])
        groups.setdefault((stay.municipality, stay.rules), []).append(stay)
    order = sorted(groups, key=lambda key: (key[0] is None, key[0] or '', key[1]))
    return [Payer(municipality, rules, groups[municipality, rules]) for municipality, rules in order]


def report(command, cases, first, last, options):
    """The objects of `settle --json` or `stats --json`, in order."""
    at = options.get('at')
    if at is None:
        at = base.midnight(first_day(later(last, 1)))
    everybody = payers(cases, at, options)
    month = first
    while month <= last:
        for payer in everybody:
            yield getattr(payer, command)(month)
        month = later(month, 1)


def main(argv):
    try:
        command, words, rest = argv[0] if argv else '', {}, []
        if command not in ('settle', 'stats'):
            raise base.Usage('settle or stats')
        words_left = iter(argv[1:])
        for word in words_left:
            if word in ('--from', '--to'):
                words[word] = parse_month(next(words_left, ''))
            else:
                rest.append(word)
        if len(words) < 2:
            raise base.Usage('--from and --to')
        options, files = base.parse_options(rest)
    except base.Usage as error:
        print('settlement_reference: %s' % error, file=sys.stderr)
        return 2
    cases, status, names = [], 0, set()
    for name in files:
        with open(name, 'rb') as stream:
            read, errors = base.read_cases(stream.read(), name, names)
        status = 3 if errors else status
        cases += [case for case in read if not case.bad]
    for line in report(command, cases, words['--from'], words['--to'], options):
        print(json.dumps(line, ensure_ascii=False, default=lambda fraction: round(float(fraction), 6)))
    return status


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
