"""Prints the worst error of every class against TF 1.15.5: `python -m tests.worst_errors`."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from tests.cases import CASES, COVERED, fused
from tests.comparison import GROUPS, by_group, compared
from tests.goldens import Golden
from tests.sequences import SequenceGolden, errors_of

COLUMNS = ("all", *GROUPS)


def errors(case):
    """{key: error} of a case of cells, or of one of whole sequences."""
    if case in fused.CASES:
        return errors_of(SequenceGolden(case["name"]))
    return compared(Golden(case["name"]))


def worst_errors(cases):
    """{group of results: worst error} over cases; the group "all" is the worst of them."""
    worst = dict.fromkeys(COLUMNS, 0.0)
    for case in cases:
        for group, value in by_group(errors(case)).items():
            worst[group] = max(worst[group], value)
    return worst | {"all": max(worst.values())}


def rows(cases=(*CASES, *fused.CASES)):
    """One row a class and dtype: class, dtype, number of cases, worst errors in `COLUMNS`."""
    for symbol in (*COVERED, *dict.fromkeys(case["symbol"] for case in fused.CASES)):
        for dtype in ("float64", "float32"):
            found = [c for c in cases if c["symbol"] == symbol and c["dtype"] == dtype]
            if found:
                yield symbol, dtype, len(found), worst_errors(found)


def main():
    """Prints the table in Markdown."""
    print(f"| cell | dtype | cases | {' | '.join(COLUMNS)} |")
    print(f"| --- | --- | --- |{' --- |' * len(COLUMNS)}")
    for symbol, dtype, count, worst in rows():
        numbers = " | ".join(f"{worst[column]:.1e}" for column in COLUMNS)
        print(f"| {symbol} | {dtype} | {count} | {numbers} |", flush=True)


if __name__ == "__main__":
    main()
