"""Short names for layers and variables of the generated code, from the scopes of the graph."""

import builtins
import keyword
import os.path
import re

from tf_contrib_rnn.checkpoint.names import ROLES
from tf_contrib_rnn.checkpoint.rebuild.helpers import HELPERS

_GENERIC = re.compile(
    r"(?i)(placeholder|variable|matmul|mat_mul|biasadd|add(v2)?|tensordot|read|bias|kernel|weights?|w|b|v"
    r"|embedding_lookup|embeddinglookup|xw_plus_b|identity|identity_n|gather(v2|nd)?|conv[123]d|reshape|transpose|mul"
    r"|sub|div|real_?div|truediv|cast|to_?(int|float)\d*|strided_?slice|expand_?dims|unrolled|concat_v2|add_n|squeeze|expanddims|concat|stack|pack|strided_slice|batchnorm|fusedbatchnorm\w*"
    r"|while|exit|model|net|network|train|training|inference|graph|relu|tanh|sigmoid|cond|merge)(_\d+)?"
)
_TAKEN = {
    "build", "cell", "checkpoint", "keras", "layers", "model", "np", "ops", "rnn", "state",
    *HELPERS,
}  # fmt: skip
_KINDS = {"Embedding": "embedding", "Dense": "dense", "Variable": "variable"}


class Names:
    """Names already given; each is given once."""

    def __init__(self, taken=()):
        self._given = set(taken)

    def unique(self, *wishes) -> str:
        """The first wish that is free, else the last with a number."""
        names = [name for name in map(identifier, wishes) if name]
        for wish in names:
            if wish not in self._given:
                self._given.add(wish)
                return wish
        number = 1
        while f"{names[-1]}_{number}" in self._given:
            number += 1
        return self.unique(f"{names[-1]}_{number}")


def local_names() -> Names:
    """Names for variables of the function: none that mean something already."""
    return Names({*_TAKEN, *keyword.kwlist, *dir(builtins)})


def identifier(text: str) -> str:
    """A component of a name as Python writes names."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", text)
    text = re.sub(r"\W+", "_", text).strip("_").lower()
    return f"x{text}" if text[:1].isdigit() else text


def telling(name: str) -> list[str]:
    """The components of a name that say something, the last first."""
    components = name.partition(":")[0].split("/")
    return [part for part in reversed(components) if part and not _GENERIC.fullmatch(part)]


def of_layer(layer) -> list[str]:
    """What a layer could be called, the best first."""
    kind = layer.kind.rpartition(".")[2]
    variables = list(layer.weights.values())
    wishes = []
    leaves = [name.rpartition("/")[2] for name in variables]
    if kind == "Embedding" and leaves != ["embeddings"]:
        wishes += [leaf for leaf in leaves if leaf in ROLES] or telling(variables[0])[:1]
    elif all(leaf in ROLES for leaf in leaves):
        wishes += telling(variables[0].rpartition("/")[0])[:1]
    elif len(variables) == 1:
        wishes += telling(variables[0])[:1]
    else:
        wishes += telling(re.sub(r"_?[WwBb]?$", "", os.path.commonprefix(leaves)))[:1]
    wishes = ["logits" if wish == "softmax" else wish for wish in wishes if len(wish) > 2]
    wishes += telling(layer.place.rpartition("/")[0])[:1]
    longer = ["_".join(reversed(telling(variables[0].rpartition("/")[0])[:2]))]
    default = _KINDS.get(kind, identifier(kind))
    return [*(wishes or [default]), *longer, (wishes or [default])[0]]


def of_run(run) -> list[str]:
    """What a recurrent layer could be called, the best first."""
    components = [part for part in run.scope.split("/") if part and not _GENERIC.fullmatch(part)]
    if run.cell.kind.startswith("keras."):
        components = [run.cell.scope.rpartition("/")[2].removesuffix("_cell")]
    if not components:
        return ["rnn"]
    last = {"fw": "forward", "bw": "backward"}.get(components[-1], components[-1])
    if run.is_reversed and last == "forward":
        last = "backward"
    return [last, "_".join([*components[-2:-1], last]), last]


def of_value(value) -> list[str]:
    """What the variable of a value could be called."""
    found = telling(value.tensor)[:1] if value.tensor else []
    if not value.tensor and hasattr(value, "run"):
        return ["hidden"]
    op = getattr(value, "op", "")
    return [*found, identifier(op) if op and not _GENERIC.fullmatch(op) else "x"]
