#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A month of a county that does not exist: what each municipality owes under each agreement and why, and what makes the
# difference between the two counts of discharge-ready days.
#
#   county.sh [MONTH [CASES [SEED]]]     by default 2022-09, 2000 cases in the year, seed 1
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@" # also when called by another shell
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/steps.sh

month=${1:-2022-09}
bash tests/packages.sh build
configure release gcc
compile release ./examples/utskrivning:executable ./examples/synthetic_county:executable

folder=build/release/examples
county=$(mktemp)
trap 'rm -f "$county"' EXIT
"$folder/synthetic_county" --seed "${3:-1}" --cases "${2:-2000}" --year "${month%-*}" >"$county"
"$folder/utskrivning" settle --from "$month" --to "$month" \
  --under lus --under sormland --under vastra-gotaland --under norrbotten --under stockholm "$county"
echo
"$folder/utskrivning" stats --from "$month" --to "$month" "$county"
