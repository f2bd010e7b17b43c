"""Models, and what a TF1 program would have left of each: weights, slots, averages, a step."""

from dataclasses import dataclass

import keras
import numpy as np

import tf_contrib_rnn as rnn


@dataclass
class Architecture:
    """A model and the names of its variables.

    Attributes:
        name: what to call it.
        model: the model.
        variables: its variables by the names they have in the checkpoint.
        unit: the scope of its recurrent unit, and the layer that it feeds.
        others: arrays that no variable gets, by name.
    """

    name: str
    model: keras.Model
    variables: dict
    unit: tuple[str, str]
    others: dict

    def contents(self, generator):
        """A healthy checkpoint {name: array}."""
        found = {
            name: generator.normal(size=variable.shape).astype(np.float32)
            for name, variable in self.variables.items()
        }
        return found | {name: make(found, generator) for name, make in self.others.items()}


def adam(names):
    """Slots of Adam, and its counters."""

    def slot(name, other):
        def make(found, generator):
            return np.square(generator.normal(size=found[name].shape)).astype(np.float32)

        return f"{name}/{other}", make

    found = dict(slot(name, other) for name in names for other in ("Adam", "Adam_1"))
    # TF1 begins with the first power.
    found["beta1_power"] = lambda *_: np.float32(0.9**8)
    found["beta2_power"] = lambda *_: np.float32(0.999**8)
    return found | counter()


def averages(names):
    def average(name):
        return (
            f"{name}/ExponentialMovingAverage",
            lambda found, generator: found[name] + np.float32(generator.normal()),
        )

    return dict(map(average, names)) | counter()


def counter():
    return {"global_step": lambda *_: np.int64(7)}


def _sequential(shape, dtype, *layers):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *layers])


def _weights(layer, scope, *leaves):
    return {f"{scope}/{leaf}": w for leaf, w in zip(leaves, layer.weights, strict=True)}


def _cell(layer, scope):
    variables = layer.cell.tf1_variables()
    return {f"{scope}/{path}": variable for path, variable in variables.items()}


def language():
    cells = rnn.MultiRNNCell([rnn.LSTMCell(5, use_peepholes=True), rnn.GRUCell(6)])
    lookup = keras.layers.Embedding(11, 4, name="lookup")
    unit, logits = rnn.RNN(cells, name="recurrent"), keras.layers.Dense(7, name="logits")
    model = _sequential((4,), "int32", lookup, unit, logits)
    names = _weights(lookup, "lookup", "embedding") | _cell(unit, "model/rnn")
    names |= _weights(logits, "logits", "kernel", "bias")
    return Architecture("language", model, names, ("model/rnn", "recurrent"), adam(names))


def directions():
    sides = [rnn.RNN(rnn.BasicLSTMCell(4), go_backwards=back) for back in (False, True)]
    unit = keras.layers.Bidirectional(sides[0], backward_layer=sides[1], name="both")
    dense = keras.layers.Dense(3)
    model = _sequential((5, 3), "float32", unit, dense)
    names = _cell(unit.forward_layer, "bidirectional_rnn/fw")
    names |= _cell(unit.backward_layer, "bidirectional_rnn/bw")
    names |= _weights(dense, "dense", "kernel", "bias")
    return Architecture("directions", model, names, ("bidirectional_rnn", "both"), averages(names))


def maps():
    cell = rnn.Conv2DLSTMCell(input_shape=[4, 4, 2], output_channels=3, kernel_shape=[3, 3])
    unit, dense = rnn.RNN(cell, name="maps"), keras.layers.Dense(2, name="head")
    model = _sequential((3, 4, 4, 2), "float32", unit, keras.layers.Flatten(), dense)
    names = _cell(unit, "net/rnn") | _weights(dense, "net/head", "kernel", "bias")
    return Architecture("maps", model, names, ("net/rnn", "maps"), adam(names))


def shared_layers():
    """Two networks of other sizes, and Dense layers that only their scopes tell apart."""
    lower = rnn.RNN(rnn.GRUCell(4), return_sequences=True, name="lower")
    upper = rnn.RNN(rnn.LSTMCell(3, num_proj=2), name="upper")
    dense = [keras.layers.Dense(2, name=name) for name in ("first", "second")]
    model = _sequential((5, 3), "float32", lower, upper, *dense)
    names = _cell(lower, "lower/rnn") | _cell(upper, "upper/rnn")
    for layer in dense:
        names |= _weights(layer, layer.name, "kernel", "bias")
    return Architecture("two_networks", model, names, ("lower/rnn", "lower"), counter())


ARCHITECTURES = (language, directions, maps, shared_layers)
