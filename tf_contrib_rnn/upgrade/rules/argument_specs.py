"""Asking a cell for its arguments: ``inspect.getargspec`` is gone since Python 3.11.

"reuse" in inspect.getargspec(tf.contrib.rnn.LSTMCell.__init__).args
                      ->  "reuse" in inspect.getfullargspec(rnn.LSTMCell.__init__).args
"""

import libcst as cst

from ..resolve import called

NAME = "argument_specs"

OLD, NEW = "getargspec", "getfullargspec"


def visit(module):
    """Renames the function where it is asked about something of TensorFlow's."""
    for use in module.uses:
        call = module.parents.get(module.parents[use.chain[-1]])
        known = use.target_depth() is not None and isinstance(call, cst.Call)
        if known and called(call.func) == OLD and isinstance(call.func, cst.Attribute):
            new = call.func.with_changes(attr=cst.Name(NEW))
            module.record(call.func, NAME, call.func, new)
            module.edit(call.func, lambda updated: updated.with_changes(attr=cst.Name(NEW)))
