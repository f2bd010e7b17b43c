"""Reads the graphs of random networks, and says of a recognised cell what a spec says of it."""

import functools
import inspect
import json

import numpy as np

from tests.goldens import DATA
from tf_contrib_rnn.checkpoint.graph import Graph
from tf_contrib_rnn.checkpoint.inventory.classes import public_class

import tensorflow as tf  # isort: skip

PATH = DATA.parent / "graphs" / "graphs.npz"
# What a graph cannot show: how variables were cut, and the sizes of maps.
UNSEEN = ("num_unit_shards", "num_proj_shards", "input_shape", "num_in_proj")


@functools.cache
def names() -> list[str]:
    """The names of all networks."""
    with np.load(PATH) as file:
        return sorted(name for name in file.files if f"{name}.json" in file.files)


def read(name: str) -> tuple[Graph, dict]:
    """A network's graph, and its spec with the names of what the program was given."""
    with np.load(PATH) as file:
        definition = tf.compat.v1.GraphDef.FromString(file[name].tobytes())
        return Graph(definition), json.loads(file[f"{name}.json"].tobytes())


def read_odd(name: str) -> Graph:
    """The graph of a program of `tests/cases/odd_graphs.py`."""
    with np.load(PATH) as file:
        return Graph(tf.compat.v1.GraphDef.FromString(file[f"odd_{name}"].tobytes()))


def told(spec: dict) -> dict:
    """A spec of a cell, complete with the defaults of its class."""
    if spec["kind"] == "MultiRNNCell":
        return {"kind": "MultiRNNCell", "members": [told(one) for one in spec["members"]]}
    made = {"kind": spec["kind"], "options": complete(spec["kind"], spec["options"])}
    if spec.get("residual"):
        made = {"kind": "ResidualWrapper", "members": [made]}
    keep_probs = spec.get("keep_probs")
    return {**made, "keep_probs": keep_probs} if keep_probs else made


def seen(fact) -> dict:
    """The same of a recognised cell."""
    if fact.kind in ("MultiRNNCell", "ResidualWrapper"):
        made = {"kind": fact.kind, "members": [seen(one) for one in fact.members]}
    else:
        made = {"kind": fact.kind, "options": complete(fact.kind, fact.options)}
    return {**made, "keep_probs": dict(fact.keep_probs)} if fact.keep_probs else made


def complete(kind, options):
    """Options with the defaults of the class."""
    parameters = inspect.signature(public_class(kind)).parameters
    defaults = {
        name: parameter.default
        for name, parameter in parameters.items()
        if parameter.default is not parameter.empty and name not in ("name", "reuse", "dtype")
    }
    made = {name: value for name, value in (defaults | options).items() if name not in UNSEEN}
    return made | ({"activation": made["activation"] or "tanh"} if "activation" in made else {})
