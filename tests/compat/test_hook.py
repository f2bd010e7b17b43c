"""Who sees TensorFlow 1, what they find there, and how it is switched off."""

import builtins
import json
import sysconfig
from pathlib import Path

import pytest

from tests.compat.supplied import compat, table
from tf_contrib_rnn.compat import _gone, _importers, _places
from tf_contrib_rnn.upgrade import names

HERE = Path(__file__).parent


@pytest.fixture
def installed():
    compat.install()
    yield
    compat.uninstall()


def test_every_old_home_gives_our_names(seen):
    wrong = {text: found for text, found in seen["homes"].items() if "tf_contrib_rnn" not in found}
    assert len(seen["homes"]) > 60 and wrong == {}


def test_every_name_of_the_table_is_there(seen):
    assert seen["unresolved"] == []
    assert seen["resolved"] > 400


def test_dir_and_star_imports_list_the_names(seen):
    assert {"LSTMCell", "static_rnn", "ConvLSTMCell"} <= set(seen["star"])
    assert {"placeholder", "contrib", "layers", "nn", "Session"} <= set(seen["dir"])


def test_tensorflow_behaves_as_version_1(seen):
    assert seen["version"] == "1.15.5"
    assert seen["dimension"] == 3  # of a Dimension, by .value
    assert seen["kind"] == "float32"
    assert seen["hashable"] and not seen["eager"]
    assert seen["flag"] == 7


@pytest.mark.parametrize("way", ["imports", "attributes"])
def test_what_is_gone_stops_with_a_sentence_that_names_it(seen, way):
    assert len(seen[way]) >= 10
    for name, message in seen[way].items():
        assert message.startswith(f"tf_contrib_rnn.compat has no {name}, which "), message
        assert message.count(". ") == 0 and message.endswith("."), message


def test_others_keep_the_real_tensorflow(seen):
    assert seen["real"] == {"sys.modules": "2.", "keras": "2.", "ours": "2.", "named": "1."}


def test_uninstalled_the_program_sees_tensorflow_2(seen):
    assert seen["after"] == {"version": "2.", "contrib": False, "is_installed": False}


def test_installing_twice_is_installing_once():
    real = builtins.__import__
    compat.install()
    first = builtins.__import__
    compat.install(packages=["old_package"])
    assert compat.is_installed() and builtins.__import__ is first is not real
    compat.uninstall()
    compat.uninstall()
    assert builtins.__import__ is real and not compat.is_installed()


def test_another_hook_on_top_is_left_alone():
    real = builtins.__import__
    compat.install()
    ours = builtins.__import__

    def theirs(*args, **kwargs):
        return ours(*args, **kwargs)

    builtins.__import__ = theirs
    compat.uninstall()
    assert builtins.__import__ is theirs and not compat.is_installed()
    assert __import__("json") is json
    compat.install()
    assert builtins.__import__ is theirs and compat.is_installed()
    builtins.__import__ = ours
    compat.uninstall()
    assert builtins.__import__ is real


@pytest.mark.parametrize("packages", ["keras", ["tensorflow"], ["mine", "tf_contrib_rnn"]])
def test_packages_that_cannot_be_old_are_refused(packages):
    kind = TypeError if isinstance(packages, str) else ValueError
    with pytest.raises(kind, match="packages expects"):
        compat.install(packages=packages)
    assert not compat.is_installed()


PURE = sysconfig.get_paths()["purelib"]
MODULES = [
    ({"__name__": "__main__"}, True),
    ({"__name__": "__main__", "__file__": "/home/me/train.py"}, True),
    ({"__name__": "models.lstm", "__file__": "/home/me/models/lstm.py"}, True),
    ({"__name__": "typed_in"}, True),
    ({"__name__": "frozen", "__spec__": object()}, False),
    ({"__name__": "keras.layers", "__file__": "/home/me/keras/layers.py"}, False),
    ({"__name__": "tensorflow", "__file__": "/home/me/tensorflow/__init__.py"}, False),
    ({"__name__": "tf_contrib_rnn.cells", "__file__": "/home/me/cells.py"}, False),
    ({"__name__": "__main__", "__package__": "tf_contrib_rnn.cli"}, False),
    ({"__name__": "other", "__file__": f"{PURE}/other/__init__.py"}, False),
    ({"__name__": "old_package.net", "__file__": f"{PURE}/old_package/net.py"}, True),
    ({"__name__": "json", "__file__": json.__file__}, False),
    (None, False),
]


@pytest.mark.parametrize(("namespace", "expected"), MODULES)
def test_who_expects_tensorflow_1(namespace, expected, installed):
    compat.install(packages=["old_package"])
    assert _importers.expects_tf1(namespace) is expected


def test_nobody_does_without_the_hook():
    assert not any(_importers.expects_tf1(namespace) for namespace, _ in MODULES)


@pytest.mark.slow
def test_a_program_that_does_not_import_it_is_not_disturbed(run_python):
    script = "import builtins; a = builtins.__import__; import tf_contrib_rnn, sys; "
    script += "print(a is builtins.__import__, 'tf_contrib_rnn.compat' in sys.modules)"
    process = run_python("-c", script)
    assert process.stdout.split() == ["True", "False"], process.stderr


@pytest.mark.slow
@pytest.mark.parametrize("value", ["0", "1"])
def test_the_environment_variable_switches_it_off(value, run_python):
    script = "import tf_contrib_rnn.compat as c; print(c.is_installed())"
    process = run_python("-c", script, TF_CONTRIB_RNN_COMPAT=value)
    assert process.stdout.split() == [str(value == "1")], process.stderr


@pytest.mark.slow
def test_too_late_an_import_is_told(run_python):
    script = "import tensorflow as tf, tf_contrib_rnn.compat"
    process = run_python("-W", "error", "-c", script)
    assert "expects to be imported before tensorflow, received 'tf' bound" in process.stderr


@pytest.mark.slow
def test_another_backend_is_refused(run_python):
    script = "import tf_contrib_rnn.compat\nimport tensorflow"
    process = run_python("-c", script, KERAS_BACKEND="jax")
    assert "expects Keras on TensorFlow, received the backend jax" in process.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        ([], 2, "python -m tf_contrib_rnn.compat script.py"),
        (["--help"], 0, "python -m tf_contrib_rnn.compat script.py"),
        (["no_such.py"], 2, "expects a script, received 'no_such.py'"),
    ],
)
def test_the_command_without_a_script(arguments, code, text, run_python):
    process = run_python("-m", "tf_contrib_rnn.compat", *arguments)
    assert process.returncode == code
    assert text in (process.stderr if code else process.stdout)
    assert "Traceback" not in process.stderr


def test_the_command_runs_a_script_as_python_does(run_python, tmp_path):
    (tmp_path / "beside.py").write_text("NUMBER = 5\n")
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, beside\nprint(__name__, sys.argv[1:], sys.path[0], __file__)\n"
        "sys.exit(beside.NUMBER)\n"
    )
    process = run_python("-m", "tf_contrib_rnn.compat", script, "--steps", "3")
    assert process.returncode == 5
    expected = f"__main__ ['--steps', '3'] {tmp_path} {script}"
    assert process.stdout.strip() == expected, process.stderr


def test_ways_out_lead_somewhere():
    """What is told to be gone is not supplied, except where a part of it is."""
    partly = {"tensorflow.contrib.seq2seq", "tensorflow.models"}
    assert {name for name in _gone.WAYS_OUT if name in _places.MODULES} == partly


def test_all_of_contrib_rnn_is_supplied():
    """Every name that `dir(tf.contrib.rnn)` of TF 1.15.5 lists."""
    signatures = json.loads((HERE.parent / "cases" / "signatures.json").read_text())
    assert set(signatures["tf.contrib.rnn"]) <= set(table("tensorflow.contrib.rnn"))


def test_every_home_that_upgrade_rewrites_is_there():
    assert names.HOMES <= _places.MODULES
    supplied = {name for home in names.HOMES for name in table(home)}
    assert {*names.NAMES, *names.RENAMED, *names.CONSTANTS} <= supplied
