"""A run: which rows, the results of those before, and the files it writes."""

import json

from tests.benchmarks import machine, measure, page, plots
from tests.benchmarks.processes import ROOT
from tests.benchmarks.rows import COSTS, MEMORY, QUICK, TF1_ROWS, TIMED

RESULTS = ROOT / "docs" / "performance.json"


def results() -> dict:
    """Those of the last run."""
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def sections(options) -> dict:
    """{section: {key: row}} that the options choose."""
    every = {
        "time": TIMED,
        "memory": MEMORY,
        "costs": COSTS,
        "tf1": TF1_ROWS if options.tf1 else {},
    }
    if options.bounded:
        every["time"] = {key: row for key, row in TIMED.items() if row.bounds}
    if options.only:
        every = {
            section: {
                key: row
                for key, row in rows.items()
                if any(text in f"{section} {key}" for text in options.only)
            }
            for section, rows in every.items()
        }
    return every


def missing(chosen, found) -> dict:
    """What of the chosen rows has no figures."""
    known = found | {"tf1": found["tf1"].get("rows", {})}
    return {
        section: {key: row for key, row in rows.items() if key not in known[section]}
        for section, rows in chosen.items()
    }


def run(options) -> None:
    """Measures and writes the results after every row, so that a run may be cut short."""
    chosen = sections(options)
    found = {section: {} for section in chosen} | (results() if RESULTS.exists() else {})
    if options.missing:
        chosen = missing(chosen, found)
    found["machine"] = machine.described()
    declared = {"time": TIMED, "memory": MEMORY, "costs": COSTS, "tf1": TF1_ROWS}
    for section, rows in declared.items():  # what is declared no more is forgotten
        kept = found[section].get("rows", {}) if section == "tf1" else found[section]
        for key in kept.keys() - rows.keys():
            del kept[key]
    for key, row in chosen["time"].items():
        count = options.processes if row.bounds else 1
        figures = measure.in_processes(row, count, options.repetitions, options.seconds)
        found["time"][key] = figures | machine.load()
        tell(key, found["time"][key])
        keep(found)
    for key, entry in chosen["memory"].items():
        found["memory"][key] = measure.remembered(entry)
        print(key, found["memory"][key], flush=True)
        keep(found)
    for key in chosen["costs"]:
        found["costs"][key] = measure.cost(key, 7)
        print(key, found["costs"][key], flush=True)
        keep(found)
    if chosen["tf1"]:
        before = found["tf1"].get("rows", {})
        given = (options.repetitions, options.seconds)
        found["tf1"] = measure.of_tf1(options.tf1, chosen["tf1"], *given)
        found["tf1"]["rows"] = before | found["tf1"]["rows"]
        keep(found)


def keep(found) -> None:
    """Writes the results."""
    RESULTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write() -> None:
    """Writes the page and its plots from the results."""
    found = results()
    page.PAGE.write_text(page.page(found), encoding="utf-8")
    plots.draw(found)
    print(f"wrote {page.PAGE.relative_to(ROOT)}")


def quick() -> None:
    """Every kind of row, tiny."""
    for key, row in QUICK.items():
        tell(key, measure.timed(row, 3, 0.0))


def tell(key, found) -> None:
    """Prints a row's figures."""
    print(key)
    for what in sorted(found.keys() - {"load"}):
        figures = found[what]
        times = "  ".join(f"{name} {value}" for name, value in figures["milliseconds"].items())
        ratios = "  ".join(f"{name} {value}" for name, value in figures["ratios"].items())
        print(f"  {what:8} ms: {times}   ratios: {ratios}", flush=True)
