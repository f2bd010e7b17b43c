"""The page docs/old_checkpoints.md: written by a run of the tests, and read back by one."""

import math

from tests.old_checkpoints.configurations import CONFIGURATIONS
from tests.old_checkpoints.files import FOLDER, VERSIONS, configurations

PAGE = FOLDER.parents[2] / "docs" / "old_checkpoints.md"
RUN, FOUND, NONE = "✓", "names", ""
HEAD = """\
# Checkpoints of old TensorFlows

What TF 0.12.1, 1.1.0 and 1.4.1 saved, down, restored into today's cells with one call of
`checkpoint.restore`. A {run} means that the restored cell then computed what that version computed
from the same input; "{found}" that every variable was found and has the values of the file, whose
input is not known; nothing that the version has no such class, or that it does not run there. The
last column is the largest difference met, |a - b| / max(1, max|b|), rounded up. `make
old-checkpoints` runs all of it and writes this page.

"""
FOOT = """
- The networks of legacy_seq2seq are restored cell by cell; what belongs to no cell is listed as
  left over. `legacy_basic_rnn_seq2seq` holds two networks of the same shapes, so it needs a scope.
- TF 1.4 called the convolutional cells of every rank `conv_lstm_cell`: the rank of the kernel
  tells which it was, and the report says what was taken for what.
- The groups of TF 1.4's GLSTMCell share one kernel: it goes into the kernel of every group, and
  the report says so.
"""


def symbol(version, name):
    """What stands in a box."""
    if name not in configurations(version):
        return NONE
    return RUN if CONFIGURATIONS[name].run else FOUND


def rounded_up(difference):
    """The next power of ten."""
    return f"1e{math.ceil(math.log10(difference))}" if difference else "0"


def written(differences):
    """The text of the page.

    Args:
        differences: {(version, name): difference, or None where nothing was run}.

    Raises:
        ValueError: for a box that was not tested.
    """
    every = {(version, name) for version in VERSIONS for name in configurations(version)}
    if missing := sorted(every - differences.keys()):
        raise ValueError(
            f"docs/old_checkpoints.md expects every box, received no result of {missing}: run all "
            "of tests/old_checkpoints."
        )
    numbers = {}
    for name in CONFIGURATIONS:
        met = [differences[box] for box in every if box[1] == name]
        met = [difference for difference in met if difference is not None]
        numbers[name] = rounded_up(max(met)) if met else ""
    return page(numbers)


def page(numbers):
    """The text of the page, from the number of each configuration."""
    rows = [["", *VERSIONS, "difference"], ["---"] * (len(VERSIONS) + 2)]
    for name in CONFIGURATIONS:
        boxes = [symbol(version, name) for version in VERSIONS]
        rows.append([f"`{name}`", *boxes, numbers[name]])
    table = "".join("| " + " | ".join(row) + " |\n" for row in rows)
    return HEAD.format(run=RUN, found=FOUND) + table + FOOT


def read(text):
    """The number of each configuration of a page."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): row[-1].strip() for row in rows}
