"""A plan or report as a table, in plain text and for a terminal."""

import re
import textwrap
from collections import Counter

_HEAD = ["model variable", "checkpoint variable", "shape", "dtype"]
_WIDTH = 80


def plural(count: int, noun: str) -> str:
    """The noun, in the plural unless there is one."""
    return noun if count == 1 else noun + "s"


def as_text(plan) -> str:
    """The table in plain text.

    Names are never cut or folded, so that they can be searched for: where a row would be wider
    than 80 columns, the name in the checkpoint stands in a line below the name in the model.

    Args:
        plan: a `Plan` or `Report`.
    """
    rows = [_row(record) for record in plan.assigned]
    head = _head(plan)
    if rows and sum(_widths([head, *rows])) + 2 * len(head) > _WIDTH:
        lines = _two_line_rows(plan, head, rows)
    else:
        lines = _one_line_rows(plan, head, rows)
    return "\n".join([plan.title, *lines, *_groups(plan)])


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


def _two_line_rows(plan, head, rows):
    narrow = [[cells[0], *cells[2:]] for cells in [head, *rows]]
    widths = _widths(narrow)
    lines = [_lines(narrow[0], widths), f"    {head[1]}"]
    for part, records in _by_part(plan):
        lines.append(_part_line(plan, part))
        for record in records:
            cells = _row(record)
            lines += [_lines([cells[0], *cells[2:]], widths), f"    {record.checkpoint}"]
    return lines


def _groups(plan):
    """The lines below the table: what else there is, by kind."""
    for warning in plan.warnings:
        yield f"warning: {warning}"
    yield from plan.told
    for sentence in plan.assumed:
        yield textwrap.fill(f"assumed: {sentence}", _WIDTH, subsequent_indent="  ")
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
            yield _wrapped(title, [f"{count} {kind}" for kind, count in kinds.items()])
    for title, found in (("counters", plan.counters), ("not weights", plan.not_weights)):
        if found:
            yield _wrapped(title, _short(found))


def _wrapped(title, items):
    return textwrap.fill(
        f"{title}, left alone: {', '.join(items)}",
        _WIDTH,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _short(found):
    """Names without the numbers that only tell copies apart, at most eight."""
    unique = list(dict.fromkeys(re.sub(r"_\d+(?=/)", "", name) for name in found))
    return unique[:8] + ([f"and {len(unique) - 8} more"] if len(unique) > 8 else [])
