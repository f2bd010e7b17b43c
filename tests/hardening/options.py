"""What each argument of the cells' constructors may be, and what it may not be."""

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from hypothesis import strategies as st

NAN, INFINITY = float("nan"), float("inf")


class Option(NamedTuple):
    """An argument.

    Attributes:
        valid: strategy of the values it may have.
        invalid: values that are refused, by the constructor or at the latest by the first run.
    """

    valid: object
    invalid: tuple

    def or_none(self):
        """The same argument where it may be None."""
        refused = tuple(value for value in self.invalid if value is not None)
        return Option(st.none() | self.valid, refused)

    def among(self, *values):
        """The same argument with these values only."""
        return Option(st.sampled_from(values), self.invalid)


_NO_NUMBERS = ("1", b"1", None, [1.0, [2.0]], 1j, NAN, object(), {}, np.array("x"))
_NO_SIZES = (0, -1, 2.5, True, INFINITY, np.ones(2), np.ones((2, 2)), [3], *_NO_NUMBERS)

SIZE = Option(st.integers(1, 4) | st.sampled_from([3.0, np.int64(2)]), _NO_SIZES)
WHOLE = Option(st.integers(-2, 2), (2.5, INFINITY, True, *_NO_NUMBERS))
NUMBER = Option(
    st.floats(-3, 3, width=32) | st.integers(-2, 2) | st.sampled_from([np.float32(0.5)]),
    (True, *_NO_NUMBERS),
)
LIMIT = Option(st.floats(0.125, 4, width=32), NUMBER.invalid).or_none()
SWITCH = Option(
    st.booleans() | st.sampled_from([0, 1, np.True_, None]),
    ("yes", "False", 2, 0.5, [True], {}, NAN, np.ones(2)),
)
FRACTION = Option(
    st.floats(0.25, 1, width=32), (0, -0.5, 1.5, INFINITY, "0.5", None, NAN, [0.5, 0.5], {})
)
SEED = Option(st.integers(-5, 2**31), ("3", 1.5, True, [3], 2**64, {}, NAN)).or_none()
ACTIVATION = Option(
    st.sampled_from(["tanh", "relu", "sigmoid", "linear", keras.activations.elu, tf.nn.softsign]),
    ("no", 3, ["tanh"], b"tanh", 0.5),
).or_none()
INITIALIZER = Option(
    st.sampled_from(
        [
            "he_normal",
            keras.initializers.Constant(0.1),
            keras.initializers.Zeros,
            tf.compat.v1.random_uniform_initializer(-0.1, 0.1),
        ]
    ),
    ("no", 3, ["zeros"], int, b"zeros", 0.5),
).or_none()
WITHOUT_EFFECT = Option(st.none() | st.just(3), ())
NAME = Option(st.sampled_from(["mine", "a_name", "of/a/scope"]), (3, b"mine", ["mine"], 0.5))
DTYPE = Option(
    st.sampled_from(["float32", "float64", tf.float32, np.float64, "mixed_bfloat16"]),
    ("no", "int32", "bool", 3, "complex64", tf.int64, ["float32"]),
).or_none()
REUSE = Option(st.sampled_from([None, False]), (True,))
POSITIVE = Option(st.floats(0.5, 4), (0, -1, INFINITY, NAN, "long", None, [1.0, 2.0], {}, object()))
CELL = Option(st.nothing(), (3, None, "lstm", keras.layers.Dense(3), [], keras.layers.Layer, {}))
INDICES = Option(st.nothing(), (3, "ab", [0.5], ["x"], [NAN], object()))
FUNCTION = Option(st.none(), (3, "sum", [], 0.5))

# By name. What no cell can have alone is drawn together with others: see recipes.py.
OPTIONS = {
    "activation": ACTIVATION,
    "attn_length": SIZE,
    "attn_size": SIZE.or_none(),
    "attn_vec_size": SIZE.or_none(),
    "backward_slice_offset": WHOLE,
    "bias_initializer": INITIALIZER,
    "carry_bias_init": NUMBER,
    "cell": CELL,
    "cell_clip": LIMIT,
    "cell_fn": FUNCTION,
    "cell_size": SIZE.or_none(),
    "cells": Option(st.nothing(), (3, None, [], [3], "lstm", {})),
    "clip_value": LIMIT,
    "compile_stateful": SWITCH,
    "controller": CELL,
    "conv_ndims": Option(st.nothing(), (4, *_NO_SIZES)),
    "couple_carry_transform_gates": SWITCH,
    "couple_input_forget_gates": SWITCH,
    "device": Option(st.sampled_from(["/cpu:0", "cpu:0", "/device:CPU:0"]), ("nowhere", "/a:b:c")),
    "dropout_keep_prob": FRACTION,
    "dropout_prob_seed": SEED,
    "dropout_state_filter_visitor": FUNCTION,
    "dtype": DTYPE,
    "embedding_classes": SIZE,
    "embedding_size": SIZE,
    "end_freqindex_list": INDICES,
    "feature_size": Option(st.nothing(), _NO_SIZES),
    "forget_bias": NUMBER,
    "frequency_skip": Option(st.nothing(), _NO_SIZES),
    "initializer": INITIALIZER,
    "initializers": WITHOUT_EFFECT,
    "input_dims": Option(st.nothing(), (9, -1, "x", 0.5, [0, 9])),
    "input_keep_prob": FRACTION,
    "input_shape": Option(st.nothing(), (3, None, [], [4], [4.5, 3], "ab", [0] * 4, [1] * 6)),
    "input_size": WITHOUT_EFFECT,
    "kernel_initializer": INITIALIZER,
    "kernel_shape": Option(st.nothing(), (0, None, [], [1.5], "ab", [0] * 3, [1] * 6)),
    "layer_norm": SWITCH,
    "leak": NUMBER,
    "memory_size": SIZE,
    "memory_vector_dim": SIZE,
    "name": NAME.or_none(),
    "non_recurrent_dims": Option(st.nothing(), (9, -1, "x", 0.5, [0, 9])),
    "non_recurrent_fn": ACTIVATION,
    "norm": SWITCH,
    "norm_gain": NUMBER,
    "norm_shift": NUMBER,
    "num_dims": Option(st.nothing(), _NO_SIZES),
    "num_frequency_blocks": Option(st.nothing(), (None, 3, [], [0], ["x"], "ab", [9])),
    "num_in_proj": WITHOUT_EFFECT,
    "num_proj": SIZE.or_none(),
    "num_proj_shards": Option(st.just(1), _NO_SIZES),
    "num_unit_shards": Option(st.integers(1, 3), (99, *_NO_SIZES)),
    "num_units": SIZE,
    "number_of_groups": Option(st.nothing(), (99, *_NO_SIZES)),
    "output_channels": SIZE,
    "output_dim": SIZE.or_none(),
    "output_dims": Option(st.nothing(), (9, -1, "x", 0.5, [0, 9])),
    "output_is_tuple": SWITCH,
    "output_keep_prob": FRACTION,
    "output_size": SIZE,
    "period_init_max": POSITIVE,
    "period_init_min": POSITIVE,
    "priority_dims": Option(st.nothing(), (9, -1, "x", 0.5, [0, 9])),
    "proj_clip": LIMIT,
    "ratio_on": NUMBER.among(0.05, 0.5),
    "read_head_num": SIZE.among(1, 2),
    "residual_fn": FUNCTION,
    "reuse": REUSE,
    "seed": SEED,
    "share_time_frequency_weights": SWITCH,
    "shift_range": Option(st.nothing(), (-1, 99, 0.5, INFINITY, True, *_NO_NUMBERS)),
    "skip_connection": SWITCH,
    "start_freqindex_list": INDICES,
    "state_is_tuple": SWITCH,
    "state_keep_prob": FRACTION,
    "tied": SWITCH,
    "trainable_ratio_on": SWITCH,
    "units": SIZE,
    "use_bias": SWITCH,
    "use_peephole": SWITCH,
    "use_peepholes": SWITCH,
    "variational_recurrent": SWITCH,
    "write_head_num": SIZE.among(1, 2),
    "y_activation": ACTIVATION,
}

# Of arguments that are taken and not read, as in TF1, nothing is refused.
SYMBOLS_OWN = {
    ("AttentionCellWrapper", "input_size"): Option(SIZE.valid, _NO_SIZES[1:]).or_none(),
    ("BidirectionalGridLSTMCell", "initializer"): WITHOUT_EFFECT,
    ("CoupledInputForgetGateLSTMCell", "initializer"): WITHOUT_EFFECT,
    ("DropoutWrapper", "input_size"): Option(st.nothing(), ("abc", 1.5, object(), ["x"])),
    ("GridLSTMCell", "initializer"): WITHOUT_EFFECT,
    ("InputProjectionWrapper", "num_proj"): Option(SIZE.valid, _NO_SIZES[1:]),
    ("LSTMCell", "num_proj_shards"): Option(SIZE.valid, _NO_SIZES).or_none(),
    ("LSTMCell", "num_unit_shards"): Option(SIZE.valid, _NO_SIZES).or_none(),
    ("TimeFreqLSTMCell", "initializer"): WITHOUT_EFFECT,
}

# What every constructor takes beside its own arguments, by keyword.
EVERYWHERE = {"trainable": SWITCH, "name": NAME.or_none(), "dtype": DTYPE}
ROLES = {
    "initializer": Option(st.just("ones"), INITIALIZER.invalid),
    "regularizer": Option(st.just("l2"), ("no", 3, ["l2"], 0.5)),
    "constraint": Option(st.just("non_neg"), ("no", 3, ["non_neg"], 0.5)),
}


def option_of(symbol, argument):
    """The option of a constructor's argument.

    Raises:
        KeyError: for an argument that nobody has told of.
    """
    return SYMBOLS_OWN.get((symbol, argument)) or OPTIONS[argument]
