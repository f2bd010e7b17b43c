"""Which binding a name means: what is rewritten follows scopes and the order of statements."""

import pytest

from tf_contrib_rnn.upgrade import rewrite_text

IMPORT = "import tensorflow as tf\n"


def rewritten(source):
    report = rewrite_text(source)
    return [entry.before for entry in report.rewritten]


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    return tf.nn.rnn_cell.GRUCell(3)\n" + IMPORT,
        IMPORT
        + "class C:\n    tf = 3\n    def f(self):\n        return tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "def f(tf=tf.nn.rnn_cell.GRUCell): return tf\n",
        IMPORT + "x = [tf.nn.rnn_cell.GRUCell(i) for i in y]\n",
        IMPORT + "f = lambda n, c=tf.nn.rnn_cell.GRUCell: c(n)\n",
        IMPORT + "@tf.nn.rnn_cell.GRUCell\ndef f(): pass\n",
        IMPORT + "def f(c: tf.nn.rnn_cell.GRUCell): pass\n",
        IMPORT + "x = tf.nn.rnn_cell.GRUCell(3)\ntf = None\n",
        IMPORT + "if a:\n    pass\nelse:\n    x = tf.nn.rnn_cell.GRUCell(3)\n    tf = 3\n",
        IMPORT + "def f():\n    global tf\n    return tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT
        + "a = b = tf\nx = a.nn.rnn_cell.GRUCell(3)\n".replace("tf\n", "tf.nn\n", 1).replace(
            "a.nn.", "a."
        ),
        IMPORT + "x = f'{tf.nn.rnn_cell.GRUCell(3)}'\n",
        "try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\n"
        "x = tf.nn.rnn_cell.GRUCell(3)\n",
        "with open(p) as f:\n    import tensorflow as tf\n    x = tf.nn.rnn_cell.GRUCell(3)\n",
        "tf = make()\nimport tensorflow as tf\nx = tf.nn.rnn_cell.GRUCell(3)\n",
    ],
)
def test_a_name_that_means_tensorflow(source):
    assert any("rnn_cell.GRUCell" in before or before == "a.rnn_cell.GRUCell"
               for before in rewritten(source))  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        IMPORT + "def f(tf): return tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "def f():\n    tf = make()\n    return tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "def f(*tf): return tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "for tf in backends:\n    tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "class C:\n    tf = make()\n    x = tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "f = lambda tf: tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "with make() as tf:\n    tf.nn.rnn_cell.GRUCell(3)\n",
        IMPORT + "def f():\n    import theano as tf\n    return tf.nn.rnn_cell.GRUCell(3)\n",
        "tf.nn.rnn_cell.GRUCell(3)\n",
        "def f():\n    import tensorflow as tf\nx = tf.nn.rnn_cell.GRUCell(3)\n",
    ],
)
def test_a_name_that_means_something_else(source):
    report = rewrite_text(source)
    assert (report.rewritten, report.left, report.after) == ([], [], source)


def test_a_loop_leads_back_to_a_later_binding():
    source = IMPORT + "for i in range(2):\n    tf.nn.rnn_cell.GRUCell(3)\n    tf = make()\n"
    report = rewrite_text(source)
    assert report.after == source
    assert "bound to different things (lines 1, 4)" in report.left[0].reason


def test_a_loop_that_binds_first_hides_what_was_before():
    source = (
        "tf = make()\nfor i in range(2):\n    import tensorflow as tf\n    tf.nn.raw_rnn(c, f)\n"
    )
    assert rewritten(source) == ["tf.nn.raw_rnn"]


def test_an_alias_of_itself_ends():
    source = IMPORT + "def f():\n    x = x.nn\n    y = z\n    z = y\n    return x.rnn_cell, y.nn\n"
    assert rewrite_text(source).after == source
