"""Write tests/cases/signatures.json: what tf.contrib.rnn of TF 1.15.5 exports, with signatures.

Needs Python 3.7 with tensorflow 1.15.5. Without --write it only compares with the file.
"""

import argparse
import collections
import inspect
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from _upstream import HOMES, MODULES  # noqa: E402

REQUIRED = "required"
PATH = os.path.join(os.path.dirname(HERE), "cases", "signatures.json")
FUNCTIONS = {tf.tanh: "tf.tanh", tf.nn.relu: "tf.nn.relu"}
ABSTRACT = ("RNNCell", "LayerRNNCell")
CONVOLUTIONS = ("Conv1DLSTMCell", "Conv2DLSTMCell", "Conv3DLSTMCell")


def surface():
    """Return everything that is recorded, ready to be written."""
    names = [name for name in dir(tf.contrib.rnn) if not name.startswith("_")]
    return collections.OrderedDict([
        ("tensorflow", tf.__version__), ("tf.contrib.rnn", names),
        ("symbols", collections.OrderedDict(
            (symbol, described(symbol)) for symbol in HOMES))])


def described(symbol):
    """Describe one symbol: where it lives, what it is, and its arguments."""
    thing = getattr(MODULES[HOMES[symbol]], symbol)
    kind = "function"
    if inspect.isclass(thing):
        is_cell = issubclass(thing, tf.contrib.rnn.RNNCell) and symbol not in ABSTRACT
        kind = "cell" if is_cell else "class"
    return collections.OrderedDict([
        ("home", HOMES[symbol]), ("kind", kind), ("arguments", arguments_of(symbol, thing))])


def arguments_of(symbol, thing):
    """Return {argument: plain default} in order."""
    parameters = named_parameters(thing)
    if symbol in CONVOLUTIONS:  # they hand everything but the name to ConvLSTMCell
        base = named_parameters(tf.contrib.rnn.ConvLSTMCell)
        base.pop("conv_ndims")
        parameters.update((k, p) for k, p in base.items() if k != "name")
    return collections.OrderedDict((name, plain(p.default)) for name, p in parameters.items())


def named_parameters(thing):
    """Return the named parameters of a function, or of the first constructor that names any."""
    functions = [thing]
    if inspect.isclass(thing):
        functions = [vars(base)["__init__"] for base in inspect.getmro(thing)[:-1]
                     if "__init__" in vars(base)]
        if hasattr(thing, "_fields"):
            return collections.OrderedDict(
                (name, inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD))
                for name in thing._fields)
    for function in functions:
        found = [(name, p) for name, p in inspect.signature(function).parameters.items()
                 if name != "self" and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        if found:
            return collections.OrderedDict(found)
    return collections.OrderedDict()


def plain(default):
    """Write a default as JSON: functions and dtypes by name."""
    if default is inspect.Parameter.empty:
        return REQUIRED
    if isinstance(default, tf.DType):
        return {"dtype": default.name}
    return {"function": FUNCTIONS[default]} if callable(default) else default


def check_signatures():
    """Compare the file with this TensorFlow.

    Raises:
        AssertionError: if a name, an argument or a default differs.
    """
    with open(PATH, "rb") as stream:
        same = stream.read() == _write.json_bytes(surface())
    assert same, "Expected %s to be what TF 1.15.5 has: run generate_signatures.py --write." % PATH


def main():
    """Compare, or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the file")
    if parser.parse_args().write:
        _write.write(PATH, _write.json_bytes(surface()))
    check_signatures()
    print("%s holds %d symbols" % (os.path.basename(PATH), len(HOMES)))


if __name__ == "__main__":
    main()
