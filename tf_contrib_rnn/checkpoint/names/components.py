"""The grammar of TF1 variable names.

    name      = [scope "/"] variable [":0"]
    scope     = component {"/" component}
    cell path = cell scope "/" {cell scope "/"} variable       lstm_cell/projection/kernel
    member    = "cell_" number | "fw" | "bw"                   rnn/multi_rnn_cell/cell_0

Names are taken apart at their slashes and compared component by component; nothing here replaces
a part of a string. Sorting variables from optimizer slots is in `sorting.py`.
"""

import re

_CELL_SCOPE = re.compile(r"(\w+_(cell|wrapper)|[A-Z]\w*(Cell|Wrapper))(_\d+)?")
_NUMBERED_MEMBER = re.compile(r"cell_\d+")
_DIRECTIONS = ("fw", "bw")
_WRAPPER_VARIABLE = re.compile(r"carry_\w+|transform_[wb]")
_NUMBERED = re.compile(r"(?s)(?P<base>.*?)(_(?P<number>\d+))?")

# All weights of a layer of cuDNN once more, in a form of its own beside the canonical ones.
OPAQUE = "opaque_kernel"

# What TF1 code calls the variable that a Keras layer calls by the key; the first is the usual one.
SPELLINGS = {
    "kernel": ("kernel", "weights"),
    "bias": ("bias", "biases"),
    "depthwise_kernel": ("depthwise_kernel", "depthwise_weights"),
    "pointwise_kernel": ("pointwise_kernel", "pointwise_weights"),
    "embeddings": ("embeddings", "embedding", "embedding_matrix", "embed"),
}
# Names with a meaning of their own: never a slot, never a nameless weight.
ROLES = {name for names in SPELLINGS.values() for name in names} | {
    "gamma",
    "beta",
    "moving_mean",
    "moving_variance",
    "recurrent_kernel",
}


def canonical(name: str) -> str:
    """The name without the output number some programs store (`rnn/kernel:0`)."""
    return name.removesuffix(":0")


def join(scope: str, path: str) -> str:
    """The name of `path` in `scope`; the empty scope is the top."""
    return f"{scope}/{path}" if scope else path


def parent(name: str) -> str:
    """The scope a variable, or a scope, stands in."""
    return name.rpartition("/")[0]


def leaf(name: str) -> str:
    """The last component."""
    return name.rpartition("/")[2]


def under(name: str, scope: str) -> bool:
    """Whether `name` is `scope` or stands somewhere below it."""
    return not scope or name == scope or name.startswith(scope + "/")


def scope_before(name: str, path: str) -> str | None:
    """The scope S with `name == S/path`, or None."""
    if name == path:
        return ""
    return name[: -len(path) - 1] if name.endswith("/" + path) else None


def is_cell_scope(component: str) -> bool:
    """Whether a component is spelled as TF1 spells the scope of a cell or of a wrapper."""
    return _CELL_SCOPE.fullmatch(component) is not None


def in_cell(name: str) -> bool:
    """Whether some scope of this name is a cell's."""
    return any(is_cell_scope(component) for component in name.split("/")[:-1])


def is_wrapper_variable(name: str) -> bool:
    """Whether a variable belongs to a wrapper that has no scope of its own."""
    return _WRAPPER_VARIABLE.fullmatch(leaf(name)) is not None


def numbered(component: str) -> tuple[str, int]:
    """`dense_2` as `("dense", 2)`; the first of its kind, `dense`, has number 0."""
    match = _NUMBERED.fullmatch(component)
    return match["base"], int(match["number"] or 0)


def network(scope: str) -> re.Pattern | None:
    """What a scope is a member of: a MultiRNNCell, a wrapper, two directions, a stack of layers.

    Args:
        scope: the scope in which a cell was called, such as `rnn/multi_rnn_cell/cell_0`.

    Returns:
        A pattern of the names that belong to the outermost such structure, or None where the
        scope is nobody's member.
    """
    above, pattern = scope.split("/"), None
    while above and above[0]:
        *rest, last = above
        if last in _DIRECTIONS:
            pattern = _members(rest, "(fw|bw)")
        elif _NUMBERED_MEMBER.fullmatch(last):
            pattern = _members(rest, r"cell_\d+")
        elif is_cell_scope(last):
            pattern = _members(above, None)
        elif not (rest and _NUMBERED_MEMBER.fullmatch(rest[-1])):
            break
        above = rest
    return pattern


def _members(scope, member):
    components = [re.escape(component) for component in scope] + ([member] if member else [])
    return re.compile("/".join(components) + "/.+")


def members(variables) -> int:
    """How many different cells of networks these variables speak of, in any spelling."""
    member = re.compile(rf"{_NUMBERED_MEMBER.pattern}|Cell\d+|(?i:{'|'.join(_DIRECTIONS)})")
    found = {tuple(c for c in name.split("/")[:-1] if member.fullmatch(c)) for name in variables}
    return len(found - {()})


def called_in(name: str) -> str:
    """The scope in which the outermost cell of a cell's variable was called."""
    components = name.split("/")
    first = next(n for n, component in enumerate(components) if is_cell_scope(component))
    return "/".join(components[:first])


def scopes_of(variables) -> list[str]:
    """The scopes that hold something, those of cells first."""
    cells = [called_in(name) for name in variables if in_cell(name)]
    others = [parent(name) for name in variables if not in_cell(name)]
    return list(dict.fromkeys(cells + others))


def numbered_scope(component: str) -> tuple[str, str]:
    """`lstm_cell_1` as `("lstm_cell", "_1")`; a first one has no number."""
    match = _NUMBERED.fullmatch(component)
    base = match["base"] if match else component
    return base, component[len(base) :]
