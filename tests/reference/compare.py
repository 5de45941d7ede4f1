#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compare the command `utskrivning` with the reference on random case logs.

    compare.py --command PATH --seed N --cases K [--irregular PERCENT] [--field-summary] [--show N]
               [--ignore PATHPREFIX]... [--jobs N] [--at-runs N] [--keep DIRECTORY]
               [--once] [--reduce]
    compare.py --command PATH FILE...          (the same comparison on given case logs)

Both judge the same file under several sets of options: the defaults, every reading value in turn, combinations of
readings with rates, and (one file per case) instants within the stay, with and without --known-at.
Every fixed field of `assess --json` is compared; keys the reference does not have are ignored.
The last line is "N passed, N failed", in cases; the exit status is 1 on any difference.
"""
import argparse
import collections
import json
import multiprocessing
import os
import random
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate_logs  # noqa: E402
import utskrivning_reference as reference  # noqa: E402

BATCH = 40
SCALARS = ('case', 'rules', 'at', 'covered', 'state', 'patient_ready', 'next_change')
OBLIGATION = ('force', 'status', 'due', 'done', 'trigger', 'trigger_line', 'done_line', 'mark', 'earliest', 'agreed')
ALL_RATES = ['--rate'] + ' --rate '.join('%d=%d.50' % (y, 9000 + 100 * (y - 2018)) for y in range(2018, 2033)).split()


# --------------------------------------------------------------------------------------------------
# Differences between two judgements: (path, value of the command, value of the reference)
# --------------------------------------------------------------------------------------------------

MISSING = '<missing>'


def get(value, key):
    return value.get(key, MISSING) if isinstance(value, dict) else MISSING


def differences(mine, theirs):
    """`mine` is the reference's judgement, `theirs` the command's."""
    out = []

    def same(path, a, b):
        if a != b or isinstance(a, bool) != isinstance(b, bool):
            out.append((path, b, a))

    def fields(path, a, b, keys):
        for key in keys:
            same('%s.%s' % (path, key) if path else key, get(a, key), get(b, key))

    fields('', mine, theirs, SCALARS)
    fields('sip', mine['sip'], get(theirs, 'sip'), mine['sip'])
    fields('municipality_ready', mine['municipality_ready'], get(theirs, 'municipality_ready'),
           mine['municipality_ready'])
    home = get(theirs, 'home_ready')
    same('home_ready.combined', mine['home_ready']['combined'], get(home, 'combined'))
    theirs_missing = get(home, 'missing')
    same('home_ready.missing', sorted(mine['home_ready']['missing']),
         sorted(theirs_missing) if isinstance(theirs_missing, list) else theirs_missing)
    obligations(out, mine['obligations'], get(theirs, 'obligations'))
    liability(out, same, fields, mine['liability'], get(theirs, 'liability'))
    findings(out, mine['findings'], get(theirs, 'findings'))
    a, b = mine['readings'], get(theirs, 'readings')
    if isinstance(b, dict):
        for key in a:
            if key in b:
                same('readings.' + key, a[key], b[key])
    else:
        same('readings', a, b)
    return out


def obligations(out, mine, theirs):
    if not isinstance(theirs, list):
        out.append(('obligations', theirs, mine))
        return
    whole = lambda o: [o.get(k) for k in ('id', 'party') + OBLIGATION]
    if len(mine) == len(theirs) and all(whole(o) == whole(p) for o, p in zip(mine, theirs)):
        return
    key = lambda o: (get(o, 'id'), get(o, 'party'), get(o, 'trigger_line'))
    a, b = collections.defaultdict(list), collections.defaultdict(list)
    for o in mine:
        a[key(o)].append(o)
    for o in theirs:
        b[key(o)].append(o)
    clean = True
    # pair what stands under another trigger line before calling it missing
    for short in {k[:2] for k in list(a) + list(b)}:
        only_a = [k for k in a if k[:2] == short and len(a[k]) != len(b.get(k, ()))]
        only_b = [k for k in b if k[:2] == short and len(b[k]) != len(a.get(k, ()))]
        if not only_a and not only_b:
            continue
        clean = False
        count_a = sum(len(a[k]) for k in a if k[:2] == short)
        count_b = sum(len(b[k]) for k in b if k[:2] == short)
        path = 'obligations[%s]' % short[0]
        values = ([o for k in only_b for o in b[k]], [o for k in only_a for o in a[k]])
        if count_a == count_b:
            out.append((path + '.trigger_line',) + values)
        elif count_a > count_b:
            out.append((path + ' only in the reference',) + values)
        else:
            out.append((path + ' only in the command',) + values)
    for k in a:
        for o, p in zip(a[k], b.get(k, ())):
            for name in OBLIGATION:
                a_value, b_value = o.get(name), p.get(name, None if name in ('mark', 'earliest', 'agreed') else MISSING)
                if a_value != b_value:
                    out.append(('obligations[%s].%s' % (k[0], name), p, o))
    if clean and [key(o) for o in mine] != [key(o) for o in theirs]:
        out.append(('obligations.order', [key(o) for o in theirs], [key(o) for o in mine]))


def liability(out, same, fields, mine, theirs):
    if not isinstance(theirs, dict):
        same('liability', mine, theirs)
        return
    fields('liability', mine, theirs, ('status', 'model', 'enters', 'days', 'amount_sek', 'payer'))
    fields('liability.prerequisites', mine['prerequisites'], get(theirs, 'prerequisites'), mine['prerequisites'])
    for late, a in mine['late'].items():
        b = get(get(theirs, 'late'), late)
        path = 'liability.late.' + late
        fields(path, a, b, ('status', 'days', 'amount_sek'))
        entry = get(b, 'enters')
        same(path + '.enters', a['enters'], None if entry == MISSING else entry)
    table = lambda rows: {(get(r, 'reading'), get(r, 'value')): (get(r, 'days'), get(r, 'amount_sek')) for r in rows}
    b = get(theirs, 'alternatives')
    if mine['alternatives'] is None:
        pass  # not asked for
    elif isinstance(b, list):
        a, b = table(mine['alternatives']), table(b)
        for key in sorted(set(a) | set(b), key=str):
            same('liability.alternatives[%s=%s]' % key, a.get(key, MISSING), b.get(key, MISSING))
    else:
        same('liability.alternatives', mine['alternatives'], b)
    spells = get(theirs, 'spells')
    if isinstance(spells, list) and len(spells) == len(mine['spells']):
        for a, b in zip(mine['spells'], spells):
            fields('liability.spells[]', a, b, ('notice', 'end', 'enters', 'status', 'days'))
            fields('liability.spells[].prerequisites', a['prerequisites'], get(b, 'prerequisites'),
                   a['prerequisites'])
    else:
        same('liability.spells', mine['spells'], spells)
    days = get(theirs, 'per_day')
    line = lambda d: (get(d, 'date'), get(d, 'charged'), None if get(d, 'charged') else get(d, 'rule'),
                      get(d, 'sek') if get(d, 'charged') else 0)
    if isinstance(days, list):
        same('liability.per_day', [line(d) for d in mine['per_day']], [line(d) for d in days])
    else:
        same('liability.per_day', mine['per_day'], days)
    reasons = get(theirs, 'reasons')
    same('liability.reasons', sorted(mine['reasons']), sorted(reasons) if isinstance(reasons, list) else reasons)


def findings(out, mine, theirs):
    if not isinstance(theirs, list):
        out.append(('findings', theirs, mine))
        return
    table = collections.defaultdict(lambda: ([], []))
    for side, rows in ((0, mine), (1, theirs)):
        for row in rows:
            table[get(row, 'id')][side].append((get(row, 'party'), get(row, 'line'), get(row, 'count')))
    for name, (a, b) in table.items():
        a, b = sorted(a, key=str), sorted(b, key=str)
        if a == b:
            continue
        if len(a) > len(b):
            out.append(('findings[%s] only in the reference' % name, b, a))
        elif len(a) < len(b):
            out.append(('findings[%s] only in the command' % name, b, a))
        else:
            for i, part in enumerate(('party', 'line', 'count')):
                if [x[i] for x in a] != [x[i] for x in b]:
                    out.append(('findings[%s].%s' % (name, part), b, a))


# --------------------------------------------------------------------------------------------------
# Runs
# --------------------------------------------------------------------------------------------------


def run(command, options, path):
    """(judgements by case name, complaint or None)"""
    try:
        done = subprocess.run(command + ['assess', '--json'] + options + [path], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300)
    except subprocess.TimeoutExpired:
        return {}, 'no answer within 300 s'
    found, complaint = {}, None
    for line in done.stdout.split(b'\n'):
        if line:
            try:
                judgement = json.loads(line.decode('utf-8'))
                found[judgement['case']] = judgement
            except (ValueError, KeyError, TypeError) as error:
                complaint = 'not JSON Lines: %s' % error
    if done.returncode != 0:
        complaint = 'exit status %d: %s' % (done.returncode, done.stderr.decode('utf-8', 'replace')[:500])
    return found, complaint


def reading_words():
    words = []
    for table in (reference.READINGS, reference.ROW_READINGS):
        for name, values in table.items():
            words += ['%s=%s' % (name, v) for v in values[1:]]
    return words


def random_readings(rng, least, most):
    out, names = [], set()
    for word in rng.sample(reading_words(), rng.randint(least, most)):
        if word.split('=')[0] not in names:
            names.add(word.split('=')[0])
            out += ['--reading', word]
    return out


def instant_options(rng, case):
    """--at (and sometimes --known-at) within the stay: at events, beside them, at midnights, anywhere."""
    times = sorted(e.time for e in case.events)
    t = rng.choice(times) if rng.random() < 0.4 else rng.randint(times[0], times[-1] + 6 * 86400)
    t += rng.choice((0, 0, -1, 1, 3600, 86400, 3 * 86400))
    if rng.random() < 0.25:
        t = reference.midnight(reference.day_of(t)) + rng.choice((0, -1, 43200))
    options = ['--at', reference.iso(max(t, times[0]))]
    if rng.random() < 0.3:
        known = sorted(e.time if e.recorded is None else e.recorded for e in case.events)
        k = max(known[0], rng.choice(known) + rng.choice((0, -1, 3600)))
        options = (options if rng.random() < 0.7 else []) + ['--known-at', reference.iso(k)]
    return options


def compare_file(settings, options, path, data, results):
    """Adds (path, case, options, theirs, mine, first line of the case) for every difference."""
    found, complaint = run(settings['command'], options, path)
    names = set()
    cases, errors = reference.read_cases(data, path)
    parsed, _ = reference.parse_options(options + [path])
    if complaint and not errors:
        results.append(('(run)', cases[0].name if cases else '', options, complaint, '', 1))
    for case in cases:
        if case.bad:
            if case.name in found:
                results.append(('(judged although it has an error)', case.name, options, '', '', case.line))
            continue
        names.add(case.name)
        mine = reference.judge(case, alternatives=settings.get('alternatives', True), **parsed)
        theirs = found.get(case.name)
        if theirs is None:
            results.append(('(no judgement)', case.name, options, MISSING, '', case.line))
            continue
        for where, b, a in differences(mine, theirs):
            if not any(where.startswith(prefix) for prefix in settings['ignore']):
                results.append((where, case.name, options, b, a, case.line))
    for name in found:
        if name not in names and not errors:
            results.append(('(a case too many)', name, options, found[name], MISSING, 1))


def compare_batch(job):
    settings, number, texts = job
    rng = random.Random('%s/%d' % (settings['seed'], number))
    # --once: the alternatives, half of the reference's work, in every third batch
    settings = dict(settings, alternatives=not settings['once'] or number % 3 == 0)
    results = []
    words = reading_words()
    with tempfile.TemporaryDirectory(prefix='utskrivning-') as folder:
        path = os.path.join(folder, 'batch.case')
        data = ''.join(text for _, text in texts).encode('utf-8')
        with open(path, 'wb') as stream:
            stream.write(data)
        sets = [[], ['--reading', words[number % len(words)]] + ALL_RATES, random_readings(rng, 1, 4)]
        if settings['once']:
            sets = [rng.choice(sets)]
        elif rng.random() < 0.3:
            sets.append(['--rules', rng.choice(sorted(reference.PACKS))])
        for options in sets:
            compare_file(settings, options, path, data, results)
        if settings['once']:
            texts_at = rng.sample(texts, 1)  # and one of them at an instant of its own
        else:
            texts_at = texts
        for name, text in texts_at:
            data = text.encode('utf-8')
            cases, _ = reference.read_cases(data)
            if not cases or not cases[0].events:
                continue
            path = os.path.join(folder, name + '.case')
            with open(path, 'wb') as stream:
                stream.write(data)
            for _ in range(settings['at_runs']):
                options = instant_options(rng, cases[0])
                if rng.random() < 0.5:
                    options += random_readings(rng, 1, 3)
                if rng.random() < 0.5:
                    options += ALL_RATES
                compare_file(settings, options, path, data, results)
            os.remove(path)
    return len(texts), results


def batches(settings, args):
    if args.files:
        for number, name in enumerate(args.files):
            with open(name, 'rb') as stream:
                data = stream.read()
            texts, text = [], []
            for line in data.decode('utf-8-sig').splitlines(True):
                if line.startswith('case '):
                    if text and texts is not None and any(x.startswith('case ') for x in text):
                        texts.append(text)
                        text = []
                text.append(line)
            texts.append(text)
            yield settings, number, [(next(x for x in t if x.startswith('case ')).split()[1], ''.join(t))
                                     for t in texts]
        return
    number, texts = 0, []
    for case in generate_logs.generate(args.seed, args.cases, args.irregular):
        texts.append(case)
        if len(texts) == BATCH:
            yield settings, number, texts
            number, texts = number + 1, []
    if texts:
        yield settings, number, texts


def brief(value):
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) < 1500 else text[:1500] + ' …'


def show_reduced(command, text, options, where):
    import reduce  # which uses this module
    result = None if where.startswith('(') else reduce.reduced(command, text, options, where)
    if result is None:
        return False
    lines, options, found = result
    print('options:   %s' % (' '.join(options) or '(none)'))
    for _, _, _, theirs, mine, _ in found:
        print('command:   %s\nreference: %s' % (brief(theirs), brief(mine)))
    for number, line in enumerate(lines, 1):
        print('%6d  %s' % (number, line))
    print()
    return True


def main(argv):
    parser = argparse.ArgumentParser(description='Compare the command with the reference on random case logs.')
    parser.add_argument('--command', required=True, help='the command `utskrivning` (with leading words if need be)')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--cases', type=int, default=1000)
    parser.add_argument('--irregular', type=float, default=60)
    parser.add_argument('--field-summary', action='store_true', help='only the histogram, no examples')
    parser.add_argument('--show', type=int, default=2, help='examples for each path')
    parser.add_argument('--ignore', action='append', default=[], metavar='PATHPREFIX')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--at-runs', type=int, default=1, help='random instants for each case')
    parser.add_argument('--keep', metavar='DIRECTORY', help='write the differing cases there')
    parser.add_argument('--once', action='store_true', help='each case under one set of options, not under all')
    parser.add_argument('--reduce', action='store_true', help='make the examples as small as they can be (reduce.py)')
    parser.add_argument('files', nargs='*')
    args = parser.parse_args(argv)
    command = shlex.split(args.command)
    if os.path.exists(command[0]):
        command[0] = os.path.abspath(command[0])
    settings = {'command': command, 'seed': args.seed, 'ignore': args.ignore, 'at_runs': args.at_runs,
                'once': args.once}
    total, bad = 0, set()
    histogram, cases_with, examples = collections.Counter(), collections.defaultdict(set), \
        collections.defaultdict(list)
    kept = {}
    pool = multiprocessing.Pool(args.jobs) if args.jobs > 1 else None
    jobs = batches(settings, args)
    texts_of = {}

    def remember(stream):
        for job in stream:
            texts_of.update(job[2])
            yield job

    work = pool.imap(compare_batch, remember(jobs)) if pool else map(compare_batch, remember(jobs))
    for done, results in work:
        total += done
        for where, name, options, theirs, mine, first in results:
            bad.add(name)
            kept[name] = texts_of.get(name, '')
            histogram[where] += 1
            if name not in cases_with[where]:
                cases_with[where].add(name)
                if len(examples[where]) < args.show:
                    examples[where].append((name, options, theirs, mine, first))
        for name in list(texts_of)[:max(0, len(texts_of) - 8000)]:
            del texts_of[name]
    if pool:
        pool.close()
        pool.join()
    if not args.field_summary:
        for where, _ in sorted(cases_with.items(), key=lambda x: -len(x[1])):
            for name, options, theirs, mine, first in examples[where]:
                print('--- %s' % where)
                if args.reduce and show_reduced(command, kept.get(name, ''), options, where):
                    continue
                print('options:   %s' % (' '.join(options) or '(none)'))
                print('command:   %s' % brief(theirs))
                print('reference: %s' % brief(mine))
                lines = kept.get(name, '').rstrip('\n').split('\n')
                header = next((i for i, line in enumerate(lines) if line.startswith('case ')), 0)
                for i, line in enumerate(lines, first - header):  # numbered as in the file that was judged
                    print('%6d  %s' % (i, line))
                print()
    if args.keep and kept:
        os.makedirs(args.keep, exist_ok=True)
        for name, text in kept.items():
            with open(os.path.join(args.keep, name + '.case'), 'w', encoding='utf-8') as stream:
                stream.write(text)
    print('%d cases, %d differing' % (total, len(bad)))
    for where, names in sorted(cases_with.items(), key=lambda x: (-len(x[1]), x[0])):
        print('%7d cases %8d runs  %s' % (len(names), histogram[where], where))
    print('%d passed, %d failed' % (total - len(bad), len(bad)))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
