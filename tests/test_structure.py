"""What may import what, how long things may be, and that both checks see a violation."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "tf_contrib_rnn"

FILE_LINES = 250
FUNCTION_LINES = 40  # from def to the last line, without the docstring
EXCEPTIONS = {}  # "tf_contrib_rnn/room/file.py" or "tf_contrib_rnn/room/file.py::function": why

# A room may import itself and the rooms of its row; "" is the package's own __init__.
ARROWS = {
    "_needs": set(),
    "_beside": set(),
    "cells": set(),
    "wrappers": {"cells"},
    "sequence": {"cells", "wrappers"},
    "layers": {"cells", "wrappers", "sequence"},
    "checkpoint": {"_beside", "_needs", "cells", "wrappers", "sequence", "layers"},
    "upgrade": set(),
    "compat": {"_needs", "cells", "wrappers", "sequence", "layers"},
    "": {"_needs", "cells", "wrappers", "sequence", "layers", "checkpoint"},
    "demo": {"_beside", "_needs", "cells", "wrappers", "sequence", "layers", "checkpoint", ""},
    "cli": {
        "_beside", "_needs", "cells", "wrappers", "sequence", "layers", "checkpoint", "upgrade",
        "demo", "",
    },
    "__main__": {"cli"},
}
CONTRACT = {"_cell", "_state", "RNNCell", "LSTMStateTuple"}  # all that checkpoint may know of cells
NAMES_CELLS = "tf_contrib_rnn/checkpoint/inventory/classes.py"  # it looks them up by name
STEP_ROOMS = {"cells", "wrappers"}
PRIVATE = ("tensorflow.python", "keras.src")


def python_files(*folders):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def inside(name, prefix):
    return name == prefix or name.startswith(prefix + ".")


def imports(tree, path):
    """Yields ``(dotted name, line)`` of all that a file imports, at any depth of it."""
    parts = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parts[: len(parts) + 1 - node.level] if node.level else ()
            source = ".".join((*above, *filter(None, [node.module])))
            yield from ((f"{source}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            if node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value), node.lineno


def called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", None))


def room_of(path):
    room = path.relative_to(ROOT / PACKAGE).with_suffix("").parts[0]
    return "" if room == "__init__" else room


def target_room(name):
    """The room of an imported name, or None where it is not ours."""
    if not inside(name, PACKAGE):
        return None
    head = name.split(".")[1:2]
    return head[0] if head and head[0] in ARROWS else ""


def forbidden_arrows(tree, path):
    room = room_of(path)
    for name, line in imports(tree, path):
        target = target_room(name)
        if name == f"{PACKAGE}.__version__" or target in (None, room):
            continue
        if target not in ARROWS[room]:
            yield f"{path}:{line}: {room or '__init__'} may not import {name}"


def concrete_cells(tree, path):
    if room_of(path) != "checkpoint" or path == ROOT / NAMES_CELLS:
        return
    for name, line in imports(tree, path):
        known = CONTRACT.intersection(name.split(".")[2:4])
        if target_room(name) in STEP_ROOMS and not known:
            yield f"{path}:{line}: checkpoint names a concrete cell, {name}"


def heavy_imports(tree, path):
    heavy = ("tensorflow", "keras") if room_of(path) == "upgrade" else ()
    for name, line in imports(tree, path):
        if any(inside(name, module) for module in heavy):
            yield f"{path}:{line}: {room_of(path)} may not import {name}"


def top_level_tensorflow(tree, path):
    if room_of(path) not in STEP_ROOMS:
        return
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    later = {id(inner) for node in ast.walk(tree) if isinstance(node, functions)
             for inner in ast.walk(node)}  # fmt: skip
    now = ast.Module([node for node in ast.walk(tree) if id(node) not in later
                      and isinstance(node, ast.Import | ast.ImportFrom)], [])  # fmt: skip
    for name, line in imports(now, path):
        if inside(name, "tensorflow"):
            yield f"{path}:{line}: imports {name} before a function asks for it"


def private_names(tree, path):
    """Yields each use of a private module: imported, or reached as an attribute."""
    for name, line in imports(tree, path):
        if any(inside(name, private) for private in PRIVATE):
            yield f"{path}:{line}: imports {name}"
    modules = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {a.asname: a.name for a in node.names if a.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            head, _, rest = ast.unparse(node).partition(".")
            if f"{modules.get(head, head)}.{rest}" in PRIVATE:
                yield f"{path}:{node.lineno}: reaches into {ast.unparse(node)}"


def lengths(tree, path):
    """Yields ``(name, lines, limit)`` of a file and of its functions."""
    name = path.relative_to(ROOT).as_posix()
    yield name, len(path.read_text(encoding="utf-8").splitlines()), FILE_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node) is not None:
                lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            yield f"{name}::{node.name}", lines, FUNCTION_LINES


RULES = [forbidden_arrows, concrete_cells, heavy_imports, top_level_tensorflow]


def test_every_room_has_a_row_in_the_table_of_arrows():
    rooms = {room_of(path) for path in python_files(PACKAGE)}
    assert rooms and rooms <= set(ARROWS)


@pytest.mark.parametrize("rule", RULES)
def test_the_package_keeps_its_arrows(rule):
    assert [found for path in python_files(PACKAGE) for found in rule(parse(path), path)] == []


def test_only_public_names_of_tensorflow_and_keras_are_used():
    files = python_files(PACKAGE, "tests")
    assert [found for path in files for found in private_names(parse(path), path)] == []


def test_files_and_functions_are_short():
    found = [entry for path in python_files(PACKAGE) for entry in lengths(parse(path), path)]
    too_long = {name: lines for name, lines, limit in found if lines > limit}
    assert too_long.keys() == EXCEPTIONS.keys(), too_long


@pytest.mark.parametrize(
    ("rule", "file", "code"),
    [
        (forbidden_arrows, "cells/lstm.py", "from ..wrappers import multi"),
        (forbidden_arrows, "cells/lstm.py", "import tf_contrib_rnn as rnn"),
        (forbidden_arrows, "wrappers/multi.py", "from tf_contrib_rnn.sequence.layer import RNN"),
        (forbidden_arrows, "sequence/layer.py", "def f():\n  from tf_contrib_rnn import layers"),
        (forbidden_arrows, "sequence/layer.py", "importlib.import_module('tf_contrib_rnn.layers')"),
        (forbidden_arrows, "upgrade/engine.py", "from tf_contrib_rnn import RNN"),
        (forbidden_arrows, "demo/__init__.py", "from tf_contrib_rnn.cli import main"),
        (forbidden_arrows, "__init__.py", "from .cli import main"),
        (concrete_cells, "checkpoint/apply.py", "from tf_contrib_rnn.cells.lstm import LSTMCell"),
        (concrete_cells, "checkpoint/apply.py", "from tf_contrib_rnn.cells import LSTMCell"),
        (concrete_cells, "checkpoint/apply.py", "from tf_contrib_rnn import wrappers"),
        (heavy_imports, "upgrade/engine.py", "import tensorflow as tf"),
        (top_level_tensorflow, "cells/lstm.py", "import tensorflow as tf"),
        (top_level_tensorflow, "wrappers/multi.py", "if x:\n  from tensorflow import nn"),
        (private_names, "cells/lstm.py", "from keras.src import ops"),
        (private_names, "cells/lstm.py", "from tensorflow import python"),
        (private_names, "cells/lstm.py", "import tensorflow as tf\ntf.python.ops.init_ops()"),
    ],
)
def test_a_violation_is_seen(rule, file, code):
    assert len(list(rule(ast.parse(code), ROOT / PACKAGE / file))) == 1


@pytest.mark.parametrize(
    ("rule", "file", "code"),
    [
        (forbidden_arrows, "wrappers/multi.py", "from ..cells import RNNCell"),
        (forbidden_arrows, "cells/lstm.py", "from . import _math"),
        (forbidden_arrows, "cli/demo.py", "from tf_contrib_rnn.demo import run"),
        (forbidden_arrows, "cli/__init__.py", "from tf_contrib_rnn import __version__"),
        (concrete_cells, "checkpoint/apply.py", "from tf_contrib_rnn.cells._cell import RNNCell"),
        (concrete_cells, "checkpoint/inventory/classes.py", "from tf_contrib_rnn import cells"),
        (heavy_imports, "upgrade/engine.py", "import libcst"),
        (top_level_tensorflow, "cells/lstm.py", "def f():\n  import tensorflow as tf"),
        (private_names, "cells/lstm.py", "import tensorflow as tf\ntf.python_io.x()"),
    ],
)
def test_what_is_allowed_is_not_taken_for_a_violation(rule, file, code):
    assert list(rule(ast.parse(code), ROOT / PACKAGE / file)) == []


def test_a_function_is_measured_without_its_docstring(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / "file.py"
    path.write_text('def f(\n  x,\n):\n  """One.\n\n  Two.\n  """\n  return x\n')
    measured = [entry[:2] for entry in lengths(parse(path), path)]
    assert measured == [("file.py", 8), ("file.py::f", 4)]
