"""Models into TF1 checkpoints."""

import functools
import os
import warnings
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np

from tf_contrib_rnn.checkpoint import cudnn, explain
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.memory import recall_opaque
from tf_contrib_rnn.checkpoint.naming import name_all
from tf_contrib_rnn.checkpoint.optimizer.saving import optimizer_arrays
from tf_contrib_rnn.checkpoint.parts import collect
from tf_contrib_rnn.checkpoint.pieces import gather
from tf_contrib_rnn.checkpoint.plan import check_no_sharing, stray_weights
from tf_contrib_rnn.checkpoint.writing import whole, write_v2


def save(
    target: Any,
    prefix: str | os.PathLike[str],
    *,
    scope: str | None = None,
    scopes: Mapping[Any, str | Mapping[str, str]] | None = None,
    forget_bias: float | Mapping[Any, float] | None = None,
    optimizer: Any = None,
    overwrite: bool = False,
    global_step: int | np.integer | None = None,
    write_state: bool = True,
) -> str:
    """Writes a model as a TF1 checkpoint, which a Saver of TF1 restores into the original graph.

    It has the V2 format. The files are written beside their place and moved there when they are
    whole; if anything fails, there is no file, and what was there before is there again.

    A restored model that has not changed gives the bytes it was restored from. Beside the
    canonical variables of a layer of cuDNN stands its `opaque_kernel`, which TF1 restores; it is
    made in cuDNN's layout as far as that is known, and a `UserWarning` says that no cuDNN has
    confirmed it.

    Args:
        target: a cell, a layer that holds one, or a whole Keras model; already built.
        prefix: the path of the checkpoint without suffixes, such as `"folder/model.ckpt-100"`; a
            step is not appended.
        scope: the scope in which the model's only recurrent unit was called in TF1.
        scopes: scopes of several parts, by layer, cell, or name of either, or `{name in the model:
            name in the checkpoint}` for a part; `plan(model, original).names` is such a dict. A
            model that was restored remembers its names; through a `.keras` file too, unless it is
            of Keras' own layers alone.
        forget_bias: what TF1 adds to the forget gates of cells that are Keras' own, as for
            `restore`; a restored model remembers it.
        optimizer: the optimizer whose slots, powers of beta and step are written too, or
            `{its name in the checkpoint: optimizer}`; a restored one remembers its names.
        overwrite: whether a checkpoint of that prefix may be replaced.
        global_step: the whole number that `global_step` gets; without it that of the optimizer's
            iterations, and without an optimizer there is none.
        write_state: whether the file `checkpoint` in the folder shall name it as the latest, as
            TF1's Saver does.

    Returns:
        The prefix.

    Raises:
        CheckpointError: if a scope is missing, TF1 has no such optimizer, an optimizer trains
            layers of cuDNN, the checkpoint exists already or cannot be written.
    """
    path = _path(prefix)
    parts = collect(target, forget_bias)
    check_no_sharing(parts)
    named, remembered = name_all(parts, scope, scopes)
    pairs = [pair for its in named.values() for pair in its]
    stray = stray_weights(target, parts)
    if stray:
        raise CheckpointError(
            f"no layer or cell gives a TF1 name to the model's weights {explain.listed(stray)}, so "
            "they would be missing in the checkpoint; save the layers without them one by one."
        )
    opaque = _opaque(named)
    arrays = _arrays(pairs, remembered) + opaque
    if optimizer is not None:
        steps, slots = optimizer_arrays(optimizer, target, pairs)
        _check_slots(slots, opaque)
        arrays += slots.items()
        global_step = steps if global_step is None else global_step
    if global_step is not None:
        arrays.append(("global_step", _step(global_step)))
    _check_names([name for name, _ in arrays])
    write_v2(path, dict(arrays), overwrite, write_state)
    _warn(path, opaque)
    return path


def _path(prefix):
    try:
        path = os.fspath(prefix)
    except TypeError:
        path = None
    if not isinstance(path, str):
        raise CheckpointError(
            f"a checkpoint is written under a path such as 'folder/model.ckpt', received "
            f"{prefix!r}; pass a string or a pathlib.Path."
        )
    return os.path.expanduser(path)


def _arrays(pairs, remembered):
    """`(name, function that gives the array)` of all variables.

    Variables that were restored from one array, such as those of a cell that both directions
    share, become one array again.
    """
    wants = {}
    for want, name in pairs:
        wants.setdefault(name, []).append(want)
    found = []
    for name, its in wants.items():
        if len(its) > 1 and name in remembered:
            found.append((name, _shared(name, its)))
        else:
            found += [(name, _variable(want)) for want in its]
    return found


def _shared(name, wants):
    def make():
        first, *others = (gather(want, keras.ops.convert_to_numpy) for want in wants)
        if any(first.tobytes() != other.tobytes() for other in others):
            raise CheckpointError(
                f"{explain.listed(want.label for want in wants)} were restored from {name!r}, "
                "which both shared in TF1, and are no longer equal; give each part a scope of its "
                "own with scopes=."
            )
        return first

    return make


def _opaque(named):
    """`(name, function that gives the array)` of the buffers of cuDNN's layers."""
    stacks = {part: cudnn.opaque_stack(part) for part in named}
    return [
        (recall_opaque(part, named[part]) or cudnn.opaque_name(part, named[part]),
         functools.partial(cudnn.buffer, stack))
        for part, stack in stacks.items() if stack
    ]  # fmt: skip


def _check_slots(slots, opaque):
    if slots and opaque:
        raise CheckpointError(
            f"TF1 keeps the slots of {explain.listed(name for name, _ in opaque)} for cuDNN's "
            "buffer, which has two biases where the model has their sum, so that they have no "
            "equal; save without optimizer=."
        )


def _warn(prefix, opaque):
    if opaque:
        warnings.warn(
            f"{explain.listed(name for name, _ in opaque)} of {prefix!r} has cuDNN's layout as far "
            "as it is known: unverified, no cuDNN has confirmed it; compare outputs before you "
            "rely on it.",
            UserWarning,
            stacklevel=3,
        )


def _variable(want):
    if want.is_plain:
        return lambda: whole(want.variable)
    return lambda: gather(want, keras.ops.convert_to_numpy)


def _step(global_step):
    if isinstance(global_step, bool) or not isinstance(global_step, int | np.integer):
        raise CheckpointError(f"global_step is a whole number, received {global_step!r}; pass one.")
    return lambda: np.asarray(global_step, np.int64)


def _check_names(found):
    twice = list(dict.fromkeys(name for name in found if found.count(name) > 1))
    if twice:
        raise CheckpointError(
            f"several arrays of the model would be called {explain.listed(twice)}; give each part "
            "a scope of its own with scopes=."
        )
