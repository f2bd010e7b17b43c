"""A batch in halves: the same numbers, and only where no sequence knows of the others."""

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.gate import gated
from tests.sequence.test_fast import assert_equal, in_function, plain
from tf_contrib_rnn.cells import _math
from tf_contrib_rnn.sequence import _loops, _rehearsal, _tuning, fast
from tf_contrib_rnn.sequence._halves import can_be_halved
from tf_contrib_rnn.sequence._tuning import Tuning


@pytest.fixture
def asked(monkeypatch):
    """What was decided on, for steps of any size."""
    found = []

    class Noted(_rehearsal.Rehearsal):
        def __init__(self, *args):
            super().__init__(*args)
            found.append((self.in_halves, self.back_in_halves))

    monkeypatch.setattr(_tuning, "LARGE_STEP", 0)
    monkeypatch.setattr("tf_contrib_rnn.sequence.fast.Rehearsal", Noted)
    return found


def drawn(seed, *size):
    return tf.constant(np.random.default_rng(seed).normal(size=size))


def weighted(layer, inputs):
    layer(inputs[:1, :1])
    for seed, weight in enumerate(layer.weights):
        weight.assign(0.4 * drawn(seed, *weight.shape))
    return layer


def cell_of(space, window, **options):
    made = {2: rnn.Conv2DLSTMCell, 3: rnn.Conv3DLSTMCell}[len(space)]
    return made(input_shape=[*space, 3], output_channels=2, kernel_shape=window, **options)


CELLS = {
    "plane": lambda: cell_of([5, 4], [3, 3], skip_connection=True, dtype="float64"),
    "even_window": lambda: cell_of([5, 4], [2, 3], dtype="float64"),
    "space": lambda: cell_of([3, 4, 2], [3, 3, 3], dtype="float64"),
}


@pytest.mark.parametrize("back", [True, pytest.param(False, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", gated(CELLS, ["plane"]))
@pytest.mark.parametrize("order", gated([1, 2], [1]))
def test_gradients(name, back, order, asked, monkeypatch):
    if not back:
        monkeypatch.setattr(_tuning, "SMALL_MAPS", -1)
    cell = CELLS[name]()
    layer = rnn.RNN(cell, return_sequences=True, return_state=True, dtype="float64")
    x = drawn(8, 4, 23 if order == 1 else 3, *cell.map_shape)
    weighted(layer, x)
    judge = plain(in_function(layer, x, order=order))
    assert_equal(in_function(layer, x, order=order)(), judge, 1e-9)
    assert asked.pop() == (True, back)


def test_the_keras_layer(asked):
    x = drawn(8, 6, 12, 5, 4, 3)
    layer = weighted(
        rnn.ConvLSTM2D(2, 3, padding="same", return_sequences=True, dtype="float64"), x
    )
    assert_equal([tf.function(layer, autograph=False)(x)], [layer(x)])
    assert asked == [(True, True)]


def test_what_stays_whole(asked):
    """Odd and unknown batches, masked steps, products of matrices, and XLA."""
    x = drawn(8, 4, 12, 5, 4, 3)
    layer = weighted(rnn.RNN(cell_of([5, 4], [3, 3]), dtype="float64"), x)
    run = tf.function(layer, autograph=False)
    assert_equal([run(x[:3])], [layer(x[:3])])
    assert_equal([run(x, sequence_length=[0, 7, 12, 1])], [layer(x, sequence_length=[0, 7, 12, 1])])
    anything = tf.TensorSpec([None, *x.shape[1:]], x.dtype)
    unknown = tf.function(lambda x: layer(x), autograph=False, input_signature=[anything])
    assert_equal([unknown(x)], [layer(x)])
    vectors = drawn(8, 4, 12, 3)
    lstm = weighted(rnn.RNN(rnn.LSTMCell(2), dtype="float64"), vectors)
    assert_equal([tf.function(lstm, autograph=False)(vectors)], [lstm(vectors)])
    compiled = tf.function(layer, autograph=False, jit_compile=True)
    assert_equal([compiled(x)], [layer(x)])
    assert asked and not any(forward or back for forward, back in asked)


MAPS, KERNEL = (4, 6, 6, 4), (3, 3, 4, 4)


@pytest.mark.parametrize("step, expected", [
    (lambda h, x: tf.tanh(tf.nn.conv2d(h + x, tf.ones(KERNEL), 1, "SAME") * tf.ones(4)), True),
    (lambda h, x: tf.concat(tf.split(h * x, 2, axis=-1)[::-1], axis=-1), True),
    (lambda h, x: h + tf.ones((6, 6, 4)) * x, True),
    (lambda h, x: h * tf.ones(MAPS) + x, False),  # of the whole batch, from outside
    (lambda h, x: tf.concat(tf.split(h * x, 2, axis=0)[::-1], axis=0), False),
    (lambda h, x: h + x[::-1], False),
    (lambda h, x: h - tf.reduce_mean(x, axis=0), False),
    (lambda h, x: tf.transpose(h, [0, 2, 1, 3]) + x, False),
    (lambda h, x: tf.nn.conv2d(x, tf.reshape(h, (6, 6, 4, 4)), 1, "SAME"), False),
    (lambda h, x: tf.ones(MAPS), False),  # nothing of the batch
])  # fmt: skip
def test_a_step_that_knows_no_other_sequence(step, expected):
    with tf.Graph().as_default() as graph:
        h, x = (tf.compat.v1.placeholder(tf.float32, MAPS) for _ in range(2))
        found = step(h, x)
        assert can_be_halved(graph.get_operations(), [h, x], [found]) is expected


def test_the_choice():
    class Product:
        def __init__(self, batch, kernel):
            self.example = tf.zeros([batch, 16, 16, kernel[-1]])
            self.kernel = tf.zeros(kernel)

    small, large = Product(2, (3, 3, 24, 64)), Product(4, (3, 3, 24, 64))
    vectors = Product(4, (40, 64))
    here = Tuning(False)
    assert here.takes_halves([small]) and here.takes_halves([small], back=True)
    assert here.takes_halves([large]) and not here.takes_halves([large], back=True)
    assert not here.takes_halves([Product(2, (1, 1, 2, 8))])
    assert not here.takes_halves([large, vectors]) and not here.takes_halves([])
    assert not Tuning(True).takes_halves([large]) and not Tuning(False, lean=True).takes_halves(
        [large]
    )
    assert here.steps_a_turn(20, 50, 2**23, 2**16, in_halves=True) == 10


def test_what_a_step_reads_beside_its_products(asked):
    x, kernel, gain = drawn(1, 7, 4, 5, 6, 2), drawn(2, 3, 3, 4, 2), drawn(3, 5, 6, 2)
    read = []

    def step(carry, x):
        h = tf.tanh(_math.conv(x[0], carry[0], read[0]) * read[1])
        return [h], [h]

    step.variables = ()

    @tf.function(autograph=False)
    def run(loop):
        sources = [x, kernel, gain]
        with tf.GradientTape() as tape:
            tape.watch(sources)
            read[:] = [kernel / 3, tf.sin(gain)]
            (last,), (all_h,) = loop(step, 7, [x[0] / 3], [x], [((4, 5, 6, 2), tf.float64)])
            total = tf.reduce_sum(last**2) + tf.reduce_sum(tf.sin(all_h))
        return [last, all_h, *tape.gradient(total, sources)]

    assert_equal(run(fast.fast_loop), run(_loops.while_loop))
    assert asked == [(True, True)]
