"""Plans and verifications in what `json` can take; the keys are promised."""

import dataclasses

_LEFT_OUT = ("want", "assigned", "optimizer", "shapes", "rows")


def plan(found) -> dict:
    """A plan or report.

    Args:
        found: the `Plan`.
    """
    return {"assigned": [_fields(record) for record in found.assigned], **_fields(found)}


def verification(found) -> dict:
    """A verification.

    Args:
        found: the `Verification`.
    """
    first = found.first_divergence
    return {
        "agrees": found.agrees,
        "verdict": found.verdict,
        "first_divergence": first.layer if first else None,
        "rows": [_fields(row) for row in found.rows],
        **_fields(found),
    }


def _fields(found):
    names = [one.name for one in dataclasses.fields(found) if one.name not in _LEFT_OUT]
    return {name: getattr(found, name) for name in names}
