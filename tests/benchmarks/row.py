"""A row: one size of one network in one mode, and the bounds it shall hold."""

from dataclasses import dataclass, field

FORWARD, TRAIN = "forward", "train"
FUNCTION, JIT, EAGER = "tf.function", "jit_compile", "eager"


@dataclass(frozen=True)
class Bound:
    """How many times as fast as the other a row shall be.

    Attributes:
        least: what must be held.
        goal: what is hoped for.
    """

    least: float
    goal: float


@dataclass(frozen=True)
class Row:
    """One size of one network in one mode.

    Attributes:
        kind: which network, a key of the names in `network`.
        batch, time: the sizes of the inputs.
        inputs: the depth, or (space, ..., channels) of maps.
        units: units, or output channels.
        options: what else the network takes.
        dtype: of weights and numbers.
        mode: `tf.function`, with `jit_compile`, or eager.
        bounds: {"forward" or "train": Bound} against the stock layer of Keras.
    """

    kind: str
    batch: int
    time: int
    inputs: int | tuple
    units: int
    options: dict = field(default_factory=dict)
    dtype: str = "float32"
    mode: str = FUNCTION
    bounds: dict = field(default_factory=dict)

    @property
    def network(self) -> str:
        """What is run, without sizes."""
        names = {"lstm": "LSTM", "gru": "GRU", "layer_norm": "LayerNormBasicLSTM"}
        names |= {"stack": "MultiRNNCell", "bidirectional": "Bidirectional LSTM"}
        names |= {"conv": f"ConvLSTM{len(self.space)}D", "step": "one step of an LSTM cell"}
        names |= {"dynamic_rnn": "dynamic_rnn of an LSTM"}
        names |= {"conv_cell": f"Conv{len(self.space)}DLSTMCell"}
        told = {"use_peepholes": "peepholes", "cell_clip": "clip"}
        told |= {"num_proj": "projection {}", "depth": "of {}"}
        options = [told[name].format(self.options[name]) for name in told if name in self.options]
        return " ".join([names[self.kind], ", ".join(options)]).strip()

    @property
    def size(self) -> str:
        """The sizes alone: (batch, time, inputs -> units)."""
        if not self.space:
            return f"({self.batch}, {self.time}, {self.inputs} -> {self.units})"
        maps = "x".join(map(str, self.inputs))
        window = "x".join([str(self.options["kernel"])] * len(self.space))
        return f"({self.batch}, {self.time}, {maps} -> {self.units}, {window})"

    @property
    def title(self) -> str:
        """The network and its sizes."""
        kind = "" if self.dtype == "float32" else f", {self.dtype}"
        return f"{self.network} {self.size}{kind}"

    @property
    def key(self) -> str:
        """The name of the row in the results."""
        return f"{self.title} / {self.mode}"

    @property
    def space(self) -> tuple:
        """The sizes of maps; () for vectors."""
        return tuple(self.inputs[:-1]) if isinstance(self.inputs, tuple) else ()

    @property
    def passes(self) -> tuple:
        """What is timed."""
        return (FORWARD,) if self.kind == "step" else (FORWARD, TRAIN)
