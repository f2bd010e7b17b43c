"""What the import of the package registers, whoever imports it."""

import keras
import pytest

import tf_contrib_rnn as rnn
from tests.conftest import ROOT

LOADING = """
import keras
import pytest
print(type(keras.models.load_model({path!r}).layers[0].cell).__name__)
"""


@pytest.mark.slow
def test_a_module_run_by_name_finds_the_classes_in_a_saved_model(tmp_path, run_python):
    """`python -m program.load`, where `program` imports the package before the module runs."""
    path = str(tmp_path / "model.keras")
    keras.Sequential([keras.Input((3, 2)), rnn.RNN(rnn.GRUCell(2))]).save(path)
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "__init__.py").write_text("import tf_contrib_rnn\n")
    (folder / "load.py").write_text(LOADING.format(path=path))
    for arguments in (("-m", "program.load"), ("-m", "program.load", "-m", "tf_contrib_rnn")):
        done = run_python(*arguments, PYTHONPATH=f"{tmp_path}:{ROOT}")
        assert (done.returncode, done.stdout) == (0, "GRUCell\n"), done.stderr
