"""Programs around the cells run untouched under the hook: TF1's names, numbers and gradients."""

import json
import re
from pathlib import Path

import pytest

from tests.compat.chosen import FACTS, GATE, OTHERS
from tests.compat.supplied import table

CASES = Path(__file__).parents[1] / "cases" / "compat"
LIMITS = {"float64": 1e-10, "float32": 2e-6}
# TF1 computes the shares of attention in float32, whatever the dtype.
SINGLE = [name for name in FACTS if "attention" in name or "buckets" in name]


@pytest.fixture(scope="module")
def of_others(run_python):
    program = "tests.compat.compare_programs"
    process = run_python("-m", program, *OTHERS, TF_CONTRIB_RNN_COMPAT="1")
    assert process.returncode == 0, process.stderr[-3000:]
    return json.loads(process.stdout.splitlines()[-1])


def check(found, name):
    assert "traceback" not in found, found["traceback"]
    assert found["facts"] == FACTS[name]
    assert found["missing"] == found["other_dtype"] == []
    for key, (error, dtype) in found["errors"].items():
        assert error <= LIMITS.get("float32" if name in SINGLE else dtype, 0), (key, error)


@pytest.mark.parametrize("name", GATE)
def test_program(name, seen):
    check(seen["programs"][name], name)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_other_program(name, of_others):
    check(of_others[name], name)


def test_every_function_has_a_program():
    """Each function that the table supplies for layers and sequences stands in some program."""
    words = set(re.findall(r"\w+", "".join(path.read_text() for path in CASES.glob("*.py"))))
    names = {*table("tensorflow.contrib.layers"), *table("tensorflow.contrib.legacy_seq2seq")}
    names |= {*table("tensorflow.contrib.crf")}
    names |= {name for name in table("tensorflow.layers") if name.islower()}
    assert names <= words, names - words
