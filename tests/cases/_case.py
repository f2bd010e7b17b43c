"""How one case is written: a plain dict, completed with the usual sizes."""

import zlib

from .signatures import REQUIRED, SIGNATURES

USUAL = {
    "batch": 4,
    "time": 6,
    "dtype": "float64",
    "dtype_given": True,
    "lengths": [6, 0, 3, 5],
    "kinds": None,
    "weights": "random",
    "start": None,
    "runs": ["step", "run"],
    "runner": "dynamic_rnn",
    "state": None,
    "scope": {},
    "changes_nothing": {},
    "note": "",
}
BIASES = ("bias", "biases", "carry_b", "transform_b")


def case(name, symbol, arguments, inputs, family, **others):
    """Return a complete case.

    Args:
        name: file stem of the golden, unique among all cases.
        symbol: public name of the cell in tf.contrib.rnn.
        arguments: keyword arguments of its constructor, as plain data.
        inputs: shape of one step's input without the batch, a list; a list of such lists for a
            cell that takes a tuple of inputs.
        family: the file of the package that answers for the case.
        **others: any key of `USUAL` with another value, or `seed`.

    Raises:
        ValueError: if a key in `others` is not a key of a case.
    """
    unknown = set(others) - set(USUAL) - {"seed"}
    if unknown:
        raise ValueError("Expected keys of a case, received %s." % sorted(unknown))
    full = {"name": name, "symbol": symbol, "arguments": arguments, "inputs": inputs}
    full.update({"family": family, "seed": zlib.crc32(name.encode()) % 100000})
    full.update(USUAL)
    full.update(others)
    full["sets"] = arguments_set({"symbol": symbol, "arguments": arguments})
    return full


def arguments_set(value):
    """List every "Symbol.argument" in a cell specification that is not at its default."""
    if isinstance(value, (list, tuple)):
        return sorted({name for item in value for name in arguments_set(item)})
    if not isinstance(value, dict):
        return []
    if "symbol" not in value:
        return arguments_set(list(value.values()))
    defaults = SIGNATURES[value["symbol"]]
    found = set()
    for name, given in value["arguments"].items():
        found.update(arguments_set(given))
        default = defaults.get(name)
        if default != REQUIRED and (given != default or isinstance(given, bool) != isinstance(
                default, bool)):
            found.add("%s.%s" % (value["symbol"], name))
    return sorted(found)


def keeps_initial(case, path):
    """Tell whether a case keeps the initial value of a variable, given by its full name."""
    kept = case["weights"]
    if not isinstance(kept, list):
        kept = {"random": (), "initial_bias": BIASES}.get(kept)
    return kept is None or path.rsplit("/", 1)[-1] in kept


def layer_arguments(stem, symbol, arguments, inputs, family):
    """Return the cases of the arguments that every layer takes: none of them moves a number."""
    def one(argument, value, reason, **others):
        return case("%s_%s" % (stem, argument), symbol, dict(arguments, **{argument: value}),
                    inputs, family, changes_nothing={"%s.%s" % (symbol, argument): reason},
                    **others)

    return [
        one("name", "memory", "it only names the scope of the variables"),
        one("reuse", True, "it binds to the variables of an earlier cell",
            note="An earlier cell with the same arguments made the variables."),
        one("dtype", "float64", "the inputs are float64 already", dtype_given=False),
        one("trainable", False, "it only marks the variables"),
    ]


def varied(stem, symbol, plain, options, family, inputs=(3,), **others):
    """Return the plain case, and those with every option in float64 and in float32."""
    inputs = list(inputs)
    return [
        case(stem, symbol, plain, inputs, family, dtype_given=False),
        case(stem + "_options", symbol, options, inputs, family, **others),
        case(stem + "_options_float32", symbol, options, inputs, family, dtype="float32",
             dtype_given=False, **others),
    ]


SHARED = {
    "name": "it only names the scope of the variables",
    "reuse": "it binds to the variables of an earlier cell",
    "dtype": "the inputs are float64 already",
}


def shared(stem, symbol, arguments, family, inputs=(3,), reuse=True, **others):
    """Return a case of the arguments that move no number, and of those beside them that do."""
    arguments = dict(arguments, reuse=True) if reuse else arguments
    silent = {"%s.%s" % (symbol, key): why for key, why in SHARED.items() if key in arguments}
    return [case(stem + ("_reuse" if reuse else "_initial"), symbol, arguments, list(inputs),
                 family, changes_nothing=silent, dtype_given=False, **others)]


def cell(symbol, **arguments):
    """Return the specification of a cell that is an argument of another one."""
    return {"symbol": symbol, "arguments": arguments}


def constant(value):
    """Return the specification of an initializer that fills with `value`."""
    return {"initializer": "constant", "value": value}


def function(name):
    """Return the specification of a function: a name under "tf." or a key of FUNCTIONS."""
    return {"function": name}
