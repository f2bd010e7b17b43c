"""Variables by scope."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint import names

Shapes = dict[str, tuple[int, ...]]


@dataclass(eq=False)
class Scope:
    """A scope, the scopes in it, and the variables directly in it.

    Attributes:
        path: its full name, empty at the top.
        children: the scopes in it by their last component.
        leaves: the shapes of its variables by the last component.
    """

    path: str
    children: dict[str, "Scope"] = field(default_factory=dict)
    leaves: Shapes = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last component."""
        return names.leaf(self.path)

    def shapes(self) -> Shapes:
        """The shapes of all variables below it, by path relative to it."""
        found = dict(self.leaves)
        for name, child in self.children.items():
            found.update({f"{name}/{path}": shape for path, shape in child.shapes().items()})
        return found

    def every(self) -> Iterator["Scope"]:
        """It and all scopes below it, each before those in it."""
        yield self
        for child in self.children.values():
            yield from child.every()

    def without(self, taken: set[str]) -> "Scope":
        """The same tree without some variables, and without scopes that are empty then."""
        children = {name: child.without(taken) for name, child in self.children.items()}
        return Scope(
            self.path,
            {name: child for name, child in children.items() if child.children or child.leaves},
            {n: s for n, s in self.leaves.items() if names.join(self.path, n) not in taken},
        )


def tree_of(variables) -> Scope:
    """The tree of the variables of a checkpoint.

    Args:
        variables: shapes, or anything with a `shape`, by name.
    """
    top = Scope("")
    for name, stored in variables.items():
        *scopes, leaf = name.split("/")
        scope = top
        for component in scopes:
            if component not in scope.children:
                path = names.join(scope.path, component)
                scope.children[component] = Scope(path)
            scope = scope.children[component]
        scope.leaves[leaf] = tuple(stored.shape)
    return top
