#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The long tests: what the short ones sample, in full. The last line says `N passed, N failed`, as with run.sh.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@" # also when called by another shell
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. tests/steps.sh

step "packages" bash tests/packages.sh long

step "release build" build release gcc &&
  step "long tests" run_tests release long --suite long

step "memory sanitizer build" build memory-sanitizer "$(clang)" -Dbuildtype=debugoptimized -Dwerror=false \
  -Db_sanitize=memory -Db_lundef=false &&
  step "memory sanitizer tests" run_tests memory-sanitizer unit --suite unit --suite fuzz

step "fuzzer build" build fuzzers "$(clang)" -Dfuzz=true -Dbuildtype=debugoptimized -Dwerror=false \
  -Db_sanitize=address,undefined -Db_lundef=false \
  "-Dc_args=-fsanitize=fuzzer-no-link -fno-sanitize-recover=all" &&
  step "fuzzing, a minute each" run_tests fuzzers fuzzing --suite fuzzing

step "Python package" python_package pyarrow pandas polars duckdb 'dask[dataframe]' pyspark \
  matplotlib nbclient nbformat ipykernel mypy build &&
  step "Python tests, with the libraries it works with" run_python long --long

count
