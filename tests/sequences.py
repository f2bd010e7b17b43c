"""Goldens of whole sequences: the fused cells and the layers of cuDNN against TF 1.15.5."""

import json
from pathlib import Path

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.cases.fused import BY_NAME
from tests.goldens import LIMITS, error, flat, made

DATA = Path(__file__).parent / "golden" / "fused"
RESULTS = ("run", "full", "gradients")


class SequenceGolden:
    """One case with the arrays and facts TF 1.15.5 left.

    Attributes:
        case: the plain data.
        arrays: the arrays by key.
        names: TF1's names of the variables, in order.
        limit: the largest error its dtype allows.
    """

    def __init__(self, name):
        self.case = BY_NAME[name]
        with np.load(DATA / f"{name}.npz") as arrays:
            self.arrays = {key: arrays[key] for key in arrays.files}
        facts = json.loads((DATA / f"{name}.json").read_text())
        assert facts["arguments"] == self.case["arguments"]
        self.names = [variable["name"] for variable in facts["variables"]]
        self.limit = LIMITS[self.case["dtype"]]
        self.is_cudnn = self.case["symbol"].startswith("Cudnn")

    def prefixed(self, prefix):
        """{rest of the key: array} of the keys below a prefix."""
        return {k.removeprefix(prefix): a for k, a in self.arrays.items() if k.startswith(prefix)}

    def layer(self, **replaced):
        """Our layer of the case, not built yet."""
        given = {"dtype": self.case["dtype"]} if self.is_cudnn else {}
        arguments = {**self.case["arguments"], **given, **replaced}
        return made({"symbol": self.case["symbol"], "arguments": arguments}, self.case["dtype"])

    def built(self, **replaced):
        """Our layer with TF1's weights; the variables must be TF1's by name and order."""
        layer = self.layer(**replaced)
        self.call(layer, keras.ops.convert_to_tensor(self.arrays["inputs"]), self.state())
        self.assign(layer)
        return layer

    def assign(self, layer):
        """Gives a built layer TF1's weights."""
        ours = layer.tf1_variables()
        assert list(ours) == self.names
        for name, variable in ours.items():
            variable.assign(self.arrays[f"variables/{name}"])

    def state_keys(self):
        """The keys of the initial state's arrays, none where there is none."""
        return [f"state/{i}" for i in range(len(self.prefixed("state/")))]

    def state(self):
        """The initial state as a tuple of tensors, or None."""
        return tuple(keras.ops.convert_to_tensor(self.arrays[k]) for k in self.state_keys()) or None

    def call(self, layer, inputs, state, lengths=None):
        """`(outputs, final states)`, the outputs in one tensor, the states flat."""
        case = self.case
        if self.is_cudnn:
            options = {"sequence_lengths": lengths, "training": False}
            outputs, final = layer(inputs, initial_state=state, **options)
            return outputs, flat(final)
        options = {"dtype": case["dtype"], "sequence_length": lengths, "scope": case["scope"]}
        steps = [inputs[t] for t in range(case["time"])] if case["as_list"] else inputs
        outputs, final = layer(steps, initial_state=state, **options)
        assert isinstance(outputs, list) == case["as_list"]
        assert self.is_cudnn or isinstance(final, rnn.LSTMStateTuple)
        return (keras.ops.stack(outputs) if case["as_list"] else outputs), flat(final)

    def results(self, layer, label, inputs, state):
        """{key: tensor} of one run: "run" has lengths, "full" has none."""
        lengths = self.arrays["lengths"] if label == "run" else None
        outputs, final = self.call(layer, inputs, state, lengths)
        return {f"{label}/outputs": outputs} | {
            f"{label}/state/{i}": part for i, part in enumerate(final)
        }

    def weighted(self, found):
        """The sum that TF1 differentiated."""
        return sum(
            keras.ops.sum(found[f"run/{key}"] * keras.ops.convert_to_tensor(array))
            for key, array in self.prefixed("cotangents/").items()
        )

    def errors(self, found, keys=RESULTS):
        """{key: error} of results; all of the golden's must be there."""
        wanted = {key for key in self.arrays if key.split("/")[0] in keys}
        assert found.keys() == wanted, found.keys() ^ wanted
        return {key: error(value, self.arrays[key]) for key, value in found.items()}

    def worst(self, found, keys=RESULTS):
        """The worst error of results."""
        return max(self.errors(found, keys).values())


def computed(golden, layer):
    """{key: tensor} of all that a golden holds, computed by a built layer of ours."""
    inputs, state = keras.ops.convert_to_tensor(golden.arrays["inputs"]), golden.state()
    import tensorflow as tf

    sources = {"inputs": inputs} | {f"state/{i}": part for i, part in enumerate(state or ())}
    sources |= {f"variables/{path}": v.value for path, v in layer.tf1_variables().items()}
    with tf.GradientTape() as tape:
        tape.watch(list(sources.values()))
        found = golden.results(layer, "run", inputs, state)
        total = golden.weighted(found)
    gradients = tape.gradient(total, sources)
    found |= {f"gradients/{key}": gradient for key, gradient in gradients.items()}
    return found | golden.results(layer, "full", inputs, state)
