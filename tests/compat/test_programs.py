"""Programs around the cells run untouched under the hook: TF1's names, numbers and gradients."""

import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "compat" / "programs.json"
FACTS = json.loads(GOLDEN.read_text())
LIMITS = {"float64": 1e-10, "float32": 2e-6}
# TF1 computes the shares of attention in float32, whatever the dtype.
SINGLE = [name for name in FACTS if "attention" in name or "buckets" in name]
# Unrolled decoders take seconds each to differentiate.
GATE = [name for name in FACTS if not name.startswith("seq2seq/")]
GATE += ["seq2seq/rnn_decoder", "seq2seq/sequence_losses", "seq2seq/contrib_sequence_losses"]


@pytest.fixture(scope="module")
def of_gate(run_python):
    return run(run_python, GATE)


@pytest.fixture(scope="module")
def of_others(run_python):
    return run(run_python, [name for name in FACTS if name not in GATE])


def run(run_python, names):
    script = Path(__file__).with_name("compare_programs.py")
    process = run_python("-m", "tests.compat.compare_programs", *names, TF_CONTRIB_RNN_COMPAT="1")
    assert process.returncode == 0, f"{script}: {process.stderr[-3000:]}"
    return json.loads(process.stdout.splitlines()[-1])


def check(found, name):
    assert "traceback" not in found, found["traceback"]
    assert found["facts"] == FACTS[name]
    assert found["missing"] == found["other_dtype"] == []
    for key, (error, dtype) in found["errors"].items():
        assert error <= LIMITS.get("float32" if name in SINGLE else dtype, 0), (key, error)


@pytest.mark.parametrize("name", GATE)
def test_program(name, of_gate):
    check(of_gate[name], name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FACTS if name not in GATE])
def test_unrolled_program(name, of_others):
    check(of_others[name], name)


def test_every_function_has_a_program():
    """Each name that the table supplies for layers and sequences stands in some program."""
    from tests.compat.supplied import table

    cases = Path(__file__).parents[1] / "cases" / "compat"
    text = "\n".join(path.read_text() for path in cases.glob("*.py"))
    names = {*table("tensorflow.contrib.layers"), *table("tensorflow.contrib.legacy_seq2seq")}
    names |= {name for name in table("tensorflow.layers") if name.islower()}
    assert [name for name in sorted(names) if f"{name}(" not in text and name not in text] == []
