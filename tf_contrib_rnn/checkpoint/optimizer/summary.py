"""What a report says of an optimizer."""

from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint.optimizer.settings import Setting


@dataclass
class OptimizerSummary:
    """What an optimizer gets, or would get; prints as lines.

    Attributes:
        name: the name of the optimizer of Keras.
        kind: what TF1 calls it, or "" where the checkpoint has no slots.
        slots: the slots as `(Keras' name, name in the checkpoint)`.
        unfed: variables whose slots begin anew (only with `partial=True`).
        iterations: the number of steps it continues from, None where it keeps its own.
        iterations_from: which array of the checkpoint says so.
        settings: the numbers it gets.
        to_set: what the checkpoint and its graph leave for the user to set, in words.
        notes: what else there is to know.
    """

    name: str
    kind: str
    slots: list[tuple[str, str]]
    unfed: list[str]
    iterations: int | None
    iterations_from: str
    settings: list[Setting]
    to_set: list[str]
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The lines that stand below a plan's table."""
        kind = f" of {self.kind}" if self.kind else ""
        lines = [f"optimizer {self.name}: {len(self.slots)} slots{kind}"]
        if self.iterations is not None:
            lines.append(f"  iterations {self.iterations} ({self.iterations_from})")
        else:
            lines.append("  iterations left alone: nothing counts them")
        lines += [f"  {setting}" for setting in self.settings]
        lines += [f"  set yourself: {text}" for text in self.to_set]
        lines += [f"  begins anew: {name}" for name in self.unfed]
        return lines + [f"  note: {note}" for note in self.notes]

    def __str__(self):
        return "\n".join(self.lines())
