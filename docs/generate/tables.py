"""The table from TF1's names to ours, and a page of contents for each room."""

from generate import symbols
from generate.docstrings import escaped, linked
from generate.pages import table

HEAD = """\
# TF1's names and ours

Put `import tf_contrib_rnn as rnn` where `tf.contrib.rnn` stood: every name of it is here, with
the same arguments in the same order. "Nothing" differs where the same call gives the same
numbers, names and states. The page of a name has its equations, shapes, variables, quirks, and how
far it was from TF 1.15.5 at most.

What stood in `tf.nn.rnn_cell`, `tf.nn`, `tf.contrib.cudnn_rnn` and `tf.contrib.grid_rnn` is in
`rnn` as well, and so are five cells that TF 1.15.5 defined in
`tensorflow.contrib.rnn.python.ops.rnn_cell` without exporting them.
"""
OURS = """
## Not in TF1

| name | what it is |
| --- | --- |
"""
# {key in symbols.GROUPS: (file, what is in it)}.
ROOMS = {
    "cells": ("cells", "One step each: `output, new_state = cell(inputs, state)`."),
    "wrappers": ("wrappers", "Cells around other cells; they go wherever a cell goes."),
    "sequence": ("over_time", "Functions and layers that run a cell over sequences."),
    "layers": ("layers", "Whole layers, and conversions from and to Keras' own."),
}


FIRST = ("RNN", "dynamic_rnn")  # of their room


def every():
    """{file: text}."""
    rooms = {f"{file}.md": contents(key, what) for key, (file, what) in ROOMS.items()}
    return {"symbols.md": symbol_table(), **rooms}


def symbol_table():
    """Every public symbol: where TF1 had it, and what differs."""
    known, ours, lines = symbols.addresses(), [], []
    for name in symbols.names():
        if homes := symbols.homes(name):
            said = symbols.differs(name) or "Nothing."
            told = linked(escaped(one_line(said)), known)
            lines.append([f"[`{name}`]({name}.md)", ", ".join(map(place, homes)), told])
        else:
            told = linked(escaped(one_line(symbols.docstring(name).summary)), known)
            ours.append(f"| [`{name}`]({name}.md) | {told} |\n")
    ours.append("| [`checkpoint`](checkpoint.md) | TF1 checkpoints into models and back. |\n")
    lines = table(["`rnn.`…", "in TF 1.15.5", "what differs"], lines)
    return f"{HEAD}\n{lines}\n{OURS}{''.join(ours)}"


def place(home):
    """Where a full name stood, without the name."""
    module = home.rpartition(".")[0]
    return "not exported" if module.endswith("ops.rnn_cell") else f"`{module}`"


def one_line(text):
    """Text for a cell of a table, its first letter large."""
    text = text.replace("\n", " ").replace("|", r"\|")
    return text[0].upper() + text[1:]


def contents(key, what):
    """The page of contents of one room."""
    mine = [name for name in symbols.names() if symbols.group(name) == key]
    mine.sort(key=lambda name: name not in FIRST)
    lines = [[f"[`{n}`]({n}.md)", escaped(one_line(symbols.docstring(n).summary))] for n in mine]
    tree = "\n".join(mine)
    return (
        f"# {symbols.GROUPS[key]}\n\n{what}\n\n{table(['name', 'what it is'], lines)}\n\n"
        f"```{{toctree}}\n:hidden:\n\n{tree}\n```\n"
    )
