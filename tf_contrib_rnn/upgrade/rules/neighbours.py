"""Other parts of tf.contrib, tf.layers, and what is left of a path to a recurrent module: reported.

tf.contrib.legacy_seq2seq.rnn_decoder(inputs, state, cell)
tf.layers.dense(x, 3)
contrib = tf.contrib
"""

import libcst as cst
from libcst.metadata import ImportAssignment

from ..names import GONE, HOMES, inside, normal, target
from ..resolve import dotted, is_star
from ..uses import is_gone
from .imports import is_rewritten

NAME = "neighbours"

AS_IT_IS = "python -m tf_contrib_rnn.compat runs it as it is"
IN_PART = "python -m tf_contrib_rnn.compat runs the usual part of it as it is"
ADDONS = "its successor tensorflow_addons ended in 2024 and does not run with Keras 3"
ADVICE = {
    "tensorflow.contrib.legacy_seq2seq": AS_IT_IS,
    "tensorflow.models.rnn.seq2seq": AS_IT_IS,
    "tensorflow.contrib.seq2seq.sequence_loss": AS_IT_IS,
    "tensorflow.contrib.seq2seq": (
        f"{ADDONS}; write the decoding loop with tf_contrib_rnn.raw_rnn"
    ),
    "tensorflow.layers": f"tf.keras.layers has most of it; {AS_IT_IS}",
    "tensorflow.contrib.layers": f"tf.keras.layers has most of it; {IN_PART}",
    "tensorflow.contrib.cudnn_rnn": "import it from tf_contrib_rnn",
    "tensorflow.contrib.framework": "tf.compat.v1.train has most of it",
    "tensorflow.contrib.training": "tf.compat.v1.train has some of it",
    "tensorflow.contrib.slim": (
        "its successor tf_slim needs tf.layers, which is gone with Keras 3; write tf.keras.layers"
    ),
    "tensorflow.contrib.lookup": "tf.lookup has most of it",
    "tensorflow.contrib.crf": f"{ADDONS}; {IN_PART}",
}
OTHERWISE = "TensorFlow 2 has no tf.contrib: see what tf_upgrade_v2 says about it"


def visit(module):
    """Reports what TensorFlow 2 has not and the package has not."""
    for use in module.uses:
        found = use.gone()
        if _is_imported_neighbour(use) or use.target_depth() is not None:
            continue  # the import is reported; the package has it
        removed = module.parents[use.chain[-1]] in module.edits  # by contrib_aliases
        if found and not removed and not is_rewritten(use) and not use.unknown_member():
            _report(module, use.chain[found[0]], found[1])
    for node in module.nodes(cst.ImportFrom):
        source = module.resolver.source(node)[0]
        if not isinstance(source, str):
            continue
        if is_star(node):
            names = [source]
        else:
            names = [normal(f"{source}.{dotted(alias.name)}") for alias in node.names]
        for meaning in names:
            if _is_neighbour(meaning):
                _report(module, node, meaning)
    for node in module.nodes(cst.Import):
        for alias in node.names:
            if _is_neighbour(normal(dotted(alias.name))):
                _report(module, node, normal(dotted(alias.name)))


def _is_imported_neighbour(use):
    imported = any(isinstance(binding, ImportAssignment) for binding in use.bindings)
    return imported and any(isinstance(m, str) and _is_neighbour(m) for m in use.meanings[0])


def _is_neighbour(meaning):
    if meaning in HOMES or meaning in GONE or target(meaning):
        return False
    return is_gone(meaning) and not any(inside(meaning, home) for home in HOMES)


def _report(module, node, meaning):
    shown = meaning.replace("tensorflow", "tf", 1)
    advice = next((text for old, text in ADVICE.items() if inside(meaning, old)), OTHERWISE)
    kind = "left" if meaning in GONE else "outside"
    since = "with Keras 3" if inside(meaning, "tensorflow.layers") else "in TensorFlow 2"
    module.leave(node, NAME, f"{shown} is gone {since}", advice, kind)
