"""TensorFlow's recurrent modules as values: assigned, passed on, or asked for a name.

    rnn_cell = tf.nn.rnn_cell               ->  rnn_cell = rnn
    getattr(tf.contrib.rnn, kind)(units)    ->  getattr(rnn, kind)(units)

The package has every public name of these modules, so such a value can be the package. Which
name is asked for at run time is unknown here, so that is reported: its arguments went unread.
"""

import libcst as cst

from ..names import NAMES
from ..resolve import called, plain_string
from .dotted_names import kept_prefix

NAME = "module_values"
ASKING = ("getattr", "hasattr", "setattr", "vars", "dir")


def visit(module):
    """Replaces whole modules."""
    for use in module.uses:
        if use.module_depth() is None:
            continue
        node = use.chain[-1]
        _asked(module, node)
        if _keeps_its_binding(module, node):
            continue
        prefix = kept_prefix(module, use)
        if prefix == len(use.chain) - 1:
            continue
        new = use.chain[prefix] if prefix is not None else module.package.at(use)
        module.record(node, NAME, node, new)
        module.edit(node, lambda updated, new=new: new.deep_clone())


def _keeps_its_binding(module, node):
    """Whether ``node`` is assigned to a name from which more is taken than the package has."""
    assign = module.parents[node]
    if not isinstance(assign, cst.Assign):
        return False
    names = [item.target for item in assign.targets if isinstance(item.target, cst.Name)]
    for name in names:
        scope = module.scopes[name]
        for binding in scope[name.value]:
            if binding.node is name and not module.is_replaced(name.value, binding):
                return True
    return False


def _asked(module, node):
    argument = module.parents[node]
    call = module.parents.get(argument)
    if not isinstance(argument, cst.Arg) or not isinstance(call, cst.Call):
        return
    function = called(call.func)
    if function not in ASKING or call.args[0] is not argument:
        return
    name = plain_string(call.args[1].value) if len(call.args) > 1 else None
    if name in NAMES:
        return
    if name is not None:
        reason = f"the package has no {name!r}"
        advice = "see the list of its names in tf_contrib_rnn.__all__"
    elif function == "setattr":
        reason = "the program replaces a name of TensorFlow's"
        advice = "replace it in the module that uses it"
    else:
        reason = "the name is chosen at run time"
        advice = "check that arguments such as input_size are not passed to what it finds"
    module.leave(call, NAME, reason, advice)
