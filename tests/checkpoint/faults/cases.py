"""Every mutation of the suite: a number, from which all of its choices follow."""

from dataclasses import dataclass

from tests.checkpoint.faults.architectures import ARCHITECTURES
from tests.checkpoint.faults.damage import DAMAGES
from tests.checkpoint.faults.index_files import ABSURDITIES
from tests.checkpoint.faults.kinds import KINDS

# In the gate: what TensorFlow ends the process at, and what it leaves to the caller.
ABSURD = (
    "size_overflows", "negative_size", "three_hundred_axes", "entry_of_noise", "variant",
    "unknown_type", "huge_length", "far_offset", "wrong_checksum",
)  # fmt: skip
SEEDS_V2, SEEDS_V1, SEEDS_DAMAGE, SEEDS_INDEX = 4, 1, 5, 3


@dataclass(frozen=True)
class Case:
    """One mutation.

    Attributes:
        number: what its random choices come from.
        group: `"valid V2"`, `"valid V1"`, `"damaged"` or `"index"`.
        kind: what is done.
        architecture: the name of the function that makes the model.
        form: `"V2"` or `"V1"`.
    """

    number: int
    group: str
    kind: str
    architecture: str
    form: str


def all_cases() -> list[Case]:
    """All of them, always in the same order."""
    names = [make.__name__ for make in ARCHITECTURES]
    rows = [("valid V2", k, a, "V2") for k in KINDS for a in names for _ in range(SEEDS_V2)]
    rows += [("valid V1", k, a, "V1") for k in KINDS for a in names[:3] for _ in range(SEEDS_V1)]
    rows += [
        ("damaged", f"{file}_{damage}", a, form)
        for form, files in (("V2", ("index", "data")), ("V1", ("file",)))
        for file in files
        for damage in DAMAGES
        for a in names
        for _ in range(SEEDS_DAMAGE if form == "V2" else 2)
    ]
    rows += [("index", k, a, "V2") for k in ABSURDITIES for a in names[:2] for _ in range(2)]
    return [Case(number, *row) for number, row in enumerate(rows)]


def gate_cases() -> list[Case]:
    """One of each kind of content, some of the damages, no model twice as often as another."""
    first = {}
    for case in all_cases():
        key = (case.group, case.kind)
        if case.group == "valid V2":
            wanted = ARCHITECTURES[len(first) % len(ARCHITECTURES)].__name__
            if case.architecture == wanted:
                first.setdefault(key, case)
        elif case.kind.endswith(("flip", "cut", "other_type", "part_missing", *ABSURD)):
            first.setdefault(key, case)
    return list(first.values())
