"""Statements that go: the comments above them stay, and no block is left empty."""

import libcst as cst

_MARK = "__tf_contrib_rnn_removed__"


def removed(statement):
    """What a rule's edit returns for a small statement that goes."""
    return cst.Expr(cst.Name(_MARK))


class Sweep(cst.CSTTransformer):
    """Takes out what ``removed`` marked."""

    def leave_SimpleStatementLine(self, original, updated):
        body = [part for part in updated.body if not _is_mark(part)]
        if len(body) == len(updated.body) or not body:
            return updated
        body[-1] = body[-1].with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
        return updated.with_changes(body=body)

    def leave_SimpleStatementSuite(self, original, updated):
        body = [part for part in updated.body if not _is_mark(part)]
        return updated.with_changes(body=body or [cst.Pass()])

    def leave_IndentedBlock(self, original, updated):
        body, rest = _swept(updated.body)
        if not body and updated.body:
            line = cst.SimpleStatementLine([cst.Pass()], leading_lines=rest)
            return updated.with_changes(body=[line])
        return updated.with_changes(body=body, footer=[*rest, *updated.footer])

    def leave_Module(self, original, updated):
        body, rest = _swept(updated.body)
        return updated.with_changes(body=body, footer=[*rest, *updated.footer])


def _swept(statements):
    """The statements that stay, and the comment lines of removed ones that nothing follows."""
    kept, waiting = [], []
    for statement in statements:
        if isinstance(statement, cst.SimpleStatementLine) and all(map(_is_mark, statement.body)):
            waiting += _comments(statement.leading_lines)
            waiting += _comments([cst.EmptyLine(comment=statement.trailing_whitespace.comment)])
        elif waiting:
            lines = [*waiting, *statement.leading_lines]
            kept.append(statement.with_changes(leading_lines=lines))
            waiting = []
        else:
            kept.append(statement)
    return kept, waiting


def _comments(lines):
    """The lines with a comment, and those above them."""
    last = max((i for i, line in enumerate(lines) if line.comment), default=-1)
    return list(lines[: last + 1])


def _is_mark(statement):
    value = getattr(statement, "value", None)
    is_name = isinstance(statement, cst.Expr) and isinstance(value, cst.Name)
    return is_name and value.value == _MARK
