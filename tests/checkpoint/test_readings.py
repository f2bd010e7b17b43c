"""Names that can mean several things: what fits is taken, and told."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint


def arrays(**shapes):
    draw = np.random.default_rng(3)
    return {name: draw.normal(size=shape).astype("float32") for name, shape in shapes.items()}


def gru(scope, depth, units=5):
    return {
        f"{scope}/{gate}/{name}": shape
        for gate, size in (("gates", 2 * units), ("candidate", units))
        for name, shape in (("weights", (depth + units, size)), ("biases", (size,)))
    }


def linear(scope, inputs, outputs):
    return {f"{scope}/weights": (inputs, outputs), f"{scope}/biases": (outputs,)}


def built(cell, depth=3):
    cell.build((None, depth))
    return cell


def value(cell, path):
    return keras.ops.convert_to_numpy(cell.tf1_variables()[path])


BESIDE = arrays(
    **gru("rnn/gru_cell", 4),
    **linear("rnn/input_projection_wrapper", 3, 4),
    **linear("rnn/output_projection_wrapper", 5, 2),
)


def output_around_input():
    return rnn.OutputProjectionWrapper(rnn.InputProjectionWrapper(rnn.GRUCell(5), 4), 2)


def input_around_output():
    return rnn.InputProjectionWrapper(rnn.OutputProjectionWrapper(rnn.GRUCell(5), 2), 4)


@pytest.mark.parametrize(
    ("make", "note"),
    [
        (output_around_input, None),
        (input_around_output, "'input_projection_wrapper' around 'output_projection_wrapper' "),
    ],
)
def test_wrappers_beside_a_cell_in_either_order(make, note):
    cell = built(make())
    report = checkpoint.restore(cell, BESIDE)
    assert [record.checkpoint in BESIDE for record in report.assigned] == [True] * 8
    assert not report.left_over
    assert len(report.notes) == (note is not None)
    printed = " ".join(str(report).split())
    assert note is None or (report.notes[0].startswith(note) and report.notes[0] in printed)
    (gates,) = [path for path in cell.tf1_variables() if path.endswith("gates/kernel")]
    np.testing.assert_array_equal(value(cell, gates), BESIDE["rnn/gru_cell/gates/weights"])


def test_wrappers_in_the_members_of_a_network():
    contents = arrays(
        **gru("rnn/multi_rnn_cell/cell_0/gru_cell", 4),
        **linear("rnn/multi_rnn_cell/cell_0/input_projection_wrapper", 3, 4),
        **gru("rnn/multi_rnn_cell/cell_1/gru_cell", 5),
    )
    cells = [rnn.InputProjectionWrapper(rnn.GRUCell(5), 4), rnn.GRUCell(5)]
    report = checkpoint.restore(built(rnn.MultiRNNCell(cells)), contents)
    assert len(report.assigned) == 10 and not report.notes


OWN_SCOPES = {
    "basic": (lambda: rnn.BasicLSTMCell(5), linear("a/one", 8, 20)),
    "gates": (lambda: rnn.GRUCell(5), gru("a/one", 3)),
    "0.12": (lambda: rnn.BasicRNNCell(5), {"a/one/Linear/Matrix": (8, 5), "a/one/Linear/Bias": 5}),
    "shards": (
        lambda: rnn.LSTMCell(5, num_proj=4),
        {"a/one/W_0": (4, 20), "a/one/W_1": (3, 20), "a/one/B": 20, "a/one/W_P_0": (5, 4)},
    ),
}


@pytest.mark.parametrize("name", OWN_SCOPES)
def test_a_cell_called_with_a_scope_of_its_own(name, untouched):
    make, shapes = OWN_SCOPES[name]
    cell, contents = built(make()), arrays(**shapes)
    untouched(cell, lambda: checkpoint.restore(cell, contents), "scope='a/one'")
    report = checkpoint.restore(cell, contents, "a/one")
    assert not report.left_over and len(report.notes) == 1 and "'a/one'" in report.notes[0]
    kernel = next(path for path in cell.tf1_variables() if path.endswith("kernel"))
    weights = [contents[key] for key in contents if contents[key].ndim == 2 and "W_P" not in key]
    expected = weights[0] if name != "shards" else np.concatenate(weights)
    np.testing.assert_array_equal(value(cell, kernel), expected)


def test_a_scope_with_more_in_it_is_no_cell_s(untouched):
    cell, contents = built(rnn.BasicLSTMCell(5)), arrays(**linear("a", 8, 20), **{"a/x": (2,)})
    untouched(cell, lambda: checkpoint.restore(cell, contents, "a"))


@pytest.mark.parametrize(("rank", "make"), [(1, rnn.Conv1DLSTMCell), (3, rnn.Conv3DLSTMCell)])
def test_convolutions_of_every_rank(rank, make, untouched):
    shapes = {"rnn/conv_lstm_cell/kernel": (*(3,) * rank, 5, 8), "rnn/conv_lstm_cell/biases": 8}
    options = {"output_channels": 2, "kernel_shape": [3] * rank}
    contents = arrays(**shapes)
    cell = make(input_shape=[6] * rank + [3], **options)
    cell.build((None, *(6,) * rank, 3))
    report = checkpoint.restore(cell, contents)
    assert f"'conv_{rank}d_lstm_cell'" in report.notes[0]
    same = rnn.ConvLSTMCell(conv_ndims=rank, input_shape=[6] * rank + [3], **options)
    same.build((None, *(6,) * rank, 3))
    assert not checkpoint.restore(same, contents).notes
    other = rnn.Conv2DLSTMCell(input_shape=[6, 6, 3], output_channels=2, kernel_shape=[3, 3])
    other.build((None, 6, 6, 3))
    untouched(other, lambda: checkpoint.restore(other, contents))


def test_two_convolutional_networks_leave_a_choice(untouched):
    names = ("kernel", (3, 3, 5, 8)), ("biases", 8)
    contents = arrays(
        **{f"{s}/conv_lstm_cell/{name}": shape for s in "ab" for name, shape in names}
    )
    cell = rnn.Conv2DLSTMCell(input_shape=[6, 6, 3], output_channels=2, kernel_shape=[3, 3])
    cell.build((None, 6, 6, 3))
    untouched(cell, lambda: checkpoint.restore(cell, contents), "name")
    assert checkpoint.restore(cell, contents, "b").assigned[0].checkpoint.startswith("b/")


def test_groups_that_do_not_fit_one_kernel(untouched):
    shapes = {f"rnn/glstm_cell/bias_{gate}": 6 for gate in "ijfo"}
    contents = arrays(**shapes, **{"rnn/glstm_cell/group0/kernel": (3, 8)})
    cell = built(rnn.GLSTMCell(6, number_of_groups=2), 4)
    untouched(cell, lambda: checkpoint.restore(cell, contents))


def test_errors_say_what_the_file_calls_a_scope(untouched):
    scopes = ("a/RNN", "b/RNN")
    contents = arrays(
        **{f"{s}/LSTMCell/{n}": v for s in scopes for n, v in (("W_0", (8, 20)), ("B", 20))}
    )
    cell = built(rnn.LSTMCell(5))
    message = untouched(cell, lambda: checkpoint.restore(cell, contents))
    assert "'a/rnn' is 'a/RNN' in the file; 'b/rnn' is 'b/RNN' in the file" in message
    for scope in ("b/RNN", "b/rnn", "b/RNN/LSTMCell"):
        assert checkpoint.restore(cell, contents, scope).scopes == {cell.name: "b/rnn"}
    untouched(cell, lambda: checkpoint.restore(cell, contents, "c"), "'b/rnn' is 'b/RNN'")
