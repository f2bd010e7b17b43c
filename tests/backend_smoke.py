"""Cells, layers, models and files on a backend of Keras without TensorFlow.

`python tests/backend_smoke.py MODE NAME...` with KERAS_BACKEND=jax (and JAX_ENABLE_X64=1) or
torch, and the root on PYTHONPATH. It prints a line for all that holds and fails at the first that
does not. TensorFlow is blocked, so that neither the package nor these checks can use it.

    goldens CASE...       results and gradients of cells against TF 1.15.5, with the worst error
    families FAMILY...    the same for all cases of families (none: all), with the worst errors of
                          both dtypes
    sequences CASE...     results and gradients of whole layers
    layers SPECIMEN...    everything `rnn.RNN` promises (none: all)
    stock SPECIMEN...     the stock `keras.layers.RNN` (none: all)
    maps RANK...          the ConvLSTM layers of 1, 2 or 3 dimensions (none: all)
    checks                dropout, files, errors, Keras' own limits; whole_checks: of whole layers
    write FOLDER NAME...  files of models (none: all), which
    read FOLDER NAME...   reads; these two also run with KERAS_BACKEND=tensorflow.
"""

import os
import sys

if os.environ["KERAS_BACKEND"] != "tensorflow":
    sys.modules["tensorflow"] = None

import keras

import tf_contrib_rnn  # noqa: F401, before the tests' own modules
from tests.backends import files, layers, maps, models, numbers
from tests.cases import CASES
from tests.conformance.specimens import SPECIMENS

FAMILIES = list(dict.fromkeys(case["family"] for case in CASES))


CHECKS = {
    "checks": models.CHECKS,
    "whole_checks": [models.layers_of_sequences, maps.model_of_maps],
}


def family_errors(family):
    """The worst error of each dtype of a family's cases."""
    worst = {}
    for case in CASES:
        if case["family"] == family:
            error = numbers.cell_error(case["name"])
            worst[case["dtype"]] = max(worst.get(case["dtype"], 0.0), error)
    return " ".join(f"{dtype} {worst[dtype]:.1e}" for dtype in sorted(worst))


def run(mode, *names):
    """Yields a line for each thing that holds."""
    if mode in ("write", "read"):
        folder, *names = names
        for name in names or SPECIMENS:
            yield name, getattr(files, mode)(folder, name)
    elif mode in CHECKS:
        for check in CHECKS[mode]:
            yield check.__name__, check()
    else:
        check, every = {
            "goldens": (numbers.cell_error, []),
            "families": (family_errors, FAMILIES),
            "sequences": (numbers.sequence_error, []),
            "layers": (layers.check_ours, SPECIMENS),
            "stock": (layers.check_stock, SPECIMENS),
            "maps": (maps.check_maps, "123"),
        }[mode]
        for name in names or every:
            yield name, check(name)


if __name__ == "__main__":
    assert keras.backend.backend() == os.environ["KERAS_BACKEND"]
    for name, found in run(*sys.argv[1:]):
        found = f" {found:.1e}" if isinstance(found, float) else f" {found or ''}".rstrip()
        print(f"{name}{found}", flush=True)
    loaded = [name for name in sys.modules if name.startswith("tensorflow.")]
    assert os.environ["KERAS_BACKEND"] == "tensorflow" or not loaded, loaded[:3]
