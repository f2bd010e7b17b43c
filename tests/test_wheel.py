"""What is installed: all of the package with its data, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import tf_contrib_rnn

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True, stdout=subprocess.DEVNULL)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def metadata(wheel, name):
    version = tf_contrib_rnn.__version__
    return wheel.read(f"tf_contrib_rnn-{version}.dist-info/{name}").decode()


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    files = {name for name in wheel.namelist() if ".dist-info/" not in name}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tf_contrib_rnn").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "tf_contrib_rnn/py.typed" in package
    assert files == package


def test_the_wheel_carries_the_licence_and_the_command(wheel):
    assert metadata(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_text()
    assert "tf-contrib-rnn = tf_contrib_rnn.cli:main" in metadata(wheel, "entry_points.txt")
    assert "License-Expression: Apache-2.0" in metadata(wheel, "METADATA")
