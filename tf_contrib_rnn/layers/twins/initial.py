"""Initial values and penalties of weights that lie together here and apart in Keras."""

import keras
import numpy as np
from keras import ops

from tf_contrib_rnn.cells._checks import is_of_package
from tf_contrib_rnn.layers._initial import drawn
from tf_contrib_rnn.layers.twins.gates import own_biases, stock_bias
from tf_contrib_rnn.layers.twins.refusal import refused

_FILLS = (keras.initializers.Zeros, keras.initializers.Ones, keras.initializers.Constant)
# Of a whole and of its parts alike: sums of single terms, limits on single numbers.
_DIVISIBLE = {
    "regularizer": (keras.regularizers.L1, keras.regularizers.L2, keras.regularizers.L1L2),
    "constraint": (keras.constraints.NonNeg,),
}
_BUILD_FIRST = "build the layer first, so that numbers and not initializers are converted"


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class JoinedKernel(keras.initializers.Initializer):
    """Draws a kernel's rows of the input and of the state from an initializer each.

    Args:
        kernel_initializer: Keras initializer of the rows of the input.
        recurrent_initializer: Keras initializer of the last `units` rows, those of the state.
        units: number of units.
    """

    def __init__(self, kernel_initializer, recurrent_initializer, units):
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.recurrent_initializer = keras.initializers.get(recurrent_initializer)
        self.units = units

    def __call__(self, shape, dtype=None):
        """The kernel in that shape, [..., rows, columns]."""
        *window, rows, columns = shape
        inputs = drawn(self.kernel_initializer, (*window, rows - self.units, columns), dtype)
        state = drawn(self.recurrent_initializer, (*window, self.units, columns), dtype)
        return ops.concatenate([inputs, state], axis=-2)

    def get_config(self):
        """Both initializers and the number of units."""
        return {
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "recurrent_initializer": keras.initializers.serialize(self.recurrent_initializer),
            "units": self.units,
        }


def stock_initial(function, twin, cell, units):
    """Keras' initializers for a cell of ours.

    Raises:
        ValueError: when the cell is not built and Keras cannot start it at the same numbers.
    """
    kernel = _own(cell, "kernel") or getattr(cell, "initializer", None)
    parts = [kernel, kernel]
    if isinstance(kernel, JoinedKernel):
        parts = [kernel.kernel_initializer, kernel.recurrent_initializer]
    for part in parts:
        if is_of_package(part):
            _refuse_unbuilt(function, cell, "a Keras initializer", part)
            parts = [None, None]
    options = {
        "kernel_initializer": _copy(parts[0]),
        "recurrent_initializer": _copy(parts[1]),
    }
    return {**options, **_stock_bias_initial(function, twin, cell, units)}


def _stock_bias_initial(function, twin, cell, units):
    if not getattr(cell, "use_bias", True):
        return {}
    given, forget = _own(cell, "bias"), forget_bias(cell)
    if given is None or type(given) in _FILLS:
        biases = {
            name: _filled(given, (len(block.gates) * units,), block.start)
            for block in twin.blocks
            for name in block.biases
        }
        bias = stock_bias(twin, biases, forget)
        if twin.reverses_states and np.array_equal(bias, _forget_ones(twin, units)):
            return {"bias_initializer": "zeros", "unit_forget_bias": True}
        options = {"bias_initializer": _one_initializer([bias])}
    elif forget or twin.has_two_biases:
        wanted = "a bias_initializer that fills with a number"
        _refuse_unbuilt(function, cell, wanted, type(given).__name__)
        options = {"bias_initializer": "zeros"}
    else:
        options = {"bias_initializer": _copy(given)}
    return {**options, "unit_forget_bias": False} if twin.reverses_states else options


def own_initial(function, twin, stock, units, built):
    """Initializers of a cell of ours for a layer or a cell of Keras; errors as above."""
    parts = [stock.kernel_initializer, stock.recurrent_initializer]
    kernel = JoinedKernel(*map(_copy, parts), units)
    if any(block.is_apart for block in twin.blocks):
        kernel = _copy(parts[0])
        if not built and _config(parts[0]) != _config(parts[1]):
            wanted = "equal kernel_initializer and recurrent_initializer before it is built"
            raise refused(function, stock, wanted, "two", _BUILD_FIRST)
    options = {"kernel_initializer": kernel}
    if not stock.use_bias:
        return options
    unit_forget = getattr(stock, "unit_forget_bias", False)
    given = stock.bias_initializer
    if type(given) in _FILLS:
        bias = _filled(given, (2,) * twin.has_two_biases + (len(twin.order) * units,))
        bias = bias + unit_forget * _forget_ones(twin, units)
        starts = own_biases(twin, bias)
        defaults = {name: block.start for block in twin.blocks for name in block.biases}
        if all(np.all(starts[name] == start) for name, start in defaults.items()):
            return options
        initializer = _one_initializer(list(starts.values()))
    else:
        initializer = None if unit_forget or twin.has_two_biases else _copy(given)
    if initializer is None and not built:
        wanted = "a bias_initializer that one initializer of ours can do"
        raise refused(function, stock, wanted, type(given).__name__, _BUILD_FIRST)
    return {**options, "bias_initializer": initializer or "zeros"}


def stock_penalties(function, twin, cell):
    """Regularizers and constraints of a cell of ours by Keras' names.

    Raises:
        ValueError: for one that is not the same on parts of a weight.
    """
    options = {}
    for kind in _DIVISIBLE:
        kernel, bias = (cell._weight_options[role][kind] for role in ("kernel", "bias"))
        changed = forget_bias(cell) or twin.has_two_biases
        _check_divisible(function, cell, kind, kernel, f"kernel_{kind}")
        _check_divisible(function, cell, kind, bias, f"bias_{kind}", changed)
        options[f"kernel_{kind}"] = options[f"recurrent_{kind}"] = kernel
        options[f"bias_{kind}"] = bias
    return options


def own_penalties(function, twin, stock):
    """The reverse of `stock_penalties`; the kernel and the recurrent kernel must agree."""
    options = {}
    for kind in _DIVISIBLE:
        kernel, recurrent, bias = (
            getattr(stock, f"{role}_{kind}") for role in ("kernel", "recurrent", "bias")
        )
        if _config(kernel) != _config(recurrent):
            wanted = f"a recurrent_{kind} equal to kernel_{kind}"
            advice = "make the two equal, because our cells have one kernel"
            raise refused(function, stock, wanted, _config(recurrent), advice)
        _check_divisible(function, stock, kind, kernel, f"kernel_{kind}")
        _check_divisible(function, stock, kind, bias, f"bias_{kind}", twin.has_two_biases)
        options[f"kernel_{kind}"] = kernel
        options[f"bias_{kind}"] = bias
    return {name: value for name, value in options.items() if value is not None}


def forget_bias(cell):
    """What a cell adds to its forget gate beside the bias."""
    return getattr(cell, "forget_bias", 0.0)


def _check_divisible(function, owner, kind, penalty, option, changed=False):
    if penalty is not None and (changed or type(penalty) not in _DIVISIBLE[kind]):
        names = [c.__name__ for c in _DIVISIBLE[kind]]
        wanted = f"{option}=None" if changed else f"{option} None or {', '.join(names)}"
        advice = "make the layer without it, because the weights it sees are others after that"
        raise refused(function, owner, wanted, type(penalty).__name__, advice)


def _own(cell, role):
    given = cell._weight_options[role]["initializer"]
    return given or getattr(cell, f"{role}_initializer", None)


def _refuse_unbuilt(function, cell, wanted, received):
    if not cell.built:
        raise refused(function, cell, wanted, received, _BUILD_FIRST)


def _filled(initializer, shape, start=0.0):
    """What an initializer of `_FILLS` fills with, or without one a number."""
    if isinstance(initializer, keras.initializers.Ones):
        start = 1.0
    elif isinstance(initializer, keras.initializers.Constant):
        start = np.asarray(initializer.value, "float64")
    elif initializer is not None:
        start = 0.0
    return np.zeros(shape) + start


def _forget_ones(twin, units):
    ones = [np.full(units, float(gate == "f")) for gate in twin.order]
    return np.concatenate(ones)


def _one_initializer(arrays):
    """The initializer that makes all these arrays, or None."""
    first = arrays[0].flat[0]
    if all(np.all(array == first) for array in arrays):
        return {0.0: "zeros", 1.0: "ones"}.get(first) or keras.initializers.Constant(float(first))
    return keras.initializers.Constant(arrays[0]) if len(arrays) == 1 else None


def _copy(initializer):
    if initializer is None:
        return "glorot_uniform"
    return initializer.clone() if hasattr(initializer, "clone") else initializer


def _config(thing):
    config = keras.saving.serialize_keras_object(thing)
    if isinstance(config, dict):
        config = {"class_name": config.get("class_name"), "config": config.get("config")}
    return config
