"""Cells of a MultiRNNCell, of two directions and of stacks."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint


def multi(*depths, units=5):
    """Names and shapes of a MultiRNNCell of LSTM cells, as ``{path: shape}``."""
    found = {}
    for position, depth in enumerate(depths):
        scope = f"multi_rnn_cell/cell_{position}/lstm_cell"
        found |= {f"{scope}/kernel": (depth + units, 4 * units), f"{scope}/bias": (4 * units,)}
    return found


def below(scope, contents):
    return {f"{scope}/{name}": shape for name, shape in contents.items()}


def stack(count, units=5):
    return rnn.MultiRNNCell([rnn.LSTMCell(units) for _ in range(count)])


def build(cell, depth=3):
    cell.build((None, depth))
    return cell


def bidirectional(forward, backward):
    layer = keras.layers.Bidirectional(
        rnn.RNN(forward), backward_layer=rnn.RNN(backward, go_backwards=True)
    )
    layer.build((None, 4, 3))
    return layer


def test_several_cells(write, read):
    cell, prefix = build(stack(3)), write(below("rnn", multi(3, 5, 5)))
    report = checkpoint.restore(cell, prefix)
    assert [record.checkpoint for record in report.assigned] == list(below("rnn", multi(3, 5, 5)))
    for path, variable in cell.tf1_variables().items():
        np.testing.assert_array_equal(variable.numpy(), read(prefix, f"rnn/{path}"))


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_cells_than_the_checkpoint_has(write, untouched, count):
    cell, prefix = build(stack(count)), write(below("rnn", multi(3, 5, 5)))
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "3 different cells", f"has {count}")


def test_one_cell_repeated(write, untouched):
    cell, prefix = build(rnn.MultiRNNCell([rnn.LSTMCell(5)] * 3), 5), None
    prefix = write(below("rnn", multi(5, 5, 5)))
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "3 different cells", "[cell] * 3")


def test_one_cell_repeated_in_both(write):
    cell = build(rnn.MultiRNNCell([rnn.LSTMCell(5)] * 3), 5)
    assert len(checkpoint.restore(cell, write(below("rnn", multi(5)))).assigned) == 2


def test_more_cells_than_the_checkpoint_has(write, untouched):
    cell, prefix = build(stack(3)), write(below("rnn", multi(3, 5)))
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "no 'rnn/multi_rnn_cell/cell_2")


@pytest.mark.parametrize("depth", [3, 5])
def test_a_lone_cell_does_not_take_one_of_several(write, lstm, untouched, depth):
    cell, prefix = lstm(depth=depth), write(below("rnn", multi(3, 5, 5)))
    message = ["of a larger network", "build the whole network"]
    untouched(cell, lambda: checkpoint.restore(cell, prefix), *message)
    untouched(cell, lambda: checkpoint.restore(cell, prefix, scope="rnn"), *message)


def test_a_lone_cell_takes_one_of_several_when_told(write, read, lstm):
    cell, prefix = lstm(depth=5), write(below("rnn", multi(3, 5, 5)))
    checkpoint.restore(cell, prefix, scope="rnn/multi_rnn_cell/cell_2")
    expected = read(prefix, "rnn/multi_rnn_cell/cell_2/lstm_cell/kernel")
    np.testing.assert_array_equal(cell.kernel.numpy(), expected)


def test_a_lone_cell_is_the_same_as_a_network_of_one(write, lstm):
    plan = checkpoint.plan(lstm(), write(below("rnn", multi(3))))
    assert list(plan.scopes.values()) == ["rnn/multi_rnn_cell/cell_0"]


def test_a_lone_cell_prefers_a_network_of_its_own(write, lstm, names):
    prefix = write(below("rnn", multi(3, 5)) | names("decoder/rnn"))
    assert list(checkpoint.plan(lstm(), prefix).scopes.values()) == ["decoder/rnn"]


def test_layers_one_by_one_take_a_whole_network(write, sequential):
    layers = [rnn.RNN(rnn.LSTMCell(5), return_sequences=True) for _ in range(2)]
    plan = checkpoint.plan(sequential(*layers), write(below("rnn", multi(3, 5))))
    assert [scope[-6:] for scope in plan.scopes.values()] == ["cell_0", "cell_1"]


def test_layers_one_by_one_do_not_take_a_part_of_a_network(write, sequential, untouched):
    layers = [rnn.RNN(rnn.LSTMCell(5), return_sequences=True) for _ in range(2)]
    model, prefix = sequential(*layers), write(below("rnn", multi(3, 5, 7)))
    untouched(model, lambda: checkpoint.restore(model, prefix), "larger network", "cell_2")
    prefix = write(below("rnn", multi(3, 5, 5)), "equal.ckpt")
    message = untouched(model, lambda: checkpoint.restore(model, prefix), "larger network")
    assert "cell_0" not in message


def test_both_directions(write, read, names):
    prefix = write(names("bidirectional_rnn/fw") | names("bidirectional_rnn/bw"))
    layer = bidirectional(rnn.LSTMCell(5), rnn.LSTMCell(5))
    report = checkpoint.restore(layer, prefix)
    assert list(report.scopes.values()) == ["bidirectional_rnn"]
    for side, half in (("fw", layer.forward_layer), ("bw", layer.backward_layer)):
        expected = read(prefix, f"bidirectional_rnn/{side}/lstm_cell/kernel")
        np.testing.assert_array_equal(half.cell.kernel.numpy(), expected)


def test_a_lone_cell_does_not_take_one_direction(write, lstm, names, untouched):
    prefix = write(names("b/fw") | names("b/bw", depth=4))
    cell = lstm()
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "'b/fw'", "larger network")
    checkpoint.restore(cell, prefix, scope="b/fw")


def test_one_direction_is_not_two(write, names, untouched):
    prefix, layer = write(names("b/fw")), bidirectional(rnn.LSTMCell(5), rnn.LSTMCell(5))
    model = keras.Sequential([keras.Input((4, 3)), layer])
    pieces = ["'b/fw'", "one cell for both", "map="]
    untouched(model, lambda: checkpoint.restore(model, prefix), *pieces)


def shared_bidirectional():
    """A Bidirectional whose two layers hold one cell (its constructor copies what it is given)."""
    layer = keras.layers.Bidirectional(rnn.RNN(rnn.LSTMCell(5)))
    del layer.backward_layer
    layer.backward_layer = rnn.RNN(layer.forward_layer.cell, go_backwards=True)
    layer.build((None, 4, 3))
    return layer


def test_one_cell_for_both_directions(write, names):
    report = checkpoint.restore(shared_bidirectional(), write(names("b/fw")))
    assert [record.checkpoint for record in report.assigned] == list(names("b/fw"))


def test_one_cell_for_two_directions_that_differ(write, names):
    prefix = write(names("b/fw") | names("b/bw"))
    with pytest.raises(checkpoint.CheckpointError, match="2 different cells"):
        checkpoint.restore(shared_bidirectional(), prefix)


def test_one_layer_does_not_take_a_stack_of_two(write, names):
    scopes = [f"stack/cell_{layer}/bidirectional_rnn" for layer in (0, 1)]
    contents = {}
    for scope, depth in zip(scopes, (3, 10), strict=True):
        contents |= names(f"{scope}/fw", depth=depth) | names(f"{scope}/bw", depth=depth)
    layer = bidirectional(rnn.LSTMCell(5), rnn.LSTMCell(5))
    with pytest.raises(checkpoint.CheckpointError, match="'stack/cell_1/bidirectional_rnn/bw"):
        checkpoint.plan(layer, write(contents))


def test_options_that_differ_in_a_network_of_one(write, lstm, untouched):
    scope = "rnn/multi_rnn_cell/cell_0/lstm_cell"
    cell, prefix = lstm(), write(below("rnn", multi(3)) | {f"{scope}/w_f_diag": (5,)})
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "'" + scope + "/w_f_diag'", "options")
