#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Measures how fast the engine and the command judge, from the project's root: sh tests/speed/run.sh [CASES]
# A release build is made in build/speed. CC chooses the compiler. See bench_fold.c, bench_engine.c and speed.py for what is measured.
set -eu
cd "$(dirname "$0")/../.."
folder=build/speed
[ -f $folder/build.ninja ] || meson setup $folder --buildtype=release >/dev/null
meson compile -C $folder >/dev/null
$folder/tests/bench_fold
$folder/examples/synthetic_county --county 23 --year 2026 --cases 20000 >$folder/county.log
$folder/tests/bench_engine "${1:-100000}" $folder/county.log
python3 tests/speed/speed.py $folder/examples/utskrivning $folder/tests/make_cases --cases "${1:-100000}"
