"""The cuDNN classes before TensorFlow 1.4: not layers, but ops that take one opaque tensor.

    tf.contrib.cudnn_rnn.CudnnLSTM(1, 64, 32)    (reported: the third argument is input_size)

The package has the layers. An op is called with its states and its parameters, so the whole
call has to be written anew.
"""

from .. import calls

NAME = "cudnn_ops"

LAYERS = frozenset(["CudnnLSTM", "CudnnGRU", "CudnnRNNTanh", "CudnnRNNRelu"])
OPS = "tensorflow.contrib.cudnn_rnn.python.ops"


def visit(module):
    """Reports calls of the ops."""
    for call in module.calls:
        if set(call.names) <= LAYERS and _is_op(module, call):
            reason = "this is the cuDNN op of before TensorFlow 1.4, the package has the layer"
            advice = (
                "make the layer without input_size and call it with the inputs; "
                "its parameters are read from the checkpoint by tf_contrib_rnn.checkpoint"
            )
            module.leave(call.node, NAME, reason, advice)


def _is_op(module, call):
    if call.keyword("input_size") is not None or call.homes[0].startswith(OPS):
        return True
    third = call.positional[2:3]
    return bool(third) and calls.kind(module, third[0].value) in ("int", "one")
