#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Make a case log in which command and reference differ as small as it can be, with the difference still there.

    reduce.py --command PATH [--path PREFIX] FILE [-- ASSESS-OPTION...]

Cases, options, lines, words and the elements of lists are left out one after another, and times are made round, as long as a
difference at the same place (PREFIX, by default the first one found) persists. Prints the options, what both say, and
the log.
"""
import argparse
import os
import re
import shlex
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import compare  # noqa: E402


def fewer(items, differs):
    """`items` without as many of its members as possible, by ever smaller pieces."""
    size = max(1, len(items) // 2)
    while True:
        start, shrunk = 0, False
        while start < len(items):
            less = items[:start] + items[start + size:]
            if differs(less):
                items, shrunk = less, True
            else:
                start += size
        if size == 1 and not shrunk:
            return items
        size = max(1, size // 2)


def grouped(options):
    """Options with their values, so that they are left out together."""
    out = []
    for word in options:
        if word.startswith('--'):
            out.append([word])
        else:
            out[-1].append(word)
    return out


def simpler(line):
    """Ways to say less in one line, or the same more plainly."""
    words = line.split(' ')
    for i in range(2 if words[0] == 'case' else 3, len(words)):
        yield ' '.join(words[:i] + words[i + 1:])
        key, equals, value = words[i].partition('=')
        parts = value.split(',')
        if equals and len(parts) > 1:
            for j in range(len(parts)):
                yield ' '.join(words[:i] + [key + '=' + ','.join(parts[:j] + parts[j + 1:])] + words[i + 1:])
    at = re.match(r'(\d{4}-\d\d-\d\dT\d\d):(\d\d)(:\d\d)?(.*)', words[0])
    if at:
        for clock in (':00', ':' + at[2]):
            plain = at[1] + clock + at[4]
            if plain != words[0]:
                yield ' '.join([plain] + words[1:])


def reduce_log(lines, differs):
    """The fewest and shortest lines for which `differs` still holds."""
    lines = fewer(lines, differs)
    changed = True
    while changed:
        changed = False
        for i in range(len(lines)):
            again = True
            while again:
                again = False
                for line in simpler(lines[i]):
                    less = lines[:i] + [line] + lines[i + 1:]
                    if differs(less):
                        lines, again, changed = less, True, True
                        break
        if changed:
            lines = fewer(lines, differs)
    return lines


class Judges:
    """Both judges of one log under some options: what differs, and where."""

    def __init__(self, command, path, folder):
        self.settings = {'command': command, 'ignore': []}
        self.path, self.file = path, os.path.join(folder, 'reduced.case')

    def differences(self, lines, options):
        if not any(line.startswith('case') for line in lines):
            return []
        data = ('\n'.join(lines) + '\n').encode('utf-8')
        with open(self.file, 'wb') as stream:
            stream.write(data)
        results = []
        compare.compare_file(self.settings, options, self.file, data, results)
        return [r for r in results if not r[0].startswith('(') or (self.path or '').startswith('(')]

    def differ(self, lines, options):
        return any(r[0].startswith(self.path) for r in self.differences(lines, options))


def reduced(command, text, options, path):
    """(lines, options, differences at the path) of a log in which the two differ at `path`; None if they do not."""
    with tempfile.TemporaryDirectory(prefix='utskrivning-') as folder:
        judges = Judges(command, path, folder)
        lines = [line for line in text.split('\n') if line and not line.startswith('#')]
        if path is None:
            found = judges.differences(lines, options)
            if not found:
                return None
            judges.path = found[0][0]
        if not judges.differ(lines, options):
            return None
        groups = grouped(options)
        flat = lambda groups: [word for group in groups for word in group]
        groups = fewer(groups, lambda less: judges.differ(lines, flat(less)))
        lines = reduce_log(lines, lambda less: judges.differ(less, flat(groups)))
        groups = fewer(groups, lambda less: judges.differ(lines, flat(less)))
        found = [r for r in judges.differences(lines, flat(groups)) if r[0].startswith(judges.path)]
        return lines, flat(groups), found


def main(argv):
    options = []
    if '--' in argv:
        argv, options = argv[:argv.index('--')], argv[argv.index('--') + 1:]
    parser = argparse.ArgumentParser(description='Reduce a case log in which the command and the reference differ.')
    parser.add_argument('--command', required=True)
    parser.add_argument('--path', help='where they differ, or how that begins')
    parser.add_argument('file')
    args = parser.parse_args(argv)
    with open(args.file, encoding='utf-8') as stream:
        text = stream.read()
    command = shlex.split(args.command)
    if os.path.exists(command[0]):
        command[0] = os.path.abspath(command[0])
    result = reduced(command, text, options, args.path)
    if result is None:
        print('no difference')
        return 0
    lines, options, found = result
    print('options:   %s' % (' '.join(options) or '(none)'))
    for where, _, _, theirs, mine, _ in found:
        print('%s\n  command:   %s\n  reference: %s' % (where, compare.brief(theirs), compare.brief(mine)))
    print('\n'.join(lines))
    return 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
