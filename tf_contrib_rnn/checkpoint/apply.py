"""Arrays into variables: all of them or none."""

from dataclasses import fields

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.memory import remember
from tf_contrib_rnn.checkpoint.plan import make_plan
from tf_contrib_rnn.checkpoint.report import Plan, Record, Report


def restore(
    target, source, scope=None, scopes=None, *, ema=False, optimizer=None, partial=False
) -> Report:
    """Gives a model the values of a TF1 checkpoint.

    Every array is read and checked before the first is assigned, and every variable is read again
    and compared afterwards; if anything fails, the model is as it was before.

    Args:
        target: a cell, a layer that holds one, or a whole Keras model; already built.
        source: a checkpoint's prefix, one of its files, or its directory.
        scope: the scope in which the model's only recurrent unit was called in TF1, such as
            `"decoder/rnn"`; not needed where only one fits.
        scopes: scopes of several parts, by layer, cell, or name of either.
        ema: whether the variables get their moving averages; or the name of the averages, where
            they have one of their own or there are several.
        optimizer: an optimizer of Keras that shall continue the training; it is built for the
            model's trainable variables if it is not, and gets its slots, its iterations, and of
            the numbers it works with those that the checkpoint's graph tells; the report says
            which, and which to set by hand. `{"Adam_2": optimizer}` names one of several. Restore
            before the first `fit`, for a training step that was traced keeps its numbers.
        partial: whether parts that nothing feeds may keep their values.

    Returns:
        The report; print it to see a table.

    Raises:
        CheckpointError: if the checkpoint cannot be read, does not fit the model, leaves a choice
            or feeds only a part of the model.
    """
    made, stored, fed, given = make_plan(target, source, scope, scopes, ema, optimizer, partial)
    report = Report(**{field.name: getattr(made, field.name) for field in fields(Plan)})
    old = [_value(record) for record in report.assigned]
    arrays = [
        _read(record, one, value.dtype)
        for record, one, value in zip(report.assigned, stored, old, strict=True)
    ]
    if given:
        given.check()
        report.optimizer = given.summary()
    _assign(report.assigned, arrays, old, given)
    remember(fed)
    return report


def _value(record: Record) -> np.ndarray:
    try:
        return np.array(keras.ops.convert_to_numpy(record.variable))
    except Exception as error:
        raise CheckpointError(
            f"{record.model!r} of {record.part!r} has no value outside of a graph; restore outside "
            "of tf.function, and inside a v1 graph use tf.compat.v1.train.Saver."
        ) from error


def _read(record: Record, stored, dtype) -> np.ndarray:
    """The array as it will be assigned; notes in the record what was seen."""
    array = stored.read()
    with np.errstate(over="ignore"):
        cast = array.astype(dtype)
    if cast.dtype.kind in "biuSU":
        record.max_abs = float(np.max(np.abs(cast.astype(np.float64)), initial=0))
        return cast
    finite = np.isfinite(array)
    if not np.isfinite(cast[finite]).all():
        raise CheckpointError(
            f"{record.checkpoint!r} holds values too large for the {record.variable_dtype} of "
            f"{record.model!r} of {record.part!r}; build the model with {record.dtype} variables."
        )
    record.not_finite = int(array.size - np.count_nonzero(finite))
    record.max_abs = float(np.max(np.abs(array[finite]).astype(np.float64), initial=0))
    return cast


def _assign(records, arrays, old, given):
    done = []
    try:
        for record, array, value in zip(records, arrays, old, strict=True):
            done.append((record, value))
            record.variable.assign(array)
        for record, array in zip(records, arrays, strict=True):
            _compare(record, array)
        if given:
            given.give()
    except BaseException as error:
        for record, value in done:
            record.variable.assign(value)
        if isinstance(error, CheckpointError) or not isinstance(error, Exception):
            raise
        raise CheckpointError(
            f"{done[-1][0].model!r} of {done[-1][0].part!r} could not be assigned "
            f"({str(error).strip().splitlines()[0] if str(error) else type(error).__name__}); the "
            "model has its old values again, so mend the variable and restore once more."
        ) from error


def _compare(record, array):
    received = np.asarray(keras.ops.convert_to_numpy(record.variable))
    if received.shape != array.shape or received.tobytes() != array.tobytes():
        raise CheckpointError(
            f"{record.model!r} of {record.part!r} does not hold the values of "
            f"{record.checkpoint!r} after the assignment; the model has its old values again, so "
            "make sure that nothing else changes its variables and restore once more."
        )
