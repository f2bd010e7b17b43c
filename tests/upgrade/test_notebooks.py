"""Notebooks: cells, magics, and the file around them."""

import json

import pytest

from tf_contrib_rnn.upgrade import upgrade

MODEL = "import tensorflow as tf\nc = tf.contrib.rnn.GRUCell(3)"


@pytest.fixture
def rewrite(tmp_path):
    """A function that rewrites a notebook given as text: its new text and its report."""

    def run(text):
        path = tmp_path / "notebook.ipynb"
        path.write_text(text, encoding="utf-8")
        (report,) = upgrade([path], write=True).files
        again = upgrade([path]).files[0]
        assert not again.changed
        return path.read_text(encoding="utf-8"), report

    return run


def notebook(*cells, **options):
    described = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [],
         "source": cell.splitlines(keepends=True) if isinstance(cell, str) else cell[0]}
        for cell in cells
    ]  # fmt: skip
    whole = {"cells": described, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}
    return json.dumps(whole, **{"indent": 1, **options})


def sources(text):
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


def test_names_live_across_cells(rewrite):
    text, report = rewrite(notebook("import tensorflow as tf", "", "tf.nn.raw_rnn(c, f)"))
    assert sources(text) == [
        "import tensorflow as tf\nimport tf_contrib_rnn as rnn",
        "",
        "rnn.raw_rnn(c, f)",
    ]
    (entry,) = report.rewritten
    assert entry.place.text("n.ipynb") == "n.ipynb:cell 3:1"


def test_what_is_left_has_its_line_before_and_after(rewrite):
    left = "\n\ngetattr(tf.contrib.rnn, kind)"
    _, report = rewrite(notebook("x = 1", "import tensorflow as tf" + left, "y = 2"))
    (entry,) = report.left
    assert entry.place.text("n") == "n:cell 2:3"
    assert entry.after.text("n") == "n:cell 2:4"


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "!pip install tensorflow==1.15 # contrib.rnn",
        "files = !ls",
        "a, b = %who_ls",
        "    %time x = 1",
        "tf.nn.rnn_cell?",
        "?tf",
        "    !ls {tf.nn.rnn_cell}",
    ],
)
def test_magics_stay_as_they_are(magic, rewrite):
    block = "if True:\n" if magic.startswith(" ") else ""
    text, _ = rewrite(notebook(f"{MODEL}\n{block}{magic}\nx = 1"))
    assert sources(text) == [
        "import tensorflow as tf\nimport tf_contrib_rnn as rnn\nc = rnn.GRUCell(3)\n"
        f"{block}{magic}\nx = 1"
    ]


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture output", "%%prun"])
def test_cells_under_a_python_magic_are_rewritten(magic, rewrite):
    text, _ = rewrite(notebook("import tensorflow as tf", f"{magic}\ntf.nn.raw_rnn(c, f)\n"))
    assert sources(text)[1] == f"{magic}\nrnn.raw_rnn(c, f)\n"


def test_other_cell_magics_are_reported(rewrite):
    text, report = rewrite(notebook(MODEL, "%%bash\ngrep contrib.rnn *.py"))
    assert sources(text)[1] == "%%bash\ngrep contrib.rnn *.py"
    (entry,) = report.left
    assert (entry.place.cell, entry.place.line) == (2, 2)
    assert entry.reason == "the cell is not Python"


def test_a_cell_of_text_that_names_the_old_places_is_a_mention(rewrite):
    text = notebook(MODEL, "y = tf.nn.raw_rnn(c, f)").replace(
        '"cell_type": "code"', '"cell_type": "markdown"', 1
    )
    after, report = rewrite(text)
    (entry,) = report.left
    assert (entry.kind, entry.place.text("n"), entry.reason) == (
        "mention", "n:cell 1:2", "a cell of text"
    )  # fmt: skip
    assert sources(after)[0] == MODEL


def test_a_cell_that_does_not_parse_is_reported_and_the_others_go_on(rewrite):
    text, report = rewrite(notebook("x = 1\nprint 'contrib.rnn'", MODEL))
    assert sources(text)[0] == "x = 1\nprint 'contrib.rnn'"
    assert "rnn.GRUCell" in sources(text)[1]
    (entry,) = report.left
    assert entry.reason == "the cell does not parse as Python 3 (its line 2)"


@pytest.mark.parametrize(
    "options",
    [{"indent": 1}, {"indent": 4}, {"indent": None}, {"indent": 1, "ensure_ascii": False},
     {"indent": "\t", "sort_keys": True}],
)  # fmt: skip
def test_the_rest_of_the_file_stays_byte_for_byte(options, rewrite):
    before = notebook('# é \\ "\n' + MODEL + "\n", "y = 1\n", **options)
    after, _ = rewrite(before)
    expected = json.loads(before)
    expected["cells"][0]["source"] = [
        '# é \\ "\n',
        "import tensorflow as tf\n",
        "import tf_contrib_rnn as rnn\n",
        "c = rnn.GRUCell(3)\n",
    ]
    assert after == json.dumps(expected, **options)


def test_a_source_that_is_one_string_stays_one(rewrite):
    before = notebook((MODEL,), indent=None)
    text, _ = rewrite(before)
    assert json.loads(text)["cells"][0]["source"] == (
        "import tensorflow as tf\nimport tf_contrib_rnn as rnn\nc = rnn.GRUCell(3)"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"worksheets": [], "rnn": 1}', "not a notebook of format 4"),
        ("contrib.rnn", "Expecting value"),
        ("[]  rnn", "Extra data"),
    ],
)
def test_what_is_no_notebook_is_reported(text, reason, rewrite):
    after, report = rewrite(text)
    assert after == text
    assert reason in report.failure
