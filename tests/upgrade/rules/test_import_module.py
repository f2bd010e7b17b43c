from tests.upgrade.tables import changes, check_change, check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.import_module import NAME


@changes(
    (
        """\
import importlib
rnn = importlib.import_module('tensorflow.contrib.rnn')
""",
        """\
import importlib
rnn = importlib.import_module('tf_contrib_rnn')
""",
    ),
    (
        """\
from importlib import import_module
import_module("tensorflow.python.ops.rnn_cell_impl").GRUCell(3)
""",
        """\
from importlib import import_module
import_module("tf_contrib_rnn").GRUCell(3)
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "another module",
        """\
import importlib
importlib.import_module('tensorflow.nn')
""",
    ),
    (
        "not known before it runs",
        """\
import importlib
importlib.import_module('tensorflow.contrib.' + name)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
rnn = __import__('tensorflow.contrib.rnn')
""",
        "outermost package",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
