#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compare `settle --json` and `stats --json` of the command with the reference, on random small counties.

    compare_settlement.py --command PATH --seed N --counties K [--show N] [--jobs N] [--reduce]

Every fixed field is compared; ratios as what four decimals of the exact fraction are. The cases of each county are also
given in another order, and the command must answer the same, digests included. The last line is "N passed, N failed",
in counties; the exit status is 1 on any difference.
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
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate_counties  # noqa: E402
import reduce  # noqa: E402
import settlement_reference as reference  # noqa: E402

MISSING = '<missing>'
SETTLE = ('municipality', 'month', 'rules', 'persons', 'days', 'average', 'threshold', 'above', 'level', 'owed_days',
          'owed_sek', 'counted', 'left_out', 'per_day', 'digest')
STATS = ('municipality', 'month', 'rules', 'skr', 'payment', 'reconciliation', 'rates')


def same(mine, theirs):
    if isinstance(mine, Fraction):
        return isinstance(theirs, (int, float)) and abs(Fraction(str(theirs)) - mine) <= Fraction(1, 20000)
    if isinstance(mine, dict):
        return isinstance(theirs, dict) and all(same(v, theirs.get(k, MISSING)) for k, v in mine.items())
    if isinstance(mine, list):
        return isinstance(theirs, list) and len(mine) == len(theirs) and all(map(same, mine, theirs))
    return mine == theirs and isinstance(mine, bool) == isinstance(theirs, bool)


def key(line):
    return line.get('month'), line.get('municipality'), line.get('rules')


def differences(command, mine, theirs):
    """[(path, the command's, the reference's)]"""
    out = []
    if [key(x) for x in mine] != [key(x) for x in theirs]:
        order = lambda x: (x[0], x[1] is None, x[1] or '', x[2] or '')
        if sorted([key(x) for x in mine], key=order) != sorted([key(x) for x in theirs], key=order):
            return [('objects', [key(x) for x in theirs], [key(x) for x in mine])]
        out.append(('order', [key(x) for x in theirs], [key(x) for x in mine]))
    found = {key(x): x for x in theirs}
    for a in mine:
        b = found[key(a)]
        for name in SETTLE if command == 'settle' else STATS:
            x, y = a[name], b.get(name, MISSING)
            if isinstance(x, dict):
                out += [('%s.%s' % (name, k), (key(a), y.get(k, MISSING)), v) for k, v in x.items()
                        if not same(v, y.get(k, MISSING))]
            elif not same(x, y):
                out.append((name, (key(a), y), x))
    return [(command + '.' + path, theirs, mine) for path, theirs, mine in out]


def answers(settings, command, options, path):
    done = subprocess.run(settings['command'] + [command, '--json'] + options + [path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300)
    if done.returncode != 0:
        return None, 'exit status %d: %s' % (done.returncode, done.stderr.decode('utf-8', 'replace')[:300])
    return [json.loads(line) for line in done.stdout.decode('utf-8').splitlines()], None


def judge(settings, texts, options, folder):
    """The differences of both commands on one county."""
    path = os.path.join(folder, 'county.case')
    data = ''.join(texts).encode('utf-8')
    with open(path, 'wb') as stream:
        stream.write(data)
    cases, errors = reference.base.read_cases(data, path)
    if errors:
        return [('(reading)', '', errors[0][3])]
    words = dict(zip(options[::2], options[1::2]))
    months = [reference.parse_month(words[k]) for k in ('--from', '--to')]
    rest = [w for pair in zip(options[::2], options[1::2]) if pair[0] not in ('--from', '--to') for w in pair]
    parsed, _ = reference.base.parse_options(rest + [path])
    out = []
    for command in ('settle', 'stats'):
        theirs, complaint = answers(settings, command, options, path)
        if complaint:
            out.append((command + ' (run)', complaint, ''))
            continue
        mine = list(reference.report(command, cases, months[0], months[1], parsed))
        out += differences(command, mine, theirs)
        if settings['shuffle']:
            mixed = list(texts)
            random.Random(len(data)).shuffle(mixed)
            with open(path, 'wb') as stream:
                stream.write(''.join(mixed).encode('utf-8'))
            again, _ = answers(settings, command, options, path)
            if again != theirs:
                out.append((command + ' (order of cases)', again, theirs))
            with open(path, 'wb') as stream:
                stream.write(data)
    return out


def compare_county(job):
    settings, seed = job
    county, texts = generate_counties.generate(seed)
    options = generate_counties.options(seed, county)
    with tempfile.TemporaryDirectory(prefix='utskrivning-') as folder:
        found = judge(settings, texts, options, folder)
    return seed, [f for f in found if not any(f[0].startswith(x) for x in settings['ignore'])]


def reduced(settings, seed, path):
    """(options, lines, differences): the county with as few cases, options and lines as keep the difference."""
    county, texts = generate_counties.generate(seed)
    options = generate_counties.options(seed, county)
    with tempfile.TemporaryDirectory(prefix='utskrivning-') as folder:
        differ = lambda texts, options: any(f[0] == path for f in judge(settings, texts, options, folder))
        pairs = [options[i:i + 2] for i in range(0, len(options), 2)]
        flat = lambda pairs: [word for pair in pairs for word in pair]
        needed = pairs[:2]
        more = reduce.fewer(pairs[2:], lambda less: differ(texts, flat(needed + less)))
        options = flat(needed + more)
        texts = reduce.fewer(texts, lambda less: less and differ(less, options))
        split = lambda lines: ['\n'.join(lines) + '\n']
        whole = lambda lines: lines and lines[0].startswith('case') and differ(split(lines), options)
        lines = reduce.reduce_log(''.join(texts).rstrip('\n').split('\n'), whole)
        return options, lines, [f for f in judge(settings, split(lines), options, folder) if f[0] == path]


def main(argv):
    parser = argparse.ArgumentParser(description='Compare settlements and statistics with the reference.')
    parser.add_argument('--command', required=True)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--counties', type=int, default=100)
    parser.add_argument('--show', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--reduce', action='store_true')
    parser.add_argument('--ignore', action='append', default=[], metavar='PATHPREFIX')
    args = parser.parse_args(argv)
    command = shlex.split(args.command)
    if os.path.exists(command[0]):
        command[0] = os.path.abspath(command[0])
    if subprocess.run(command + ['settle', '--help'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        print('skipped: this command does not settle\n0 passed, 0 failed')
        return 77
    settings = {'command': command, 'shuffle': True, 'ignore': args.ignore}
    seeds = range(args.seed * 1000000, args.seed * 1000000 + args.counties)
    histogram, bad, examples = collections.Counter(), set(), collections.defaultdict(list)
    pool = multiprocessing.Pool(args.jobs) if args.jobs > 1 else None
    jobs = ((settings, seed) for seed in seeds)
    for seed, found in (pool.imap(compare_county, jobs) if pool else map(compare_county, jobs)):
        for path in {f[0] for f in found}:
            histogram[path] += 1
            if len(examples[path]) < args.show:
                examples[path].append((seed, next(f for f in found if f[0] == path)))
        if found:
            bad.add(seed)
    for path in sorted(examples):
        for seed, (_, theirs, mine) in examples[path]:
            print('--- %s (seed %d)' % (path, seed))
            if args.reduce and '(' not in path:
                options, lines, found = reduced(dict(settings, shuffle=False), seed, path)
                print('options:   %s' % ' '.join(options))
                if found:
                    theirs, mine = found[0][1:]
                print('\n'.join('%6d  %s' % x for x in enumerate(lines, 1)))
            print('command:   %s' % json.dumps(theirs, default=str)[:600])
            print('reference: %s\n' % json.dumps(mine, default=str)[:600])
    for path, number in histogram.most_common():
        print('%7d counties  %s' % (number, path))
    print('%d passed, %d failed' % (args.counties - len(bad), len(bad)))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
