"""Modules imported by name.

importlib.import_module("tensorflow.contrib.rnn")  ->  importlib.import_module("tf_contrib_rnn")
"""

import libcst as cst

from ..names import HOMES, PACKAGE, normal
from ..resolve import called, plain_string

NAME = "import_module"


def visit(module):
    """Replaces the name of a module that is imported by name."""
    for call in module.nodes(cst.Call):
        if called(call.func) not in ("import_module", "__import__") or not call.args:
            continue
        node = call.args[0].value
        name = plain_string(node)
        if name is None or normal(name) not in HOMES:
            continue
        if called(call.func) == "__import__":
            reason = "__import__ gives the outermost package, here TensorFlow"
            advice = f'write importlib.import_module("{PACKAGE}")'
            module.leave(call, NAME, reason, advice)
            continue
        new = node.with_changes(value=f"{node.prefix}{node.quote}{PACKAGE}{node.quote}")
        module.record(node, NAME, node, new)
        module.edit(node, lambda updated, new=new: new)
