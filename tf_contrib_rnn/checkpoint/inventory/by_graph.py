"""What the graph beside a checkpoint says of the networks in it, and where it contradicts."""

from dataclasses import dataclass, field
from typing import Any

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.facts import CellFact, Recurrence
from tf_contrib_rnn.checkpoint.inventory import handmade
from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.inventory.catalogue import INVISIBLE
from tf_contrib_rnn.checkpoint.inventory.classes import is_ours
from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Network, Variable
from tf_contrib_rnn.checkpoint.inventory.tell import describe, hidden

_SIZES = {"num_units": "num_units", "units": "num_units", "output_channels": "num_units",
          "num_proj": "num_proj"}  # fmt: skip
_MAPS = "input_shape"
_TOLD = ("use_peepholes", "use_peephole")  # by the variables that are there
_STACK = "MultiRNNCell"
_SHARED = "both, one cell shared"


@dataclass
class Merger:
    """Puts what recurrences say into networks.

    Attributes:
        networks: the networks by names and shapes.
        variables: all variables of the checkpoint by today's name.
        today: `today(name)`, a name in the graph as TF 1.15.5 spells it.
        added: networks that only the graph shows.
    """

    networks: list[Network]
    variables: dict[str, Variable]
    today: Any
    added: list[Network] = field(default_factory=list)

    def __post_init__(self):
        self._owners, self._stacks = {}, {}
        for network in self.networks:
            for cell in network.cells:
                self._own(cell, network)

    def _own(self, cell, network):
        """Notes for each variable the innermost cell that has it."""
        if _STACK in cell.classes or (cell.members and not cell.foreign):
            self._stacks[cell.scope] = cell
        start = f"{cell.scope}/" if cell.scope else ""
        for variable in network.variables:
            if variable.name.startswith(start):
                self._owners[variable.name] = (cell, network)
        for member in cell.members:
            self._own(member, network)

    def merge(self, runs: list[Recurrence]):
        """Puts all runs into the networks, and makes networks of those that have none."""
        for run in runs:
            owners = [self._owners[name] for name in self._names(run.cell) if name in self._owners]
            if not owners:
                self._add(run)
                continue
            network = owners[0][1]
            network.runs.append(_run(run))
            self._cell(run.cell, network, {})
        for network in [*self.networks, *self.added]:
            _directions(network)
            network.notes = list(dict.fromkeys(network.notes))

    def _names(self, fact: CellFact) -> list[str]:
        found = [self.today(name) for name in fact.variables.values()]
        return found + [name for member in fact.members for name in self._names(member)]

    def _cell(self, fact, network, around):
        """Puts a fact into its cell; wrappers that leave no variables go into the one inside."""
        around = around | {f"{key}_keep_prob": value for key, value in fact.keep_probs.items()}
        if fact.kind == "ResidualWrapper":
            around["residual"] = True
        cell = None if fact.kind in INVISIBLE else self._cell_with(fact)
        if cell is not None:
            if fact.kind != _STACK:
                _tell(cell, fact, network)
            for key, value in around.items():
                _learn(cell, key, value)
            around = {}
        for member in fact.members:
            self._cell(member, network, around)

    def _cell_with(self, fact):
        """The cell that has the variables of a fact; a stack has none and is known by its scope."""
        for name in map(self.today, fact.variables.values()):
            if name in self._owners:
                return self._owners[name][0]
        return self._stacks.get(self.today(fact.scope)) if fact.kind == _STACK else None

    def _add(self, run: Recurrence):
        """A network of which names and shapes said nothing."""
        own = [name for name in dict.fromkeys(self._names(run.cell)) if name in self.variables]
        if not own:
            return
        cell = self._cell_of(run.cell, self.today(run.scope))
        network = Network(self.today(run.scope), "forward", [cell], "cell")
        network.variables = [self.variables[name] for name in own]
        network.runs = [_run(run)]
        if not cell.classes and not cell.foreign:
            network.kind, network.scope = "hand-made", cell.scope
            cell.num_units, cell.input_size = handmade.sizes(network.variables)
            cell.output_size = cell.num_units
        self.added.append(network)
        self._own(cell, network)

    def _cell_of(self, fact, called_in) -> Cell:
        made = Cell(self.today(fact.scope), [], called_in=called_in)
        if is_ours(fact.kind):
            made.classes = [fact.kind]
        elif fact.kind != "unknown":
            made.foreign = fact.kind
        made.input_size, made.why = fact.input_size, fact.why
        made.members = [self._cell_of(member, made.scope) for member in fact.members]
        for key, value in fact.options.items():
            if key in _SIZES:
                setattr(made, _SIZES[key], value)
                made.known[_SIZES[key]] = "graph"
            else:
                _learn(made, key, value)
        made.output_size = made.num_proj or made.num_units
        if made.classes and not fact.members and fact.input_size:
            name = {"name": names.leaf(made.scope)}
            made.candidates = [Candidate(fact.kind, fact.options | name, {}, [fact.input_size])]
        return made


def _run(run: Recurrence) -> dict:
    return {
        "kind": run.kind,
        "time_major": run.time_major,
        "lengths": run.sequence_length or "",
        "reversed": run.is_reversed,
        "steps": run.steps,
        "inputs": list(run.inputs),
        "outputs": list(run.outputs),
        "final": list(run.final_state),
        "starts": [tensor for tensor in run.initial_state if tensor is not None],
    }


def _learn(cell, key, value):
    """An option from the graph."""
    cell.options[key] = value
    cell.known[key] = "graph"


def _tell(cell: Cell, fact: CellFact, network: Network):
    """What a fact says of a cell, and in what it differs from names and shapes."""
    if fact.kind == "unknown":
        cell.classes, cell.candidates, cell.why = [], [], fact.why
        for key in [key for key in cell.options if cell.known.get(key) == "assumed"]:
            del cell.options[key], cell.known[key]
        network.notes.append(f"{cell.scope}: no class of ours computes it, {fact.why}")
        return
    _take_class(cell, fact, network)
    told = _TOLD if fact.kind in cell.classes else ()
    for key in told:
        if bool(cell.options.get(key)) != bool(fact.options.get(key)):
            values = cell.options.get(key, False), fact.options.get(key, False)
            network.notes.append(_contradiction(cell, key, *values))
    for key, value in fact.options.items():
        if key in _SIZES:
            _compare(cell, _SIZES[key], value, network)
        elif key == _MAPS:
            cell.input_size = list(value)
        elif key not in told:
            _take_option(cell, key, value, network)
    if fact.kind in cell.classes:
        for key in hidden(fact.kind):
            if cell.known.get(key) == "assumed":
                cell.known[key] = "graph"
    if fact.input_size and isinstance(cell.input_size, int):
        _compare(cell, "input_size", fact.input_size, network)


def _take_option(cell, key, value, network):
    if cell.known.get(key) != "weights":
        _learn(cell, key, value)
    elif _plain(cell.options[key]) != _plain(value):
        network.notes.append(_contradiction(cell, key, cell.options[key], value))


def _take_class(cell, fact, network):
    if not is_ours(fact.kind):
        if not cell.foreign.startswith(fact.kind):
            network.notes.append(_contradiction(cell, "class", cell.title, fact.kind))
        return
    if cell.classes and fact.kind not in cell.classes:
        network.notes.append(_contradiction(cell, "class", cell.title, fact.kind))
        cell.classes, cell.candidates = [fact.kind, *cell.classes], []
        return
    cell.candidates = [one for one in cell.candidates if one.kind == fact.kind]
    if cell.candidates and cell.classes[0] != fact.kind:
        cell.options.clear()
        describe(cell, cell.candidates[0])
    cell.classes = [fact.kind]
    cell.known["class"] = "graph"


def _compare(cell, key, value, network):
    """A size that names and shapes tell, too."""
    known = getattr(cell, key)
    if known is None and (key != "num_proj" or not cell.classes):
        setattr(cell, key, value)
        cell.known[key] = "graph"
    elif known != value:
        network.notes.append(_contradiction(cell, key, known, value))


def _contradiction(cell, key, by_weights, by_graph):
    return (
        f"{cell.scope}: {key} is {by_weights} by names and shapes and {by_graph} in the graph, "
        "which is of another model or of another time"
    )


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


def _directions(network):
    """What the runs of a network say of its directions."""
    ways = {run["reversed"] for run in network.runs}
    if network.direction == _SHARED and ways == {False}:
        network.direction = "forward"
        network.notes.append(
            f"{network.scope}: there is fw without bw, yet the graph runs it in one direction"
        )
    elif network.direction == "forward" and ways == {False, True}:
        network.direction = _SHARED
        network.notes.append(f"{network.scope}: the graph runs the one cell in both directions")
