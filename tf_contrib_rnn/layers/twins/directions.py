"""The two ways: from our layers to Keras' own, and back."""

import keras

from tf_contrib_rnn.cells import RNNCell
from tf_contrib_rnn.cells._checks import is_of_package
from tf_contrib_rnn.cells._layer import ScopedLayer
from tf_contrib_rnn.cells._state import flatten
from tf_contrib_rnn.layers.conv_lstm import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
from tf_contrib_rnn.layers.twins.recurrent import (
    carry_to_own,
    carry_to_stock,
    cells_of,
    found_twin,
    is_stack,
    own_cell,
    reversed_states,
    run_options,
    seen_through,
    stock_cell_options,
)
from tf_contrib_rnn.layers.twins.refusal import check, refused
from tf_contrib_rnn.layers.twins.table import twin_of_cell, twin_of_stock
from tf_contrib_rnn.layers.twins.walk import Walk
from tf_contrib_rnn.sequence import RNN
from tf_contrib_rnn.wrappers import MultiRNNCell

# Layers of the same options, states and weights: ours has a runner and masks of its own.
_CONV_LAYERS = {
    ConvLSTM1D: keras.layers.ConvLSTM1D,
    ConvLSTM2D: keras.layers.ConvLSTM2D,
    ConvLSTM3D: keras.layers.ConvLSTM3D,
}


class ToKeras(Walk):
    """From our layers to Keras'."""

    function = "to_keras"

    def changed(self, layer):
        """Keras' layer for one of ours; None for what is Keras' already."""
        stock = _CONV_LAYERS.get(type(layer))
        if type(layer) is RNN or (type(layer) is keras.layers.RNN and has_own_cell(layer)):
            return self._over_time(layer)
        if stock is None and (is_of_package(layer) or isinstance(layer, RNN | ScopedLayer)):
            advice = (
                "make an rnn.RNN for each of its layers and directions, with the cell that reads "
                "the same checkpoint, and convert those"
            )
            raise refused(self.function, layer, "an equal in Keras", "a layer without one", advice)
        if found := named_object_of_ours(layer.get_config()):
            advice = "convert what it holds, and make the layer again around it"
            raise refused(self.function, layer, "nothing of this package in it", found, advice)
        return stock and stock.from_config(layer.get_config())

    def _over_time(self, layer):
        cells = cells_of(layer)
        self._check_states(layer, cells)
        options = run_options(layer)
        dtype = self._dtype(layer, layer.cell)
        if isinstance(cells[0], RNNCell) and len(cells) == 1:
            # Keras' stack of one cell fails under a mask.
            twin = found_twin(self.function, cells[0])
            options["trainable"] = layer.trainable and cells[0].trainable
            options["activity_regularizer"] = layer.activity_regularizer
            cell_options = stock_cell_options(self.function, twin, cells[0], dtype)
            return twin.layer(**options, **cell_options)
        advice = "Keras' RNN does not keep it in a file; make the layer without it"
        check(self.function, layer, {"activity_regularizer": None}, advice)
        made = [self._stock_cell(layer, cell) for cell in cells]
        cell = keras.layers.StackedRNNCells(made, dtype=dtype) if len(made) > 1 else made[0]
        return keras.layers.RNN(cell, dtype=dtype, **options)

    def _stock_cell(self, layer, cell):
        if not isinstance(cell, RNNCell):
            return type(cell).from_config(cell.get_config())
        twin = found_twin(self.function, cell)
        if twin.stock is None:
            advice = "Keras stacks no maps; make an rnn.RNN for each of them"
            raise refused(self.function, layer, "cells on vectors", type(cell).__name__, advice)
        options = stock_cell_options(self.function, twin, cell, self._dtype(layer, cell))
        return twin.stock(**options, trainable=cell.trainable, name=cell.name)

    def _check_states(self, layer, cells):
        if len({id(cell) for cell in cells}) < len(cells):
            advice = "Keras' file keeps no shared cell; give each its own"
            raise refused(self.function, layer, "different cells in the stack", "one twice", advice)
        if len(cells) > 1:
            advice = "Keras cannot reset the states of a stack; make a layer of each cell"
            check(self.function, layer, {"stateful": False}, advice)
        if layer.return_state:
            self._check_tuples(layer)

    def _check_tuples(self, layer):
        for cell in (seen_through(layer.cell), *cells_of(layer)):
            advice = "make the cell with state_is_tuple=True; the weights are the same"
            wanted = {"state_is_tuple": True} if hasattr(cell, "state_is_tuple") else {}
            check(self.function, cell, wanted, advice)

    def permuted(self, layer, states):
        """States in Keras' order, or back."""
        self._check_tuples(layer)
        if is_stack(layer) and len(cells_of(layer)) == 1:
            return flatten(reversed_states(layer, [flatten(list(states))], _reverses_ours))
        return reversed_states(layer, states, _reverses_ours)

    def check_call(self, twin, options):
        """Refuses lengths, which no layer of Keras takes."""
        if options.get("sequence_length") is not None:
            advice = "give the layer a mask instead"
            raise refused(self.function, twin, "no sequence_length", "one in the model", advice)

    def mask_beside_state(self, original, mask):
        """The mask, for our layers; None for those that ran without."""
        return mask if _obeys_masks(original) else None

    def _dtype(self, layer, cell):
        """The policy of a layer and its cell, None while both are open."""
        policies = [
            part.dtype_policy for part in (layer, cell) if not getattr(part, "dtype_is_open", False)
        ]
        if len({policy.name for policy in policies}) > 1:
            advice = "give both the same dtype"
            received = f"{policies[0].name} and {policies[1].name}"
            raise refused(self.function, layer, "the dtype of its cell", received, advice)
        return policies[0] if policies else None

    def carry(self, layer, twin):
        """Gives Keras' layer the weights; False for what did not change."""
        if not isinstance(layer, keras.layers.RNN) or not has_own_cell(layer):
            return False
        for ours, theirs in zip(cells_of(layer), cells_of(twin), strict=True):
            if isinstance(ours, RNNCell):
                carry_to_stock(ours, theirs)
            elif ours.built:
                theirs.built or theirs.build_from_config(ours.get_build_config())
                theirs.set_weights(ours.get_weights())
        return True


class FromKeras(Walk):
    """From Keras' layers to ours."""

    function = "from_keras"

    def changed(self, layer):
        """Our layer for one of Keras'; None for those that Keras and we have in common."""
        if type(layer) is keras.layers.RNN:
            twins = [twin_of_stock(cell) for cell in cells_of(layer)]
        else:
            twins = [twin_of_stock(layer)]
        if None in twins:
            return None
        if twins[0].is_conv:
            return self._conv(layer, twins[0])
        advice = "our RNN does not keep it in a file; make the layer without it"
        check(self.function, layer, {"activity_regularizer": None}, advice)
        source = cells_of(layer) if type(layer) is keras.layers.RNN else [layer]
        cells = [self._cell(stock, twin) for stock, twin in zip(source, twins, strict=True)]
        policy = layer.dtype_policy
        cell = MultiRNNCell(cells, dtype=layer.cell.dtype_policy) if is_stack(layer) else cells[0]
        return RNN(cell, dtype=policy, **run_options(layer))

    def _cell(self, stock, twin):
        advice = "make the layer with it, which our cell then computes"
        if any(getattr(stock, rate) for rate in ("dropout", "recurrent_dropout")):
            advice = "make the layer with 0.0, which outside training computes the same"
        check(self.function, stock, twin.stock_requires, advice)
        return own_cell(self.function, twin, stock, built=getattr(stock, "cell", stock).built)

    def _conv(self, layer, twin):
        """An `rnn.RNN` of our cell where it can, else our layer with all of Keras' options."""
        try:
            cell = own_cell(self.function, twin, layer, self._map_shape(layer, twin))
        except ValueError:  # the sentence why not
            ours = next(own for own, stock in _CONV_LAYERS.items() if stock is type(layer))
            return ours.from_config(layer.get_config())
        return RNN(cell, dtype=layer.dtype_policy, **run_options(layer))

    def _map_shape(self, layer, twin):
        """The shape of the maps, where our cell could run on them."""
        advice = "make the layer so, because our cell has no such thing"
        required = {"activity_regularizer": None, **twin.stock_requires}
        check(self.function, layer, required, advice)
        config = (layer.built and layer.get_build_config()) or {}
        given = config.get("input_shape") or config.get("shapes_dict", {}).get("sequences_shape")
        shape = tuple(given or ())[2:]
        if not shape or None in shape:
            advice = "call the layer with maps of a known size first"
            raise refused(self.function, layer, "maps of known size", shape or "none", advice)
        return shape

    def permuted(self, layer, states):
        """States in our order, or back."""
        if type(self.twin(layer)) in _CONV_LAYERS:
            return list(states)
        return reversed_states(layer, states, lambda cell: _reverses_stock(layer, cell))

    def mask_beside_state(self, original, mask):
        """None for our layers, which obey it; refused for Keras', which would begin to."""
        if not _obeys_masks(original):
            raise refused(
                self.function,
                original,
                "no computed mask beside an initial_state",
                "one, which Keras drops and ours would obey",
                "pass mask= in the model where it shall count",
            )

    def carry(self, layer, twin):
        """Gives our layer the weights; False for what did not change."""
        if not isinstance(twin, RNN) or isinstance(layer, RNN) or not has_own_cell(twin):
            return False
        for theirs, ours in zip(cells_of(layer), cells_of(twin), strict=True):
            carry_to_own(theirs, ours)
        return True


def _reverses_ours(cell):
    twin = twin_of_cell(cell)
    return twin is not None and twin.reverses_states


def _reverses_stock(layer, cell):
    twin = twin_of_stock(layer) or twin_of_stock(cell)
    return twin is not None and twin.reverses_states


def has_own_cell(layer):
    """Whether a layer over time has a cell of ours, which the table may know."""
    return type(layer) not in _CONV_LAYERS and any(isinstance(c, RNNCell) for c in cells_of(layer))


def named_object_of_ours(config):
    """The name of an object of this package in a config, or None."""
    if isinstance(config, str):
        return config if config.startswith("tf_contrib_rnn>") else None
    if isinstance(config, dict):
        names = [str(config.get(key) or "") for key in ("module", "registered_name")]
        if any(name.startswith("tf_contrib_rnn") for name in names):
            return config.get("class_name") or names[1]
        config = list(config.values())
    parts = config if isinstance(config, list | tuple) else []
    return next((found for part in parts if (found := named_object_of_ours(part))), None)


def _obeys_masks(layer):
    """Whether a layer obeys the mask of its inputs where it gets a state too."""
    return isinstance(getattr(layer, "forward_layer", layer), RNN)
