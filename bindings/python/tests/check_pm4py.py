#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""pm4py opens our event logs, finds a process in them, and what it writes of them is judged the same (long).

    check_pm4py.py [PYTHON]

Needs the package `utskrivning` on the path. PYTHON is one that has pm4py; without it, one is made: a virtual environment
of its own with pm4py from the package index.
"""

import pathlib
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests"))
from tap import Tap  # noqa: E402

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
print("xes", len(log), log["case:concept:name"].nunique(), len(net.transitions) > 0, len(graph) > 0, starts.get("admitted", 0))
for form, read, write in (("json", pm4py.read_ocel2_json, pm4py.write_ocel2_json),
                          ("xml", pm4py.read_ocel2_xml, pm4py.write_ocel2_xml)):
    objects = read("log." + form)
    write(objects, "back." + form)
    print(form, len(objects.events), sorted(pm4py.ocel_get_object_types(objects)))
rows = pandas.read_csv("log.csv", dtype=str)
rows["time:timestamp"] = pandas.to_datetime(rows["time:timestamp"], utc=True)
print("csv", len(rows), rows["case:concept:name"].nunique(), len(pm4py.get_variants(rows)) > 0)
"""


def python_with_pm4py(folder):
    """A Python of its own, or None with the reason."""
    if len(sys.argv) > 1:
        return sys.argv[1], ""
    made = pathlib.Path(folder) / "venv"
    venv.create(made, with_pip=True)
    python = str(made / "bin" / "python")
    done = subprocess.run([python, "-m", "pip", "install", "-q", PM4PY], capture_output=True, text=True, check=False)
    return (python, "") if done.returncode == 0 else (None, done.stderr[-300:])


def cases_of(utskrivning):
    generator = ROOT / "tests" / "reference" / "generate_logs.py"
    command = [sys.executable, generator, "--seed", "71", "--cases", str(CASES)]
    made = subprocess.run(command, capture_output=True, check=True).stdout
    return list(utskrivning.reads(made, on_error=lambda error: None))


def judged(case):
    judgement = case.judge()
    duties = [(duty.id, duty.party, duty.status, duty.due, duty.done) for duty in judgement.obligations]
    liability = judgement.liability
    return (
        judgement.state,
        duties,
        (liability.status, liability.enters, liability.days, liability.ore, liability.reasons),
    )


def check(tap, folder, python):
    import utskrivning
    from utskrivning import event_logs

    cases = cases_of(utskrivning)
    events = sum(map(len, cases))
    with_events = sum(len(case) > 0 for case in cases)
    event_logs.write_xes(cases, folder / "log.xes", attributes=event_logs.outcome)
    event_logs.write_csv(cases, folder / "log.csv")
    event_logs.write_ocel(cases, folder / "log.json")
    event_logs.write_ocel(cases, folder / "log.xml")
    done = subprocess.run([python, "-c", SESSION], cwd=folder, capture_output=True, text=True, check=False)
    told = {words[0]: words[1:] for words in map(str.split, done.stdout.splitlines()) if words}
    tap.ok(done.returncode == 0, "a session of pm4py", done.stderr[-600:])
    expected = [str(events), str(with_events), "True", "True"]
    tap.ok(told.get("xes", [])[:4] == expected and int(told["xes"][4]) > 0, "XES: every event, a net and a graph", told)
    for form in ("json", "xml"):
        tap.ok(told.get(form, [])[:1] == [str(events)] and "'stay'" in " ".join(told[form]), f"OCEL in {form}", told)
    tap.ok(told.get("csv", [])[:2] == [str(events), str(with_events)], "CSV: every event", told)

    def same(form, read):
        errors = []
        back = {case.name: case for case in read(folder / f"back.{form}", on_error=errors.append)}
        bad = [error for error in errors if error.status != "refused"]
        tap.ok(not bad and len(back) >= with_events, f"what pm4py wrote reads back: {form}", bad[:3])
        differing = [case.name for case in cases if len(case) > 0 and judged(back[case.name]) != judged(case)]
        tap.ok(not differing, f"and is judged the same: {form}", differing[:5])

    same("xes", event_logs.read_xes)
    same("json", event_logs.read_ocel)
    same("xml", event_logs.read_ocel)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as name:
        python, problem = python_with_pm4py(name)
        if python is None:
            tap.ok(False, "pm4py can be installed", problem)
        else:
            check(tap, pathlib.Path(name), python)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
