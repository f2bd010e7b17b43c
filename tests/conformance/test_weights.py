"""Regularizers, constraints, `trainable` and training itself reach the variables of every cell."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import FEW, PLANE, SPECIMENS, OneTensor, randomize, sequences
from tests.gate import gated
from tests.goldens import flat

every_specimen = pytest.mark.parametrize("name", SPECIMENS)
SHAPE = {"input_shape": [*PLANE], "output_channels": 2, "kernel_shape": [2, 2]}


def norms(which):
    return [f"{part}/{which}" for part in ("input", "transform", "forget", "output", "state")]


GRID = {
    "num_units": 2,
    "feature_size": 2,
    "frequency_skip": 1,
    "num_frequency_blocks": [1],
    "share_time_frequency_weights": True,
}

# cell class, arguments, inputs of a step, role, the variables of that role
ROLES = [
    (rnn.BasicRNNCell, {"num_units": 2}, (3,), "kernel", ["kernel"]),
    (rnn.BasicRNNCell, {"num_units": 2}, (3,), "bias", ["bias"]),
    (rnn.BasicLSTMCell, {"num_units": 2}, (3,), "kernel", ["kernel"]),
    (rnn.BasicLSTMCell, {"num_units": 2}, (3,), "bias", ["bias"]),
    (rnn.GRUCell, {"num_units": 2}, (3,), "kernel", ["gates/kernel", "candidate/kernel"]),
    (rnn.GRUCell, {"num_units": 2}, (3,), "bias", ["gates/bias", "candidate/bias"]),
    (rnn.LSTMCell, {"num_units": 2, "num_proj": 1}, (3,), "kernel", ["kernel"]),
    (rnn.LSTMCell, {"num_units": 2, "num_proj": 1}, (3,), "projection", ["projection/kernel"]),
    (
        rnn.LSTMCell,
        {"num_units": 2, "use_peepholes": True},
        (3,),
        "peephole",
        ["w_f_diag", "w_i_diag", "w_o_diag"],
    ),
]
OTHER_ROLES = [
    (
        rnn.IntersectionRNNCell,
        {"num_units": 2, "num_in_proj": 2},
        (3,),
        "kernel",
        ["in_projection/kernel", "kernel"],
    ),
    (rnn.NASCell, {"num_units": 2, "num_proj": 1}, (3,), "recurrent", ["recurrent_kernel"]),
    (rnn.NASCell, {"num_units": 2, "num_proj": 1}, (3,), "projection", ["projection_weights"]),
    (rnn.CFNCell, {"units": 2}, (3,), "recurrent", ["recurrent_kernel"]),
    (rnn.GLSTMCell, {"num_units": 2}, (3,), "bias", ["bias_i", "bias_j", "bias_f", "bias_o"]),
    (rnn.IndRNNCell, {"num_units": 2}, (3,), "recurrent", ["kernel_u"]),
    (rnn.IndyGRUCell, {"num_units": 2}, (3,), "kernel", ["gates/kernel_w", "candidate/kernel"]),
    (rnn.LayerNormBasicLSTMCell, {"num_units": 2}, (3,), "gamma", norms("gamma")),
    (rnn.LayerNormBasicLSTMCell, {"num_units": 2}, (3,), "beta", norms("beta")),
    (
        rnn.WeightNormLSTMCell,
        {"num_units": 2, "num_proj": 1},
        (3,),
        "norm",
        [f"wn_lstm_cell/{path}" for path in ("norm_0", "norm_1", "projection/norm_0")],
    ),
    (
        rnn.CoupledInputForgetGateLSTMCell,
        {"num_units": 2, "num_unit_shards": 2},
        (3,),
        "kernel",
        ["W_0", "W_1"],
    ),
    (rnn.CoupledInputForgetGateLSTMCell, {"num_units": 2}, (3,), "bias", ["B"]),
    (rnn.Conv2DLSTMCell, SHAPE, PLANE, "kernel", ["kernel"]),
    (rnn.Conv2DLSTMCell, SHAPE, PLANE, "bias", ["biases"]),
    (
        rnn.TimeFreqLSTMCell,
        {"num_units": 2, "feature_size": 2, "use_peepholes": True, "num_unit_shards": 2},
        (3,),
        "kernel",
        ["W_0", "W_1"],
    ),
    (rnn.GridLSTMCell, GRID, (2,), "bias", ["B_f_0"]),
    (
        rnn.GridLSTMCell,
        {**GRID, "use_peepholes": True, "couple_input_forget_gates": True},
        (2,),
        "peephole",
        [f"W_{gate}_diag_freq{seen}_0" for gate in "IO" for seen in "ft"],
    ),
    (
        rnn.Grid2BasicRNNCell,
        {"num_units": 2, "output_is_tuple": False},
        (3,),
        "projection",
        ["project_m_0"],
    ),
]

# Variables that TF1 makes and never reads: of which specimen.
UNREAD = {"layer_norm": "bias", "coupled": "B"}


@pytest.mark.parametrize(
    ("cls", "arguments", "inputs", "role", "paths"),
    ROLES + [pytest.param(*row, marks=pytest.mark.slow) for row in OTHER_ROLES],
)
def test_regularizers_and_constraints_by_role(cls, arguments, inputs, role, paths):
    options = {f"{role}_regularizer": keras.regularizers.L1(0.5), f"{role}_constraint": "non_neg"}
    layer = rnn.RNN(cls(**arguments, **options))
    model = keras.Sequential([layer, keras.layers.Flatten(), keras.layers.Dense(1)])
    data = np.ones((4, 3, *inputs), "float32")
    model(data)
    for variable in layer.cell.tf1_variables().values():
        # Not all the same: a layer norm of equal numbers divides by nothing but its epsilon.
        negative = -np.random.default_rng(1).uniform(0.2, 0.4, variable.shape)
        variable.assign(negative)
    scope = layer.cell.tf1_scope.name
    chosen = {f"{scope}/{path}" for path in paths}
    named = layer.cell.tf1_variables()
    wanted = sum(0.5 * np.abs(np.asarray(named[path])).sum() for path in chosen)
    assert float(sum(model.losses)) == pytest.approx(wanted, rel=1e-5)
    model.compile(optimizer=keras.optimizers.SGD(1e-3), loss="mse")
    model.fit(data, np.ones((4, 1)), verbose=0)
    for path, variable in named.items():
        assert (np.min(variable) >= 0) == (path in chosen), path


@pytest.mark.parametrize("name", gated(SPECIMENS, FEW))
def test_trainable_false(name):
    specimen = SPECIMENS[name]
    cell = specimen.make()
    cell.trainable = False
    layer = rnn.RNN(cell)
    model = keras.Sequential([layer, OneTensor(), keras.layers.Flatten(), keras.layers.Dense(1)])
    inputs = sequences(specimen)
    model(inputs)
    before = [np.asarray(v) for v in cell.tf1_variables().values()]
    assert len(model.trainable_weights) == 2
    model.compile("sgd", "mse")
    model.train_on_batch(inputs, np.ones((3, 1)))
    for variable, value in zip(cell.tf1_variables().values(), before, strict=True):
        assert np.array_equal(variable, value)


def test_initializers_by_role():
    options = {"peephole_initializer": "ones", "bias_initializer": keras.initializers.Constant(2.0)}
    cell = rnn.LSTMCell(3, use_peepholes=True, **options)
    for one in (cell, rnn.LSTMCell.from_config(cell.get_config())):
        one.build_for_shape((None, 2))
        assert np.all(one.w_f_diag == 1) and np.all(one.bias == 2)
        assert np.ptp(one.kernel) > 0


def test_trainable_as_an_argument():
    cell = rnn.GRUCell(3, trainable=False)
    cell.build_for_shape((None, 3))
    assert cell.trainable_weights == []
    assert len(cell.non_trainable_weights) == 4


@every_specimen
def test_every_weight_gets_a_gradient(name):
    specimen = SPECIMENS[name]
    layer = rnn.RNN(specimen.make(), return_sequences=True)
    inputs = sequences(specimen)
    layer(inputs)
    randomize(layer.cell.tf1_variables().values())
    with tf.GradientTape() as tape:
        outputs = flat(layer(inputs, training=False))
        loss = sum(tf.reduce_sum(output**2) for output in outputs)
    gradients = tape.gradient(loss, [v.value for v in layer.trainable_weights])
    assert len(gradients) == len(layer.cell.tf1_variables())
    read = {}
    for path, gradient in zip(layer.cell.tf1_variables(), gradients, strict=True):
        read[path] = gradient is not None and np.any(np.asarray(gradient))
    unread = [path.rsplit("/", 1)[-1] for path, is_read in read.items() if not is_read]
    assert unread == ([UNREAD[name]] if name in UNREAD else [])


@pytest.mark.parametrize("layer_class", [keras.layers.RNN, rnn.RNN])
@pytest.mark.parametrize(
    "name", gated([n for n in FEW if not SPECIMENS[n].drops], ["multi_nested"])
)
def test_fit_lowers_the_loss(name, layer_class):
    specimen = SPECIMENS[name]
    model = keras.Sequential(
        [layer_class(specimen.make()), keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    inputs = sequences(specimen, batch=8)
    targets = keras.ops.sum(inputs, axis=tuple(range(1, len(inputs.shape))))
    losses = model.fit(inputs, targets, epochs=6, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
