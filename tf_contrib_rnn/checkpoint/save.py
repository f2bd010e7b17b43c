"""Models into TF1 checkpoints."""

import functools
import os
import warnings
from collections.abc import Mapping

import keras
import numpy as np

from tf_contrib_rnn.checkpoint import cudnn, explain, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.memory import recall, recall_opaque
from tf_contrib_rnn.checkpoint.optimizer.saving import optimizer_arrays
from tf_contrib_rnn.checkpoint.parts import collect
from tf_contrib_rnn.checkpoint.pieces import gather
from tf_contrib_rnn.checkpoint.plan import check_no_sharing, stray_weights
from tf_contrib_rnn.checkpoint.writing import whole, write_v2


def save(
    target,
    prefix,
    *,
    scope=None,
    scopes=None,
    forget_bias=None,
    optimizer=None,
    overwrite=False,
    global_step=None,
    write_state=True,
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
    prefix = _path(prefix)
    parts = collect(target, forget_bias)
    check_no_sharing(parts)
    named, remembered = _named(parts, scope, scopes)
    pairs = [pair for its in named.values() for pair in its]
    stray = stray_weights(target, parts)
    if stray:
        raise CheckpointError(
            f"no layer or cell gives a TF1 name to the model's weights {explain.listed(stray)}, so "
            "they would be missing in the checkpoint; save the layers without them one by one."
        )
    arrays = _arrays(pairs, remembered)
    opaque = _opaque(named)
    arrays += opaque
    if optimizer is not None:
        steps, slots = optimizer_arrays(optimizer, target, pairs)
        _check_slots(slots, opaque)
        arrays += slots.items()
        global_step = steps if global_step is None else global_step
    if global_step is not None:
        arrays.append(("global_step", _step(global_step)))
    _check_names([name for name, _ in arrays])
    write_v2(prefix, dict(arrays), overwrite, write_state)
    if opaque:
        warnings.warn(
            f"{explain.listed(name for name, _ in opaque)} of {prefix!r} has cuDNN's layout as far "
            "as it is known: unverified, no cuDNN has confirmed it; compare outputs before you "
            "rely on it.",
            UserWarning,
            stacklevel=2,
        )
    return prefix


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


def _named(parts, scope, scopes):
    """`(want, name)` of each part's arrays, by what the user says or the model remembers.

    And those names that it remembers.
    """
    given = _given(parts, scope, scopes)
    found = {
        part: _below(part, given[part]) if part in given else recall(part, parts) for part in parts
    }
    unknown = [part.label for part, pairs in found.items() if not pairs]
    remembered = {name for part in parts if part not in given for _, name in found[part]}
    if unknown:
        raise CheckpointError(
            f"nothing says under which TF1 scopes {explain.listed(unknown, 12)} are saved: the "
            "model was not restored from a checkpoint, or is of Keras' own layers alone and came "
            f"out of a file; pass scopes={{{unknown[0]!r}: 'scope', …}}, or "
            "scopes=checkpoint.plan(model, original).names."
        )
    return found, remembered


def _given(parts, scope, scopes):
    given = {}
    if scope is not None:
        units = [part for part in parts if part.is_cell] or parts
        if len(units) != 1:
            raise CheckpointError(
                f"scope={scope!r} is for a model with one recurrent unit, this one has "
                f"{len(units)}; name them one by one with scopes=."
            )
        given[units[0]] = scope
    for key, value in (scopes or {}).items():
        fitting = [part for part in parts if part.answers_to(key)]
        if len(fitting) != 1 or fitting[0] in given:
            labels = explain.listed((part.label for part in parts), 12)
            raise CheckpointError(
                f"a key of scopes= stands for one part of the model, named once, received {key!r} "
                f"for {len(fitting)}; use one of the names {labels}, or the layer itself."
            )
        given[fitting[0]] = value
    for part, value in given.items():
        if not isinstance(value, str | Mapping):
            raise CheckpointError(
                f"the scope of {part.label!r} is a string such as 'decoder/rnn', or a dict of "
                f"names, received {value!r}; pass one."
            )
    return given


def _below(part, given):
    """`(want, name)` of the arrays of a part in a scope, or of the names given."""
    if isinstance(given, Mapping):
        forms = [form for form in part.forms_in(given.values())
                 if {want.label for want in form.wants} == set(given)]  # fmt: skip
        if len(forms) != 1:
            expected = explain.listed((want.label for want in part.wants), 20)
            raise CheckpointError(
                f"scopes= names {explain.listed(given, 20)} for {part.label!r}, which has "
                f"{expected}; name each of them once."
            )
        return [(want, given[want.label]) for want in forms[0].wants]
    scope = given.strip("/")
    own = [form for form in part.forms if form.own_scopes == (names.leaf(scope),)]
    if own:
        scope = names.parent(scope)
    forms = own or part.forms
    if len(forms) > 1:
        choices = [names.join(scope, one) for form in forms for one in form.own_scopes]
        raise CheckpointError(
            f"TF1 has several cells like {part.label!r}; name the scope of the right one, of "
            f"{explain.listed(dict.fromkeys(choices))}."
        )
    return [(want, names.join(scope, want.paths[0])) for want in forms[0].wants]
