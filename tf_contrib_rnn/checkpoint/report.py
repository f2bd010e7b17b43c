"""What a plan and a report hold, and how they print."""

from dataclasses import dataclass, field
from pathlib import PurePath

from tf_contrib_rnn.checkpoint import table
from tf_contrib_rnn.checkpoint.optimizer.summary import OptimizerSummary
from tf_contrib_rnn.checkpoint.pieces import Want


@dataclass
class Record:
    """One variable and its array.

    Attributes:
        model: the variable's name below its part of the model.
        checkpoint: the name of the array in the checkpoint.
        shape: the shape of both.
        dtype: the type stored in the checkpoint.
        variable_dtype: the type of the variable, into which the array is cast.
        part: the part of the model.
        scope: the scope of the part in the checkpoint.
        want: the pieces of variables that the array goes into.
        max_abs: the largest absolute value read, None before it is read.
        not_finite: how many of its values are NaN or infinite.
    """

    model: str
    checkpoint: str
    shape: tuple[int, ...]
    dtype: str
    variable_dtype: str
    part: str
    scope: str
    want: Want = field(repr=False)
    max_abs: float | None = None
    not_finite: int = 0

    @property
    def variable(self):
        """The variable that holds the array, or None where it goes into parts of some."""
        return self.want.variable

    @property
    def types(self) -> str:
        """The type, or both where they differ."""
        if self.dtype == self.variable_dtype:
            return self.dtype
        return f"{self.dtype}->{self.variable_dtype}"


@dataclass
class Plan:
    """Who would get what from a checkpoint; prints as a table.

    Attributes:
        source: the prefix of the checkpoint.
        format: its format, in words.
        assigned: a record for each variable of the model that has an array.
        scopes: the scope of each part of the model that has one.
        left_over: variables of the checkpoint that nothing takes.
        slots: its optimizer slots.
        averages: its moving averages.
        counters: its step counters and powers of beta.
        unfed: weights of the model that keep their values (only with `partial=True`).
        not_weights: variables of the model that no TF1 checkpoint has: seeds, metrics, states.
        shapes: the shapes of `left_over`, in its order.
        ignored: arrays of the checkpoint that the user wanted treated as absent.
        told: what the graph beside the checkpoint told that no array holds, a sentence each.
        assumed: what had to be assumed because no checkpoint holds it, a sentence each.
        notes: what names were taken for that the checkpoint does not tell, as sentences.
        names: the checkpoint's name of each variable, by part; `save` takes them as `scopes=`.
        averaged: what the moving averages are called that stand for the variables, or "".
        optimizer: what an optimizer gets, None without one.
    """

    source: str
    format: str
    assigned: list[Record]
    scopes: dict[str, str]
    left_over: list[str]
    slots: list[str]
    averages: list[str]
    counters: list[str]
    unfed: list[str]
    not_weights: list[str]
    shapes: list[tuple[int, ...]] = field(repr=False)
    ignored: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    averaged: str = ""
    optimizer: OptimizerSummary | None = None

    verb = "would get"

    @property
    def warnings(self) -> list[str]:
        """What to look at twice: readings of names, casts, and values that are no numbers."""
        casts = {r.types: [] for r in self.assigned if r.dtype != r.variable_dtype}
        for record in self.assigned:
            if record.types in casts:
                casts[record.types].append(record)
        lines = [
            f"cast {types}: {len(records)} {table.plural(len(records), 'variable')}"
            for types, records in casts.items()
        ]
        return (
            self.notes
            + lines
            + [
                f"{record.checkpoint} holds {record.not_finite} NaN or infinite "
                f"{table.plural(record.not_finite, 'value')}"
                for record in self.assigned
                if record.not_finite
            ]
        )

    @property
    def title(self) -> str:
        """The first line of the table."""
        variables = table.plural(len(self.assigned), "variable")
        what = f"the averages {self.averaged}" if self.averaged else "values"
        return (
            f"{len(self.assigned)} {variables} {self.verb} {what} from "
            f"{PurePath(self.source).name} ({self.format})"
        )

    def __str__(self) -> str:
        return table.as_text(self)

    def __rich__(self):
        return table.Terminal(self)


class Report(Plan):
    """Who got what from a checkpoint; prints as a table. Has the attributes of `Plan`."""

    verb = "got"
