"""The page docs/fidelity.md: written by a run of the goldens, and read back by one that checks it.

A golden is what TF 1.15.5 computed for a case: a cell with its arguments, or a small program. Its
test keeps the worst errors with `keep`; `make fidelity` runs them all and writes the page.
"""

import math
from pathlib import Path

from tests.cases import CASES, fused
from tests.cases.programs import PROGRAMS
from tests.goldens import LIMITS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "fidelity.md"
COLUMNS = ("one step", "sequence", "gradients")
# The first part of a golden's key, and the column its errors belong to.
COLUMN_OF = {
    "step": "one step",
    "run": "sequence",
    "full": "sequence",
    "results": "sequence",
    "gradients": "gradients",
}
HEAD = """\
# Fidelity report

Every case was run by TensorFlow 1.15.5 once, on weights, inputs, states, lengths and random
numbers that were written down with the results. A test puts the same weights and numbers into
this package on TensorFlow 2 and compares everything: one step, whole sequences with and without
lengths, every state, and the gradients of inputs, states and weights. The numbers below are the
largest |a - b| / max(1, max|b|) of a case, rounded up to one digit. A test fails above {limits}.
Nothing stands where there is no such case: the block cells of TF1, for one, knew no float64.
`make fidelity` runs all of it and writes this page.

"""


def keep(record_property, name, errors):
    """Hands the worst errors of a case, by column, to whoever writes the page.

    Args:
        record_property: pytest's fixture of this name.
        name: the case.
        errors: {key of the golden: error}.
    """
    worst = {}
    for key, value in errors.items():
        column = COLUMN_OF[key.split("/")[0]]
        worst[column] = max(worst.get(column, 0.0), value)
    record_property("fidelity", (name, worst))


def rows():
    """{name of a case: (symbol, options that it sets, dtype)}, in the order of the page."""
    found = {}
    for case in (*CASES, *fused.CASES, *PROGRAMS):
        found[case["name"]] = (case["symbol"], options_of(case), case["dtype"])
    symbols = list(dict.fromkeys(symbol for symbol, _, _ in found.values()))
    return dict(sorted(found.items(), key=lambda item: symbols.index(item[1][0])))


def options_of(case):
    """The options that a case sets, in words for a table."""
    if "sets" not in case:
        return ", ".join(f"`{name}`" for name in case.get("arguments", ()))
    own = f"{case['symbol']}."
    return ", ".join(f"`{name.removeprefix(own)}`" for name in case["sets"])


def rounded_up(value):
    """One digit of a number, rounded up, as text; nothing for None."""
    if not value:
        return "" if value is None else "0"
    exponent = math.floor(math.log10(value))
    digit = math.ceil(value / 10**exponent)
    return f"1e{exponent + 1}" if digit == 10 else f"{digit}e{exponent}"


def written(kept):
    """The text of the page.

    Args:
        kept: (name of a case, {column: worst error}) of every case that was run, in every way it
            was run in: the largest error counts.

    Raises:
        ValueError: for a case that was not run.
    """
    errors = {}
    for name, worst in kept:
        of_case = errors.setdefault(name, {})
        for column, value in worst.items():
            of_case[column] = max(of_case.get(column, 0.0), value)
    if missing := sorted(rows().keys() - errors.keys()):
        raise ValueError(
            f"docs/fidelity.md expects every case, received no result of {missing}: run "
            "`make fidelity`."
        )
    return page({n: [rounded_up(errors[n].get(c)) for c in COLUMNS] for n in rows()})


def page(numbers):
    """The text of the page, from the numbers of each case in the order of `COLUMNS`."""
    limits = [f"{LIMITS[dtype]:.0e} in {dtype}" for dtype in ("float64", "float32")]
    cases = rows()
    by_symbol = {}
    for name, (symbol, options, dtype) in cases.items():
        line = [f"`{name}`", options, dtype, *numbers[name]]
        by_symbol.setdefault(symbol, []).append(line)
    parts = [HEAD.format(limits=" and ".join(limits).replace("e-0", "e-")), "## At a glance\n\n"]
    parts.append(glance(by_symbol))
    for symbol, lines in by_symbol.items():
        parts.append(f"\n## `{symbol}`\n\n{table(['case', 'sets', 'dtype', *COLUMNS], lines)}")
    return "".join(parts)


def glance(by_symbol):
    """The table of all symbols: how many cases, and the largest number of each dtype."""
    heading, lines = ["symbol", "cases"], []
    dtypes = ("float64", "float32")
    for symbol, found in by_symbol.items():
        worst = [largest([n for row in found if row[2] == d for n in row[3:]]) for d in dtypes]
        lines.append([f"[`{symbol}`](#{symbol.lower()})", str(len(found)), *worst])
    total = str(sum(len(found) for found in by_symbol.values()))
    lines.append(["all", total, *(largest([line[2 + i] for line in lines]) for i in range(2))])
    return table([*heading, *dtypes], lines)


def largest(numbers):
    """The largest of some numbers that are text."""
    return max((n for n in numbers if n), key=float, default="")


def table(heading, lines):
    """A Markdown table."""
    every = [heading, ["---"] * len(heading), *lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in every)


def read(text):
    """{name of a case: its numbers} of a page."""
    lines = [line.strip("| ").split("|") for line in text.splitlines() if line.startswith("| `")]
    names = [[cell.strip() for cell in line] for line in lines]
    width = len(COLUMNS)
    return {line[0].strip("`"): (line[3:] + [""] * width)[:width] for line in names}
