"""Positional arguments of versions that had them in another order.

    tf.nn.rnn_cell.BasicLSTMCell(n, 0.0, None, True)  ->  rnn.BasicLSTMCell(n, 0.0,
                                                              state_is_tuple=True)
    tf.nn.rnn_cell.LSTMCell(n, m, True)               ->  rnn.LSTMCell(n, use_peepholes=True)
    tf.nn.rnn_cell.DropoutWrapper(cell, 0.5, 0.5, 42) ->  rnn.DropoutWrapper(cell, 0.5, 0.5,
                                                              seed=42)

Which order a call follows shows in what its arguments are, in what is passed by name beside
them, or in the module the class came from. Where nothing shows it, the call is left and reported.
"""

from collections import namedtuple

from .. import calls
from ..names import INPUT_SIZE_HOMES, SINGLE_TENSOR_HOMES, inside
from .input_size import has_effects

NAME = "argument_order"

# first: the position from which on the orders differ; old, new: the names from there on.
Order = namedtuple("Order", "first old new")

# Homes of TensorFlow 1.0 and 1.1, whose LSTMCell surely had proj_clip, as the oldest had not.
WITH_PROJ_CLIP = tuple(home for home in INPUT_SIZE_HOMES if home not in SINGLE_TENSOR_HOMES)

LSTM = "use_peepholes cell_clip initializer num_proj proj_clip num_unit_shards num_proj_shards"
LSTM += " forget_bias state_is_tuple activation reuse"
SIMPLE = Order(1, "input_size activation reuse", "activation reuse")

ORDERS = {
    "BasicRNNCell": [SIMPLE],
    "GRUCell": [
        SIMPLE._replace(new="activation reuse kernel_initializer bias_initializer"),
    ],
    "BasicLSTMCell": [
        Order(2, "input_size state_is_tuple activation reuse", "state_is_tuple activation reuse"),
    ],
    "LSTMCell": [Order(1, f"input_size {LSTM}", LSTM)],
    "InputProjectionWrapper": [Order(2, "input_size reuse", "activation input_size reuse")],
    "OutputProjectionWrapper": [Order(2, "reuse", "activation reuse")],
    "DropoutWrapper": [
        Order(3, "seed", "state_keep_prob variational_recurrent input_size dtype seed"),
    ],
    "LSTMBlockCell": [
        Order(2, "use_peephole", "cell_clip use_peephole"),
        Order(4, "reuse name", "dtype reuse name"),
    ],
    "LSTMBlockFusedCell": [Order(5, "name", "dtype name")],
    "stack_bidirectional_dynamic_rnn": [
        Order(7, "scope", "parallel_iterations time_major scope"),
        Order(8, "scope", "time_major scope"),
    ],
}

# What each argument can be; all but those of WHOLE can also be None.
FUNCTION = ("function", "str")
NUMBER = ("int", "float")
KINDS = {
    "activation": FUNCTION, "bias_initializer": FUNCTION, "cell_clip": NUMBER, "dtype": ("dtype",),
    "forget_bias": NUMBER, "initializer": FUNCTION, "input_size": ("int",),
    "kernel_initializer": FUNCTION, "name": ("str",), "num_proj": ("int",),
    "num_proj_shards": ("int",), "num_unit_shards": ("int",), "parallel_iterations": ("int",),
    "proj_clip": NUMBER, "reuse": ("bool",), "scope": ("str",), "seed": ("int",),
    "state_is_tuple": ("bool",), "state_keep_prob": ("float",), "time_major": ("bool",),
    "use_peephole": ("bool",), "use_peepholes": ("bool",), "variational_recurrent": ("bool",),
}  # fmt: skip
WHOLE = ("forget_bias", "state_is_tuple", "state_keep_prob", "time_major", "use_peephole",
         "use_peepholes", "variational_recurrent")  # fmt: skip


def visit(module):
    """Passes by name what stands where an old version expected it."""
    for call in module.calls:
        for name in call.names:
            for order in ORDERS.get(name, ()):
                if len(call.positional) > order.first:
                    _one(module, call, order)


def _one(module, call, order):
    moved = call.positional[order.first :]
    is_old = None if call.is_starred else _is_old(module, call, order, moved)
    if is_old is None and not _is_harmless(module, moved):
        old, new = order.old.split()[0], order.new.split()[0]
        reason = (
            f"argument {order.first + 1} was {old!r} in old versions and is {new!r} now, "
            "and the text does not say which is meant"
        )
        if order.old.startswith("input_size"):
            advice = f"pass it by name as {new}=..., or remove it if it is the input size"
        else:
            advice = "pass it by name"
        module.leave(call.node, NAME, reason, advice)
    reaches_clip = "proj_clip" in order.old.split()[: len(moved)]
    if is_old and reaches_clip and not _all_inside(_homes(call), WITH_PROJ_CLIP):
        reason = "argument 7 was 'num_unit_shards' in the oldest versions, and 'proj_clip' later"
        module.leave(call.node, NAME, reason, "pass it by name, and all that stand behind it")
    elif is_old:
        _translate(module, call, order, moved)


def _translate(module, call, order, moved):
    names = order.old.split()
    for argument, name in zip(moved, names, strict=False):
        if name == "input_size":
            if has_effects(argument.value):
                reason = "input_size means nothing now, but computing it may do something"
                module.leave(call.node, NAME, reason, "compute it before, then remove the argument")
                return
            call.drop(argument)
            module.record(call.node, NAME, argument, "")
        else:
            call.name(argument, name)
            module.record(call.node, NAME, argument, f"{name}={module.code(argument.value)}")


def _is_old(module, call, order, moved):
    """Whether a call follows the old order; None where nothing tells."""
    if order.old.startswith("input_size ") and _all_inside(_homes(call), INPUT_SIZE_HOMES):
        return True
    kinds = [calls.kind(module, argument.value) for argument in moved]
    beside = {argument.keyword.value for argument in call.node.args if argument.keyword}
    fits = [_fits(names.split(), kinds, beside) for names in (order.old, order.new)]
    return fits[0] if fits[0] != fits[1] else None


def _homes(call):
    return [home.rpartition(".")[0] for home in call.homes]


def _fits(names, kinds, beside):
    """Whether arguments of these kinds can follow an order, with others passed by name beside."""
    if len(kinds) > len(names) or beside.intersection(names[: len(kinds)]):
        return False
    for name, kind in zip(names, kinds, strict=False):
        allowed = KINDS[name] if name in WHOLE else (*KINDS[name], "None")
        is_number = kind == "one" and not {"int", "float"}.isdisjoint(allowed)
        if kind is not None and kind not in allowed and not is_number:
            return False
    return True


def _is_harmless(module, moved):
    """Whether a call means the same in both orders: one None, the default either way."""
    return len(moved) == 1 and calls.kind(module, moved[0].value) == "None"


def _all_inside(homes, prefixes):
    return all(any(inside(home, prefix) for prefix in prefixes) for home in homes)
