"""The rewrites, one a file; ``RULES`` is the order they look at a module in.

A rule has a ``NAME``, and ``visit(module)``, which asks the ``Module`` for edits and notes what it
rewrote or left. Imports come first: they settle what each name will mean. What is only reported
comes last.
"""

from . import (
    argument_order,
    argument_specs,
    bidirectional_outputs,
    constants,
    contrib_aliases,
    cudnn_ops,
    dotted_names,
    fallback_imports,
    import_module,
    imports,
    input_size,
    mentions,
    module_values,
    neighbours,
    renamed_arguments,
    single_tensor_states,
    star_imports,
    unknown_members,
)

RULES = (
    imports,
    star_imports,
    import_module,
    dotted_names,
    constants,
    module_values,
    contrib_aliases,
    fallback_imports,
    input_size,
    argument_order,
    argument_specs,
    renamed_arguments,
    single_tensor_states,
    cudnn_ops,
    bidirectional_outputs,
    unknown_members,
    neighbours,
    mentions,
)
