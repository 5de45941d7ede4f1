#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random logs under every pack: each case comes out, whatever the readings, and nothing is written to standard error but warnings.

    survive.py COMMAND [CASES]

Meant above all for the build with sanitizers, where a step outside memory or an undefined shift ends the run.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "reference")]
import generate_logs  # noqa: E402
from tap import Tap  # noqa: E402

READINGS = (
    (),
    ("late=curable", "obstacle=defers-entry", "leave-days=free", "hours=wall-clock", "holiday-shift=all"),
    ("late=existence", "unstated-recipients=all-concerned", "unstated-content=complete", "obstacle=bars-spell"),
)


def packs(command):
    done = subprocess.run([command, "rules", "--json"], capture_output=True, check=True)
    lines = map(json.loads, done.stdout.decode("utf-8").splitlines())
    return [line["id"] for line in lines if line["kind"] == "pack"]


def strange(line):
    return b"warning" not in line and line.strip() != b""


def main(command, cases="400"):
    tap = Tap()
    logs = [text for _, text in generate_logs.generate(4242, int(cases), 100)]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "random.case"
        for pack in packs(command):
            text = "\n".join(logs).replace("rules=lus", "").replace("rules=jamtland-harjedalen", "")
            path.write_text(text, encoding="utf-8")
            for readings in READINGS:
                options = [word for reading in readings for word in ("--reading", reading)]
                done = subprocess.run([command, "assess", "--json", "--rules", pack, *options, str(path)],
                                      capture_output=True)  # fmt: skip
                said = [line for line in done.stderr.splitlines() if strange(line)]
                count = len(done.stdout.splitlines())
                tap.ok(done.returncode == 0 and count == len(logs) and not said,
                       f"{pack} {' '.join(readings) or 'by default'}: {len(logs)} cases come out",
                       f"exit {done.returncode}, {count} cases, {said[:3]}")  # fmt: skip
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
