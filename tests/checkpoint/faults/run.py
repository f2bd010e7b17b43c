"""Runs mutations and prints a line of JSON for each: `python -m tests.checkpoint.faults.run 0 50`.

In a process of its own a crash is seen: the line that announces a mutation is then the last one.
"""

import json
import resource
import shutil
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path

import keras
import numpy as np

from tests.checkpoint.faults import architectures
from tests.checkpoint.faults.cases import all_cases
from tests.checkpoint.faults.damage import DAMAGES
from tests.checkpoint.faults.draft import Draft
from tests.checkpoint.faults.index_files import ABSURDITIES
from tests.checkpoint.faults.kinds import KINDS
from tests.checkpoint.faults.writing import write
from tf_contrib_rnn import checkpoint

MEGABYTES = 200  # the most a restore of these small files may take


@cache
def architecture(name):
    return getattr(architectures, name)()


def run(case, folder):
    """The outcome of a mutation: `(outcome, detail)`; an outcome in capitals is a failure."""
    made = architecture(case.architecture)
    generator = np.random.default_rng(case.number)
    contents = made.contents(generator)
    expected = {name: contents[name] for name in made.variables}
    draft = Draft(made, generator, contents, expected, case.form)
    prefix = Path(folder) / "model.ckpt-7"
    if case.group.startswith("valid"):
        KINDS[case.kind](draft)
        write(prefix, draft.contents, case.form)
        return attempt(draft, prefix)
    draft.fails = None  # an error, or what was there before the damage
    write(prefix, draft.contents, case.form)
    if case.group == "index":
        ABSURDITIES[case.kind](draft, prefix)
        return attempt(draft, prefix)
    file, _, damage = case.kind.partition("_")
    suffix = {"index": ".index", "data": ".data-00000-of-00001", "file": ""}[file]
    path = Path(f"{prefix}{suffix}")
    spoilt = DAMAGES[damage](generator, path.read_bytes())
    if spoilt is None:
        other = prefix.with_name("other")
        write(other, made.contents(generator), case.form)
        spoilt = Path(f"{other}{suffix}").read_bytes()
    if (file, damage) == ("file", "of_another_save"):
        return "restored", "a whole other file"
    path.write_bytes(spoilt)
    return attempt(draft, prefix)


def numpy_of(variable):
    return np.array(keras.ops.convert_to_numpy(variable))


def attempt(draft, prefix):
    """Restores into numbers of its own, and looks at what became of them."""
    made = draft.architecture
    for variable in made.variables.values():
        variable.assign(draft.generator.normal(size=variable.shape))
    options = dict(draft.options)
    if "optimizer" in options:
        options["optimizer"] = keras.optimizers.Adam(0.01)
        options["optimizer"].build(made.model.trainable_variables)
    optimizer = options.get("optimizer")
    watched = list(made.model.variables) + list(optimizer.variables if optimizer else [])
    before = [numpy_of(v) for v in watched]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", "__array__ implementation", module="keras")
            report = checkpoint.restore(made.model, prefix, **options)
            str(report)
    except checkpoint.CheckpointError as error:
        outcome = judge_error(draft, str(error), watched, before)
    except BaseException as error:
        return "OTHER EXCEPTION", f"{type(error).__name__}: {str(error)[:300]}"
    else:
        outcome = judge_values(draft, report, optimizer)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    return ("TOO MUCH MEMORY", f"{grown:.0f} MB") if grown > MEGABYTES else outcome


def judge_error(draft, message, watched, before):
    if any(numpy_of(v).tobytes() != old.tobytes() for v, old in zip(watched, before, strict=True)):
        return "HALF CHANGED", message
    if "\n" in message or not message.endswith(".") or len(message) > 4000:
        return "BAD SENTENCE", message
    return ("error", message) if draft.fails in (True, None) else ("NEEDLESS ERROR", message)


def judge_values(draft, report, optimizer):
    if draft.fails:
        return "NO ERROR", str(report)[:1000]
    for name, array in draft.expected.items():
        found = numpy_of(draft.architecture.variables[name])
        if not np.array_equal(found, array.astype(found.dtype), equal_nan=True):
            return "WRONG NUMBERS", name
    if draft.says not in "".join(report.warnings):
        return "NOT SAID", f"{draft.says!r} in {report.warnings}"
    return judge_slots(draft, optimizer) if optimizer else ("restored", "")


def judge_slots(draft, optimizer):
    names = {id(variable): name for name, variable in draft.architecture.variables.items()}
    trained = draft.architecture.model.trainable_variables
    for slots, kind in ((optimizer._momentums, "Adam"), (optimizer._velocities, "Adam_1")):
        for variable, slot in zip(trained, slots, strict=True):
            if not np.array_equal(numpy_of(slot), draft.contents[f"{names[id(variable)]}/{kind}"]):
                return "WRONG NUMBERS", f"{names[id(variable)]}/{kind}"
    return ("restored", "") if int(optimizer.iterations) == 7 else ("WRONG NUMBERS", "iterations")


def outcome_of(case):
    """The outcome of a mutation as a dictionary."""
    folder = tempfile.mkdtemp()
    try:
        outcome, detail = run(case, folder)
    finally:
        shutil.rmtree(folder)
    return {"number": case.number, "outcome": outcome, "detail": detail}


def main(start, end):
    for case in all_cases()[start:end]:
        print(json.dumps({"number": case.number, "outcome": "CRASH", "detail": ""}), flush=True)
        print(json.dumps(outcome_of(case)), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
