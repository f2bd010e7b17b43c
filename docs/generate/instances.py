"""What only an instance tells: shapes, variables, and the errors against TF 1.15.5."""

import json
import re

from tests.cases import fused, keeps_initial, richest_cases
from tests.fidelity import COLUMNS, PAGE, read, rows
from tests.goldens import Golden, built_cell
from tests.sequences import DATA, SequenceGolden

__all__ = ["built", "errors", "keeps_initial"]


class Instance:
    """One cell or layer, built with the options of a case.

    Attributes:
        call: how it was made, on lines that fit.
        shapes: (what, shape) as text.
        variables: (TF1's name, shape, initial value) as text.
    """

    def __init__(self, symbol, arguments, shapes, variables):
        self.call = _call(f"rnn.{symbol}", _named(arguments))
        self.shapes = shapes
        self.variables = variables


def built(name):
    """The instance of a symbol that sets most options, or None where no golden has one."""
    cells = richest_cases(lambda case: f"{case['symbol']}.name" not in case["sets"])
    if name in cells:
        return _cell(cells[name])
    whole = [case for case in fused.CASES if case["symbol"] == name]
    return _layer(whole[0]) if whole else None


def _cell(case):
    golden = Golden(case["name"])
    cell = built_cell(golden)
    steps = golden.inputs_shape("batch")
    shapes = [
        ("inputs of a step", " and ".join(map(_shape, steps)) if _many(steps) else _shape(steps)),
        ("output of a step", _sizes(cell.output_size)),
        ("state", _sizes(cell.state_size)),
    ]
    facts = {fact["name"]: fact for fact in golden.facts["variables"]}
    paths = [f"rnn/{path}" for path in cell.tf1_variables()]
    variables = [(p, list(facts[p]["shape"]), _initial(facts[p])) for p in paths]
    return Instance(case["symbol"], case["arguments"], shapes, variables)


def _layer(case):
    golden = SequenceGolden(case["name"])
    layer = golden.built()
    facts = json.loads((DATA / f"{case['name']}.json").read_text())["variables"]
    known = {fact["name"]: fact for fact in facts}
    # TF1 has no layers of cuDNN without a GPU: the goldens are those of its compatible cells.
    start = (lambda fact: "") if golden.is_cudnn else _initial
    variables = [(p, list(known[p]["shape"]), start(known[p])) for p in layer.tf1_variables()]
    inputs, outputs = golden.arrays["inputs"], golden.arrays["run/outputs"]
    lead = ["time", "batch"]
    shapes = [
        ("inputs", _shape([*lead, *inputs.shape[2:]])),
        ("outputs", _shape([*lead, *outputs.shape[2:]])),
        ("final state", " and ".join(_state_shapes(golden))),
    ]
    return Instance(case["symbol"], case["arguments"], shapes, variables)


def _state_shapes(golden):
    for key in sorted(key for key in golden.arrays if key.startswith("run/state/")):
        *lead, _, units = golden.arrays[key].shape
        yield _shape([*lead, "batch", units])


def _many(shapes):
    return bool(shapes) and isinstance(shapes[0], tuple)


def _shape(shape):
    return f"[{', '.join(map(str, shape))}]"


def _sizes(size):
    """A structure of sizes with the batch in front."""
    if hasattr(size, "_fields"):
        parts = (f"{n}={_sizes(s)}" for n, s in zip(size._fields, size, strict=True))
        return f"{type(size).__name__}({', '.join(parts)})"
    if isinstance(size, list | tuple):
        return f"({', '.join(map(_sizes, size))}{',' if len(size) == 1 else ''})"
    own = size.as_list() if hasattr(size, "as_list") else [int(size)]
    return _shape(["batch", *own])


def _initial(fact):
    """What a variable begins with in TF1, in words."""
    ((kind, value),) = fact["initial"].items()
    if kind == "constant":
        said = f"{value:g}"
    elif kind == "uniform_up_to":
        said = f"uniform in 0 … `{value.rsplit('/', 1)[-1]}`"
    elif kind == "truncated_normal":
        said = f"normal, deviation {value:g}, cut at twice that"
    else:
        said = f"{kind.replace('_', ' ')} in {value[0]:.3g} … {value[1]:.3g}"
    return said if fact["trainable"] else f"{said}; not trained"


def _named(arguments):
    return [f"{name}={_value(value)}" for name, value in arguments.items()]


def _call(function, arguments, width=88):
    """A call as text, broken between arguments where it is long."""
    return _broken(f"{function}({', '.join(arguments)})", width)


def _broken(text, width, lead=""):
    """An expression on lines that fit: those in its brackets below it, as many on a line as go."""
    if len(lead) + len(text) <= width or text[-1] not in ")]":
        return text
    before, parts, after = _bracketed(text)
    inner, lines = f"{lead}    ", [""]
    for part in parts:
        piece = f"{_broken(part, width - 1, inner)},"
        joined = f"{lines[-1]} {piece}".lstrip()
        if lines[-1] and ("\n" in joined or len(inner) + len(joined) > width):
            lines.append(piece)
        else:
            lines[-1] = joined
    return "\n".join([before, *(inner + line for line in lines), lead + after])


def _bracketed(text):
    """(what opens the outermost brackets, the parts between commas in them, what closes them)."""
    start = re.search(r"[(\[]", text).end()
    parts, depth, last = [], 0, start
    for place in range(start, len(text) - 1):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if text[place] == "," and not depth:
            parts.append(text[last:place].strip())
            last = place + 1
    return text[:start], [*parts, text[last:-1].strip()], text[-1]


def _value(value):
    """An argument of a case as Python would write it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if not isinstance(value, dict):
        return repr(value)
    if "symbol" in value:
        return f"rnn.{value['symbol']}({', '.join(_named(value['arguments']))})"
    if "makes" in value:
        symbol, rest = value["makes"]["symbol"], value["makes"]["arguments"]
        return f"lambda num_units: rnn.{symbol}({', '.join(['num_units', *_named(rest)])})"
    if "initializer" in value:
        rest = {k: v for k, v in value.items() if k != "initializer"}
        return f"{value['initializer']}({', '.join(_named(rest))})"
    kind = next(iter(value))
    return str(value[kind]) if kind == "function" else f"{kind}({_value(value[kind])})"


def errors():
    """{symbol: {dtype: (number of cases, the worst number of each column)}} of the report."""
    found, numbers = {}, read(PAGE.read_text(encoding="utf-8"))
    for name, (symbol, _, dtype) in rows().items():
        found.setdefault(symbol, {}).setdefault(dtype, []).append(numbers[name])
    return {
        symbol: {dtype: (len(lines), _worst(lines)) for dtype, lines in by_dtype.items()}
        for symbol, by_dtype in found.items()
    }


def _worst(lines):
    columns = zip(*lines, strict=True)
    worst = [max((n for n in column if n), key=float, default="") for column in columns]
    return dict(zip(COLUMNS, worst, strict=True))
