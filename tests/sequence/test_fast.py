"""The fast and the lean loop: never another number than the plain loop, which is the judge."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.comparison import compared
from tests.gate import CORE, gated
from tests.goldens import CASES, LIMITS, Golden, error
from tf_contrib_rnn.cells import _math
from tf_contrib_rnn.sequence import _loops, fast, unroll
from tf_contrib_rnn.sequence._tuning import Tuning, is_compiled

NAMES = [case["name"] for case in CASES]
SHORT = ["gru_cell"]
BATCH, TIME, DEPTH = 3, 22, 5
CELLS = {
    "basic": lambda: rnn.BasicLSTMCell(4),
    "lstm": lambda: rnn.LSTMCell(4, use_peepholes=True, cell_clip=0.4, num_proj=3, proj_clip=0.3),
    "gru": lambda: rnn.GRUCell(4),
    "normalized": lambda: rnn.LayerNormBasicLSTMCell(4),
    "stack": lambda: rnn.MultiRNNCell([rnn.LSTMCell(4), rnn.ResidualWrapper(rnn.GRUCell(4))]),
    "maps": lambda: plane(kernel_shape=[3, 3]),
    "even_window": lambda: plane(kernel_shape=[2, 3]),
}  # fmt: skip
FEW = ("lstm", "maps")


def plane(**options):
    return rnn.Conv2DLSTMCell(input_shape=[4, 3, 2], output_channels=2, **options)


def layer(name, dtype="float64", **options):
    keras.utils.set_random_seed(3)
    options = {"return_sequences": True, "return_state": True, "dtype": dtype, **options}
    made = rnn.RNN(CELLS[name](), **options)
    made.build(inputs(name).shape)
    for seed, weight in enumerate(made.weights):
        drawn = np.random.default_rng(seed).uniform(-0.7, 0.7, weight.shape)
        weight.assign(drawn)
    return made


def inputs(name, time=TIME, dtype="float64"):
    size = (4, 3, 2) if name in ("maps", "even_window") else (DEPTH,)
    drawn = np.random.default_rng(1).normal(size=(BATCH, time, *size))
    return tf.constant(drawn, dtype)


@pytest.fixture
def counted(monkeypatch):
    """How often the fast loop was asked, for speed and to save memory."""
    times = {"fast": 0, "lean": 0}
    loop = fast.fast_loop

    def counting(*args, lean=False, **options):
        times["lean" if lean else "fast"] += 1
        return loop(*args, lean=lean, **options)

    monkeypatch.setattr(fast, "fast_loop", counting)
    return times


def plain(function):
    """What a function gives with the plain loop alone."""
    with pytest.MonkeyPatch.context() as patch:
        choose = _loops.choose_loop
        patch.setattr(
            unroll, "choose_loop", lambda steps, unrolled, memory: choose(steps, unrolled)
        )
        patch.setattr(unroll, "_runs_by_layers", lambda *args: False)
        return function()


def derived(made, x, order=1, **given):
    """Outputs, states and gradients by inputs, initial state and weights."""
    state = made.get_initial_state(batch_size=x.shape[0])
    state = tf.nest.map_structure(lambda s: tf.cos(s) / 3, state)
    sources = [x, *tf.nest.flatten(state), *(v.value for v in made.trainable_variables)]
    with tf.GradientTape() as outer:
        outer.watch(sources)
        with tf.GradientTape() as tape:
            tape.watch(sources)
            found = made(x, initial_state=state, **given)
            total = sum(
                tf.reduce_sum(tf.cast(tf.sin(2 * p), "float64")) for p in tf.nest.flatten(found)
            )
        first = tape.gradient(total, sources, unconnected_gradients="zero")
        if order == 1:
            return [*tf.nest.flatten(found), *first]
        square = sum(tf.reduce_sum(g * tf.cos(g)) for g in first)
    return [*first, *outer.gradient(square, sources, unconnected_gradients="zero")]


def in_function(made, *args, **options):
    return tf.function(lambda: derived(made, *args, **options), autograph=False)


def assert_equal(ours, theirs, limit=1e-10):
    assert len(ours) == len(theirs) and any(np.any(part) for part in theirs)
    errors = [error(a, b) for a, b in zip(ours, theirs, strict=True)]
    assert max(errors) <= limit, errors


@pytest.mark.parametrize("name", gated(NAMES, SHORT))
def test_every_golden_and_the_plain_loop(name):
    golden = Golden(name)
    errors = compared(golden, wrap=tf.function)
    judge = plain(lambda: compared(golden, wrap=tf.function))
    assert errors.keys() == judge.keys()
    assert {k: e for k, e in errors.items() if not e <= golden.limit} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", CORE)
def test_every_core_golden_of_a_lean_run(name, monkeypatch):
    choose = _loops.choose_loop

    def choose_lean(steps, unrolled, memory):
        return choose(steps, unrolled, memory and "lean")

    monkeypatch.setattr(unroll, "choose_loop", choose_lean)
    golden = Golden(name)
    errors = compared(golden, wrap=tf.function)
    assert {k: e for k, e in errors.items() if not e <= golden.limit} == {}


@pytest.mark.parametrize("name", gated(CELLS, FEW))
@pytest.mark.parametrize("lengths", [pytest.param(None, marks=pytest.mark.slow), [0, 7, TIME]])
def test_gradients(name, lengths, counted):
    made, x = layer(name), inputs(name)
    given = {} if lengths is None else {"sequence_length": lengths}
    judge = plain(in_function(made, x, **given))
    assert counted == {"fast": 0, "lean": 0}
    assert_equal(in_function(made, x, **given)(), judge)
    assert counted["fast"] > 0
    made.memory = "lean"
    assert_equal(in_function(made, x, **given)(), judge)
    assert counted["lean"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", CELLS)
def test_second_order(name):
    made, x = layer(name), inputs(name, 4)
    judge = plain(in_function(made, x, order=2))
    assert_equal(in_function(made, x, order=2)(), judge, 1e-9)
    made.memory = "lean"
    assert_equal(in_function(made, x, order=2)(), judge, 1e-9)


@pytest.mark.parametrize("name", gated(CELLS, ["maps"]))
@pytest.mark.parametrize("memory", ["fast", pytest.param("lean", marks=pytest.mark.slow)])
def test_any_number_of_steps_and_sequences(name, memory):
    made = layer(name, memory=memory)
    size = inputs(name).shape[2:]
    run = tf.function(
        lambda x: derived(made, x), autograph=False,
        input_signature=[tf.TensorSpec([BATCH, None, *size], "float64")],
    )  # fmt: skip
    for time in (0, 1, 5, 12, 23):
        x = inputs(name, time)
        assert_equal(run(x), derived(made, x))
    anything = tf.TensorSpec([None, None, *size], "float64")
    outputs = tf.function(lambda x: made(x)[0], autograph=False, input_signature=[anything])
    for time in (0, 7):
        np.testing.assert_allclose(outputs(inputs(name, time)), made(inputs(name, time))[0])


@pytest.mark.parametrize(
    "options",
    gated(
        [{"go_backwards": True}, {"return_sequences": False}, {"zero_output_for_mask": True}],
        [{"go_backwards": True}],
    ),
)
def test_masks(options):
    made, x = layer("gru", **options), inputs("gru")
    mask = np.random.default_rng(5).uniform(size=(BATCH, TIME)) < 0.7
    assert_equal(in_function(made, x, mask=mask)(), plain(in_function(made, x, mask=mask)))


def test_stateful():
    one, other = layer("lstm", stateful=True), layer("lstm", stateful=True)
    x = inputs("lstm")
    run = tf.function(lambda x: one(x), autograph=False)
    for _ in range(2):
        for ours, theirs in zip(run(x), other(x), strict=True):  # the second runs eagerly
            np.testing.assert_allclose(ours, theirs, atol=1e-12)


@pytest.mark.parametrize("name", gated(CELLS, ["basic"]))
def test_compiled_by_xla(name):
    made, x = layer(name, "float32"), inputs(name, 6, "float32")
    run = tf.function(lambda: derived(made, x), autograph=False, jit_compile=True)
    assert_equal(run(), derived(made, x), 1e-5)


def test_compilation_is_seen():
    seen = []

    @tf.function(autograph=False)
    def inner(x):
        seen.append(is_compiled())
        return x

    inner(tf.constant(1.0))
    tf.function(lambda x: inner(x + 1), jit_compile=True)(tf.constant(1))
    assert seen == [False, True]


@pytest.mark.parametrize("policy", gated(["mixed_bfloat16", "bfloat16"], ["bfloat16"]))
@pytest.mark.parametrize("memory", ["fast", pytest.param("lean", marks=pytest.mark.slow)])
def test_mixed_precision(policy, memory):
    made = layer("lstm", policy, memory=memory)
    x = inputs("lstm", dtype="float32")
    exact = derived(layer("lstm", "float32"), x)
    ours = [tf.cast(part, "float32") for part in in_function(made, x)()]
    assert_equal(ours, exact, 3 * LIMITS["bfloat16"])


def test_saved(tmp_path):
    keras.utils.set_random_seed(2)
    recurrent = rnn.RNN(rnn.LSTMCell(4), return_sequences=True, memory="lean")
    model = keras.Sequential(
        [keras.layers.Input((TIME, DEPTH)), recurrent, rnn.RNN(rnn.GRUCell(3))]
    )
    x = inputs("lstm", dtype="float32")
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert [part.memory for part in again.layers] == ["lean", "fast"]
    np.testing.assert_allclose(again(x), model(x), atol=1e-6)
    module = tf.Module()
    signature = [tf.TensorSpec(x.shape, x.dtype)]
    module.run = tf.function(lambda x: model(x), autograph=False, input_signature=signature)
    module.model = model
    tf.saved_model.save(module, tmp_path / "saved")
    loaded = tf.saved_model.load(tmp_path / "saved")
    np.testing.assert_allclose(loaded.run(x), model(x), atol=1e-6)


def test_unknown_memory():
    with pytest.raises(ValueError, match="memory expects one of fast, lean, received 'big': pass"):
        rnn.RNN(rnn.GRUCell(3), memory="big")


class Foreign(rnn.RNNCell):
    """A cell of a user: it counts its steps and has a product of its own."""

    state_size = output_size = DEPTH

    def build(self, inputs_shape):
        self.kernel = self.add_variable("kernel", [DEPTH, DEPTH])
        self.steps = self.add_variable("steps", [], trainable=False, initializer="zeros")

    def call(self, inputs, state):
        self.steps.assign_add(1.0)
        state = keras.ops.tanh(inputs + keras.ops.matmul(state, self.kernel))
        return state, state


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_users_cell_takes_the_plain_loop(wrapped, counted):
    cell = Foreign(dtype="float64")
    outer = rnn.ResidualWrapper(rnn.DropoutWrapper(cell), dtype="float64") if wrapped else cell
    made = rnn.RNN(outer, return_sequences=True, dtype="float64")
    x = inputs("gru", 6)
    made.build(x.shape)
    tf.function(lambda: made(x), autograph=False)()
    assert float(cell.steps) == 6 and counted == {"fast": 0, "lean": 0}


def test_what_a_step_reads_beside_its_variables():
    x, shift, kernel = (
        tf.constant(np.random.default_rng(seed).normal(size=size))
        for seed, size in enumerate([(6, BATCH, 12), (BATCH, 12), (12, 12)])
    )
    shift = tf.Variable(shift)  # of no cell; the others come from outside as they are
    read = []

    def step(carry, x):
        (h,) = carry
        of_step = tf.matmul(x[0], h, transpose_a=True)  # [12, 12], which no loop can take out
        chosen = tf.cond(tf.reduce_sum(h) > 0, lambda: _math.linear(x[0], None, of_step), lambda: h)
        h = _math.linear(None, h, of_step) + _math.linear(None, chosen, tf.exp(kernel) / 30)
        h = tf.tanh(h + read[0])
        return [h], [h]

    step.variables = ()

    @tf.function(autograph=False)
    def run(loop, order):
        read[:] = [tf.sin(shift)]
        sources = [x, *read, kernel]
        with tf.GradientTape() as outer:
            outer.watch(sources)
            with tf.GradientTape() as tape:
                tape.watch(sources)
                start = [read[0] / 3]
                (last,), (all_h,) = loop(step, 6, start, [x], [((BATCH, 12), tf.float64)])
                total = tf.reduce_sum(last**2) + tf.reduce_sum(tf.sin(all_h))
            first = tape.gradient(total, sources)
            square = sum(tf.reduce_sum(part**2) for part in first)
        return [last, all_h, *first, *(outer.gradient(square, sources) if order == 2 else ())]

    for order in (1, 2):
        assert_equal(run(fast.fast_loop, order), run(_loops.while_loop, order))
        lean = functools.partial(fast.fast_loop, lean=True)
        assert_equal(run(lean, order), run(_loops.while_loop, order))


def test_a_step_that_draws_numbers_takes_the_plain_loop():
    x = tf.ones([6, BATCH, 4])

    def step(carry, x):
        return [carry[0] * _math.linear(x[0], None, tf.random.uniform([4, 4]))], []

    step.variables = ()

    @tf.function(autograph=False)
    def run():
        with tf.GradientTape() as tape:
            tape.watch(x)
            (last,), _ = fast.fast_loop(step, 6, [x[0]], [tf.stop_gradient(x)], [])
        return last, tape.gradient(last, x)[0]

    np.testing.assert_allclose(*run(), rtol=1e-5)  # by the numbers that made it


def test_the_choices():
    here, compiled, lean = Tuning(False), Tuning(True), Tuning(False, lean=True)

    def pieces(tuning, places, kernel, gates=4):
        with tf.Graph().as_default():
            result = tf.compat.v1.placeholder(tf.float32, [*places, kernel[-1]])
            tf.split(result, gates, axis=-1)
            return tuning.pieces(result, tf.zeros(kernel))

    assert pieces(here, [32], [256, 1024]) == 2  # two small products use two cores
    assert pieces(here, [None], [256, 1024]) == 2  # a batch like most
    assert pieces(here, [128], [512, 2048]) == 4  # a large one uses both: pieces as they are used
    assert pieces(here, [128], [512, 1536], 3) == 3
    assert pieces(here, [1], [32, 128]) == 1  # which takes no time at all
    assert pieces(compiled, [32], [256, 1024]) == 4
    assert pieces(here, [2, 16, 16], [3, 3, 24, 64]) == 2
    assert pieces(here, [4, 16, 16], [3, 3, 24, 64]) == 1
    vectors, maps = (
        (tf.zeros([8, 16]), tf.zeros([8, 16])),
        (tf.zeros([8, 4, 5]), tf.zeros([3, 3, 5])),
    )
    assert here.reads_ahead(*vectors) and not here.reads_ahead(*maps)
    assert not compiled.reads_ahead(*vectors)
    assert compiled.reads_ahead(tf.zeros([1, 16]), tf.zeros([8, 16]))
    assert compiled.reads_ahead(tf.zeros([128, 2048]), tf.zeros([768, 2048]))
    large = tf.zeros([3, 3, 32, 128])
    assert here.is_too_large(tf.zeros([8, 32, 32, 128]), large)
    assert not here.is_too_large(tf.zeros([4, 16, 16, 128]), large)
    assert not here.is_too_large(tf.zeros([128, 2048]), tf.zeros([512, 2048]))
    assert here.steps_a_turn(100, 50, 2**18, 2**10) == 10
    assert here.steps_a_turn(100, 50, 2**23, 2**15) == 5
    assert here.steps_a_turn(99, 50, 2**18, 2**10) == 9
    assert here.steps_a_turn(97, 50, 2**18, 2**10) == 5  # and two steps are left
    assert here.steps_a_turn(9, 50, 2**18, 2**10) == 1
    assert here.steps_a_turn(100, 500, 2**18, 2**10) == 1
    assert here.steps_a_turn(100, 50, 2**27, 2**20) == 1
    assert lean.steps_a_turn(100, 50, 2**18, 2**10) == 1
    assert compiled.steps_a_turn(100, 50, 2**18, 2**10) == 1
