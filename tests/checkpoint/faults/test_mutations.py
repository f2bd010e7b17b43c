"""Whatever a file holds: an error in one sentence, or the right numbers; nothing in between."""

import json
from collections import Counter

import pytest

from tests.checkpoint.faults.cases import all_cases, gate_cases

CASES = {case.number: case for case in all_cases()}
BATCH = 175
STARTS = range(0, len(CASES), BATCH)
RIGHT = {"error", "restored"}


def test_there_are_enough_of_each_kind():
    counts = Counter(case.group for case in CASES.values())
    valid = counts["valid V2"] + counts["valid V1"]
    assert len(CASES) >= 1000 and valid >= 600
    assert sum(case.form == "V1" for case in CASES.values()) >= 100
    assert counts["damaged"] >= 250 and counts["index"] >= 100


@pytest.mark.parametrize("case", gate_cases(), ids=lambda case: f"{case.kind}-{case.form}")
def test_one_of_each_kind(case, tmp_path):
    from tests.checkpoint.faults.run import run

    outcome, detail = run(case, tmp_path)
    assert outcome in RIGHT, f"{outcome}: {detail}"


@pytest.mark.slow
@pytest.mark.parametrize("start", STARTS)
def test_all(start, run_python):
    """In processes of their own, so that a crash is seen, and of whom it is."""
    end, found = min(start + BATCH, len(CASES)), {}
    while start < end:
        process = run_python("-m", "tests.checkpoint.faults.run", start, end)
        lines = [json.loads(line) for line in process.stdout.splitlines() if line[:1] == "{"]
        assert lines, process.stderr[-2000:]
        found |= {line["number"]: line for line in lines}
        start = max(found) + 1
    counts = Counter((CASES[n].group, CASES[n].kind, it["outcome"]) for n, it in found.items())
    print()
    for (group, kind, outcome), count in sorted(counts.items()):
        print(f"{group:10} {kind:28} {outcome:16} {count}")
    wrong = [(CASES[n], it) for n, it in found.items() if it["outcome"] not in RIGHT]
    assert not wrong
