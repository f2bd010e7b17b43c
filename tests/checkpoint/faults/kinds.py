"""The ways in which a valid file can have the wrong content, each saying what must come of it."""

from dataclasses import dataclass, field

import numpy as np
import tensorflow as tf

from tests.checkpoint.faults.writing import Slices


@dataclass
class Draft:
    """A checkpoint on its way to be spoilt.

    Attributes:
        architecture: the model it is for.
        generator: where the choices come from.
        contents: what will be written.
        expected: what each variable of the model must hold afterwards, by name.
        form: `"V2"` or `"V1"`.
        fails: whether there must be an error instead.
        options: further arguments of the restore.
        says: what the report must say.
    """

    architecture: object
    generator: np.random.Generator
    contents: dict
    expected: dict
    form: str = "V2"
    fails: bool = False
    options: dict = field(default_factory=dict)
    says: str = ""

    def pick(self, names=None):
        """One name of those given, or of the model's variables."""
        return str(self.generator.choice(sorted(names or self.expected)))

    @property
    def slots(self):
        return [name for name in self.contents if name.split("/")[-1].startswith("Adam")]

    @property
    def averages(self):
        return [name for name in self.contents if name.endswith("/ExponentialMovingAverage")]

    def in_unit(self):
        """The names of the recurrent unit's variables."""
        scope, _ = self.architecture.unit
        return [name for name in self.expected if name.startswith(f"{scope}/")]

    def move(self, old, new):
        self.contents[new] = self.contents.pop(old)


KINDS = {}


def kind(function):
    KINDS[function.__name__] = function
    return function


@kind
def renamed(draft):
    """A recurrent variable has another name."""
    name = draft.pick(draft.in_unit())
    components = name.split("/")
    components[draft.generator.integers(1, len(components))] += draft.pick(["_q", "Q7", "x"])
    draft.move(name, "/".join(components))
    draft.fails = True


@kind
def scope_renamed(draft):
    """The recurrent unit stands in another scope."""
    scope, _ = draft.architecture.unit
    other = draft.pick(["decoder/rnn", "a/b/c/rnn", "RNN_of_mine", "x"])
    if scope == "bidirectional_rnn":
        other += "/bidirectional_rnn"
    for name in list(draft.contents):
        if name.startswith(f"{scope}/"):
            draft.move(name, other + name.removeprefix(scope))


@kind
def reshaped(draft):
    """A variable has another shape."""
    name = draft.pick()
    array = draft.contents[name]
    shapes = [array[None], np.concatenate([array, array[:1]]), array[..., :-1]]
    if array.ndim > 1:
        shapes += [array.ravel(), np.repeat(array, 2, axis=-1)]
    draft.contents[name] = shapes[draft.generator.integers(len(shapes))]
    draft.fails = True


@kind
def scalar(draft):
    """A variable is a single number."""
    draft.contents[draft.pick()] = np.float32(3)
    draft.fails = True


@kind
def without_elements(draft):
    """A variable has no elements."""
    name = draft.pick()
    draft.contents[name] = draft.contents[name][:0]
    draft.fails = True


@kind
def floating_type(draft):
    """A variable has another floating type."""
    dtypes = ["float64", "float16", "bfloat16"] if draft.form == "V2" else ["float64"]
    name, dtype = draft.pick(), draft.pick(dtypes)
    if dtype == "bfloat16":
        dtype = tf.bfloat16.as_numpy_dtype
    draft.contents[name] = draft.contents[name].astype(dtype)
    draft.expected[name] = draft.contents[name].astype(np.float32)
    draft.says = "cast"


@kind
def other_type(draft):
    """A variable is of no floating type."""
    name, dtype = draft.pick(), draft.pick(["int32", "int64", "bool", "complex64", "str"])
    array = draft.contents[name]
    draft.contents[name] = array.astype(dtype) if dtype != "str" else np.full(array.shape, "abc")
    draft.fails = True


@kind
def too_large(draft):
    """A double is too large for the model's type."""
    name = draft.pick()
    array = draft.contents[name].astype(np.float64)
    array.flat[draft.generator.integers(array.size)] = 1e300
    draft.contents[name], draft.fails = array, True


@kind
def missing(draft):
    """A variable is not there."""
    del draft.contents[draft.pick()]
    draft.fails = True


@kind
def missing_but_allowed(draft):
    """A layer's variables are not there, and may be missing."""
    scope = draft.pick(n.rpartition("/")[0] for n in draft.expected if n not in draft.in_unit())
    for name in list(draft.expected):
        if name.startswith(f"{scope}/"):
            del draft.contents[name], draft.expected[name]
    draft.options["partial"] = True
    if draft.architecture.name == "two_networks":
        draft.fails = None  # the other layer is of the same sizes


@kind
def several_missing(draft):
    """Several variables are not there."""
    for name in draft.generator.choice(sorted(draft.expected), 3, replace=False):
        del draft.contents[str(name)]
    draft.fails = True


@kind
def surplus(draft):
    """There are variables of other parts of the program."""
    for number in range(draft.generator.integers(1, 5)):
        shape = draft.generator.integers(0, 5, size=draft.generator.integers(0, 4))
        draft.contents[f"other_{number}/thing"] = draft.generator.normal(size=shape)


@kind
def surplus_in_cell(draft):
    """The recurrent unit's scope holds a variable that the model has not."""
    name = draft.pick(draft.in_unit())
    draft.contents[f"{name.rpartition('/')[0]}/w_extra"] = np.zeros((3, 7), "float32")
    draft.fails = True


@kind
def surplus_bias(draft):
    """A layer that has none has normalisation in its scope."""
    name = draft.pick(n for n in draft.expected if n.endswith("/bias") and "cell/" not in n)
    draft.contents[name.replace("/bias", "/notes")] = np.zeros((5, 5, 5), "float32")


@kind
def strange_names(draft):
    """There are names that no TF1 program gives."""
    names = ["a b", "/", "//", "x/", "/x", "ü/kernel", "n" * 3000, "a/" * 400 + "b", ":0", "_", "."]
    for name in draft.generator.choice(names, 3, replace=False):
        draft.contents[str(name)] = np.zeros((2, 9), "float32")


@kind
def swapped(draft):
    """Two variables of one shape have each other's names: what the file says counts."""
    pairs = [
        (a, b)
        for a in draft.expected
        for b in draft.contents
        if a < b and np.shape(draft.contents[a]) == np.shape(draft.contents[b])
    ]
    one, other = pairs[draft.generator.integers(len(pairs))]
    found = draft.contents
    found[one], found[other] = found[other], found[one]
    draft.expected |= {name: found[name] for name in (one, other) if name in draft.expected}


@kind
def swapped_shapes(draft):
    """Two variables of different shapes have each other's names."""
    names, found = draft.in_unit(), draft.contents
    pairs = [(a, b) for a in names for b in names if found[a].shape != found[b].shape]
    one, other = pairs[draft.generator.integers(len(pairs))]
    found[one], found[other] = found[other], found[one]
    draft.fails = True


def _duplicate(draft):
    scope, layer = draft.architecture.unit
    copy = draft.pick(["worker_0", "old", "copy/of/it"])
    for name in list(draft.in_unit()):
        noise = draft.generator.normal(size=draft.contents[name].shape)
        draft.contents[f"{copy}/{name}"] = noise.astype(np.float32)
    return scope, layer, copy


@kind
def duplicated_scope(draft):
    """The recurrent unit is there twice, and nothing tells which is meant."""
    _duplicate(draft)
    draft.fails = True


@kind
def duplicated_scope_named(draft):
    """The recurrent unit is there twice, and the user says which is meant."""
    scope, layer, copy = _duplicate(draft)
    if draft.generator.integers(2):
        scope = f"{copy}/{scope}"
        draft.expected |= {n: draft.contents[f"{copy}/{n}"] for n in draft.in_unit()}
    draft.options["scopes"] = {layer: scope}


@kind
def wrong_scope_named(draft):
    """The user names a scope that is not there, or holds something else."""
    _, layer = draft.architecture.unit
    draft.options["scopes"] = {layer: draft.pick(["nowhere", "dense", "logits", "rnn/rnn", "head"])}
    draft.fails = True


def _cuts(generator, rows, count):
    inner = sorted(generator.choice(np.arange(1, rows), min(count, rows) - 1, replace=False))
    return [0, *map(int, inner), rows]


def _parts(draft, name):
    array = draft.contents[name]
    cuts = _cuts(draft.generator, len(array), int(draft.generator.integers(2, 5)))
    pairs = zip(cuts[:-1], cuts[1:], strict=True)
    return [(start, array[start:end]) for start, end in pairs]


@kind
def partitioned(draft):
    """Variables are stored in parts, as partitioners do."""
    for name in draft.expected:
        draft.contents[name] = Slices(draft.expected[name].shape, _parts(draft, name))


@kind
def part_missing(draft):
    """A part of a partitioned variable is not there."""
    name = draft.pick()
    parts = _parts(draft, name)
    del parts[draft.generator.integers(len(parts))]
    draft.contents[name] = Slices(draft.expected[name].shape, parts)
    draft.fails = True


@kind
def parts_of_a_larger(draft):
    """The parts say that they are of a larger variable."""
    name = draft.pick()
    shape = draft.expected[name].shape
    rows = shape[0] + int(draft.generator.choice([1, 1000, 10**9]))
    draft.contents[name] = Slices((rows, *shape[1:]), _parts(draft, name))
    draft.fails = True


@kind
def not_finite(draft):
    """A variable holds NaN or infinite values."""
    name = draft.pick()
    array = draft.contents[name] = draft.contents[name].copy()
    places = draft.generator.integers(array.size, size=3)
    array.flat[places] = draft.generator.choice([np.nan, np.inf, -np.inf], 3)
    draft.expected[name] = array
    draft.says = f"{name} holds {len(set(places.tolist()))} NaN or infinite"


@kind
def extreme(draft):
    """A variable holds the largest, the smallest and negative zeros."""
    name = draft.pick()
    array = draft.contents[name] = draft.contents[name].copy()
    extremes = np.array([3.4028235e38, 1e-45, -0.0, -3.4028235e38], "float32")
    array.flat[:4] = extremes[: array.size]
    draft.expected[name] = array


@kind
def with_numbers(draft):
    """All names end in `:0`."""
    for name in list(draft.contents):
        draft.move(name, f"{name}:0")


@kind
def with_and_without_number(draft):
    """A variable is there with `:0` and without, with different values."""
    name = draft.pick()
    draft.contents[f"{name}:0"] = draft.contents[name] + np.float32(1)
    draft.fails = True


@kind
def object_graph(draft):
    """There is the object graph of TF2."""
    draft.contents["_CHECKPOINTABLE_OBJECT_GRAPH"] = np.array(b"\n\x00")
    draft.fails = True


@kind
def object_paths(draft):
    """All names are paths of objects."""
    for name in list(draft.contents):
        draft.move(name, name.replace("/", ".S") + "/.ATTRIBUTES/VARIABLE_VALUE")
    draft.fails = True


@kind
def only_a_step(draft):
    """There is a step and nothing else."""
    draft.contents = {"global_step": np.int64(3)}
    draft.fails = True


@kind
def only_slots(draft):
    """There are the optimizer's slots, or averages, without variables."""
    for name in draft.expected:
        del draft.contents[name]
    draft.fails = True


@kind
def shifted_numbers(draft):
    """Members of the recurrent unit have other numbers, or only a second one is there."""
    for name in draft.in_unit():
        moved = name.replace("cell_0", "cell_3").replace("/fw/", "/fw_1/")
        draft.move(name, moved if moved != name else f"{name}_1")
    draft.fails = True


@kind
def foreign_slots(draft):
    """Slots and averages are of other shapes than their variables; nobody asks for them."""
    for name in [*draft.slots, *draft.averages]:
        draft.contents[name] = np.zeros((3, 2), "float32")


@kind
def text_step(draft):
    """The step is a text."""
    draft.contents["global_step"] = np.array("seven")


@kind
def a_million_names(draft):
    """There are many more variables than the model has."""
    for number in range(300):
        draft.contents[f"tower_{number}/w"] = np.float32(number)


@kind
def averages_taken(draft):
    """The user asks for the averages, which are there or not."""
    draft.options["ema"] = True
    draft.fails = not draft.averages
    draft.expected |= {n.rpartition("/")[0]: draft.contents[n] for n in draft.averages}


def _spoil_one(draft, names):
    if not names:
        return
    name = draft.pick(names)
    draft.contents[name] = _spoilt(draft, draft.contents[name])
    if draft.contents[name] is None:
        del draft.contents[name]


def _spoilt(draft, array):
    huge = np.full(array.shape, 1e300)
    text = np.full(array.shape, "text")
    choices = [None, array[None], array.astype("int32"), huge, text]
    return choices[draft.generator.integers(len(choices))]


@kind
def averages_spoilt(draft):
    """The user asks for the averages, and one is missing, of another shape or of no float."""
    draft.options["ema"], draft.fails = True, True
    _spoil_one(draft, draft.averages)


@kind
def slots_taken(draft):
    """The user asks for the optimizer's slots, which are there or not."""
    draft.options["optimizer"] = True
    draft.fails = not draft.slots


@kind
def slots_spoilt(draft):
    """The user asks for the slots, and one is missing, of another shape or of no float."""
    draft.options["optimizer"], draft.fails = True, True
    _spoil_one(draft, draft.slots)


@kind
def slots_of_another(draft):
    """The user asks for the slots, and two of one shape have each other's names."""
    draft.options["optimizer"] = True
    draft.fails = not draft.slots
    found = draft.contents
    pairs = [
        (a, b)
        for a in draft.slots
        for b in draft.slots
        if a < b and found[a].shape == found[b].shape
    ]
    if pairs:
        one, other = pairs[draft.generator.integers(len(pairs))]
        found[one], found[other] = found[other], found[one]
