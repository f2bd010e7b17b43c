"""The arrays that TF1 keeps of an optimizer, out of one of Keras."""

import functools

import keras
import numpy as np

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.optimizer import places
from tf_contrib_rnn.checkpoint.optimizer.exactness import check_exact
from tf_contrib_rnn.checkpoint.optimizer.kinds import ADAGRAD, FTRL, KINDS, MOMENTUM, kinds_of
from tf_contrib_rnn.checkpoint.optimizer.settings import RATE, current
from tf_contrib_rnn.checkpoint.optimizer.spelling import SPELLED, Spelled
from tf_contrib_rnn.checkpoint.pieces import gather
from tf_contrib_rnn.checkpoint.writing import whole


def optimizer_arrays(optimizer, target, pairs):
    """What TF1 keeps of an optimizer.

    Args:
        optimizer: the optimizer of Keras, or `{its name in the checkpoint: the optimizer}`.
        target: the model that it trains.
        pairs: `(want, name)` of every array of the model.

    Returns:
        The number of steps, and `{name: function that gives the array}`.

    Raises:
        CheckpointError: if TF1 has no such optimizer, or it has not been built.
    """
    title, optimizer = places.named(optimizer)
    kind = _kind(optimizer)
    steps = _steps(optimizer)
    if kind is None:
        return steps, {}
    spelled = _numbered(title, kind) or getattr(optimizer, SPELLED, None) or Spelled(kind.name)
    arrays = _slots(optimizer, kind, spelled, list(target.trainable_variables), pairs)
    for power, name in zip(kind.powers, spelled.powers(kind.powers), strict=True):
        beta = optimizer.beta_1 if power == "beta1_power" else optimizer.beta_2
        arrays[name] = functools.partial(_power, np.float32(beta), steps + 1)
    return steps, arrays


def _power(beta, count):
    """A power as TF1 has it: multiplied step by step, and zero once it is no normal number."""
    value = beta
    for _ in range(count - 1):
        value *= beta
        if value < np.finfo(np.float32).tiny:
            return np.float32(0)
    return value


def _kind(optimizer):
    kinds = kinds_of(optimizer)
    if not kinds:
        known = dict.fromkeys(kind.keras for kind in KINDS)
        raise CheckpointError(
            f"the optimizer {optimizer.name!r} is a {type(optimizer).__name__}, which has no equal "
            f"in TF1; save with one of {explain.listed(known, 12)}, or without optimizer=."
        )
    if kinds[0] is MOMENTUM and not optimizer.momentum:
        return None
    if not optimizer.built:
        raise CheckpointError(
            f"the optimizer {optimizer.name!r} has no slots yet, because it has never been built; "
            "build it for the model's trainable variables, or save without optimizer=."
        )
    if getattr(optimizer, "amsgrad", False) or (kinds[0] is FTRL and optimizer.beta):
        raise CheckpointError(
            f"the optimizer {optimizer.name!r} was made with an option that TF1's "
            f"{kinds[0].name} lacks (amsgrad, or a beta of Ftrl); save without optimizer=."
        )
    return kinds[0]


def _numbered(title, kind):
    """`Adam_2` as the second Adam; None where the user gave no name."""
    if title is None:
        return None
    base, number = names.numbered(names.leaf(title))
    is_later = base == kind.name and number % len(kind.slots) == 0
    return Spelled(title, number // len(kind.slots) if is_later else 0)


def _steps(optimizer):
    every = getattr(optimizer, "gradient_accumulation_steps", None) or 1
    return int(keras.ops.convert_to_numpy(places.iteration_variable(optimizer))) // every


def _slots(optimizer, kind, spelled, trained, pairs):
    ids = {id(variable) for variable in trained}
    pairs = [pair for pair in pairs if ids & {id(v) for v in pair[0].variables}]
    _check_unshared([name for _, name in pairs])
    check_exact(kind, optimizer, [want for want, _ in pairs], current(optimizer, RATE))
    of_role = {role: _of_role(optimizer, kind, trained, role) for role in kind.slots}
    arrays = {}
    for want, name in pairs:
        spelling = spelled.slots(name, len(kind.slots))
        for role, slot in zip(kind.slots, spelling, strict=True):
            arrays[slot] = _slot(want, of_role[role], kind, optimizer)
    return arrays


def _check_unshared(found):
    shared = [name for name in found if found.count(name) > 1]
    if shared:
        raise CheckpointError(
            f"several variables of the model are saved as one array, {shared[0]!r}, and each has "
            "slots of its own; save without optimizer=."
        )


def _of_role(optimizer, kind, trained, role):
    if kind.name == "RMSProp" and role == "momentum" and not optimizer.momentum:
        return {}  # TF1 keeps the last step there, and multiplies it by zero
    return places.slot_variables(optimizer, trained, role)


def _slot(want, variables, kind, optimizer):
    def values_of(variable):
        slot = variables.get(id(variable))
        if slot is None:
            return np.zeros(variable.shape, keras.backend.standardize_dtype(variable.dtype))
        return keras.ops.convert_to_numpy(slot)

    def make():
        if want.is_plain and kind not in (MOMENTUM, ADAGRAD) and id(want.variable) in variables:
            return whole(variables[id(want.variable)])
        array = gather(want, values_of, is_slot=True)
        if kind is MOMENTUM:
            array = array / np.asarray(-current(optimizer, RATE), array.dtype)
        if kind is ADAGRAD:
            array = array + np.asarray(optimizer.epsilon, array.dtype)
        return array

    return make
