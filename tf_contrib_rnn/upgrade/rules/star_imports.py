"""Star imports of TensorFlow's recurrent modules: the names the file uses are written out.

    from tensorflow.contrib.rnn import *   ->  from tf_contrib_rnn import GRUCell, static_rnn

The package has names that TensorFlow's modules had not (``RNN``, ``checkpoint``, ...), which a
star would bring along. Where other modules take the file's names with a star of their own, it
stays a star and is reported.
"""

import libcst as cst

from ..names import HOMES, PACKAGE, split
from ..removal import removed
from ..resolve import is_star

NAME = "star_imports"


def visit(module):
    """Writes out what a file takes with a star."""
    stars = [node for node in module.nodes(cst.ImportFrom) if is_star(node)]
    stars = [node for node in stars if _home(module, node)]
    if not stars:
        return
    wanted = _wanted(module, stars)
    for node in stars:
        if module.passes_all_on():
            names = cst.ImportStar()
            reason = "other modules may take any of its names from here with a star"
            advice = f"name what they need: {PACKAGE} has names that TensorFlow's module had not"
            module.leave(node, NAME, reason, advice)
        else:
            names = [cst.ImportAlias(cst.Name(name)) for name in sorted(wanted[node])]
        if names:
            new = node.with_changes(module=cst.Name(PACKAGE), names=names, relative=())
            module.record(node, NAME, node, new)
            module.edit(node, lambda updated, new=new: new)
        else:
            module.record(node, NAME, node, "")
            module.edit(node, removed)


def _home(module, node):
    sources = module.resolver.source(node)
    return next((source for source in sources if source in HOMES), None)


def _wanted(module, stars):
    """``{star import: the names used from it}``: the last star that offers a name gives it."""
    wanted = {star: set() for star in stars}
    names = {use.root.value: use.meanings[0] for use in module.uses if not use.bindings}
    names |= {name: module.resolver.exported(name) for name in module.taken_elsewhere()}
    for name, meanings in names.items():
        homes = [split(m)[0] for m in meanings if isinstance(m, str)]
        offering = [star for star in stars if _home(module, star) in homes]
        if offering and not module.is_bound(name):
            wanted[offering[-1]].add(name)
    return wanted
