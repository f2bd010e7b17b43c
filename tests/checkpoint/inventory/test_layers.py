"""Layers around the networks: by their names, and of bare variables."""

import pytest

from tests.checkpoint.inventory.shapes import dense, inspect, lstm


def test_layers_by_their_names():
    shapes = dense("a", 3, 4) | {"b/weights": (3, 2, 5, 6), "b/biases": (6,)}
    shapes |= {f"c/{one}": (6,) for one in ("gamma", "beta", "moving_mean", "moving_variance")}
    shapes |= {f"d/{one}": (6,) for one in ("gamma", "beta")} | {"e/embeddings": (9, 3)}
    shapes |= {"f/kernel": (3, 3, 4, 8), "f/bias": (4,), "g/kernel": (2, 5, 6)}
    shapes |= {"h/depthwise_kernel": (3, 3, 5, 2), "h/pointwise_kernel": (1, 1, 10, 7)}
    found = {layer.scope: layer for layer in inspect(shapes).layers}
    assert {scope: layer.kind for scope, layer in found.items()} == {
        "a": "Dense", "b": "Conv2D", "c": "BatchNormalization", "d": "LayerNormalization",
        "e": "Embedding", "f": "Conv2DTranspose", "g": "Conv1D", "h": "SeparableConv2D",
    }  # fmt: skip
    assert found["b"].sizes == {"inputs": 5, "filters": 6, "kernel_size": [3, 2]}
    assert found["f"].sizes == {"inputs": 8, "filters": 4, "kernel_size": [3, 3]}


@pytest.mark.parametrize(
    "names",
    [
        ["Variable", "Variable_1", "Variable_2", "Variable_3"],
        ["w_in", "b_in", "w_out", "b_out"],
        ["W1", "b1", "W2", "b2"],
        ["in/weights_x", "in/bias_x", "out/weights_x", "out/bias_x"],
        ["softmax_w", "softmax_b", "hidden_w", "hidden_b"],
    ],
)
def test_layers_of_bare_variables(names):
    shapes = dict(zip(names, [(3, 8), (8,), (5, 8), (8,)], strict=True))
    found = inspect(lstm("rnn", depth=8) | shapes).layers
    pairs = {tuple(variable.name for variable in layer.variables.values()) for layer in found}
    assert pairs == {tuple(names[:2]), tuple(names[2:])}
    assert {layer.place for layer in found} == {"goes into rnn", "reads rnn"}


def test_bare_tables_and_what_is_not_known():
    found = inspect(lstm("rnn") | {"Variable": (17, 3), "thing": (7, 7, 7), "rate": ()})
    assert [(one.kind, one.label, one.place) for one in found.layers] == [
        ("Embedding", "Variable", "goes into rnn"),
    ]  # fmt: skip
    assert [one.name for one in found.unknown] == ["rate", "thing"]
