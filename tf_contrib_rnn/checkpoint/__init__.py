"""TF1 checkpoints into models.

    plan     who gets what, as a table; touches nothing
    restore  plan, assign, read again; all or nothing
    save     a model under the names of TF1
    verify   the model against the graph of TF1, tensor by tensor
    inspect  what is inside: networks, layers, slots, averages, counters; and code of it

The way of a checkpoint: `sources` open it, `names` give its arrays those of TF 1.15.5, `sorting`
tells variables from slots, `parts` finds what a model wants, `candidates` where it could lie,
`scopes` and `decide` choose, `reading` tries what else names can mean, `explain` says what does
not fit, `apply` assigns and `report` tells. `averages` may stand for variables, an
`optimizer` may continue; `memory` keeps the names for the way back, `save` and `writing`.
"""

from tf_contrib_rnn.checkpoint.apply import restore
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.inventory import Inventory, inspect
from tf_contrib_rnn.checkpoint.optimizer import OptimizerSummary
from tf_contrib_rnn.checkpoint.plan import plan
from tf_contrib_rnn.checkpoint.rebuild.constants import constant
from tf_contrib_rnn.checkpoint.report import Plan, Record, Report
from tf_contrib_rnn.checkpoint.save import save
from tf_contrib_rnn.checkpoint.verify import Verification, verify

__all__ = [
    "CheckpointError", "Inventory", "OptimizerSummary", "Plan", "Record", "Report", "Verification",
    "constant", "inspect", "plan", "restore", "save", "verify",
]  # fmt: skip
