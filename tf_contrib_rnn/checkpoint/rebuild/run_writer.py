"""The lines of recurrent layers: cells, what they are given, what is used of their results."""

from tf_contrib_rnn.checkpoint.rebuild import cells, expressions, naming
from tf_contrib_rnn.checkpoint.rebuild.values import Part


class RunWriter:
    """Mixin of the writer: writes a `Run` and its `Part`s."""

    def _cell_key(self, made):
        return (cells.code(made.cell), tuple(made.weights.values()))

    def _write_run(self, made):
        made.name = self._names.unique(*naming.of_run(made))
        self.layers[made.name] = made
        key, code = self._cell_key(made), cells.code(made.cell)
        if self._cells[key] > 1:
            if key not in self._code:
                self._code[key] = self._locals.unique("shared_cell")
                self._line(f"{self._code[key]} = {code}")
            code = self._code[key]
        parts = self._parts[id(made)]
        uses = {"last" if expressions.is_last(part) else part.what for part in parts}
        if len(uses) > 1 and cells.gives_state(made.cell):
            uses = {"state" if use == "last" else use for use in uses}
        call = expressions.run(made, code, uses)
        names = self._result_names(made, uses)
        self._line(f"{', '.join(names)} = {call}({self._given(made)})")
        for part in parts:
            self._code[id(part)] = self._result(part, names, uses)
        if "state" not in uses:
            given = "sequence" if "sequence" in uses else None
            parts = [part for part in parts if part.what == given or not given]
            self.tensors[made.name] = _tensor_of(made, parts)

    def _given(self, made):
        arguments = [self._code[id(made.sequence)]]
        if made.initial:
            arguments.append(f"initial_state={self._initial(made)}")
        if made.lengths is not None:
            lengths = self._code[id(made.lengths)]
            is_keras = cells.is_keras(made.cell)
            masked = f"mask=inside({arguments[0]}, {lengths})"
            arguments.append(masked if is_keras else f"sequence_length={lengths}")
        return ", ".join(arguments)

    def _initial(self, made):
        """The states a network starts from, nested as its cell's."""
        parts = [state for state in made.initial if isinstance(state, Part)]
        runs = {id(part.run) for part in parts}
        if len(parts) == len(made.initial) and len(runs) == 1:
            whole = self._code.get(("states", *runs))
            places = cells.state_places(parts[0].run.cell)
            if whole and [part.index for part in parts] == list(range(len(places))):
                return whole
        codes = [self._code[id(state)] for state in made.initial]
        if cells.is_keras(made.cell):
            codes.reverse()
        tops, places = {}, cells.state_places(made.cell)
        for code, place in zip(codes, places, strict=True):
            tops.setdefault(place[0], []).append(code)
        if all(len(place) == 1 for place in places):
            tops = {"all": codes}
        items = [f"[{', '.join(group)}]" for group in tops.values()]
        return items[0] if len(items) == 1 else f"[{', '.join(items)}]"

    def _result_names(self, made, uses):
        first = self._locals.unique(*(["hidden"] if made.name == "rnn" else [made.name]))
        if "state" not in uses:
            return [first]
        tops = cells.state_names(made.cell)
        first = first if uses & {"sequence", "last"} else "_"
        places = cells.state_places(made.cell)
        if len({place[0] for place in places}) == len(tops) and len(tops) <= 2:
            return [first, *(self._locals.unique(f"{made.name}_{top}") for top in tops)]
        states = self._locals.unique(f"{made.name}_states")
        self._code["states", id(made)] = states
        return [first, f"*{states}"]

    def _result(self, part, names=None, uses=()):
        if names is None:
            return self._code[id(part)]
        if part.what == "sequence":
            return names[0]
        if "last" in uses and expressions.is_last(part):
            return f"{names[0]}[:, -1]" if "sequence" in uses else names[0]
        places = cells.state_places(part.run.cell)
        place = places[part.index if part.what == "state" else -1]
        if names[1].startswith("*"):
            code, path = f"{names[1][1:]}[{place[0]}]", place[1:]
        else:
            code, path = names[1 + place[0]], place[1:]
        return code + "".join(f".{p}" if isinstance(p, str) else f"[{p}]" for p in path)


def _tensor_of(made, parts):
    tensor = next((part.tensor for part in parts if part.tensor), "")
    return "" if made.is_reversed and parts[0].what == "sequence" else tensor
