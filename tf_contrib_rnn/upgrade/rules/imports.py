"""Imports of TensorFlow's recurrent modules, and of names out of them.

    from tensorflow.contrib import layers, rnn    ->  from tensorflow.contrib import layers
                                                      import tf_contrib_rnn as rnn
    import tensorflow.contrib.rnn as r            ->  import tf_contrib_rnn as r
    from tensorflow.contrib.rnn import GRUCell    ->  from tf_contrib_rnn import GRUCell

    from tensorflow.python.ops.rnn_cell_impl import _BIAS_VARIABLE_NAME
                                                  ->  _BIAS_VARIABLE_NAME = "bias"

Local names stay. What only led to such names, ``from tensorflow import contrib``, goes; so does
the name ``contrib_rnn``, which ``tf_upgrade_v2`` would take for TensorFlow's.
"""

from collections import namedtuple

import libcst as cst

from ..names import GONE, HOMES, PACKAGE, TAKEN_NAMES, constant, inside, normal, target
from ..package_name import package_import
from ..project import ProjectModule
from ..removal import removed
from ..resolve import dotted, is_star

NAME = "imports"

Part = namedtuple("Part", "alias local kind target")


def visit(module):
    """Rewrites import statements, and notes what they now give."""
    for node in module.nodes(cst.Import) + module.nodes(cst.ImportFrom):
        if not is_star(node):
            _note_present(module, node)
            _statement(module, node)


def _note_present(module, node):
    """Lets the module know an import of the package that it has already."""
    if isinstance(node, cst.Import):
        for alias in node.names:
            if dotted(alias.name) == PACKAGE:
                local = alias.asname.name.value if alias.asname else PACKAGE
                module.package.imported.append((local, module.bindings(node)[local]))


def _statement(module, node):
    source = module.resolver.source(node) if isinstance(node, cst.ImportFrom) else ()
    if any(isinstance(meaning, ProjectModule) or meaning == PACKAGE for meaning in source):
        return
    bindings = module.bindings(node)
    parts = [_part(module, node, alias, bindings) for alias in node.names]
    if all(part.kind == "stays" for part in parts):
        return
    for part in parts:
        if part.kind == "home":
            module.package.imported.append((part.local, bindings[part.local]))
    statements = _new_statements(node, parts)
    module.record(node, NAME, node, "\n".join(map(module.code, statements)))
    module.edit(node, (lambda updated: cst.FlattenSentinel(statements)) if statements else removed)
    module.edit(module.parents[node], one_statement_a_line)


def _part(module, node, alias, bindings):
    whole = dotted(alias.name)
    local = alias.asname.name.value if alias.asname else whole
    if isinstance(node, cst.ImportFrom):
        (meaning,) = module.resolver.from_import(node, whole)
    elif alias.asname:
        meaning = normal(whole)
    else:
        return Part(alias, "tensorflow", _plain_kind(module, whole, bindings), None)
    if meaning is None:
        return Part(alias, local, "stays", None)
    if target(meaning):
        return Part(alias, local, "name", target(meaning))
    if constant(meaning):
        return Part(alias, local, "constant", constant(meaning))
    binding = bindings.get(local)
    if binding is None:
        return Part(alias, local, "stays", None)
    if meaning in HOMES and local not in TAKEN_NAMES:
        kind = "home" if module.is_replaced(local, binding) else "stays"
    elif meaning in HOMES:
        kind = "goes" if is_spent(module, local, binding) else "stays"
    else:
        kind = "goes" if meaning in GONE and is_spent(module, local, binding) else "stays"
    return Part(alias, local, kind, None)


def _plain_kind(module, whole, bindings):
    """What becomes of ``import tensorflow.contrib.rnn``, which gives the name ``tensorflow``."""
    meaning = normal(whole)
    if not inside(meaning, "tensorflow") or not (meaning in HOMES or meaning in GONE):
        return "stays"
    binding = bindings.get("tensorflow") or bindings.get(whole)
    uses = module.uses_of(binding) if binding else []
    below = [use for use in uses if any(inside(m, meaning) for ms in use.meanings for m in ms if m)]
    if not all(is_rewritten(use) for use in below):
        return "stays"
    others = [a for a in binding.scope["tensorflow"] if a is not binding] if binding else []
    return "goes" if others or all(is_rewritten(use) for use in uses) else "root"


def is_spent(module, name, binding):
    """Whether all uses of a binding are rewritten, and nobody else takes it from here."""
    if module.is_imported_elsewhere(name):
        return False
    uses = module.uses_of(binding)
    return bool(uses) and all(is_rewritten(use) for use in uses)


def is_rewritten(use):
    """Whether the rules for dotted names and for modules as values rewrite a use."""
    if use.target_depth() is not None:
        return len(use.targets()) == 1
    if use.constant():
        return True
    return use.module_depth() is not None and not use.unknown_member()


def _new_statements(node, parts):
    names = [part for part in parts if part.kind == "name"]
    stays = [part for part in parts if part.kind == "stays"]
    if len(names) == len(parts):
        renamed = [_renamed(part) for part in parts]
        changes = {"module": cst.Name(PACKAGE), "names": renamed, "relative": ()}
        return [node.with_changes(**changes)]
    statements = [node.with_changes(names=_trimmed(stays))] if stays else []
    if any(part.kind == "root" for part in parts):
        statements.append(cst.Import([cst.ImportAlias(cst.Name("tensorflow"))]))
    statements += [package_import(part.local) for part in parts if part.kind == "home"]
    statements += [_assignment(part) for part in parts if part.kind == "constant"]
    if names:
        moved = _trimmed([part._replace(alias=_renamed(part)) for part in names])
        statements.append(cst.ImportFrom(module=cst.Name(PACKAGE), names=moved))
    return statements


def _assignment(part):
    target = cst.AssignTarget(cst.Name(part.local))
    return cst.Assign([target], cst.SimpleString(f'"{part.target}"'))


def _renamed(part):
    """The alias under the package's name, still giving the local name it gave."""
    if part.target == dotted(part.alias.name):
        return part.alias
    asname = part.alias.asname or cst.AsName(name=cst.Name(part.local))
    return part.alias.with_changes(name=cst.Name(part.target), asname=asname)


def _trimmed(parts):
    *first, last = [part.alias for part in parts]
    return [*first, last.with_changes(comma=cst.MaybeSentinel.DEFAULT)]


def one_statement_a_line(line):
    """Breaks ``a; b`` over lines; a block on one line stays one."""
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) < 2:
        return line
    plain = [s.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for s in line.body]
    first = line.with_changes(body=plain[:1])
    rest = [cst.SimpleStatementLine([statement]) for statement in plain[1:]]
    return cst.FlattenSentinel([first, *rest])
