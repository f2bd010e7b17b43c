"""The nodes of a tree, without libcst's visitors, which cost ten times as much."""

import libcst as cst


def parents_of(tree):
    """``{node: the node around it}`` of all nodes of a tree but its root."""
    parents = {}
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        for name in node.__dataclass_fields__:
            value = getattr(node, name)
            if isinstance(value, cst.CSTNode):
                parents[value] = node
                waiting.append(value)
            elif isinstance(value, list | tuple):
                for part in value:
                    if isinstance(part, cst.CSTNode):
                        parents[part] = node
                        waiting.append(part)
    return parents
