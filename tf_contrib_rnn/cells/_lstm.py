"""What LSTM cells on vectors share: the state, peepholes, a projection, layer normalization."""

from keras import ops

from tf_contrib_rnn.cells._identifiers import constant
from tf_contrib_rnn.cells._math import layer_norm
from tf_contrib_rnn.cells._state import LSTMStateTuple


def lstm_state_size(num_units, num_outputs, state_is_tuple=True):
    """The state's size: a tuple, or with one concatenated tensor the sum."""
    if state_is_tuple:
        return LSTMStateTuple(num_units, num_outputs)
    return num_units + num_outputs


def unpack_lstm_state(state, num_units, state_is_tuple):
    """`(c, h)` of a state; concatenated states hold c first."""
    return state if state_is_tuple else ops.split(state, [num_units], axis=-1)


def pack_lstm_state(c, h, state_is_tuple):
    """The reverse of `unpack_lstm_state`."""
    return LSTMStateTuple(c, h) if state_is_tuple else ops.concatenate([c, h], axis=-1)


class PeepholesAndProjection:
    """Mixin: the diagonal weights with which the gates see the memory, and a projection.

    The cell has `num_units`, `use_peepholes`, `num_proj` and `initializer`.
    """

    def add_peepholes(self, *paths):
        """Makes [num_units] variables, or None: `self.w_f_diag` for the path `.../w_f_diag`."""
        for path in paths:
            weight = None
            if self.use_peepholes:
                weight = self.add_variable(
                    path, [self.num_units], initializer=self.initializer, role="peephole"
                )
            setattr(self, path.rsplit("/", 1)[-1].lower(), weight)

    def add_projection(self, path="projection/kernel", partitioner=None):
        """Makes `self.projection`, or None without `num_proj`."""
        self.projection = None
        if self.num_proj is not None:
            self.projection = self.add_variable(
                path,
                [self.num_units, self.num_proj],
                initializer=self.initializer,
                partitioner=partitioner,
                role="projection",
            )


class Normalization:
    """Mixin: layer normalization of named parts of a cell, each with its gain and shift.

    The cell has `num_units`, `layer_norm` (whether to normalize), and the initial values
    `norm_gain` and `norm_shift`.
    """

    def add_norms(self, *parts):
        """Makes `<part>/gamma` and `<part>/beta`, in this order, if `self.layer_norm`."""
        initial = {"gamma": self.norm_gain, "beta": self.norm_shift}
        for part in parts if self.layer_norm else ():
            for name, value in initial.items():
                variable = self.add_variable(
                    f"{part}/{name}", [self.num_units], initializer=constant(value)
                )
                setattr(self, f"{part}_{name}", variable)

    def normalized(self, part, x):
        """A part normalized, or as it is without `self.layer_norm`."""
        if not self.layer_norm:
            return x
        return layer_norm(x, getattr(self, f"{part}_gamma"), getattr(self, f"{part}_beta"))
