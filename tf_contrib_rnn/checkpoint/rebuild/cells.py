"""From the facts of a cell to the code that builds it, and to what its state looks like."""

import inspect
import re
from dataclasses import replace

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.inventory.classes import default_scope, public_class
from tf_contrib_rnn.checkpoint.names import leaf
from tf_contrib_rnn.checkpoint.rebuild.wrapping import quoted

# Cells whose output is the last element of their state.
_GIVES_STATE = {
    "BasicLSTMCell", "BasicRNNCell", "CoupledInputForgetGateLSTMCell", "CudnnCompatibleGRUCell",
    "CudnnCompatibleLSTMCell", "GLSTMCell", "GRUBlockCell", "GRUBlockCellV2", "GRUCell",
    "IndRNNCell", "IndyGRUCell", "IndyLSTMCell", "LSTMBlockCell", "LSTMCell",
    "LayerNormBasicLSTMCell", "LayerNormLSTMCell", "NASCell", "PhasedLSTMCell", "UGRNNCell",
    "WeightNormLSTMCell",
}  # fmt: skip
_KERAS_DEFAULTS = {
    "activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True, "reset_after": True,
}.items()  # fmt: skip
_THROUGH = ("DropoutWrapper", "DeviceWrapper")  # no code: they change nothing at inference


def check(fact, name):
    """Raises a CheckpointError where a cell, or one inside it, is none of ours."""
    if fact.kind == "unknown" or fact.why:
        raise CheckpointError(
            f"the cell in {fact.scope or name!r} cannot be rebuilt: {fact.why}; name outputs that "
            "do not depend on it, or write that cell by hand."
        )
    for member in fact.members:
        check(member, name)


def unfused(fact):
    """The cell that a layer of one operation stands for, which `rnn.RNN` can run."""
    if fact.kind != "LSTMBlockFusedCell":
        return fact
    variables = {f"lstm_cell/{leaf(path)}": name for path, name in fact.variables.items()}
    return replace(fact, kind="LSTMBlockCell", variables=variables)


def is_named_by_class(fact, names: list[str]) -> bool:
    """Whether variables lie in a scope that is named as their cell's class names it."""
    if fact.members or is_keras(fact):
        return True
    components = {part for name in names for part in name.split("/")}
    own = default_scope(fact.kind)
    return any(re.fullmatch(rf"{own}(_\d+)?", part) for part in components)


def is_keras(fact) -> bool:
    """Whether it is a layer of tf.keras, which has its cell inside."""
    return fact.kind.startswith("keras.")


def keras_layer(fact) -> list[str]:
    """The class of a layer of tf.keras and its arguments, as code."""
    written = []
    for name, value in fact.options.items():
        if name == "units":
            written.insert(0, str(value))
        elif (name, value) not in _KERAS_DEFAULTS:
            known = value == "hard_sigmoid"
            written.append(f"{name}={'rnn.hard_sigmoid' if known else _written(value)}")
    return [fact.kind.removeprefix("keras."), *written]


def code(fact) -> str:
    """The expression that builds a cell."""
    if is_keras(fact):
        return "".join(keras_layer(fact))
    if fact.kind in _THROUGH:
        return code(fact.members[0])
    if fact.kind == "MultiRNNCell":
        joined = "" if _state_is_tuple(fact) else ", state_is_tuple=False"
        return f"rnn.MultiRNNCell({_layers(fact.members)}{joined})"
    arguments = [_named(member) for member in fact.members]
    positional, named = _arguments(fact)
    return f"rnn.{fact.kind}({', '.join([*arguments, *positional, *named])})"


def _layers(members):
    """The list of the cells of a MultiRNNCell, which may all be one."""
    codes = [_named(member) for member in members]
    owners = {tuple(variables(member).values()) for member in members}
    if len(members) > 1 and len(owners) == 1 and () not in owners:
        return f"[{codes[0]}] * {len(codes)}"
    return f"[{', '.join(codes)}]"


def _named(fact):
    """A cell inside another, with the name that the program gave it."""
    written = code(fact)
    while fact.kind in _THROUGH:
        fact = fact.members[0]
    if fact.members or is_keras(fact) or is_named_by_class(fact, list(fact.variables)):
        return written
    owns = {path.partition("/")[0] for path in fact.variables}
    return f"{written[:-1]}, name={quoted(owns.pop())})" if len(owns) == 1 else written


def _arguments(fact):
    parameters = list(inspect.signature(public_class(fact.kind)).parameters.values())
    required = [
        p.name
        for p in parameters
        if p.default is p.empty and p.kind is not p.KEYWORD_ONLY and p.name in fact.options
    ]
    positional = [_written(fact.options[name]) for name in required]
    defaults = {p.name: p.default for p in parameters}
    named = [
        f"{name}={_written(value)}"
        for name, value in _options(fact).items()
        if name not in required and not _is_default(name, value, defaults.get(name))
    ]
    return positional, named


def _is_default(name, value, default):
    if name == "activation":
        return value == (default or "tanh")
    return value == default and type(value) is not bool or value is default


def _written(value):
    if isinstance(value, str):
        return quoted(value)
    return f"{value:.7g}" if isinstance(value, float) and value % 1 else repr(value)


def variables(fact) -> dict[str, str]:
    """All variables of a cell and of those inside it: `{path: name}`, by scope and path."""
    found = {f"{fact.scope}/{path}": name for path, name in fact.variables.items()}
    for member in fact.members:
        found |= variables(member)
    return found


def _options(fact):
    """The options but dropout whose kept part is fed: outside of training there is none."""
    return {
        name: value
        for name, value in fact.options.items()
        if not (name == "dropout_keep_prob" and isinstance(value, str))
    }


def _state_is_tuple(fact):
    return fact.options.get("state_is_tuple", True)


def gives_state(fact) -> bool:
    """Whether the output of a step is the last element of the state."""
    if not _state_is_tuple(fact):
        return False
    if fact.kind in (*_THROUGH, "MultiRNNCell"):
        return gives_state(fact.members[-1])
    return is_keras(fact) or fact.kind in _GIVES_STATE


def made(fact):
    """The cell itself."""
    if fact.kind in _THROUGH:
        return made(fact.members[0])
    members = [made(member) for member in fact.members]
    if fact.kind == "MultiRNNCell":
        return public_class(fact.kind)(members, state_is_tuple=_state_is_tuple(fact))
    return public_class(fact.kind)(*members, **_options(fact))


def output_size(fact):
    """The depth of a step's output."""
    return fact.options["units"] if is_keras(fact) else made(fact).output_size


def state_shape(fact, place: int) -> tuple | None:
    """The shape of an element of the flat state, None where it is no matrix."""
    if is_keras(fact):
        return (None, fact.options["units"])
    state = made(fact).state_size
    for step in state_places(fact)[place] if isinstance(state, tuple | list) else ():
        state = getattr(state, step) if isinstance(step, str) else state[step]
    return (None, state) if isinstance(state, int) else None


def state_places(fact) -> list[tuple]:
    """For each element of the flat state its path: the top-level place, then what is below."""
    if is_keras(fact):
        return [(1,), (0,)] if fact.kind.endswith("LSTM") else [(0,)]
    size = made(fact).state_size
    tops = size if isinstance(size, tuple | list) else (size,)
    found = []
    for place, top in enumerate(tops):
        if isinstance(top, tuple | list):
            found += [(place, *path) for path in _paths(top)]
        else:
            found.append((place,))
    return found


def _paths(size):
    if not isinstance(size, tuple | list):
        return [()]
    names = getattr(size, "_fields", range(len(size)))
    return [(name, *path) for name, item in zip(names, size, strict=True) for path in _paths(item)]


def state_names(fact) -> list[str]:
    """Names for the top-level elements of the state, as `c` and `h`."""
    if is_keras(fact):
        return ["h", "c"] if fact.kind.endswith("LSTM") else ["state"]
    size = made(fact).state_size
    return list(getattr(size, "_fields", [])) if isinstance(size, tuple) else ["state"]
