# SPDX-License-Identifier: LGPL-2.1-or-later
"""What pip asks to build the package: meson-python, on a tree that holds the package and the library together.

In a checkout the library stands two folders above; in a source distribution it stands in subprojects/utskrivning, where
meson looks for it. So a checkout is first laid out as a source distribution, in a temporary folder.
"""

import base64
import contextlib
import gzip
import hashlib
import os
import pathlib
import shutil
import tarfile
import tempfile
import zipfile

import mesonpy

HERE = pathlib.Path(__file__).resolve().parent
LIBRARY = pathlib.Path("subprojects", "utskrivning")
PACKAGE_PARTS = (
    "README.md",
    "build_backend.py",
    "meson.build",
    "meson_options.txt",
    "pyproject.toml",
    "source",
    "tests",
    "utskrivning",
)
LIBRARY_PARTS = ("COPYING", "examples/meson.build", "include", "lib", "meson.build", "meson_options.txt")
OLDEST_PYTHON = "cp39"  # as meson.build says
NEVER = shutil.ignore_patterns("__pycache__", "*.pyc", "*.so", "*.pyd")

get_requires_for_build_wheel = mesonpy.get_requires_for_build_wheel


def get_requires_for_build_sdist(config_settings=None):
    return []


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=NEVER)
    else:
        shutil.copyfile(source, target)


def _lay_out(tree):
    """The package and the library as a source distribution has them."""
    for part in PACKAGE_PARTS:
        _copy(HERE / part, tree / part)
    root = HERE / LIBRARY if (HERE / LIBRARY).is_dir() else HERE.parents[1]
    for part in LIBRARY_PARTS:
        _copy(root / part, tree / LIBRARY / part)
    _copy(root / "COPYING", tree / "COPYING")


@contextlib.contextmanager
def _laid_out():
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder) / "utskrivning"
        _lay_out(tree)
        before = os.getcwd()
        os.chdir(tree)
        try:
            yield tree
        finally:
            os.chdir(before)


def _record_line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}"


def _retagged(name, data, tag):
    """A file of a wheel as it is when the wheel has that tag."""
    if name.endswith(".dist-info/WHEEL"):
        lines = (f"Tag: {tag}" if line.startswith("Tag: ") else line for line in data.decode().splitlines())
        return ("\n".join(lines) + "\n").encode()
    return data


def _retag(path):
    """meson-python names the version of Python that builds; the wheel serves all from the one of the limited API on."""
    name, version, _, abi, platform = path.stem.split("-")
    tag = f"{OLDEST_PYTHON}-{abi}-{platform}"
    target = path.with_name(f"{name}-{version}-{tag}.whl")
    if target == path:
        return target
    record = []
    with zipfile.ZipFile(path) as wheel, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in wheel.infolist():
            data = _retagged(entry.filename, wheel.read(entry), tag)
            if entry.filename.endswith(".dist-info/RECORD"):
                data = "\n".join([*record, f"{entry.filename},,", ""]).encode()
            record.append(_record_line(entry.filename, data))
            made.writestr(entry, data)
    path.unlink()
    return target


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    wheel_directory = os.path.abspath(wheel_directory)
    with _laid_out():
        name = mesonpy.build_wheel(wheel_directory, config_settings, metadata_directory)
    return _retag(pathlib.Path(wheel_directory, name)).name


def _metadata():
    """The PKG-INFO of a source distribution, and the name that its files stand under."""
    import pyproject_metadata

    try:
        import tomllib
    except ImportError:
        import tomli as tomllib
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    metadata = pyproject_metadata.StandardMetadata.from_pyproject(project, HERE)
    return str(metadata.as_rfc822()), f"{metadata.name}-{metadata.version}"


def _plain(entry):
    """The same bytes whoever packs them, and whenever."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    entry.mode = 0o755 if entry.isdir() else 0o644
    return entry


def build_sdist(sdist_directory, config_settings=None):
    text, name = _metadata()
    target = pathlib.Path(sdist_directory) / f"{name}.tar.gz"
    with tempfile.TemporaryDirectory() as folder, open(target, "wb") as file:
        tree = pathlib.Path(folder) / name
        _lay_out(tree)
        (tree / "PKG-INFO").write_text(text, encoding="utf-8")
        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
            with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
                for path in [tree, *sorted(tree.rglob("*"))]:
                    archive.add(path, path.relative_to(folder).as_posix(), recursive=False, filter=_plain)
    return target.name
