#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs, from Debian's packages, what is missing to build the project or to test it. Does nothing if all is there.
#
#   packages.sh build|short|long
set -euo pipefail

missing=()

# need PACKAGE PATH...: the package is there if one of the programs or files is.
need() {
  local package=$1 path
  shift
  for path in "$@"; do
    if command -v "$path" >/dev/null 2>&1 || [ -e "$path" ]; then
      return
    fi
  done
  missing+=("$package")
}

# python_file EXPRESSION: a file that python3 names.
python_file() {
  python3 -c "import importlib.util, sysconfig; print($1)" 2>/dev/null || true
}

need_for_python_package() {
  need python3-venv "$(python_file 'importlib.util.find_spec("ensurepip").origin')"
  need python3-dev "$(python_file 'sysconfig.get_path("include") + "/Python.h"')"
}

need_to_build() {
  need gcc gcc cc
  need libc6-dev /usr/include/stdio.h
  need meson meson
  need ninja-build ninja
}

need_for_short_tests() {
  need_to_build
  need clang-14 clang-14 clang
  need g++ g++
  need pkgconf pkg-config
  need python3 python3
  need_for_python_package
  need tzdata /usr/share/zoneinfo/Europe/Stockholm
  need valgrind valgrind
}

need_for_long_tests() {
  need_for_short_tests
  need libclang-rt-14-dev /usr/lib/llvm-14/lib/clang/14.0.6/lib/linux/libclang_rt.fuzzer-x86_64.a \
    /usr/lib/llvm-14/lib/clang/14.0.6/lib/linux/libclang_rt.fuzzer-aarch64.a
  need openjdk-17-jre-headless java
  need gcc-s390x-linux-gnu s390x-linux-gnu-gcc
  need libc6-dev-s390x-cross /usr/s390x-linux-gnu/include/stdio.h
  need gcc-i686-linux-gnu i686-linux-gnu-gcc
  need libc6-dev-i386-cross /usr/i686-linux-gnu/include/stdio.h
  need qemu-user-static qemu-s390x-static
}

install_packages() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 \
    install "${missing[@]}" 2>&1
}

case "${1-}" in
  build) need_to_build ;;
  short) need_for_short_tests ;;
  long) need_for_long_tests ;;
  *)
    echo "usage: packages.sh build|short|long" >&2
    exit 2
    ;;
esac

if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi
echo "Installing ${missing[*]}" >&2
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
  echo "packages.sh: install these Debian packages, or their like, as root: ${missing[*]}" >&2
  exit 1
fi
# Package lists are fetched only if the packages cannot be had with those that are there.
if ! install_packages >/dev/null && ! output=$(apt-get -qq update 2>&1 && install_packages); then
  printf '%s\n' "$output" >&2
  exit 1
fi
