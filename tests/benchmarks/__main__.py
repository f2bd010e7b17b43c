"""Measures the package and writes docs/performance.md with its plots: `make benchmarks`.

    python -m tests.benchmarks                        everything, about fifty minutes
    python -m tests.benchmarks --only "GRU" --only memory
    python -m tests.benchmarks --quick                tiny sizes, prints, writes nothing
    python -m tests.benchmarks --missing              goes on with a run that was cut short
    python -m tests.benchmarks --page                 writes the page anew without measuring

A run with `--only` replaces those rows in docs/performance.json and leaves the others.
"""

import argparse
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def parsed(arguments=None):
    """The options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        prog="python -m tests.benchmarks",
    )  # fmt: skip
    parser.add_argument(
        "--only", action="append", default=[], metavar="TEXT",
        help="rows whose section and title contain it: sections are time, memory, costs, tf1",
    )  # fmt: skip
    parser.add_argument(
        "--bounded", action="store_true", help="of the times only those with bounds"
    )
    parser.add_argument("--missing", action="store_true", help="only rows without figures so far")
    parser.add_argument("--quick", action="store_true", help="tiny sizes; writes nothing")
    parser.add_argument("--page", action="store_true", help="write the page from the results")
    parser.add_argument("--tf1", metavar="PYTHON", help="an interpreter that has TF 1.15.5")
    parser.add_argument("--repetitions", type=int, default=15, help="rounds at most (15)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=4.0,
        help="the rounds of a process end after so many (4)",
    )
    parser.add_argument(
        "--processes", type=int, default=5, help="processes for a row with bounds (5), else one"
    )
    return parser.parse_args(arguments)


def main():
    """The command line."""
    options = parsed()
    from tests.benchmarks import run

    if options.quick:
        run.quick()
        return
    if not options.page:
        run.run(options)
    try:
        run.write()
    except ValueError as error:  # some rows are still to be measured
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
