"""What an argument of a case does to our cell: seen by putting it back to its default."""

import copy
import inspect

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.cases import COVERED, keeps_initial
from tests.comparison import expected, replaced_arguments, run, step
from tests.goldens import error, made


def public_arguments():
    """Every "Symbol.argument" with a default, of our own constructors of TF1's symbols."""
    found = set()
    for symbol in COVERED:
        parameters = inspect.signature(getattr(rnn, symbol)).parameters.values()
        found |= {f"{symbol}.{p.name}" for p in parameters if p.default is not p.empty}
    return found


def changed_by(cases):
    """Every "Symbol.argument" that some case sets and says to change the results."""
    return {name for case in cases for name in case["sets"] if name not in case["changes_nothing"]}


def change(golden, argument):
    """How our cell of a case differs once an argument is back at its default, or None.

    Returns:
        "refused" when there is no such cell, "sizes" for other states or outputs, "variables" for
        other shapes or numbers of variables, "numbers" for other results, "noise" for other
        random numbers drawn (those of the golden are handed in), None when nothing differs.
    """
    one = _Run(golden, golden.case)
    ours = one.results()
    theirs = {key: expected(golden, key) for key in ours}
    assert not differ(ours, theirs, golden.limit), "the case itself is not the golden"
    try:
        other = _Run(golden, without(golden.case, argument))
        for aspect in ("sizes", "variables"):
            if getattr(one, aspect) != getattr(other, aspect):
                return aspect
        if not _names(other.noise) <= _names(one.noise):
            return "noise"
        if differ(ours, other.results(), 100 * golden.limit):
            return "numbers"
        return None if one.noise == other.noise else "noise"
    except ValueError:
        return "refused"


def differ(ours, theirs, limit):
    """Whether one of two equal sets of results differs by more than a limit."""
    return any(error(ours[key], theirs[key]) > limit for key in ours.keys() | theirs.keys())


def without(case, argument):
    """A case without an argument "Symbol.argument", nested cells included."""
    case = copy.deepcopy(case)
    _remove(case, *argument.split("."))
    return case


def _remove(value, symbol, name):
    if isinstance(value, list):
        for part in value:
            _remove(part, symbol, name)
    elif isinstance(value, dict):
        for part in value.values():
            _remove(part, symbol, name)
        if value.get("symbol") == symbol:
            value["arguments"].pop(name, None)


class _Run:
    """Our cell of a case with the golden's weights, and what there is to compare of it.

    Variables that the golden leaves to the initializers keep what our initializers made.
    """

    def __init__(self, golden, case):
        keras.utils.set_random_seed(5)
        self.golden = golden
        arguments = {**case["arguments"], **replaced_arguments(case)}
        self.cell = made({**case, "arguments": arguments}, case["dtype"])
        self.cell.adopt_dtype(golden.inputs(), golden.state_leaves())
        self.cell.build_for_shape(golden.inputs_shape(None))
        found = self.cell.tf1_variables()
        self.sizes = repr((self.cell.state_size, self.cell.output_size))
        self.variables = [tuple(variable.shape) for variable in found.values()]
        size = keras.tree.map_structure(lambda x: rnn.Shape(x.shape[2:]), golden.inputs())
        noise = self.cell.draw_noise(2, 3, size, case["dtype"])
        self.noise = _slots(noise)
        self._assign(list(found.values()), case)

    def _assign(self, variables, case):
        names = [variable["name"] for variable in self.golden.facts["variables"]]
        for variable, name in zip(variables, names, strict=False):
            array = self.golden.arrays[f"variables/{name}"]
            if not keeps_initial(case, name) and tuple(variable.shape) == array.shape:
                variable.assign(array)

    def results(self):
        """{key: tensor} of a step and, where TF1 has one, of a run."""
        state = self.golden.state(self.cell.state_size)
        arguments = (self.golden, self.cell, self.golden.inputs(), state)
        found = step(*arguments)
        return found | (run(*arguments) if "run" in self.golden.case["runs"] else {})


def _slots(noise):
    """The slots of a structure of noise: shapes, and whether each is the same at every step."""
    if isinstance(noise, dict):
        return {slot: _slots(part) for slot, part in noise.items()}
    if isinstance(noise, tuple):
        return [_slots(part) for part in noise]
    return noise if noise is None else [tuple(noise.shape), bool(np.all(noise[0] == noise[1]))]


def _names(slots, prefix=""):
    """The names of all slots, as paths."""
    if isinstance(slots, dict):
        return {name for key, part in slots.items() for name in _names(part, f"{prefix}{key}/")}
    if isinstance(slots, list) and slots and not isinstance(slots[0], tuple):
        return {n for i, part in enumerate(slots) for n in _names(part, f"{prefix}{i}/")}
    return set() if slots is None else {prefix}
