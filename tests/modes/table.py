"""The page docs/modes.md: written by a run of the tests, and read back by one that checks it."""

import math
import re

from tests.modes.families import FAMILIES
from tests.modes.limits import LIMITS, limit_of, told
from tests.modes.modes import MODES
from tests.modes.processes import ROOT

PAGE = ROOT / "docs" / "modes.md"
WORKS = "✓"
HEAD = """\
# Where it runs

Every way to run a model, down, with every family of cells, across. A {works} means that this was
run and compared: with single eager steps, with a float64 run for the dtype policies, with
differences of the function itself for gradients, with a loop by hand for training, with one
device or process for distribution, and with the model before it was saved for files, which other
processes load. The last column is the largest difference met, |a - b| / max(1, max|b|), rounded
up. A number in brackets is a limit of TensorFlow or Keras, told below the table with the error it
ends in; no box is red. `make modes` runs all of it and writes this page.
"""


def written(boxes):
    """The text of the page.

    Args:
        boxes: {(mode, family): (name of a limit or "", difference or None)}.

    Raises:
        ValueError: for a box that was not run.
    """
    missing = [(mode, name) for mode in MODES for name in FAMILIES if (mode, name) not in boxes]
    if missing:
        raise ValueError(
            f"docs/modes.md expects every box, received no result of {missing}: run all of "
            "tests/modes."
        )
    symbols = {box: symbol_of(name) for box, (name, _) in boxes.items()}
    numbers = {mode: largest(boxes[mode, name][1] for name in FAMILIES) for mode in MODES}
    return page(symbols, numbers)


def page(symbols, numbers):
    """The text of the page, from the symbol of each box and the number of each mode."""
    parts = [HEAD.format(works=WORKS), table(symbols, numbers), "## The columns\n"]
    parts.append("".join(f"- **{f.title}**: {f.what}\n" for f in FAMILIES.values()))
    parts.append("## The rows\n")
    parts.append("".join(f"- **{m.title}**: {first_line(m.check)}\n" for m in MODES.values()))
    parts.append("## The limits\n")
    parts.append(
        "Each is kept as a test in stock Keras that must fail in this very way, in\n"
        "`tests/modes/test_limits.py`: the day it passes, we are told.\n"
    )
    for number, limit in enumerate(LIMITS, 1):
        parts.append(
            f"{number}. **{limit.name}.** {limit.why}\n   {told(limit)} (`{limit.reproducer}`)\n"
        )
    return "\n".join(parts)


def first_line(function):
    """The first line of a mode's docstring."""
    return function.__doc__.strip().splitlines()[0]


def table(symbols, numbers):
    """The table alone, a heading before each group of modes."""
    titles = [family.title for family in FAMILIES.values()]
    lines = [row("", *titles, "difference"), row(*["---"] * (len(titles) + 2))]
    group = None
    for key, mode in MODES.items():
        if mode.group != group:
            group = mode.group
            lines.append(row(f"**{group}**", *[""] * (len(titles) + 1)))
        lines.append(row(mode.title, *(symbols[key, name] for name in FAMILIES), numbers[key]))
    return "\n".join(lines) + "\n"


def row(*cells):
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def symbol_of(name):
    """What stands in a box: that it works, or the number of a limit."""
    return f"[{[limit.name for limit in LIMITS].index(name) + 1}]" if name else WORKS


def declared():
    """{(mode, family): symbol} as `limits.py` has it."""
    return {
        (mode, name): symbol_of(limit.name if (limit := limit_of(mode, name)) else "")
        for mode in MODES
        for name in FAMILIES
    }


def largest(differences):
    """The largest of some numbers, rounded up to a power of ten, as text."""
    known = [number for number in differences if number is not None]
    if not known:
        return ""
    return f"1e{math.ceil(math.log10(max(*known, 1e-300)))}" if any(known) else "0"


def read(text):
    """({(mode, family): symbol}, {mode: number}) of a page's table."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    keys = {mode.title: key for key, mode in MODES.items()}
    rows = {keys[cells[0]]: cells[1:] for cells in lines if cells[0] in keys}
    symbols = {
        (mode, name): symbol
        for mode, cells in rows.items()
        for name, symbol in zip(FAMILIES, cells, strict=False)
    }
    numbers = {mode: cells[-1] for mode, cells in rows.items()}
    numbers = {mode: n if re.fullmatch(r"0|1e-\d+", n) else "" for mode, n in numbers.items()}
    return symbols, numbers
