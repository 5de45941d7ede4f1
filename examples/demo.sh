#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the command and judges the example cases, on a bare Debian 12 as root or on any machine that has the tools.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@" # also when called by another shell
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/steps.sh

bash tests/packages.sh build
configure release gcc
compile release ./examples/utskrivning:executable

exec build/release/examples/utskrivning assess examples/cases/*.case
