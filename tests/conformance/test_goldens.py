"""Every golden of TF 1.15.5 against our cells: a step, both runs over time, the gradients."""

import numpy as np
import pytest
import tensorflow as tf

from tests.cases import COVERED
from tests.comparison import compared, replaced_arguments
from tests.goldens import CASES, Golden, built_cell

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


@pytest.mark.parametrize("golden", NAMES, indirect=True)
def test_golden(golden):
    errors = compared(golden)
    assert not above_limit(golden, errors)
    gradients = [a for key, a in golden.arrays.items() if key.startswith("gradients/")]
    assert any(np.any(gradient) for gradient in gradients)


@pytest.mark.parametrize("golden", RICHEST.values(), indirect=True, ids=RICHEST)
def test_inside_tf_function(golden):
    assert not above_limit(golden, compared(golden, wrap=tf.function))


@pytest.mark.parametrize("golden", NAMES, indirect=True)
def test_new_variables(golden):
    cell = built_cell(golden, weights=False, **replaced_arguments(golden.case))
    variables = list(cell.tf1_variables().values())
    for variable, facts in zip(variables, golden.facts["variables"], strict=True):
        assert variable.dtype == facts["dtype"]
        assert variable.trainable == facts["trainable"]
        assert_initial(np.asarray(variable), facts["initial"])


def assert_initial(values, initial):
    """The values are the constant, or fill the range of the uniform distribution, that TF1 had."""
    if "constant" in initial:
        assert np.all(values == values.dtype.type(initial["constant"]))
        return
    low, high = initial["uniform"]
    assert low <= values.min() and values.max() <= high
    enough = values.size >= 30
    assert values.std() > 0 and (not enough or np.ptp(values) > 0.75 * (high - low))
