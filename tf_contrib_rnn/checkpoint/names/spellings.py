"""How TensorFlow 0.12 to 1.8 spelled the scopes and the variables of cells.

A name that TF 1.15.5 still gives is not listed: below a scope that is listed it stays as it is.
"""

import re
from dataclasses import dataclass, field

_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GROUP = re.compile(r"group\d+")

# Every product of a cell with its inputs; 0.12 gave it a scope of its own.
LINEAR = {
    ("Linear", "Matrix"): ("kernel",),
    ("Linear", "Bias"): ("bias",),
    ("weights",): ("kernel",),
    ("biases",): ("bias",),
}
# Until 1.1 the cell inside stood beside these; the usual order, from the outside.
BESIDE = ("embedding_wrapper", "output_projection_wrapper", "input_projection_wrapper")


@dataclass(frozen=True)
class Own:
    """A variable below its cell's scope.

    Attributes:
        length: how many components of the stored name it takes.
        path: the components TF 1.15.5 gives it.
        shard: its number among the shards of that variable, or None.
    """

    length: int
    path: tuple[str, ...]
    shard: int | None = None


@dataclass(frozen=True)
class Spelling:
    """What the cells of one scope called their variables.

    Attributes:
        scope: the scope TF 1.15.5 gives them.
        variables: the components of a variable's old name, and today's.
        scopes: scopes of its own below that one, the old name and today's.
        shards: beginnings of the numbered pieces of one variable, and the variable.
        kept: variables that are called as they are today, where only the scope is not.
    """

    scope: str
    variables: dict[tuple, tuple] = field(default_factory=lambda: LINEAR)
    scopes: dict[str, str] = field(default_factory=dict)
    shards: dict[str, tuple] = field(default_factory=dict)
    kept: str = ""

    def own(self, components: tuple[str, ...]) -> Own | None:
        """The variable that the components below the scope begin with, or None.

        Args:
            components: what follows the scope in a name.
        """
        above = self._scope(components[:1])
        rest = components[len(above) :]
        for length in (2, 1):
            if len(rest) >= length and rest[:length] in self.variables:
                return Own(len(above) + length, above + self.variables[rest[:length]])
        if rest and not above:
            start, _, number = rest[0].rpartition("_")
            if start in self.shards and number.isdecimal():
                return Own(1, self.shards[start], int(number))
        if rest and self.kept and re.fullmatch(self.kept, rest[0]):
            return Own(len(above) + 1, above + rest[:1])
        return None

    def _scope(self, components):
        if not components:
            return ()
        is_group = _GROUP.fullmatch(components[0]) and "group" in self.scopes
        found = components[0] if is_group else self.scopes.get(components[0])
        return (found,) if found else ()


def snake_case(name: str) -> str:
    """`LayerNormBasicLSTMCell` as `layer_norm_basic_lstm_cell`."""
    return _UPPER.sub("_", name).lower()


def _same(*names):
    return {name: name for name in names}


_LSTM = {**LINEAR, ("B",): ("bias",)}
_LSTM |= {(f"W_{gate.upper()}_diag",): (f"w_{gate}_diag",) for gate in "ifo"}
_BLOCK = {("W",): ("kernel",), ("b",): ("bias",)}
_BLOCK |= {(f"wc{gate}",): (f"w_{gate}_diag",) for gate in "ifo"}
_NORMED = {**LINEAR, ("linear", "weights"): ("kernel",), ("linear", "b"): ("bias",)}
_NAS = {**LINEAR, ("recurrent_weights",): ("recurrent_kernel",)}
_ATTENTION = {**LINEAR, ("AttnW",): ("attn_w",), ("AttnV",): ("attn_v",)}
_SHARDS = {"W": ("kernel",), "W_P": ("projection", "kernel")}
_FREQUENCY = "[WB](_[A-Za-z0-9]+)*"
_GATES = _same("gates", "candidate") | {"Gates": "gates", "Candidate": "candidate"}
_READING = _same("attention", "attn_output_projection")
_READING |= {"Attention": "attention", "AttnOutputProjection": "attn_output_projection"}

# The classes of 0.12, by name.
CLASSES = {
    "BasicRNNCell": Spelling("basic_rnn_cell"),
    "BasicLSTMCell": Spelling("basic_lstm_cell"),
    "GRUCell": Spelling("gru_cell", scopes=_GATES),
    "LSTMCell": Spelling("lstm_cell", _LSTM, {}, _SHARDS),
    "LSTMBlockCell": Spelling("lstm_cell", _BLOCK),
    "LSTMBlockFusedCell": Spelling("lstm_fused_cell", _LSTM, {}, _SHARDS),
    "LayerNormBasicLSTMCell": Spelling("layer_norm_basic_lstm_cell", _NORMED),
    "AttentionCellWrapper": Spelling("attention_cell_wrapper", _ATTENTION, _READING),
    "InputProjectionWrapper": Spelling("input_projection_wrapper"),
    "OutputProjectionWrapper": Spelling("output_projection_wrapper"),
    "EmbeddingWrapper": Spelling("embedding_wrapper", {}, kept="embedding"),
    "BidirectionalGridLSTMCell": Spelling(
        "bidirectional_grid_lstm_cell", {}, _same("fwd", "bwd"), kept=_FREQUENCY
    ),
} | {
    name: Spelling(snake_case(name), {}, kept=_FREQUENCY)
    for name in ("CoupledInputForgetGateLSTMCell", "TimeFreqLSTMCell", "GridLSTMCell")
}  # fmt: skip
# The scopes of 1.0 to 1.4.
SCOPES = {
    **{name: Spelling(name) for name in ("basic_rnn_cell", "basic_lstm_cell", "ugrnn_cell")},
    **{name: Spelling(name) for name in BESIDE[1:]},
    "gru_cell": Spelling("gru_cell", scopes=_GATES),
    "lstm_cell": Spelling("lstm_cell", scopes=_same("projection")),
    "layer_norm_basic_lstm_cell": Spelling("layer_norm_basic_lstm_cell"),
    "intersection_rnn_cell": Spelling("intersection_rnn_cell", scopes=_same("in_projection")),
    "phased_lstm_cell": Spelling(
        "phased_lstm_cell", scopes=_same("mask_gates", "new_input", "output_gate")
    ),
    "glstm_cell": Spelling("glstm_cell", scopes=_same("group", "projection")),
    "attention_cell_wrapper": Spelling("attention_cell_wrapper", scopes=_READING),
    "nas_rnn": Spelling("nas_cell", _NAS, kept="bias|projection_weights"),
    "lstm_block_wrapper": Spelling("lstm_fused_cell", kept="kernel|bias|w_[ifo]_diag"),
    "GRUBlockCell": Spelling("gru_cell", {}, kept="[wb]_(ru|c)"),
    "GRUBlockCellV2": Spelling("gru_cell", {}, _GATES, kept="kernel|bias"),
}
SPELLED = CLASSES | SCOPES
# What legacy_seq2seq multiplies beside its cell; these scopes keep their capitals to 1.15.5.
DECODER = Spelling("attention_decoder")
DECODER_SCOPE = re.compile(r"Attention_\d+|AttnOutputProjection")
DECODER_MARK = "AttnV_0"
