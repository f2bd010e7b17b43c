"""Old names to those TF 1.15.5 gives the same variables."""

from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint.names import grammar
from tf_contrib_rnn.checkpoint.names.beside import beside, renames
from tf_contrib_rnn.checkpoint.names.components import numbered_scope
from tf_contrib_rnn.checkpoint.names.spellings import CLASSES, DECODER
from tf_contrib_rnn.checkpoint.names.structure import anchors, enclosing


@dataclass
class Translation:
    """Today's names of the variables and scopes of one checkpoint.

    Attributes:
        names: today's name of each name, as components.
        shards: the number of each name that is a piece of a variable.
        scopes: what the last component of a scope becomes, for the scopes that changed.
        orders: by scope, the orders in which wrappers may enclose the cell beside them.
    """

    names: dict[tuple, tuple] = field(default_factory=dict)
    shards: dict[tuple, int] = field(default_factory=dict)
    scopes: dict[tuple, tuple] = field(default_factory=dict)
    orders: dict[tuple, list[tuple]] = field(default_factory=dict)
    _known: dict[tuple, tuple] = field(default_factory=dict, repr=False)

    def scope(self, components: tuple[str, ...]) -> tuple[str, ...]:
        """Today's name of a scope."""
        if components and components not in self._known:
            last = self.scopes.get(components, components[-1:])
            self._known[components] = self.scope(components[:-1]) + last
        return self._known.get(components, ())


def translate(stored: list[tuple[str, ...]]) -> Translation:
    """Translates all names of a checkpoint.

    Args:
        stored: the names, as components.
    """
    made, present = Translation(), set(stored)
    decoders = grammar.decoders(present)
    parsed = {name: grammar.parse(name, present, decoders) for name in stored}
    matches = {name: match for name, match in parsed.items() if match}
    made.scopes = _scopes(stored, matches)
    made.orders = beside(matches, present)
    for scope, orders in made.orders.items():
        made.scopes.update(list(renames(orders[0], scope, made.scopes)))
    for name in stored:
        match = matches.get(name)
        scope = name[: match.end + 1] if match else name[:-1]
        rest = match.own.path + match.slot if match else name[-1:]
        made.names[name] = made.scope(scope) + rest
        if match and match.own.shard is not None:
            made.shards[name] = match.own.shard
    _follow(made, stored)
    return made


def _scopes(stored, matches):
    every = {name[:end] for name in stored for end in range(1, len(name))}
    found = {}
    for name, match in matches.items():
        base, number = numbered_scope(name[match.end])
        if match.spelling is not DECODER and match.spelling.scope != base:
            found[name[: match.end + 1]] = (match.spelling.scope + number,)
        if base in CLASSES or name[match.end].startswith("GRUBlockCell"):
            found |= enclosing(name, match.end, every)
    for name in stored:
        for end in anchors(name):
            found |= enclosing(name, end, every)
    return found


def _follow(made, stored):
    """Slots and averages have the name of their variable, below whatever scope they stand."""
    for name in sorted(stored, key=len):
        for length in (1, 2):
            owner = _owner(name[:-length], made.names) if len(name) > length else None
            if owner and made.names[owner] != owner:
                lead = name[: len(name) - length - len(owner)]
                made.names[name] = lead + made.names[owner] + name[-length:]
                if owner in made.shards:
                    made.shards[name] = made.shards[owner]
                break


def _owner(name, names):
    """The variable of this name, or of what is left of it without leading scopes."""
    while len(name) > 1 and name not in names:
        name = name[1:]
    return name if len(name) > 1 else None
