#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A million random cases, in blocks that are kept: an interrupted run goes on where it was.

    long_run.py --command PATH [--cases 1000000] [--record FILE] [--jobs N] [--all-readings]

Block n is `compare.py --seed n --cases 5000 --once`, from n = 1001 on (the short tests have seeds of their own). Each
block done adds a line to the record (default: long_run.tsv in the working directory): seed, cases, cases that differ, and
a digest of the command, its library and the reference: after a change of any of them the blocks are run anew.
What differs is printed as compare.py prints it, reduced. The last line is "N passed, N failed", over all blocks.
"""
import argparse
import glob
import hashlib
import os
import re
import subprocess
import sys

FIRST, BLOCK = 1001, 5000
HERE = os.path.dirname(os.path.abspath(__file__))
COMPARE = os.path.join(HERE, 'compare.py')


def digest(args):
    """What the answers rest on."""
    command = args.command.split()[0]
    library = os.path.join(os.path.dirname(os.path.realpath(command)), '..', 'lib', 'libutskrivning.so*[0-9]')
    files = [command] + sorted(glob.glob(library)) + sorted(glob.glob(os.path.join(HERE, '*.py')))
    total = hashlib.sha256(repr(args.all_readings).encode())
    for name in files:
        if os.path.isfile(name):
            with open(name, 'rb') as stream:
                total.update(stream.read())
    return total.hexdigest()[:16]


def recorded(name, key):
    """{seed: (cases, differing)} of the blocks of a record that rest on the same."""
    if not os.path.exists(name):
        return {}
    with open(name, encoding='ascii') as stream:
        rows = [line.split() for line in stream if line.strip()]
    return {int(seed): (int(cases), int(differing)) for seed, cases, differing, of in rows if of == key}


def run_block(seed, args):
    """(cases, differing) of one block, and what there is to show."""
    words = [sys.executable, COMPARE, '--command', args.command, '--seed', str(seed), '--cases', str(BLOCK), '--jobs',
             str(args.jobs), '--show', '1', '--reduce']
    words += [] if args.all_readings else ['--once']
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True)
    last = re.search(r'(\d+) passed, (\d+) failed\s*\Z', done.stdout)
    if not last:
        raise SystemExit('seed %d: compare.py did not end as it should' % seed)
    passed, failed = int(last[1]), int(last[2])
    return (passed + failed, failed), done.stdout if failed else ''


def main(argv):
    parser = argparse.ArgumentParser(description='Compare a million random cases, in blocks that are kept.')
    parser.add_argument('--command', required=True)
    parser.add_argument('--cases', type=int, default=1000000)
    parser.add_argument('--record', default='long_run.tsv')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--all-readings', action='store_true', help='every case under every set of options (slower)')
    args = parser.parse_args(argv)
    key = digest(args)
    done = recorded(args.record, key)
    for seed in range(FIRST, FIRST + (args.cases + BLOCK - 1) // BLOCK):
        if seed in done:
            continue
        done[seed], text = run_block(seed, args)
        with open(args.record, 'a', encoding='ascii') as stream:
            stream.write('%d\t%d\t%d\t%s\n' % ((seed,) + done[seed] + (key,)))
        sys.stdout.write(text)
        sys.stdout.flush()
    cases, differing = (sum(x) for x in zip(*done.values()))
    print('%d passed, %d failed' % (cases - differing, differing))
    return 1 if differing else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
