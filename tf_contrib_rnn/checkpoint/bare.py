"""Variables that TF1 code made by hand: `Variable_1`, `softmax_w`, `W_out` and `b_out`.

A leaf may tell a role and whose it is: `softmax_w` is the kernel of `softmax`, `b_2` the bias of
`2`. One that tells neither (`Variable_3`) is known by its shape alone.
"""

import re

from tf_contrib_rnn.checkpoint import names

_KERNEL = r"w|weights?|kernel|matrix|mat"
_BIAS = r"b|bias(es)?|offset"
_END = re.compile(rf"((?P<owner>.+)_)?(?P<role>{_KERNEL}|{_BIAS})_?(?P<number>\d*)", re.IGNORECASE)
_START = re.compile(rf"(?P<role>{_KERNEL}|{_BIAS})_(?P<owner>.+)", re.IGNORECASE)
_ROLES = ("kernel", "bias")


def told(name: str) -> tuple[str, str] | None:
    """The owner and the role (`"kernel"` or `"bias"`) that a bare name tells, or None.

    Args:
        name: the name of a variable.
    """
    leaf = names.leaf(name)
    match = _END.fullmatch(leaf) or _START.fullmatch(leaf)
    if not match:
        return None
    owner = "_".join(filter(None, [match["owner"], match.groupdict().get("number")]))
    is_bias = re.fullmatch(_BIAS, match["role"], re.IGNORECASE)
    return names.join(names.parent(name), owner), _ROLES[bool(is_bias)]


def pairs(variables: dict) -> dict[str, dict[str, str]]:
    """{owner: {role: name}} of kernels and biases that belong together by their names."""
    found = {}
    for name in variables:
        owner, role = told(name) or ("", "")
        if role:
            found.setdefault(owner, {})[role] = name
    return {owner: its for owner, its in found.items() if len(its) == len(_ROLES)}


def nameless(part, variables: dict) -> dict | None:
    """{want: name} of a layer whose TF1 code made bare variables.

    Either each weight has exactly one array of its shape among the variables without a role of
    their own, all in one scope, or one kernel and bias belong together by their names.

    Args:
        part: a layer's part.
        variables: the variables of the checkpoint that nothing else has taken, by name.
    """
    bare = {name: stored for name, stored in variables.items() if is_bare(name)}
    found = {want: fitting(want, bare) for want in part.wants}
    scopes = {names.parent(one) for its in found.values() for one in its}
    if all(len(its) == 1 for its in found.values()) and len(scopes) == 1:
        alone = {want: its[0] for want, its in found.items()}
        if len(set(alone.values())) == len(alone):
            return alone
    roles = {want.paths[0]: want for want in part.wants}
    if set(roles) != set(_ROLES):
        return None
    options = {
        owner: its
        for owner, its in pairs(bare).items()
        if all(variables[its[role]].shape == want.shape for role, want in roles.items())
    }
    named = [owner for owner in options if names.leaf(owner) in part.scope_names]
    best = named if len(named) == 1 else list(options)
    return {roles[role]: options[best[0]][role] for role in _ROLES} if len(best) == 1 else None


def is_bare(name: str) -> bool:
    """Whether a name tells no role that a layer of its own scope has."""
    return names.leaf(name) not in names.ROLES and not names.in_cell(name)


def fitting(want, variables: dict) -> list[str]:
    """The names of the arrays of a want's shape."""
    return [name for name, stored in variables.items() if stored.shape == want.shape]
