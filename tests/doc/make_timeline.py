#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The picture in doc/timeline.md, as the command draws it.

make_timeline.py COMMAND [--check]
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from pages import DOC, output_of, run  # noqa: E402

ARGUMENTS = ("--lang", "en", "--at", "2022-05-18T09:00")


def make(command):
    return {"timeline.svg": output_of(command, "timeline", *ARGUMENTS, str(DOC / "case-log" / "anna.case"))}


if __name__ == "__main__":
    sys.exit(run("make_timeline.py", make))
