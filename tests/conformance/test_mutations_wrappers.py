"""Every mistake that is easy to make in a wrapper with variables is far above the limits."""

import numpy as np
import pytest

from tests.conformance.test_mutations import (
    assert_argument_seen,
    assert_seen,
    changed,
    exchanged,
    named,
    rows,
)

# They ask whether the goldens are sharp; nothing but new goldens can change the answer.
pytestmark = pytest.mark.slow


def turned(ending, by, axis=-1):
    """Moves the blocks of an array on by some places."""
    return changed(ending, lambda array: np.roll(array, by, axis))


ATTENTION = "attention_cell_wrapper_options"
MUTATIONS = [
    ("found first", ATTENTION, rows("wrapper/kernel", 3)),
    ("found before the output", ATTENTION, rows("attn_output_projection/kernel", 5)),
    ("h before c in the query", ATTENTION, rows("attention/kernel", 5)),
    ("window's features", ATTENTION, turned("attn_w", 1, axis=-2)),
    ("weights of a feature", ATTENTION, turned("attn_v", 1)),
    ("oldest entry last", ATTENTION, turned("state/3", 4)),
    ("found and window", "attention_cell_wrapper_one_entry", exchanged("state/1", "state/2")),
    ("order of a state", f"{ATTENTION}_concatenated", turned("state/0", 3)),
    ("ids from 1", "embedding_wrapper", turned("embedding", 1, axis=0)),
    ("no bias", "input_projection_wrapper", changed("wrapper/bias", np.zeros_like)),
    ("inputs turned", "input_projection_wrapper_two_inputs", rows("wrapper/kernel", 3)),
    ("no bias", "output_projection_wrapper_options", changed("wrapper/bias", np.zeros_like)),
    ("two gates", "highway_wrapper_options", exchanged("carry_w", "transform_w")),
    ("two biases", "highway_wrapper_options", exchanged("carry_b", "transform_b")),
    ("transposed", "highway_wrapper", changed("carry_w", np.transpose)),
]
ARGUMENTS = [
    ("input_projection_wrapper_options", {"activation": None}),
    ("output_projection_wrapper_options", {"activation": "tanh"}),
]


@pytest.mark.parametrize(("mistake", "name", "mutate"), named(MUTATIONS))
def test_a_mistake_in_a_step_is_seen_everywhere(mistake, name, mutate):
    assert_seen(name, mutate)


@pytest.mark.parametrize(("name", "replaced"), ARGUMENTS)
def test_another_argument_is_seen(name, replaced):
    assert_argument_seen(name, replaced)
