"""What the cells of two notebooks left, compared as far as it is the same on every machine."""

import re

NUMBER = re.compile(r"(?<!\w)-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
ROUNDING = 1e-4  # below this, numbers are differences of rounding
NEAR = 0.02  # relative; other processors add in another order


def code_cells(notebook):
    """The cells that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(output):
    """What a reader sees of an output: its text, and whether there is a picture."""
    if output.output_type == "stream":
        return f"{output.name}: {output.text}"
    picture = "picture: " if "image/png" in output.data else "value: "
    return picture + output.data.get("text/plain", "")


def differences(committed, run):
    """Sentences on what a run printed otherwise than it is committed; none if all agrees.

    Whole numbers and words must be the same, numbers with a point nearly, errors of rounding only
    small.
    """
    found = []
    for number, (old, new) in enumerate(
        zip(code_cells(committed), code_cells(run), strict=True), 1
    ):
        before, after = ([shown(output) for output in cell.outputs] for cell in (old, new))
        if len(before) != len(after) or not all(map(alike, before, after)):
            found.append(f"cell {number} shows\n{after}\nwhere this is committed:\n{before}")
    return found


def alike(text, other):
    """Whether two texts say the same, but for rounding."""
    if NUMBER.sub("#", text).split() != NUMBER.sub("#", other).split():
        return False
    return all(map(_near, NUMBER.findall(text), NUMBER.findall(other)))


def _near(text, other):
    if not re.search("[.eE]", text + other):
        return text == other
    a, b = float(text), float(other)
    return abs(a - b) <= NEAR * max(abs(a), abs(b)) or max(abs(a), abs(b)) < ROUNDING
