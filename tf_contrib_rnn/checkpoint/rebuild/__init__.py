"""From a TF1 GraphDef to the Keras source of the whole inference model.

source                 all of it together
choose, copies         which tensors are outputs, and of which copy of the model
meetings, scalars      which of them are of a loss or a metric
shapes, open_shapes    what TensorFlow knows of each tensor
translate              tensors into values, walking backwards; `training` falls away
plain, indexing, slicing, sizes, reshapes, lookups     ops by table
layers, convolutions, batch_norm, partitioned          ops on variables
recurrent, decoders, cells                             recurrent networks
values, view_values, views, pieces                     what is in between
writer, run_writer, expressions, naming, batches, wrapping, module     values into code
script                 where it restores from, and what it does as a script
helpers                layers and functions that the generated code brings along
constants              what the generated code reads when it runs
"""

from tf_contrib_rnn.checkpoint.rebuild.source import source_of

__all__ = ["source_of"]
