"""What this package has, and where TensorFlow 1.15.5 had it."""

import functools
import inspect
import tomllib
from pathlib import Path

import tf_contrib_rnn as rnn
from generate.docstrings import Docstring
from tests.cases import SYMBOLS

QUIRKS = tomllib.loads((Path(__file__).parent / "quirks.toml").read_text(encoding="utf-8"))
# In the core of TF1 too, or only there: where other code names them.
CORE = {
    "RNNCell", "LayerRNNCell", "BasicRNNCell", "BasicLSTMCell", "GRUCell", "LSTMCell",
    "LSTMStateTuple", "DropoutWrapper", "MultiRNNCell", "DeviceWrapper", "ResidualWrapper",
}  # fmt: skip
CORE_RUNNERS = {"static_rnn", "static_state_saving_rnn", "static_bidirectional_rnn"}
GROUPS = {
    "cells": "Cells",
    "wrappers": "Cells made of cells",
    "sequence": "Over time",
    "layers": "Layers and conversions",
}


@functools.cache
def names():
    """{name: object} of every public class and function, in the package's order."""
    return {n: getattr(rnn, n) for n in rnn.__all__ if not inspect.ismodule(getattr(rnn, n))}


@functools.cache
def docstring(name):
    """The parts of a symbol's docstring."""
    return Docstring(names()[name])


def addresses(prefix=""):
    """{name: address of its page}."""
    return {name: f"{prefix}{name}.md" for name in names()}


def group(name):
    """The key in `GROUPS` of a symbol: the room that it lives in."""
    return names()[name].__module__.split(".")[1]


def homes(name):
    """The names under which TF 1.15.5 had a symbol; none for one that is ours."""
    if name not in SYMBOLS:
        return []
    found = [f"{SYMBOLS[name]['home']}.{name}"]
    if name in CORE and name != "LayerRNNCell":
        found.append(f"tf.nn.rnn_cell.{name}")
    if name in CORE_RUNNERS:
        found.append(f"tf.nn.{name}")
    return found


def differs(name):
    """What differs from TF1, in a sentence; "" for what TF1 did not have."""
    if name not in SYMBOLS:
        return ""
    said = docstring(name).differs or QUIRKS["differs"].get(name, "")
    if not said:
        raise ValueError(
            f"Expected the docstring of {name} or [differs] of quirks.toml to tell what differs "
            "from TF1, received neither."
        )
    return said.removeprefix("not at all").lstrip(".; ")


def quirks(name):
    """What TF1 does that nobody expects, and this package too: sentences."""
    return QUIRKS["kept"].get(name, [])


def signature(name):
    """The call of a symbol as text, broken where it is long."""
    parameters = inspect.signature(names()[name]).parameters.values()
    shown = [_shown(p) for p in parameters]
    short = f"rnn.{name}({', '.join(shown)})"
    if len(short) <= 88:
        return short
    return f"rnn.{name}(\n" + "".join(f"    {each},\n" for each in shown) + ")"


def _shown(parameter):
    default = parameter.default
    plain = parameter.replace(annotation=parameter.empty)
    if default is parameter.empty or isinstance(default, int | float | str | tuple | None):
        return str(plain)
    return f"{parameter.name}={getattr(default, '__name__', default)}"
