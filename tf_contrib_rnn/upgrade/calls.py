"""Calls of TensorFlow's recurrent classes and functions, and changes to their arguments."""

from dataclasses import dataclass, field

import libcst as cst

from .names import target
from .resolve import assigned_value, called, plain_string

TIGHT = cst.AssignEqual(
    whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace("")
)


@dataclass
class Call:
    """A call whose function is known.

    Attributes:
        node: the libcst call.
        homes: the dotted names of TensorFlow that its function can be.
        function: the argument that is the function, in ``partial(function, ...)``.
        names: what the package calls them.
    """

    node: cst.Call
    homes: tuple
    function: cst.Arg | None = None
    names: tuple = ()
    dropped: set = field(default_factory=set)
    keywords: dict = field(default_factory=dict)
    added: dict = field(default_factory=dict)

    def __post_init__(self):
        self.names = tuple(dict.fromkeys(target(home) for home in self.homes))

    @property
    def positional(self):
        """The positional arguments, up to a starred one."""
        found = []
        for argument in self.node.args:
            if argument.star or argument.keyword:
                break
            if argument is not self.function:
                found.append(argument)
        return found

    @property
    def is_open(self):
        """Whether ``*args`` or ``**kwargs`` may pass anything."""
        return any(argument.star for argument in self.node.args)

    @property
    def is_starred(self):
        """Whether ``*args`` may pass more by position."""
        return any(argument.star == "*" for argument in self.node.args)

    def keyword(self, name):
        """The argument passed by this name, or None."""
        for argument in self.node.args:
            if argument.keyword and argument.keyword.value == name:
                return argument
        return None

    def drop(self, argument):
        self.dropped.add(self.node.args.index(argument))

    def name(self, argument, keyword):
        """Passes an argument by a name: a positional one, or one that was called differently."""
        self.keywords[self.node.args.index(argument)] = keyword

    def add(self, keyword, value):
        self.added[keyword] = value

    @property
    def is_changed(self):
        return bool(self.dropped or self.keywords or self.added)

    def apply(self, updated):
        """The call with all changes made."""
        kept = [
            _named(argument, self.keywords.get(index))
            for index, argument in enumerate(updated.args)
            if index not in self.dropped
        ]
        if kept and kept[-1] is not updated.args[-1] and not _has_comment(kept[-1].comma):
            kept[-1] = _ending_as(kept[-1], updated.args[-1])
        between = _between(updated.args)
        for keyword, value in self.added.items():
            new = cst.Arg(cst.parse_expression(value), cst.Name(keyword), equal=TIGHT)
            if kept:
                new = _ending_as(new, kept[-1])
                kept[-1] = kept[-1].with_changes(comma=between)
            kept.append(new)
        return updated.with_changes(args=kept)


def _named(argument, keyword):
    if keyword is None:
        return argument
    equal = argument.equal if argument.keyword else TIGHT
    return argument.with_changes(keyword=cst.Name(keyword), equal=equal)


def _ending_as(argument, other):
    return argument.with_changes(comma=other.comma, whitespace_after_arg=other.whitespace_after_arg)


def _between(arguments):
    """The comma between two arguments of a call, in its manner, without comments."""
    if len(arguments) < 2:
        return cst.MaybeSentinel.DEFAULT
    comma = arguments[0].comma
    if isinstance(comma.whitespace_after, cst.ParenthesizedWhitespace):
        plain = comma.whitespace_after.with_changes(
            first_line=cst.TrailingWhitespace(), empty_lines=[]
        )
        return comma.with_changes(whitespace_after=plain)
    return comma


def _has_comment(comma):
    after = getattr(comma, "whitespace_after", None)
    is_wide = isinstance(after, cst.ParenthesizedWhitespace)
    return is_wide and after.first_line.comment is not None


def find_calls(module):
    """The calls of anything the package offers, in the order of the file."""
    found = []
    for use in module.uses:
        depth = use.target_depth()
        if depth is None or depth != len(use.chain) - 1:
            continue
        parent = module.parents[use.chain[-1]]
        if isinstance(parent, cst.Call) and parent.func is use.chain[-1]:
            found.append(Call(parent, use.homes()))
        elif isinstance(parent, cst.Arg):
            around = module.parents[parent]
            is_call = isinstance(around, cst.Call) and around.args[0] is parent
            if is_call and called(around.func) == "partial":
                found.append(Call(around, use.homes(), parent))
    return found


def kind(module, node):
    """What sort of value an argument is, as far as its text tells.

    Returns:
        ``"bool"``, ``"int"``, ``"one"`` (1, which serves as a float as well), ``"float"``,
        ``"str"``, ``"None"``, ``"function"``, ``"dtype"``, or None where only running the program
        would tell. A name that is assigned once counts as what it is assigned.
    """
    if isinstance(node, cst.Name) and node.value in ("True", "False", "None"):
        return "None" if node.value == "None" else "bool"
    if isinstance(node, cst.Integer):
        return "one" if node.value == "1" else "int"
    if isinstance(node, cst.Float):
        return "float"
    if plain_string(node) is not None:
        return "str"
    if isinstance(node, cst.Lambda):
        return "function"
    meanings = module.resolver.meanings(node)
    if meanings and all(isinstance(m, str) for m in meanings):
        return "dtype" if meanings[0].rpartition(".")[2] in DTYPES else "function"
    if isinstance(node, cst.Name):
        return _assigned_kind(module, node)
    return None


DTYPES = ("float16", "bfloat16", "float32", "float64", "half", "double")


def _assigned_kind(module, name):
    bindings = module.resolver.bindings(name)
    if len(bindings) != 1 or not isinstance(getattr(bindings[0], "node", None), cst.Name):
        return None
    value = assigned_value(module.parents, bindings[0].node)
    return None if value is None or isinstance(value, cst.Name) else kind(module, value)
