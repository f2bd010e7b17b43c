"""The model that a command works with: inferred, built by a function, or from a file."""

import importlib
import importlib.util
import os
import sys
import traceback
import types
from dataclasses import dataclass, field
from typing import Any

import click


@dataclass
class Loaded:
    """A model, with what a module that built it says beside.

    Attributes:
        model: the Keras model.
        title: what it is, in words.
        scopes: `SCOPES` of the module: `{layer: scope}`.
        mapped: its `MAP`: `{layer/weight: name in the checkpoint}`.
        tensors: its `TENSORS`: `{layer: tensor of the graph}`.
        has_values: whether it came from a file, with values of its own.
    """

    model: Any
    title: str
    scopes: dict = field(default_factory=dict)
    mapped: dict = field(default_factory=dict)
    tensors: dict = field(default_factory=dict)
    has_values: bool = False


def load(name: str | None, source: str, fetch=()) -> Loaded:
    """The model to work with.

    Args:
        name: `package.module:function`, `file.py:function`, a `.keras` file, or None to infer it.
        source: the checkpoint.
        fetch: tensors of the graph that an inferred model shall give.

    Raises:
        ValueError: if there is none, or what builds it fails.
        click.UsageError: if the name means nothing.
    """
    if name is None:
        return _inferred(source, fetch)
    if fetch:
        raise click.UsageError("--fetch is for the inferred model: leave out --model, or --fetch.")
    if name.endswith(".keras"):
        return _from_file(name)
    place, colon, function = name.rpartition(":")
    if not colon or not place or not function.isidentifier():
        raise click.UsageError(
            "--model expects package.module:function, path/to/file.py:function or a .keras file, "
            f"received {name!r}."
        )
    return _built(_module(place, name), function, f"the model of {name}")


def code_of(inventory, fetch=()) -> str:
    """The source of a module that builds what an inventory shows.

    Args:
        inventory: the `Inventory`.
        fetch: tensors of the graph that the model shall give; none for its own outputs.

    Raises:
        CheckpointError: if something cannot be expressed, or there is no graph to fetch from.
    """
    if not fetch:
        return inventory.to_code()
    if inventory.graph is None:
        raise ValueError(
            f"--fetch expects a graph beside the checkpoint, {inventory.source!r} has none."
        )
    from tf_contrib_rnn.checkpoint.rebuild import source_of

    return source_of(inventory.graph, inventory.opened, list(fetch))


def _inferred(source, fetch):
    from tf_contrib_rnn.checkpoint import inspect

    code = code_of(inspect(source), fetch)
    module = types.ModuleType("inferred_model")
    sys.modules[module.__name__] = module
    try:
        exec(compile(code, "<the inferred model>", "exec"), module.__dict__)
        model = module.build()
    except (OSError, ValueError) as error:  # of code that we wrote: no user's mistake
        raise RuntimeError(f"the inferred model of {source!r} does not build") from error
    return _described(model, module, "the inferred model")


def _from_file(name):
    import keras

    if not os.path.exists(name):
        raise ValueError(f"--model expects a .keras file that exists, received {name!r}.")
    try:
        model = keras.models.load_model(name)
    except Exception as error:
        raise ValueError(
            f"the model {name!r} cannot be loaded ({_first(error)}): pass a .keras file of Keras 3 "
            "without classes of your own, or --model file.py:function."
        ) from error
    return Loaded(model, f"the model of {name}", has_values=True)


def _module(place, name):
    if not place.endswith(".py"):
        sys.path.insert(0, os.getcwd())
    elif not os.path.exists(place):
        raise ValueError(f"--model names the file {place!r}, which does not exist.")
    try:
        return _imported_file(place) if place.endswith(".py") else importlib.import_module(place)
    except ModuleNotFoundError as error:
        if error.name and f"{place}.".startswith(f"{error.name}."):
            raise ValueError(
                f"--model names the module {error.name!r}, which is neither installed nor in "
                f"{os.getcwd()!r}: pass package.module:function or path/to/file.py:function."
            ) from error
        raise _failed(error, f"{place} cannot be imported", name) from error
    except Exception as error:
        raise _failed(error, f"{place} cannot be imported", name) from error


def _imported_file(path):
    """A file as a module; what lies beside it can be imported by it."""
    name = os.path.splitext(os.path.basename(path))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _built(module, function, title):
    import keras

    build = getattr(module, function, None)
    if not callable(build):
        raise ValueError(f"--model names {function!r}, which {module.__name__!r} does not define.")
    try:
        model = build()
    except Exception as error:
        raise _failed(error, f"{function}() failed", module.__name__) from error
    if not isinstance(model, keras.Model):
        raise ValueError(
            f"--model names a function that returns a Keras model, {function}() returned "
            f"{type(model).__name__}: wrap cells and layers as keras.Model(inputs, outputs)."
        )
    return _described(model, module, title)


def _described(model, module, title):
    tables = [getattr(module, name, None) for name in ("SCOPES", "MAP", "TENSORS")]
    tables = [dict(table) if isinstance(table, dict) else {} for table in tables]
    return Loaded(model, title, *tables)


def _failed(error, what, name):
    """The error of a user's own code in one sentence, with the line it comes from."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)} line {last.lineno}"
    return ValueError(
        f"--model {name}: {what} with {type(error).__name__} ({_first(error)}; {where}); "
        "--traceback before the command shows all of it."
    )


def _first(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
