import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Before anything imports Keras: the settings of whoever runs the tests must not reach them.
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["KERAS_HOME"] = str(ROOT / "tests" / "keras_home")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# These need what only targets of their own install: make test-torch, make test-legacy-keras.
TARGETS = {"test_torch.py": "TORCH_PYTHON", "test_tf_keras.py": "LEGACY_KERAS"}
collect_ignore = [name for name, variable in TARGETS.items() if variable not in os.environ]

# Options of Python, but for one of Keras' own: it hands its variables to NumPy 2 without the "copy"
# argument when it saves a model.
WARNINGS_ARE_ERRORS = ("-W", "error", "-W", "ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(autouse=True)
def same_random_numbers():
    """Every test draws the same numbers each time it runs."""
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(1)


@pytest.fixture(scope="session")
def run_python():
    """A function that runs ``python *arguments`` in a process of its own.

    Keyword arguments are environment variables. The finished process comes back with what it
    printed, as text; looking at its ``returncode`` is left to the test.
    """

    def run(*arguments, **environment):
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=240,
        )

    return run
