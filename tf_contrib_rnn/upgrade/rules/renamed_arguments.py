"""Arguments that were called differently, or that only chose among names in checkpoints.

tf.contrib.rnn.NASCell(n, use_biases=True)                 ->  rnn.NASCell(n, use_bias=True)
tf.contrib.rnn.GRUBlockCell(cell_size=n)                   ->  rnn.GRUBlockCell(num_units=n)
tf.contrib.rnn.LSTMBlockCell(n, use_compatible_names=True) ->  rnn.LSTMBlockCell(n)
"""

from .input_size import has_effects

NAME = "renamed_arguments"

RENAMED = {
    ("NASCell", "use_biases"): "use_bias",
    ("GRUBlockCell", "cell_size"): "num_units",
    ("GRUBlockCellV2", "cell_size"): "num_units",
}
REMOVED = {("LSTMBlockCell", "use_compatible_names")}


def visit(module):
    """Renames and removes arguments passed by name."""
    for call in module.calls:
        for argument in call.node.args:
            if argument.keyword:
                _one(module, call, argument)


def _one(module, call, argument):
    old = argument.keyword.value
    new = {RENAMED.get((name, old)) for name in call.names}
    if len(new) == 1 and None not in new:
        (name,) = new
        call.name(argument, name)
        module.record(call.node, NAME, argument, f"{name}={module.code(argument.value)}")
    elif {(name, old) for name in call.names} <= REMOVED and not has_effects(argument.value):
        call.drop(argument)
        module.record(call.node, NAME, argument, "")
