"""Every place where a module says a name of TensorFlow's, however it got at it."""

from dataclasses import dataclass

import libcst as cst
from libcst.metadata import ExpressionContext

from .names import GONE, HOMES, PACKAGE, constant, inside, split, target
from .project import ProjectModule


@dataclass(eq=False)
class Use:
    """A chain such as ``tf.contrib.rnn.LSTMCell.__init__``.

    Attributes:
        chain: its nodes from the first name outwards.
        meanings: what each of them can mean.
        bindings: the bindings of the first name that the use can see.
    """

    chain: list
    meanings: list
    bindings: list

    @property
    def root(self):
        return self.chain[0]

    def names(self, depth):
        """The names of the chain after its first ``depth`` nodes."""
        return [node.attr.value for node in self.chain[depth:]]

    def target_depth(self):
        """The depth at which all meanings are something the package offers, or None."""
        for depth, meanings in enumerate(self.meanings):
            if meanings and all(isinstance(m, str) and target(m) for m in meanings):
                return depth
        return None

    def targets(self):
        """The package's names for what the use means: one, or several that differ."""
        return list(dict.fromkeys(target(m) for m in self.meanings[self.target_depth()]))

    def homes(self):
        """What the use means at its target: the dotted names of TensorFlow."""
        depth = self.target_depth()
        return () if depth is None else self.meanings[depth]

    def constant(self):
        """``(depth, string)`` where the use means a string that had a name, or None."""
        for depth, meanings in enumerate(self.meanings):
            found = {constant(m) if isinstance(m, str) else None for m in meanings}
            if len(found) == 1 and found != {None}:
                return depth, *found
        return None

    def unknown_member(self):
        """``(depth, dotted name)`` of a member that a home has and the package has not, or None."""
        for depth, meanings in enumerate(self.meanings):
            for meaning in meanings:
                if isinstance(meaning, str) and unknown(meaning):
                    return depth, meaning
        return None

    def module_depth(self):
        """The depth where the chain ends at a home as a whole, or None."""
        last = self.meanings[-1]
        return len(self.chain) - 1 if last and all(is_home(m) for m in last) else None

    def gone(self):
        """``(depth, dotted name)`` where the chain ends in what TensorFlow 2 has not, or None."""
        depth = len(self.chain) - 1
        found = [m for m in self.meanings[depth] if isinstance(m, str) and is_gone(m)]
        return (depth, found[0]) if found else None

    def is_mixed(self):
        """Whether only some of the bindings lead to something the package offers."""
        for meanings in self.meanings:
            known = [bool(isinstance(m, str) and target(m)) for m in meanings]
            if any(known) and not all(known):
                return True
        return False


def is_home(meaning):
    """Whether a meaning is a recurrent module of TensorFlow's."""
    return isinstance(meaning, str) and meaning in HOMES


def is_package(meaning):
    """Whether a meaning is the package, or a module that becomes it."""
    return is_home(meaning) or meaning == PACKAGE


def is_gone(meaning):
    """Whether a dotted name lies in a part of TensorFlow that TensorFlow 2 with Keras 3 lacks."""
    return any(inside(meaning, f"tensorflow.{part}") for part in ("contrib", "models", "layers"))


def unknown(meaning):
    """Whether a dotted name is a member of a home that the package does not offer."""
    home, member = split(meaning)
    dunder = member is not None and member.startswith("__")
    known = dunder or target(meaning) is not None or constant(meaning) is not None
    return member is not None and not known and meaning not in GONE


def find_uses(names, resolver, parents, contexts):
    """The uses in a module that lead to TensorFlow or the package, in the order of the file."""
    seen = {}
    uses = []
    for name in names:
        if contexts.get(name) is not ExpressionContext.LOAD:
            continue
        parent = parents[name]
        if isinstance(parent, cst.Attribute) and parent.attr is name:
            continue
        bindings = resolver.bindings(name)
        key = (name.value, *map(id, bindings)) if bindings else None
        if key is None or key not in seen:
            meanings = resolver.meanings(name)
            seen[key] = meanings
        meanings = seen[key] if key else meanings
        if any(leads(meaning) for meaning in meanings):
            uses.append(_follow(name, meanings, bindings, resolver, parents))
    return uses


def leads(meaning):
    """Whether a name with this meaning may lead to something of TensorFlow's."""
    if isinstance(meaning, str):
        return inside(meaning, "tensorflow") or inside(meaning, PACKAGE)
    return isinstance(meaning, ProjectModule)


def _follow(name, meanings, bindings, resolver, parents):
    chain, found = [name], [meanings]
    while True:
        above = parents[chain[-1]]
        if not isinstance(above, cst.Attribute) or above.value is not chain[-1]:
            return Use(chain, found, bindings)
        found.append(resolver.members(found[-1], above.attr.value))
        chain.append(above)
