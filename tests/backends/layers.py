"""Every cell in Keras layers on another backend, against a loop written out by hand."""

import keras
import numpy as np
from keras import ops

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    SPECIMENS,
    TIME,
    assert_same,
    at,
    built,
    each,
    sequences,
    top_level,
)
from tests.goldens import flat

LIMIT = 2e-6
MASK = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], bool)
LENGTHS = np.array([4, 0, 2])
# What the stock layer cannot do on any backend, with its exact error; else it must do it.
STOCK_LIMITS = {
    "phased": (AttributeError, "'tuple' object has no attribute 'shape'"),
    "multi_phased": (AttributeError, "'tuple' object has no attribute 'shape'"),
    "grid_rnn": (AssertionError, "is not the golden's"),
    "grid_2_lstm": (AssertionError, "is not the golden's"),
}


def by_hand(cell, inputs, counts=None, state=None, backwards=False, keeps_last=False):
    """`(outputs, state)` of a loop over steps, each of which is called directly."""
    if state is None:
        state = cell.get_initial_state(batch_size=BATCH)
    steps = range(flat(inputs)[0].shape[1])
    outputs, last = [], None
    for t in reversed(steps) if backwards else steps:
        output, new = cell(at(t, inputs), state, training=False)
        if counts is not None:
            old = each(ops.zeros_like, output) if last is None or not keeps_last else last
            output, new = chosen(counts[:, t], output, old), chosen(counts[:, t], new, state)
        outputs.append(output)
        state = last_state = new
        last = output
    leaves = [ops.stack(parts, axis=1) for parts in zip(*map(flat, outputs), strict=True)]
    return keras.tree.pack_sequence_as(outputs[0], leaves), last_state


def chosen(rows, new, old):
    """`new` for the rows chosen, else `old`, in each tensor."""

    def choose(one, other):
        return ops.where(ops.reshape(rows, (-1, *[1] * (len(one.shape) - 1))), one, other)

    rows = ops.convert_to_tensor(rows)
    return keras.tree.map_structure(choose, new, old)


def random_state(cell):
    """A state of random numbers."""
    numbers = np.random.default_rng(6)
    zeros = cell.get_initial_state(batch_size=BATCH)
    return each(lambda z: ops.convert_to_tensor(numbers.uniform(0.1, 0.9, z.shape), z.dtype), zeros)


def whole(cell, **options):
    return rnn.RNN(cell, return_sequences=True, return_state=True, **options)


def same(result, wanted):
    """What a layer with `return_state` returns is `(outputs, state)` of the loop."""
    outputs, state = wanted
    output, *states = result
    assert len(states) == len(top_level(state))
    assert_same((output, states), (outputs, top_level(state)), LIMIT)


def forward_masks_and_lengths(cell, inputs, specimen):
    wanted = by_hand(cell, inputs)
    same(whole(cell)(inputs, training=False), wanted)
    same(whole(cell, unroll=True)(inputs, training=False), wanted)
    mask = ops.convert_to_tensor(MASK)
    zeros = whole(cell, zero_output_for_mask=True)(inputs, mask=mask, training=False)
    same(zeros, by_hand(cell, inputs, MASK))
    kept = whole(cell)(inputs, mask=mask, training=False)
    same(kept, by_hand(cell, inputs, MASK, keeps_last=True))
    inside = np.arange(TIME) < LENGTHS[:, None]
    result = whole(cell)(inputs, sequence_length=LENGTHS, training=False)
    same(result, by_hand(cell, inputs, inside))


def backwards_and_both_ways(cell, inputs, specimen):
    same(whole(cell, go_backwards=True)(inputs, training=False),
         by_hand(cell, inputs, backwards=True))  # fmt: skip
    if isinstance(cell.output_size, list | tuple):
        return  # Bidirectional merges single tensors only
    both = keras.layers.Bidirectional(rnn.RNN(specimen.make(), return_sequences=True))
    both(inputs, training=False)
    both.forward_layer.cell.set_weights(cell.get_weights())
    both.backward_layer.cell.set_weights([w * 0.5 for w in cell.get_weights()])
    ahead, _ = by_hand(both.forward_layer.cell, inputs)
    back, _ = by_hand(both.backward_layer.cell, inputs, backwards=True)
    wanted = ops.concatenate([ahead, ops.flip(back, axis=1)], axis=-1)
    assert_same(both(inputs, training=False), wanted, LIMIT)


def states_given_and_kept(cell, inputs, specimen):
    state = random_state(cell)
    wanted = by_hand(cell, inputs, state=state)
    same(whole(cell)(inputs, initial_state=top_level(state), training=False), wanted)
    layer = whole(cell, stateful=True)
    first = layer(inputs, training=False)
    same(first, by_hand(cell, inputs))
    again = layer(inputs, training=False)
    same(again, by_hand(cell, inputs, state=by_hand(cell, inputs)[1]))
    layer.reset_state()
    assert_same(layer(inputs, training=False), first, LIMIT)


def model(cell, inputs, specimen):
    """A functional model: `predict`, and `fit` that moves all weights to finite numbers."""
    symbolic = specimen.symbolic()
    outputs = rnn.RNN(cell, return_sequences=True)(symbolic)
    made = keras.Model(symbolic, outputs)
    wanted, _ = by_hand(cell, inputs)
    fed = each(ops.convert_to_numpy, inputs)
    assert_same(made.predict(fed, verbose=0, batch_size=BATCH), wanted, LIMIT)
    before = [ops.convert_to_numpy(w) for w in cell.trainable_weights]
    targets = each(lambda x: np.asarray(ops.convert_to_numpy(x)) * 0.5 + 0.3, wanted)
    made.compile(keras.optimizers.SGD(0.1), "mse")
    losses = made.fit(fed, targets, epochs=2, batch_size=BATCH, verbose=0).history["loss"]
    assert np.all(np.isfinite(losses))
    after = [ops.convert_to_numpy(w) for w in cell.trainable_weights]
    assert all(np.all(np.isfinite(array)) for array in after)
    moved = [np.any(a != b) for a, b in zip(after, before, strict=True)]
    assert not before or np.mean(moved) > 0.5, moved


def stock(cell, inputs, specimen):
    """Keras' own layer: eager and functional give the numbers of the loop."""
    wanted = by_hand(cell, inputs)
    layer = keras.layers.RNN(cell, return_sequences=True, return_state=True)
    same(layer(inputs, training=False), wanted)
    symbolic = specimen.symbolic()
    made = keras.Model(symbolic, keras.layers.RNN(cell, return_sequences=True)(symbolic))
    assert_same(made(inputs, training=False), wanted[0], LIMIT)


OURS = (forward_masks_and_lengths, backwards_and_both_ways, states_given_and_kept, model)


def check_ours(name):
    """Everything that `rnn.RNN` promises, for a specimen."""
    specimen = SPECIMENS[name]
    for check in OURS:
        keras.utils.set_random_seed(1)
        check(built(specimen), sequences(specimen), specimen)


def check_stock(name):
    """The stock layer around a specimen gives the same numbers, or its known error."""
    specimen = SPECIMENS[name]
    arguments = built(specimen), sequences(specimen), specimen
    if name not in STOCK_LIMITS:
        stock(*arguments)
        return
    wanted, words = STOCK_LIMITS[name]
    try:
        stock(*arguments)
    except Exception as error:
        assert type(error) is wanted and words in str(error), repr(error)
    else:
        raise AssertionError(f"the stock layer can do {name} now: take it out of STOCK_LIMITS")
