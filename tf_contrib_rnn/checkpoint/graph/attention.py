"""An AttentionWrapper of tf.contrib.seq2seq around the cell of a loop: named, not rebuilt."""

import re

from tf_contrib_rnn.checkpoint.graph.facts import CellFact
from tf_contrib_rnn.checkpoint.graph.whole import body_of

_OWN = re.compile(r"(\w+_attention|attention_layer|memory_layer|query_layer)(_\d+)?")
_MECHANISMS = {
    "bahdanau": "BahdanauAttention",
    "luong": "LuongAttention",
}
_WHY = "an AttentionWrapper of tf.contrib.seq2seq is none of our cells"


def attended(view, cell: CellFact, variables) -> CellFact:
    """The cell inside its AttentionWrapper, where the loop attends to a memory.

    Args:
        view: the `View`.
        cell: the cell of the loop.
        variables: the `LoopVariable`s of the loop.
    """
    ends = [view.resolve(one.after) for one in variables if one.after]
    body = body_of(view, ends)
    used = dict.fromkeys(
        name[1:] for node in body for name in view.inputs(node) if name.startswith("=")
    )
    own = [name for name in used if any(_OWN.fullmatch(part) for part in name.split("/"))]
    if not own or cell.kind == "unknown" or not any(node.op == "Softmax" for node in body):
        return cell
    text = "/".join(own).lower()
    found = [kind for word, kind in _MECHANISMS.items() if word in text]
    mechanism = found[0] if found else "LuongAttention"
    scope = cell.scope.rpartition("/")[0]
    paths = {name.removeprefix(f"{scope}/"): name for name in own}
    return CellFact("AttentionWrapper", scope, paths, {"mechanism": mechanism}, (cell,), why=_WHY)
