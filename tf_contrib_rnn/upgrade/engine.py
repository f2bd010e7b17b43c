"""Runs the rules over one file."""

import ast
import re
import warnings
from pathlib import Path

import libcst as cst

from .module import Module
from .removal import Sweep
from .rules import RULES

# A file without any of these words holds nothing for the rules; most files are passed over so.
WORDS = re.compile(
    r"rnn|contrib|Cell\b|Cudnn"
    r"|(tf|tensorflow|v1)\.layers\b|(tensorflow|v1) import [^\n]*\blayers\b",
    re.IGNORECASE,
)
AS_A_PAIR = re.compile(r"^\s*except\s+[\w.]+\s*,\s*\w+\s*:", re.MULTILINE)


class NotPython3Error(ValueError):
    """The file is not Python 3; the message says where and what to do."""


def parse(source):
    """The libcst tree of a file's bytes or text.

    Raises:
        NotPython3Error: when it does not parse, with the line.
    """
    try:
        tree = cst.parse_module(source)
    except cst.ParserSyntaxError as error:
        raise NotPython3Error(_why(source, error)) from error
    except (UnicodeDecodeError, LookupError, SyntaxError) as error:
        raise NotPython3Error(f"its bytes are not text in the encoding it declares: {error}") from (
            error
        )
    text = source if isinstance(source, str) else source.decode(tree.encoding)
    if AS_A_PAIR.search(text):
        tree.visit(_Pairs(text))
    return tree


class _Pairs(cst.CSTVisitor):
    """Refuses ``except X, e``, which Python 3.14 reads as two kinds of exceptions."""

    def __init__(self, text):
        super().__init__()
        self._text = text

    def visit_ExceptHandler(self, node):
        if isinstance(node.type, cst.Tuple) and not node.type.lpar and node.name is None:
            lines = self._text.splitlines()
            number = next(i for i, line in enumerate(lines, 1) if AS_A_PAIR.search(line))
            raise NotPython3Error(_python_2(number, "'except X, e'"))


def rewrite(tree, path, project):
    """The tree with all rewrites made, and the ``Module`` that holds the findings."""
    module = Module(tree, Path(path), project)
    for rule in RULES:
        rule.visit(module)
    for call in module.calls:
        if call.is_changed:
            module.edit(call.node, call.apply)
    return (tree.visit(_Apply(module)) if module.edits else tree), module


class _Apply(Sweep):
    def __init__(self, module):
        super().__init__()
        self._module = module
        changed = [*module.edits, *module.before, *module.after]
        above = module.resolver.flow.above
        self._on_the_way = {node for start in changed for node in (start, *above(start))}

    def on_visit(self, node):
        """Goes only where an edit waits."""
        return node in self._on_the_way

    def on_leave(self, original, updated):
        updated = super().on_leave(original, updated)
        for function in self._module.edits.get(original, ()):
            updated = function(updated)
        before = self._module.before.get(original, ())
        after = self._module.after.get(original, ())
        if before or after:
            kept = [updated] if isinstance(updated, cst.CSTNode) else list(updated)
            return cst.FlattenSentinel([*before, *kept, *after])
        return updated


PYTHON_2 = [
    (r"^\s*print\b(?!\s*\()", "a print statement"),
    (r"^\s*exec\s+[\"'\w]", "an exec statement"),
    (r"^\s*except\s+[\w.()\s,]+,\s*\w+\s*:", "'except X, e'"),
    (r"^\s*raise\s+[\w.]+\s*,", "'raise X, message'"),
    (r"`[^`]+`", "backquotes"),
    (r"<>", "'<>'"),
    (r"\b0[0-7]+\b|\b\d+L\b", "a number"),
    (r"\bur[\"']", "a ur-string"),
]


def _python_2(number, what):
    return f"line {number}: {what} of Python 2; convert the file to Python 3 first"


def _why(source, error):
    """Why a file does not parse, and in which line: Python itself tells that best."""
    number, message = error.raw_line, "it does not parse as Python 3"
    with warnings.catch_warnings(action="ignore"):
        try:
            ast.parse(source)
        except SyntaxError as own:
            number, message = own.lineno or number, own.msg
        except ValueError as own:  # null bytes
            return str(own)
    text = source if isinstance(source, str) else source.decode("utf-8", "replace")
    lines = text.splitlines()
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    found = next((what for pattern, what in PYTHON_2 if re.search(pattern, line)), None)
    if "tabs" in message:
        return f"line {number}: tabs and spaces are mixed in its indentation; expand the tabs"
    if found:
        return _python_2(number, found)
    return f"line {number}: {message}: {line[:60]}"
