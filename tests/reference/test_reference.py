#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The reference against values worked out by hand from the act and the specification. Prints TAP."""
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import generate_logs as g  # noqa: E402
import settlement_reference as settlement  # noqa: E402
import utskrivning_reference as u  # noqa: E402

count = failed = 0


def ok(name, *pairs):
    """ok(name, got, expected, got, expected …)"""
    global count, failed
    count += 1
    wrong = [(a, b) for a, b in zip(pairs[::2], pairs[1::2]) if a != b]
    failed += bool(wrong)
    print('%sok %d - %s' % ('not ' if wrong else '', count, name))
    for a, b in wrong:
        print('#   got      %r\n#   expected %r' % (a, b))


def read(text):
    return u.read_cases(text.encode('utf-8'), 't.case')


def judge(text, at=None, known_at=None, rates=None, **readings):
    if not text.startswith(('case', '#')):
        text = 'case t municipality=2380\n' + text
    cases, errors = read(text)
    assert not errors, errors
    instant = lambda x: None if x is None else u.parse_instant(x)
    return u.judge(cases[0], instant(at), instant(known_at), None,
                   {k.replace('_', '-'): v for k, v in readings.items()}, rates)


def row(judgement, name, party=None, n=0):
    found = [o for o in judgement['obligations'] if o['id'] == name and party in (None, o['party'])]
    return found[n] if len(found) > n else None


def status(judgement, name, party=None, n=0):
    o = row(judgement, name, party, n)
    return None if o is None else o['status']


def found(judgement, name):
    return [(f['party'], f['line'], f['count']) for f in judgement['findings'] if f['id'] == name]


def late(judgement, name):
    v = judgement['liability']['late'][name]
    return v['status'], v['enters'], v['days']


ALL = 'social-services,municipal-health,outpatient'
FULL = 'contains=name,personal-number,address,expected-discharge'


def stay(ready, *more, admitted='2022-05-02T09:00', notice=None, call=True, to=ALL, header='municipality=2380'):
    """A faultless stay up to the ready notice; `call` is sent with the notice unless False or an instant."""
    day = admitted[:10]
    lines = ['case t ' + header,
             admitted + ' hospital admitted',
             admitted + ' hospital needs-assessed ' + ALL.replace(',', ' '),
             (notice or admitted) + ' hospital admission-notice to=%s %s' % (ALL, FULL),
             day + 'T23:00 outpatient care-contact',
             ready + ' hospital discharge-ready-notice' + (' to=' + to if to else '')]
    if call:
        lines.append('%s outpatient sip-call to=social-services,municipal-health' % (ready if call is True else call))
    return '\n'.join(lines + list(more)) + '\n'


ANNA = """# the 81-year-old of the Jämtland Härjedalen routine
case anna rules=jamtland-harjedalen municipality=2380 care=somatic
2026-01-12T09:15+01:00 hospital admitted
2026-01-12T14:00+01:00 hospital needs-assessed social-services municipal-health outpatient
2026-01-13T08:00+01:00 hospital admission-notice id=m1 to=social-services,municipal-health,outpatient contains=name,personal-number,address,expected-discharge expected=2026-01-19
2026-01-13T10:30+01:00 outpatient care-contact
2026-01-19T11:40+01:00 hospital discharge-ready-notice to=social-services,municipal-health,outpatient
"""


def test_example():
    j = judge(ANNA, '2026-01-21T12:00:00+01:00')
    shown = {
        'case': 'anna', 'rules': 'jamtland-harjedalen', 'at': '2026-01-21T12:00:00+01:00', 'covered': 'yes',
        'state': 'ready', 'sip': {'required': 'yes', 'rule': 'sip-both', 'state': 'none'}, 'patient_ready': 'yes',
        'municipality_ready': {'combined': 'no', 'sol': 'no', 'hsl': 'no', 'rehab': 'not-needed'},
        'home_ready': {'combined': 'no', 'missing': ['patient-informed', 'information-transferred', 'aids']},
        'next_change': '2026-01-22T00:00:00+01:00'}
    ok('anna: the plain keys', {k: j[k] for k in shown}, shown)
    ok('anna: the sip-call', row(j, 'sip-call'),
       {'id': 'sip-call', 'party': 'outpatient', 'force': 'ska', 'status': 'open',
        'due': '2026-01-22T23:59:59+01:00', 'done': None, 'cite': '2017:612 4 kap. 3 §', 'trigger_line': 7, 'trigger': '2026-01-19T11:40:00+01:00',
        'done_line': 0})
    pre = {'pre-scope': 'yes', 'pre-admission-notice': 'yes', 'pre-ready-notice': 'yes', 'pre-sip-call': 'unknown',
           'pre-payer': 'yes'}
    same = {'status': 'pending', 'enters': '2026-01-22', 'days': 0, 'amount_sek': 0}
    ok('anna: the liability', j['liability'], {
        'status': 'pending', 'model': 'individual', 'enters': '2026-01-22', 'days': 0, 'amount_sek': 0,
        'payer': '2380', 'prerequisites': pre, 'late': {'strict': same, 'curable': same, 'existence': same},
        'alternatives': [], 'spells': [{'notice': '2026-01-19T11:40:00+01:00', 'end': None, 'enters': '2026-01-22',
                                        'status': 'pending', 'days': 0, 'prerequisites': pre}],
        'per_day': [], 'reasons': ['pre-sip-call', 'before-entry']})
    ok('anna: evidence and readings', j['evidence']['covered'], {'rule': 'scope-need', 'line': 4},
       j['evidence']['pre-admission-notice']['line'], 5, j['readings']['late'], 'strict',
       j['readings']['hours'], 'elapsed')
    keys = ['case', 'file', 'rules', 'at', 'covered', 'state', 'sip', 'patient_ready', 'municipality_ready',
            'home_ready', 'obligations', 'liability', 'findings', 'next_change', 'evidence', 'readings']
    ok('anna: every fixed key is there', sorted(keys), sorted(j))
    times = []
    at = '2026-01-19T11:40:00+01:00'
    for _ in range(3):
        at = judge(ANNA, at)['next_change']
        times.append(at)
    ok('anna: the next changes', times, [
        '2026-01-20T00:00:00+01:00',   # same-day was not met
        '2026-01-22T00:00:00+01:00',   # liability enters (still pending the call)
        '2026-01-23T00:00:00+01:00'])  # the call is missed
    j = judge(ANNA, '2026-01-23T00:00:00+01:00')
    ok('anna: no call, no liability', j['liability']['status'], 'blocked', j['liability']['reasons'],
       ['pre-sip-call'], status(j, 'sip-call'), 'missed', found(j, 'sip-call'), [('outpatient', 0, 1)],
       j['next_change'], None if late(j, 'existence')[0] == 'blocked' else j['next_change'])


def test_noon_and_days():
    for second, entry, late_entry in (('11:59:59', '05-05', '05-05'), ('12:00:00', '05-05', '05-06'),
                                      ('12:00:01', '05-06', '05-06')):
        text = stay('2022-05-02T' + second, admitted='2022-05-01T09:00')
        ok('5:4: a notice at %s' % second, judge(text)['liability']['enters'], '2022-' + entry,
           judge(text, cutoff_at_noon='late')['liability']['enters'], '2022-' + late_entry)
    j = judge(stay('2022-05-02T10:00', '2022-05-09T14:00 hospital discharged to=home', admitted='2022-05-01T09:00'))
    v = j['liability']
    ok('5:6: four days of 2022', v['status'], 'ended', v['enters'], '2022-05-05', v['days'], 4, v['amount_sek'],
       37200, [(d['date'], d['charged']) for d in v['per_day']],
       [('2022-05-05', True), ('2022-05-06', True), ('2022-05-07', True), ('2022-05-08', True),
        ('2022-05-09', False)], v['per_day'][-1]['rule'], 'end-day')
    ok('alternatives: only those that differ', [(a['reading'], a['value'], a['days'], a['amount_sek'])
                                                for a in v['alternatives']],
       [('entry-day', 'free', 3, 27900), ('end-day', 'charged', 5, 46500)])
    j = judge(stay('2022-12-27T10:00', '2023-01-02T08:00 hospital discharged', admitted='2022-12-26T09:00'))
    ok('over New Year each day has the rate of its year', j['liability']['days'], 3, j['liability']['amount_sek'],
       9300 + 9300 + 10500)
    text = stay('2024-05-02T10:00', '2024-05-06T08:00 hospital discharged', admitted='2024-05-01T09:00')
    j = judge(text)
    ok('a year without a rate', j['liability']['days'], 1, j['liability']['amount_sek'], None,
       j['liability']['reasons'], ['rate-unknown'])
    ok('a rate from the caller', judge(text, rates={2024: 1000050})['liability']['amount_sek'], 10000.5)
    text = stay('2022-05-02T10:00', admitted='2022-05-01T09:00')
    states = [(judge(text, at)['liability']['status'], judge(text, at)['liability']['days']) for at in
              ('2022-05-04T23:59:59', '2022-05-05T00:00', '2022-05-05T23:59:59', '2022-05-06T00:00')]
    ok('an open spell: before, on and after the entry day', states,
       [('pending', 0), ('accruing', 0), ('accruing', 0), ('accruing', 1)])
    ok('an open spell changes at each midnight', judge(text, '2022-05-06T00:00')['next_change'],
       '2022-05-07T00:00:00+02:00')
    j = judge(stay('2022-05-02T10:00', '2022-05-05T00:00 hospital discharged', admitted='2022-05-01T09:00'))
    ok('discharged on the entry day', j['liability']['status'], 'none', j['liability']['reasons'],
       ['ended-before-entry'], j['liability']['enters'], '2022-05-05')
    j = judge(stay('2022-05-02T10:00', '2022-05-05T00:00 hospital discharged', admitted='2022-05-01T09:00'),
              end_day='charged')
    ok('discharged on the entry day, end-day=charged', j['liability']['status'], 'ended', j['liability']['days'], 1)
    # entry and days around the change of clocks
    j = judge(stay('2022-03-24T10:00', '2022-03-29T08:00 hospital discharged', admitted='2022-03-23T09:00'))
    ok('summer time begins on the entry day', j['liability']['enters'], '2022-03-27', j['liability']['days'], 2)


def test_obstacles_and_leave():
    more = ['2022-05-05T23:00 hospital outpatient-obstacle', '2022-05-07T00:00 hospital outpatient-clear',
            '2022-05-09T08:00 hospital discharged']
    text = stay('2022-05-02T10:00', *more, admitted='2022-05-01T09:00')
    by = {r: judge(text, obstacle=r)['liability'] for r in ('day', 'defers-entry', 'bars-spell')}
    ok('5:5 by the day: a moment is enough, and midnight ends it', by['day']['days'], 2,
       [d['rule'] for d in by['day']['per_day'] if not d['charged']], ['obstacle', 'obstacle', 'end-day'])
    ok('5:5 defers entry', by['defers-entry']['enters'], '2022-05-07', by['defers-entry']['days'], 2)
    ok('5:5 bars the spell', by['bars-spell']['status'], 'none', by['bars-spell']['days'], 0)
    more = ['2022-05-05T00:00 hospital leave-start', '2022-05-06T00:00 hospital leave-end',
            '2022-05-06T00:00:01 hospital leave-start', '2022-05-08T23:59:59 hospital leave-end',
            '2022-05-09T08:00 hospital discharged']
    text = stay('2022-05-02T10:00', *more, admitted='2022-05-01T09:00')
    ok('leave: whole days only', judge(text)['liability']['days'], 4,
       judge(text, leave_days='free')['liability']['days'], 2)  # 5 and 7 May are free
    more = ['2022-05-06T15:00 hospital needs-assessed outpatient', '2022-05-09T08:00 hospital discharged']
    j = judge(stay('2022-05-02T10:00', *more, admitted='2022-05-01T09:00'))
    ok('a municipal need withdrawn frees the days from its own', j['liability']['days'], 1,
       [d['rule'] for d in j['liability']['per_day'] if not d['charged']],
       ['need-withdrawn'] * 3 + ['end-day'])


def test_late():
    # notice sent 24 h 1 s after admission, ready ten days later
    base = dict(admitted='2022-05-01T09:00')
    end = '2022-05-20T09:00 hospital discharged'
    j = judge(stay('2022-05-11T10:00', end, notice='2022-05-02T09:00:00', **base))
    ok('2:3: at 24 h exactly', j['liability']['prerequisites']['pre-admission-notice'], 'yes',
       status(j, 'admission-notice'), 'met', j['liability']['days'], 6)
    j = judge(stay('2022-05-11T10:00', end, notice='2022-05-02T09:00:01', **base))
    ok('2:3: one second late: strict, curable, existence', late(j, 'strict'), ('blocked', None, 0),
       late(j, 'curable'), ('ended', '2022-05-14', 6), late(j, 'existence'), ('ended', '2022-05-14', 6),
       status(j, 'admission-notice'), 'met-late', found(j, 'admission-notice'), [('hospital', 4, 1)],
       j['liability']['enters'], '2022-05-14')
    j = judge(stay('2022-05-11T10:00', end, notice='2022-05-13T12:00:01', **base))
    ok('an admission notice after T counts as T, its clock included', late(j, 'curable'), ('ended', '2022-05-17', 3),
       late(j, 'existence'), ('ended', '2022-05-14', 6))
    j = judge(stay('2022-05-11T10:00', end, call='2022-05-14T23:59:59', **base))
    ok('4:3: the last second of the third day', late(j, 'strict'), ('ended', '2022-05-14', 6),
       status(j, 'sip-call'), 'met')
    j = judge(stay('2022-05-11T10:00', end, call='2022-05-15T00:00:00', **base))
    ok('4:3: one second later', late(j, 'strict'), ('blocked', None, 0), late(j, 'curable'),
       ('ended', '2022-05-15', 5), late(j, 'existence'), ('ended', '2022-05-14', 6))
    j = judge(stay('2022-05-11T10:00', call=False, **base), '2022-05-16T12:00')
    ok('no call, still open', late(j, 'strict'), ('blocked', None, 0), late(j, 'curable'),
       ('pending', '2022-05-14', 0), late(j, 'existence'), ('pending', '2022-05-14', 0))
    j = judge(stay('2022-05-11T10:00', end, call=False, **base))
    ok('no call, ended', late(j, 'curable'), ('blocked', None, 0), late(j, 'existence'), ('blocked', None, 0))
    j = judge(stay('2022-05-11T10:00', '2022-05-14T23:59:59 patient sip-declined', end, call=False, **base))
    ok('declined in time', late(j, 'strict'), ('ended', '2022-05-14', 6), status(j, 'sip-call'), 'excused')
    j = judge(stay('2022-05-11T10:00', '2022-05-15T00:00 patient sip-declined', end, call=False, **base))
    ok('declined too late', late(j, 'strict'), ('blocked', None, 0), status(j, 'sip-call'), 'missed')
    j = judge(stay('2022-05-11T10:00', '2022-05-16T00:00 patient sip-declined',
                   '2022-05-17T00:00 outpatient sip-call to=' + ALL, end, call=False, **base))
    ok('a decline that came too late excuses nothing, so the call is late', status(j, 'sip-call'), 'met-late')


def test_recipients():
    more = '2022-05-20T09:00 hospital discharged'
    j = judge(stay('2022-05-02T10:00', '2022-05-03T12:00:01 hospital discharge-ready-notice to=municipal-health',
                   more, admitted='2022-05-01T09:00', to='social-services,outpatient'))
    ok('T is when the last municipal unit was told', j['liability']['enters'], '2022-05-07',
       found(j, 'duplicate-ready-notice'), [])
    j = judge(stay('2022-05-02T10:00', more, admitted='2022-05-01T09:00', to='social-services,outpatient'))
    ok('a unit never told: blocked when ended', j['liability']['status'], 'blocked', j['liability']['enters'], None,
       j['liability']['reasons'], ['pre-ready-notice'])
    j = judge(stay('2022-05-02T10:00', admitted='2022-05-01T09:00', to='social-services'), '2022-05-10T12:00')
    ok('a unit never told: pending while open', j['liability']['status'], 'pending', j['liability']['enters'], None,
       j['liability']['reasons'], ['pre-ready-notice'])
    text = stay('2022-05-02T10:00', more, admitted='2022-05-01T09:00', to='')
    j = judge(text)
    ok('recipients not stated are unknown', j['liability']['status'], 'unknown', j['liability']['days'], None,
       j['liability']['amount_sek'], None,
       [(a['reading'], a['days']) for a in j['liability']['alternatives'] if a['reading'][:3] == 'uns'],
       [('unstated-recipients', 15)])
    j = judge(text, unstated_recipients='all-concerned')
    ok('recipients not stated, all-concerned', j['liability']['days'], 15)
    j = judge(text.replace(FULL, 'contains=name'))
    ok('what is known to be broken blocks before the unknown', j['liability']['status'], 'blocked')
    j = judge(stay('2022-05-02T10:00', '2022-05-04T10:00 hospital discharged', admitted='2022-05-01T09:00', to=''))
    ok('ended before any entry day, whatever was told', j['liability']['status'], 'none')
    text = stay('2022-05-02T10:00', more, admitted='2022-05-01T09:00').replace(
        'admission-notice to=' + ALL, 'admission-notice to=social-services,outpatient')
    days = [judge(text, admission_recipients=r)['liability']['days']
            for r in ('any-municipal', 'every-municipal', 'every-concerned')]
    ok('admission-recipients', days, [15, 0, 0])
    text = text.replace('to=social-services,outpatient ' + FULL,
                        'to=outpatient contains=personal-number,address,expected-discharge\n'
                        '2022-05-01T10:00 hospital admission-notice to=social-services contains=name')
    j = judge(text)
    ok('contents sent to the outpatient unit alone do not count for the municipality',
       j['liability']['prerequisites']['pre-admission-notice'], 'no', status(j, 'admission-notice-content'), 'met')


def test_spells():
    more = ['2022-05-07T10:00 hospital discharge-ready-withdrawn', '2022-05-10T10:00 hospital discharge-ready',
            '2022-05-10T13:00 hospital discharge-ready-notice to=' + ALL, '2022-05-16T09:00 hospital discharged']
    j = judge(stay('2022-05-02T10:00', *more, admitted='2022-05-01T09:00'))
    v = j['liability']
    ok('two spells', [(s['enters'], s['end'][:10], s['days'], s['status']) for s in v['spells']],
       [('2022-05-05', '2022-05-07', 2, 'ended'), ('2022-05-14', '2022-05-16', 2, 'ended')], v['days'], 4,
       v['enters'], '2022-05-05', v['amount_sek'], 4 * 9300)
    ok('the call of the first spell serves the second', [o['status'] for o in j['obligations']
                                                         if o['id'] == 'sip-call'], ['met', 'met'])
    j = judge(stay('2022-05-02T10:00', *more[:3], '2022-05-12T09:00 hospital discharged',
                   admitted='2022-05-01T09:00'))
    ok('none after a spell that charged: ended', j['liability']['status'], 'ended', j['liability']['days'], 2)
    j = judge(stay('2022-05-02T10:00', '2022-05-04T09:00 hospital discharge-ready-withdrawn',
                   admitted='2022-05-01T09:00', call=False))
    ok('readiness withdrawn before the call was due', status(j, 'sip-call'), 'excused', j['state'], 'notified',
       j['patient_ready'], 'no')
    j = judge(stay('2022-05-02T10:00', '2022-05-06T10:00 hospital interrupted', '2022-05-07T10:00 hospital resumed',
                   admitted='2022-05-01T09:00'))
    ok('an interruption ends the spell', j['state'], 'notified', j['liability']['days'], 1)
    j = judge(stay('2022-05-02T10:00', '2022-05-06T10:00 hospital deceased', admitted='2022-05-01T09:00'))
    ok('death ends the spell and excuses', j['state'], 'deceased', j['liability']['days'], 1,
       status(j, 'patient-information'), 'excused')
    j = judge(stay('2022-05-02T10:00', '2022-05-03T10:00 hospital discharge-ready-notice to=social-services',
                   '2022-05-04T10:00 hospital discharged', '2022-05-05T10:00 hospital discharge-ready-notice',
                   '2022-05-06T10:00 hospital discharged', admitted='2022-05-01T09:00'))
    ok('duplicates and a notice after discharge', found(j, 'duplicate-ready-notice'), [('hospital', 8, 1)],
       found(j, 'ready-after-discharge'), [('hospital', 10, 1)], found(j, 'duplicate-discharge'),
       [('hospital', 11, 1)], len(j['liability']['spells']), 1)


def test_psychiatric():
    def entry(t, **readings):
        return judge(stay(t, admitted='2018-06-01T09:00', header='municipality=2380 care=psychiatric'),
                     **readings)['liability']['enters']
    ok('psychiatric care in 2018: thirty days', entry('2018-06-11T12:00:00'), '2018-07-11',
       entry('2018-06-11T12:00:01'), '2018-07-12', entry('2018-06-11T13:00', psychiatric_2018_cutoff='none'),
       '2018-07-11')
    text = stay('2019-01-01T00:00:00', admitted='2018-12-20T09:00', header='municipality=2380 care=psychiatric')
    ok('psychiatric care, T in 2019: three days', judge(text)['liability']['enters'], '2019-01-04')


def test_scope():
    j = judge('2026-02-01T10:00 hospital admitted\n2026-02-01T11:00 hospital needs-assessed simple-only\n'
              '2026-02-01T12:00 hospital admission-notice to=outpatient\n'
              '2026-02-03T09:00 hospital discharge-ready-notice to=social-services\n'
              '2026-02-10T10:00 hospital discharged to=home\n')
    ok('Pontus: simple care is outside', j['covered'], 'no', j['obligations'], [], j['sip']['rule'], 'scope-simple',
       j['liability']['status'], 'none', j['liability']['reasons'], ['not-covered'],
       found(j, 'notice-not-called-for'), [('hospital', 4, 1)], found(j, 'discharged-without-ready'), [])
    text = ('case mikael rules=jamtland-harjedalen municipality=2380\n2026-02-01T10:00 hospital admitted\n'
            '2026-02-01T11:00 hospital needs-assessed social-services outpatient\n'
            '2026-02-01T12:00 hospital admission-notice to=social-services,outpatient ' + FULL + '\n'
            '2026-02-02T08:00 outpatient care-contact\n2026-02-02T09:00 outpatient sip-need current\n'
            '2026-02-03T09:00 hospital discharge-ready-notice to=social-services,outpatient\n'
            '2026-02-08T10:00 hospital discharged to=home\n')
    j = judge(text)
    ok('Mikael: an up-to-date SIP, no new call', j['sip'],
       {'required': 'no', 'rule': 'sip-current', 'state': 'none'}, row(j, 'sip-call'), None,
       j['liability']['prerequisites']['pre-sip-call'], 'yes', j['liability']['days'], 2,
       j['liability']['amount_sek'], None)
    j = judge(text, sip_current='call-anyway')
    ok('Mikael under call-anyway', status(j, 'sip-call'), 'missed', j['liability']['status'], 'blocked')
    text = ('case olle rules=jamtland-harjedalen municipality=2380\n2026-02-01T10:00 hospital admitted\n'
            '2026-02-01T11:00 hospital needs-assessed social-services municipal-health\n'
            '2026-02-01T12:00 hospital admission-notice to=%s %s\n'
            '2026-02-02T08:00 hospital track red\n'
            '2026-02-05T08:00 outpatient sip-call to=social-services,municipal-health,hospital\n'
            '2026-02-06T08:00 outpatient sip-held at-hospital with=social-services,hospital\n'
            '2026-02-06T09:00 outpatient sip-established followup=2026-03-20\n'
            '2026-02-07T08:00 hospital discharge-ready-notice to=%s\n'
            '2026-02-07T10:00 hospital discharged to=home\n'
            '2026-03-15T10:00 outpatient sip-call to=social-services\n' % (ALL, FULL, ALL))
    j = judge(text)
    ok('Olle: red, SIP at the hospital, follow-up called', j['covered'], 'yes',
       status(j, 'sip-red-at-hospital'), 'met', status(j, 'sip-attend', 'social-services'), 'met',
       status(j, 'sip-attend', 'municipal-health'), 'missed', status(j, 'sip-attend', 'hospital'), 'met',
       status(j, 'sip-follow-up'), 'met', status(j, 'sip-follow-up-attend', 'social-services'), 'open',
       row(j, 'sip-after-discharge'), None, status(j, 'same-day'), 'met', status(j, 'care-contact'), 'missed',
       row(j, 'care-contact')['due'], '2026-02-07T09:59:59+01:00', status(j, 'sip-call'), 'met',
       j['sip']['state'], 'established')
    need = '2022-05-01T09:00 hospital needs-assessed %s\n'
    one = '2022-05-01T08:00 hospital admitted\n' + need
    ok('4:1: whose services', [judge(one % x)['sip']['required'] for x in
                               ('social-services', 'outpatient', 'social-services outpatient', 'municipal-health',
                                'none', 'social-services outpatient open-compulsory')],
       ['no', 'no', 'yes', 'yes', 'no', 'no'],
       judge(one % 'municipal-health', sip_home_nursing='literal')['sip']['required'], 'no',
       judge('2022-05-01T08:00 hospital admitted\n')['sip']['required'], 'unknown')
    j = judge(stay('2022-05-11T10:00', '2022-05-20T09:00 hospital discharged', header=''))
    ok('no payer known', j['liability']['status'], 'unknown', j['liability']['days'], None)
    j = judge(stay('2022-05-11T10:00', '2022-05-20T09:00 hospital discharged', header='municipality=none'))
    ok('no registered municipality', j['liability']['status'], 'none', j['liability']['reasons'],
       ['no-registered-municipality'])
    j = judge(stay('2022-05-11T10:00', '2022-05-20T09:00 hospital discharged',
                   header='municipality=none payer=0180'))
    ok('the placing municipality pays', j['liability']['payer'], '0180', j['liability']['days'], 6)
    j = judge(stay('2025-12-20T10:00', admitted='2025-12-15T09:00',
                   header='rules=jamtland-harjedalen municipality=2380'), '2026-01-10T12:00')
    ok('T before the pack is valid', j['liability']['status'], 'unknown', j['liability']['reasons'],
       ['outside-validity'])
    j = judge(stay('2025-12-20T10:00', admitted='2025-12-15T09:00',
                   header='rules=jamtland-harjedalen municipality=0180'), '2026-01-10T12:00')
    ok('another county: judged under the act', j['liability']['status'], 'accruing', found(j, 'outside-agreement'),
       [('hospital', 0, 1)])


def test_time():
    known = {2018: (4, 1), 2019: (4, 21), 2020: (4, 12), 2021: (4, 4), 2022: (4, 17), 2023: (4, 9), 2024: (3, 31),
             2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16), 2029: (4, 1), 2030: (4, 21), 2000: (4, 23)}
    ok('Easter', {y: u.easter(y) for y in known}, {y: date(y, m, d).toordinal() for y, (m, d) in known.items()})
    day = lambda text: u.is_weekday(date(*map(int, text.split('-'))).toordinal())
    ok('no weekdays', [day(x) for x in ('2022-05-26', '2022-06-24', '2022-12-26', '2020-12-24', '2021-12-31',
                                        '2022-04-15', '2022-04-18', '2022-06-06', '2004-05-31', '2022-11-05',
                                        '2022-01-06', '2022-05-01')], [False] * 12)
    ok('weekdays', [day(x) for x in ('2022-11-01', '2022-04-14', '2022-05-27', '2004-06-07', '2023-06-05',
                                     '2022-06-23', '2021-12-30')], [True] * 7)
    text = stay('2022-05-25T16:00', admitted='2022-05-20T09:00', call=False)
    ok('sip-call over Ascension Day and a Sunday', row(judge(text), 'sip-call')['due'], '2022-05-28T23:59:59+02:00',
       row(judge(text, holiday_shift='sip-call'), 'sip-call')['due'], '2022-05-30T23:59:59+02:00',
       judge(text, holiday_shift='all')['liability']['enters'], '2022-05-29')
    text = '2022-03-26T12:00 hospital admitted\n2022-03-26T12:00 hospital needs-assessed social-services\n'
    ok('24 h over the change of clocks', row(judge(text), 'admission-notice')['due'], '2022-03-27T13:00:00+02:00',
       row(judge(text, hours='wall-clock'), 'admission-notice')['due'], '2022-03-27T12:00:00+02:00')
    ok('24 h with holiday-shift=all ends the next weekday',
       row(judge(text, holiday_shift='all'), 'admission-notice')['due'], '2022-03-28T23:59:59+02:00')


def test_obligations():
    base = ('2022-05-01T08:00 hospital admitted\n2022-05-01T09:00 hospital needs-assessed social-services '
            'outpatient\n')
    j = judge(base + '2022-05-01T10:00 hospital admission-notice to=social-services,outpatient ' + FULL + '\n'
              '2022-05-04T10:00 hospital needs-assessed social-services municipal-health outpatient\n'
              '2022-05-05T10:00:01 hospital admission-notice to=municipal-health contains=name\n')
    ok('an added unit: the notice anew, for it alone', [(o['status'], o['due'], o['done_line'])
                                                        for o in j['obligations'] if o['id'] == 'admission-notice'],
       [('met', '2022-05-02T09:00:00+02:00', 4), ('met-late', '2022-05-05T10:00:00+02:00', 6)])
    j = judge(base + '2022-05-02T09:00:00 hospital needs-assessed none\n')
    ok('withdrawn in the last second: excused', status(j, 'admission-notice'), 'excused')
    j = judge(base + '2022-05-02T09:00:01 hospital needs-assessed none\n')
    ok('withdrawn a second later: missed', status(j, 'admission-notice'), 'missed')
    j = judge(base + '2022-05-01T10:00 hospital admission-notice to=outpatient ' + FULL + '\n'
              '2022-05-01T20:00 hospital needs-assessed outpatient\n')
    ok('one unit withdrawn, the others told', status(j, 'admission-notice'), 'met')
    j = judge('2022-05-01T07:00 hospital needs-assessed social-services outpatient\n'
              '2022-05-01T08:00 hospital admitted\n', '2022-05-02T08:00:00')
    ok('needs known before admission: from admission', status(j, 'admission-notice'), 'open', j['next_change'],
       '2022-05-02T08:00:01+02:00')
    j = judge(base + '2022-05-01T10:00 hospital admission-notice to=social-services,outpatient ' + FULL +
              ' expected=2022-05-09\n2022-05-03T10:00 hospital expected-discharge expected=2022-05-06\n'
              '2022-05-04T10:00 hospital expected-discharge expected=2022-05-06 to=social-services\n'
              '2022-05-06T00:00:00 hospital expected-discharge expected=2022-05-06 to=outpatient\n')
    ok('a changed time told in two messages', [(o['status'], o['done_line']) for o in j['obligations']
                                               if o['id'] == 'expected-discharge-update'], [('met', 7)],
       found(j, 'expected-discharge-short-notice'), [])
    j = judge(stay('2022-05-11T10:00', '2022-05-20T09:00 hospital discharged to=home',
                   '2022-05-20T23:59:59 hospital information-transferred to=' + ALL))
    ok('3:2: the same day', status(j, 'information-transfer'), 'met')
    j = judge(stay('2022-05-11T10:00', '2022-05-20T09:00 hospital information-transferred to=social-services',
                   '2022-05-20T09:00 hospital discharged to=home',
                   '2022-05-21T00:00 hospital information-transferred to=municipal-health,outpatient'))
    ok('3:2: the next day', status(j, 'information-transfer'), 'met-late')
    j = judge(stay('2022-05-11T10:00', '2022-05-19T09:00 hospital harm-test denied to=municipal-health',
                   '2022-05-20T08:00 hospital information-transferred to=social-services,outpatient',
                   '2022-05-20T09:00 hospital discharged to=home'))
    ok('3:2: a unit to which a harm test denies it', status(j, 'information-transfer'), 'met')
    order = [o['id'] for o in judge(ANNA)['obligations']]
    place = {row: i for i, (pack, row) in enumerate(u.ROW) if pack in ('lus', 'jamtland-harjedalen')}
    ok('table order', order, sorted(order, key=place.get))


def test_log():
    bad = ['2022-03-27T02:30 hospital admitted', '2022-10-30T02:30 hospital admitted',
           '2022-05-01T10:00 hospital utskrivningsklar', '2022-05-01T10:00 hospital admited',
           '2022-05-01T24:00 hospital admitted', '2022-05-01T10:00:60 hospital admitted',
           '1979-12-31T10:00 hospital admitted', '2022-05-01T10:00 hospital admitted to=home',
           '2022-05-01T10:00 hospital track green red', '2022-05-01T10:00 hospital discharged to=home to=other',
           '2022-05-01T10:00 nurse admitted', '2022-02-29T10:00 hospital admitted',
           '2022-05-01T10:00 hospital admission-notice contains=name,shoe-size', '2022-05-01T10:00 hospital note "x',
           '2022-05-01T10:00 hospital retracted of=m9', '2022-05-01T10:00 hospital note\x01']
    ok('lines that are errors', [len(read('case a\n%s\ncase b\n' % x)[1]) for x in bad], [1] * len(bad),
       [[c.bad for c in read('case a\n%s\ncase b\n' % x)[0]] for x in bad], [[True, False]] * len(bad))
    ok('headers that are errors', [len(read(x + '\n')[1]) for x in (
        'case', 'case a rules=nowhere', 'case a municipality=23', 'case a care=somatic care=somatic', 'case a b',
        '2022-05-01T10:00 hospital admitted', 'case a\ncase a')], [1] * 7)
    ok('lines that are none', read('\ufeffcase a  municipality=none\r\n\r\n \t# x\r\n2022-10-30T02:30+01:00\thospital '
                                   'deviation about="a \\"b\\" \\\\c"\r\n')[1], [])
    english = ANNA.replace('case anna ', 'case a ')
    swedish = english
    for word in ('admission-notice', 'discharge-ready-notice', 'needs-assessed', 'admitted', 'care-contact'):
        swedish = swedish.replace(' %s ' % word, ' %s ' % g.SWEDISH[word]).replace(' %s\n' % word,
                                                                                   ' %s\n' % g.SWEDISH[word])
    for word in ('hospital', 'social-services', 'municipal-health', 'outpatient'):
        swedish = swedish.replace(word, g.SWEDISH[word])
    import unicodedata
    plain = u.ascii_fold(swedish)
    nfd = unicodedata.normalize('NFD', swedish)
    a = judge(english)
    ok('English = Swedish = without å, ä, ö = decomposed', swedish != english, True, judge(swedish), a, judge(plain),
       a, judge(nfd), a)
    gone = stay('2022-05-11T10:00', '2022-05-12T10:00 hospital retracted of=discharge-ready-notice')
    ok('a retraction is the log without the event', judge(gone, '2022-05-14T10:00')['state'], 'notified',
       judge(gone)['at'], '2022-05-11T10:00:00+02:00')
    text = ('2022-05-01T08:00 hospital admitted\n2022-05-02T08:00 hospital note recorded=2022-05-05T08:00\n'
            '2022-05-03T08:00 outpatient discharged\n2022-05-03T09:00 hospital note recorded=2022-05-03T09:00\n')
    j = judge(text)
    ok('refused, late and out of order', found(j, 'refused-event'), [('outpatient', 4, 1)],
       found(j, 'late-registration'), [('hospital', 3, 1)], found(j, 'out-of-order'), [('hospital', 5, 1)],
       j['state'], 'admitted')
    ok('known-at', judge(text, known_at='2022-05-04T08:00')['findings'],
       [{'id': 'refused-event', 'party': 'outpatient', 'line': 4, 'count': 1, 'cite': ''}])


def test_sharing_and_readiness():
    base = '2022-05-01T08:00 hospital admitted\n2022-05-01T08:00 hospital needs-assessed social-services outpatient\n'
    notice = '2022-05-01T10:00 hospital admission-notice to=social-services contains=name,reason\n'
    consent = '2022-05-01T09:00 patient consent scope=information %s\n'
    ok('reason needs consent', found(judge(base + notice), 'shared-without-ground'), [('hospital', 4, 1)],
       found(judge(base + consent % 'given' + notice), 'shared-without-ground'), [],
       found(judge(base + consent % 'given to=outpatient' + notice), 'shared-without-ground'), [('hospital', 5, 1)],
       found(judge(base + consent % 'not-able' + notice), 'no-harm-test'), [('hospital', 5, 1)],
       found(judge(base + notice.replace(',reason', ',address')), 'shared-without-ground'), [])
    ready = '2022-05-03T10:00 hospital discharge-ready-notice to=social-services%s\n'
    test = '2022-05-02T10:00 hospital harm-test %s\n'
    ok('the ready notice: consent or a harm test', found(judge(base + ready % ''), 'no-harm-test'),
       [('hospital', 4, 1)], found(judge(base + test % 'allowed' + ready % ''), 'no-harm-test'), [],
       found(judge(base + test % 'denied' + ready % ''), 'shared-without-ground'), [('hospital', 5, 1)],
       found(judge(base + ready % ' under=lpt'), 'no-harm-test'), [])
    text = base + ('2022-05-02T10:00 social-services municipality-ready for=sol from=2022-05-03\n'
                   '2022-05-02T11:00 hospital note\n')
    ok('kommunklar from a date counts from its last second',
       judge(text, '2022-05-03T23:59:58')['municipality_ready'],
       {'combined': 'no', 'sol': 'no', 'hsl': 'not-needed', 'rehab': 'not-needed'},
       judge(text, '2022-05-03T23:59:59')['municipality_ready']['combined'], 'yes',
       judge(text, '2022-05-03T12:00', )['next_change'], '2022-05-03T23:59:59+02:00')
    home = stay('2022-05-11T10:00', '2022-05-11T11:00 hospital patient-informed',
                '2022-05-11T11:00 hospital information-transferred to=' + ALL,
                '2022-05-11T11:00 hospital checklist item=aids not-needed',
                '2022-05-11T11:00 hospital checklist item=med-equipment done')
    ok('hemgångsklar', judge(home)['home_ready'], {'combined': 'yes', 'missing': []})


def test_programs():
    name = os.path.join(HERE, 'utskrivning_reference.py')
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a.case')
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(ANNA + 'case broken\nnonsense\n')
        done = subprocess.run([sys.executable, name, 'assess', '--at', '2026-01-21T12:00+01:00', '--json', path],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        ok('the command: one line, one error, exit 3', done.returncode, 3, len(done.stdout.splitlines()), 1,
           json.loads(done.stdout.decode('utf-8'))['case'], 'anna', done.stderr.count(b'a.case:9:1: '), 1)
    ok('the command: usage', [subprocess.run([sys.executable, name] + x, stderr=subprocess.DEVNULL).returncode
                              for x in ([], ['assess'], ['assess', '--reading', 'late=never', 'x'])], [2, 2, 2])
    text = ''.join(x for _, x in g.generate(7, 300, 100))
    cases, errors = read(text)
    ok('generated logs are valid, and the same for the same seed', errors, [], len(cases), 300,
       text == ''.join(x for _, x in g.generate(7, 300, 100)), True)
    for case in cases:
        j = u.judge(case)
        spells = j['liability']['spells']
        assert j['liability']['days'] is None or j['liability']['days'] == sum(s['days'] for s in spells)
    ok('three hundred strange cases are judged', True, True)


def ready_stay(name, ready, end, header='rules=sormland municipality=0484', notice='admission-notice to=social-services'):
    month = ready[:7]
    return ('case %s %s\n%s-01T09:00 hospital admitted\n%s-01T10:00 hospital needs-assessed social-services\n'
            '%s-01T11:00 hospital %s contains=name,personal-number,address,expected-discharge\n'
            '%s hospital discharge-ready-notice to=social-services\n%s hospital discharged to=home\n' % (
                name, header, month, month, month, notice, ready, end))


def settled(text, month, command='settle'):
    cases, errors = u.read_cases(text.encode('utf-8'))
    assert not errors, errors
    month = settlement.parse_month(month)
    return list(settlement.report(command, cases, month, month, {'readings': {}, 'rates': {}}))[0]


def test_settlement():
    figures = lambda line, *keys: [line[k] for k in keys]
    average = ('persons', 'days', 'average', 'above')
    owed = ('level', 'owed_days', 'owed_sek')
    # notice on 9 May after noon, home on the 16th: 7 days less the cut-off; home on the day of the notice: none
    may = ready_stay('a', '2022-05-09T13:00', '2022-05-16T10:00') + ready_stay('b', '2022-05-09T10:00', '2022-05-09T15:00')
    ok('Sörmland: three is not above three', figures(settled(may, '2022-05'), *average), [2, 6, 3, 'no'])
    ok('Sörmland: ten days of three persons are', figures(settled(
        may + ready_stay('c', '2022-05-10T10:00', '2022-05-14T10:00'), '2022-05'), *average),
       [3, 10, Fraction(10, 3), 'yes'])
    spring = ''.join(ready_stay('m%d' % m, '2022-%02d-10T10:00' % m, '2022-%02d-14T10:00' % m) for m in (2, 3, 4))
    ok('Sörmland: after two months above nothing is owed', figures(settled(spring, '2022-04'), *owed), ['none', 0, 0])
    # notice on the 9th after noon: entry on the 13th, three days at 9 300 SEK
    ok('Sörmland: after three the fourth is individual', figures(settled(spring + may, '2022-05'), *owed),
       ['individual', 3, 27900])
    line = settled(ready_stay('n', '2022-05-02T13:00', '2022-05-10T10:00', 'rules=norrbotten municipality=2580'), '2022-05')
    ok('Norrbotten: eight days, five more than three for each person', figures(line, *average + owed),
       [1, 8, 8, 'yes', 'average', 5, 46500])
    line = settled(ready_stay('v', '2022-05-02T10:00', '2022-05-10T10:00', 'rules=vastra-gotaland municipality=1480'),
                   '2022-05')
    ok('Västra Götaland: eight days are billed by themselves, from the 5th', figures(line, *average + owed),
       [0, 0, None, 'no', 'individual', 5, 46500], line['left_out'], [{'case': 'v', 'reason': 'long-stay'}])
    line = settled(ready_stay('s', '2022-05-02T10:00', '2022-05-10T10:00', 'rules=stockholm municipality=0180'), '2022-05')
    ok('Stockholm: no threshold, nothing known but the average', figures(line, *average + owed),
       [1, 8, 8, 'unknown', 'unknown', None, None])
    line = settled(ready_stay('o', '2022-05-09T10:00', '2022-05-16T10:00', notice='admission-notice to=outpatient'), '2022-05')
    ok('a stay the municipality was not told of', line['left_out'], [{'case': 'o', 'reason': 'pre-admission-notice'}])
    line = settled(may, '2022-05', 'stats')
    ok('two statistics of one month', line['skr'], {'stays': 1, 'mean_days': 7, 'day0_ratio': 1, 'beds': Fraction(7, 31)},
       line['payment'], {'persons': 2, 'days': 6, 'average': 3},
       [(x['case'], x['skr_days'], x['payment_days'], x['why']) for x in line['reconciliation']],
       [('a', 7, 6, 'clock-cutoff'), ('b', 0, 0, 'day-zero')])


for name, function in list(globals().items()):
    if name.startswith('test_'):
        function()
print('1..%d' % count)
sys.exit(1 if failed else 0)
