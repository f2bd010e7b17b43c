"""The argument ``input_size`` of cells before TensorFlow 1.2, which tells what inputs show.

    tf.nn.rnn_cell.BasicLSTMCell(n, input_size=m)    ->  rnn.BasicLSTMCell(n)
    tf.contrib.rnn.InputProjectionWrapper(cell, n, input_size=None)
                                                     ->  rnn.InputProjectionWrapper(cell, n)

Passed by position it is the business of ``argument_order``.
"""

import libcst as cst

NAME = "input_size"

UNUSED = frozenset(
    ["BasicRNNCell", "GRUCell", "BasicLSTMCell", "LSTMCell", "InputProjectionWrapper"]
    + ["LayerNormBasicLSTMCell"]
)


def visit(module):
    """Removes the argument where it is passed by name."""
    for call in module.calls:
        argument = call.keyword("input_size")
        if argument is None or not set(call.names) <= UNUSED:
            continue
        if has_effects(argument.value):
            reason = "input_size means nothing now, but computing it may do something"
            module.leave(call.node, NAME, reason, "compute it before, then remove the argument")
            continue
        module.record(call.node, NAME, argument, "")
        call.drop(argument)


def has_effects(node):
    """Whether evaluating an expression may do more than give a value."""
    found = []
    node.visit(_Effects(found))
    return bool(found)


class _Effects(cst.CSTVisitor):
    def __init__(self, found):
        self._found = found

    def on_visit(self, node):
        if isinstance(node, cst.Call | cst.Await | cst.Yield | cst.NamedExpr):
            self._found.append(node)
        return True
