"""Every golden of TF 1.15.5 against our cells: one step, the run over time, the gradients."""

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.goldens import CASES, Golden, built_cell, error, flat

NAMES = [case["name"] for case in CASES]
OVER_TIME = [case["name"] for case in CASES if "run" in case["runs"]]


def replaced_arguments(case):
    """Arguments that only mean something in a v1 graph are left to the tests of those."""
    return {"reuse": None} if "reuse" in case["arguments"] else {}


@pytest.fixture
def golden(request):
    return Golden(request.param)


def check(golden, ours, key):
    theirs = golden.arrays[key]
    if key == "step/state/1" and golden.case["arguments"].get("skip_connection"):
        # Documented difference: TF1 put the concatenated output into the state's h.
        theirs = theirs[..., : golden.case["arguments"]["output_channels"]]
    assert error(ours, theirs) <= golden.limit, key


@pytest.mark.parametrize("golden", NAMES, indirect=True)
def test_one_step(golden):
    cell = built_cell(golden, **replaced_arguments(golden.case))
    inputs, state = golden.tensor("inputs")[:, 0], golden.state(cell.state_size)
    output, new_state = cell(inputs, state, noise=golden.noise("step/noise"))
    check(golden, output, "step/output")
    for index, part in enumerate(flat(new_state)):
        check(golden, part, f"step/state/{index}")


@pytest.mark.parametrize("golden", OVER_TIME, indirect=True)
def test_run_and_gradients(golden):
    cell = built_cell(golden, **replaced_arguments(golden.case))
    inputs, state = golden.tensor("inputs"), golden.state(cell.state_size)
    variables = cell.tf1_variables()
    watched = [inputs, *flat(state)]
    with tf.GradientTape() as tape:
        tape.watch(watched)
        tape.watch([v.value for v in variables.values()])
        outputs, final = rnn.dynamic_rnn(
            cell, inputs, golden.arrays["lengths"], initial_state=state, noise=golden.noise()
        )
        total = tf.reduce_sum(outputs * golden.tensor("cotangents/outputs"))
        for index, part in enumerate(flat(final)):
            total += tf.reduce_sum(part * golden.tensor(f"cotangents/state/{index}"))
    check(golden, outputs, "run/outputs")
    for index, part in enumerate(flat(final)):
        check(golden, part, f"run/state/{index}")
    values = [v.value for v in variables.values()]
    gradients = tape.gradient(total, [*watched, *values], unconnected_gradients="zero")
    keys = ["inputs", *(f"state/{i}" for i in range(len(watched) - 1))]
    keys += [f"variables/rnn/{path}" for path in variables]
    for gradient, key in zip(gradients, keys, strict=True):
        check(golden, gradient, f"gradients/{key}")
    assert any(np.any(g) for g in gradients)
