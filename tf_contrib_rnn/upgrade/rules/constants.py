"""Strings that TensorFlow's modules gave names to.

self.add_variable(rnn_cell_impl._WEIGHTS_VARIABLE_NAME)  ->  self.add_variable("kernel")
direction=cudnn_rnn.CUDNN_RNN_BIDIRECTION                ->  direction="bidirectional"
"""

import libcst as cst

NAME = "constants"


def visit(module):
    """Writes the strings out."""
    for use in module.uses:
        found = use.constant()
        if found and found[0]:
            depth, text = found
            node, new = use.chain[depth], cst.SimpleString(f'"{text}"')
            module.record(node, NAME, node, new)
            module.edit(node, lambda updated, new=new: new)
