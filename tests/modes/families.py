"""The columns of the table: one cell of each family, with random weights, and its numbers."""

from typing import NamedTuple

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    DEPTH,
    SPECIMENS,
    TIME,
    OneTensor,
    each,
    projected,
    ran,
    randomize,
    sequences,
)
from tests.goldens import error, flat


class Family(NamedTuple):
    """A column.

    Attributes:
        title: its head.
        specimen: the cell's name among the specimens.
        what: what it is, for the page.
    """

    title: str
    specimen: str
    what: str

    @property
    def drops(self):
        """Whether its cell has dropout, so that no two trainings are alike."""
        return SPECIMENS[self.specimen].drops


FAMILIES = {
    "lstm": Family("LSTM", "basic_lstm", "`BasicLSTMCell`"),
    "lstm_options": Family(
        "LSTM+", "lstm", "`LSTMCell` with peepholes, a projection and both clips"
    ),
    "gru": Family("GRU", "gru", "`GRUCell`"),
    "norm": Family("norm", "layer_norm_basic", "`LayerNormBasicLSTMCell`"),
    "conv_1d": Family("1-D", "conv_1d", "`Conv1DLSTMCell`"),
    "conv_2d": Family("2-D", "conv_2d", "`Conv2DLSTMCell`"),
    "conv_3d": Family("3-D", "conv_3d", "`Conv3DLSTMCell`"),
    "nested": Family("nested", "multi_nested", "`MultiRNNCell` inside a `MultiRNNCell`"),
    "dropout": Family("drop", "dropout", "`DropoutWrapper`, a new mask every step"),
    "variational": Family("drop v", "variational", "`DropoutWrapper`, one mask for all steps"),
    "attention": Family("attention", "attention", "`AttentionCellWrapper`"),
    "phased": Family("phased", "phased", "`PhasedLSTMCell`, whose inputs are a pair"),
    "grid": Family("grid", "grid_2_lstm", "`Grid2LSTMCell`, whose outputs are a pair"),
    "block": Family("block", "lstm_block", "`LSTMBlockCell` with peepholes and clip"),
    "cudnn": Family("cuDNN", "cudnn_compatible_gru", "`CudnnCompatibleGRUCell`"),
    "ntm": Family("NTM", "ntm", "`NTMCell`"),
}


# Periods must be positive, and a gradient in a random rhythm is no gradient to learn by.
RHYTHM = {"period": [2.0, 4.0, 6.0, 9.0], "phase": [0.2, 1.0, 2.5, 4.0], "ratio_on": [0.4] * 4}


def specimen(name):
    """The specimen of a family."""
    return SPECIMENS[FAMILIES[name].specimen]


def random_weights(cell):
    """Random numbers, always the same, for all weights but those of PhasedLSTM's rhythm."""
    variables = cell.tf1_variables()
    randomize(variables.values())
    for path, variable in variables.items():
        if path.split("/")[-1] in RHYTHM:
            variable.assign(RHYTHM[path.split("/")[-1]])


def cell_of(name):
    """A family's cell with random weights, always the same."""
    cell = specimen(name).make()
    cell.build_for_shape(specimen(name).shape(None))
    random_weights(cell)
    return cell


def typed_cell(name, dtype, weights=None, cell=None):
    """The family's cell, or another, of a dtype or policy, with the weights of one or random."""
    if name == "variational":  # which must be told its dtype
        keeps = {"input_keep_prob": 0.6, "state_keep_prob": 0.7, "output_keep_prob": 0.8}
        options = {"variational_recurrent": True, "input_size": DEPTH, "seed": 17, **keeps}
        cell = rnn.DropoutWrapper(projected(), dtype=dtype, **options)
    else:
        cell = cell or specimen(name).make()
        cell.fix_dtype(dtype)
    cell.build_for_shape(specimen(name).shape(None))
    ours = cell.tf1_variables().values()
    if weights is None:
        random_weights(cell)
    else:
        for variable, other in zip(ours, weights.tf1_variables().values(), strict=True):
            variable.assign(keras.ops.cast(other, variable.dtype))
    return cell


def inputs_of(name, batch=BATCH, time=TIME, dtype="float32", seed=1):
    """A family's inputs [batch, time, ...], a tensor or a tuple of tensors."""
    return sequences(specimen(name), batch, time, dtype, seed)


def symbolic_of(name, batch=None, time=None):
    """Keras inputs [batch, time, ...] of a family."""
    return each(
        lambda x: keras.Input(batch_shape=(batch, time, *x.shape[2:]), dtype=x.dtype),
        specimen(name).symbolic(),
    )


def model_of(name, cell=None, batch=None, time=None, layer=rnn.RNN, **options):
    """A functional model of one layer over time that returns all outputs."""
    symbolic = symbolic_of(name, batch, time)
    options = {"return_sequences": True, **options}
    return keras.Model(symbolic, layer(cell or cell_of(name), **options)(symbolic))


def regression_of(name, cell=None, **options):
    """A model that gives one number a sequence, with weights that are always the same."""
    symbolic = symbolic_of(name, **options)
    hidden = rnn.RNN(cell or cell_of(name))(symbolic)
    head = keras.layers.Dense(1, dtype="float32")
    model = keras.Model(symbolic, head(keras.layers.Flatten()(OneTensor()(hidden))))
    randomize(head.weights, seed=5)
    return model


def examples_of(name, batch):
    """Inputs as arrays, and a number for each sequence to learn."""
    inputs = each(np.asarray, inputs_of(name, batch))
    targets = np.random.default_rng(7).normal(size=(batch, 1)).astype("float32")
    return inputs, targets


def difference(ours, theirs):
    """The largest error between the leaves of two structures of one shape."""
    return max(error(one, other) for one, other in zip(flat(ours), flat(theirs), strict=True))


def outputs_of(name, cell, batch=BATCH, time=TIME):
    """What `dynamic_rnn` gives eagerly: the numbers that every mode is compared with."""
    return ran(cell, inputs_of(name, batch, time))[0]
