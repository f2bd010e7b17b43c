"""Sentences that speak of arguments of functions, for someone who types options."""

import re

# An argument with an example, then alone: what the user types for it.
_ARGUMENTS = (
    (r"scopes=\{'([^']*)': '([^']*)'[^}]*\}", r"--scope \1=\2"),
    (r"scope='([^']*)'", r"--scope \1"),
    (r"map=\{'([^']*)': '([^']*)'[^}]*\}", r"--map \1=\2"),
    (r"tensors=\{'?(\w+)'?: '([^']*)'[^}]*\}", r"--tensor \1=\2"),
    (r"inputs=\{[^}]*\}", "--inputs FILE.npz"),
    (r"ignore=\['([^']*)'\]", r"--ignore '\1'"),
    (r"ema='([^']*)'", r"--ema-name \1"),
    (r"\bscopes?=(?![\w{'])", "--scope"),
    (r"\bmap=(?![\w{'])", "--map"),
    (r"\btensors=(?![\w{'])", "--tensor"),
    (r"\binputs=(?![\w{'])", "--inputs"),
    (r"\bignore=(?![\w\['])", "--ignore"),
    (r"\bema=(?![\w'])", "--ema"),
    (r"\bgraph=(?![\w'])", "--graph"),
    (r"\boutputs=(?![\w'])", "--fetch"),
    (r"\bforget_bias=(?![\w.])", "--forget-bias"),
    (r"\bpartial=True", "--partial"),
    (r"\boverwrite=True", "--overwrite"),
)


def as_options(text: str) -> str:
    """The text, with the options of the command line for arguments such as `scope='rnn'`.

    Args:
        text: a sentence, or the lines of a table.
    """
    for argument, option in _ARGUMENTS:
        text = re.sub(argument, option, text)
    return text
