"""The one loop over time, from which every runner and layer derives."""

from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell, call_cell, is_ours
from tf_contrib_rnn.cells._noise import EveryStep
from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import (
    Shape,
    as_float,
    flatten,
    map_structure,
    pack_like,
    shape_size,
    size_shape,
)
from tf_contrib_rnn.sequence._loops import choose_loop, in_function
from tf_contrib_rnn.wrappers.multi import MultiRNNCell


def unroll(
    cell,
    inputs,
    state,
    mask=None,
    *,
    training=None,
    noise=None,
    masked_output="zeros",
    keep_outputs=True,
    unrolled=False,
    memory="fast",
    **loop_options,
):
    """Runs a cell over time-major inputs.

        for t in range(time):
            output, new_state = cell(inputs[t], state, noise=noise[t])
            outputs[t] = output where mask[t], else zeros (or the last output)
            state = new_state where mask[t], else state

    Args:
        cell: a built cell.
        inputs: tensor [time, batch, ...], or a structure of such tensors.
        state: initial state, packed as `cell.state_size`.
        mask: boolean [time, batch], False for steps that do not count; None if all count. One of
            the rank of all outputs and states, [time, batch, ...], tells it of single values.
        training: see `RNNCell`.
        noise: random numbers [time, batch, ...] as `cell.draw_noise` gives them, or `EveryStep` for
            such as hold at all steps; drawn here when None.
        masked_output: what a step that does not count emits: "zeros" as in TF1, or "last", the
            output of the last step that counted, as in Keras.
        keep_outputs: whether the outputs of all steps are wanted, or only that of the last.
        unrolled: whether to write the steps out instead of looping; needs a known time.
        memory: "fast", or "lean" for a gradient that keeps the states alone; see `RNN`.
        **loop_options: `parallel_iterations` and `swap_memory` of TensorFlow's loop.

    Returns:
        `(outputs, final_state)`: outputs [time, batch, ...], or [batch, ...] of the last step.
    """
    steps, batch_size = time_and_batch(inputs)
    dtype = cell.compute_dtype
    if noise is None:
        noise = _drawn_noise(cell, inputs, steps, batch_size, training)
    if _runs_by_layers(cell, steps, mask, unrolled):
        options = {"masked_output": masked_output, "keep_outputs": keep_outputs}
        options |= {"training": training, "memory": memory, **loop_options}
        return _by_layers(cell, inputs, state, mask, noise, **options)
    state = flatten(map_structure(lambda s: as_float(s, dtype), state))
    sizes = flatten(_output_size(cell, inputs))
    outputs = [((batch_size, *size_shape(size)), dtype) for size in sizes]
    sequence = _Sequence(inputs, mask, noise)
    step = _Step(cell, sequence, training, masked_output, keep_outputs)
    carries_last = not keep_outputs or (mask is not None and masked_output == "last")
    last = [ops.zeros(*output) for output in outputs] if carries_last else []
    carry, kept = choose_loop(steps, unrolled, memory if is_ours(cell) else None)(
        step,
        steps,
        [*state, *last],
        sequence.leaves,
        outputs if keep_outputs else [],
        **loop_options,
    )
    state, last = carry[: len(state)], carry[len(state) :]
    kept = kept if keep_outputs else last
    return pack_like(cell.output_size, kept), pack_like(cell.state_size, state)


def _runs_by_layers(cell, steps, mask, unrolled):
    """Whether a stack of cells runs one layer after the other, each over all steps.

    Then the products of every layer with its inputs can be made before its loop.
    """
    return (
        type(cell) is MultiRNNCell
        and cell.state_is_tuple
        and cell.activity_regularizer is None
        and in_function()
        and not unrolled
        and not (isinstance(steps, int) and steps == 0)
        and (mask is None or len(mask.shape) == 2)
    )


def _by_layers(cell, inputs, state, mask, noise, *, masked_output, keep_outputs, **options):
    """`unroll` of a `MultiRNNCell`; what a masked step of a lower layer emits nobody sees."""
    layers = zip(cell.cells, state, noise or [None] * len(cell.cells), strict=True)
    final = []
    with cell.tf1_scope.entered(cell):
        for index, (one, its_state, its_noise) in enumerate(layers):
            last = index == len(cell.cells) - 1
            inputs, new = unroll(
                one,
                inputs,
                its_state,
                mask,
                noise=its_noise,
                masked_output=masked_output if last else "zeros",
                keep_outputs=keep_outputs or not last,
                **options,
            )
            final.append(new)
    cell.tf1_scope.settled = True
    return inputs, tuple(final)


class _Step:
    """One turn of the loop: `step(carry, x) -> (carry, outputs)` on flat lists of tensors.

    The carry is the state and, where it is wanted, the output of the last step that counted.

    """

    def __init__(self, cell, sequence, training, masked_output, keep_outputs):
        self._cell = cell
        self._sequence = sequence
        self._training = training
        self._masked_output = masked_output
        self._keep_outputs = keep_outputs
        self._state_count = len(flatten(cell.state_size))

    @property
    def variables(self):
        """The variables that it reads."""
        return self._cell.variables

    def __call__(self, carry, x):
        inputs, mask, noise = self._sequence.unpacked(x)
        old, last = carry[: self._state_count], carry[self._state_count :]
        state = pack_like(self._cell.state_size, old)
        output, new = call_cell(self._cell, inputs, state, self._training, noise)
        output, new = flatten(output), flatten(new)
        if mask is not None:
            new = only_where(mask, new, old)
            fallback = last if self._masked_output == "last" else map(ops.zeros_like, output)
            output = only_where(mask, output, fallback)
        return [*new, *output] if last else new, output if self._keep_outputs else []


class _Sequence:
    """What a step reads: inputs, mask and noise as one flat list of tensors over time."""

    def __init__(self, *parts):
        self._parts = parts
        held = (EveryStep, type(None))
        self.leaves = [leaf for leaf in flatten(parts) if not isinstance(leaf, held)]

    def unpacked(self, leaves):
        """The parts of one time step, structures kept and None where there was none."""
        leaves = iter(leaves)

        def of_step(part):
            if isinstance(part, EveryStep):
                return part.value
            return None if part is None else next(leaves)

        return map_structure(of_step, self._parts)


def time_and_batch(inputs):
    """Number of steps and batch of time-major inputs: ints where static, else scalars."""
    first = flatten(inputs)[0]
    shape = ops.shape(first)
    return shape[0], shape[1]


def step_shape(inputs):
    """Static shape of one step of time-major inputs, structure kept."""
    return map_structure(lambda x: size_shape(x.shape)[1:], inputs)


def _drawn_noise(cell, inputs, steps, batch_size, training):
    """All steps' random numbers; in a v1 graph the steps draw TF1's own with its op seeds."""
    if not isinstance(cell, RNNCell) or training is False or in_v1_graph():
        return None
    input_size = map_structure(_size_of_step, inputs)
    return cell.draw_noise(steps, batch_size, input_size, cell.compute_dtype)


def _output_size(cell, inputs):
    """A cell's output size; that of maps of unknown size is known only with the inputs."""
    if hasattr(cell, "output_size_for"):
        return cell.output_size_for(map_structure(_size_of_step, inputs))
    return cell.output_size


def _size_of_step(x):
    """Size of a step of time-major inputs, with scalar tensors for what is unknown statically."""
    size = size_shape(x.shape)[2:]
    return shape_size(size) if None not in size else Shape(ops.shape(x)[2:])


def only_where(mask, new, old):
    """The tensors of `new` where `mask`, else those of `old`.

    Args:
        mask: boolean [batch], or of the rank of the tensors for single values.
        new: list of tensors [batch, ...]; what has no rows (a scalar, a TensorArray) is taken.
        old: as many.
    """

    def chosen(n, o):
        if not hasattr(n, "shape") or not len(n.shape):
            return n
        rows = mask
        if len(mask.shape) == 1:
            rows = ops.reshape(mask, (-1, *[1] * (len(n.shape) - 1)))
        return ops.where(rows, n, o)

    return [chosen(n, o) for n, o in zip(new, old, strict=True)]
