#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Measures how fast the command judges, from the project's root: sh tests/speed/run.sh [CASES]
# A release build is made in build/speed. CC chooses the compiler. See tests/speed/speed.py for what is measured.
set -eu
cd "$(dirname "$0")/../.."
folder=build/speed
[ -f $folder/build.ninja ] || meson setup $folder --buildtype=release >/dev/null
meson compile -C $folder >/dev/null
python3 tests/speed/speed.py $folder/examples/utskrivning $folder/tests/make_cases --cases "${1:-100000}"
