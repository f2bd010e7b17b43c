"""What every layer over whole sequences must do beside its numbers: one class of tests.

A test module has a fixture `specimen` and a subclass of `LayerTests`; TF 1.15.5's goldens of
`tests/cases/fused.py` come as `golden_name`.
"""

import copy
import json
from typing import NamedTuple

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.fidelity import keep
from tests.goldens import flat
from tests.sequences import SequenceGolden, computed
from tests.v1_graphs import ONE_THREAD, graph_variables, write_checkpoint

v1 = tf.compat.v1
with_gradients = v1.experimental.output_all_intermediates
TIME, BATCH, DEPTH = 5, 4, 3
LENGTHS = np.array([5, 0, 3, 4])


class Specimen(NamedTuple):
    """A way to make a layer, and to call it.

    Attributes:
        make: function that makes the layer.
        needs_time: whether the number of steps must be known.
    """

    make: object
    needs_time: bool = False

    def __call__(self, layer, inputs, lengths=None):
        """`[outputs, *states]`."""
        if type(layer).__name__.startswith("Cudnn"):
            result = layer(inputs, sequence_lengths=lengths, training=False)
        else:
            result = layer(inputs, dtype="float32", sequence_length=lengths)
        return flat(result)

    def built(self):
        """A layer whose weights, biases included, are random numbers."""
        layer = self.make()
        self(layer, inputs())
        randomize(layer.tf1_variables().values())
        return layer

    def symbolic(self):
        """A Keras input, time first."""
        return keras.Input(batch_shape=(TIME if self.needs_time else None, None, DEPTH))

    def model(self, layer=None):
        """A functional model of a layer."""
        symbolic = self.symbolic()
        return keras.Model(symbolic, self(layer or self.built(), symbolic))


def inputs(time=TIME, batch=BATCH, dtype="float32"):
    """Random inputs, time first."""
    numbers = np.random.default_rng(1).normal(size=(time, batch, DEPTH))
    return keras.ops.convert_to_tensor(numbers, dtype)


def top_layer(model):
    """The layer of a model that `Specimen.model` made."""
    return model.layers[-1]


def in_a_graph(golden, layer, sources):
    """{key: tensor} of all that a golden holds, in a v1 graph, from placeholders by key."""
    x, *state = sources.values()
    found = golden.results(layer, "run", x, tuple(state) or None)
    variables = layer.tf1_variables().items()
    sources = sources | {f"variables/{path}": variable for path, variable in variables}
    gradients = v1.gradients(golden.weighted(found), list(sources.values()))
    found |= {f"gradients/{key}": g for key, g in zip(sources, gradients, strict=True)}
    return found | golden.results(layer, "full", x, tuple(state) or None)


class LayerTests:
    """The tests; a subclass adds what only its layers can."""

    def test_config(self, specimen):
        layer = specimen.make()
        config = json.loads(json.dumps(layer.get_config()))
        again = type(layer).from_config(copy.deepcopy(config))
        assert json.loads(json.dumps(again.get_config())) == config
        assert again.tf1_scope.name == layer.tf1_scope.name
        saved = json.loads(json.dumps(keras.saving.serialize_keras_object(layer)))
        twin = keras.saving.deserialize_keras_object(saved)
        assert type(twin) is type(layer)
        assert twin.name == layer.name
        assert json.loads(json.dumps(twin.get_config())) == config

    def test_keras_file(self, specimen, tmp_path):
        model = specimen.model()
        specimen.make()  # moves Keras' counter of names
        model.save(tmp_path / "model.keras")
        loaded = keras.saving.load_model(tmp_path / "model.keras")
        assert_same(loaded(inputs()), model(inputs()))
        paths = list(top_layer(model).tf1_variables())
        assert list(top_layer(loaded).tf1_variables()) == paths

    def test_symbolic_outputs_are_the_real_ones(self, specimen):
        model = specimen.model()
        for symbolic, real in zip(flat(model.outputs), flat(model(inputs())), strict=True):
            assert len(symbolic.shape) == len(real.shape)
            pairs = zip(symbolic.shape, real.shape, strict=True)
            assert all(one in (None, other) for one, other in pairs)
            assert symbolic.dtype == real.dtype

    def test_weights_file(self, specimen, tmp_path):
        model, other = specimen.model(), specimen.model(specimen.make())
        model.save_weights(tmp_path / "model.weights.h5")
        other.load_weights(tmp_path / "model.weights.h5")
        assert_same(other(inputs()), model(inputs()))

    def test_clone(self, specimen):
        model = specimen.model()
        clone = keras.models.clone_model(model)
        assert not {id(w) for w in clone.weights} & {id(w) for w in model.weights}
        clone.set_weights(model.get_weights())
        assert_same(clone(inputs()), model(inputs()))

    def test_deepcopy(self, specimen):
        layer = specimen.built()
        twin = copy.deepcopy(layer)
        assert list(twin.tf1_variables()) == list(layer.tf1_variables())
        wanted = specimen(layer, inputs(), LENGTHS)
        randomize(layer.tf1_variables().values(), seed=9)
        assert_same(specimen(twin, inputs(), LENGTHS), wanted)

    def test_eager_function_and_compiled(self, specimen):
        layer = specimen.built()
        wanted = specimen(layer, inputs(), LENGTHS)
        for compiled in (False, True):
            run = tf.function(lambda x, n: specimen(layer, x, n), jit_compile=compiled)
            assert_same(run(inputs(), tf.constant(LENGTHS)), wanted, limit=2e-6)

    def test_function_of_unknown_sizes(self, specimen):
        layer = specimen.built()
        time = TIME if specimen.needs_time else None
        specs = [tf.TensorSpec([time, None, DEPTH]), tf.TensorSpec([None], tf.int64)]
        run = tf.function(lambda x, n: specimen(layer, x, n), input_signature=specs)
        for batch in (BATCH, 2):
            x, lengths = inputs(batch=batch), LENGTHS[:batch]
            assert_same(run(x, lengths), specimen(layer, x, lengths))

    def test_exported(self, specimen, tmp_path):
        model = specimen.model()
        if specimen.needs_time:  # Keras exports the first axis as unknown
            with pytest.raises(ValueError, match="expects a known time"):
                model.export(str(tmp_path), verbose=False)
            return
        model.export(str(tmp_path), format="tf_saved_model", verbose=False)
        loaded = tf.saved_model.load(str(tmp_path))
        assert_same(loaded.serve(inputs(batch=2)), model(inputs(batch=2)))

    def test_steps_past_the_end_do_not_count(self, specimen):
        layer, x = specimen.built(), inputs()
        outputs, *states = map(np.asarray, specimen(layer, x, LENGTHS))
        for row, length in enumerate(LENGTHS):
            assert not np.any(outputs[length:, row])
        padded = np.array(x)
        padded[3:, 2] = 7.0
        again = specimen(layer, keras.ops.convert_to_tensor(padded), LENGTHS)
        assert_same(again, [outputs, *states])
        beyond = np.array([9, -2, 3, 4])
        if isinstance(layer, rnn.TimeReversedFusedRNN):
            with pytest.raises(ValueError, match="expects numbers from 0 to 5"):
                specimen(layer, x, beyond)
        else:
            assert_same(specimen(layer, x, beyond), [outputs, *states])

    @pytest.mark.parametrize("dtype", ["int32", "int64", "uint8"])
    def test_lengths_of_any_integer_dtype(self, specimen, dtype):
        layer = specimen.built()
        wanted = specimen(layer, inputs(), LENGTHS)
        assert_same(specimen(layer, inputs(), LENGTHS.astype(dtype)), wanted)
        assert_same(specimen(layer, inputs(), keras.ops.convert_to_tensor(LENGTHS, dtype)), wanted)
        assert_same(specimen(layer, inputs(), LENGTHS.tolist()), wanted)

    def test_a_trained_layer_learns(self, specimen):
        layer, optimizer = specimen.built(), keras.optimizers.Adam(0.05)
        losses = []
        for _ in range(8):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((specimen(layer, inputs(), LENGTHS)[0] - 0.1) ** 2)
            optimizer.apply(tape.gradient(loss, layer.trainable_weights), layer.trainable_weights)
            losses.append(float(loss))
        assert losses[-1] < losses[0]
        assert len(layer.trainable_weights) == len(layer.tf1_variables())

    def test_golden(self, golden_name, record_property):
        golden = SequenceGolden(golden_name)
        found = computed(golden, golden.built())
        errors = golden.errors(found)
        keep(record_property, golden_name, errors)
        assert max(errors.values()) <= golden.limit
        assert any(np.any(v) for key, v in found.items() if key.startswith("gradients/"))

    def test_a_saver_restores_in_a_v1_graph(self, golden_name, tmp_path):
        golden = SequenceGolden(golden_name)
        with tf.Graph().as_default():
            layer, arrays = golden.layer(), golden.arrays
            keys = ["inputs", *golden.state_keys()]
            feeds = {v1.placeholder(arrays[k].dtype, arrays[k].shape): arrays[k] for k in keys}
            with_gradients(True)
            try:
                found = in_a_graph(golden, layer, dict(zip(keys, feeds, strict=True)))
            finally:
                with_gradients(None)
            assert graph_variables() == golden.names
            assert list(layer.tf1_variables()) == golden.names
            assert [w.op.name for w in layer.trainable_weights] == golden.names
            assert [w.op.name for w in v1.trainable_variables()] == golden.names
            prefix = write_checkpoint(tmp_path / "model", golden.prefixed("variables/"))
            with v1.Session(config=v1.ConfigProto(**ONE_THREAD)) as session:
                v1.train.Saver().restore(session, prefix)
                found = session.run(found, feeds)
        assert golden.worst(found) <= golden.limit

    def test_restored_without_a_scope(self, golden_name, tmp_path):
        golden = SequenceGolden(golden_name)
        for scope in ("", "net/"):
            arrays = golden.prefixed("variables/")
            arrays = {f"{scope}{name}": array for name, array in arrays.items()}
            prefix = write_checkpoint(tmp_path / "model", arrays)
            layer = golden.layer()
            x = keras.ops.convert_to_tensor(golden.arrays["inputs"])
            golden.call(layer, x, golden.state())
            rnn.checkpoint.restore(layer, prefix)
            for name, variable in layer.tf1_variables().items():
                assert np.array_equal(variable, arrays[f"{scope}{name}"])
