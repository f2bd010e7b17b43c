"""The arrays of a checkpoint under the names TF 1.15.5 would give them."""

from dataclasses import dataclass, field
from functools import cached_property

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.names import joining
from tf_contrib_rnn.checkpoint.names.components import ROLES, canonical
from tf_contrib_rnn.checkpoint.names.translation import Translation, translate
from tf_contrib_rnn.checkpoint.sources import Stored


class Modern(dict):
    """Arrays by today's names; each keeps the name the file gives it in `Stored.name`.

    Attributes:
        translation: what became of names and scopes.
    """

    def __init__(self, entries, translation: Translation):
        super().__init__(entries)
        self.translation = translation

    @cached_property
    def in_file(self) -> dict[str, str]:
        """What the file calls a scope, by today's name of it."""
        found = {}
        for name in sorted(self.translation.names):
            for end in range(1, len(name)):
                new = self.translation.scope(name[:end])
                found.setdefault("/".join(new), "/".join(name[:end]))
        return found

    def scope(self, given: str) -> str:
        """Today's name of a scope or of a variable.

        Args:
            given: its name in the file, or today's.
        """
        components = tuple(canonical(given).split("/"))
        if components in self.translation.names:
            return "/".join(self.translation.names[components])
        return "/".join(self.translation.scope(components))


@dataclass
class _Group:
    """What leads to one name of today: arrays, and pieces of an array by number."""

    whole: list[Stored] = field(default_factory=list)
    pieces: dict[int, list[Stored]] = field(default_factory=dict)

    @property
    def stored(self) -> list[Stored]:
        return self.whole + [one for same in self.pieces.values() for one in same]


def modern(entries: dict[str, Stored]) -> Modern:
    """Renames the arrays of a checkpoint of any TensorFlow from 0.12 on.

    Scopes that users chose, and every spelling that is not known, stay as they are. Shards and
    partitions of one variable become one array, which reads them when asked.

    Args:
        entries: the arrays by stored name.

    Raises:
        CheckpointError: if two arrays would have one name.
    """
    named = {}
    for stored_name, stored in entries.items():
        other = named.setdefault(tuple(canonical(stored_name).split("/")), stored)
        if other is not stored:
            raise _twice(canonical(stored_name), [other, stored])
    parts = _join_partitions(named)
    made = translate(list(named))
    groups = {}
    for name, stored in named.items():
        group = groups.setdefault(made.names[name], _Group())
        if name in made.shards:
            group.pieces.setdefault(made.shards[name], []).append(stored)
        else:
            group.whole.append(stored)
    made.names.update({part: made.names[whole] for part, whole in parts.items()})
    return Modern(_joined(groups), made)


def _join_partitions(named):
    """Puts whole arrays into the place of partitions; returns the whole of each of these."""
    found = {}
    for whole, names in joining.partitions(list(named)).items():
        # A variable in one part is told from one that a user called so by what it is.
        is_role = any(component in ROLES for component in whole[-2:])
        joined = joining.join({number: named[name] for number, name in names.items()})
        if joined and whole not in named and (is_role or len(names) > 1):
            named[whole] = joined
            found.update(dict.fromkeys(names.values(), whole))
    for part in found:
        del named[part]
    return found


def _joined(groups):
    found = {}
    for name, group in groups.items():
        same = [group.whole, *group.pieces.values()]
        if max(map(len, same)) > 1 or (group.whole and group.pieces):
            raise _twice("/".join(name), group.stored)
        if group.whole:
            found["/".join(name)] = group.whole[0]
            continue
        joined = joining.join({number: one for number, (one,) in group.pieces.items()})
        if joined:
            found["/".join(name)] = joined
        else:
            found.update((canonical(one.name), one) for one in group.stored)
    return found


def _twice(name, stored):
    names = " and ".join(repr(one.name) for one in stored)
    return CheckpointError(
        f"{names} are both what TF 1.15.5 would call {name!r}, so one of them is lost in a "
        "translation; pass a mapping of names to arrays without the one that is not wanted."
    )
