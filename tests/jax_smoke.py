"""Goldens, gradients and the Keras layers on jax, for the names of the cases given.

Run as a process with KERAS_BACKEND=jax and JAX_ENABLE_X64=1.
"""

import sys

import jax
import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.goldens import LIMITS, Golden, built_cell, error, flat

assert keras.backend.backend() == "jax"

# XLA's own tanh on the CPU is good to 1e-7 only, in float64 too.
LIMIT = LIMITS["float32"]


def run_and_gradients(name, worst):
    golden = Golden(name)
    cell = built_cell(golden)
    variables = cell.tf1_variables()
    keras_variables = list(variables.values())
    state = golden.state(cell.state_size)

    def total(values, inputs, state):
        with keras.StatelessScope(list(zip(keras_variables, values, strict=True))):
            outputs, final = rnn.dynamic_rnn(
                cell, inputs, golden.arrays["lengths"], initial_state=state, noise=golden.noise()
            )
        weighted = (outputs * golden.arrays["cotangents/outputs"]).sum()
        for index, part in enumerate(flat(final)):
            weighted += (part * golden.arrays[f"cotangents/state/{index}"]).sum()
        return weighted, (outputs, final)

    values = [variable.value for variable in keras_variables]
    differentiate = jax.jit(jax.grad(total, argnums=(0, 1, 2), has_aux=True))
    gradients, (outputs, final) = differentiate(values, golden.tensor("inputs"), state)
    pairs = [(outputs, "run/outputs")]
    pairs += [(part, f"run/state/{i}") for i, part in enumerate(flat(final))]
    pairs += zip(gradients[0], [f"gradients/variables/rnn/{p}" for p in variables], strict=True)
    pairs += [(gradients[1], "gradients/inputs")]
    pairs += [(part, f"gradients/state/{i}") for i, part in enumerate(flat(gradients[2]))]
    for ours, key in pairs:
        worst[name] = max(worst.get(name, 0.0), error(ours, golden.arrays[key]))
        assert worst[name] <= LIMIT, (name, key, worst[name])


def layers(name):
    golden = Golden(name)
    cell = built_cell(golden)
    inputs = golden.tensor("inputs")
    wanted, _ = rnn.dynamic_rnn(cell, inputs, dtype="float64", training=False)
    for layer in (rnn.RNN, keras.layers.RNN):
        made = layer(cell, return_sequences=True, dtype="float64")
        assert error(made(inputs, training=False), wanted) < LIMIT, (name, layer)
        symbolic = keras.Input((None, *golden.case["inputs"]), dtype="float64")
        model = keras.Model(symbolic, made(symbolic))
        predicted = model.predict(np.asarray(inputs), verbose=0)
        assert error(predicted, wanted) < LIMIT, (name, layer)


if __name__ == "__main__":
    worst = {}
    for name in sys.argv[1:]:
        run_and_gradients(name, worst)
        layers(name)
        print(f"{name} {worst[name]:.1e}")
