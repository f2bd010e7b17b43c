"""Bad input to the runners is refused in one sentence, before anything runs."""

import re

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn

SEQUENCES = np.ones((4, 6, 3), "float32")
STEPS = [np.ones((4, 3), "float32")] * 6


def two(units=5):
    return [rnn.GRUCell(units), rnn.GRUCell(units)]


def bidirectional(**options):
    return rnn.bidirectional_dynamic_rnn(*two(), SEQUENCES, dtype="float32", **options)


def stacked(fw, bw, runner=rnn.stack_bidirectional_dynamic_rnn, **options):
    inputs = SEQUENCES if runner is rnn.stack_bidirectional_dynamic_rnn else STEPS
    return runner(fw, bw, inputs, **{"dtype": "float32", **options})


class Keeper:
    def state(self, name):
        return np.zeros((4, 5), "float32")

    def save_state(self, name, value):
        return None


def saving(name, saver=None, cell=None):
    return rnn.static_state_saving_rnn(cell or rnn.LSTMCell(5), STEPS, saver or Keeper(), name)


LISTS = (rnn.stack_bidirectional_dynamic_rnn, rnn.stack_bidirectional_rnn)
# what is done, the error's type, words of its message
REFUSED = [
    (lambda: rnn.bidirectional_dynamic_rnn(3, two()[0], SEQUENCES), TypeError, "cell_fw expects"),
    (lambda: rnn.bidirectional_dynamic_rnn(two()[0], 3, SEQUENCES), TypeError, "cell_bw expects"),
    (lambda: bidirectional(sequence_length=[7, 1, 1, 1]), ValueError, "from 0 to 6 where"),
    (lambda: bidirectional(sequence_length=[-1, 1, 1, 1]), ValueError, "received [-1, 1, 1, 1]"),
    (lambda: bidirectional(sequence_length=[1, 1]), ValueError, "a vector of length batch (4)"),
    (lambda: rnn.bidirectional_dynamic_rnn(*two(), SEQUENCES), ValueError, "received neither"),
    (lambda: rnn.static_bidirectional_rnn(*two(), SEQUENCES), TypeError,
     "static_bidirectional_rnn expects a list of steps"),
    (lambda: rnn.static_bidirectional_rnn(*two(), []), ValueError, "at least one step"),
    *((lambda r=r: stacked([], two(), r), ValueError, "cells_fw expects a list") for r in LISTS),
    *((lambda r=r: stacked(two(), [], r), ValueError, "cells_bw expects a list") for r in LISTS),
    *((lambda r=r: stacked(tuple(two()), two(), r), ValueError, "pass a list") for r in LISTS),
    *((lambda r=r: stacked(two(), two()[:1], r), ValueError, "as many cells") for r in LISTS),
    *((lambda r=r: stacked(two(), two(), r, initial_states_fw=(None, None)), ValueError,
       "received 2 in a tuple") for r in LISTS),
    *((lambda r=r: stacked(two(), two(), r, initial_states_bw=[None]), ValueError,
       "initial_states_bw expects a list of 2 states") for r in LISTS),
    *((lambda r=r: stacked(two(), two(), r, dtype=None), ValueError, "neither") for r in LISTS),
    (lambda: saving("h"), ValueError, "state_name expects one name for each tensor"),
    (lambda: saving(("a", "b", "c")), ValueError, "expects 2 names"),
    (lambda: saving(("c",), cell=rnn.GRUCell(5)), ValueError, "one name for a tensor"),
    (lambda: saving(("c", "h"), saver=object()), TypeError, "without state: add the method"),
    (lambda: rnn.raw_rnn(3, lambda *args: None), TypeError, "cell expects an RNNCell"),
    (lambda: rnn.raw_rnn(rnn.GRUCell(5), 3), TypeError, "loop_fn expects a function"),
    (lambda: rnn.best_effort_input_batch_size([np.ones(4)]), ValueError, "[time, batch, ...]"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "error", "words"), REFUSED)
def test_refused(act, error, words):
    with pytest.raises(error, match=re.escape(words)) as raised:
        act()
    message = str(raised.value)
    assert "expects" in message and "received" in message and message.endswith(".")


def test_lengths_that_only_the_graph_knows_are_refused_when_it_runs():
    cells = two()
    run = tf.function(
        lambda lengths: rnn.bidirectional_dynamic_rnn(*cells, SEQUENCES, lengths, dtype="float32")[
            0
        ]
    )
    assert run(tf.constant([6, 0, 3, 5]))[0].shape == (4, 6, 5)
    with pytest.raises(tf.errors.InvalidArgumentError, match="seq_lens"):
        run(tf.constant([7, 0, 3, 5]))


def test_names_in_a_list_are_taken():
    outputs, state = saving(["c", "h"])
    assert len(outputs) == 6 and type(state) is rnn.LSTMStateTuple


def test_batch_sizes_that_are_unknown():
    sizes = tf.function(
        lambda x, y: rnn.best_effort_input_batch_size([x, y]),
        input_signature=[tf.TensorSpec([3, None, 2])] * 2,
    )
    assert int(sizes(np.ones((3, 7, 2), "float32"), np.ones((3, 7, 2), "float32"))) == 7


@pytest.mark.parametrize("training", [False, True])
def test_training_reaches_both_directions(training):
    cells = [rnn.DropoutWrapper(cell, output_keep_prob=0.5, seed=1) for cell in two()]
    (forward, backward), _ = rnn.bidirectional_dynamic_rnn(
        *cells, SEQUENCES, dtype="float32", training=training
    )
    for outputs in (forward, backward):
        assert bool(tf.reduce_any(outputs == 0)) is training


def test_noise_is_handed_to_both_directions():
    cells = [rnn.DropoutWrapper(cell, output_keep_prob=0.5, seed=1) for cell in two()]
    noise = [{"output_0": np.full((6, 4, 5), n, "float32")} for n in (0.9, 0.1)]
    (forward, backward), _ = rnn.bidirectional_dynamic_rnn(
        *cells, SEQUENCES, dtype="float32", noise=noise
    )
    assert bool(tf.reduce_all(forward != 0)) and bool(tf.reduce_all(backward == 0))
