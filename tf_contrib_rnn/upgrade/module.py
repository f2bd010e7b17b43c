"""One source file while the rules look at it."""

from collections import defaultdict

import libcst as cst
from libcst.metadata import (
    ExpressionContextProvider,
    MetadataWrapper,
    PositionProvider,
    ScopeProvider,
)

from .calls import find_calls
from .names import TAKEN_NAMES
from .package_name import PackageName
from .report import Left, Place, Rewritten
from .resolve import Resolver
from .uses import find_uses, is_package
from .walk import parents_of

PROVIDERS = (ExpressionContextProvider, PositionProvider, ScopeProvider)


class Module:
    """A parsed file, what its names mean, and the edits the rules ask for.

    Attributes:
        tree: the libcst tree.
        resolver: what names mean.
        uses: the ``Use`` of each place that says a name of TensorFlow's.
        edits: {node: functions from the node, inner edits applied, to what replaces it}.
        before, after: {node: new statements beside it}.
        rewritten, left: the findings so far.
    """

    def __init__(self, tree, path, project):
        wrapper = MetadataWrapper(tree, unsafe_skip_copy=True)
        metadata = wrapper.resolve_many(PROVIDERS)
        self.tree = tree
        self.path = path.resolve()
        self.parents = parents_of(tree)
        self.positions = metadata[PositionProvider]
        self.scopes = metadata[ScopeProvider]
        self.contexts = metadata[ExpressionContextProvider]
        self.resolver = Resolver(self.scopes, self.parents, self.positions, self.path, project)
        self.edits = defaultdict(list)
        self.after = defaultdict(list)
        self.before = defaultdict(list)
        self.rewritten = []
        self.left = []
        self._nodes = None
        self._uses = None
        self._calls = None
        self._project = project
        self.package = PackageName(self)

    def nodes(self, kind):
        """All nodes of a type, in the order of the file."""
        if self._nodes is None:
            self._nodes = defaultdict(list)
            for node in self.parents:
                self._nodes[type(node)].append(node)
        return sorted(self._nodes[kind], key=self.place)

    @property
    def uses(self):
        if self._uses is None:
            names = self.nodes(cst.Name)
            self._uses = find_uses(names, self.resolver, self.parents, self.contexts)
        return self._uses

    @property
    def calls(self):
        if self._calls is None:
            self._calls = find_calls(self)
        return self._calls

    def passes_all_on(self):
        """Whether another module may take all names of this one."""
        return self.path.name == "__init__.py" or self.path in self._project.star_imported

    def taken_elsewhere(self):
        """The names that other modules of the project import from this one."""
        return self._project.taken(self.path)

    def is_imported_elsewhere(self, name):
        return self.passes_all_on() or name in self.taken_elsewhere()

    def is_bound(self, name):
        """Whether the module itself gives a global name a value, other than by a star."""
        scope = self.resolver.global_scope
        return scope is not None and any(hasattr(a, "node") for a in scope[name])

    def uses_of(self, binding):
        return [use for use in self.uses if any(seen is binding for seen in use.bindings)]

    def is_replaced(self, name, binding):
        """Whether a binding of a home is to become one of the package, or is one already.

        It stays where something is taken from it that the package does not offer, and where
        ``tf_upgrade_v2`` would take its name for TensorFlow's.
        """
        if name in TAKEN_NAMES:
            return False
        meanings = self.resolver.of_binding(name, binding)
        if not meanings or not all(map(is_package, meanings)):
            return False
        return not any(use.unknown_member() for use in self.uses_of(binding))

    def bindings(self, node):
        """``{local name: binding}`` of what an import statement binds."""
        scope = self.scopes[node]
        found = {}
        for assignment in scope.assignments:
            if getattr(assignment, "node", None) is node:
                found[assignment.name] = assignment
        return found

    def edit(self, node, function):
        self.edits[node].append(function)

    def record(self, node, rule, before, after):
        """Notes a rewrite; the edit itself is asked for with ``edit``."""
        entry = Rewritten(self.place(node), rule, self.code(before), self.code(after))
        self.rewritten.append(entry)

    def leave(self, node, rule, reason, advice, kind="left", code=None):
        """Notes what is left, why, and what to do about it."""
        code = one_line(self.code(node)) if code is None else code
        entry = Left(self.place(node), rule, code, reason, advice, kind)
        if entry not in self.left:
            self.left.append(entry)

    def place(self, node):
        start = self.positions[node].start
        return Place(0, start.line, start.column)

    def code(self, node):
        return node if isinstance(node, str) else self.tree.code_for_node(node).strip()


def one_line(code, limit=100):
    """The first line of some code, cut where it is long."""
    first, *rest = code.splitlines()
    cut = bool(rest) or len(first) > limit
    return first[:limit].rstrip() + (" ..." if cut else "")
