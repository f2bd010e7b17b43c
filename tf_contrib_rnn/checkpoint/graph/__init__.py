"""From a TF1 GraphDef to the recurrent networks in it."""

from tf_contrib_rnn.checkpoint.graph.facts import CellFact, Recurrence
from tf_contrib_rnn.checkpoint.graph.nodes import Graph, Node, Variable
from tf_contrib_rnn.checkpoint.graph.recognise import recurrences

__all__ = ["CellFact", "Graph", "Node", "Recurrence", "Variable", "recurrences"]
