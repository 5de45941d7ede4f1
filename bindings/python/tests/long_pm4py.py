# SPDX-License-Identifier: LGPL-2.1-or-later
"""pm4py opens our event logs, finds a process in them, and what it writes of them is judged the same.

The environment variable PYTHON_WITH_PM4PY names a Python that has pm4py; without it a virtual environment is made, and
pm4py is installed there from the package index.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import venv

import utskrivning
from utskrivning import event_logs

ROOT = pathlib.Path(__file__).resolve().parents[3]
PM4PY = "pm4py>=2.7.11,<2.8"
CASES = 200

# What a user of pm4py would do: run by the other Python, in a folder with the logs.
SESSION = """
import warnings
import pandas, pm4py
warnings.filterwarnings("ignore")
log = pm4py.read_xes("log.xes")
net, first, last = pm4py.discover_petri_net_inductive(log)
graph, starts, ends = pm4py.discover_dfg(log)
pm4py.write_xes(log, "back.xes")
print("xes", len(log), log["case:concept:name"].nunique(), len(net.transitions) > 0, len(graph) > 0)
for form, read, write in (("json", pm4py.read_ocel2_json, pm4py.write_ocel2_json),
                          ("xml", pm4py.read_ocel2_xml, pm4py.write_ocel2_xml)):
    objects = read("log." + form)
    write(objects, "back." + form)
    print(form, len(objects.events), *sorted(pm4py.ocel_get_object_types(objects)))
rows = pandas.read_csv("log.csv", dtype=str)
rows["time:timestamp"] = pandas.to_datetime(rows["time:timestamp"], utc=True)
print("csv", len(rows), rows["case:concept:name"].nunique(), len(pm4py.get_variants(rows)) > 0)
"""


def run(*command, folder=None):
    """Standard output of a command that works."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise AssertionError(f"{command[:4]}: {done.stderr[-800:]}")
    return done.stdout


def judged(case):
    """What the judgement says, without the places in the log."""
    judgement = case.judge()
    duties = [(duty.id, duty.party, duty.status, duty.due, duty.done) for duty in judgement.obligations]
    liability = judgement.liability
    return (
        judgement.state,
        duties,
        (liability.status, liability.enters, liability.days, liability.ore, liability.reasons),
    )


class Pm4py(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        made = tempfile.TemporaryDirectory()
        cls.addClassCleanup(made.cleanup)
        cls.folder = pathlib.Path(made.name)
        cls.python = os.environ.get("PYTHON_WITH_PM4PY")
        if cls.python is None:
            venv.create(cls.folder / "venv", with_pip=True)
            cls.python = str(cls.folder / "venv" / "bin" / "python")
            run(cls.python, "-m", "pip", "install", "-q", PM4PY)
        generator = str(ROOT / "tests" / "reference" / "generate_logs.py")
        text = run(sys.executable, generator, "--seed", "71", "--cases", str(CASES))
        cls.cases = list(utskrivning.reads(text, on_error=lambda error: None))
        event_logs.write_xes(cls.cases, cls.folder / "log.xes", attributes=event_logs.outcome)
        event_logs.write_csv(cls.cases, cls.folder / "log.csv")
        event_logs.write_ocel(cls.cases, cls.folder / "log.json")
        event_logs.write_ocel(cls.cases, cls.folder / "log.xml")
        lines = run(cls.python, "-c", SESSION, folder=cls.folder).splitlines()
        cls.told = {words[0]: words[1:] for words in map(str.split, lines) if words}

    def test_it_opens_every_form(self):
        events = str(sum(map(len, self.cases)))
        cases = str(sum(len(case) > 0 for case in self.cases))
        self.assertEqual(self.told["xes"], [events, cases, "True", "True"])
        self.assertEqual(self.told["csv"], [events, cases, "True"])
        for form in ("json", "xml"):
            self.assertEqual(self.told[form], [events, "message", "party", "stay"])

    def test_what_it_writes_is_judged_the_same(self):
        readers = {"xes": event_logs.read_xes, "json": event_logs.read_ocel, "xml": event_logs.read_ocel}
        for form, read in readers.items():
            errors = []
            back = {case.name: case for case in read(self.folder / f"back.{form}", on_error=errors.append)}
            self.assertEqual([error for error in errors if error.status != "refused"], [], form)
            for case in self.cases:
                if len(case) > 0:
                    with self.subTest(form=form, case=case.name):
                        self.assertEqual(judged(back[case.name]), judged(case))


if __name__ == "__main__":
    unittest.main()
