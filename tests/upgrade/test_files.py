"""Which files are looked at, and how they are replaced."""

import os
import stat
import types

import libcst as cst
import pytest

from tf_contrib_rnn.upgrade import files, upgrade

OLD = "import tensorflow as tf\nc = tf.contrib.rnn.GRUCell(3)\n"
NEW = "import tensorflow as tf\nimport tf_contrib_rnn as rnn\nc = rnn.GRUCell(3)\n"


def test_python_files_and_notebooks_below_a_folder(tmp_path):
    kept = ["a.py", "b.ipynb", "sub/c.py"]
    others = ["d.txt", ".git/e.py", "__pycache__/f.py", ".ipynb_checkpoints/b.ipynb",
              "venv/pyvenv.cfg", "venv/lib/g.py", "x/site-packages/h.py"]  # fmt: skip
    for name in kept + others:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = [path.relative_to(tmp_path).as_posix() for path in files.find([tmp_path])]
    assert found == kept


def test_a_file_is_looked_at_once_and_may_have_any_suffix(tmp_path):
    path = tmp_path / "script"
    path.write_text(OLD)
    assert files.find([path, tmp_path / "." / "script"]) == [path]
    upgrade([path], write=True)
    assert path.read_text() == NEW


def test_paths_may_be_any_iterable_but_no_single_path(tmp_path):
    (tmp_path / "common.py").write_text("import tensorflow as tf\nrnn = tf.contrib.rnn\n")
    (tmp_path / "use.py").write_text("from common import rnn\nrnn.GRUCell(3, input_size=4)\n")
    _, use = upgrade(path for path in [tmp_path]).files
    assert use.after == "from common import rnn\nrnn.GRUCell(3)\n"
    for single in (tmp_path, "src"):
        with pytest.raises(TypeError, match=r"expects a list of paths, received .*: write \["):
            upgrade(single)


@pytest.mark.parametrize(
    "source",
    [
        "import tensorflow as tf\ntf.layers.dense(x, 3)\n",
        "import tensorflow.compat.v1 as v1\nv1.layers.dense(x, 3)\n",
        "from tensorflow import keras, layers\nlayers.dense(x, 3)\n",
    ],
)
def test_a_file_that_has_layers_only_is_looked_at(source, tmp_path):
    path = tmp_path / "a.py"
    path.write_text(source)
    (report,) = upgrade([path]).files
    assert [entry.kind for entry in report.left] == ["outside"]


def test_nothing_is_written_unless_told(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(OLD)
    (report,) = upgrade([tmp_path]).files
    assert (report.after, report.written) == (NEW, False)
    assert path.read_text() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


@pytest.mark.parametrize(
    ("encoding", "cookie"),
    [("utf-8", ""), ("utf-8-sig", ""), ("latin-1", "# -*- coding: latin-1 -*-\n")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_and_newlines_stay(encoding, cookie, newline, tmp_path):
    path = tmp_path / "a.py"
    text = (cookie + "# é\n{}").replace("\n", newline)
    path.write_bytes(text.format(OLD.replace("\n", newline)).encode(encoding))
    upgrade([path], write=True)
    assert path.read_bytes() == text.format(NEW.replace("\n", newline)).encode(encoding)


def test_mode_bits_and_links_stay(tmp_path):
    path, link = tmp_path / "a.py", tmp_path / "link.py"
    path.write_text(OLD)
    path.chmod(0o750)
    link.symlink_to(path)
    upgrade([link], write=True)
    assert (link.is_symlink(), path.read_text()) == (True, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o750


def test_a_failed_write_leaves_the_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "a.py"
    path.write_text(OLD)

    def refuse(source, destination):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    (report,) = upgrade([path], write=True).files
    assert (report.failure, report.written) == ("No space left on device", False)
    assert path.read_text() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


def test_a_file_that_changed_meanwhile_is_not_replaced(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    with pytest.raises(files.ChangedMeanwhileError, match="has changed since it was read"):
        files.replace(path, OLD.encode(), NEW.encode())
    assert path.read_text() == "x = 1\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"c = tf.nn.rnn_cell\nprint 'x'\n", "line 2: a print statement of Python 2"),
        (b"try:\n    rnn()\nexcept E, e:\n    pass\n", "line 3: 'except X, e' of Python 2"),
        (b"raise E, 'rnn'\n", "line 1: 'raise X, message' of Python 2"),
        (b"rnn = 0777\n", "line 1: a number of Python 2"),
        (b"if rnn:\n\tx = 1\n        y = 2\n", "tabs and spaces are mixed"),
        (b"rnn = (\n", "line 1: '(' was never closed"),
        (b"# coding: nonsense\nrnn = 1\n", "nonsense"),
        (b"rnn = 1\rx = 2\r", "its line ends cannot be kept"),
        (b"rnn = '\xff'\n", "not text in the encoding"),
    ],
)
def test_what_does_not_parse_is_reported_and_left(source, reason, tmp_path):
    path, other = tmp_path / "a.py", tmp_path / "b.py"
    path.write_bytes(source)
    other.write_text(OLD)
    report, done = upgrade([tmp_path], write=True).files
    assert reason in report.failure and "\n" not in report.failure
    assert path.read_bytes() == source
    assert done.written and other.read_text() == NEW


def test_a_file_that_cannot_be_read_is_reported(tmp_path):
    (tmp_path / "a.py").symlink_to(tmp_path / "nowhere")
    (report,) = upgrade([tmp_path]).files
    assert report.failure == "No such file or directory"


def breaking(monkeypatch, edit):
    """Lets a rule of the tests look at every module."""
    rule = types.SimpleNamespace(NAME="breaking", visit=edit)
    monkeypatch.setattr("tf_contrib_rnn.upgrade.engine.RULES", (rule,))


def test_a_text_that_would_be_no_python_is_not_taken(tmp_path, monkeypatch):
    def visit(module):
        (line,) = module.nodes(cst.Pass)
        module.edit(line, lambda updated: cst.Expr(cst.Name("class")))

    path = tmp_path / "a.py"
    path.write_text("class RNNCell:\n    pass\n")
    breaking(monkeypatch, visit)
    (report,) = upgrade([path], write=True).files
    assert report.failure == "its rewritten text would be no Python; it is left as it was"
    assert path.read_text() == "class RNNCell:\n    pass\n"


def test_a_mistake_of_a_rule_names_the_file_and_nothing_is_written(tmp_path, monkeypatch):
    def visit(module):
        raise KeyError("x")

    path = tmp_path / "a.py"
    path.write_text(OLD)
    breaking(monkeypatch, visit)
    with pytest.raises(KeyError) as raised:
        upgrade([path], write=True)
    assert raised.value.__notes__ == [f"while rewriting {path}; nothing was written"]
