"""An optimizer of Keras gets what was found for it: all or nothing."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError, first_line
from tf_contrib_rnn.checkpoint.kept import OldValues, blocks, holds, in_tensorflow
from tf_contrib_rnn.checkpoint.optimizer import places
from tf_contrib_rnn.checkpoint.optimizer.kinds import MOMENTUM
from tf_contrib_rnn.checkpoint.optimizer.settings import RATE, Settings, rate_variable
from tf_contrib_rnn.checkpoint.optimizer.spelling import SPELLED, Spelled
from tf_contrib_rnn.checkpoint.optimizer.steps import Steps
from tf_contrib_rnn.checkpoint.optimizer.summary import OptimizerSummary
from tf_contrib_rnn.checkpoint.pieces import Want, put

AVERAGE = "average"  # what Keras calls the averages that an optimizer keeps
_POSITIVE = ("velocity", "norm", "accumulator", "accumulated_grad", "accumulated_delta_var")


@dataclass(frozen=True)
class Fed:
    """A slot of the checkpoint, and where it goes.

    Attributes:
        want: the variables of the model whose slot it is.
        role: what Keras calls the slot.
        stored: the slot.
    """

    want: Want
    role: str
    stored: Any


@dataclass
class Feeding:
    """An optimizer and all that it gets.

    Attributes:
        optimizer: the optimizer of Keras.
        target: the model that it trains.
        trained: the variables that it trains.
        kind: what it is in TF1, None where the checkpoint has no slots.
        spelled: the names of its slots and powers, for the way back.
        slots: the slots it gets.
        missing: wants of the model whose slots begin anew.
        settings: its numbers.
        steps: its steps.
        notes: what else there is to know.
    """

    optimizer: Any
    target: Any
    trained: list
    kind: Any
    spelled: Spelled | None
    slots: list[Fed]
    missing: list[Want]
    settings: Settings
    steps: Steps
    notes: list[str]

    def summary(self) -> OptimizerSummary:
        """What a report says of it."""
        return OptimizerSummary(
            self.optimizer.name,
            self.kind.name if self.kind else "",
            [(fed.role, fed.stored.name) for fed in self.slots],
            [want.label for want in self.missing],
            self.steps.count,
            self.steps.origin,
            self.settings.known,
            self.settings.open,
            [note for note in [self.steps.note, *self.notes] if note],
        )

    def factor(self):
        """What a slot of TF1 is multiplied by on its way to Keras."""
        return -self.settings.value(self.optimizer, RATE) if self.kind is MOMENTUM else 1

    def check(self) -> None:
        """Reads every slot and raises a `CheckpointError` for one that cannot be right."""
        for fed in self.slots:
            bad, dtype = 0, fed.want.variables[0].dtype
            kept = keras.ops.convert_to_numpy(keras.ops.zeros((), dtype)).dtype
            for block in blocks(_read(fed.stored)):
                finite = np.isfinite(block)
                bad += int(block.size - np.count_nonzero(finite))
                if fed.role in _POSITIVE and (block < 0).any():
                    raise self._negative(fed)
                with np.errstate(over="ignore"):
                    fits = np.isfinite(block.astype(kept))[finite].all()
                if not fits:
                    raise CheckpointError(
                        f"{fed.stored.name!r} holds values too large for the {dtype} of its "
                        f"variable; build the model with {fed.stored.dtype} variables, or restore "
                        "without optimizer=."
                    )
            if bad:
                self.notes.append(f"{fed.stored.name} holds {bad} NaN or infinite values")

    def _negative(self, fed):
        return CheckpointError(
            f"{fed.stored.name!r} holds negative numbers, and {self.kind.name} keeps none in it; "
            "it is the slot of something else, so restore without optimizer=."
        )

    def give(self) -> None:
        """Gives the optimizer everything, or raises a `CheckpointError` and changes nothing."""
        optimizer = self.optimizer
        numbers = [setting for setting in self.settings.known if setting.name != RATE]
        before = [(setting.name, getattr(optimizer, setting.name)) for setting in numbers]
        with OldValues() as old:
            try:
                self._assign(old)
            except BaseException as error:
                for name, value in before:
                    setattr(optimizer, name, value)
                if failed := old.put_back():
                    raise CheckpointError(
                        f"the optimizer {optimizer.name!r} could not be given its slots "
                        f"({first_line(error)}) and its {failed[0].path!r} did not take its old "
                        "values back; make the optimizer anew."
                    ) from error
                if isinstance(error, CheckpointError) or not isinstance(error, Exception):
                    raise
                raise CheckpointError(
                    f"the optimizer {optimizer.name!r} could not be given its slots "
                    f"({first_line(error)}); it and the model have their old values again, so mend "
                    "it and restore once more."
                ) from error
        if self.spelled:
            object.__setattr__(optimizer, SPELLED, self.spelled)
        if getattr(self.target, "train_function", None) is not None:
            self.target.train_function = None  # traced with the old numbers; fit makes it anew

    def _assign(self, old):
        optimizer, is_fresh = self.optimizer, not self.optimizer.built
        for setting in self.settings.known:
            if setting.name == RATE:
                _put(rate_variable(optimizer), np.asarray(setting.new), old)
            else:
                setattr(optimizer, setting.name, setting.new)
        if is_fresh:
            optimizer.build(self.trained)
        slots = {role: places.slot_variables(optimizer, self.trained, role)
                 for role in dict.fromkeys(fed.role for fed in self.slots)}  # fmt: skip
        if is_fresh:
            self._begin_anew(slots, old)
        for fed in self.slots:
            factor = self.factor() if fed.role != AVERAGE else 1
            _give(fed, slots[fed.role], factor, old)
        if self.steps.count is not None:
            every = getattr(optimizer, "gradient_accumulation_steps", None) or 1
            _put(places.iteration_variable(optimizer), np.asarray(self.steps.count * every), old)

    def _begin_anew(self, slots, old):
        """Slots that the checkpoint lacks begin as they do in TF1."""
        for want in self.missing:
            for role, start in zip(self.kind.slots, self.kind.starts, strict=True):
                for variable in want.variables if role in slots else []:
                    slot = slots[role].get(id(variable))
                    if slot is not None:
                        _put(slot, np.full(slot.shape, start), old)


def _put(variable, values, old):
    values = values.astype(old.keep(variable))
    old.wait(variable)
    variable.assign(values)


def _read(stored):
    """An array, as a tensor where that saves a copy."""
    tensors = stored.tensor and in_tensorflow()
    array = stored.tensor() if tensors else stored.read()
    if tuple(array.shape) != stored.shape:
        raise CheckpointError(
            f"{stored.name!r} is listed as {list(stored.shape)} and was read as "
            f"{list(array.shape)}; copy the checkpoint again with all its files."
        )
    return array


def _give(fed, slots, factor, old):
    """Fills the slots of one array of the checkpoint."""
    array = None
    for piece in fed.want.pieces:
        slot = slots.get(id(piece.variable))
        if slot is None:
            continue
        dtype = keras.backend.standardize_dtype(slot.dtype)
        old.keep(slot)
        if fed.want.is_plain and factor == 1 and fed.stored.dtype == dtype:
            values = _read(fed.stored)
        else:
            array = fed.stored.read() if array is None else array
            values = _filled(slot, piece, array, factor, fed)
        old.wait(slot)
        slot.assign(values)
        if not holds(slot, values):
            raise CheckpointError(
                f"the {fed.role!r} of {fed.want.label!r} does not hold the values of "
                f"{fed.stored.name!r} after the assignment; make sure that nothing else changes "
                "the optimizer and restore once more."
            )


def _filled(slot, piece, array, factor, fed):
    values = np.array(keras.ops.convert_to_numpy(slot))
    with np.errstate(over="ignore"):
        cast = array.astype(values.dtype) * np.asarray(factor, values.dtype)
    if not np.isfinite(cast[np.isfinite(array)]).all():
        raise CheckpointError(
            f"{fed.stored.name!r} holds values too large for the {values.dtype} of the "
            "optimizer's variables; build the model with the checkpoint's type."
        )
    put(piece, cast, values, is_slot=fed.role != AVERAGE)
    return values
