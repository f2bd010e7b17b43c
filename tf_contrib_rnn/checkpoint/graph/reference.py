"""One step of a cell of ours on given values, as what a graph computes is compared with."""

import inspect
import itertools
from dataclasses import replace

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.inventory.classes import public_class

_ACTIVATIONS = {
    "Tanh": "tanh", "Relu": "relu", "Sigmoid": "sigmoid", "Relu6": "relu6", "Elu": "elu",
    "Selu": "selu", "Softplus": "softplus", "Softsign": "softsign",
}  # fmt: skip


def state_shapes(cell) -> list[tuple]:
    """The shapes of a cell's states without the batch, flat."""
    size = cell.state_size
    if isinstance(size, int):
        return [(size,)]
    if hasattr(size, "as_list") or not isinstance(size, (list, tuple)):
        return [tuple(size)]
    if all(isinstance(one, int) for one in size) and not hasattr(size, "_fields"):
        return [(one,) for one in size]
    return [(one,) if isinstance(one, int) else tuple(one) for one in size]


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
    cell = candidate.make()
    cell.adopt_dtype(inputs)
    cell.build_for_shape(keras.tree.map_structure(np.shape, inputs) if isinstance(inputs, tuple) else inputs.shape)
    for path, variable in cell.tf1_variables().items():
        variable.assign(values[path])
    state = states[0] if len(states) == 1 else tuple(states)
    output, new = cell(inputs, state)
    return [np.asarray(keras.ops.convert_to_numpy(one)) for one in keras.tree.flatten((output, new))]


def choices(candidate: Candidate, constants: dict, ops: set[str]):
    """Candidates with all options that what stands in a graph allows, the likeliest first.

    Args:
        candidate: the cell with its sizes.
        constants: `{"added": numbers, "limits": numbers}` that the step works with.
        ops: the kinds of its operations.
    """
    known = inspect.signature(public_class(candidate.kind)).parameters
    functions = [name for op, name in _ACTIVATIONS.items() if op in ops]
    functions = [*sorted(functions, key=lambda name: name == "sigmoid"), "linear"]
    limits = [None, *constants["limits"]]
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
