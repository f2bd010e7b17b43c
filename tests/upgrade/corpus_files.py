"""The corpus: programs in the manners of TensorFlow 1's time, all written for these tests.

They lie in ``corpus/`` with ``.txt`` behind their names, as they are no Python of today.
"""

import json
import runpy
import sys
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
SNIPPETS = sorted(path.name.removesuffix(".py.txt") for path in CORPUS.glob("*.py.txt"))
NOTEBOOKS = sorted(path.name.removesuffix(".ipynb.txt") for path in CORPUS.rglob("*.ipynb.txt"))
PROGRAMS = [f"{name}.py" for name in SNIPPETS] + ["project/main.py"]
PROGRAMS += [f"notebooks/{name}.ipynb" for name in NOTEBOOKS]

# What the report tells a person to do, done.
BY_HAND = {
    "linear_left.py": [
        ("from tensorflow.python.ops import rnn_cell_impl\n", ""),
        ("rnn_cell_impl._linear", "None"),
    ],
}


def copy_corpus(folder):
    """Copies the corpus to a folder, under the names its programs would have."""
    for path in CORPUS.rglob("*.txt"):
        copy = folder / path.relative_to(CORPUS).with_suffix("")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def finish_by_hand(folder):
    """Does what is left to do in a rewritten corpus."""
    for name, changes in BY_HAND.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")


def run_program(path, monkeypatch):
    """Runs a program of the corpus in a graph of its own; gives its ``result``."""
    import tensorflow as tf

    for name in [name for name in sys.modules if name.split(".")[0] == "nets"]:
        del sys.modules[name]  # of another order
    monkeypatch.syspath_prepend(str(path.parent))
    if path.suffix == ".ipynb":
        path = _as_script(path)
    with tf.Graph().as_default():
        return runpy.run_path(str(path), run_name="__main__")["result"]


def _as_script(path):
    """The Python of a notebook: its cells without magics."""
    lines = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and "bash" not in source:
            kept = [line for line in source.splitlines() if not _is_magic(line)]
            lines += kept
    script = path.with_suffix(".script.py")
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return script


def _is_magic(line):
    return line.startswith(("%", "!", "?"))
