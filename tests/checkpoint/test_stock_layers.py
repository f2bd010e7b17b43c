"""Keras' own recurrent layers: one TF1 kernel into two, gates in another order, a forget bias."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.checkpoint.conftest import values
from tests.goldens import error
from tf_contrib_rnn import checkpoint

layers = keras.layers


def below(scope, contents):
    return {f"{scope}/{name}": array for name, array in contents.items()}


def lstm(scope, depth=3, units=5):
    return below(scope, {"kernel": values(depth + units, 4 * units), "bias": values(4 * units)})


def gru(scope, depth=3, units=5):
    contents = {"gates/kernel": values(depth + units, 2 * units), "gates/bias": values(2 * units)}
    contents |= {"candidate/kernel": values(depth + units, units), "candidate/bias": values(units)}
    return below(scope, contents)


def cudnn_gru(scope, depth=3, units=5):
    contents = gru(scope, depth, units)
    del contents[f"{scope}/candidate/kernel"], contents[f"{scope}/candidate/bias"]
    for side, rows in (("input", depth), ("hidden", units)):
        contents |= {
            f"{scope}/candidate/{side}_projection/kernel": values(rows, units),
            f"{scope}/candidate/{side}_projection/bias": values(units),
        }
    return contents


def basic(scope, depth=3, units=5):
    return below(scope, {"kernel": values(depth + units, units), "bias": values(units)})


def conv(scope, rank, channels=2, filters=3):
    window = (2, 3, 2)[:rank]
    contents = {"kernel": values(*window, channels + filters, 4 * filters)}
    return below(scope, contents | {"biases": values(4 * filters)})


PAIRS = {
    "lstm": (lambda: layers.LSTM(5), lambda: rnn.LSTMCell(5), lstm, "lstm_cell"),
    "basic_lstm": (lambda: layers.LSTM(5), lambda: rnn.BasicLSTMCell(5), lstm, "basic_lstm_cell"),
    "relu": (
        lambda: layers.LSTM(5, activation="relu"),
        lambda: rnn.LSTMCell(5, activation="relu"),
        lstm,
        "lstm_cell",
    ),
    "cudnn_lstm": (
        lambda: layers.LSTM(5),
        lambda: rnn.CudnnCompatibleLSTMCell(5),
        lstm,
        "cudnn_compatible_lstm_cell",
    ),
    "gru": (
        lambda: layers.GRU(5, reset_after=False),
        lambda: rnn.GRUCell(5),
        gru,
        "gru_cell",
    ),
    "cudnn_gru": (
        lambda: layers.GRU(5),
        lambda: rnn.CudnnCompatibleGRUCell(5),
        cudnn_gru,
        "cudnn_compatible_gru_cell",
    ),
    "basic": (lambda: layers.SimpleRNN(5), lambda: rnn.BasicRNNCell(5), basic, "basic_rnn_cell"),
    "cell_in_rnn": (
        lambda: layers.RNN(layers.LSTMCell(5)),
        lambda: rnn.LSTMCell(5),
        lstm,
        "lstm_cell",
    ),
    "cell_in_ours": (
        lambda: rnn.RNN(layers.GRUCell(5, reset_after=False)),
        lambda: rnn.GRUCell(5),
        gru,
        "gru_cell",
    ),
}


def both(stock, own, prefix, shape=(4, 7, 3), **options):
    """Outputs of two layers restored from one checkpoint."""
    x = values(*shape)
    stock.build(shape)
    own.build(shape)
    report = checkpoint.restore(stock, prefix, **options)
    checkpoint.restore(own, prefix)
    return np.asarray(stock(x)), np.asarray(own(x)), report


@pytest.mark.parametrize("name", PAIRS)
def test_the_same_numbers_as_the_cell_of_tf1(write, name):
    make_stock, make_cell, contents, scope = PAIRS[name]
    prefix = write(contents(f"net/rnn/{scope}"))
    given, expected, report = both(make_stock(), rnn.RNN(make_cell()), prefix)
    assert error(given, expected) <= 2e-6
    assert list(report.scopes.values()) == ["net/rnn"] and not report.left_over
    assert bool(report.assumed) == (name in ("lstm", "basic_lstm", "relu", "cell_in_rnn"))


@pytest.mark.parametrize("scope", ["lstm_cell", "cudnn_compatible_lstm_cell"])
@pytest.mark.parametrize("number", ["", "_1"])
def test_the_scope_of_a_cell_tells_its_class(write, scope, number):
    layer = layers.LSTM(5)
    layer.build((4, 7, 3))
    named = f"net/rnn/{scope}{number}"
    report = checkpoint.restore(layer, write(lstm(named) | lstm("net/rnn/other")), named)
    held = write(lstm(f"rnn/{scope}"))
    assert report.assumed == checkpoint.plan(layer, held).assumed


def test_two_cells_in_one_scope(write, untouched, sequential):
    model = sequential(layers.LSTM(5))
    prefix = write(lstm("rnn/lstm_cell") | lstm("rnn/basic_lstm_cell"))
    pieces = ["2 scopes", "'rnn/basic_lstm_cell', 'rnn/lstm_cell'", "ignore=['rnn/lstm_cell']"]
    for scope in (None, "rnn"):
        untouched(model, lambda scope=scope: checkpoint.restore(model, prefix, scope), *pieces)
    report = checkpoint.restore(model, prefix, "rnn/lstm_cell")
    assert report.left_over == ["rnn/basic_lstm_cell/bias", "rnn/basic_lstm_cell/kernel"]


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("make", [layers, rnn], ids=["stock", "ours"])
def test_maps(write, make, rank):
    size = (5, 4, 3)[:rank]
    window = (2, 3, 2)[:rank]
    layer = getattr(make, f"ConvLSTM{rank}D")(3, window, padding="same")
    cell = getattr(rnn, f"Conv{rank}DLSTMCell")(
        input_shape=[*size, 2], output_channels=3, kernel_shape=list(window)
    )
    prefix = write(conv(f"rnn/conv_{rank}d_lstm_cell", rank))
    given, expected, report = both(layer, rnn.RNN(cell), prefix, (2, 4, *size, 2))
    assert error(given, expected) <= 2e-6
    assert "forget_bias=1.0" in report.assumed[0]


def test_maps_without_padding_are_not_those_of_tf1(write, untouched):
    model = keras.Sequential([keras.Input((4, 5, 4, 2)), layers.ConvLSTM2D(3, (2, 3))])
    prefix = write(conv("rnn/conv_2d_lstm_cell", 2))
    untouched(model, lambda: checkpoint.restore(model, prefix), "padding='same'")


def test_the_default_of_keras_is_not_the_gru_of_tf1(write, untouched, sequential):
    model, prefix = sequential(layers.GRU(5)), write(gru("rnn/gru_cell"))
    untouched(model, lambda: checkpoint.restore(model, prefix), "reset_after=False")


@pytest.mark.parametrize("given", [0.25, {"words": 0.25}])
def test_a_forget_bias_that_the_user_names(write, sequential, given):
    prefix = write(lstm("rnn/lstm_cell"))
    model = sequential(layers.LSTM(5, name="words"))
    own = sequential(rnn.RNN(rnn.LSTMCell(5, forget_bias=0.25)))
    report = checkpoint.restore(model, prefix, forget_bias=given)
    checkpoint.restore(own, prefix)
    x = values(2, 4, 3)
    assert error(np.asarray(model(x)), np.asarray(own(x))) <= 2e-6
    assert not report.assumed


@pytest.mark.parametrize("given", ["1.0", {"nobody": 1.0}, {"words": None, "x": 2}])
def test_a_forget_bias_for_nothing(write, sequential, untouched, given):
    prefix, model = write(lstm("rnn/lstm_cell")), sequential(layers.LSTM(5, name="words"))
    untouched(model, lambda: checkpoint.restore(model, prefix, forget_bias=given), "forget_bias=")


def test_two_directions(write, sequential):
    contents = lstm("bidirectional_rnn/fw/lstm_cell") | lstm("bidirectional_rnn/bw/lstm_cell")
    model = sequential(layers.Bidirectional(layers.LSTM(5)))
    sides = [rnn.RNN(rnn.LSTMCell(5)), rnn.RNN(rnn.LSTMCell(5), go_backwards=True)]
    own = sequential(layers.Bidirectional(sides[0], backward_layer=sides[1]))
    prefix, x = write(contents), values(2, 4, 3)
    report = checkpoint.restore(model, prefix)
    checkpoint.restore(own, prefix)
    assert error(np.asarray(model(x)), np.asarray(own(x))) <= 2e-6
    assert list(report.scopes.values()) == ["bidirectional_rnn"]


def test_one_cell_of_tf1_in_both_directions(write, sequential, untouched):
    prefix = write(gru("both/fw/gru_cell"))
    layer = layers.Bidirectional(layers.GRU(5, reset_after=False))
    model = sequential(layer)
    message = ["one cell for both directions", "map="]
    untouched(model, lambda: checkpoint.restore(model, prefix), *message)
    report = checkpoint.restore(model, prefix, map={layer.backward_layer: "both/fw"})
    assert len(report.assigned) == 8 and not report.left_over
    first, second = layer.forward_layer.cell, layer.backward_layer.cell
    for one, other in zip(first.weights, second.weights, strict=True):
        np.testing.assert_array_equal(one, other)


def stacked():
    return layers.RNN([layers.LSTMCell(5), layers.GRUCell(4, reset_after=False)])


def test_a_stack(write, sequential):
    scope = "rnn/multi_rnn_cell"
    contents = lstm(f"{scope}/cell_0/lstm_cell") | gru(f"{scope}/cell_1/gru_cell", 5, 4)
    prefix, model, x = write(contents), sequential(stacked()), values(2, 4, 3)
    own = sequential(rnn.RNN(rnn.MultiRNNCell([rnn.LSTMCell(5), rnn.GRUCell(4)])))
    checkpoint.restore(model, prefix)
    checkpoint.restore(own, prefix)
    assert error(np.asarray(model(x)), np.asarray(own(x))) <= 2e-6


def test_layers_one_by_one_take_a_whole_network(write, sequential):
    scope = "rnn/multi_rnn_cell"
    contents = lstm(f"{scope}/cell_0/lstm_cell") | lstm(f"{scope}/cell_1/lstm_cell", 5)
    model = sequential(layers.LSTM(5, return_sequences=True), layers.LSTM(5))
    plan = checkpoint.plan(model, write(contents))
    assert [found[-6:] for found in plan.scopes.values()] == ["cell_0", "cell_1"]


def test_a_cell_under_another_name(write, sequential, untouched):
    model, prefix = sequential(layers.LSTM(5)), write(lstm("rnn/words"))
    untouched(model, lambda: checkpoint.restore(model, prefix), "'rnn/words'", "scope=")
    assert len(checkpoint.restore(model, prefix, scope="rnn/words").assigned) == 2


def test_what_a_layer_of_keras_cannot_hold(write, sequential, untouched):
    contents = lstm("rnn/lstm_cell") | {"rnn/lstm_cell/w_f_diag": (5,)}
    model, prefix = sequential(layers.LSTM(5)), write(contents)
    untouched(model, lambda: checkpoint.restore(model, prefix), "'rnn/lstm_cell/w_f_diag'")


def test_a_cell_alone(write):
    cell = layers.LSTMCell(5)
    cell.build((None, 3))
    assert len(checkpoint.restore(cell, write(lstm("rnn/lstm_cell"))).assigned) == 2


def test_a_layer_that_was_never_built():
    with pytest.raises(checkpoint.CheckpointError, match="never been built"):
        checkpoint.plan(layers.LSTM(5), {"rnn/lstm_cell/kernel": np.zeros((8, 20), np.float32)})
