"""A core of the tests with the oldest and the newest of everything: `make matrix`.

    python -m tests.release.matrix --directory .matrix oldest newest

Each environment is a new one, with the package's own wheel: the oldest has the lower bounds of
pyproject.toml, the newest what the index has today. Results are kept beside it as JSON, and
docs/matrix.md is written when there are two.
"""

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import time
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from tests.cases import richest_cases

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "matrix.md"
NAMES = ("oldest", "newest")
EXTRAS = ("demo", "upgrade")
TOOLS = ("jax", "pytest", "pytest-xdist")
RICHEST = "tests/conformance/test_goldens.py::test_golden"
CORE = {
    "cells and wrappers against TF 1.15.5": (RICHEST,),  # of each the case that sets most
    "over time": ("tests/sequence/test_layer.py", "tests/sequence/test_fast.py"),
    "layers": ("tests/layers/test_conv_lstm.py", "tests/layers/test_keras_twins.py"),
    "checkpoints": (
        "tests/checkpoint/test_apply.py",
        "tests/checkpoint/test_golden.py",
        "tests/checkpoint/test_save.py",
    ),
    "distributions, public names, files, demo": (
        "tests/release/test_distributions.py",
        "tests/release/test_public_api.py",
        "tests/release/test_saved.py",
        "tests/demo/test_demo.py",
    ),
}
HEAD = """\
# Oldest and newest

A core of the tests, run in two new environments: one with the lower bounds of `pyproject.toml`, one
with the newest of everything that could be installed together that day. Each has the package as a
wheel, whose command runs the demo outside of the repository. `make matrix` runs both and writes
this page.

"""


def bounds():
    """`{package: lower bound}` of what the package needs: to run, for its extras, to be built."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [*told["project"]["dependencies"]]
    for extra in EXTRAS:
        lines += told["project"]["optional-dependencies"][extra]
    return dict(line.split(">=") for line in [*lines, *told["build-system"]["requires"]])


class Environment:
    """One of the two: made, filled, used."""

    def __init__(self, name, python, directory):
        self.name, self._python = name, python
        self.folder = directory.resolve() / name
        self._bin = self.folder / "bin"

    def make(self):
        """Installs the wheel of the package with all it needs."""
        run(self._python, "-m", "venv", "--clear", self.folder)
        self._pip("install", "--upgrade", "pip")
        wheels = self.folder / "wheels"
        self._pip("wheel", "--no-deps", "--wheel-dir", wheels, ROOT)
        (wheel,) = wheels.iterdir()
        pins = [f"{package}=={bound}" for package, bound in bounds().items()]
        chosen = pins if self.name == "oldest" else bounds()
        self._pip("install", f"{wheel}[{','.join(EXTRAS)}]", *chosen, *TOOLS)

    def _pip(self, command, *arguments):
        run(self._bin / "python", "-m", "pip", command, "--quiet", *arguments)

    def is_made(self):
        """Whether the package was installed in it."""
        return (self._bin / "tf-contrib-rnn").exists()

    def versions(self):
        """`{package: version}` of what is installed, Python among it."""
        script = (
            "import importlib.metadata as m, json, platform, sys; "
            "print(json.dumps({'Python': platform.python_version(), "
            "**{name: m.version(name) for name in sys.argv[1:]}}))"
        )
        printed = run(self._bin / "python", "-c", script, *bounds(), cwd=self.folder)
        return json.loads(printed)

    def counts(self, workers):
        """`{what: [passed, failed]}` of the core."""
        report = self.folder / "report.xml"
        command = [self._bin / "python", "-m", "pytest", "-q", "-m", "not slow", *chosen()]
        command += [
            f"--junitxml={report}",
            *("-o", "junit_family=xunit1"),  # which has properties of tests
            *("-n", workers, "--dist", "worksteal"),
        ]
        subprocess.run(command, cwd=ROOT, check=False)
        return counted(ElementTree.parse(report).getroot())

    def demo_runs(self):
        """Whether the installed command runs the demo, away from the repository."""
        command = [self._bin / "tf-contrib-rnn", "demo", "--output", self.folder / "demo"]
        environment = {name: v for name, v in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(command, cwd=self.folder, env=environment, check=False)
        return done.returncode == 0


def chosen():
    """What pytest is asked for."""
    paths = [path for paths in CORE.values() for path in paths if path != RICHEST]
    return [*(f"{RICHEST}[{case['name']}]" for case in richest_cases().values()), *paths]


def counted(report):
    """`{what: [passed, failed]}` of a JUnit report of the core."""
    found = {what: [0, 0] for what in CORE}
    for case in report.iter("testcase"):
        file = case.get("classname").replace(".", "/") + ".py"
        (what,) = (w for w, paths in CORE.items() if any(p.startswith(file) for p in paths))
        found[what][any(case.find(kind) is not None for kind in ("failure", "error"))] += 1
    return found


def run(*command, **options):
    """What a command printed; it must succeed."""
    done = subprocess.run([*map(str, command)], check=True, stdout=subprocess.PIPE, **options)
    return done.stdout.decode()


def measure(environment, workers, reuse):
    """Makes an environment, or takes that of before; runs everything in it; the results."""
    if not (reuse and environment.is_made()):
        environment.make()
    start = time.monotonic()
    return {
        "versions": environment.versions(),
        "demo": environment.demo_runs(),
        "tests": environment.counts(workers),
        "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "minutes": round((time.monotonic() - start) / 60, 1),
    }


def page(results):
    """The text of the page.

    Args:
        results: `{name of an environment: its results}`, the oldest first.
    """
    columns = list(results.values())
    lines = [["", *results], ["---"] * (len(columns) + 1)]
    for package in columns[0]["versions"]:
        name = package if package == "Python" else f"`{package}`"
        lines.append([name, *(one["versions"][package] for one in columns)])
    for what in columns[0]["tests"]:
        lines.append([what, *(shown(*one["tests"][what]) for one in columns)])
    lines.append(["demo of the installed wheel", *(verdict(one["demo"]) for one in columns)])
    lines.append(["minutes", *(str(one["minutes"]) for one in columns)])
    lines.append(["day", *(one["day"] for one in columns)])
    return HEAD + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def shown(passed, failed):
    """The counts of a group in words."""
    return f"{passed} passed" + (f", **{failed} failed**" if failed else "")


def verdict(is_right):
    """A yes or no of a run in words."""
    return "runs" if is_right else "**fails**"


def versions_on(text):
    """`{package: [its versions]}` as a page tells them."""
    rows = re.findall(r"^\| `([\w-]+)` \| (.*) \|$", text, re.MULTILINE)
    return {package: versions.split(" | ") for package, versions in rows}


def main():
    """Runs the environments that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.release.matrix")
    parser.add_argument("names", nargs="*", metavar="environment", help=" or ".join(NAMES))
    parser.add_argument("--oldest", default=sys.executable, help="the Python of the oldest")
    parser.add_argument("--newest", default=sys.executable, help="the Python of the newest")
    parser.add_argument("--directory", type=Path, default=Path(".matrix"))
    parser.add_argument("--workers", default="2", help="processes that run tests")
    parser.add_argument("--reuse", action="store_true", help="take environments that are there")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"environments are {' and '.join(NAMES)}, received {sorted(unknown)}")
    arguments.directory.mkdir(parents=True, exist_ok=True)
    results = {}
    for name in NAMES:
        kept = arguments.directory / f"{name}.json"
        if name in (arguments.names or NAMES):
            environment = Environment(name, getattr(arguments, name), arguments.directory)
            found = measure(environment, arguments.workers, arguments.reuse)
            kept.write_text(json.dumps(found), encoding="utf-8")
        if kept.exists():
            results[name] = json.loads(kept.read_text("utf-8"))
    if len(results) == len(NAMES):
        PAGE.write_text(page(results), encoding="utf-8")
    right = [
        one["demo"] and not any(f for _, f in one["tests"].values()) for one in results.values()
    ]
    sys.exit(not all(right))


if __name__ == "__main__":
    main()
