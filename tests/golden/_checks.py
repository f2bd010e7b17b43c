"""What must hold of a recording before it may become a golden."""

import numpy as np

from _draw import input_parts, part_dtype, part_keys

_CLIPS = ("cell_clip", "proj_clip")


def check_clips(case, arrays):
    """Demand that every clip of a case acts on several values, and not on all.

    Raises:
        AssertionError: if it does not.
    """
    seen = [v for k, v in arrays.items() if k.split("/")[0] in ("step", "run", "full")]
    values = np.abs(np.concatenate([np.ravel(v) for v in seen]))
    for name, clip in _clips(case):
        if "%s.%s" % (case["symbol"], name) in case["changes_nothing"] or clip == 0:
            continue
        hit = np.sum(values == values.dtype.type(clip))
        assert hit >= 3 and np.any(values < clip), (
            "Expected %s=%s to clip 3 values of %s, got %d." % (name, clip, case["name"], hit))


def _clips(spec):
    """List the clips in a specification, nested cells included."""
    found = []
    for name, value in spec["arguments"].items():
        if name in _CLIPS:
            found.append((name, value))
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict) and "symbol" in inner:
                found.extend(_clips(inner))
    return found


def check_numbers(case, arrays):
    """Demand finite numbers of the case's dtype, and gradients that are not all zero.

    Raises:
        AssertionError: if an array is neither.
    """
    for key, value in arrays.items():
        if key == "lengths" or value.dtype == np.int32:
            continue
        parts = dict(zip(part_keys("inputs", len(input_parts(case))), input_parts(case)))
        kind = parts.get(key.replace("gradients/", ""), (None, "normal"))[1]
        assert value.dtype == np.dtype(part_dtype(case, kind)), "%s is %s" % (key, value.dtype)
        assert np.all(np.isfinite(value)), "%s of %s is not finite" % (key, case["name"])
    gradients = [value for key, value in arrays.items() if key.startswith("gradients/")]
    assert any(np.any(value) for value in gradients), "%s has no gradient" % case["name"]


def check_saturation(case, gates):
    """Demand that at most a twentieth of the gates of a step is open or shut beyond 0.98.

    Raises:
        AssertionError: if more are.
    """
    values = np.concatenate([np.ravel(gate) for gate in gates] or [np.zeros(1) + 0.5])
    share = np.mean(np.abs(values - 0.5) > 0.48)
    assert share <= 0.05, "Expected open gates in %s, %.2f are saturated." % (case["name"], share)
