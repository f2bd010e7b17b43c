import json
from pathlib import Path

import pytest

from tests.compat.chosen import GATE

PROGRAM = Path(__file__).with_name("old_names.py")


@pytest.fixture(scope="session")
def seen(run_python):
    """What the program `old_names.py` found under the hook, and the programs of the gate."""
    programs = f"--programs={','.join(GATE)}"
    process = run_python("-m", "tf_contrib_rnn.compat", PROGRAM, "--number", "7", programs)
    assert process.returncode == 0, process.stderr[-3000:]
    return json.loads(process.stdout.splitlines()[-1])
