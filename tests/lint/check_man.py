#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The manual pages are well formed.

    check_man.py MANDOC PAGE...
"""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    mandoc, pages = arguments[0], arguments[1:]
    tap = Tap()
    for page in pages:
        command = [mandoc, "-T", "lint", "-W", "warning", page]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        tap.ok(result.returncode == 0, pathlib.Path(page).name, result.stdout + result.stderr)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
