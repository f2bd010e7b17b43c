"""Arrays into variables: all of them or none."""

import contextlib
import math
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from tf_contrib_rnn.checkpoint.arrays import Arrays
from tf_contrib_rnn.checkpoint.errors import CheckpointError, first_line
from tf_contrib_rnn.checkpoint.filling import joined
from tf_contrib_rnn.checkpoint.kept import OldValues, holds
from tf_contrib_rnn.checkpoint.memory import remember
from tf_contrib_rnn.checkpoint.plan import Request, make_plan
from tf_contrib_rnn.checkpoint.progress import shown
from tf_contrib_rnn.checkpoint.report import Plan, Report
from tf_contrib_rnn.checkpoint.sources import AnySource


def restore(
    target: Any,
    source: AnySource,
    scope: str | None = None,
    scopes: Mapping[Any, str] | None = None,
    *,
    map: Mapping[Any, str] | Iterable[tuple[Any, str]] | None = None,
    ignore: str | Iterable[str] = (),
    forget_bias: float | Mapping[Any, float] | None = None,
    ema: bool | str = False,
    optimizer: Any = None,
    partial: bool = False,
) -> Report:
    """Gives a model the values of a TF1 checkpoint.

    The arrays are read one by one; each is checked, assigned and compared before the next is read.
    If anything fails, the model is as it was before; so is an optimizer, but for one thing: Keras
    cannot take `build` back, so that one that was not built may be built now, its slots and
    iterations as at the beginning of a training. Nothing is built before all slots have been read
    and found right.

    Args:
        target: a cell, a layer that holds one, or a whole Keras model; already built.
        source: a checkpoint's prefix, one of its files, or its directory; a SavedModel's
            directory; a frozen `.pb`, a `.npz` or an HDF5 file; or a mapping of names to arrays.
        scope: the scope in which the model's only recurrent unit was called in TF1, such as
            `"decoder/rnn"`; not needed where only one fits.
        scopes: scopes of several parts, by layer, cell, or name of either.
        map: names in the checkpoint by variable, layer or cell, or by name of one: a variable's is
            `"layer/kernel"`, as a plan prints it; variables themselves come in a list of pairs,
            `[(layer.kernel, "Variable_2")]`. It goes before everything that names and shapes say,
            and may name one array for several variables.
        ignore: names or scopes of the checkpoint that are treated as absent, with `*` for
            anything: `["worker_*"]`.
        forget_bias: what TF1 added to the forget gates of LSTMs that are Keras' own in the model,
            which hold it in their bias: a number, or numbers by layer, cell, or name of either.
            Without it, the default of TF1's class, and the report says so.
        ema: whether the variables get their moving averages; or the name of the averages, where
            they have one of their own or there are several.
        optimizer: an optimizer of Keras that shall continue the training; it is built for the
            model's trainable variables if it is not, and gets its slots, its iterations, and of
            the numbers it works with those that the checkpoint's graph tells; the report says
            which, and which to set by hand. `{"Adam_2": optimizer}` names one of several. A
            training step of your own that was traced before keeps the numbers it had.
        partial: whether parts that nothing feeds may keep their values.

    Returns:
        The report; print it to see a table.

    Raises:
        CheckpointError: if the checkpoint cannot be read, does not fit the model, leaves a choice
            or feeds only a part of the model.
    """
    made, stored, kept, fed = make_plan(
        target, source,
        Request(scope, scopes, map, ignore, forget_bias, ema, optimizer, partial),
    )  # fmt: skip
    report = Report(**{field.name: getattr(made, field.name) for field in fields(Plan)})
    if fed:
        fed.check()
        report.optimizer = fed.summary()
    assign_all(report, stored, fed)
    remember(kept)
    return report


def assign_all(report: Report, stored: list, fed=None) -> None:
    """Reads and assigns every array of a report, or changes nothing.

    Args:
        report: whose records are assigned; what is seen is noted in them.
        stored: the array of each record.
        fed: what an optimizer gets after them, or None.
    """
    jobs = _jobs(report.assigned, stored)
    arrays = Arrays([use for _, uses in jobs for use in _once(uses)])
    total = sum(_bytes(variable) for variable, _ in jobs)
    with OldValues() as old, shown("restoring", total) as advance:
        try:
            for number, (variable, uses) in enumerate(jobs):
                for one, its in jobs[number : number + 2]:  # the next one while this one is read
                    with _keeping(its[0][0]):
                        old.keep(one)
                _assign(variable, uses, arrays, old)
                advance(_bytes(variable))
            old.finish()
            if fed:
                fed.give()
        except BaseException as error:
            _put_back(old, error)
            raise


def _jobs(records, stored):
    """Each variable, with the records, arrays and pieces it is made of; the largest first.

    What an allocator keeps of a large array then serves for all that come after it.
    """
    jobs = {}
    for record, one in zip(records, stored, strict=True):
        for piece in record.want.pieces:
            variable, uses = jobs.setdefault(id(piece.variable), (piece.variable, []))
            uses.append((record, one, piece))
    return sorted(jobs.values(), key=lambda job: -max(math.prod(one.shape) for _, one, _ in job[1]))


def _once(uses):
    return list({id(stored): (record, stored) for record, stored, _ in uses}.values())


def _bytes(variable):
    return math.prod(variable.shape) * 4


def _assign(variable, uses, arrays, old):
    record = uses[0][0]
    with _keeping(record):
        dtype = old.keep(variable)
    values = _new_values(variable, uses, arrays, dtype, old)
    with _keeping(record):
        old.wait(variable)
    try:
        variable.assign(values)
    except Exception as error:
        raise CheckpointError(
            f"{record.model!r} of {record.part!r} could not be assigned ({first_line(error)}); "
            "the model has its old values again, so mend the variable and restore once more."
        ) from error
    if not holds(variable, values):
        raise CheckpointError(
            f"{record.model!r} of {record.part!r} does not hold the values of "
            f"{record.checkpoint!r} after the assignment; the model has its old values again, so "
            "make sure that nothing else changes its variables and restore once more."
        )


def _new_values(variable, uses, arrays, dtype, old):
    record, first, piece = uses[0]
    if len(uses) == 1 and piece.is_whole:
        return arrays.take_whole(record, first, dtype, old.meanwhile)
    taken = {id(one): arrays.take(record, one, dtype) for record, one in _once(uses)}
    for record, one, piece in uses:
        if piece.shift:
            record.want.exact = taken[id(one)]
    return joined(variable, [(piece, taken[id(one)]) for _, one, piece in uses], dtype)


@contextlib.contextmanager
def _keeping(record):
    try:
        yield
    except OSError as error:
        raise CheckpointError(
            f"the old values of the model find no room in {tempfile.gettempdir()!r} "
            f"({first_line(error)}); set TMPDIR to a folder with as much room as the model takes."
        ) from error
    except Exception as error:
        raise CheckpointError(
            f"{record.model!r} of {record.part!r} has no value outside of a graph; restore outside "
            "of tf.function, and inside a v1 graph use tf.compat.v1.train.Saver."
        ) from error


def _put_back(old, error):
    failed = old.put_back()
    if failed:
        raise CheckpointError(
            f"the restore failed and {failed[0].path!r} did not take its old values back; build "
            "the model anew."
        ) from error
