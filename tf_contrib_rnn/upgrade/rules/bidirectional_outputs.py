"""The result of ``bidirectional_rnn`` in TensorFlow 0.5 and 0.6: outputs without states.

from tensorflow.models.rnn import rnn
outputs = rnn.bidirectional_rnn(f, b, x)      (reported)
outputs, _, _ = rnn.bidirectional_rnn(f, b, x)   (a result of three: rewritten)
"""

import libcst as cst

from ..names import SINGLE_TENSOR_HOMES, inside

NAME = "bidirectional_outputs"


def visit(module):
    """Reports calls whose result has changed."""
    for call in module.calls:
        old = all(any(inside(home, old) for old in SINGLE_TENSOR_HOMES) for home in call.homes)
        if old and call.names == ("static_bidirectional_rnn",) and not _unpacked(module, call):
            reason = "before TensorFlow 0.7 it returned the outputs only, now also both states"
            module.leave(call.node, NAME, reason, "take three results: outputs, state_fw, state_bw")


def _unpacked(module, call):
    assign = module.parents[call.node]
    if not isinstance(assign, cst.Assign):
        return False
    target = assign.targets[0].target
    return isinstance(target, cst.Tuple | cst.List) and len(target.elements) == 3
