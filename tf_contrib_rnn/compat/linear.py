"""`_linear` of the cells of TF1, which cells written by hand call."""

import tensorflow as tf

v1 = tf.compat.v1


def linear(args, output_size, bias, bias_initializer=None, kernel_initializer=None, *, scope=None):
    """`concat(args) kernel + bias` with `kernel` and `bias` in the current variable scope.

    Args:
        args: tensor [batch, depth], or a list of such.
        output_size: size of the result.
        bias: whether there is a bias.
        bias_initializer: initializer of the bias; None for zeros.
        kernel_initializer: initializer of the kernel; None for the scope's.
        scope: name of a variable scope below the current one, or None.

    Returns:
        Tensor [batch, output_size].

    Raises:
        ValueError: for no arguments, or some that have not two axes or an unknown depth.
    """
    if scope is not None:
        with v1.variable_scope(scope):
            return linear(args, output_size, bias, bias_initializer, kernel_initializer)
    return Linear(args, output_size, bias, bias_initializer, kernel_initializer)(args)


class Linear:
    """The same with variables made once.

    Args:
        args: the tensors that it will be called with, for their depths and dtype.
        output_size: size of the result.
        build_bias: whether there is a bias.
        bias_initializer: initializer of the bias; None for zeros.
        kernel_initializer: initializer of the kernel; None for the scope's.

    Raises:
        ValueError: for no arguments, or some that have not two axes or an unknown depth.
    """

    def __init__(
        self, args, output_size, build_bias, bias_initializer=None, kernel_initializer=None
    ):
        args = _as_list(args)
        dtype = args[0].dtype.base_dtype
        depth = sum(_depth(x) for x in args)
        options = {"dtype": dtype, "initializer": kernel_initializer}
        self._kernel = v1.get_variable("kernel", [depth, output_size], **options)
        self._bias = None
        if build_bias:
            with v1.variable_scope(v1.get_variable_scope()) as scope:
                scope.set_partitioner(None)
                options["initializer"] = bias_initializer or v1.zeros_initializer()
                self._bias = v1.get_variable("bias", [output_size], **options)

    def __call__(self, args):
        args = _as_list(args)
        product = tf.matmul(args[0] if len(args) == 1 else tf.concat(args, 1), self._kernel)
        return product if self._bias is None else tf.nn.bias_add(product, self._bias)


def _as_list(args):
    args = list(args) if isinstance(args, list | tuple) else [args]
    if not args or args[0] is None:
        raise ValueError(f"linear expects tensors, received {args}: pass [inputs, state].")
    return [tf.convert_to_tensor(x) for x in args]


def _depth(tensor):
    if tensor.shape.rank != 2 or tensor.shape.as_list()[1] is None:
        raise ValueError(
            f"linear expects tensors [batch, depth] of known depth, received {tensor.shape}: set "
            "the shape of the placeholder."
        )
    return tensor.shape.as_list()[1]
