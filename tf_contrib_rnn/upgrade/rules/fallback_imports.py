"""Imports with a fallback for another version, once both import the same.

    try:                                          ->  import tf_contrib_rnn as rnn_cell
        import tf_contrib_rnn as rnn_cell
    except ImportError:
        import tf_contrib_rnn as rnn_cell

Comments above it stay. A ``try`` that does anything else, or whose blocks differ, stays too.
"""

import libcst as cst

from ..names import PACKAGE
from ..resolve import dotted

NAME = "fallback_imports"


def visit(module):
    """Collapses what has become the same import twice."""
    for node in module.nodes(cst.Try):
        if node.handlers and not node.orelse and not node.finalbody:
            module.edit(node, lambda updated, node=node: _collapsed(module, node, updated))


def _collapsed(module, node, updated):
    """What is left of a ``try`` after the other rules: its import, or all of it."""
    blocks = [updated.body, *(handler.body for handler in updated.handlers)]
    lines = [_only_line(block) for block in blocks]
    if None in lines or not all(line.deep_equals(lines[0]) for line in lines):
        return updated
    module.record(node, NAME, "try: ... except: ...", lines[0])
    return lines[0].with_changes(leading_lines=updated.leading_lines)


def _only_line(block):
    """The one line of a block, if all it does is import the package."""
    if not isinstance(block, cst.IndentedBlock) or len(block.body) != 1 or block.footer:
        return None
    (line,) = block.body
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    (statement,) = line.body
    if line.leading_lines or line.trailing_whitespace.comment is not None:
        return None
    return line if _imports_package(statement) else None


def _imports_package(statement):
    if isinstance(statement, cst.ImportFrom):
        return statement.module is not None and dotted(statement.module) == PACKAGE
    return isinstance(statement, cst.Import) and dotted(statement.names[0].name) == PACKAGE
