"""Who computes the products of a step: the step itself, or a runner that made parts of them before.

Every product of a cell is that of an input and a state with one kernel. Over time a runner can make
the input's part for all steps at once, and the kernel's gradient too. It answers around a step;
`_math.linear` and `_math.conv` ask it then.
"""

import contextlib
import contextvars
import functools

from keras import ops

_RUNNER = contextvars.ContextVar("runner", default=None)


@contextlib.contextmanager
def answering(runner):
    """Lets a runner answer for the products inside; None to let each step compute its own.

    Args:
        runner: function of `(arithmetic, inputs, state, kernel, bias, options)` that returns what
            `arithmetic(inputs, state, kernel, bias, **options)` does, with a method
            `parts(x, count)` for `parts_of`.
    """
    token = _RUNNER.set(runner)
    try:
        yield
    finally:
        _RUNNER.reset(token)


def product(arithmetic):
    """Makes a function `(inputs, state, kernel, bias, **options)` one that a runner may answer.

    The kernel may be a pair, of the inputs and of the state. Then there are two products, which
    are added; a runner makes one of them.
    """

    @functools.wraps(arithmetic)
    def asked(inputs, state, kernel, bias=None, **options):
        runner, is_pair = _RUNNER.get(), isinstance(kernel, tuple)
        if runner is None and is_pair:
            of_inputs = arithmetic(inputs, None, kernel[0], bias, **options)
            return of_inputs + arithmetic(None, state, kernel[1], None, **options)
        if runner is None:
            return arithmetic(inputs, state, kernel, bias, **options)
        kernel = ops.concatenate(kernel, axis=-2) if is_pair else kernel
        return runner(arithmetic, inputs, state, kernel, bias, options)

    return asked


def parts_of(x, count):
    """A product by columns in `count` equal parts, where the runner made them; None where not."""
    runner = _RUNNER.get()
    return None if runner is None else runner.parts(x, count)
