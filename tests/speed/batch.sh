#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Measures judging columns, and the same rule in other tools, from the project's root: sh tests/speed/batch.sh [ARGUMENT]...
# A release build is made in build/speed, and the tools are installed from PyPI into build/speed/venv (not with --no-peers).
# CC chooses the compiler. The arguments are those of tests/speed/columns.py; --write doc/speed.md puts the figures there.
set -eu
cd "$(dirname "$0")/../.."
folder=build/speed
[ -f $folder/build.ninja ] || meson setup $folder --buildtype=release >/dev/null
meson compile -C $folder >/dev/null
python=python3
case " $* " in
  *" --no-peers "*) ;;
  *)
    [ -x $folder/venv/bin/python ] || python3 -m venv $folder/venv
    $folder/venv/bin/python -m pip install --quiet --requirement tests/speed/peers/requirements.txt
    python=$folder/venv/bin/python
    ;;
esac
exec $python tests/speed/columns.py $folder "$@"
