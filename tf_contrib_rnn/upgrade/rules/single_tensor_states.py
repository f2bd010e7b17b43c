"""LSTM states before there were tuples: one tensor, for which a cell must be asked now.

    from tensorflow.models.rnn import rnn_cell
    rnn_cell.BasicLSTMCell(n)                ->  rnn_cell.BasicLSTMCell(n, state_is_tuple=False)
    rnn_cell.MultiRNNCell([cell] * 2)        ->  rnn_cell.MultiRNNCell([cell] * 2,
                                                                       state_is_tuple=False)

``tensorflow.models.rnn`` worked only in versions whose cells had one tensor. In versions 0.8 to
0.12, recognised by ``tf.nn.rnn`` and the like, the default changed from one to the other: where
such a file does not say ``state_is_tuple``, it is reported.
"""

from ..names import SINGLE_TENSOR_HOMES, inside, split

NAME = "single_tensor_states"

# The classes, and where ``state_is_tuple`` stood by position, counted from 0.
LSTMS = {"BasicLSTMCell": 3, "LSTMCell": 9, "MultiRNNCell": 1}
ONLY_BEFORE_1_0 = ("rnn", "bidirectional_rnn", "state_saving_rnn")


def visit(module):
    """Asks for one tensor where there was nothing else."""
    for call in module.calls:
        tellers = [name for name in call.names if name in LSTMS]
        if not tellers or call.is_open or _says(call, tellers):
            continue
        if all(any(inside(home, old) for old in SINGLE_TENSOR_HOMES) for home in call.homes):
            if len(tellers) == len(call.names):
                module.record(call.node, NAME, "", "state_is_tuple=False")
                call.add("state_is_tuple", "False")
            else:
                _report(module, call)
        elif _is_old(module) and any(_could_be_old(home) for home in call.homes):
            _report(module, call)


def _report(module, call):
    reason = "state_is_tuple is not given, and its default was False before TensorFlow 0.12"
    advice = "if the program slices or concatenates states, pass state_is_tuple=False"
    module.leave(call.node, NAME, reason, advice)


def _says(call, tellers):
    by_position = all(len(call.positional) > LSTMS[name] for name in tellers)
    return by_position or call.keyword("state_is_tuple") is not None


def _could_be_old(home):
    return split(home)[0] in ("tensorflow.nn.rnn_cell", "tensorflow.python.ops.rnn_cell")


def _is_old(module):
    """Whether the file calls functions that TensorFlow 1.0 no longer had."""
    for use in module.uses:
        for home in use.homes():
            if split(home)[1] in ONLY_BEFORE_1_0:
                return True
    return False
