"""Every golden of TF 1.15.5 against our cells: a step, both runs over time, the gradients."""

import numpy as np
import pytest
import tensorflow as tf

from tests.cases import COVERED
from tests.comparison import compared, replaced_arguments
from tests.fidelity import keep
from tests.gate import CORE, TYPICAL, gated
from tests.goldens import CASES, Golden, built_cell, initial_range

NAMES = [case["name"] for case in CASES]
RICHEST = {
    symbol: max((c for c in CASES if c["symbol"] == symbol), key=lambda c: len(c["sets"]))["name"]
    for symbol in COVERED
}


@pytest.fixture
def golden(request):
    return Golden(request.param)


def above_limit(golden, errors):
    return {key: value for key, value in errors.items() if not value <= golden.limit}


@pytest.mark.parametrize("golden", gated(NAMES, TYPICAL), indirect=True)
def test_golden(golden, record_property):
    errors = compared(golden)
    keep(record_property, golden.case["name"], errors)
    assert not above_limit(golden, errors)
    gradients = [a for key, a in golden.arrays.items() if key.startswith("gradients/")]
    assert any(np.any(gradient) for gradient in gradients)


# The attention wrapper's trace takes as long as all others together.
TRACED = [name for name in CORE if "attention" not in name]


@pytest.mark.parametrize("golden", gated(RICHEST.values(), TRACED), indirect=True)
def test_inside_tf_function(golden):
    assert not above_limit(golden, compared(golden, wrap=tf.function))


@pytest.mark.parametrize("golden", NAMES, indirect=True)
def test_new_variables(golden):
    cell = built_cell(golden, weights=False, **replaced_arguments(golden.case))
    variables = {f"rnn/{path}": variable for path, variable in cell.tf1_variables().items()}
    arrays = {name: np.asarray(variable) for name, variable in variables.items()}
    for (name, variable), facts in zip(variables.items(), golden.facts["variables"], strict=True):
        assert variable.dtype == facts["dtype"]
        assert variable.trainable == facts["trainable"]
        assert_initial(arrays[name], *initial_range(facts["initial"], arrays))


def assert_initial(values, low, high):
    """The values are the constant, or fill the range, that TF1 had."""
    low, high = (np.asarray(end, values.dtype) for end in (low, high))
    if np.all(low == high):
        assert np.all(values == low)
        return
    margin = 1e-6 * np.abs(high)  # for a logarithm
    assert np.all(low - margin <= values) and np.all(values <= high + margin)
    enough = values.size >= 30
    assert values.std() > 0 and (not enough or np.ptp(values) > 0.75 * np.max(high - low))
