"""What stands beside the variables: surplus, strangers, twins, and names exchanged."""

import numpy as np

from tests.checkpoint.faults.draft import Kinds

KINDS = Kinds()
kind = KINDS.add


@kind
def surplus(draft):
    """There are variables of other parts of the program."""
    for number in range(draft.generator.integers(1, 5)):
        shape = draft.generator.integers(0, 5, size=draft.generator.integers(0, 4))
        draft.contents[f"other_{number}/thing"] = draft.generator.normal(size=shape)


@kind
def surplus_in_cell(draft):
    """The recurrent unit's scope holds a variable that the model has not."""
    name = draft.pick(draft.in_unit())
    draft.contents[f"{name.rpartition('/')[0]}/w_extra"] = np.zeros((3, 7), "float32")
    draft.fails = True


@kind
def surplus_bias(draft):
    """A layer that has none has normalisation in its scope."""
    name = draft.pick(n for n in draft.expected if n.endswith("/bias") and "cell/" not in n)
    draft.contents[name.replace("/bias", "/notes")] = np.zeros((5, 5, 5), "float32")


@kind
def strange_names(draft):
    """There are names that no TF1 program gives."""
    names = ["a b", "/", "//", "x/", "/x", "ü/kernel", "n" * 3000, "a/" * 400 + "b", ":0", "_", "."]
    for name in draft.generator.choice(names, 3, replace=False):
        draft.contents[str(name)] = np.zeros((2, 9), "float32")


@kind
def swapped(draft):
    """Two variables of one shape have each other's names: what the file says counts."""
    pairs = [
        (a, b)
        for a in draft.expected
        for b in draft.contents
        if a < b and np.shape(draft.contents[a]) == np.shape(draft.contents[b])
    ]
    one, other = pairs[draft.generator.integers(len(pairs))]
    found = draft.contents
    found[one], found[other] = found[other], found[one]
    draft.expected |= {name: found[name] for name in (one, other) if name in draft.expected}


@kind
def swapped_shapes(draft):
    """Two variables of different shapes have each other's names."""
    names, found = draft.in_unit(), draft.contents
    pairs = [(a, b) for a in names for b in names if found[a].shape != found[b].shape]
    one, other = pairs[draft.generator.integers(len(pairs))]
    found[one], found[other] = found[other], found[one]
    draft.fails = True


def _duplicate(draft):
    scope, layer = draft.architecture.unit
    copy = draft.pick(["worker_0", "old", "copy/of/it"])
    for name in list(draft.in_unit()):
        noise = draft.generator.normal(size=draft.contents[name].shape)
        draft.contents[f"{copy}/{name}"] = noise.astype(np.float32)
    return scope, layer, copy


@kind
def duplicated_scope(draft):
    """The recurrent unit is there twice, and nothing tells which is meant."""
    _duplicate(draft)
    draft.fails = True


@kind
def duplicated_scope_named(draft):
    """The recurrent unit is there twice, and the user says which is meant."""
    scope, layer, copy = _duplicate(draft)
    if draft.generator.integers(2):
        scope = f"{copy}/{scope}"
        draft.expected |= {n: draft.contents[f"{copy}/{n}"] for n in draft.in_unit()}
    draft.options["scopes"] = {layer: scope}


@kind
def wrong_scope_named(draft):
    """The user names a scope that is not there, or holds something else."""
    _, layer = draft.architecture.unit
    draft.options["scopes"] = {layer: draft.pick(["nowhere", "dense", "logits", "rnn/rnn", "head"])}
    draft.fails = True
