"""What the generated pages are made of: docstrings taken apart, and quirks of symbols there are."""

import sys

import pytest

import tf_contrib_rnn as rnn
from tests.cases import CELLS, COVERED, EXPORTED, SYMBOLS
from tests.conftest import ROOT

ABSTRACT = {"RNNCell", "LayerRNNCell"}


@pytest.fixture(scope="module")
def generate():
    """The package docs/generate, as Sphinx imports it."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from generate import beside, docstrings, instances, links, pages, symbols, tables
    finally:
        sys.path.remove(str(ROOT / "docs"))
    modules = (beside, docstrings, instances, links, pages, symbols, tables)
    return {module.__name__.partition(".")[2]: module for module in modules}


def test_every_symbol_is_in_the_table(generate):
    text = generate["tables"].symbol_table()
    named = {name for name in rnn.__all__ if f"\n| [`{name}`](" in text}
    assert named == set(rnn.__all__) and set(EXPORTED) <= named


def test_what_differs_is_told_of_every_symbol_of_tf1(generate):
    symbols = generate["symbols"]
    assert symbols.differs("BasicLSTMCell") == ""
    assert symbols.differs("LSTMCell") == "`num_proj=0` is refused where TF1 failed later."
    for name in SYMBOLS:
        assert not symbols.differs(name).startswith("not at all"), name


def test_quirks_are_those_of_symbols(generate):
    told = generate["symbols"].QUIRKS
    assert told.keys() == {"kept", "differs"}
    assert told["kept"].keys() <= SYMBOLS.keys() and told["differs"].keys() <= SYMBOLS.keys()
    assert all(quirks for quirks in told["kept"].values())


def test_a_page(generate):
    text = generate["pages"].page("UGRNNCell")
    for piece in (
        "rnn.UGRNNCell(\n    num_units,\n    initializer=None,",
        "`tf.contrib.rnn.UGRNNCell`",
        "    h' = g * h + (1 - g) * activation(n)",
        "`rnn/ugrnn_cell/kernel`",
        "[fidelity report](../fidelity.md#ugrnncell)",
        "## Differences from TF1\n\nAn activation may be a name or None.",
    ):
        assert piece in text


def test_a_docstring_taken_apart(generate):
    class Thing:
        """Does it.

            y = a * b

        Args:
            a, *b: numbers, one
                a line.

        Raises:
            ValueError: for c.

        Differs from TF1: here
        it works.

        Paper: A, "B", 1990.
        """

    parts = generate["docstrings"].Docstring(Thing)
    assert (parts.summary, parts.body) == ("Does it.", "    y = a * b")
    assert dict(parts.parts()) == {
        "Arguments": "`a`, `*b`\n: numbers, one\n  a line.",
        "Raises": "`ValueError`\n: for c.",
    }
    assert (parts.differs, parts.papers) == ("here\nit works.", 'A, "B", 1990.')
    assert parts.tail == ""


def test_only_code_is_code(generate):
    escaped, linked = generate["docstrings"].escaped, generate["docstrings"].linked
    assert escaped("w_* of `w_*` <x>\n\n    a * b\n") == "w_\\* of `w_*` \\<x>\n\n    a * b\n"
    known = {"RNN": "RNN.md", "GRUCell": "GRUCell.md"}
    assert linked("`rnn.RNN`, `GRUCell`\n", known, "GRUCell") == "[`rnn.RNN`](RNN.md), `GRUCell`\n"
    fence = "```\nf(\n    `RNN`,\n)\n```\n"
    assert linked(f"{fence}`RNN`\n{fence}", known) == f"{fence}[`RNN`](RNN.md)\n{fence}"


def test_a_layer_and_its_variables(generate):
    text = generate["pages"].page("CudnnRNNTanh")
    assert "| final state | `[1, batch, 5]` |" in text
    name = "cudnn_rnn_tanh/rnn/multi_rnn_cell/cell_0/basic_rnn_cell/kernel"
    assert f"| name | shape |\n| --- | --- |\n| `{name}` | `[8, 5]` |" in text


def test_every_cell_has_errors_to_show(generate):
    measured = generate["pages"].measured()
    assert set(COVERED) <= measured.keys() and set(CELLS) - measured.keys() <= ABSTRACT
    cases, worst = measured["LSTMCell"]["float64"]
    assert cases == 29 and all(0 < float(number) < 1e-10 for number in worst.values())


def test_a_long_call_is_broken_between_arguments(generate):
    call = generate["instances"]._call
    assert call("f", ["a=1", "b=2"]) == "f(a=1, b=2)"
    numbers = "1, " * 20
    long = f"c=g([{numbers}2], d=[{numbers}2])"
    assert call("f", ["a=1", long, "b=2"]).splitlines() == [
        "f(",
        "    a=1,",
        "    c=g(",
        f"        [{numbers}2],",
        f"        d=[{numbers}2],",
        "    ),",
        "    b=2,",
        ")",
    ]


def test_links_that_lead_nowhere(generate, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.html").write_text('<h1 id="x y">A</h1><a href="deep/b.html#z">b</a>')
    text = '<img src="c.png"><a href="../a.html#x%20y"></a><a href="https://out.of/here"></a>'
    (tmp_path / "deep" / "b.html").write_text(text + '<a href="#z"></a><a href="../a.html"></a>')
    assert generate["links"].broken(tmp_path) == [
        "a.html: deep/b.html#z leads to no anchor",
        "deep/b.html: c.png leads to no file",
        "deep/b.html: #z leads to no anchor",
    ]


def test_pages_from_elsewhere(generate, tmp_path):
    beside = generate["beside"]
    assert beside.notebooks(tmp_path) == {}
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "n.ipynb").write_text('"[a](../docs/a.md#b)"')
    assert beside.notebooks(tmp_path) == {"notebooks/n.ipynb": '"[a](../../a.md#b)"'}
    assert beside.to_notebooks("[a](../notebooks/n.ipynb)") == "[a](reference/notebooks/n.ipynb)"
