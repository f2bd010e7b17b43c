"""cuDNN's layers of a checkpoint under the names that a model's parts look for."""

from dataclasses import dataclass, field, replace

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.candidates import find
from tf_contrib_rnn.checkpoint.cudnn.networks import (
    canonical_networks,
    canonical_path,
    matrix_networks,
    opaque_networks,
)
from tf_contrib_rnn.checkpoint.cudnn.stacks import stacks
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.explain import listed
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.sources import Stored


@dataclass
class Unfolded:
    """What became of a checkpoint's variables.

    Attributes:
        variables: the variables by name.
        scopes: the scope of each part that cuDNN's layers feed.
        names: what TF1's compatible cells call what they got, by the name of the stored array.
        warnings: what a reader of the report should know.
        reasons: for parts that nothing of cuDNN feeds, why not, as a clause.
    """

    variables: dict[str, Stored]
    scopes: dict[Part, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    reasons: dict[Part, str] = field(default_factory=dict)


def unfold(parts: list[Part], variables: dict[str, Stored], named: dict, title: str) -> Unfolded:
    """Gives the layers that cuDNN trained to the parts of a model that can run them.

    Parts that find their names in the checkpoint as they are need nothing and get nothing here.

    Args:
        parts: the parts of the model.
        variables: the variables of the checkpoint by name; those that a part gets are replaced
            by what it wants of them.
        named: the scopes the user named, by part.
        title: the name of the checkpoint.

    Raises:
        CheckpointError: if a choice is left, or a cell has a forget bias, which cuDNN has not.
    """
    result = Unfolded(variables)
    found = stacks(parts)
    if not found:
        return result
    plain = canonical_networks(variables) + matrix_networks(variables)
    vectors = opaque_networks(variables)
    waiting = [stack for stack in found if not _finds_itself(stack, variables, named)]
    pairs = [
        (stack, network)
        for stack in waiting
        for network in _fitting(stack, plain, vectors)
        if all(_answers(network, named[part]) for part in stack.parts if part in named)
    ]
    for stack, network in _decided(pairs, named, title):
        _check_forget_bias(stack, network, title)
        _give(stack, network, result)
    _explain(waiting, plain, vectors, result)
    return result


def _finds_itself(stack, variables, named):
    """Whether each part has a place of its own by name."""
    return all(
        any(
            one.fits and not one.outside and names.under(one.scope, named.get(part, ""))
            for one in find(part, variables)
        )
        for part in stack.parts
    )


def _fitting(stack, plain, vectors):
    """The networks of a stack's sizes, in the surest form there is.

    Beside the canonical variables, or the matrices, stands the buffer they were made of.
    """
    plain = [network for network in plain if network.fits(stack.sizes)]
    vectors = [network for network in vectors if network.fits(stack.sizes)]
    return plain or [one for one in vectors if _is_by_name(one)] or vectors


def _is_by_name(network):
    return names.leaf(network.name) == names.OPAQUE


def _answers(network, scope):
    """Whether a scope that the user named could mean a network."""
    return any(names.under(name, scope) for name in (network.name, *network.members))


def _decided(pairs, named, title):
    """Those pairs that leave no choice, once what the user named and what names say is settled."""
    for is_sure in (lambda stack, _: set(stack.parts) <= named.keys(), _share_a_name):
        sure = [pair for pair in pairs if is_sure(*pair)]
        sure = [pair for pair in sure if _rivals(pair, sure) == [pair]]
        pairs = [pair for pair in pairs if pair in sure or not any(_rivals(pair, sure))]
    for stack, network in pairs:
        if len(_rivals((stack, network), pairs)) > 1:
            raise _ambiguous(stack, network, pairs, title)
    return pairs


def _rivals(pair, pairs):
    """The pairs that share a part or a network with one."""
    stack, network = pair
    return [
        (other, its)
        for other, its in pairs
        if its is network or set(other.parts) & set(stack.parts)
    ]


def _share_a_name(stack, network):
    components = network.name.split("/")
    return any(name in components for part in stack.parts for name in part.scope_names)


def _ambiguous(stack, network, pairs, title):
    parts = [other.label for other, its in pairs if its is network]
    places = [its.name for other, its in pairs if other is stack]
    first = stack.parts[0].label
    return CheckpointError(
        f"cuDNN's layers {listed(places)} of {title!r} fit {listed(parts)}, and nothing tells them "
        f"apart; name one scope for each part, as in scopes={{{first!r}: {places[0]!r}}}."
    )


def _check_forget_bias(stack, network, title):
    for cell in stack.cells:
        if cell.forget_bias:
            raise CheckpointError(
                f"cuDNN, which has no forget bias, trained {network.name!r} of {title!r}, and a "
                f"cell of {cell.part.label!r} has forget_bias={cell.forget_bias:g}; build it with "
                "forget_bias=0.0."
            )


def _give(stack, network, result):
    today = {result.variables[name].name: name for name in network.members}
    for name in network.members:
        del result.variables[name]
    for part in stack.parts:
        result.scopes[part] = _scope(part, stack, network)
    for position, cell in enumerate(stack.cells):
        cell.form.assumed = {}
        for path, want in cell.wants.items():
            # Without it, a layer of Keras gets the forget bias of TF1's cell in its bias.
            want.pieces = tuple(replace(piece, shift=0.0) for piece in want.pieces)
            name = names.join(result.scopes[cell.part], want.paths[0])
            stored = network.stored(stack.sizes, position, path)
            result.variables[name] = stored
            canonical = names.join(network.root, canonical_path(stack.sizes, position, path))
            result.names[stored.name] = today.get(stored.name, canonical)
    if network.form == "opaque":
        result.warnings.append(
            f"{network.name} was taken apart as cuDNN's buffer of {stack.sizes}: unverified "
            "layout, no cuDNN has confirmed it; compare outputs before you rely on them"
        )


def _scope(part, stack, network):
    """The scope that, with the part's own paths, is where TF1's compatible cells would stand."""
    first = next(n for n, cell in enumerate(stack.cells) if cell.part is part)
    layer, _ = stack.sizes.places[first]
    own = names.parent(stack.cells[first].scope)
    if stack.sizes.directions == 2:
        place = f"stack_bidirectional_rnn/cell_{layer}/bidirectional_rnn/fw"
        root = network.root
    else:
        place = f"multi_rnn_cell/cell_{layer}"
        root = network.root if network.form == "canonical" else names.join(network.root, "rnn")
    place = names.join(root, place)
    for path in (own, own.partition("/")[2]):
        scope = names.scope_before(place, path) if path else None
        if scope is not None:
            return scope
    return names.parent(place) if names.leaf(own) == "fw" else place


def _explain(waiting, plain, vectors, result):
    """Says what of cuDNN there is where it is not of a part's sizes."""
    scopes = {network.scope for network in plain if network.form == "canonical"}
    unused = [network for network in plain if network.form == "matrices"]
    unused += [
        network
        for network in vectors
        if _is_by_name(network) and not scopes & {network.scope, names.parent(network.scope)}
    ]
    unused = [one for one in unused if set(one.members) <= result.variables.keys()]
    for stack in waiting:
        for network in unused if len(stack.parts) == 1 else []:
            if not network.fits(stack.sizes):
                result.reasons[stack.parts[0]] = (
                    f"{network.name!r} holds {network.holds} of cuDNN's, where {stack.sizes} have "
                    f"{network.needs(stack.sizes)}, so build the model with the sizes of the TF1 "
                    "model"
                )
