# SPDX-License-Identifier: LGPL-2.1-or-later
"""The package as it is installed: its stubs, its records, its documentation."""

import importlib.metadata
import inspect
import pathlib
import subprocess
import sys
import unittest

import utskrivning
from utskrivning import _core, _records

HERE = pathlib.Path(__file__).resolve().parent
INSTALLED = pathlib.Path(utskrivning.__file__).parent


class Package(unittest.TestCase):
    def test_records_are_those_of_the_library(self):
        self.assertEqual(
            {record.__name__: record._fields for record in _records.RECORDS},
            {name: fields for name, fields in _core.records().items()},
        )

    def test_typed(self):
        for name in ("py.typed", "_core.pyi", "_words.pyi"):
            self.assertTrue((INSTALLED / name).is_file(), name)

    def test_the_stub_of_the_words_is_fresh(self):
        made = subprocess.run([sys.executable, str(HERE / "make_words.py")], capture_output=True, text=True, check=False)
        self.assertEqual(made.stdout, (INSTALLED / "_words.pyi").read_text(encoding="utf-8"), made.stderr)

    def test_the_reference_is_fresh(self):
        page = HERE.parents[2] / "doc" / "python-reference.md"
        if not page.is_file():
            self.skipTest("the page is not in a source distribution")
        made = subprocess.run([sys.executable, str(HERE / "make_reference.py")], capture_output=True, check=False)
        self.assertEqual(made.stdout.decode(), page.read_text(encoding="utf-8"), made.stderr.decode())

    def test_one_abi_for_all_versions(self):
        names = [path.name for path in INSTALLED.iterdir() if path.suffix in (".so", ".pyd")]
        self.assertTrue(names and all("abi3" in name or name.endswith(".pyd") for name in names), names)
        tags = (importlib.metadata.distribution("utskrivning").read_text("WHEEL") or "").splitlines()
        self.assertTrue(any(tag.startswith("Tag: cp39-abi3-") for tag in tags), tags)

    def test_version(self):
        self.assertEqual(importlib.metadata.version("utskrivning"), utskrivning.__version__)

    def test_everything_is_documented(self):
        for name in utskrivning.__all__:
            thing = getattr(utskrivning, name)
            if name == "STOCKHOLM":  # an object of the machine's
                continue
            self.assertTrue(inspect.getdoc(thing), name)
            if inspect.isclass(thing) and not issubclass(thing, tuple):
                for member, value in vars(thing).items():
                    if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                        self.assertTrue(inspect.getdoc(value), f"{name}.{member}")
        self.assertEqual(
            list(inspect.signature(utskrivning.Case.push).parameters),
            ["self", "at", "party", "kind", "mask", "value", "recorded"],
        )

    def test_names_come_from_the_package(self):
        for name in utskrivning.__all__:
            thing = getattr(utskrivning, name)
            if inspect.isclass(thing) or inspect.isfunction(thing):
                self.assertEqual(thing.__module__, "utskrivning", name)


if __name__ == "__main__":
    unittest.main()
