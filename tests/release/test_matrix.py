"""The page on the oldest and newest versions tells of the bounds there are."""

import re
import tomllib
from xml.etree import ElementTree

from packaging.version import Version

from tests.release import matrix

RESULT = {
    "versions": {"Python": "3.11.7", "keras": "3.15.0"},
    "tests": {"cells": [7, 0]},
    "demo": True,
    "minutes": 3.0,
    "day": "2026-11-22",
}


def test_the_lower_bounds_are_what_was_run():
    found = matrix.versions_on(matrix.PAGE.read_text("utf-8"))
    assert found.keys() == matrix.bounds().keys()
    for package, bound in matrix.bounds().items():
        oldest, newest = map(Version, found[package])
        assert Version(bound) == oldest <= newest, package


def test_the_pythons_are_the_first_and_the_last_that_are_promised():
    project = tomllib.loads((matrix.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (row,) = re.findall(r"^\| Python \| (.*) \|$", matrix.PAGE.read_text("utf-8"), re.MULTILINE)
    oldest, newest = (version.rpartition(".")[0] for version in row.split(" | "))
    pythons = [one for one in project["classifiers"] if one.startswith("Programming Language")]
    assert project["requires-python"] == f">={oldest}"
    assert f"Programming Language :: Python :: {newest}" == pythons[-1]


def test_nothing_failed():
    text = matrix.PAGE.read_text("utf-8")
    assert "**" not in text
    assert all(f"| {what} |" in text for what in matrix.CORE)


def test_a_page():
    text = matrix.page({"oldest": RESULT, "newest": RESULT | {"demo": False}})
    assert text.startswith(matrix.HEAD)
    assert "| `keras` | 3.15.0 | 3.15.0 |\n| cells | 7 passed | 7 passed |\n" in text
    assert "| demo of the installed wheel | runs | **fails** |\n" in text
    assert matrix.versions_on(text) == {"keras": ["3.15.0", "3.15.0"]}
    assert matrix.shown(3, 1) == "3 passed, **1 failed**"


def test_a_report_is_counted():
    report = ElementTree.fromstring(
        "<testsuites><testsuite>"
        '<testcase classname="tests.sequence.test_layer"/>'
        '<testcase classname="tests.sequence.test_fast"><failure/></testcase>'
        '<testcase classname="tests.conformance.test_goldens"/>'
        '<testcase classname="tests.demo.test_demo"><error/></testcase>'
        "</testsuite></testsuites>"
    )
    assert list(matrix.counted(report).values()) == [[1, 0], [1, 1], [0, 0], [0, 0], [0, 1]]


def test_every_path_of_the_core_is_there():
    paths = {path.partition("::")[0] for path in matrix.chosen()}
    assert len(paths) >= 12 and all((matrix.ROOT / path).exists() for path in paths)
