"""Where an optimizer of Keras would go another way than TF1's, whatever its slots hold."""

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.optimizer.kinds import ADAM_W, FTRL, MOMENTUM


def check_exact(kind, optimizer, wants, rate) -> None:
    """Refuses what has no exact equivalent.

    Args:
        kind: the optimizer in TF1.
        optimizer: the one of Keras.
        wants: the arrays that it trains.
        rate: its learning rate, None where that follows a schedule.

    Raises:
        CheckpointError: for a variable that Keras holds in two, or with a forget bias, and for a
            learning rate that the slots cannot be converted with.
    """
    for want in wants:
        if any(piece.is_addend for piece in want.pieces):
            raise CheckpointError(
                f"the model keeps {want.label!r} in two variables that are added, so an optimizer "
                "takes two steps where TF1 takes one; build the model without reset_after, or "
                "leave out optimizer=."
            )
        if kind in (FTRL, ADAM_W) and any(piece.shift for piece in want.pieces):
            raise CheckpointError(
                f"the model's {want.label!r} holds a forget bias on top of TF1's values, and "
                f"{kind.name} pulls towards zero; use rnn.RNN with the cell of TF1, or leave out "
                "optimizer=."
            )
    if kind is MOMENTUM and not rate:
        raise CheckpointError(
            "TF1's Momentum multiplies its slot by today's learning rate and Keras' SGD by that of "
            "each step, which is the same for a constant rate above zero only, received "
            f"{'a schedule' if rate is None else rate} in {optimizer.name!r}; pass a "
            "keras.optimizers.SGD with a number for learning_rate."
        )
