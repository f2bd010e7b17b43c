"""Every mistake that is easy to make in a cell is far above the limit of its golden."""

import itertools

import numpy as np
import pytest

from tests.comparison import by_group, compared
from tests.goldens import Golden

MARGIN = 1e4  # a mistake's error in limits, at least, in each group of results


def blocks(ending, count, one, other, axis=-1):
    """Exchanges two of `count` equal blocks of every variable whose name ends so."""

    def mutate(arrays):
        for key in matching(arrays, ending):
            parts = np.split(arrays[key], count, axis)
            parts[one], parts[other] = parts[other], parts[one]
            arrays[key] = np.concatenate(parts, axis)

    return mutate


def rows(ending, inputs):
    """Puts a kernel's rows of the state before those of the input."""

    def mutate(arrays):
        for key in matching(arrays, ending):
            arrays[key] = np.roll(arrays[key], -inputs, axis=-2)

    return mutate


def exchanged(one, other):
    """Exchanges arrays of one shape, found by the ends of their keys."""

    def mutate(arrays):
        pairs = zip(matching(arrays, one), matching(arrays, other), strict=True)
        for first, second in list(pairs):
            assert arrays[first].shape == arrays[second].shape
            assert not np.array_equal(arrays[first], arrays[second])
            arrays[first], arrays[second] = arrays[second], arrays[first]

    return mutate


def changed(ending, function):
    """Replaces the arrays whose keys end so."""

    def mutate(arrays):
        for key in matching(arrays, ending):
            assert not np.array_equal(function(arrays[key]), arrays[key]), key
            arrays[key] = function(arrays[key])

    return mutate


def matching(arrays, ending):
    """The key that is called so, or those that end so, among all that goes into a computation."""
    places = ("variables/", "state/", "noise/", "step/noise/", "lengths")
    found = [key for key in arrays if key.startswith(places) and key.endswith(ending)]
    assert found, ending
    return [ending] if ending in found else found


def halves_exchanged(state):
    return np.concatenate(np.split(state, 2, -1)[::-1], -1)


GATES = dict(zip("ijfo", range(4), strict=True))
LSTMS = {
    "basic_lstm_cell_options": ("kernel", "/bias"),
    "lstm_cell_options": ("lstm_cell/kernel", "/bias"),
    "conv_1d_lstm_cell": ("kernel", "biases"),
    "conv_2d_lstm_cell": ("kernel", "biases"),
    "conv_3d_lstm_cell": ("kernel", "biases"),
    "conv_lstm_cell_1d": ("kernel", "biases"),
}
PAIRS = list(itertools.combinations(GATES, 2))


def lstm_mutations():
    """Two gates exchanged in the kernel, or in the bias; c and h exchanged."""
    for name, (kernel, bias) in LSTMS.items():
        for one, other in PAIRS:
            numbers = GATES[one], GATES[other]
            yield f"{one}-{other} kernel", name, blocks(kernel, 4, *numbers)
            if "conv" not in name:
                yield f"{one}-{other} bias", name, blocks(bias, 4, *numbers)
        yield "i-f bias", name, blocks(bias, 4, 0, 2)
    for name in ("basic_lstm_cell", "lstm_cell", "conv_2d_lstm_cell", "lstm_cell_cell_clip"):
        yield "c-h", name, exchanged("state/0", "state/1")
    for name in ("basic_lstm_cell_concatenated", "lstm_cell_concatenated"):
        yield "c-h", name, changed("state/0", halves_exchanged)


MUTATIONS = [
    *lstm_mutations(),
    ("f-i peepholes", "lstm_cell_peepholes", exchanged("w_f_diag", "w_i_diag")),
    ("f-o peepholes", "lstm_cell_peepholes", exchanged("w_f_diag", "w_o_diag")),
    ("i-o peepholes", "lstm_cell_peepholes", exchanged("w_i_diag", "w_o_diag")),
    ("no peephole", "lstm_cell_peepholes", changed("w_o_diag", np.zeros_like)),
    ("projection columns", "lstm_cell_projection", blocks("projection/kernel", 2, 0, 1)),
    ("state first", "lstm_cell", rows("kernel", 3)),
    ("state first", "basic_lstm_cell", rows("kernel", 3)),
    ("state first", "basic_rnn_cell", rows("kernel", 3)),
    ("state first", "gru_cell", rows("kernel", 3)),
    ("state first", "gru_cell_options", rows("candidate/kernel", 3)),
    ("state first", "conv_1d_lstm_cell", rows("kernel", 3)),
    ("state first", "conv_2d_lstm_cell", rows("kernel", 3)),
    ("state first", "conv_3d_lstm_cell", rows("kernel", 5)),
    ("window turned", "conv_2d_lstm_cell", changed("kernel", lambda k: k[::-1])),
    ("window mirrored", "conv_2d_lstm_cell", changed("kernel", lambda k: k[:, ::-1])),
    ("no bias", "basic_rnn_cell", changed("bias", np.zeros_like)),
    ("r-u", "gru_cell", blocks("gates/kernel", 2, 0, 1)),
    ("r-u bias", "gru_cell", blocks("gates/bias", 2, 0, 1)),
    ("r-u", "gru_cell_options", blocks("gates/kernel", 2, 0, 1)),
    ("i-f", "device_wrapper", blocks("lstm_cell/kernel", 4, 0, 2)),
    ("r-u", "residual_wrapper", blocks("gates/kernel", 2, 0, 1)),
    ("two cells' states", "multi_rnn_cell_of_one_class", exchanged("state/0", "state/2")),
    ("two cells' biases", "multi_rnn_cell_of_one_class", exchanged("cell_0/lstm_cell/bias",
                                                                   "cell_1/lstm_cell/bias")),
    ("two cells' states", "multi_rnn_cell_shared", exchanged("state/1", "state/3")),
    ("states turned", "multi_rnn_cell_concatenated", changed("state/0",
                                                             lambda s: np.roll(s, 4, -1))),
    ("two slots", "dropout_wrapper_gru_all", exchanged("/state_0", "/output_0")),
    ("two slots", "dropout_wrapper_lstm_all", exchanged("/state_1", "/output_0")),
    ("two slots", "dropout_wrapper_multi_all", exchanged("/state_2", "/output_0")),
    ("two slots", "dropout_wrapper_gru_variational", exchanged("/state_0", "/output_0")),
    ("two wrappers", "wrappers_in_a_nested_stack", exchanged("/0/0/input_0", "/0/1/input_0")),
    ("kept and dropped", "dropout_wrapper_gru_all", changed("/input_0", lambda u: 1 - u)),
    ("kept and dropped", "dropout_wrapper_gru_all", changed("/state_0", lambda u: 1 - u)),
    ("kept and dropped", "dropout_wrapper_gru_all", changed("/output_0", lambda u: 1 - u)),
]  # fmt: skip

OVER_TIME = [
    ("one step less", "gru_cell", changed("lengths", lambda n: n - 1)),
    ("no lengths", "lstm_cell", changed("lengths", lambda n: n * 0 + 6)),
    ("lengths turned", "conv_2d_lstm_cell", changed("lengths", lambda n: n[::-1])),
    ("one mask", "dropout_wrapper_gru_input", changed("noise/input_0", lambda u: u * 0 + u[:1])),
    ("steps turned", "dropout_wrapper_gru_input", changed("noise/input_0", lambda u: u[::-1])),
]

ARGUMENTS = [
    ("basic_lstm_cell_forget_bias", {"forget_bias": 1.0}),
    ("basic_lstm_cell_forget_bias_zero", {"forget_bias": 1.0}),
    ("lstm_cell", {"forget_bias": 0.0}),
    ("conv_2d_lstm_cell", {"forget_bias": 0.0}),
    ("lstm_cell_cell_clip", {"cell_clip": None}),
    ("lstm_cell_cell_clip_zero", {"cell_clip": None}),
    ("lstm_cell_projection_clip", {"proj_clip": None}),
    ("lstm_cell_options", {"proj_clip": 0.5}),
    ("gru_cell", {"activation": "sigmoid"}),
    ("residual_wrapper_function", {"residual_fn": None}),
    ("residual_wrapper", {"residual_fn": lambda inputs, outputs: outputs}),
    ("residual_wrapper_plane", {"residual_fn": lambda inputs, outputs: outputs - inputs}),
    ("dropout_wrapper_gru_all", {"input_keep_prob": 0.9}),
    ("dropout_wrapper_gru_all", {"state_keep_prob": 1.0}),
    ("dropout_wrapper_gru_all", {"output_keep_prob": 0.5}),
    ("dropout_wrapper_lstm_variational_tensors", {"output_keep_prob": 0.79}),
]


def in_limits(golden, **replaced):
    """{group of results: worst error}, in limits of the golden."""
    groups = by_group(compared(golden, **replaced))
    return {group: worst / golden.limit for group, worst in groups.items()}


def assert_seen(name, mutate):
    """A mistake is far above the limit of a golden in every group of results."""
    golden = Golden(name)
    mutate(golden.arrays)
    errors = in_limits(golden)
    assert min(errors.values()) > margin(golden), errors


def assert_argument_seen(name, replaced):
    """The same of another value of an argument."""
    golden = Golden(name)
    assert min(in_limits(golden, **replaced).values()) > margin(golden)


def named(table):
    return [pytest.param(*row, id=f"{row[1]} {row[0]}") for row in table]


@pytest.mark.slow
@pytest.mark.parametrize(("mistake", "name", "mutate"), named(MUTATIONS))
def test_a_mistake_in_a_step_is_seen_everywhere(mistake, name, mutate):
    assert_seen(name, mutate)


@pytest.mark.parametrize(("mistake", "name", "mutate"), named(OVER_TIME))
def test_a_mistake_over_time_is_seen_in_the_run(mistake, name, mutate):
    golden = Golden(name)
    mutate(golden.arrays)
    errors = in_limits(golden)
    assert min(errors["run"], errors["gradients"]) > margin(golden), errors
    assert errors["step"] < 1


@pytest.mark.parametrize(("name", "replaced"), ARGUMENTS)
def test_another_argument_is_seen(name, replaced):
    assert_argument_seen(name, replaced)


@pytest.mark.parametrize("name", ["lstm_cell", "gru_cell", "dropout_wrapper_gru_all"])
def test_no_mistake_is_not_seen(name):
    assert max(in_limits(Golden(name)).values()) < 1


def margin(golden):
    """float32 leaves less room between a rounding error and a mistake."""
    return MARGIN if golden.case["dtype"] == "float64" else 1e3
