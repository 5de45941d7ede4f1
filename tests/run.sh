#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The short tests, in a few minutes, on a bare Debian 12 as root or on any machine that has the tools:
# a release build; the same with the address and undefined-behaviour sanitizers; under valgrind; with clang; and the
# Python package as pip installs it.
# The last line says `N passed, N failed`; the exit status is 0 if something passed and nothing failed.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@" # also when called by another shell
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. tests/steps.sh

step "packages" bash tests/packages.sh short

step "release build" build release gcc &&
  step "release tests" run_tests release short --suite short

step "sanitizer build" build sanitizers gcc -Dbuildtype=debugoptimized -Dwerror=false -Db_sanitize=address,undefined \
  -Dc_args=-fno-sanitize-recover=all &&
  step "sanitizer tests" run_tests sanitizers unit --suite unit --suite case --suite fuzz

step "valgrind tests" run_tests release valgrind --setup valgrind --suite memory

step "clang build" build clang "$(clang)" &&
  step "clang tests" run_tests clang unit --suite unit

step "Python package" python_package &&
  step "Python tests" run_python short

count
