"""The one comparison of our cells with a golden, for tests and tables alike."""

import keras

import tf_contrib_rnn as rnn
from tests.goldens import built_cell, error, first_step, flat, keyed

GROUPS = ("step", "run", "full", "gradients")


def compared(golden, wrap=lambda function: function, **replaced):
    """{key: error} of every result in a golden: a step, both runs over time, the gradients.

    Args:
        golden: the golden; what goes in (weights, states, noise, lengths) is read from its arrays.
        wrap: what to put around the computation, such as `tf.function`.
        **replaced: arguments of the cell's constructor to use instead of the case's.
    """
    cell = built_cell(golden, **replaced_arguments(golden.case), **replaced)
    ours = wrap(lambda: results(golden, cell))()
    keys = {key for key in golden.arrays if is_result(key)}
    assert ours.keys() == keys, ours.keys() ^ keys
    return {key: error(value, expected(golden, key)) for key, value in ours.items()}


def by_group(errors):
    """The worst error of each group of keys: step, run, full, gradients."""
    worst = {}
    for key, value in errors.items():
        group = key.split("/")[0]
        worst[group] = max(worst.get(group, 0.0), value)
    return worst


def is_result(key):
    """Whether a key of a golden is something that TF1 computed, not something put in."""
    return key.split("/")[0] in GROUPS and not key.startswith("step/noise/")


def expected(golden, key):
    """The golden's array of a result."""
    theirs = golden.arrays[key]
    if key == "step/state/1" and golden.case["arguments"].get("skip_connection"):
        # Documented difference: TF1 put the concatenated output into the state's h.
        return theirs[..., : golden.case["arguments"]["output_channels"]]
    return theirs


def replaced_arguments(case):
    """Arguments that only mean something in a v1 graph are left to the tests of those."""
    return {"reuse": None} if "reuse" in case["arguments"] else {}


def results(golden, cell):
    """{key: tensor} of all that a golden holds, computed by a built cell of ours."""
    import tensorflow as tf

    variables = cell.tf1_variables()
    inputs, state = golden.inputs(), golden.state(cell.state_size)
    sources = {k: x for k, x in keyed("inputs", inputs).items() if x.dtype.is_floating}
    sources |= {f"state/{i}": part for i, part in enumerate(flat(state))}
    sources = {key: x for key, x in sources.items() if f"gradients/{key}" in golden.arrays}
    sources |= {f"variables/rnn/{path}": v.value for path, v in variables.items()}
    over_time = "run" in golden.case["runs"]
    with tf.GradientTape() as tape:
        tape.watch(list(sources.values()))
        found = run(golden, cell, inputs, state) if over_time else step(golden, cell, inputs, state)
        total = weighted(golden, found)
    gradients = tape.gradient(total, sources, unconnected_gradients="zero")
    found |= {f"gradients/{key}": tf.convert_to_tensor(g) for key, g in gradients.items()}
    if over_time:
        found |= step(golden, cell, inputs, state)
        found |= run(golden, cell, inputs, state, "full")
    return found


def step(golden, cell, inputs, state):
    """{key: tensor} of one direct call."""
    output, new_state = cell(first_step(inputs), state, noise=golden.noise("step/noise"))
    return {**keyed("step/output", output), **numbered("step/state", new_state)}


def run(golden, cell, inputs, state, label="run"):
    """{key: tensor} of `dynamic_rnn`, with the golden's lengths or in full."""
    lengths = golden.arrays["lengths"] if label == "run" else None
    options = {"initial_state": state, "noise": golden.noise()}
    outputs, final = rnn.dynamic_rnn(cell, inputs, lengths, **options)
    return {**keyed(f"{label}/outputs", outputs), **numbered(f"{label}/state", final)}


def numbered(key, state):
    """A state by the keys of a golden, which numbers a single tensor too."""
    return {f"{key}/{i}": part for i, part in enumerate(flat(state))}


def weighted(golden, found):
    """The sum that TF1 differentiated: output and states times the golden's cotangents."""
    total = 0.0
    for key, value in found.items():
        _, _, result = key.replace("step/output", "step/outputs").partition("/")
        cotangent = golden.arrays.get(f"cotangents/{result}")
        if cotangent is not None:
            cotangent = cotangent[..., : value.shape[-1]]  # zeros beyond
            total += keras.ops.sum(value * keras.ops.convert_to_tensor(cotangent))
    return total
