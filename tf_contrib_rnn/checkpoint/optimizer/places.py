"""The variables of an optimizer of Keras: which one is the slot of which variable of the model."""

from collections.abc import Mapping

import keras

from tf_contrib_rnn.checkpoint import explain
from tf_contrib_rnn.checkpoint.errors import CheckpointError


def named(given) -> tuple:
    """`optimizer=` as the name of the optimizer in the checkpoint, or None, and the optimizer.

    Args:
        given: the optimizer, or `{its name in the checkpoint: the optimizer}`.

    Raises:
        CheckpointError: if there are none or several, or it is none of Keras 3.
    """
    title = None
    if isinstance(given, Mapping):
        if len(given) != 1:
            raise CheckpointError(
                f"optimizer= names one optimizer, received {len(given)}; pass one at a time."
            )
        ((title, given),) = given.items()
    if not isinstance(title, str | None):
        raise CheckpointError(
            f"optimizer= gives an optimizer by its name in the checkpoint, received the key "
            f"{title!r}; pass a string such as 'Adam_2'."
        )
    return title, _unwrapped(given)


def _unwrapped(optimizer):
    """The optimizer itself, out of the one that scales the loss for it."""
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    if not isinstance(inner, keras.optimizers.Optimizer):
        raise CheckpointError(
            "optimizer= is an optimizer of keras.optimizers, or {its name in the checkpoint: one}, "
            f"received {optimizer!r}; pass the object that will train the model."
        )
    return inner


def slot_variables(optimizer, trained, role: str) -> dict[int, object]:
    """`{id of a model's variable: its slot}` of a built optimizer.

    Args:
        optimizer: the optimizer.
        trained: the model's variables that it trains.
        role: what Keras calls the slot, such as `"velocity"`.

    Raises:
        CheckpointError: if the optimizer was built for other variables.
    """
    by_name = {}
    for variable in optimizer.variables:
        by_name.setdefault(variable.name, []).append(variable)
    found = {}
    for variable in trained:
        slots = by_name.get(f"{variable.path.replace('/', '_')}_{role}", [])
        if not slots or tuple(slots[0].shape) != tuple(variable.shape):
            return _refuse(optimizer, trained, role)
        found[id(variable)] = slots.pop(0)
    return found


def _refuse(optimizer, trained, role):
    raise CheckpointError(
        f"the optimizer {optimizer.name!r} has no {role!r} for all of the model's "
        f"{len(trained)} trainable variables ({explain.listed(v.path for v in trained[:2])}, …), "
        "because it was built for others or with other options; pass one that was not built yet."
    )


def iteration_variable(optimizer):
    """The variable in which an optimizer counts the calls."""
    return next(variable for variable in optimizer.variables if variable.name == "iteration")
