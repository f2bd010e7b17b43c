"""The packed checkpoints: variables, inputs and results of every version and configuration."""

from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[1] / "golden" / "old_checkpoints"
VERSIONS = ("0.12.1", "1.1.0", "1.4.1")


@cache
def _packed(version):
    with np.load(FOLDER / f"{version}.npz") as arrays:
        return {key: arrays[key] for key in arrays.files}


def configurations(version):
    """The names of all configurations a version saved."""
    return sorted({key.partition("/")[0] for key in _packed(version)})


def below(version, prefix):
    """{rest of the key: array} of the keys below a prefix."""
    packed = _packed(version)
    return {key.removeprefix(prefix): packed[key] for key in packed if key.startswith(prefix)}


def variables(version, name):
    """The variables of one checkpoint by name."""
    return below(version, f"{name}/variables/")


def results(version, name):
    """What that version computed, one array after the other, from the input."""
    numbered = below(version, f"{name}/results/")
    return [numbered[str(number)] for number in range(len(numbered))]


def inputs(version, name):
    """The input it computed them from."""
    return _packed(version)[f"{name}/x"]


def prefix(version, name):
    """The prefix of one of the few checkpoints that are there as their version wrote them."""
    return FOLDER / version / name


def whole():
    """(version, name) of these."""
    return sorted((path.parent.name, path.stem) for path in FOLDER.glob("*/*.index"))
