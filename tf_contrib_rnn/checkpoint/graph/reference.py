"""One step of a cell of ours on given values, as what a graph computes is compared with."""

import inspect
import itertools
from dataclasses import replace

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.graph.keras_cells import KerasCandidate
from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.inventory.classes import public_class

ACTIVATIONS = {
    "Tanh": "tanh", "Relu": "relu", "Sigmoid": "sigmoid", "Relu6": "relu6", "Elu": "elu",
    "Selu": "selu", "Softplus": "softplus", "Softsign": "softsign",
}  # fmt: skip


def state_shapes(candidate) -> list[tuple]:
    """The shapes of a cell's states without the batch, flat.

    Raises:
        ValueError, TypeError: for options that the cell refuses.
    """
    if isinstance(candidate, KerasCandidate):
        return candidate.state_shapes
    return list(_flat(candidate.make().state_size))


def _flat(size):
    if _is_leaf(size):
        yield (size,) if isinstance(size, int) else tuple(size)
    else:
        for one in size:
            yield from _flat(one)


def _is_leaf(size):
    return isinstance(size, int) or hasattr(size, "as_list") or not isinstance(size, (list, tuple))


def _packed(size, states):
    """The states, an iterator, in the structure of `state_size`."""
    return next(states) if _is_leaf(size) else tuple(_packed(one, states) for one in size)


def step(candidate: Candidate, values: dict, inputs, states: list) -> list[np.ndarray]:
    """The output and the new states of one step, flat.

    Args:
        candidate: the cell.
        values: its variables' values by path as `tf1_variables()` has them.
        inputs: the inputs, an array, or a tuple of arrays.
        states: the states, flat.

    Raises:
        ValueError, TypeError: for options that the cell refuses.
    """
    if isinstance(candidate, KerasCandidate):
        return candidate.step(values, inputs, states)
    cell = candidate.make()
    cell.adopt_dtype(inputs)
    cell.build_for_shape(_shapes(inputs))
    for path, variable in cell.tf1_variables().items():
        variable.assign(values[path])
    output, new = cell(inputs, _packed(cell.state_size, iter(states)))
    flat = keras.tree.flatten((output, new))
    return [np.asarray(keras.ops.convert_to_numpy(one)) for one in flat]


def _shapes(inputs):
    return tuple(one.shape for one in inputs) if isinstance(inputs, tuple) else inputs.shape


def choices(candidate: Candidate, constants: dict, ops: set[str]):
    """Candidates with all options that what stands in a graph allows, the likeliest first.

    Args:
        candidate: the cell with its sizes.
        constants: `{"added": numbers, "limits": numbers}` that the step works with.
        ops: the kinds of its operations.
    """
    if isinstance(candidate, KerasCandidate):
        yield from candidate.choices(ops)
        return
    known = inspect.signature(public_class(candidate.kind)).parameters
    functions = [name for op, name in ACTIVATIONS.items() if op in ops]
    functions = [*sorted(functions, key=lambda name: name == "sigmoid"), "linear"]
    limits = [*constants["limits"], None]  # what is clipped is there unclipped too
    space = {
        "forget_bias": list(dict.fromkeys([*constants["added"], 0.0])),
        "activation": functions,
        "y_activation": functions,
        "cell_clip": limits,
        "proj_clip": limits,
    }
    if "num_proj" in known and not candidate.arguments.get("num_proj"):
        space.pop("proj_clip")
    space = {name: values for name, values in space.items() if name in known}
    for chosen in itertools.product(*space.values()):
        options = dict(zip(space, chosen, strict=True))
        options = {name: value for name, value in options.items() if value is not None}
        yield replace(candidate, arguments={**candidate.arguments, **options})
