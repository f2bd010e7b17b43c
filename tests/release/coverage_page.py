"""docs/coverage.md from what coverage.py measured: `make coverage`.

    python -m tests.release.coverage_page .coverage.json
"""

import itertools
import json
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"
PACKAGE = "tf_contrib_rnn/"
HEAD = """\
# What no test runs

`make coverage` runs the tests of the gate, and the slow ones of cells, wrappers, checkpoints, the
command line, the rewriter, the hook, the demo and these pages. This page, which it writes, tells
how many lines of the package they run, programs that they start included, and lists all others.
Whoever changes a file moves its lines.

"""


def page(measured):
    """The text of the page.

    Args:
        measured: what `coverage json` writes.
    """
    files = {name.removeprefix(PACKAGE): file for name, file in measured["files"].items()}
    rooms = {
        room: list(names) for room, names in itertools.groupby(sorted(files, key=room_of), room_of)
    }
    lines = [HEAD, "| room | lines | not run | run |\n| --- | --- | --- | --- |\n"]
    counted = {room: [files[name]["summary"] for name in names] for room, names in rooms.items()}
    for room, summaries in counted.items():
        lines.append(row(f"`{room}`", summaries))
    lines.append(row("all", itertools.chain(*counted.values())))
    for room, names in rooms.items():
        missed = {name: files[name]["missing_lines"] for name in sorted(names)}
        found = [f"- `{name}`: {spans(numbers)}\n" for name, numbers in missed.items() if numbers]
        if found:
            lines += [f"\n## `{room}`\n\n", *found]
    return "".join(lines)


def room_of(name):
    """The folder of a file of the package; the package's own name for those beside them."""
    room, _, inside = name.partition("/")
    return room if inside else PACKAGE.rstrip("/")


def row(title, summaries):
    """A row of the table."""
    pairs = [(one["num_statements"], one["missing_lines"]) for one in summaries]
    lines, missed = (sum(column) for column in zip(*pairs, strict=True))
    return f"| {title} | {lines:,} | {missed:,} | {100 * (1 - missed / lines):.1f} % |\n"


def spans(numbers):
    """`3-5, 9` for [3, 4, 5, 9]."""
    ends = []
    for number in numbers:
        if ends and number == ends[-1][1] + 1:
            ends[-1][1] = number
        else:
            ends.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in ends)


if __name__ == "__main__":
    PAGE.write_text(page(json.loads(Path(sys.argv[1]).read_text("utf-8"))), encoding="utf-8")
