"""From values to the lines of `build()`."""

from collections import Counter

from tf_contrib_rnn.checkpoint.rebuild import batches, expressions, naming
from tf_contrib_rnn.checkpoint.rebuild.run_writer import RunWriter
from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Call, Constant, Given, Part, Run
from tf_contrib_rnn.checkpoint.rebuild.wrapping import wrapped

_WIDTH = 66  # of an expression inside another


class Writer(RunWriter):
    """Writes the function that builds a model.

    Args:
        graph: the graph, whose constants may be read when the model is built.
        outputs: the values of the outputs by tensor.
        inputs: the inputs, in the order of the model.

    Attributes:
        outputs: the values of the outputs by name.
        lines: the lines of the body.
        layers: the layers and runs by name, in order.
        tensors: `{name of an input or layer: tensor of the graph}`, a list for several calls.
        ended: `{name of an output: tensor of the graph}`.
    """

    def __init__(self, graph, outputs, inputs):
        self.graph, self._given_outputs = graph, outputs
        self.lines, self.layers, self.tensors, self.ended = [], {}, {}, {}
        self._code, self._results = {}, {}
        self._locals, self._names = naming.local_names(), naming.Names()
        self.values = ordered(outputs.values())
        self._uses = Counter(id(arg) for value in self.values for arg in value.arguments)
        self._uses.update(id(value) for value in outputs.values())
        self._ended = {id(value) for value in outputs.values()}
        self._calls = Counter(id(v.layer) for v in self.values if isinstance(v, Applied))
        self._parts = {}
        for value in self.values:
            if isinstance(value, Part):
                self._parts.setdefault(id(value.run), []).append(value)
        self._cells = Counter(self._cell_key(v) for v in self.values if isinstance(v, Run))
        self._inputs(inputs)
        for value in self.values:
            self._write(value)
        self.outputs = self._named(outputs)
        ended = [f'"{name}": {self._code[id(value)]}' for name, value in self.outputs.items()]
        given = [self._code[id(value)] for value in inputs]
        given = given[0] if len(given) == 1 else f"[{', '.join(given)}]"
        self._line(f"return keras.Model({given}, {{{', '.join(ended)}}})")

    def _line(self, text):
        self.lines += wrapped(text, 4)

    def _assign(self, value, expression, *wishes):
        name = self._locals.unique(*wishes)
        self._line(f"{name} = {expression}")
        self._code[id(value)] = name

    def _inputs(self, inputs):
        lengths = {id(v.lengths) for v in self.values if isinstance(v, Run)}
        is_free, needed = batches.are_free(self.values), batches.needed(self.values)
        for value in inputs:
            wishes = naming.telling(value.tensor)[:1]
            wishes += ["lengths" if id(value) in lengths else "inputs"]
            value.name = self._names.unique(*wishes)
            batch, *shape = value.shape
            batch = needed.get(id(value), batch)
            fixed = "" if batch is None or is_free else f", batch_size={batch}"
            kind = "" if value.dtype == "float32" else f', dtype="{value.dtype}"'
            axes = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
            code = f'keras.Input({axes}{fixed}{kind}, name="{value.name}")'
            self._assign(value, code, value.name, "inputs")
            self.tensors[value.name] = value.tensor

    def _write(self, value):
        if isinstance(value, Given):
            return
        if isinstance(value, Run):
            self._write_run(value)
        elif isinstance(value, Part):
            self._code[id(value)] = self._result(value)
        elif isinstance(value, Applied):
            self._write_layer(value)
        else:
            self._write_expression(value)

    def _write_layer(self, value, activation=None):
        if activation is None and self._is_activated(value):
            return
        made = value.layer
        is_new = not made.name
        if is_new:
            made.name = self._names.unique(*naming.of_layer(made))
            made.activation = activation
            self.layers[made.name] = made
        arguments = ", ".join(self._code[id(arg)] for arg in value.args) or self._any_input()
        if self._calls[id(made)] > 1 and is_new:
            self._assign(made, expressions.layer(made), f"{made.name}_layer")
        code = self._code.get(id(made)) or expressions.layer(made)
        self.tensors.setdefault(made.name, [])
        if value.tensor:
            self.tensors[made.name].append(value.tensor)
        self._assign(value, f"{code}({arguments})", made.name)

    def _any_input(self):
        return next(self._code[id(v)] for v in self.values if isinstance(v, Given))

    def _is_activated(self, value):
        """Whether the layer's only use is an activation that it takes over."""
        if self._uses[id(value)] != 1 or self._calls[id(value.layer)] > 1:
            return False
        user = next((v for v in self.values if value in v.arguments), None)
        return user is not None and expressions.activation(user) is not None

    def _write_expression(self, value):
        kind = expressions.activation(value)
        if kind and id(value.args[0]) not in self._code:
            inner = value.args[0]
            whole = Applied(value.shape, value.dtype, value.tensor, inner.layer, inner.args)
            self._write_layer(whole, kind)
            self._code[id(value)] = self._code[id(whole)]
            return
        code, is_infix = self._expression(value)
        fits = len(code) <= _WIDTH and self._uses[id(value)] == 1
        if isinstance(value, Constant) or (fits and id(value) not in self._ended):
            self._code[id(value)] = code
            self._results[id(value)] = is_infix
            return
        self._assign(value, code, *self._output_names(value), *naming.of_value(value))

    def _output_names(self, value):
        tensors = [tensor for tensor, one in self._given_outputs.items() if one is value]
        return [name for tensor in tensors for name in naming.telling(tensor)[:1]]

    def _named(self, outputs):
        """The outputs by name: each once, called as its layer or in the graph."""
        names, found = naming.Names({*self.layers, *self.tensors}), {}
        for tensor, value in outputs.items():
            if value in found.values():
                continue
            below = value.base if hasattr(value, "base") else value
            name = below.layer.name if isinstance(below, Applied) else self._code[id(value)]
            wishes = [name] if name in self.layers else naming.telling(tensor)[:1]
            if isinstance(value, Part) and value.what == "state" and value.tensor == tensor:
                wishes = [name]
            if not (name in self.layers and name not in found):
                name = names.unique(*wishes, naming.identifier(tensor.partition(":")[0]))
            found[name], self.ended[name] = value, tensor
        return found

    def _expression(self, value):
        if isinstance(value, Constant):
            return expressions.constant(value, self.graph), False
        if isinstance(value, Call):
            codes = [self._argument(value, arg) for arg in value.args]
            return value.template.format(*codes), value.is_infix
        (base,) = value.arguments
        return expressions.view(value, self._bracketed(base)), False

    def _argument(self, value, arg):
        needs = value.is_infix or value.template.startswith(("{0}[", "-"))
        return self._bracketed(arg) if needs else self._code[id(arg)]

    def _bracketed(self, value):
        code = self._code[id(value)]
        return f"({code})" if self._results.get(id(value)) else code


def ordered(outputs):
    """All values below the outputs, each after what it is computed from."""
    found, done = [], set()
    waiting = [(value, False) for value in reversed(list(outputs))]
    while waiting:
        value, is_ready = waiting.pop()
        if id(value) in done:
            continue
        if is_ready:
            done.add(id(value))
            found.append(value)
            continue
        waiting.append((value, True))
        waiting += [(arg, False) for arg in reversed(value.arguments)]
    return found
