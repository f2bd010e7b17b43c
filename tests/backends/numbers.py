"""Cells and whole layers on another backend against TF 1.15.5: results and gradients."""

import keras

from tests.comparison import (
    expected,
    is_result,
    numbered,
    replaced_arguments,
    run,
    step,
    weighted,
)
from tests.goldens import Golden, built_cell, error, keyed
from tests.sequences import SequenceGolden


def differentiated(total, *arguments):
    """The gradients of `total(*arguments) -> (scalar, others)` by each argument, and the others.

    On jax the function is compiled; on torch it runs as it stands.
    """
    if keras.backend.backend() == "jax":
        import jax

        positions = tuple(range(len(arguments)))
        differentiate = jax.grad(total, argnums=positions, has_aux=True, allow_int=True)
        return jax.jit(differentiate)(*arguments)
    import torch

    def watched(x):
        return x.detach().clone().requires_grad_(x.dtype.is_floating_point)

    arguments = keras.tree.map_structure(watched, arguments)
    scalar, others = total(*arguments)
    leaves = [leaf for leaf in keras.tree.flatten(arguments) if leaf.requires_grad]
    options = {"allow_unused": True, "materialize_grads": True}
    found = dict(zip(map(id, leaves), torch.autograd.grad(scalar, leaves, **options), strict=True))
    gradients = keras.tree.map_structure(lambda x: found.get(id(x)), arguments, none_is_leaf=True)
    return gradients, keras.tree.map_structure(lambda x: x.detach(), others)


def cell_results(golden):
    """{key: array} of all that a golden holds, computed by our cell on this backend."""
    cell = built_cell(golden, **replaced_arguments(golden.case))
    variables = cell.tf1_variables()
    over_time = "run" in golden.case["runs"]
    inputs, state = golden.inputs(), golden.state(cell.state_size)

    def total(values, inputs, state):
        with keras.StatelessScope(list(zip(variables.values(), values, strict=True))):
            found = (run if over_time else step)(golden, cell, inputs, state)
        return weighted(golden, found), found

    values = [variable.value for variable in variables.values()]
    (of_values, of_inputs, of_state), found = differentiated(total, values, inputs, state)
    of_inputs = {**keyed("inputs", of_inputs), **numbered("state", of_state)}
    gradients = dict(zip([f"variables/rnn/{path}" for path in variables], of_values, strict=True))
    gradients |= {k: g for k, g in of_inputs.items() if f"gradients/{k}" in golden.arrays}
    found |= {f"gradients/{key}": gradient for key, gradient in gradients.items()}
    if over_time:
        found |= step(golden, cell, inputs, state)
        found |= run(golden, cell, inputs, state, "full")
    return arrays_of(found)


def cell_error(name):
    """The worst error of a case; refuses one above the limit, a missing result, another dtype."""
    golden = Golden(name)
    found = cell_results(golden)
    keys = {key for key in golden.arrays if is_result(key)}
    assert found.keys() == keys, (name, found.keys() ^ keys)
    for key, array in found.items():
        assert array.dtype == golden.arrays[key].dtype, (name, key, array.dtype)
    errors = {key: error(array, expected(golden, key)) for key, array in found.items()}
    worst = max(errors, key=errors.get)
    assert errors[worst] <= golden.limit, (name, worst, errors[worst])
    return errors[worst]


def sequence_error(name):
    """The worst error of a case of whole sequences, gradients included."""
    golden = SequenceGolden(name)
    layer = golden.built()
    variables, keys = layer.tf1_variables(), ["inputs", *golden.state_keys()]

    def total(values, arrays):
        inputs, *state = arrays
        with keras.StatelessScope(list(zip(variables.values(), values, strict=True))):
            found = golden.results(layer, "run", inputs, tuple(state) or None)
        return golden.weighted(found), found

    values = [variable.value for variable in variables.values()]
    arrays = [keras.ops.convert_to_tensor(golden.arrays[key]) for key in keys]
    (of_values, of_arrays), found = differentiated(total, values, arrays)
    found |= golden.results(layer, "full", arrays[0], tuple(arrays[1:]) or None)
    keys = [*(f"variables/{path}" for path in variables), *keys]
    pairs = zip(keys, [*of_values, *of_arrays], strict=True)
    found = arrays_of(found | {f"gradients/{key}": gradient for key, gradient in pairs})
    assert {str(array.dtype) for array in found.values()} == {golden.case["dtype"]}, name
    worst = golden.worst(found)
    assert worst <= golden.limit, (name, worst)
    return worst


def arrays_of(found):
    """Results as numpy arrays."""
    return {key: keras.ops.convert_to_numpy(value) for key, value in found.items()}
