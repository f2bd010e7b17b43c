"""What TF1 added to the forget gates of cells, as the user says it."""

from collections.abc import Mapping
from numbers import Real

from tf_contrib_rnn.checkpoint.errors import CheckpointError


class ForgetBias:
    """The argument `forget_bias=`.

    Args:
        given: a number for all cells, or numbers by layer, cell, or name of either; None for the
            defaults of TF1.

    Raises:
        CheckpointError: for anything else.
    """

    def __init__(self, given):
        self.given = given
        self.used = set()
        values = given.values() if isinstance(given, Mapping) else [given]
        if any(not isinstance(value, Real) for value in values if value is not None):
            raise CheckpointError(
                f"forget_bias= is a number, or numbers by layer or name of a layer, received "
                f"{given!r}; pass what the TF1 cell had, such as 1.0."
            )

    def of(self, part, member):
        """The number for a cell, or None where the user gave none.

        Args:
            part: the part of the model.
            member: the cell in it.
        """
        if not isinstance(self.given, Mapping):
            return self.given
        for number, (key, value) in enumerate(self.given.items()):
            if part.answers_to(key) or member.answers_to(key):
                self.used.add(number)
                return value
        return None

    def check_used(self, parts) -> None:
        """Raises for a key that stands for nothing."""
        keys = list(self.given) if isinstance(self.given, Mapping) else []
        unknown = [key for number, key in enumerate(keys) if number not in self.used]
        if unknown:
            cells = [part.label for part in parts if any(m.is_stock for m in part.members)]
            raise CheckpointError(
                f"forget_bias= names {unknown[0]!r}, which is no recurrent layer of Keras' in the "
                f"model (those of this package have a forget_bias of their own); name one of "
                f"{cells}."
            )
