"""What a graph says of a recurrent network: `Recurrence` and `CellFact`."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CellFact:
    """A cell as a graph applies it.

    Attributes:
        kind: the name of our public class (`"LSTMCell"`, `"MultiRNNCell"`, `"ResidualWrapper"`,
            …), or `"unknown"`.
        scope: the scope of its variables in the graph, in the graph's own spelling, such as
            `"rnn/multi_rnn_cell/cell_0/lstm_cell"`; for a MultiRNNCell or wrapper without
            variables of its own, what its members' scopes have in common.
        variables: `{path: variable}`: from the path that the cell's `tf1_variables()` uses to the
            name in the graph, or the names of several shards, joined by `", "`; own variables
            only, not the members'. For `"unknown"` all the variables of its step, by their names
            below `scope`.
        options: arguments of the constructor, those that differ from their defaults or have
            none: `num_units`, `forget_bias`, `activation` (a Keras name), `cell_clip`,
            `proj_clip`, `use_peepholes`, `num_proj`, …; `forget_bias` and `activation` are always
            there where the class has them.
        members: the cells inside, in order: the layers of a MultiRNNCell, the one cell of a
            wrapper.
        keep_probs: `{"input" | "output" | "state": kept part}` of a dropout around the cell: a
            number, or the name of the tensor that a program feeds; empty without dropout.
        input_size: depth of a step's input, None where it is not known.
        why: for `"unknown"`, one clause that says what no class of ours computes.
    """

    kind: str
    scope: str
    variables: dict[str, str] = field(default_factory=dict)
    options: dict = field(default_factory=dict)
    members: tuple["CellFact", ...] = ()
    keep_probs: dict = field(default_factory=dict)
    input_size: int | None = None
    why: str = ""

    @property
    def all_variables(self) -> list[str]:
        """The names in the graph of its variables and of those of the cells inside it."""
        own = [name for stored in self.variables.values() for name in stored.split(", ")]
        return own + [name for member in self.members for name in member.all_variables]


@dataclass(frozen=True)
class Recurrence:
    """A recurrent network in a graph: one cell, run over time once.

    A bidirectional network is two of them, with the same `pair`; a graph that applies the same
    variables twice (for training and for inference) gives each application its own.

    Attributes:
        scope: the scope of the run: what the cell's variables lie under, such as `"rnn"` or
            `"bidirectional_rnn/fw"`.
        kind: `"dynamic"` (a while loop over given inputs), `"static"` (unrolled), `"decoder"` (a
            while loop that makes its own inputs: dynamic_decode, raw_rnn), `"static decoder"`
            (unrolled, with its own outputs fed back), `"fused"` (one op for the whole sequence).
        cell: the cell.
        inputs: the tensors the caller gave, before any transposition or reversal of ours: one
            sequence, or the steps of an unrolled network that were given one by one; empty
            where the loop makes its own.
        time_major: whether `inputs` and `outputs` have time first; None where they are steps.
        sequence_length: the tensor of lengths, None without.
        initial_state: the tensors of the state at the start, flat in the order of the cell's
            state (c before h, layer by layer; loops of tf.keras have h before c), None for each
            that is zeros.
        outputs: the tensors as the caller received them: one sequence, or the steps.
        final_state: the tensors of the state at the end, flat as `initial_state`.
        is_reversed: whether it runs from the end, as the `bw` half of a bidirectional network.
        is_turned_back: whether `outputs` of a run from the end are in the order of its inputs.
        steps: the number of steps, None where the graph leaves it open.
        pair: the scope that both directions of a bidirectional network share, or `""`.
        between: the variables that the loop uses between the cell's output and `outputs`, as the
            projection of a BasicDecoder; empty where `outputs` are the cell's own.
        name: the scope of the operations (a loop's frame), which tells copies apart.
    """

    scope: str
    kind: str
    cell: CellFact
    inputs: tuple[str, ...]
    time_major: bool | None = False
    sequence_length: str | None = None
    initial_state: tuple[str | None, ...] = ()
    outputs: tuple[str, ...] = ()
    final_state: tuple[str, ...] = ()
    is_reversed: bool = False
    is_turned_back: bool = False
    steps: int | None = None
    pair: str = ""
    between: tuple[str, ...] = ()
    name: str = ""
