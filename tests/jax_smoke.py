"""Goldens, gradients and the Keras layers on jax, for the names of the cases given.

`python tests/jax_smoke.py goldens|layers|sequences|maps <case> ...` with KERAS_BACKEND=jax,
JAX_ENABLE_X64=1 and the root on PYTHONPATH. It prints a line for all that holds and fails at the
first that does not.
"""

import itertools
import sys
import tempfile

import jax
import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.comparison import numbered
from tests.conformance.specimens import assert_same
from tests.conv_lstm import MASK, made, model_of, sequences, twins
from tests.goldens import LIMITS, Golden, built_cell, error, first_step, flat, keyed
from tests.sequences import SequenceGolden

assert keras.backend.backend() == "jax"


def run_and_gradients(golden):
    """The pairs (ours, key) of a run with lengths and of its gradients, inside jit."""
    cell = built_cell(golden)
    variables = cell.tf1_variables()
    keras_variables = list(variables.values())

    def total(values, inputs, state):
        with keras.StatelessScope(list(zip(keras_variables, values, strict=True))):
            outputs, final = rnn.dynamic_rnn(
                cell, inputs, golden.arrays["lengths"], initial_state=state, noise=golden.noise()
            )
        found = {**keyed("outputs", outputs), **numbered("state", final)}
        cotangents = golden.prefixed("cotangents/")
        return sum((found[key] * array).sum() for key, array in cotangents.items()), found

    values = [variable.value for variable in keras_variables]
    differentiate = jax.jit(jax.grad(total, argnums=(0, 1, 2), has_aux=True, allow_int=True))
    inputs, state = golden.inputs(), golden.state(cell.state_size)
    (of_variables, of_inputs, of_state), found = differentiate(values, inputs, state)
    yield from ((part, f"run/{key}") for key, part in found.items())
    yield from zip(of_variables, [f"gradients/variables/rnn/{p}" for p in variables], strict=True)
    of_inputs = {**keyed("inputs", of_inputs), **numbered("state", of_state)}
    for key, gradient in of_inputs.items():
        if f"gradients/{key}" in golden.arrays:
            yield gradient, f"gradients/{key}"


def one_step(golden):
    """The pairs (ours, key) of a direct call."""
    cell = built_cell(golden)
    state, noise = golden.state(cell.state_size), golden.noise("step/noise")
    output, new_state = cell(first_step(golden.inputs()), state, noise=noise)
    skips = golden.case["arguments"].get("skip_connection")
    for key, part in {**keyed("step/output", output), **numbered("step/state", new_state)}.items():
        if not (skips and key == "step/state/1"):  # the documented difference
            yield part, key


def against_golden(name):
    """The worst error of a case; refuses one above the limit."""
    golden = Golden(name)
    pairs = [*one_step(golden)]
    if "run" in golden.case["runs"]:
        pairs += run_and_gradients(golden)
    worst = 0.0
    for ours, key in pairs:
        assert ours.dtype == golden.arrays[key].dtype, (name, key, ours.dtype)
        worst = max(worst, error(ours, golden.arrays[key]))
        assert worst <= golden.limit, (name, key, worst)
    return worst


def layers(name):
    """Eager and functional layers, stock and ours, against `dynamic_rnn`."""
    golden = Golden(name)
    cell, dtype = built_cell(golden), golden.case["dtype"]
    inputs = golden.inputs()
    wanted, _ = rnn.dynamic_rnn(cell, inputs, dtype=dtype, training=False)
    for layer in (rnn.RNN, keras.layers.RNN):
        made = layer(cell, return_sequences=True, dtype=dtype)
        assert error(made(inputs, training=False), wanted) <= golden.limit, (name, layer)
        symbolic = keras.Input((None, *golden.case["inputs"]), dtype=dtype)
        model = keras.Model(symbolic, made(symbolic))
        assert error(model(inputs, training=False), wanted) <= golden.limit, (name, layer)
        predicted = model.predict(np.asarray(inputs), verbose=0)  # Keras feeds it float32
        assert error(predicted, wanted) <= LIMITS["float32"], (name, layer)


def whole_sequences(name):
    """The worst error of a fused case, inside jit, gradients included."""
    golden = SequenceGolden(name)
    layer = golden.built()
    variables, keys = layer.tf1_variables(), ["inputs", *golden.state_keys()]

    def total(values, *arrays):
        inputs, *state = arrays
        with keras.StatelessScope(list(zip(variables.values(), values, strict=True))):
            found = golden.results(layer, "run", inputs, tuple(state) or None)
        return golden.weighted(found), found

    values = [variable.value for variable in variables.values()]
    arrays = [keras.ops.convert_to_tensor(golden.arrays[key]) for key in keys]
    positions = tuple(range(1 + len(arrays)))
    gradients, found = jax.jit(jax.grad(total, argnums=positions, has_aux=True))(values, *arrays)
    of_variables, *others = gradients
    keys = [*(f"variables/{path}" for path in variables), *keys]
    pairs = zip(keys, [*of_variables, *others], strict=True)
    found |= {f"gradients/{key}": gradient for key, gradient in pairs}
    found |= golden.results(layer, "full", arrays[0], tuple(arrays[1:]) or None)
    assert {str(part.dtype) for part in found.values()} == {golden.case["dtype"]}, name
    worst = golden.worst(found)
    assert worst <= golden.limit, (name, worst)


def maps(rank):
    """A ConvLSTM layer and Keras' own: numbers and gradients inside jit, a kept state, dropout."""
    rank = int(rank)
    inputs = sequences(rank)
    options = {"return_sequences": True, "return_state": True, "padding": "same"}
    pair = twins(rank, inputs, **options)

    def results(layer):
        def total(values, x):
            with keras.StatelessScope(list(zip(layer.weights, values, strict=True))):
                found = flat(layer(x))
            return sum((part**2).sum() for part in found), found

        values = [weight.value for weight in layer.weights]
        differentiate = jax.jit(jax.grad(total, argnums=(0, 1), has_aux=True))
        return flat(differentiate(values, inputs))

    assert_same(*map(results, pair), LIMITS["float32"])
    masked_maps(*pair, inputs)
    pair = twins(rank, inputs, stateful=True, strides=2)
    for _ in range(2):
        assert_same(*(layer(inputs) for layer in pair))
    pair = twins(rank, inputs, dropout=0.4, recurrent_dropout=0.3, seed=3)
    pair[1].cell.seed_generator.state.assign([3, 0])  # Keras' has drawn when it was made
    assert_same(*(layer(inputs, training=True) for layer in pair))


def masked_maps(ours, theirs, inputs):
    """Masked steps are as if they were not there; Keras' own layer takes no mask on jax."""
    mask = keras.ops.convert_to_tensor(MASK)
    outputs, *state = ours(inputs, mask=mask)
    for row, counts in enumerate(MASK):
        kept = np.flatnonzero(counts)
        alone, *final = ours(inputs[row : row + 1, kept])
        assert_same(outputs[row : row + 1, kept], alone)
        assert_same([part[row : row + 1] for part in state], final)
    try:
        theirs(inputs, mask=mask)
    except ValueError as refusal:
        assert "Incompatible shapes for broadcasting" in str(refusal)
    else:
        raise AssertionError("Keras' own layer takes a mask on jax now: compare with it")


def model_of_maps():
    """Maps of two sizes through one layer, fit with dropout, a file."""
    layer = made(rnn, padding="same", return_sequences=True, dropout=0.3, seed=2)
    model = model_of(layer)
    model.compile("sgd", "mse")
    inputs = np.asarray(sequences())
    model.fit(inputs, np.zeros(model.compute_output_shape(inputs.shape)), verbose=0)
    assert layer(sequences(maps=(3, 8))).shape[2:4] == (3, 8)
    before = model.predict(inputs, verbose=0)
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        again = keras.saving.load_model(f"{folder}/model.keras")
    assert np.array_equal(again.predict(inputs, verbose=0), before)


def dropout_differs_from_step_to_step():
    """In `fit` every step of every batch has a mask of its own."""
    cell = rnn.DropoutWrapper(Ones(), output_keep_prob=0.5, seed=1)
    layers = [keras.Input((8, 16)), rnn.RNN(cell, return_sequences=True), Recorder()]
    model = keras.Sequential(layers)
    model.compile("sgd", "mse")
    x = np.ones((4, 8, 16), "float32")
    model.fit(x, x, batch_size=2, verbose=0)
    jax.effects_barrier()
    masks = [kept[:, t] for kept in Recorder.seen for t in range(8)]
    assert len(masks) == 16
    for one, other in itertools.combinations(masks, 2):
        assert not np.array_equal(one, other)
    assert all(set(np.unique(mask)) == {0.0, 2.0} for mask in masks)


def layers_of_sequences():
    """Models of whole layers come back from a .keras file; cuDNN's dropout draws anew."""
    symbolic, x = keras.Input((None, 3)), np.ones((5, 4, 3), "float32")
    reverse = rnn.TimeReversedFusedRNN(rnn.LSTMBlockFusedCell(4, use_peephole=True))
    cudnn = rnn.CudnnGRU(2, 4, direction="bidirectional", dropout=0.5)
    hidden, state = reverse(symbolic, dtype="float32")
    model = keras.Model(symbolic, [cudnn(hidden)[0], *state])
    before = model(x, training=False)
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        again = keras.saving.load_model(f"{folder}/model.keras")
    pairs = zip(again(x, training=False), before, strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs)
    one, other = model(x, training=True)[0], model(x, training=True)[0]
    assert not np.array_equal(one, other)


class Ones(rnn.RNNCell):
    """A cell whose output is its input and whose state is a constant."""

    state_size = 1
    output_size = 16

    def call(self, inputs, state):
        return inputs, state


class Recorder(keras.layers.Layer):
    """Hands what it sees in training to the host."""

    seen = []

    def build(self, shape):
        self.scale = self.add_weight(shape=(), initializer="ones")

    def call(self, inputs, training=None):
        if training:
            jax.debug.callback(lambda x: Recorder.seen.append(np.asarray(x)), inputs)
        return inputs * self.scale


def round_trip():
    """A model of a stack comes back from a .keras file with its numbers."""
    cell = rnn.MultiRNNCell([rnn.LSTMCell(4, num_proj=2, use_peepholes=True), rnn.GRUCell(3)])
    wrapped = rnn.DropoutWrapper(rnn.ResidualWrapper(cell), output_keep_prob=0.5, seed=3)
    model = keras.Sequential([keras.Input((None, 3)), rnn.RNN(wrapped)])
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    before = model.predict(x, verbose=0)
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        again = keras.saving.load_model(f"{folder}/model.keras")
    assert np.array_equal(again.predict(x, verbose=0), before)
    ours, theirs = model.layers[0].cell, again.layers[0].cell
    assert list(theirs.tf1_variables()) == list(ours.tf1_variables())


def stock_layer_refuses_dropout():
    """Keras' own layer draws inside a traced step: refused in training, fine in inference."""
    cell = rnn.DropoutWrapper(rnn.GRUCell(3), output_keep_prob=0.5, seed=1)
    layer = keras.layers.RNN(cell, return_sequences=True)
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    wanted = rnn.RNN(cell, return_sequences=True)(x, training=False)
    assert error(layer(x, training=False), wanted) <= LIMITS["float32"]
    try:
        layer(x, training=True)
    except ValueError as refusal:
        message = str(refusal)
    else:
        raise AssertionError("one mask for all steps was not refused")
    sentence = (
        "dropout on jax expects its random numbers before the loop, received a traced step "
        "without: run the cell through rnn.RNN or dynamic_rnn, or pass noise=."
    )
    assert sentence in message, message


MODES = {"layers": layers, "sequences": whole_sequences, "maps": maps}
CHECKS = (dropout_differs_from_step_to_step, round_trip, stock_layer_refuses_dropout)

if __name__ == "__main__":
    mode, *names = sys.argv[1:]
    for name in names:
        if mode in MODES:
            MODES[mode](name)
        print(f"{name} {against_golden(name):.1e}" if mode == "goldens" else name, flush=True)
    checks = {"layers": CHECKS, "sequences": (layers_of_sequences,), "maps": (model_of_maps,)}
    for check in checks.get(mode, ()):
        check()
        print(check.__name__, flush=True)
