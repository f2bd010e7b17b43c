"""What TF 1.15.5 wrote of cuDNN's layers, in each of its forms, and what can run it."""

from pathlib import Path

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tf_contrib_rnn.checkpoint.cudnn import arrays
from tf_contrib_rnn.checkpoint.cudnn.arrays import Sizes

GOLDEN = Path(__file__).parents[1] / "golden"
LAYERS, UNITS, DEPTH = 3, 5, 3
MODES = ("lstm", "gru", "tanh", "relu")
KINDS = [f"{mode}_{sides}directional" for mode in MODES for sides in ("uni", "bi")]
LAYER = {
    "lstm": rnn.CudnnLSTM,
    "gru": rnn.CudnnGRU,
    "tanh": rnn.CudnnRNNTanh,
    "relu": rnn.CudnnRNNRelu,
}
OWN = {
    "lstm": lambda: rnn.CudnnCompatibleLSTMCell(UNITS),
    "gru": lambda: rnn.CudnnCompatibleGRUCell(UNITS),
    "tanh": lambda: rnn.BasicRNNCell(UNITS),
    "relu": lambda: rnn.BasicRNNCell(UNITS, activation="relu"),
}
OPAQUE = "cudnn_lstm/opaque_kernel"


def load(name):
    """The arrays of a file."""
    with np.load(GOLDEN / f"{name}.npz") as data:
        return dict(data)


class Golden:
    """One golden of TF 1.15.5: matrices, variables, inputs and outputs [time, batch, depth]."""

    def __init__(self, kind):
        self.kind, (self.mode, _, self.direction) = kind, kind.partition("_")
        self.data = load(f"cudnn/{kind}")
        self.scope = {"lstm": "lstm", "gru": "gru"}.get(self.mode, f"rnn_{self.mode}")
        self.scope = f"cudnn_{self.scope}"
        mode = "rnn" if self.mode in ("tanh", "relu") else self.mode
        self.sizes = Sizes(mode, LAYERS, UNITS, DEPTH, 1 if self.direction.startswith("uni") else 2)

    def all(self, group):
        """The arrays of a group by the rest of their names."""
        found = (key.partition("/") for key in sorted(self.data))
        return {rest: self.data[f"{g}/{rest}"] for g, _, rest in found if g == group and rest}

    @property
    def cells(self):
        """cuDNN's arrays of each cell."""
        raw = list(self.all("matrices").values())
        return [
            [raw[n] for n in self.sizes.of_cell(position)]
            for position in range(len(self.sizes.places))
        ]

    def check(self, run, places=2e-6):
        """Compares the outputs of something that takes and gives [time, batch, depth]."""
        found = keras.ops.convert_to_numpy(run(self.data["inputs"]))
        assert np.max(np.abs(found - self.data["outputs"])) < places * max(
            1, np.max(np.abs(self.data["outputs"]))
        )


def layer(golden):
    """The layer of cuDNN, built, and how to run it."""
    made = LAYER[golden.mode](LAYERS, UNITS, direction=golden.direction)
    made.build((None, None, DEPTH))
    return made, lambda x: made(x, training=False)[0]


def model(*layers):
    inputs = keras.Input((None, DEPTH))
    outputs = inputs
    for one in layers:
        outputs = one(outputs)
    made = keras.Model(inputs, outputs)
    return made, lambda x: keras.ops.swapaxes(made(x.swapaxes(0, 1)), 0, 1)


def stacked(golden, make):
    """A layer of Keras for each of cuDNN's."""
    layers = [rnn.RNN(make(), return_sequences=True) for _ in range(LAYERS)]
    if golden.sizes.directions == 2:
        layers = [keras.layers.Bidirectional(one) for one in layers]
    return model(*layers)


def compatible(golden):
    return stacked(golden, OWN[golden.mode])


def multi(golden):
    """One layer with all of cuDNN's, where there is one direction."""
    if golden.sizes.directions == 2:
        return compatible(golden)
    cells = [OWN[golden.mode]() for _ in range(LAYERS)]
    return model(rnn.RNN(rnn.MultiRNNCell(cells), return_sequences=True))


TARGETS = {"layer": layer, "compatible": compatible, "multi": multi}


def canonical(golden, scope="cudnn"):
    """The canonical variables below a scope of another name, and the buffer beside them."""
    found = {
        name.replace(golden.scope, scope, 1).lstrip("/"): array
        for name, array in golden.all("variables").items()
    }
    return found | {f"{scope or 'other'}/opaque_kernel": arrays.packed(golden.cells)}


def matrices(golden):
    """What TF 1.2 wrote: an array an output of its op, and the buffer under its own name."""
    raw = golden.all("matrices").values()
    found = {f"CudnnRNNParamsToCanonical:{n}": array for n, array in enumerate(raw)}
    return found | {"Model/params": arrays.packed(golden.cells)}


def flat_matrices(golden):
    raw = golden.all("matrices").values()
    return {f"net/CudnnRNNParamsToCanonical_1:{n}": a.ravel() for n, a in enumerate(raw)}


def opaque(golden, name=None):
    return {name or f"{golden.scope}/opaque_kernel": arrays.packed(golden.cells)}


FORMS = {
    "called": canonical,
    "called_by_its_name": lambda golden: canonical(golden, golden.scope),
    "built_first": lambda golden: canonical(golden, ""),
    "matrices": matrices,
    "flat_matrices": flat_matrices,
    "opaque": opaque,
    "opaque_by_another_name": lambda golden: opaque(golden, "Model/RNN/lstm_params"),
}


def two(*names):
    """A model of two layers of cuDNN that nothing but their names tells apart."""
    inputs = keras.Input((None, DEPTH))
    layers = [rnn.CudnnLSTM(LAYERS, UNITS, name=name) for name in names]
    outputs = [one(inputs, time_major=False)[0] for one in layers]
    return keras.Model(inputs, keras.layers.Concatenate()(outputs)), layers
