"""Which of a name's bindings can reach a use of it."""

import libcst as cst

LOOPS = (cst.For, cst.While)


class Flow:
    """Where the statements of a module lie within each other.

    Args:
        parents: libcst's parent of each node.
        positions: libcst's range of each node.
    """

    def __init__(self, parents, positions):
        self._parents = parents
        self._positions = positions

    def reaching(self, use, bindings):
        """The bindings, out of several in the scope of a use, that it can see.

        A binding hides those above it where its block encloses the use. What comes after the use
        counts only where a loop leads back.

        Args:
            use: the node of the name where it is used.
            bindings: ``(binding, its node)`` of all bindings of that name in the scope.
        """
        if len(bindings) < 2:
            return [binding for binding, _ in bindings]
        statement = self.statement(use)
        before = [(binding, node) for binding, node in bindings if self._ends_before(node, use)]
        ruling = [node for _, node in before if self._encloses(self._block(node), statement)]
        last = max((self._start(node) for node in ruling), default=(0, 0))
        seen = [binding for binding, node in before if self._start(node) >= last]
        for binding, node in bindings:
            loop = self._common_loop(node, use)
            if not self._ends_before(node, use) and loop and self._start(loop) > last:
                seen.append(binding)
        return seen or [binding for binding, _ in bindings]

    def final(self, bindings):
        """The bindings that are left when a module has run, out of those of its global names."""
        if len(bindings) < 2:
            return [binding for binding, _ in bindings]
        plain = [node for _, node in bindings if isinstance(self._block(node), cst.Module)]
        last = max((self._start(node) for node in plain), default=(0, 0))
        return [binding for binding, node in bindings if self._start(node) >= last]

    def statement(self, node):
        """The innermost statement around a node."""
        while not isinstance(node, cst.BaseStatement):
            node = self._parents[node]
        return node

    def above(self, node):
        """All nodes around a node, from the inside out."""
        while node in self._parents:
            node = self._parents[node]
            yield node

    def _block(self, node):
        """What a node's statement stands in; a definition is its own statement."""
        return self._parents[self.statement(node)]

    def _encloses(self, block, node):
        return any(above is block for above in self.above(node))

    def _start(self, node):
        start = self._positions[node].start
        return start.line, start.column

    def _ends_before(self, binding, use):
        statement = self.statement(binding)
        if isinstance(statement, cst.BaseCompoundStatement):  # def, class, for, with, ...
            return self._start(binding) < self._start(use)
        end = self._positions[statement].end
        return (end.line, end.column) <= self._start(use)

    def _common_loop(self, node, use):
        loops = [above for above in self.above(node) if isinstance(above, LOOPS)]
        return next((above for above in self.above(use) if above in loops), None)
