"""The cells of tf.keras in numpy, as graphs of that time compute them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

_FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0.0),
    "sigmoid": lambda x: 1.0 / (1.0 + np.exp(-x)),
    "hard_sigmoid": lambda x: np.clip(0.2 * x + 0.5, 0.0, 1.0),
    "linear": lambda x: x,
    "elu": lambda x: np.where(x > 0, x, np.exp(np.minimum(x, 0.0)) - 1.0),
}


@dataclass(frozen=True)
class KerasCandidate:
    """A cell of tf.keras with its options, to be asked as a `Candidate` is.

    Attributes:
        kind: `"keras.layers.SimpleRNN"`, `"keras.layers.GRU"` or `"keras.layers.LSTM"`.
        arguments: of the layer.
        inputs: the shape of one step's inputs.
        scope: the cell's own scope.
        h_first: whether the states are `(h, c)`, as the loops of Keras have them.
    """

    kind: str
    arguments: dict
    inputs: list
    scope: str
    cells: dict = field(default_factory=dict)
    h_first: bool = False

    @property
    def state_shapes(self) -> list[tuple]:
        """The shapes of the states, in the order of the step: `(c, h)` as everywhere here."""
        return [(self.arguments["units"],)] * (2 if self.kind.endswith("LSTM") else 1)

    def choices(self, ops: set[str]):
        """The same with every activation that stands in a graph, the likeliest first."""
        known = [name for name in ("tanh", "relu", "elu") if name.capitalize() in ops]
        gates = ["sigmoid"] if "Sigmoid" in ops else []
        gates += ["hard_sigmoid"] if {"Minimum", "ClipByValue"} & ops else []
        for activation in [*known, *gates[:1], "linear"]:
            for gate in gates if not self.kind.endswith("SimpleRNN") else [None]:
                options = {**self.arguments, "activation": activation}
                options |= {"recurrent_activation": gate} if gate else {}
                yield replace(self, arguments=options)

    def step(self, values: dict, inputs, states: list) -> list[np.ndarray]:
        """The output and the new states."""
        kernel, recurrent, bias = (values.get(f"{self.scope}/{name}") for name in _NAMES)
        act = _FUNCTIONS[self.arguments["activation"]]
        gate = _FUNCTIONS[self.arguments.get("recurrent_activation", "linear")]
        bias = np.zeros(kernel.shape[-1], kernel.dtype) if bias is None else bias
        if self.kind.endswith("SimpleRNN"):
            h = act(inputs @ kernel + bias + states[0] @ recurrent)
            return [h, h]
        if self.kind.endswith("LSTM"):
            states = states[::-1] if self.h_first else states
            i, f, j, o = np.split(inputs @ kernel + states[1] @ recurrent + bias, 4, -1)
            c = gate(f) * states[0] + gate(i) * act(j)
            h = gate(o) * act(c)
            return [h, h, c] if self.h_first else [h, c, h]
        return self._gru(kernel, recurrent, bias, act, gate, inputs, states[0])

    def _gru(self, kernel, recurrent, bias, act, gate, inputs, h):
        units = self.arguments["units"]
        if self.arguments.get("reset_after"):
            bias, inner = bias if bias.ndim == 2 else (bias[: 3 * units], bias[3 * units :])
            x, m = inputs @ kernel + bias, h @ recurrent + inner
            z, r = gate(x + m)[:, : 2 * units].reshape(-1, 2, units).swapaxes(0, 1)
            new = act(x[:, 2 * units :] + r * m[:, 2 * units :])
        else:
            x = inputs @ kernel + bias
            z = gate(x[:, :units] + h @ recurrent[:, :units])
            r = gate(x[:, units : 2 * units] + h @ recurrent[:, units : 2 * units])
            new = act(x[:, 2 * units :] + (r * h) @ recurrent[:, 2 * units :])
        h = z * h + (1.0 - z) * new
        return [h, h]


_NAMES = ("kernel", "recurrent_kernel", "bias")


def keras_candidates(foreign: str, scope: str, sizes: dict) -> list[KerasCandidate]:
    """The cell of tf.keras that fits, none for convolutions.

    Args:
        foreign: the class, such as `"keras.layers.GRU"`.
        scope: the cell's own scope.
        sizes: `{"units": …, "inputs": …, "bias": …, "reset_after": …}`.
    """
    if foreign.rpartition(".")[2] not in ("SimpleRNN", "GRU", "LSTM"):
        return []
    arguments = {"units": sizes["units"]}
    if not sizes["bias"]:
        arguments["use_bias"] = False
    if foreign.endswith("GRU"):
        arguments["reset_after"] = bool(sizes.get("reset_after"))
    return [KerasCandidate(foreign, arguments, [sizes["inputs"]], scope)]
