"""Names that a project's modules take from each other."""

from textwrap import dedent

import pytest

from tf_contrib_rnn.upgrade import upgrade


@pytest.fixture
def project(tmp_path):
    """A function that writes files, rewrites the folder, and gives their texts and the report."""

    def run(**files):
        for name, text in files.items():
            path = tmp_path / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        report = upgrade([tmp_path], write=True)
        again = upgrade([tmp_path])
        assert [file.path for file in again.files if file.changed] == []
        names = {name: tmp_path / f"{name}.py" for name in files}
        return {name: path.read_text(encoding="utf-8") for name, path in names.items()}, report

    return run


COMMON = "import tensorflow as tf\nfrom tensorflow.contrib import rnn as cells\n"
NEW_COMMON = "import tensorflow as tf\nimport tf_contrib_rnn as cells\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from common import cells\ncells.GRUCell(3)\n", None),
        (
            "from common import cells as c\nc.core_rnn_cell.GRUCell(3, input_size=None)\n",
            "from common import cells as c\nc.GRUCell(3)\n",
        ),
        (
            "import common\ncommon.cells.static_rnn(common.tf.nn.rnn_cell.GRUCell(3), x)\n",
            "import common\nimport tf_contrib_rnn as rnn\n"
            "common.cells.static_rnn(rnn.GRUCell(3), x)\n",
        ),
        (
            "from common import *\ncells.GRUCell(3), tf.nn.raw_rnn(c, f)\n",
            "from common import *\nimport tf_contrib_rnn as rnn\n"
            "cells.GRUCell(3), rnn.raw_rnn(c, f)\n",
        ),
    ],
)
def test_a_name_of_another_module(before, after, project):
    texts, _ = project(common=COMMON, use=before)
    assert texts == {"common": NEW_COMMON, "use": before if after is None else after}


def test_packages_and_relative_imports(project):
    files = {
        "pkg/__init__": "",
        "pkg/base": "import tensorflow as tf\n",
        "pkg/nets/__init__": "from ..base import tf as t\n",
        "pkg/nets/model": "from . import t\nfrom pkg.nets import t as u\n"
        "t.nn.raw_rnn(c, f), u.nn.rnn(c, x)\n",
    }
    texts, _ = project(**files)
    assert texts["pkg/nets/model"] == (
        "from . import t\nimport tf_contrib_rnn as rnn\nfrom pkg.nets import t as u\n"
        "rnn.raw_rnn(c, f), rnn.static_rnn(c, x)\n"
    )


def test_modules_that_import_each_other_end(project):
    texts, _ = project(a="from b import *\nrnn.GRUCell(3)\n", b="from a import *\nrnn.GRUCell(3)\n")
    assert texts["a"] == "from b import *\nrnn.GRUCell(3)\n"


def test_a_module_of_that_name_elsewhere_is_not_the_projects(project):
    texts, _ = project(use="from common import cells\ncells.rnn(c, x)\n")
    assert texts["use"] == "from common import cells\ncells.rnn(c, x)\n"


def test_a_name_that_others_take_stays(project):
    texts, report = project(
        common="import tensorflow as tf\ncontrib = tf.contrib\nc = contrib.rnn.GRUCell(3)\n",
        use="from common import contrib\nc = contrib.rnn.GRUCell(3)\n",
    )
    assert texts["common"].splitlines()[2] == "contrib = tf.contrib"
    assert [entry.code for file in report.files for entry in file.left] == ["tf.contrib"]
    assert "rnn.GRUCell(3)" in texts["use"]


def test_star_imports_that_others_pass_on(project):
    texts, report = project(
        cells="from tensorflow.contrib.rnn import *\n",
        use="from cells import *\nc = GRUCell(3)\n",
    )
    assert texts == {
        "cells": "from tf_contrib_rnn import *\n",
        "use": "from cells import *\nc = GRUCell(3)\n",
    }
    assert [entry.rule for file in report.files for entry in file.left] == ["star_imports"]


def test_names_that_others_take_from_a_star_import(project):
    texts, _ = project(
        cells="from tensorflow.contrib.rnn import *\nc = SRUCell(3)\n",
        use="from cells import GRUCell\nc = GRUCell(3, input_size=None)\n",
    )
    assert texts["cells"] == "from tf_contrib_rnn import GRUCell, SRUCell\nc = SRUCell(3)\n"
    assert texts["use"] == "from cells import GRUCell\nc = GRUCell(3)\n"


def test_a_module_that_does_not_parse_gives_no_names(project):
    texts, report = project(
        common="print 'x'\n" + COMMON, use="from common import tf\ntf.nn.rnn(c, x)\n"
    )
    assert texts["use"] == "from common import tf\ntf.nn.rnn(c, x)\n"
    assert [file.failure for file in report.files] == [
        "line 1: a print statement of Python 2; convert the file to Python 3 first",
        None,
    ]


def test_paths_relative_to_where_one_is(tmp_path, monkeypatch):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "common.py").write_text(COMMON)
    (tmp_path / "pkg" / "use.py").write_text("from .common import cells\ncells.rnn(c, x)\n")
    monkeypatch.chdir(tmp_path)
    upgrade(["pkg"], write=True)
    new = (tmp_path / "pkg" / "use.py").read_text()
    assert new == "from .common import cells\ncells.static_rnn(c, x)\n"


def test_a_modules_own_definition_hides_what_it_imported(project):
    texts, _ = project(
        common="from tensorflow.contrib.rnn import GRUCell\n\n\n"
        "def GRUCell(n, input_size):\n    pass\n",
        use="from common import GRUCell\nc = GRUCell(3, input_size=None)\n",
    )
    assert texts["use"] == "from common import GRUCell\nc = GRUCell(3, input_size=None)\n"


@pytest.mark.parametrize(
    "definition",
    [
        "try:\n    from tensorflow.contrib.rnn import GRUCell\nexcept ImportError:\n    pass\n",
        "from tensorflow.contrib.rnn import (\n    GRUCell,\n    LSTMCell,\n)\n",
        "from tensorflow.contrib import rnn\nGRUCell = rnn.GRUCell\n",
    ],
)
def test_a_definition_that_an_import_follows(definition, project):
    texts, _ = project(
        common="def GRUCell(n):\n    pass\n\n\n" + definition,
        use="from common import GRUCell\nc = GRUCell(3, input_size=None)\n",
    )
    followed = not definition.startswith("try")
    arguments = "3" if followed else "3, input_size=None"
    assert texts["use"] == f"from common import GRUCell\nc = GRUCell({arguments})\n"


def test_a_long_way_from_module_to_module_ends(project):
    files = {f"m{i}": f"from m{i + 1} import tf\n" for i in range(100)}
    files["m100"] = "import tensorflow as tf\n"
    files["use"] = "from m90 import tf\ntf.nn.rnn(c, x)\n"
    files["far"] = "from m1 import tf\ntf.nn.rnn(c, x)\n"
    texts, _ = project(**files)
    assert "rnn.static_rnn(c, x)" in texts["use"]
    assert texts["far"] == "from m1 import tf\ntf.nn.rnn(c, x)\n"
