"""Modes of exporters: LiteRT by TensorFlow's converter and by Keras, ONNX by Keras."""

import tempfile
from pathlib import Path

import numpy as np
import tensorflow as tf

from tests.conformance.specimens import each
from tests.goldens import flat
from tests.modes.families import (
    BATCH,
    TIME,
    cell_of,
    difference,
    inputs_of,
    model_of,
    outputs_of,
)


def litert(name):
    """`TFLiteConverter` of a model of fixed batch and time: built-in operations, a real loop."""
    cell = cell_of(name)
    model = model_of(name, cell, batch=BATCH, time=TIME)
    specs = each(lambda x: tf.TensorSpec(x.shape, x.dtype), inputs_of(name))
    serve = tf.function(lambda x: model(x, training=False), input_signature=[specs])
    converter = tf.lite.TFLiteConverter.from_concrete_functions(
        [serve.get_concrete_function()], serve
    )
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
    found = interpreted(converter.convert(), inputs_of(name))
    return difference(found, outputs_of(name, cell))


def litert_by_keras(name):
    """`model.export(path, format="litert")`, unrolled, run without XNNPACK: built-in operations."""
    cell = cell_of(name)
    model = model_of(name, cell, time=TIME, unroll=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.tflite")
        model.export(path, format="litert", verbose=False)
        content = path.read_bytes()
    # XNNPACK, which an interpreter uses unless told not to, errs on files of open batch.
    plain = tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    how = {"experimental_op_resolver_type": plain}
    return max(
        difference(
            interpreted(content, inputs_of(name, batch), **how), outputs_of(name, cell, batch)
        )
        for batch in (1, BATCH)
    )


def interpreted(content, inputs, **how):
    """The outputs of a LiteRT model; it must not need TensorFlow's own operations."""
    assert b"Flex" not in content, "needs TensorFlow's own operations"
    interpreter = tf.lite.Interpreter(model_content=content, **how)
    slots = {tuple(slot["shape"][1:]): slot["index"] for slot in interpreter.get_input_details()}
    for x in flat(inputs):
        interpreter.resize_tensor_input(slots[tuple(x.shape[1:])], x.shape)
    interpreter.allocate_tensors()
    for x in flat(inputs):
        interpreter.set_tensor(slots[tuple(x.shape[1:])], np.asarray(x))
    interpreter.invoke()
    slots = sorted(interpreter.get_output_details(), key=lambda slot: slot["name"])
    return [interpreter.get_tensor(slot["index"]) for slot in slots]


def onnx(name):
    """`model.export(path, format="onnx")` of variable batch and time, run by onnxruntime."""
    import onnxruntime

    cell = cell_of(name)
    model = model_of(name, cell)
    model(inputs_of(name), training=False)  # Keras exports what has been called
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.onnx"
        model.export(path, format="onnx", verbose=False)
        session = onnxruntime.InferenceSession(path)
    errors = []
    for batch, time in ((BATCH, TIME), (2, 6)):
        feeds = flat(each(np.asarray, inputs_of(name, batch, time)))
        names = [slot.name for slot in session.get_inputs()]
        found = session.run(None, dict(zip(names, feeds, strict=True)))
        errors.append(difference(found, outputs_of(name, cell, batch, time)))
    return max(errors)
