import io
import json
import sys

import pytest
from click.testing import CliRunner
from rich.console import Console

from tf_contrib_rnn.cli import main
from tf_contrib_rnn.upgrade import upgrade
from tf_contrib_rnn.upgrade.printing import print_report

OLD = "import tensorflow as tf\nc = tf.contrib.rnn.GRUCell(3)\n"
NEW = "import tensorflow as tf\nimport tf_contrib_rnn as rnn\nc = rnn.GRUCell(3)\n"
LEFT = "from tensorflow.contrib import rnn\nc = getattr(rnn, kind)(3)\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A function that runs the command in a folder with ``a.py``."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments, source=OLD):
        (tmp_path / "a.py").write_text(source)
        return CliRunner().invoke(main, ["upgrade", *arguments])

    return invoke


def test_it_says_what_it_would_do_and_writes_nothing(run, tmp_path):
    result = run("a.py")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "a.py: would be rewritten in 1 place",
        "1 of 1 file would be rewritten, in 1 place",
    ]
    assert (tmp_path / "a.py").read_text() == OLD


def test_write_replaces_the_files(run, tmp_path):
    result = run(".", "--write")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("1 of 1 file was rewritten, in 1 place\n")
    assert (tmp_path / "a.py").read_text() == NEW


def test_diff_is_a_patch_on_stdout_and_the_rest_is_on_stderr(run):
    result = run("a.py", "--diff")
    assert result.stdout.splitlines() == [
        "--- a.py",
        "+++ a.py",
        "@@ -1,2 +1,3 @@",
        " import tensorflow as tf",
        "-c = tf.contrib.rnn.GRUCell(3)",
        "+import tf_contrib_rnn as rnn",
        "+c = rnn.GRUCell(3)",
    ]
    assert "would be rewritten" in result.stderr


def test_what_is_left_is_one_line_with_place_reason_and_advice(run):
    result = run("a.py", source=LEFT)
    assert (
        "a.py:2: left: getattr(rnn, kind): the name is chosen at run time: check that arguments "
        "such as input_size are not passed to what it finds"
    ) in result.stdout.splitlines()
    assert result.stdout.endswith("1 left for you\n")


REWRITTEN = LEFT.replace("from tensorflow.contrib import", "import tf_contrib_rnn as")


@pytest.mark.parametrize(
    ("source", "code"),
    [(OLD, 3), (LEFT, 3), (REWRITTEN, 0), (NEW, 0), ("x = 1\n", 0), ("# tf.contrib.rnn\n", 0),
     ("print 'rnn'\n", 1)],
)  # fmt: skip
def test_check_exits_with_3_if_there_is_anything_to_do(source, code, run, tmp_path):
    assert run("a.py", "--check", source=source).exit_code == code
    assert (tmp_path / "a.py").read_text() == source


def test_after_writing_the_lines_are_those_of_the_new_file(run, tmp_path):
    source = OLD + "\n\nd = getattr(tf.contrib.rnn, kind)(3)\n"
    assert "a.py:5: left:" in run("a.py", "--diff", source=source).stderr
    result = run("a.py", "--write", "--report", "report.json", source=source)
    assert "a.py:6: left:" in result.stdout
    (left,) = json.loads((tmp_path / "report.json").read_text())["files"][0]["left"]
    assert (left["line"], left["line_after"]) == (5, 6)


def test_what_is_said_several_times_is_one_line(run):
    source = "import tensorflow as tf\n" + 3 * "tf.contrib.layers.flatten(rnn)\n"
    assert (
        "a.py:2: outside: tf.contrib.layers.flatten (also 3, 4): "
        in run("a.py", source=source).stdout
    )


def test_check_and_write_exclude_each_other(run):
    result = run("a.py", "--check", "--write")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--check only looks" in result.stderr


def test_a_patch_and_a_report_do_not_share_stdout(run):
    result = run("a.py", "--diff", "--report", "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "both print on stdout" in result.stderr


def test_a_file_that_fails_makes_exit_code_1_and_the_others_are_done(run, tmp_path):
    (tmp_path / "b.py").write_text(OLD)
    result = run(".", "--write", source="print 'rnn'\n")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        "a.py: failed: line 1: a print statement of Python 2; convert the file to Python 3 first"
    )
    assert (tmp_path / "b.py").read_text() == NEW


def test_the_report_lists_everything_as_json(run, tmp_path):
    run("a.py", "--report", "report.json", source=LEFT)
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["summary"] == {
        "files": 1, "changed": 1, "written": 0, "failed": 0, "rewritten": 1, "left": 1,
        "outside": 0, "mention": 0,
    }  # fmt: skip
    (file,) = report["files"]
    assert file["rewritten"] == [
        {"line": 1, "column": 0, "rule": "imports", "before": "from tensorflow.contrib import rnn",
         "after": "import tf_contrib_rnn as rnn"}
    ]  # fmt: skip
    (left,) = file["left"]
    assert (left["line"], left["rule"], left["kind"]) == (2, "module_values", "left")


def test_the_report_can_go_to_stdout(run):
    result = run("a.py", "--report", "-")
    assert json.loads(result.stdout)["summary"]["changed"] == 1
    assert "would be rewritten" in result.stderr


def test_an_empty_folder_and_one_without_recurrent_code(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("empty").stdout == "no Python files and no notebooks found\n"
    assert run("a.py", source="x = 1\n").stdout == "nothing to rewrite in 1 file\n"
    left = run("a.py", source=REWRITTEN + "# tf.contrib.rnn\n").stdout
    assert left.endswith("nothing to rewrite in 1 file\n1 in comments and strings\n")


def test_a_path_that_is_not_there_is_wrong_usage(run):
    result = run("nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'nowhere' does not exist" in result.stderr


def test_without_libcst_it_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "libcst", None)
    result = run("a.py")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "pip install 'tf-contrib-rnn[upgrade]'" in result.stderr


def test_it_imports_neither_tensorflow_nor_keras(run_python, tmp_path):
    (tmp_path / "a.py").write_text(OLD)
    code = f"""
import sys
sys.argv[0] = "tf-contrib-rnn"
from click.testing import CliRunner
from tf_contrib_rnn.cli import main
assert CliRunner().invoke(main, ["upgrade", {str(tmp_path)!r}]).exit_code == 0
print(sorted({{"keras", "numpy", "tensorflow"}} & set(sys.modules)))
"""
    done = run_python("-c", code)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_on_a_terminal_it_is_in_blocks_of_80_columns(tmp_path, monkeypatch):
    path = tmp_path / "a.py"
    more = "import tensorflow as tf\ntf.contrib.layers.flatten(x)  # tf.nn.rnn_cell\n"
    path.write_text(LEFT + more)
    monkeypatch.chdir(tmp_path)
    console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    print_report(upgrade(["a.py"]), console, "would be")
    lines = console.file.getvalue().splitlines()
    assert [line.rstrip() for line in lines] == [
        "a.py",
        "  would be rewritten: imports 1",
        "  left for you:",
        "    a.py:2: getattr(rnn, kind)",
        "        the name is chosen at run time: check that arguments such as input_size",
        "        are not passed to what it finds",
        "  in other parts of TensorFlow 1:",
        "    a.py:4: tf.contrib.layers.flatten",
        "        tf.keras.layers has most of it; python -m tf_contrib_rnn.compat runs the",
        "        usual part of it as it is",
        "  in comments and strings:",
        "    a.py:4: # tf.nn.rnn_cell",
        "",
        "1 of 1 file would be rewritten, in 1 place",
        "1 left for you; 1 in other parts of TensorFlow 1; 1 in comments and strings",
    ]
