"""What is given away: all of the package with its data and licences, and nothing else."""

import re
import subprocess
import sys
import tarfile

import pytest

import tf_contrib_rnn
from tests.conftest import ROOT
from tests.release.distributions import contents, told

PACKAGE = "tf_contrib_rnn"
INFO = f"{PACKAGE}-{tf_contrib_rnn.__version__}.dist-info"
PROVENANCE = f"{PACKAGE}/demo/data/README.md"
WHEEL_BYTES, SDIST_BYTES = 3_000_000, 3_000_000  # PyPI takes 100 MB; this is to see a stray file


def build(kind, source, folder):
    """Builds a wheel or an sdist from a folder, with no package index and no isolation."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", folder]
    subprocess.run(command, cwd=source, check=True, stdout=subprocess.DEVNULL)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("distributions")


@pytest.fixture(scope="module")
def wheel(folder):
    return build("wheel", ROOT, folder / "wheel")


@pytest.fixture(scope="module")
def sdist(folder):
    return build("sdist", ROOT, folder / "sdist")


@pytest.fixture(scope="module")
def package():
    """The names of all files of the package."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / PACKAGE).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_package_and_nothing_else(wheel, package):
    files = {name for name in contents(wheel) if not name.startswith(INFO)}
    assert files == package
    assert {f"{PACKAGE}/py.typed", f"{PACKAGE}/__init__.pyi", PROVENANCE} <= package


def test_the_wheel_carries_the_licences_and_the_command(wheel):
    found = contents(wheel)
    metadata = found[f"{INFO}/METADATA"].decode()
    for name in ("LICENSE", PROVENANCE):
        assert found[f"{INFO}/licenses/{name}"] == (ROOT / name).read_bytes()
        assert f"License-File: {name}\n" in metadata
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0\n" in metadata
    assert f"{PACKAGE.replace('_', '-')} = {PACKAGE}.cli:main" in str(
        found[f"{INFO}/entry_points.txt"]
    )


def test_the_sdist_holds_what_a_wheel_is_built_from(sdist, package):
    around = {"LICENSE", "PKG-INFO", "README.md", "pyproject.toml", ".gitignore"}
    assert contents(sdist).keys() == package | around


def test_the_wheel_of_the_sdist_is_that_of_the_repository(wheel, sdist, folder):
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    again = build("wheel", unpacked, folder / "again")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_both_are_small(wheel, sdist):
    assert wheel.stat().st_size < WHEEL_BYTES
    assert sdist.stat().st_size < SDIST_BYTES


def test_what_is_told_of_them(wheel, sdist):
    assert re.search(r"\n  tf_contrib_rnn/demo +\d+ files +1\.\d+ MB(\n|$)", told(wheel))
    assert re.search(r"\n  \. +5 files +\d+\.\d kB\n", told(sdist))


def test_the_provenance_of_the_demo_names_its_source_and_licence():
    text = " ".join((ROOT / PROVENANCE).read_text("utf-8").split())
    for piece in (
        "E. Alpaydin and C. Kaynak",
        "https://archive.ics.uci.edu/dataset/80/",
        "https://creativecommons.org/licenses/by/4.0/",
        "Changed here",
        "TensorFlow 1.15.5",
    ):
        assert piece in text
    data = {path for path in (ROOT / PROVENANCE).parent.iterdir() if path.name != "README.md"}
    assert all(f"`{path.name}{'/' * path.is_dir()}`" in text for path in data)


def test_the_version_is_that_of_the_changelog():
    text = (ROOT / "docs" / "changelog.md").read_text("utf-8")
    newest = re.search(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", text, re.MULTILINE)
    assert newest[1] == tf_contrib_rnn.__version__
