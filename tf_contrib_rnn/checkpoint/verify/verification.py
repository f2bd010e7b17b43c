"""What a comparison found, tensor by tensor, and how it prints."""

from dataclasses import dataclass, field
from pathlib import PurePath

import numpy as np

from tf_contrib_rnn.checkpoint.table import wrapped

_WIDTH = 80


@dataclass(frozen=True)
class Row:
    """One tensor of both sides.

    Attributes:
        layer: what the model calls it: a layer, an input or an output.
        tensor: the tensor of the TF1 graph, or those that were joined.
        shape: the shape of both.
        max_abs: the largest absolute difference.
        max_relative: the same, divided by the largest absolute value of the TF1 tensor, or by 0.1
            where that is smaller.
        agrees: whether `max_relative` is within the tolerance.
        over_time: the largest relative difference of each step; None where there are no steps.
        arranged: what was done to the TF1 tensor to compare it, such as `"batch first"`.
    """

    layer: str
    tensor: str
    shape: tuple[int, ...]
    max_abs: float
    max_relative: float
    agrees: bool
    over_time: tuple[float, ...] | None = None
    arranged: str = ""


@dataclass(frozen=True)
class Verification:
    """Whether a model computes what the TF1 graph computes.

    Attributes:
        source: the path of the checkpoint.
        graph_path: the file of the graph, None where there was none.
        rows: the tensors along the network, from inputs to outputs.
        tolerance: what `max_relative` may be.
        unmatched: layers that no tensor of the graph was found for.
        notes: what was assumed: sizes, lengths, dropout that was taken out.
        unproven: what the comparison cannot tell.
        reaches_output: whether an output of the model is among the rows.
        other_outputs: outputs of the model that no tensor of the graph was found for.
    """

    source: str
    graph_path: str | None
    rows: list[Row]
    tolerance: float
    unmatched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    reaches_output: bool = False
    other_outputs: list[str] = field(default_factory=list)

    @property
    def first_divergence(self) -> Row | None:
        """The first tensor along the network that differs, None where all agree."""
        return next((row for row in self.rows if not row.agrees), None)

    @property
    def agrees(self) -> bool:
        """Whether every output of the model was compared and every tensor agrees."""
        complete = self.reaches_output and not self.other_outputs
        return complete and self.first_divergence is None and not self.unproven

    @property
    def verdict(self) -> str:
        """One sentence."""
        first = self.first_divergence
        if first is not None:
            before = self.rows[: self.rows.index(first)]
            agreed = f"{before[-1].layer!r} still agrees" if before else "nothing before it agrees"
            return (
                f"differs from {first.layer!r} on: max relative error {first.max_relative:.1e} "
                f"against {first.tensor}, tolerance {self.tolerance:.0e}; {agreed}."
            )
        if not self.rows:
            return "nothing is proven: no tensor could be compared."
        worst = max(row.max_relative for row in self.rows)
        if not self.reaches_output:
            return (
                f"agrees as far as it was compared, up to {self.rows[-1].layer!r} (max relative "
                f"error {worst:.1e}); no output of the model was compared, name its tensor with "
                "tensors=."
            )
        known = "agrees" if self.agrees else "agrees as far as it was compared"
        return (
            f"{known}: {len(self.rows)} {'tensor' if len(self.rows) == 1 else 'tensors'} up to the "
            f"output, max relative error {worst:.1e}, tolerance {self.tolerance:.0e}{self._left}."
        )

    @property
    def _left(self):
        """What was not compared, as the end of the verdict."""
        outputs = ", ".join(map(repr, self.other_outputs))
        layers = [name for name in self.unmatched if name not in self.other_outputs]
        noun = "output" if len(self.other_outputs) == 1 else "outputs"
        left = [f"{noun} {outputs} (name its tensor with tensors=)"] if outputs else []
        left += [f"inside the model {', '.join(map(repr, layers))}"] if layers else []
        left += ["what stands below as not proven"] if self.unproven else []
        return f"; not compared: {', '.join(left)}" if left else ""

    @property
    def summary(self) -> str:
        """All but the table."""
        return self._lines([])

    def __str__(self):
        return self._lines(self._table())

    def _lines(self, table):
        is_said = "; not compared: " in self.verdict
        left = [] if is_said or not self.unmatched else [", ".join(self.unmatched)]
        last = [f"not compared: {names}" for names in left]
        last += [f"note: {note}" for note in self.notes]
        last += [f"not proven: {what}" for what in self.unproven]
        first = f"{PurePath(self.source).name}: {self.verdict}"
        return "\n".join([wrapped(first), *table, *map(wrapped, last)])

    def _table(self):
        """The rows; the tensor of one that would be wider than 80 columns in a line below."""
        rows = [("layer", "shape", "max abs", "max rel", "", "TF1 tensor")] if self.rows else []
        for row in self.rows:
            mark = "agrees" if row.agrees else "DIFFERS"
            sizes = f"[{', '.join(map(str, row.shape))}]"
            tensor = row.tensor + (f" ({row.arranged})" if row.arranged else "")
            errors = (f"{row.max_abs:.1e}", f"{row.max_relative:.1e}", mark)
            rows.append((row.layer, sizes, *errors, tensor))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for *row, tensor in rows:
            line = "  " + "  ".join(map(str.ljust, row, widths))
            if len(line) + len(tensor) + 2 > _WIDTH:
                yield from (line.rstrip(), f"    {tensor}")
            else:
                yield f"{line}  {tensor}".rstrip()

    def picture(self, path):
        """Draws the errors: one per tensor along the network, and over time where there is time.

        Args:
            path: the file to write, its ending says the format (`.png`, `.svg`, `.pdf`).

        Raises:
            CheckpointError: if there is nothing to draw.
            ImportError: without matplotlib.
        """
        from tf_contrib_rnn.checkpoint.verify.picture import draw

        draw(self, path)


def compare(layer, tensor, ours, theirs, tolerance, has_time, arranged="") -> Row:
    """The row of two arrays of one shape.

    Args:
        layer: what the model calls it.
        tensor: what the graph calls it.
        ours: the model's array.
        theirs: the graph's array.
        tolerance: what the relative error may be.
        has_time: whether the second axis counts steps.
        arranged: what was done to the graph's array.
    """
    ours, theirs = (np.asarray(one).astype(np.float64) for one in (ours, theirs))
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    with np.errstate(invalid="ignore"):
        difference = np.where(same, 0.0, np.abs(ours - theirs))
    difference[np.isnan(difference)] = np.inf
    finite = np.abs(theirs[np.isfinite(theirs)])
    scale = max(float(np.max(finite, initial=0.0)), 0.1)
    largest = float(np.max(difference, initial=0.0))
    steps = None
    if has_time:
        axes = (0, *range(2, difference.ndim))
        steps = tuple(float(one) for one in np.max(difference, axis=axes, initial=0.0) / scale)
    agrees = bool(largest / scale <= tolerance)
    return Row(layer, tensor, ours.shape, largest, largest / scale, agrees, steps, arranged)
