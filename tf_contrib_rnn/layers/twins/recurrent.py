"""Layers over time and cells, made and filled with weights in both directions."""

import keras
from keras import ops

from tf_contrib_rnn.cells._checks import is_of_package
from tf_contrib_rnn.cells._math import tanh
from tf_contrib_rnn.cells._state import flatten
from tf_contrib_rnn.layers.twins.gates import own_biases, own_kernels, stock_bias, stock_kernels
from tf_contrib_rnn.layers.twins.initial import (
    forget_bias,
    own_initial,
    own_penalties,
    stock_initial,
    stock_penalties,
)
from tf_contrib_rnn.layers.twins.refusal import check, refused
from tf_contrib_rnn.layers.twins.table import twin_of_cell
from tf_contrib_rnn.wrappers import (
    CompiledWrapper,
    DeviceWrapper,
    DropoutWrapper,
    MultiRNNCell,
    ResidualWrapper,
)

_OPTIONS = (
    "return_sequences", "return_state", "go_backwards", "stateful", "unroll",
    "zero_output_for_mask", "name", "trainable",
)  # fmt: skip
_NO_EQUAL = "keep this layer, because Keras has no cell with these equations"
_ADVICE = {
    DropoutWrapper: "take the wrapper off, which outside training changes nothing (Keras drops "
    "the same units at all steps, TF1 others at each)",
    ResidualWrapper: "put the cell inside into rnn.RNN and add the inputs with keras.layers.Add",
    MultiRNNCell: "put the cells of the inner stack into the outer one",
}


def seen_through(cell):
    """The cell inside wrappers that compute nothing."""
    while type(cell) in (CompiledWrapper, DeviceWrapper):
        cell = cell.cell
    return cell


def cells_of(layer):
    """The cells of a layer over time: those of its stack, or the one."""
    cell = seen_through(layer.cell)
    stacked = isinstance(cell, MultiRNNCell | keras.layers.StackedRNNCells)
    return [seen_through(part) for part in cell.cells] if stacked else [cell]


def is_stack(layer):
    """Whether a layer's cell is a stack of cells."""
    cell = seen_through(layer.cell)
    return isinstance(cell, MultiRNNCell | keras.layers.StackedRNNCells)


def run_options(layer):
    """The arguments that layers over time share, but the dtype."""
    return {name: getattr(layer, name) for name in _OPTIONS}


def stock_cell_options(function, twin, cell, dtype):
    """Arguments of Keras' cell or layer for a cell of ours.

    Raises:
        ValueError: for an option that Keras does not have.
    """
    advice = f"keep this layer, because Keras' {twin.layer.__name__} has no such thing"
    check(function, cell, twin.requires, advice)
    check(function, cell, {"activity_regularizer": None}, "give it to the layer over time")
    if not getattr(cell, "use_bias", True):
        advice = "keep this layer, because Keras has no bias to hold it"
        check(function, cell, {"forget_bias": 0.0}, advice)
    sizes = {theirs: getattr(cell, ours) for ours, theirs in twin.sizes.items()}
    units = getattr(cell, next(iter(twin.sizes)))
    options = {
        **sizes,
        **twin.chooses,
        "activation": _stock_activation(function, cell),
        "use_bias": getattr(cell, "use_bias", True),
        "dtype": dtype,
        **stock_initial(function, twin, cell, units),
        **stock_penalties(function, twin, cell),
    }
    if twin.is_conv:
        options |= {"padding": "same", "data_format": "channels_last"}
    if "recurrent_activation" in twin.stock_requires:
        options["recurrent_activation"] = "sigmoid"
    return options


def _stock_activation(function, cell):
    """The activation of a cell, by Keras' name where it has one there."""
    activation = getattr(cell, "activation", tanh)
    if activation is tanh:
        return "tanh"
    name = getattr(activation, "__name__", "")
    if is_of_package(activation):
        advice = "keep this layer, or give the cell an activation of Keras"
        raise refused(function, cell, "an activation that Keras has", name, advice)
    known = getattr(keras.activations, name, None)
    return known if known and getattr(ops, name, None) is activation else activation


def own_cell(function, twin, stock, map_shape=None, built=True):
    """A cell of ours for a layer or a cell of Keras, without its weights."""
    sizes = {ours: getattr(stock, theirs) for ours, theirs in twin.sizes.items()}
    units = getattr(stock, next(iter(twin.sizes.values())))
    options = {
        **sizes,
        "dtype": stock.dtype_policy,
        "trainable": stock.trainable,
        **own_initial(function, twin, stock, units, built),
        **own_penalties(function, twin, stock),
    }
    if twin.reverses_states:
        options["forget_bias"] = 0.0
    if twin.is_conv:
        return twin.cell(input_shape=map_shape, use_bias=stock.use_bias, **options)
    return twin.cell(activation=stock.activation, **options)


def carry_to_stock(cell, stock):
    """Builds Keras' cell, if ours is built, and gives it the same numbers."""
    twin = twin_of_cell(cell)
    if not cell.built:
        return
    kernels = stock_kernels(twin, _numbers(cell, twin, "kernel"))
    if not stock.built:
        space = cell.map_shape[:-1] if twin.is_conv else ()
        stock.build((None, *space, kernels[0].shape[-2]))
    stock.kernel.assign(kernels[0])
    stock.recurrent_kernel.assign(kernels[1])
    if stock.use_bias:
        biases = _numbers(cell, twin, "bias")
        stock.bias.assign(stock_bias(twin, biases, forget_bias(cell)))


def carry_to_own(stock, cell):
    """The reverse of `carry_to_stock`."""
    twin = twin_of_cell(cell)
    if not stock.built:
        return
    kernels = [ops.convert_to_numpy(x) for x in (stock.kernel, stock.recurrent_kernel)]
    if not cell.built:
        space = cell.map_shape[:-1] if twin.is_conv else ()
        cell.build_for_shape((None, *space, kernels[0].shape[-2]))
    arrays = own_kernels(twin, *kernels)
    if stock.use_bias:
        arrays |= own_biases(twin, ops.convert_to_numpy(stock.bias))
    for name, array in arrays.items():
        getattr(cell, name).assign(array)


def _numbers(cell, twin, kind):
    names = [name for block in twin.blocks for name in _names(getattr(block, kind))]
    return {name: ops.convert_to_numpy(getattr(cell, name)) for name in names}


def _names(attribute):
    return attribute if isinstance(attribute, tuple) else (attribute,)


def reversed_states(layer, states, reverses):
    """The states of a layer over time, those in the other order for which `reverses(cell)`."""
    cells = cells_of(layer)
    if not is_stack(layer):
        return list(reversed(states)) if reverses(cells[0]) else list(states)
    pairs = zip(states, cells, strict=True)
    return [list(reversed(flatten(s))) if reverses(cell) else s for s, cell in pairs]


def found_twin(function, cell):
    """The entry of a cell of ours.

    Raises:
        ValueError: when Keras has no equal.
    """
    twin = twin_of_cell(cell)
    if twin is None:
        advice = _ADVICE.get(type(cell), _NO_EQUAL)
        raise refused(function, cell, "an equal in Keras", "a cell without one", advice)
    return twin
