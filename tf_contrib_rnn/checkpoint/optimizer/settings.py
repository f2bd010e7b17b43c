"""The numbers an optimizer works with: those of the graph, and what is left for the user to set."""

from dataclasses import dataclass, field
from typing import Any

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.optimizer.kinds import ADAM_W, MOMENTUM

RATE, DECAY = "learning_rate", "weight_decay"


@dataclass(frozen=True)
class Setting:
    """One number of the optimizer.

    Attributes:
        name: Keras' name of it.
        old: what it was.
        new: what it is, or would be.
        origin: where that comes from.
    """

    name: str
    old: Any
    new: Any
    origin: str

    def __str__(self):
        old, new = _text(self.old), _text(self.new)
        return f"{self.name} {new if old == new else f'{old} -> {new}'} ({self.origin})"


@dataclass
class Settings:
    """All that is known of an optimizer's numbers.

    Attributes:
        known: those with a value that the optimizer gets.
        open: what the user must set, in words.
    """

    known: list[Setting] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def value(self, optimizer, name):
        """The value of a setting once all are made."""
        found = [setting.new for setting in self.known if setting.name == name]
        return found[0] if found else current(optimizer, name)


def current(optimizer, name):
    """The value of a setting now; None for a rate that follows a schedule."""
    if name == RATE:
        rate = rate_variable(optimizer)
        return None if rate is None else float(rate.numpy())
    return getattr(optimizer, name, None)


def rate_variable(optimizer):
    """The variable that holds the learning rate; None where it follows a schedule."""
    return next((v for v in optimizer.variables if v.name == RATE), None)


def find_settings(kind, optimizer, facts, read, title) -> Settings:
    """The numbers for an optimizer of Keras.

    Args:
        kind: the optimizer in TF1.
        optimizer: the one of Keras.
        facts: what the graph says of it; empty without a graph.
        read: `read(name)`, the value of a variable of the checkpoint, or None.
        title: the name of the checkpoint.

    Raises:
        CheckpointError: if the graph has several values where Keras has one.
    """
    found = Settings()
    if getattr(optimizer, "amsgrad", False):
        raise CheckpointError(
            "optimizer= keeps the largest second moments (amsgrad=True), which TF1 never did; "
            f"pass a {kind.call} without it."
        )
    for name, value in kind.fixed.items():
        if current(optimizer, name) != value:
            found.known.append(
                Setting(name, current(optimizer, name), value, f"{kind.name} of TF1 has none")
            )
    names = [*kind.settings.values(), *(["nesterov"] if kind is MOMENTUM else [])]
    for name in names:
        _find(name, kind, optimizer, facts, read, found, title)
    if kind is ADAM_W:
        _find_decay(optimizer, facts, found)
    elif getattr(optimizer, DECAY, None):
        found.open.append(f"{DECAY} {optimizer.weight_decay} is yours, {kind.name} of TF1 has none")
    return found


def _find(name, kind, optimizer, facts, read, found, title):
    old = current(optimizer, name)
    values = _values(name, kind, facts, read)
    if len(values) > 1:
        raise CheckpointError(
            f"the graph of {title!r} trains with several values of {name} "
            f"({', '.join(_text(value) for value in list(values)[:4])}), and an optimizer of Keras "
            "has one; restore without optimizer= and train with one optimizer for each."
        )
    if values and name == RATE and old is None:
        found.open.append(f"{RATE} follows your schedule; in the graph it is {_text(*values)}")
    elif values:
        ((value, origin),) = values.items()
        found.known.append(Setting(name, old, value, origin))
    elif any(name in fact.computed for fact in facts):
        found.open.append(f"{name}, which the graph computes (it is {_text(old)})")
    else:
        usual = kind.defaults.get(name)
        usual = f"; {kind.name} of TF1 has {_text(usual)} by itself" if usual is not None else ""
        found.open.append(f"{name} (it is {_text(old)}{usual})")


def _values(name, kind, facts, read):
    """`{value: where it comes from}` in the graph."""
    values = {}
    for fact in facts:
        if name == "nesterov":
            values[fact.is_nesterov] = "graph"
        elif name in fact.values:
            values[fact.values[name]] = "graph"
        elif name in fact.variables:
            value = read(fact.variables[name])
            if value is not None:
                values[value] = fact.variables[name]
        elif name not in fact.computed:
            values[kind.defaults[name]] = "graph"
    return values


def _find_decay(optimizer, facts, found):
    rate = found.value(optimizer, RATE)
    decays = {fact.decay for fact in facts}
    if len(decays) == 1 and None not in decays and rate:
        old, (decay,) = optimizer.weight_decay, decays
        found.known.append(Setting(DECAY, old, decay / rate, f"{_text(decay)} a step in the graph"))
        return
    some = " of the variables that the graph decays" if len(decays) > 1 else ""
    found.open.append(
        f"{DECAY}{some} (it is {_text(optimizer.weight_decay)}; TF1's number divided by the "
        "learning rate)"
    )


def _text(value):
    return "a schedule" if value is None else f"{value:.7g}" if type(value) is float else str(value)
