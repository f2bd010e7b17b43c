"""Checkpoints with any names, written by the ops that TF1's Saver uses, and models to feed."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn


def values(*shape):
    """Numbers that differ from array to array and from place to place."""
    seed = values.calls = getattr(values, "calls", 0) + 1
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@pytest.fixture
def write(tmp_path):
    """A function that writes ``{name: array or shape}`` as a V2 checkpoint; returns its prefix."""

    def write_v2(contents, prefix="model.ckpt-7"):
        arrays = {
            name: values(*given) if isinstance(given, (tuple, list)) else np.asarray(given)
            for name, given in contents.items()
        }
        path = tmp_path / prefix
        path.parent.mkdir(parents=True, exist_ok=True)
        tf.raw_ops.SaveV2(
            prefix=str(path),
            tensor_names=list(arrays),
            shape_and_slices=[""] * len(arrays),
            tensors=list(arrays.values()),
        )
        return path

    return write_v2


@pytest.fixture
def read():
    """A function that reads one array of a checkpoint without any code of ours."""
    return lambda prefix, name: tf.train.load_checkpoint(str(prefix)).get_tensor(name)


@pytest.fixture
def lstm():
    """A function that makes a built LSTM cell of 5 units for inputs of size 3."""

    def make(units=5, depth=3, **options):
        cell = rnn.LSTMCell(units, **options)
        cell.build((None, depth))
        return cell

    return make


@pytest.fixture
def names():
    """A function that gives names and shapes of an LSTM cell's variables in a scope."""

    def of(scope, units=5, depth=3, cell="lstm_cell"):
        scope = f"{scope}/" if scope else ""
        return {
            f"{scope}{cell}/kernel": (depth + units, 4 * units),
            f"{scope}{cell}/bias": (4 * units,),
        }

    return of


@pytest.fixture
def sequential():
    """A function that makes a built Sequential model of layers on inputs [batch, 4, 3]."""
    return lambda *layers: keras.Sequential([keras.Input((4, 3)), *layers])


@pytest.fixture
def untouched():
    """A function that checks that a call raises, and that no bit of a target changed by it."""
    from tf_contrib_rnn import checkpoint

    def variables_of(target):
        if isinstance(target, keras.Model):
            return target.variables
        return list(target.tf1_variables().values())

    def check(target, call, *pieces):
        before = [variable.numpy().tobytes() for variable in variables_of(target)]
        with pytest.raises(checkpoint.CheckpointError) as caught:
            call()
        message = str(caught.value)
        assert "\n" not in message and message.endswith(".")
        for piece in pieces:
            assert piece in message
        assert [variable.numpy().tobytes() for variable in variables_of(target)] == before
        return message

    return check


@pytest.fixture
def averaged(names):
    """A function that gives an LSTM with averages."""

    def of(title="ExponentialMovingAverage", scope="", skip=(), plain=True):
        shapes = names("rnn")
        lead = f"{scope}/" if scope else ""
        found = dict(shapes) if plain else {}
        for name, shape in shapes.items():
            if name not in skip:
                found[f"{lead}{name}/{title}"] = np.full(shape, 0.25, np.float32)
        return found

    return of


def refused(source, *pieces):
    """Checks that a source gives one sentence with these pieces instead of its arrays or graph."""
    from tf_contrib_rnn.checkpoint import CheckpointError
    from tf_contrib_rnn.checkpoint.sources import open_source

    with pytest.raises(CheckpointError) as caught:
        opened = open_source(source)
        for stored in opened.entries.values():
            stored.read()
        assert opened.graph_def is None or opened.graph_def.node
    message = str(caught.value)
    assert "\n" not in message and message.endswith(".")
    for piece in pieces:
        assert piece in message
