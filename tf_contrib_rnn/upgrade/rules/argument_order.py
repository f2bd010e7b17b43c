"""Positional arguments of versions that had them in another order.

    tf.nn.rnn_cell.BasicLSTMCell(n, 0.0, None, True)  ->  rnn.BasicLSTMCell(n, 0.0,
                                                              state_is_tuple=True)
    tf.nn.rnn_cell.LSTMCell(n, m, True)               ->  rnn.LSTMCell(n, use_peepholes=True)
    tf.nn.rnn_cell.DropoutWrapper(cell, 0.5, 0.5, 42) ->  rnn.DropoutWrapper(cell, 0.5, 0.5,
                                                              seed=42)

Which order a call follows shows in the first argument whose meaning changed: in its kind, in
what is passed by name beside it, or in the module the class came from. Where nothing shows it,
the call is left and reported.
"""

from collections import namedtuple

from .. import calls
from ..names import INPUT_SIZE_HOMES, inside
from .input_size import has_effects

NAME = "argument_order"

# first: the position from which on the orders differ; old, new: the names from there on;
# old_kinds, new_kinds: what the first of them can be.
Order = namedtuple("Order", "first old new old_kinds new_kinds")

ACTIVATION = ("function", "str")
UNITS = ("int",)
LSTM = "use_peepholes cell_clip initializer num_proj proj_clip num_unit_shards num_proj_shards"
LSTM += " forget_bias state_is_tuple activation reuse"

SIMPLE = Order(1, "input_size activation reuse", "activation reuse", UNITS, ACTIVATION)
ORDERS = {
    "BasicRNNCell": [SIMPLE],
    "GRUCell": [SIMPLE],
    "BasicLSTMCell": [
        Order(2, "input_size state_is_tuple activation reuse", "state_is_tuple activation reuse",
              (*UNITS, "None"), ("bool",)),
    ],
    "LSTMCell": [Order(1, f"input_size {LSTM}", LSTM, (*UNITS, "None"), ("bool",))],
    "InputProjectionWrapper": [
        Order(2, "input_size reuse", "activation input_size reuse", UNITS, ACTIVATION),
    ],
    "OutputProjectionWrapper": [Order(2, "reuse", "activation reuse", ("bool",), ACTIVATION)],
    "DropoutWrapper": [
        Order(3, "seed", "state_keep_prob variational_recurrent input_size dtype seed",
              ("int", "None"), ("float",)),
    ],
    "LSTMBlockCell": [
        Order(2, "use_peephole", "cell_clip use_peephole", ("bool",), ("int", "float", "None")),
        Order(4, "reuse name", "dtype reuse name", ("bool",), ("dtype", "str")),
    ],
    "LSTMBlockFusedCell": [
        Order(4, "reuse name", "reuse dtype name", (), ("bool", "None")),
        Order(5, "name", "dtype name", ("str",), ("dtype", "None")),
    ],
    "stack_bidirectional_dynamic_rnn": [
        Order(7, "scope", "parallel_iterations time_major scope", ("str",), ("int",)),
        Order(8, "scope", "time_major scope", ("str",), ("bool",)),
    ],
}  # fmt: skip


def visit(module):
    """Passes by name what stands where an old version expected it."""
    for call in module.calls:
        for name in call.names:
            for order in ORDERS.get(name, ()):
                if len(call.positional) > order.first:
                    _one(module, call, order)


def _one(module, call, order):
    moved = call.positional[order.first :]
    is_old = _is_old(module, call, order, moved[0])
    if is_old is None and len(call.names) == 1 and not _is_harmless(module, order, moved):
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
    if is_old:
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


def _is_old(module, call, order, argument):
    """Whether a call follows the old order; None where nothing tells."""
    homes = [home.rpartition(".")[0] for home in call.homes]
    if order.old.startswith("input_size ") and _all_inside(homes, INPUT_SIZE_HOMES):
        return True
    old, new = order.old.split(), order.new.split()
    beside = {a.keyword.value for a in call.node.args if a.keyword}
    if new[0] in beside:
        return True
    if old[0] in beside:
        return False
    kind = calls.kind(module, argument.value)
    in_old, in_new = kind in order.old_kinds, kind in order.new_kinds
    if in_old != in_new:
        return in_old
    return None


def _is_harmless(module, order, moved):
    """Whether a call means the same in both orders: one None, the default either way."""
    return len(moved) == 1 and calls.kind(module, moved[0].value) == "None"


def _all_inside(homes, prefixes):
    return all(any(inside(home, prefix) for prefix in prefixes) for home in homes)
