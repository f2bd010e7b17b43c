"""ConvLSTMCell and its three subclasses, over 1, 2 and 3 spatial dimensions."""

from ._case import case, constant

UNUSED = "TF1 accepts the argument and never reads it"
SCOPE = "it only names the scope of the variables"
SKIP = (
    "TF1 cannot run it over time: the h it returns carries the input's channels too, as "
    "recorded. The documented difference: h is the cell's own first channels. The cotangent "
    "of those extra channels is 0, so the gradients agree.")
SHAPES = {
    1: {"input_shape": [7, 3], "output_channels": 4, "kernel_shape": [3]},
    2: {"input_shape": [6, 5, 3], "output_channels": 4, "kernel_shape": [3, 2]},
    3: {"input_shape": [3, 2, 4, 5], "output_channels": 2, "kernel_shape": [2, 1, 3]},
}
OPTIONS = {"use_bias": False, "forget_bias": 0.3}


def convolution(ndims, name, options=None, symbol=None, **others):
    """Return a case over `ndims` spatial dimensions."""
    symbol = symbol or "Conv%dDLSTMCell" % ndims
    stem = "conv_lstm_cell_%dd" if symbol == "ConvLSTMCell" else "conv_%dd_lstm_cell"
    arguments = dict(SHAPES[ndims], **(options or {}))
    if symbol == "ConvLSTMCell":
        arguments["conv_ndims"] = ndims
    unmoved = {"initializers": UNUSED, "name": SCOPE}
    nothing = {"%s.%s" % (symbol, k): v for k, v in unmoved.items() if k in arguments}
    others = dict({"batch": 2, "time": 4, "lengths": [2, 4], "changes_nothing": nothing}, **others)
    return case(stem % ndims + name, symbol, arguments, arguments["input_shape"],
                "convolutional", **others)


def family(ndims):
    """Return the cases that each of the three subclasses has."""
    named = {"name": "sky", "initializers": constant(0.3)}
    skip = {"skip_connection": True, "use_bias": False, "forget_bias": 0.3}
    return [
        convolution(ndims, "", batch=3, lengths=[4, 0, 2]),
        convolution(ndims, "_float32", dtype="float32"),
        convolution(ndims, "_dtype_from_inputs", dtype_given=False),
        convolution(ndims, "_options", dict(OPTIONS, **named), dtype="float32"),
        convolution(ndims, "_options_dtype_from_inputs", OPTIONS, dtype_given=False),
        convolution(ndims, "_no_bias", {"use_bias": False}, dtype="float32"),
        convolution(ndims, "_forget_bias", {"forget_bias": -0.4}, dtype="float32"),
        convolution(ndims, "_initializers", {"initializers": constant(0.3)}, dtype="float32"),
        convolution(ndims, "_name", {"name": "sky"}, dtype="float32"),
        convolution(ndims, "_skip_connection", {"skip_connection": True}, runs=["step"],
                    note=SKIP),
        convolution(ndims, "_skip_connection_options", skip, runs=["step"], note=SKIP,
                    dtype="float32"),
    ]


def general(ndims):
    """Return the cases of ConvLSTMCell itself."""
    unmoved = dict(OPTIONS, name="sky", initializers=constant(0.3))
    return [
        convolution(ndims, "", symbol="ConvLSTMCell",
                    dtype="float64" if ndims == 1 else "float32"),
        convolution(ndims, "_float32", unmoved, symbol="ConvLSTMCell", dtype="float32"),
        convolution(ndims, "_dtype_from_inputs", OPTIONS, symbol="ConvLSTMCell",
                    dtype_given=False),
    ]


CASES = [
    convolution(2, "_even_kernel", {"kernel_shape": [2, 4]}, dtype="float32",
                note="An even kernel pads one more at the end than at the beginning."),
    convolution(2, "_odd_kernel", {"kernel_shape": [3, 5]}),
    convolution(3, "_odd_kernel", {"kernel_shape": [3, 1, 5]}),
    convolution(2, "_one_by_one_kernel", {"kernel_shape": [1, 1]}, dtype="float32"),
    convolution(2, "_kernel_larger_than_plane", {"kernel_shape": [7, 6], "output_channels": 2},
                dtype="float32"),
    convolution(1, "_even_kernel", {"kernel_shape": [4]}),
    convolution(1, "_initial_bias", weights="initial_bias",
                note="The biases keep their initial value, 0."),
    convolution(2, "_skip_connection_general", {"skip_connection": True}, runs=["step"],
                symbol="ConvLSTMCell", note=SKIP),
]
for number in (1, 2, 3):
    CASES += family(number) + general(number)
