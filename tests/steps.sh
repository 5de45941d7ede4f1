# SPDX-License-Identifier: LGPL-2.1-or-later
# What run.sh and long.sh have in common; sourced from the project's root. Builds are kept in build/, one folder each.
export LC_ALL=C.UTF-8

# Two runs in one tree would write the same logs: the later one waits.
mkdir -p build
exec 9>build/lock
! command -v flock >/dev/null || flock 9

failed_steps=0
logs=()

# step TITLE COMMAND...: goes on after a failure, and counts it.
step() {
  local title=$1
  shift
  echo "== $title"
  if ! "$@"; then
    echo "== failed: $title"
    failed_steps=$((failed_steps + 1))
    return 1
  fi
}

# quietly COMMAND...: its output is shown only if it fails.
quietly() {
  local output
  output=$("$@" 2>&1) || {
    printf '%s\n' "$output"
    return 1
  }
}

# configure NAME COMPILER OPTION...: a build that is there is brought up to date, or made anew if that does not work.
configure() {
  local folder=build/$1
  local -x CC=$2
  shift 2
  if [ -f "$folder/build.ninja" ] && quietly meson setup --reconfigure "$folder" "$@"; then
    return
  fi
  rm -rf "$folder"
  quietly meson setup "$folder" "$@"
}

# compile NAME TARGET...: everything, if no target is named.
compile() {
  local folder=build/$1
  shift
  quietly meson compile -C "$folder" "$@"
}

# build NAME COMPILER OPTION...
build() {
  configure "$@" && compile "$1"
}

# run_tests BUILD LOG OPTION...: a test that fails is no failed step; count finds it in meson's log.
run_tests() {
  local folder=build/$1 base=$2 found
  shift 2
  rm -f "$folder/meson-logs/$base"*.json
  meson test -C "$folder" --no-rebuild --logbase "$base" --print-errorlogs "$@"
  found=("$folder/meson-logs/$base"*.json)
  [ -s "${found[0]}" ] || return 1
  logs+=("${found[0]}")
}

# python_package PACKAGE...: bindings/python in an environment of its own, and what else its tests are to find there.
python_package() {
  quietly python3 -m venv --clear build/python &&
    quietly build/python/bin/python -m pip --disable-pip-version-check install ./bindings/python "$@"
}

# run_python LOG OPTION...: as with run_tests, a test that fails is no failed step.
run_python() {
  local log=build/python-$1.json
  shift
  rm -f "$log"
  build/python/bin/python bindings/python/tests/run.py --root . --log "$log" "$@"
  [ -s "$log" ] || return 1
  logs+=("$log")
}

clang() {
  command -v clang-14 || command -v clang
}

# The last line of the output: N passed, N failed. Its status is that of the script.
count() {
  python3 tests/count_results.py "$failed_steps" "${logs[@]}"
}
