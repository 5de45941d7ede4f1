# SPDX-License-Identifier: LGPL-2.1-or-later
"""Test Anything Protocol for the tests in Python that check the build: what tests/tap.h is for those in C."""


class Tap:
    """Claims, counted as they are made."""

    def __init__(self):
        self.run = 0
        self.failed = 0

    def ok(self, passed, claim, details=""):
        """One claim; the details are shown if it does not hold."""
        self.run += 1
        self.failed += not passed
        print(f"{'' if passed else 'not '}ok {self.run} - {claim}")
        if not passed:
            for line in str(details).splitlines():
                print(f"# {line}")
        return passed

    def same(self, got, expected, claim):
        """Two sets that must not differ; what only one of them has is shown."""
        lacking = [f"lacks {name}" for name in sorted(set(expected) - set(got))]
        surplus = [f"has besides {name}" for name in sorted(set(got) - set(expected))]
        return self.ok(not lacking and not surplus, claim, "\n".join(lacking + surplus))

    def skip(self, claim, reason):
        """A claim that this machine cannot check."""
        self.run += 1
        print(f"ok {self.run} - {claim} # SKIP {reason}")

    def done(self):
        """The plan; the exit status. A test without a single claim has failed."""
        print(f"1..{self.run}")
        return 1 if self.failed or not self.run else 0
