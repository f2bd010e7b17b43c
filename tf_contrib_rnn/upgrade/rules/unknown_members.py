"""What TensorFlow's recurrent modules had and the package has not: reported with the way out.

rnn_cell_impl._linear(args, n, True)
"""

import libcst as cst

from ..names import TAKEN_NAMES, target
from ..project import ProjectModule
from ..resolve import dotted, is_star
from ..uses import is_home, unknown
from .imports import is_spent

NAME = "unknown_members"

LINEAR = "write it out: tf.matmul(tf.concat(args, 1), kernel) + bias, on variables of your own"
CHECKPOINT = "leave it out: tf_contrib_rnn.checkpoint reads and writes what cuDNN layers saved"
ADVICE = {
    "_linear": LINEAR,
    "_Linear": LINEAR,
    "linear": LINEAR,
    "_like_rnncell": "ask isinstance(cell, tf_contrib_rnn.RNNCell)",
    "assert_like_rnncell": "ask isinstance(cell, tf_contrib_rnn.RNNCell)",
    "_concat": "write the shape out: [batch_size, *shape]",
    "_zero_state_tensors": "use cell.zero_state(batch_size, dtype)",
    "_WEIGHTS_VARIABLE_NAME": 'write "weights", or "kernel" for checkpoints since TensorFlow 1.2',
    "_BIAS_VARIABLE_NAME": 'write "biases", or "bias" for checkpoints since TensorFlow 1.2',
}
OTHERWISE = "copy what you need of it into your program"


def visit(module):
    """Reports what the package does not offer."""
    for use in module.uses:
        found = use.unknown_member()
        if found and found[0]:
            _report(module, use.chain[found[0]], found[1])
    for node in module.nodes(cst.ImportFrom):
        if is_star(node) or isinstance(module.resolver.source(node)[0], ProjectModule):
            continue
        for alias in node.names:
            (meaning,) = module.resolver.from_import(node, dotted(alias.name))
            if meaning and unknown(meaning):
                _report(module, alias, meaning, node)
            elif meaning and not target(meaning):
                _kept(module, node, alias)
    for node in module.nodes(cst.Import):
        for alias in node.names:
            if alias.asname:
                _kept(module, node, alias)


def _report(module, node, meaning, around=None):
    name = meaning.rpartition(".")[2]
    saveable = "Saveable" in name or "ParamsFormatConverter" in name
    advice = CHECKPOINT if saveable else ADVICE.get(name, OTHERWISE)
    code = module.code(around) if around is not None else None
    module.leave(node, NAME, f"the package has no {name!r}", advice, code=code)


def _kept(module, node, alias):
    """An import of a home that stays, because something unknown is taken from it."""
    local = alias.asname.name.value if alias.asname else dotted(alias.name)
    binding = module.bindings(node).get(local)
    if binding is None or not all(map(is_home, module.resolver.of_binding(local, binding))):
        return
    uses = module.uses_of(binding)
    names = sorted({found[1].rpartition(".")[2] for use in uses if (found := use.unknown_member())})
    if names:
        reason = f"the package has no {', '.join(names)}, which the file takes from it"
        advice = "replace that, then run this again"
        module.leave(node, NAME, reason, advice)
    elif local in TAKEN_NAMES and not is_spent(module, local, binding):
        reason = f"tf_upgrade_v2 takes {local!r} for TensorFlow's, and other modules may import it"
        module.leave(node, NAME, reason, "call it something else, then run this again")
