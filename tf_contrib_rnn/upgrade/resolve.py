"""What a name in a module means: a dotted name of TensorFlow, or a module of the project."""

import libcst as cst
from libcst.metadata import BuiltinAssignment, GlobalScope, ImportAssignment

from .flow import Flow
from .names import HOMES, PACKAGE, RUNNERS, inside, normal, target
from .project import ProjectModule


class Resolver:
    """Follows imports, assignments and the project's own modules.

    A meaning is a dotted name such as ``tensorflow.contrib.rnn``, a ``ProjectModule``, or None
    for anything else. A name bound in several places has several.

    Args:
        scopes, parents, positions: libcst's metadata of the module's tree.
        path: the file.
        project: the ``Project`` it belongs to.
    """

    def __init__(self, scopes, parents, positions, path, project):
        self._scopes = scopes
        self._parents = parents
        self._path = path
        self._project = project
        self._following = set()
        self.flow = Flow(parents, positions)
        self.global_scope = next(
            (scope for scope in scopes.values() if isinstance(scope, GlobalScope)), None
        )
        self.stars = [
            node for node in scopes if isinstance(node, cst.ImportFrom) and is_star(node)
        ]  # fmt: skip

    def bindings(self, name):
        """The bindings that a use of a name can see; builtins are none."""
        scope = self._scopes.get(name)
        if scope is None:
            return []
        found = [a for a in scope[name.value] if not isinstance(a, BuiltinAssignment)]
        if any(a.scope is not scope for a in found):
            return found
        return self.flow.reaching(name, [(a, a.node) for a in found])

    def meanings(self, node):
        """All that an expression can mean, without repetition; empty where nothing is known."""
        if isinstance(node, cst.Name):
            return self._of_name(node)
        if isinstance(node, cst.Attribute):
            return self.members(self.meanings(node.value), node.attr.value)
        if isinstance(node, cst.IfExp):
            return distinct(self.meanings(node.body) + self.meanings(node.orelse))
        if isinstance(node, cst.Call):
            return self._of_call(node)
        return (None,)

    def members(self, meanings, name):
        """What ``x.name`` means where ``x`` has these meanings."""
        found = []
        for meaning in meanings:
            if isinstance(meaning, ProjectModule):
                found += self._project.member(meaning, name) or [None]
            else:
                found.append(normal(f"{meaning}.{name}") if meaning else None)
        return distinct(found)

    def of_binding(self, name, binding):
        """What one binding makes of a name."""
        if isinstance(binding, ImportAssignment):
            return self._imported(name, binding.node)
        value = assigned_value(self._parents, binding.node)
        if value is None or binding in self._following:
            return (None,)
        if isinstance(value, cst.Name) and value.value == "None":
            return ()
        self._following.add(binding)
        try:
            return self.meanings(value)
        finally:
            self._following.discard(binding)

    def exported(self, name):
        """What another module gets that imports ``name`` from this one."""
        if self.global_scope is None:
            return ()
        found = [a for a in self.global_scope[name] if not isinstance(a, BuiltinAssignment)]
        if not found:
            return self._from_stars(name)
        found = self.flow.final([(a, a.node) for a in found])
        return distinct(m for binding in found for m in self.of_binding(name, binding))

    def _of_name(self, node):
        found = self.bindings(node)
        if not found:
            scope = self._scopes.get(node)
            return self._from_stars(node.value) if scope and not scope[node.value] else ()
        return distinct(m for binding in found for m in self.of_binding(node.value, binding))

    def _of_call(self, call):
        """``getattr(x, "name")`` and ``importlib.import_module("name")`` with a plain string."""
        function = call.func
        texts = [plain_string(argument.value) for argument in call.args]
        if isinstance(function, cst.Name) and function.value == "getattr" and len(texts) == 2:
            return self.members(self.meanings(call.args[0].value), texts[1]) if texts[1] else ()
        if called(function) == "import_module" and len(texts) == 1 and texts[0]:
            return (normal(texts[0]),)
        return (None,)

    def _imported(self, name, node):
        found = []
        for alias in node.names:
            whole = dotted(alias.name)
            local = alias.asname.name.value if alias.asname else None
            if isinstance(node, cst.ImportFrom):
                if name == (local or whole):
                    found = self.from_import(node, whole)
            elif name == local:
                found = self._module(whole)
            elif local is None and name == whole.partition(".")[0]:
                found = self._module(name)
        return tuple(found) or (None,)

    def from_import(self, node, name):
        """What ``from <node's module> import name`` gives."""
        return distinct(self.members(self.source(node), name))

    def source(self, node):
        """What the module of a ``from`` import means."""
        module = dotted(node.module) if node.module else ""
        return self._module(module, len(node.relative))

    def _module(self, name, level=0):
        if not level and (inside(normal(name), "tensorflow") or name == PACKAGE):
            return (normal(name),)
        found = self._project.find(self._path, name, level)
        return (found,) if found else (None,)

    def _from_stars(self, name):
        found = []
        for star in self.stars:
            for source in self.source(star):
                if isinstance(source, ProjectModule):
                    found += self._project.member(source, name)
                elif source in HOMES and target(f"{source}.{name}"):
                    found.append(f"{source}.{name}")
                elif source == "tensorflow.nn" and name in RUNNERS:
                    found.append(f"{source}.{name}")
        return distinct(found)


def is_star(node):
    """Whether a ``from`` import takes all names."""
    return isinstance(node.names, cst.ImportStar)


def dotted(node):
    """The text of a name or of a chain of attributes."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value


def called(function):
    """The last part of what a call calls, or None."""
    if isinstance(function, cst.Attribute):
        return function.attr.value
    return function.value if isinstance(function, cst.Name) else None


def plain_string(node):
    """The value of a plain string, or None."""
    if isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str):
        return node.evaluated_value
    return None


def assigned_value(parents, node):
    """The expression that is given to a name, or None where a name is bound in another way.

    Known are ``name = expression``, and ``name, other = expression, another``.
    """
    parent = parents.get(node)
    if isinstance(parent, cst.AssignTarget):
        return parents[parent].value
    if isinstance(parent, cst.AnnAssign) and parent.target is node:
        return parent.value
    if isinstance(parent, cst.Element):
        around = parents[parent]
        if isinstance(parents.get(around), cst.AssignTarget):
            values = parents[parents[around]].value
            return _same_place(around, parent, values)
    return None


def _same_place(names, name, values):
    plain = isinstance(values, cst.Tuple | cst.List) and len(values.elements) == len(names.elements)
    starred = plain and any(
        isinstance(element, cst.StarredElement) for element in (*names.elements, *values.elements)
    )
    if not plain or starred:
        return None
    return values.elements[names.elements.index(name)].value


def distinct(meanings):
    """The meanings without repetition."""
    return tuple(dict.fromkeys(meanings))
