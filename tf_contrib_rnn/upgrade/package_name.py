"""How a file calls the package: the name it is imported under, and the import itself."""

from itertools import chain, count

import libcst as cst
from libcst.metadata import FunctionScope, GlobalScope

from .names import PACKAGE

PREFERRED = "rnn"


class PackageName:
    """Gives the package a name wherever a file needs it, and imports it there once.

    A file that imports the package already, or will once its imports are rewritten, keeps the
    name it has. Otherwise ``import tf_contrib_rnn as rnn`` follows the import through which the
    old name was reached; a file that calls something else ``rnn`` gets the full name.

    Args:
        module: the ``Module``.
    """

    def __init__(self, module):
        self._module = module
        self._given = {}
        self._free = None
        self.imported = []  # (local name, scope) of imports of the package, present or to be

    def at(self, use):
        """The name of the package as an expression that is valid where ``use`` stands."""
        return cst.Name(self._existing(use) or self._new(use))

    def _existing(self, use):
        scope = self._module.scopes[use.root]
        for name, binding in self.imported:
            visible = scope[name]
            if len(visible) == 1 and next(iter(visible)) is binding and self._before(binding, use):
                return name
        return None

    def _before(self, binding, use):
        """Whether a binding is there for certain when the use is reached."""
        flow = self._module.resolver.flow
        statement = flow.statement(binding.node)
        block = self._module.parents[statement]
        if not any(above is block for above in flow.above(use.root)):
            return False
        positions = self._module.positions
        inner = self._module.scopes[use.root] is not binding.scope
        return inner or positions[statement].start.line < positions[use.root].start.line

    def _new(self, use):
        statement, inside = self._anchor(use)
        if statement not in self._given:
            self._given[statement] = name = self._free_name()
            line = cst.SimpleStatementLine([package_import(name)])
            (self._module.before if inside else self._module.after)[statement].append(line)
        return self._given[statement]

    def _anchor(self, use):
        """The statement to import the package beside, and whether to do so before it."""
        scopes = [binding.scope for binding in use.bindings]
        local = scopes and all(isinstance(scope, FunctionScope) for scope in scopes)
        if local:
            statement = self._outermost(use.bindings[0].node)
            if statement is not None:
                return statement, self._encloses(statement, use.root)
        body = self._module.tree.body
        for statement in body:
            if self._binds_tensorflow(statement):
                return statement, self._encloses(statement, use.root)
        return self._last_import(body), False

    def _outermost(self, node):
        """The statement around a node that stands in a function's own block."""
        last = node
        for above in self._module.resolver.flow.above(node):
            if isinstance(above, cst.FunctionDef):
                return last if isinstance(self._module.parents[last], cst.IndentedBlock) else None
            if not isinstance(above, cst.IndentedBlock):
                last = above
        return None

    def _encloses(self, statement, node):
        return any(found is statement for found in self._module.resolver.flow.above(node))

    def _binds_tensorflow(self, statement):
        """Whether a statement of the module's body gives a name to TensorFlow or a part of it."""
        found = []
        statement.visit(_Imports(found))
        scopes = self._module.scopes
        uses = {binding.node for use in self._module.uses for binding in use.bindings}
        stars = [node for node in found if isinstance(node.names, cst.ImportStar)]
        found = [node for node in found if isinstance(scopes.get(node), GlobalScope)]
        return any(node in uses for node in found) or any(
            source is not None for node in stars for source in self._module.resolver.source(node)
        )

    def _last_import(self, body):
        """The last statement of the imports that a module begins with, or its first one."""
        found = None
        for index, statement in enumerate(body):
            kinds = [type(part) for part in getattr(statement, "body", ())]
            imports = any(kind in (cst.Import, cst.ImportFrom) for kind in kinds)
            if imports or (index == 0 and kinds == [cst.Expr]):
                found = statement
            elif found is not None:
                break
        return found or body[0]

    def _free_name(self):
        if self._free is None:
            taken = {name.value for name in self._module.nodes(cst.Name) if self._is_said(name)}
            numbered = (f"{PACKAGE}_{number}" for number in count(2))
            names = chain((PREFERRED, PACKAGE), numbered)
            self._free = next(name for name in names if name not in taken)
        return self._free

    def _is_said(self, name):
        """Whether a name stands for itself, rather than being a part of something else."""
        parent = self._module.parents[name]
        if isinstance(parent, cst.Attribute):
            return parent.value is name
        if isinstance(parent, cst.Arg):
            return parent.value is name
        if isinstance(parent, cst.ImportAlias):
            whole = isinstance(self._module.parents[parent], cst.Import) or not parent.asname
            return whole and parent.asname is None
        return True


def package_import(local):
    """``import tf_contrib_rnn as local``."""
    asname = None if local == PACKAGE else cst.AsName(name=cst.Name(local))
    return cst.Import([cst.ImportAlias(name=cst.Name(PACKAGE), asname=asname)])


class _Imports(cst.CSTVisitor):
    def __init__(self, found):
        self._found = found

    def visit_Import(self, node):
        self._found.append(node)

    def visit_ImportFrom(self, node):
        self._found.append(node)

    def visit_FunctionDef(self, node):
        return False
