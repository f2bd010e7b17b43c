"""The notebooks run, without a warning, and show what a run shows."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.conftest import ROOT
from tests.gate import gated
from tests.notebooks.comparison import alike, code_cells, differences
from tests.notebooks.execute import FOLDER, NAMES, drop_log, warnings

GATE = ["an_unknown_checkpoint"]
LINES = 20  # of a cell
KILOBYTES = 400  # of a notebook
OF_A_MACHINE = re.compile(rf"/(tmp|home|root|opt|usr|work|Users)/|{re.escape(str(ROOT))}")


def committed(name):
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def notebook_with(*outputs):
    return new_notebook(cells=[new_code_cell("x", outputs=list(outputs))])


@pytest.mark.parametrize("name", gated(NAMES, GATE))
def test_a_run_shows_what_is_committed(name, tmp_path, run_python):
    done = run_python("-m", "tests.notebooks.execute", "--into", tmp_path, name)
    assert done.returncode == 0, done.stderr
    run = nbformat.read(tmp_path / f"{name}.ipynb", as_version=4)
    assert differences(committed(name), run) == []


def test_there_are_notebooks():
    assert len(NAMES) == 6 and set(GATE) < set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_committed_is_complete(name):
    notebook = committed(name)
    nbformat.validate(notebook)
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert warnings(notebook) == []
    outputs = [output for cell in cells for output in cell.outputs]
    assert not any(output.output_type == "error" for output in outputs)
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert not OF_A_MACHINE.search(nbformat.writes(notebook))
    assert (FOLDER / f"{name}.ipynb").stat().st_size < KILOBYTES * 1024


@pytest.mark.parametrize("name", NAMES)
def test_how_it_reads(name):
    notebook = committed(name)
    first, *_ = notebook.cells
    assert first.cell_type == "markdown" and first.source.startswith("# ")
    pairs = zip(notebook.cells, notebook.cells[1:], strict=False)
    assert not any(a.cell_type == b.cell_type == "code" for a, b in pairs)
    assert max(len(cell.source.splitlines()) for cell in code_cells(notebook)) <= LINES
    assert "keras.utils.set_random_seed(1)" in code_cells(notebook)[0].source


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("loss 1.234 of 12", "loss  1.236 of 12", True),
        ("loss 1.234 of 12", "loss 1.334 of 12", False),
        ("loss 1.234 of 12", "loss 1.234 of 13", False),
        ("loss 1.234", "lose 1.234", False),
        ("error 2e-07", "error 0.0e+00", True),
        ("error 2e-07", "error 2e-03", False),
        ("x1 [2, 3]", "x2 [2, 3]", False),
        ("model.ckpt-6000", "model.ckpt-6001", False),
    ],
)
def test_what_is_alike(text, other, same):
    assert alike(text, other) == same


def test_a_difference_is_told():
    one, two = (notebook_with(new_output("stream", text=text)) for text in ("1\n", "2\n"))
    assert differences(one, one) == []
    (told,) = differences(one, two)
    assert told.startswith("cell 1 shows\n['stdout: 2")
    (told,) = differences(notebook_with(), one)
    assert "where this is committed:\n[]" in told


def test_a_picture_is_not_a_text():
    png = {"image/png": "", "text/plain": "<Figure>"}
    one = notebook_with(new_output("display_data", data=png))
    two = notebook_with(new_output("display_data", data={"text/plain": "<Figure>"}))
    assert differences(one, one) == [] and len(differences(one, two)) == 1


def test_a_warning_is_seen():
    text = new_output("stream", name="stderr", text="UserWarning: careful")
    assert warnings(notebook_with(text)) == ["UserWarning: careful"]
    assert warnings(notebook_with(new_output("stream", text="fine"))) == []


def test_the_log_of_tensorflow_is_no_warning():
    log = "WARNING: All log messages before absl::InitializeLog() is called\n"
    log += "I0000 00:00:1795307218.05     77 port.cc:153] oneDNN custom operations are on.\n"
    one = notebook_with(new_output("stream", name="stderr", text=log))
    drop_log(one)
    assert code_cells(one)[0].outputs == []
    two = notebook_with(new_output("stream", name="stderr", text=log + log.replace("I0", "W0")))
    drop_log(two)
    (warning,) = warnings(two)
    assert warning.startswith("W0000") and warning.count("\n") == 1
