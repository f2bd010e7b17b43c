"""A plan or report as a table, in plain text and for a terminal."""

import re
import textwrap
from collections import Counter

from tf_contrib_rnn.checkpoint import names

_HEAD = ["model variable", "checkpoint variable", "shape", "dtype"]
_WIDTH = 80


def plural(count: int, noun: str) -> str:
    """The noun, in the plural unless there is one."""
    return noun if count == 1 else noun + "s"


def wrapped(sentence: str) -> str:
    """A sentence in lines of 80 columns, in which no name is cut.

    Args:
        sentence: the sentence.
    """
    return textwrap.fill(
        sentence, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def as_text(plan) -> str:
    """The table in plain text.

    Names are never cut or folded. Where a row would be wider than 80 columns, the name in the
    checkpoint is left out, unless it is another than the name in the model below the scope: then
    it stands in a line of its own, as does a name that leaves no room for the other columns.

    Args:
        plan: a `Plan` or `Report`.
    """
    rows = [_row(record) for record in plan.assigned]
    head = _head(plan)
    if rows and sum(_widths([head, *rows])) + 2 * len(head) > _WIDTH:
        lines = _narrow_rows(plan, head, rows)
    else:
        lines = _one_line_rows(plan, head, rows)
    return "\n".join([plan.title, *lines, *_groups(plan)])


def summary(plan) -> str:
    """All but the rows: how many variables, and what to look at twice.

    Args:
        plan: a `Plan` or `Report`.
    """
    return "\n".join([plan.title, *_groups(plan)])


class Terminal:
    """The table for a terminal: in a frame where it is wide enough, else as in plain text.

    Args:
        plan: a `Plan` or `Report`.
    """

    def __init__(self, plan):
        self.plan = plan

    def __rich_console__(self, console, options):
        from rich.text import Text

        frame = _frame(self.plan)
        if console.measure(frame, options=options.update(width=1000)).maximum > options.max_width:
            yield Text(as_text(self.plan), overflow="fold")
            return
        yield Text(self.plan.title)
        yield frame
        yield from (Text(line) for line in _groups(self.plan))


def _frame(plan):
    from rich.table import Table
    from rich.text import Text

    frame = Table()
    for title in _head(plan):
        frame.add_column(title, no_wrap=True)
    for part, records in _by_part(plan):
        frame.add_section()
        frame.add_row(Text(_part_line(plan, part), style="bold"))
        for record in records:
            frame.add_row(*(Text(cell) for cell in _row(record)))
    return frame


def _row(record):
    row = [record.model, record.checkpoint, _shape(record.shape), record.types]
    return row if record.max_abs is None else [*row, f"{record.max_abs:.4g}"]


def _head(plan):
    measured = any(record.max_abs is not None for record in plan.assigned)
    return _HEAD + (["max|value|"] if measured else [])


def _shape(shape):
    return f"[{', '.join(map(str, shape))}]"


def _widths(rows):
    return [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]


def _by_part(plan):
    parts = dict.fromkeys(record.part for record in plan.assigned)
    return [(part, [r for r in plan.assigned if r.part == part]) for part in parts]


def _part_line(plan, part):
    return f"{part} <- {plan.scopes[part] or '(top scope)'}"


def _lines(cells, widths, indent="  "):
    return (indent + "  ".join(map(str.ljust, cells, widths))).rstrip()


def _one_line_rows(plan, head, rows):
    widths = _widths([head, *rows]) if rows else []
    lines = [_lines(head, widths)] if rows else []
    for part, records in _by_part(plan):
        lines.append(_part_line(plan, part))
        lines += [_lines(_row(record), widths) for record in records]
    return lines


def _narrow_rows(plan, head, rows):
    """Rows without the name in the checkpoint and without a type that all of them have."""
    types = {cells[3] for cells in rows}
    kept = slice(2, 3) if len(types) == 1 else slice(2, 4)
    title = f"{head[0]} ({types.pop()})" if len(types) == 1 else head[0]
    others = _widths([[*cells[kept], *cells[4:]] for cells in [head, *rows]])
    room = _WIDTH - sum(others) - 2 * (len(others) + 1)
    longest = max([len(title), *(len(cells[0]) for cells in rows if len(cells[0]) <= room)])
    widths = [longest, *others]
    lines = [_lines([title, *head[kept], *head[4:]], widths)]
    for part, records in _by_part(plan):
        lines.append(_part_line(plan, part))
        for record in records:
            name, stored, *_ = cells = _row(record)
            if len(name) > longest:
                lines.append(f"  {name}")
                name = ""
            lines.append(_lines([name, *cells[kept], *cells[4:]], widths))
            if stored != names.join(record.scope, record.model):
                lines.append(f"    <- {stored}")
    return lines


def _groups(plan):
    """The lines below the table: what else there is, by kind."""
    yield from (wrapped(f"warning: {warning}") for warning in plan.warnings)
    yield from map(wrapped, plan.told)
    yield from (wrapped(f"assumed: {sentence}") for sentence in plan.assumed)
    if plan.optimizer:
        yield from plan.optimizer.lines()
    if plan.unfed:
        yield f"not fed ({len(plan.unfed)})"
        yield from (f"  {name}" for name in plan.unfed)
    if plan.left_over:
        yield f"not used from the checkpoint ({len(plan.left_over)})"
        for name, shape in zip(plan.left_over, plan.shapes, strict=True):
            yield f"  {name}  {_shape(shape)}"
    if plan.ignored:
        yield f"ignored from the checkpoint ({len(plan.ignored)}), as asked"
    for title, found in (("optimizer slots", plan.slots), ("moving averages", plan.averages)):
        kinds = Counter(name.rpartition("/")[2].removesuffix(":0") for name in found)
        if found:
            yield _left_alone(title, [f"{count} {kind}" for kind, count in kinds.items()])
    for title, found in (("counters", plan.counters), ("not weights", plan.not_weights)):
        if found:
            yield _left_alone(title, _short(found))


def _left_alone(title, items):
    return wrapped(f"{title}, left alone: {', '.join(items)}")


def _short(found):
    """Names without the numbers that only tell copies apart, at most eight."""
    unique = list(dict.fromkeys(re.sub(r"_\d+(?=/)", "", name) for name in found))
    return unique[:8] + ([f"and {len(unique) - 8} more"] if len(unique) > 8 else [])
