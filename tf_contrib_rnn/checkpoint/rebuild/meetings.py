"""Where branches of a model meet before its loss, as the distance of two encoded sentences."""

from tf_contrib_rnn.checkpoint.graph.nodes import node_name


class Meetings:
    """What lies above the nodes of a model.

    Args:
        graph: the `Graph`.
        sources: the names of the nodes that are fed.
    """

    def __init__(self, graph, sources):
        self._graph, self._sources, self._known = graph, sources, {}

    def fed_to(self, name: str) -> frozenset[str]:
        """The sources that a node is computed from."""
        if name not in self._known:
            seen, waiting = set(), [name]
            while waiting:
                current = waiting.pop()
                if current not in seen and current in self._graph.nodes:
                    seen.add(current)
                    waiting += map(node_name, self._graph.nodes[current].inputs)
            self._known[name] = frozenset(seen & self._sources)
        return self._known[name]

    def met(self, name: str, model: set, takers: dict, is_head) -> str | None:
        """The nearest node above, or the node, in which branches of other sources have met.

        Args:
            name: a node between the heads of a model and its loss.
            model: the nodes of the model.
            takers: for each node those that take it.
            is_head: whether a node is the result of a layer.

        Returns:
            The node that more than one takes, None where no such branches meet.
        """
        waiting, seen, fed = [name], set(), set()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            if is_head(current, model):
                fed.add(self.fed_to(current))
            else:
                waiting += self._above(current, model)
        if all(one <= other or other <= one for one in fed for other in fed):
            return None
        current = name
        while len(takers.get(current, ())) < 2:
            above = self._above(current, model)
            if len(above) != 1 or is_head(above[0], model):
                return name
            current = above[0]
        return current

    def _above(self, name, model):
        return [one for one in map(node_name, self._graph.nodes[name].inputs) if one in model]
