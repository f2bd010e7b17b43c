"""Representatives of every public cell and wrapper, for the tests that run over all of them."""

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    block,
    core,
    gated,
    grids,
    memory,
    normalized,
    phased,
    wrapping,
)
from tests.conformance.specimens._specimen import BATCH, DEPTH, TIME, Specimen
from tests.conformance.specimens.core import (
    PLANE,
    dropped,
    nested_stack,
    plane_cell,
    projected,
    variational,
)
from tests.goldens import error, flat

FILES = (core, gated, block, normalized, wrapping, phased, grids, memory)
SPECIMENS = {name: specimen for file in FILES for name, specimen in file.SPECIMENS.items()}

# What a test that is slow by itself runs in the gate: a tensor, a tuple, maps, nests.
FEW = ("gru", "lstm", "conv_2d", "multi_nested", "multi_shared", "variational")

__all__ = [
    "BATCH", "DEPTH", "FEW", "PLANE", "SPECIMENS", "TIME", "OneTensor", "Specimen", "assert_same",
    "at", "built", "dropped", "each", "nested_stack", "plane_cell", "projected", "ran", "randomize",
    "sequences", "top_level", "variational",
]  # fmt: skip


@keras.saving.register_keras_serializable(package="specimens")
class OneTensor(keras.layers.Layer):
    """Several outputs side by side; a single one stays as it is."""

    def call(self, inputs):
        return keras.ops.concatenate(flat(inputs), axis=-1)

    def compute_output_spec(self, inputs):
        *lead, _ = flat(inputs)[0].shape
        depth = sum(part.shape[-1] for part in flat(inputs))
        return keras.KerasTensor((*lead, depth), flat(inputs)[0].dtype)


def sequences(specimen, batch=BATCH, time=TIME, dtype="float32", seed=1):
    """Random inputs [batch, time, *features] as a tensor."""
    return specimen.sequences(batch, time, dtype, seed)


def ran(cell, inputs, **options):
    """`dynamic_rnn` without dropout: what every other way to run a cell is compared with."""
    floats = [x.dtype for x in flat(inputs) if keras.backend.is_float_dtype(x.dtype)]
    options = {"training": False, "dtype": (floats or ["float32"])[0], **options}
    return rnn.dynamic_rnn(cell, inputs, **options)


def built(specimen):
    """A cell whose weights, biases included, are random numbers."""
    cell = specimen.make()
    cell.build_for_shape(specimen.shape(None))
    randomize(cell.tf1_variables().values())
    return cell


def randomize(variables, seed=2):
    """Assigns random numbers, so that no variable stays at zeros or ones."""
    generator = np.random.default_rng(seed)
    for variable in variables:
        variable.assign(generator.normal(scale=0.4, size=variable.shape))


def assert_same(ours, theirs, limit=1e-6):
    """The leaves of two structures are equal within `limit`, in number, order and shape."""
    for one, other in zip(flat(ours), flat(theirs), strict=True):
        assert error(one, other) <= limit


def each(function, structure):
    """A function of every tensor in inputs or outputs, which may be tuples."""
    return keras.tree.map_structure(function, structure)


def at(t, sequence):
    """Step t of inputs or outputs [batch, time, ...]."""
    return each(lambda x: x[:, t], sequence)


def top_level(state):
    """The entries of a state that a layer returns, one each."""
    return list(state) if isinstance(state, list | tuple) else [state]
