"""The named grids of contrib.grid_rnn: dimension 0 has the input and makes the output."""

import functools

import keras

from tf_contrib_rnn.cells.basic import BasicRNNCell
from tf_contrib_rnn.cells.gru import GRUCell
from tf_contrib_rnn.cells.lstm import BasicLSTMCell, LSTMCell
from tf_contrib_rnn.wrappers.grid_rnn import GridRNNCell


def _first_dimension(num_dims, non_recurrent_fn=None):
    """Arguments of a grid whose first dimension does all; without a state if it has a function."""
    return {
        "num_dims": num_dims,
        "input_dims": 0,
        "output_dims": 0,
        "priority_dims": 0,
        "non_recurrent_dims": None if non_recurrent_fn is None else 0,
        "non_recurrent_fn": non_recurrent_fn,
    }


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid1BasicRNNCell(GridRNNCell):
    """`GridRNNCell` of one dimension of `BasicRNNCell`.

    Arguments, errors and differences from TF1 are those of `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(1),
            cell_fn=BasicRNNCell,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid2BasicRNNCell(GridRNNCell):
    """`GridRNNCell` of two dimensions of `BasicRNNCell`.

    With a `non_recurrent_fn` dimension 0 has no state. Otherwise all is as in `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(2, non_recurrent_fn),
            tied=tied,
            cell_fn=BasicRNNCell,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid1BasicLSTMCell(GridRNNCell):
    """`GridRNNCell` of one dimension of `BasicLSTMCell`.

    `forget_bias` is that of `BasicLSTMCell`.
    Arguments, errors and differences from TF1 are those of `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(1),
            cell_fn=functools.partial(BasicLSTMCell, forget_bias=forget_bias),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid2BasicLSTMCell(GridRNNCell):
    """`GridRNNCell` of two dimensions of `BasicLSTMCell`.

    `forget_bias` is that of `BasicLSTMCell`.
    With a `non_recurrent_fn` dimension 0 has no state. Otherwise all is as in `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        forget_bias=1,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(2, non_recurrent_fn),
            tied=tied,
            cell_fn=functools.partial(BasicLSTMCell, forget_bias=forget_bias),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid1LSTMCell(GridRNNCell):
    """`GridRNNCell` of one dimension of `LSTMCell`.

    `use_peepholes` and `forget_bias` are those of `LSTMCell`.
    Arguments, errors and differences from TF1 are those of `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        forget_bias=1.0,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(1),
            cell_fn=functools.partial(
                LSTMCell, use_peepholes=use_peepholes, forget_bias=forget_bias
            ),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid2LSTMCell(GridRNNCell):
    """`GridRNNCell` of two dimensions of `LSTMCell`.

    `use_peepholes` and `forget_bias` are those of `LSTMCell`.
    With a `non_recurrent_fn` dimension 0 has no state. Otherwise all is as in `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        use_peepholes=False,
        forget_bias=1.0,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(2, non_recurrent_fn),
            tied=tied,
            cell_fn=functools.partial(
                LSTMCell, use_peepholes=use_peepholes, forget_bias=forget_bias
            ),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid3LSTMCell(GridRNNCell):
    """`GridRNNCell` of three dimensions of `LSTMCell`.

    `use_peepholes` and `forget_bias` are those of `LSTMCell`.
    With a `non_recurrent_fn` dimension 0 has no state. Otherwise all is as in `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        use_peepholes=False,
        forget_bias=1.0,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(3, non_recurrent_fn),
            tied=tied,
            cell_fn=functools.partial(
                LSTMCell, use_peepholes=use_peepholes, forget_bias=forget_bias
            ),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Grid2GRUCell(GridRNNCell):
    """`GridRNNCell` of two dimensions of `GRUCell`.

    With a `non_recurrent_fn` dimension 0 has no state. Otherwise all is as in `GridRNNCell`.
    """

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(
            num_units,
            **_first_dimension(2, non_recurrent_fn),
            tied=tied,
            cell_fn=GRUCell,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
            **kwargs,
        )
