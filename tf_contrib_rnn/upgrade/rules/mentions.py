"""Comments and strings that name TensorFlow's recurrent modules: reported, never changed.

# as tf.contrib.rnn.LSTMCell does
mock.patch("tensorflow.contrib.rnn.LSTMCell")
"""

import re

import libcst as cst

NAME = "mentions"

PATTERN = re.compile(
    r"\b(contrib\.(rnn|cudnn_rnn|grid_rnn)|contrib import [\w, ]*\brnn|nn\.rnn_cell|models\.rnn"
    r"|ops\.rnn(_cell\w*)?)\b"
)


def visit(module):
    """Reports comments and strings."""
    for node in module.nodes(cst.Comment):
        if PATTERN.search(node.value):
            module.leave(node, NAME, "a comment", "change it if it misleads", "mention")
    for kind in (cst.SimpleString, cst.FormattedStringText):
        for node in module.nodes(kind):
            if PATTERN.search(node.value) and node not in module.edits:
                _string(module, node)


def _string(module, node):
    found = next(line for line in node.value.splitlines() if PATTERN.search(line)).strip()
    is_text = isinstance(module.parents.get(node), cst.Expr)
    if is_text:
        module.leave(node, NAME, "a docstring", "change it if it misleads", "mention", found)
    else:
        advice = "if it is imported, patched or looked up, name tf_contrib_rnn instead"
        module.leave(node, NAME, "a string", advice, "mention", found)
