"""Functions of a variable that give a loss."""

import numbers

import tensorflow as tf

v1 = tf.compat.v1


def l1_regularizer(scale, scope=None):
    """`scale * sum |w|`.

    Args:
        scale: a number from 0 on, as float, or a tensor; 0 gives no loss.
        scope: name scope.

    Returns:
        Function of a variable.

    Raises:
        ValueError: for a whole or a negative number.
    """
    return _scaled(scale, scope, "l1_regularizer", lambda w: tf.reduce_sum(tf.abs(w)))


def l2_regularizer(scale, scope=None):
    """`scale * sum w ** 2 / 2`.

    Args:
        scale: a number from 0 on, as float, or a tensor; 0 gives no loss.
        scope: name scope.

    Returns:
        Function of a variable.

    Raises:
        ValueError: for a whole or a negative number.
    """
    return _scaled(scale, scope, "l2_regularizer", tf.nn.l2_loss)


def l1_l2_regularizer(scale_l1=1.0, scale_l2=1.0, scope=None):
    """The sum of both.

    Args:
        scale_l1: scale of `l1_regularizer`.
        scale_l2: scale of `l2_regularizer`.
        scope: name scope.

    Returns:
        Function of a variable.

    Raises:
        ValueError: for a whole or a negative number.
    """
    scope = scope or "l1_l2_regularizer"
    if scale_l1 == 0.0 and not isinstance(scale_l1, numbers.Integral):
        return l2_regularizer(scale_l2, scope)
    if scale_l2 == 0.0 and not isinstance(scale_l2, numbers.Integral):
        return l1_regularizer(scale_l1, scope)
    return sum_regularizer([l1_regularizer(scale_l1), l2_regularizer(scale_l2)], scope)


def sum_regularizer(regularizer_list, scope=None):
    """The sum of several.

    Args:
        regularizer_list: functions of a variable; None counts as none.
        scope: name scope.

    Returns:
        Function of a variable, or None for no functions.
    """
    functions = [function for function in regularizer_list if function is not None]
    if not functions:
        return None

    def regularizer(weights):
        with v1.name_scope(scope, "sum_regularizer", [weights]) as name:
            losses = [function(weights) for function in functions]
            losses = [loss for loss in losses if loss is not None]
            return tf.add_n(losses, name=name) if losses else None

    return regularizer


def apply_regularization(regularizer, weights_list=None):
    """The sum of the losses of some variables, also added to `REGULARIZATION_LOSSES`.

    Args:
        regularizer: function of a variable that gives a scalar.
        weights_list: the variables; None for those of the collection `WEIGHTS`.

    Returns:
        A scalar.

    Raises:
        ValueError: for no variables, or a loss that is no scalar.
    """
    weights_list = weights_list or v1.get_collection(v1.GraphKeys.WEIGHTS)
    if not weights_list:
        raise ValueError(
            "apply_regularization expects variables, received none: pass weights_list."
        )
    with v1.name_scope("get_regularization_penalty", values=weights_list) as scope:
        losses = [regularizer(weights) for weights in weights_list]
        losses = [tf.constant(0.0) if loss is None else loss for loss in losses]
        for loss in losses:
            if loss.shape.rank != 0:
                raise ValueError(
                    f"a regularizer expects to give a scalar, received shape {loss.shape}: sum it."
                )
        total = tf.add_n(losses, name=scope)
        v1.add_to_collection(v1.GraphKeys.REGULARIZATION_LOSSES, total)
    return total


def _scaled(scale, scope, name, penalty):
    if isinstance(scale, numbers.Integral) or (isinstance(scale, numbers.Real) and scale < 0):
        raise ValueError(
            f"{name} expects a float from 0.0 on, received {scale!r}: write {float(abs(scale))}."
        )
    if isinstance(scale, numbers.Real) and scale == 0.0:
        return lambda _: None

    def regularizer(weights):
        with v1.name_scope(scope, name, [weights]) as inner:
            factor = tf.convert_to_tensor(scale, weights.dtype.base_dtype)
            return tf.multiply(factor, penalty(weights), name=inner)

    return regularizer
