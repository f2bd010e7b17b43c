"""`load_legacy_keras`: a model that tf.keras of TF 1.15.5 saved, in Keras 3."""

from tf_contrib_rnn.layers.legacy._file import read
from tf_contrib_rnn.layers.legacy._layers import LayerBuilder
from tf_contrib_rnn.layers.legacy._masks import makes_masks
from tf_contrib_rnn.layers.legacy._weights import assign


def load_legacy_keras(path, custom_objects=None):
    """Loads an HDF5 model, `model.save("model.h5")`, of TF 1.15.5's tf.keras into Keras 3.

    Keras 3 alone refuses these files, whose layers have options it does not know; and what it
    calls `hard_sigmoid` today is another function than the default `recurrent_activation` of
    that time. Here the model computes what it did: stock Keras 3 layers under their old names,
    with `rnn.hard_sigmoid` where the file says `hard_sigmoid`.

    Sequential and functional models, with shared layers, several inputs and outputs, nested
    models and initial states of layers. `CuDNNLSTM` and `CuDNNGRU` become the `LSTM` and `GRU`
    that compute the same on any device, and cells of tf.nn.rnn_cell in a layer `RNN` become
    ours. Where a model has masks, the layers that join tensors, `ReLU` and `Softmax` are
    subclasses of Keras' own that treat masks as TF 1.x did. What only made a layer fast,
    `implementation`, is left out. Files of other releases of TF 1.x and of Keras 2 are alike and
    load as far as they are.

    The model comes back uncompiled: what the file says of training and of an optimizer's state
    is not read. Call `model.compile`, then `model.fit`. Stateful layers begin with zeros, as
    after a restart of TF 1.x. A slash in a name becomes "_". Nothing in the file is executed.

    Args:
        path: the file, a string or a path object.
        custom_objects: {name in the file: what it means} for everything that tf.keras did not
            have itself: layers and cells (Keras 3 classes, which get the config of the file by
            `from_config`), activations, initializers, regularizers and constraints.

    Returns:
        A `keras.Sequential` or a functional `keras.Model`; saved as `.keras` it loads wherever
        this package is imported.

    Raises:
        FileNotFoundError: where there is no file.
        ValueError: for a file that tf.keras of that time did not write or that holds weights
            only, and for what Keras 3 has no equivalent of, with the layer and the option:
            `Lambda` and other Python code, `time_major=True`, `LocallyConnected1D` and `2D`,
            `ThresholdedReLU`, operations that are no layers, ragged inputs.
    """
    saved = read(path)
    custom_objects = dict(custom_objects or {})
    masked = bool(custom_objects) or makes_masks(saved.entry)
    model = LayerBuilder(custom_objects, masked).build(saved.entry)
    assign(model, saved, custom_objects)
    return model
