# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packaging: a source distribution that holds all it needs, and one wheel that every version of Python here takes."""

import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

from test_table import library

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
TRY = (
    "import utskrivning\n"
    "case = utskrivning.Case('anna', events=['2022-05-02T09:00 hospital admitted'])\n"
    "for _ in range(3000):\n"
    "    judgement = case.judge()\n"
    "    judgement.liability, judgement.obligations, case.events, judgement.pack.rules[:1]\n"
    "print(judgement.state)\n"
)


class Packaging(unittest.TestCase):
    def run_well(self, *command, **options):
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def try_wheel(self, python, wheel, folder):
        """Unpacked, the wheel works with that Python."""
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder)
        self.assertEqual(self.run_well(python, "-c", TRY, cwd=folder, env={"PYTHONPATH": folder}), "admitted\n")

    def test_from_source_distribution_to_every_version(self):
        library("build")
        with tempfile.TemporaryDirectory() as folder:
            self.run_well(sys.executable, "-m", "build", "--sdist", "--outdir", folder, str(PACKAGE))
            (sdist,) = pathlib.Path(folder).glob("*.tar.gz")
            with tarfile.open(sdist) as packed:
                names = {name.split("/", 1)[1] for name in packed.getnames() if "/" in name}
            for name in ("PKG-INFO", "COPYING", "subprojects/utskrivning/lib/meson.build", "source/module.c"):
                self.assertIn(name, names)
            self.run_well(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, str(sdist))
            (wheel,) = pathlib.Path(folder).glob("*.whl")
            self.assertIn("-cp39-abi3-", wheel.name)
            found = {shutil.which(f"python{version}") for version in VERSIONS} - {None}
            for python in sorted(found | {sys.executable}):
                works = subprocess.run([python, "-c", "pass"], capture_output=True, check=False).returncode == 0
                if works:  # a name may stand for a version that is not installed
                    with self.subTest(python), tempfile.TemporaryDirectory() as place:
                        self.try_wheel(python, wheel, place)


if __name__ == "__main__":
    unittest.main()
