#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a host gets: the installed tree, found by pkg-config, linked shared and static; and the same as a subproject.

    check_install.py MESON SOURCE_DIRECTORY BUILD_DIRECTORY
"""

import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

HOST_PROGRAM = """{includes}
#include <stdio.h>
int main(void) {{
    return puts(utskr_status_name(UTSKR_OK)) < 0;
}}
"""
HOST_BUILD = """project('host', 'c', default_options: ['c_std=c11'])
executable('host', 'host.c', dependencies: dependency('utskrivning', version: '>=0.1', fallback: 'utskrivning'))
"""
EXPECTED_OUTPUT = "ok\n"


class Failed(Exception):
    """A command that did not work."""


def run(command, **variables):
    """Standard output of a command."""
    command = [str(word) for word in command]
    result = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise Failed(f"{shlex.join(command)}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def claim(tap, text, attempt):
    """A claim that holds if the attempt returns the expected output."""
    try:
        got = attempt()
        tap.ok(got == EXPECTED_OUTPUT, text, got)
    except Failed as problem:
        tap.ok(False, text, problem)


def write_program(folder, source):
    includes = "\n".join(f"#include <{name}>" for name in headers_of(source / "include"))
    program = folder / "host.c"
    program.write_text(HOST_PROGRAM.format(includes=includes))
    return program


def headers_of(folder):
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.h"))]


def check_installed(tap, meson, source, build, folder):
    root = folder / "root"
    run([*meson, "install", "-C", build, "--no-rebuild", "--quiet"], DESTDIR=str(root))
    library = next(root.rglob("libutskrivning.so")).parent
    include = next(root.rglob("utskrivning/api.h")).parent.parent
    tap.same(headers_of(include), headers_of(source / "include"), "every public header is installed")

    package = {"PKG_CONFIG_LIBDIR": str(library / "pkgconfig"), "PKG_CONFIG_SYSROOT_DIR": str(root),
               "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS": "1", "PKG_CONFIG_ALLOW_SYSTEM_LIBS": "1"}  # fmt: skip
    program = write_program(folder, source)

    def build_and_run(name, *link):
        flags = shlex.split(run(["pkg-config", "--cflags", "utskrivning"], **package))
        run(["cc", "-std=c11", *flags, program, *link, "-o", folder / name])
        return run([folder / name], LD_LIBRARY_PATH=str(library))

    def with_pkg_config():
        return build_and_run("shared", *shlex.split(run(["pkg-config", "--libs", "utskrivning"], **package)))

    claim(tap, "a host finds the shared library through pkg-config", with_pkg_config)
    claim(tap, "a host links the static library", lambda: build_and_run("static", library / "libutskrivning.a"))


def check_subproject(tap, meson, source, folder):
    host = folder / "host"
    (host / "subprojects").mkdir(parents=True)
    (host / "subprojects" / "utskrivning").symlink_to(source)
    (host / "meson.build").write_text(HOST_BUILD)
    write_program(host, source)

    def build_and_run():
        run([*meson, "setup", "--wrap-mode=forcefallback", "-Dbuildtype=debug", host / "build", host])
        run([*meson, "compile", "-C", host / "build"])
        return run([host / "build" / "host"])

    claim(tap, "a host takes the library in as a meson subproject", build_and_run)


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    meson, source, build = shlex.split(arguments[0]), pathlib.Path(arguments[1]), pathlib.Path(arguments[2])
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        try:
            check_installed(tap, meson, source, build, pathlib.Path(folder))
        except Failed as problem:
            tap.ok(False, "meson installs what was built", problem)
        check_subproject(tap, meson, source, pathlib.Path(folder))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
