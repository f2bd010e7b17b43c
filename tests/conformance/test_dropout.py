"""When dropout is active, what it draws, and what makes it reproducible."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import SPECIMENS, assert_same, dropped, ran, sequences
from tests.gate import gated
from tests.goldens import error

LAYERS = {"stock": keras.layers.RNN, "ours": rnn.RNN}
every_layer = pytest.mark.parametrize("kind", LAYERS)
DROPPING = [name for name, specimen in SPECIMENS.items() if specimen.drops]


class Counter(rnn.RNNCell):
    """Emits its inputs unchanged, so that a mask can be read off the output."""

    state_size = 1
    output_size = 50

    def call(self, inputs, state):
        return inputs, state


def mask_reader(**options):
    return rnn.DropoutWrapper(Counter(), input_keep_prob=0.5, **options)


def masks(outputs):
    """Whether a value was kept, of outputs that are 0 or 2."""
    values = np.asarray(outputs)
    assert set(np.unique(values)) == {0.0, 2.0}
    return values > 0


ONES = keras.ops.ones((2, 6, 50))


def direct(cell, training):
    return cell(ONES[:, 0], cell.zero_state(2, "float32"), training=training)[0]


def over_time(cell, training):
    return rnn.dynamic_rnn(cell, ONES, dtype="float32", training=training)[0]


def over_steps(cell, training):
    steps = tf.unstack(ONES, axis=1)
    return keras.ops.stack(rnn.static_rnn(cell, steps, dtype="float32", training=training)[0])


def stock_layer(cell, training):
    return keras.layers.RNN(cell, return_sequences=True)(ONES, training=training)


def our_layer(cell, training):
    return rnn.RNN(cell, return_sequences=True)(ONES, training=training)


@pytest.mark.parametrize("run", [direct, over_time, over_steps, stock_layer, our_layer])
def test_active_unless_training_is_false(run):
    assert_same(run(mask_reader(), False), keras.ops.ones_like(run(mask_reader(), False)))
    for training in (True, None):
        assert 0.3 < masks(run(mask_reader(), training)).mean() < 0.7


@every_layer
def test_a_model_that_is_told_nothing_does_not_drop(kind, tmp_path):
    layer = LAYERS[kind](mask_reader(), return_sequences=True)
    symbolic = keras.Input((None, 50))
    model = keras.Model(symbolic, layer(symbolic))
    model.export(str(tmp_path), verbose=False)
    served = tf.saved_model.load(str(tmp_path))
    for result in (layer(ONES), model(ONES), keras.Sequential([layer])(ONES), served.serve(ONES)):
        assert_same(result, ONES)


@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights:UserWarning")
@every_layer
def test_models_say_whether_they_train(kind):
    model = keras.Sequential([LAYERS[kind](mask_reader(), return_sequences=True)])
    assert_same(model.predict(ONES, verbose=0), ONES)
    assert_same(model(ONES, training=False), ONES)
    masks(model(ONES, training=True))

    class Kept(keras.callbacks.Callback):
        losses = ()

        def on_train_batch_end(self, batch, logs=None):
            self.losses = (*self.losses, logs["loss"])

    kept = Kept()
    model.compile(loss="mse", optimizer="sgd")
    model.fit(ONES, ONES, verbose=0, callbacks=[kept])
    # With half of the ones at 0 and half at 2 every difference is 1; without dropout it is 0.
    assert kept.losses == (pytest.approx(1.0),)
    assert model.evaluate(ONES, ONES, verbose=0) == pytest.approx(0.0)


@pytest.mark.parametrize("run", [over_time, over_steps, stock_layer, our_layer])
def test_a_seed_makes_the_masks_reproducible(run):
    first, second = mask_reader(seed=5), mask_reader(seed=5)
    for _ in range(2):
        assert_same(run(first, True), run(second, True))
    assert error(run(mask_reader(seed=5), True), run(mask_reader(seed=6), True)) > 0


@pytest.mark.parametrize("run", [over_time, stock_layer, our_layer])
@pytest.mark.parametrize("traced", [False, True])
def test_masks_differ_from_step_to_step_and_from_call_to_call(run, traced):
    cell = mask_reader(seed=5)
    run(cell, True)
    call = tf.function(lambda: run(cell, True)) if traced else lambda: run(cell, True)
    first, second = masks(call()), masks(call())
    steps = [first[:, t] for t in range(6)]
    rows = [first[0], first[1], second[0], second[1]]
    for different in (steps, rows):
        assert len({part.tobytes() for part in different}) == len(different)


@pytest.mark.parametrize("run", [over_time, our_layer])
@pytest.mark.parametrize("traced", [False, True])
def test_variational_masks_are_one_for_all_steps_and_rows(run, traced):
    cell = mask_reader(variational_recurrent=True, input_size=50, dtype="float32")
    run(cell, True)
    call = tf.function(lambda: run(cell, True)) if traced else lambda: run(cell, True)
    first, second = masks(call()), masks(call())
    assert (first == first[:1, :1]).all()
    assert (first != second).any()


@pytest.mark.parametrize("run", [direct, stock_layer])
def test_variational_masks_need_a_runner_of_ours(run):
    cell = mask_reader(variational_recurrent=True, input_size=50, dtype="float32")
    with pytest.raises(ValueError, match="expects masks for a whole sequence, received a single"):
        run(cell, True)


def seeds(cell):
    """The state of every random generator in a cell."""
    return [np.asarray(v) for v in cell.variables if "seed" in v.path]


@pytest.mark.parametrize("name", DROPPING)
def test_a_step_with_noise_draws_no_numbers(name):
    specimen = SPECIMENS[name]
    cell, inputs = specimen.make(), sequences(specimen)
    cell.build_for_shape(specimen.shape(None))
    size = specimen.inputs[0] if len(specimen.inputs) == 1 else tf.TensorShape(specimen.inputs)
    noise = cell.draw_noise(1, 3, size, "float32")
    noise = keras.tree.map_structure(lambda x: x[0], noise, none_is_leaf=False)
    before, state = seeds(cell), cell.zero_state(3, "float32")
    results = [cell(inputs[:, 0], state, noise=noise) for _ in range(2)]
    assert_same(*results)
    assert_same(seeds(cell), before)
    assert error(results[0][0], cell(inputs[:, 0], state, training=False)[0]) > 1e-3
    assert before


@pytest.mark.parametrize("name", DROPPING)
def test_runs_with_one_noise_are_equal(name):
    specimen = SPECIMENS[name]
    cell, inputs = specimen.make(), sequences(specimen)
    cell.build_for_shape(specimen.shape(None))
    size = specimen.inputs[0] if len(specimen.inputs) == 1 else tf.TensorShape(specimen.inputs)
    noise = cell.draw_noise(4, 3, size, "float32")
    first = ran(cell, inputs, training=None, noise=noise)
    assert_same(ran(cell, inputs, training=True, noise=noise), first)
    assert error(ran(cell, inputs, training=True)[0], first[0]) > 1e-3


@pytest.mark.parametrize("name", gated(DROPPING, ["variational"]))
@every_layer
def test_training_through_layers(name, kind):
    if (name, kind) == ("variational", "stock"):
        return  # refused, see above
    specimen = SPECIMENS[name]
    model = keras.Sequential(
        [LAYERS[kind](specimen.make()), keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    inputs = sequences(specimen, batch=8)
    losses = model.fit(inputs, np.ones((8, 1)), epochs=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_inner_and_outer_dropout_draw_their_own():
    cell = dropped(mask_reader(seed=3), input_keep_prob=0.5, output_keep_prob=1.0, seed=4)
    outputs = np.asarray(rnn.dynamic_rnn(cell, ONES, dtype="float32")[0])
    assert set(np.unique(outputs)) == {0.0, 4.0}
    assert 0.15 < (outputs > 0).mean() < 0.35
