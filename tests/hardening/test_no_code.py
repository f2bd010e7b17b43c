"""Nothing that runs code out of data, and nothing that speaks to a network."""

import ast
import base64
import json
import marshal
import shutil
import zipfile

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import SPECIMENS, assert_same, built, sequences
from tests.conftest import ROOT
from tests.gate import gated
from tests.test_structure import PACKAGE, called, imports, inside, parse, python_files
from tf_contrib_rnn import checkpoint, demo

NETWORK = (
    "aiohttp", "asyncio", "ftplib", "grpc", "http", "httpx", "imaplib", "poplib", "requests",
    "select", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib", "urllib3",
    "webbrowser", "xmlrpc",
)  # fmt: skip
CODE_IN_DATA = (
    "cloudpickle", "code", "codeop", "ctypes", "dbm", "dill", "imp", "joblib", "marshal",
    "multiprocessing", "pickle", "runpy", "shelve", "subprocess", "yaml",
)  # fmt: skip
CALLS = ("eval", "exec", "compile", "__import__", "run_path", "run_module", "exec_module", "system",
         "popen", "enable_unsafe_deserialization", "py_function", "numpy_function")  # fmt: skip
WORDS = {"allow_pickle": True, "safe_mode": False, "shell": True}

# "file: what": why it is there.
EXCEPTIONS = {
    "compat/__main__.py: imports runpy": "it runs the script that the user names",
    "compat/__main__.py: calls run_path": "it runs the script that the user names",
    "cli/_models.py: calls exec": "it builds a model from the source that to_code wrote",
    "cli/_models.py: calls compile": "it builds a model from the source that to_code wrote",
    "cli/_models.py: calls exec_module": "it imports the file that the user names by --model",
}


def dangers(tree, path):
    """Yields what a file imports or calls that can run data as code or reach a network."""
    name = path.relative_to(ROOT / PACKAGE).as_posix()
    for module, _ in imports(tree, path):
        for forbidden in (*NETWORK, *CODE_IN_DATA):
            if inside(module, forbidden):
                yield f"{name}: imports {forbidden}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            is_plain = isinstance(node.func, ast.Name)
            owner = "" if is_plain else ast.unparse(getattr(node.func, "value", node.func))
            if called(node) in CALLS and (called(node) != "compile" or is_plain) and owner != "re":
                yield f"{name}: calls {called(node)}"
            for word in node.keywords:
                value = getattr(word.value, "value", None)
                if word.arg in WORDS and value is WORDS[word.arg]:
                    yield f"{name}: passes {word.arg}={value}"


def test_no_code_in_data_and_no_network():
    found = {danger for path in python_files(PACKAGE) for danger in dangers(parse(path), path)}
    assert found == EXCEPTIONS.keys()


@pytest.mark.parametrize(
    ("code", "danger"),
    [
        ("import pickle", "imports pickle"),
        ("def f():\n  from urllib import request", "imports urllib"),
        ("import http.client as x", "imports http"),
        ("importlib.import_module('socket')", "imports socket"),
        ("eval('1')", "calls eval"),
        ("os.system('ls')", "calls system"),
        ("builtins.exec('1')", "calls exec"),
        ("np.load(path, allow_pickle=True)", "passes allow_pickle=True"),
        ("keras.models.load_model(path, safe_mode=False)", "passes safe_mode=False"),
    ],
)
def test_a_danger_is_seen(code, danger):
    path = ROOT / PACKAGE / "cells/lstm.py"
    assert list(dangers(ast.parse(code), path)) == [f"cells/lstm.py: {danger}"]


def test_what_is_harmless_is_not_taken_for_a_danger():
    code = "model.compile('adam')\nre.compile('x')\nimport importlib\nnp.load(path)"
    assert list(dangers(ast.parse(code), ROOT / PACKAGE / "cells/lstm.py")) == []


@pytest.mark.parametrize("name", gated(SPECIMENS, ["lstm", "conv_2d"]))
def test_a_file_in_safe_mode(name, tmp_path):
    specimen = SPECIMENS[name]
    symbolic = specimen.symbolic()
    model = keras.Model(symbolic, rnn.RNN(built(specimen), return_sequences=True)(symbolic))
    model.save(tmp_path / "model.keras")
    config = zipfile.ZipFile(tmp_path / "model.keras").read("config.json").decode()
    assert "lambda" not in config.lower() and "base64" not in config
    loaded = keras.models.load_model(tmp_path / "model.keras", safe_mode=True)
    inputs = sequences(specimen)
    assert_same(loaded(inputs, training=False), model(inputs, training=False), 0)


# What would open a file, were it not quoted: in a string, in a docstring, on a line of its own.
PAYLOADS = {
    "string": 'a", trainable=open("was_run", "w"), reuse="',
    "docstring": 'a"""+str(open("was_run", "w"))+"""',
    "escaped": 'a\\", trainable=open("was_run", "w"), reuse="',
    "line": 'a\nopen("was_run", "w")\n',
}


def executed(code, folder):
    """Runs generated code, in which nothing is called that a file could name."""
    names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    assert "open" not in names
    exec(compile(code, "<generated>", "exec"), {"__name__": "generated"})
    assert not (folder / "was_run").exists()


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_names_of_arrays_are_no_code(payload, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = {f"{payload}/rnn/{payload}/kernel": (8, 20), f"{payload}/rnn/{payload}/bias": (20,)}
    shapes = {**cells, f"{payload}/out/kernel": (5, 2), f"{payload}/out/bias": (2,)}
    shapes |= {f"{payload}_{payload}": (3, 5, 7)}
    code = checkpoint.inspect({name: np.ones(s) for name, s in shapes.items()}).to_code()
    assert "rnn.RNN(" in code and "keras.layers.Dense(" in code
    executed(code, tmp_path)


@pytest.mark.parametrize("kind", ["string", "docstring", "line"])
@pytest.mark.parametrize("with_graph", [False, True])
def test_the_name_of_a_checkpoint_is_no_code(kind, with_graph, tmp_path, monkeypatch):
    payload = PAYLOADS[kind]
    monkeypatch.chdir(tmp_path)
    for file in demo.checkpoint_of("frames").glob("model.ckpt-1800.*"):
        if with_graph or file.suffix != ".meta":
            shutil.copy(file, tmp_path / f"{payload}{file.suffix}")
    executed(checkpoint.inspect(str(tmp_path / payload)).to_code(), tmp_path)


def hostile_function():
    """A function as bytes in a config, which Keras runs where safe mode is off."""
    code = marshal.dumps((lambda x: open("was_run", "w")).__code__)
    return {
        "class_name": "__lambda__",
        "config": {"value": [base64.b64encode(code).decode(), None, None]},
    }


def imported(module, name, kind="function"):
    return {"module": module, "class_name": kind, "config": name, "registered_name": name}


HOSTILE = {
    "a lambda": hostile_function,
    "a function of a module": lambda: imported("os", "system"),
    "a module of nobody": lambda: imported("hostile_module", "anything"),
    "a class of a module": lambda: {
        "module": "subprocess", "class_name": "Popen", "config": {"args": ["touch", "was_run"]},
        "registered_name": None,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("argument", ["activation", "initializer", "dtype"])
def test_a_config_runs_nothing(name, argument, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hostile_module.py").write_text("open('was_run', 'w')\nanything = None\n")
    monkeypatch.syspath_prepend(tmp_path)
    config = json.loads(json.dumps(rnn.LSTMCell(3).get_config()))
    with pytest.raises((TypeError, ValueError)):
        rnn.LSTMCell.from_config({**config, argument: HOSTILE[name]()})
    assert not (tmp_path / "was_run").exists()
