"""The table from TF1's names to ours, and the contents of the reference."""

from generate import symbols
from generate.docstrings import escaped, linked
from generate.pages import table

HEAD = """\
# TF1's names and ours

Put `import tf_contrib_rnn as rnn` where `tf.contrib.rnn` stood: every name of it is here, with
the same arguments in the same order. The middle column says what differs; "nothing" means that
the same call gives the same numbers, names and states. The page of a symbol has its equations,
shapes, variables and quirks.

Code that uses several of TF1's homes changes them all to `rnn`: `tf.nn.rnn_cell`, `tf.nn`,
`tf.contrib.cudnn_rnn` and `tf.contrib.grid_rnn`. Five cells that TF 1.15.5 defined but did not
export stand under their own names.
"""
OURS = """
## Not in TF1

| name | what it is |
| --- | --- |
"""


def every():
    """{file: text}."""
    return {"symbols.md": symbol_table(), "index.md": contents()}


def symbol_table():
    """Every public symbol: where TF1 had it, and what differs."""
    known, ours, lines = symbols.addresses(), [], []
    for name in symbols.names():
        link = f"[`rnn.{name}`]({name}.md)"
        if homes := symbols.homes(name):
            said = symbols.differs(name) or "nothing"
            told = linked(escaped(said.replace("\n", " ").replace("|", r"\|")), known)
            lines.append(["<br>".join(f"`{home}`" for home in homes), link, told])
        else:
            told = linked(escaped(symbols.docstring(name).summary), known)
            ours.append(f"| {link} | {told} |\n")
    ours.append("| [`rnn.checkpoint`](checkpoint.md) | TF1 checkpoints into models and back. |\n")
    return f"{HEAD}\n{table(['TF 1.15.5', 'here', 'what differs'], lines)}\n{OURS}{''.join(ours)}"


def contents():
    """The contents of the reference, by room."""
    texts = ["# Reference\n\nA page for every public name, written from its docstring, from a "
             "built instance and from the goldens of TF 1.15.5.\n\n"
             ""]  # fmt: skip
    for key, title in symbols.GROUPS.items():
        mine = [name for name in symbols.names() if symbols.group(name) == key]
        lines = [[f"[`{n}`]({n}.md)", escaped(symbols.docstring(n).summary)] for n in mine]
        tree = "\n".join(mine)
        texts.append(f"## {title}\n\n{table(['name', 'what it is'], lines)}\n\n"
                     f"```{{toctree}}\n:hidden:\n\n{tree}\n```\n")  # fmt: skip
    texts.append("## Checkpoints\n\n- [`rnn.checkpoint`](checkpoint.md)\n\n"
                 "```{toctree}\n:hidden:\n\ncheckpoint\n```\n")  # fmt: skip
    return "\n".join(texts)
