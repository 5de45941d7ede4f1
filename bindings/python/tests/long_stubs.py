# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stubs say what the package does, by mypy and its stubtest."""

import os
import subprocess
import sys
import tempfile
import unittest

# mypy does not follow `__all__ += _words.__all__`; the names are those of the enums, which test_package.py compares.
# pyarrow has no annotations, and so is a variable to mypy.
ALLOWED = "utskrivning.__all__\nutskrivning.engines.pyarrow\n"


class Stubs(unittest.TestCase):
    def check(self, *command):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_stubs(self):
        with tempfile.TemporaryDirectory() as folder:
            allowed = os.path.join(folder, "allowed")
            with open(allowed, "w", encoding="ascii") as file:
                file.write(ALLOWED)
            self.check("mypy.stubtest", "--ignore-disjoint-bases", "--allowlist", allowed, "utskrivning")

    def test_annotations(self):
        self.check("mypy", "--check-untyped-defs", "--disallow-untyped-defs", "-p", "utskrivning")


if __name__ == "__main__":
    unittest.main()
