"""What generated code may need beside Keras, as its source by name."""

import inspect

from tf_contrib_rnn.layers.rebuilt import Reshaped, Variable

HELPERS = {
    "reverse_sequence": '''
def reverse_sequence(x, lengths):
    """Turns each sequence round within its length."""
    places = ops.cumsum(ops.ones_like(x[:, :, 0], dtype="int32"), axis=1) - 1
    mirrored = ops.expand_dims(ops.cast(lengths, "int32"), 1) - 1 - places
    order = ops.where(mirrored >= 0, mirrored, places)
    return ops.take_along_axis(x, ops.expand_dims(order, 2), axis=1)
''',
    "inside": '''
def inside(x, lengths):
    """Which steps of each sequence are inside its length."""
    steps = ops.cumsum(ops.ones_like(x[:, :, 0], dtype="int32"), axis=1)
    return steps <= ops.expand_dims(ops.cast(lengths, "int32"), 1)
''',
    "Reshaped": f"\n{inspect.getsource(Reshaped)}",
    "Variable": f"\n{inspect.getsource(Variable)}",
}
