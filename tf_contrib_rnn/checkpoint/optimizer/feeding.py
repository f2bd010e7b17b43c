"""What an optimizer of Keras gets from a checkpoint, found without touching anything."""

from tf_contrib_rnn.checkpoint import explain
from tf_contrib_rnn.checkpoint.averages import choose_averages
from tf_contrib_rnn.checkpoint.errors import CheckpointError, graph_errors
from tf_contrib_rnn.checkpoint.graph import Graph
from tf_contrib_rnn.checkpoint.kept import in_tensorflow
from tf_contrib_rnn.checkpoint.names import canonical
from tf_contrib_rnn.checkpoint.optimizer import places
from tf_contrib_rnn.checkpoint.optimizer.applied import applied, set_by_rows
from tf_contrib_rnn.checkpoint.optimizer.exactness import check_exact
from tf_contrib_rnn.checkpoint.optimizer.giving import AVERAGE, Fed, Feeding
from tf_contrib_rnn.checkpoint.optimizer.groups import choose
from tf_contrib_rnn.checkpoint.optimizer.kinds import MOMENTUM, kinds_of
from tf_contrib_rnn.checkpoint.optimizer.settings import RATE, Settings, find_settings
from tf_contrib_rnn.checkpoint.optimizer.spelling import Spelled
from tf_contrib_rnn.checkpoint.optimizer.steps import steps_taken


def feeding(optimizer, target, pairs, contents, opened, partial) -> Feeding:
    """Finds out what an optimizer of Keras gets from a checkpoint, without touching anything.

    Args:
        optimizer: the optimizer, or `{its name in the checkpoint: the optimizer}`.
        target: the model, layer or cell that it trains.
        pairs: each `Want` of the model with the name of its variable in the checkpoint.
        contents: the arrays of the checkpoint, sorted.
        opened: the checkpoint.
        partial: whether variables without slots may begin anew.

    Raises:
        CheckpointError: if the optimizer is of the wrong class, or slots are missing, of several
            optimizers or of the wrong shape.
    """
    title = opened.title
    key, optimizer = places.named(optimizer)
    trained = list(target.trainable_variables)
    ids = {id(variable) for variable in trained}
    pairs = _once([(w, n) for w, n in pairs if ids & {id(v) for v in w.variables}], title)
    known = [contents.variables[name] for name in pairs if name in contents.variables]
    files = {canonical(stored.name) for stored in known} | set(pairs)
    facts, by_rows, broken = _facts(opened)
    facts = [fact for fact in facts if fact.variable in files]
    kinds = kinds_of(optimizer)
    slots = contents.slots_of_variables()
    group = choose(slots, set(pairs), kinds, facts, key, title)
    if group is None and not (MOMENTUM in kinds and not optimizer.momentum):
        raise CheckpointError(
            f"{title!r} holds no slots of an optimizer for the model's variables"
            + (f", only {explain.listed((s.name for s in slots), 2)}" if slots else "")
            + "; restore without optimizer=."
        )
    settings = Settings()
    if group:
        settings = find_settings(group.kind, optimizer, group.facts, _reader(contents), title)
    betas = {name: settings.value(optimizer, name) for name in ("beta_1", "beta_2")}
    steps = steps_taken(contents.counters, group, betas, key, title)
    spelled = Spelled(group.title, group.number, steps.power) if group else None
    notes = broken + _notes(group, trained, by_rows)
    made = Feeding(
        optimizer, target, trained, group and group.kind, spelled, [], [], settings, steps, notes
    )
    if group:
        rate = settings.value(optimizer, RATE)
        check_exact(group.kind, optimizer, pairs.values(), rate)
        _check_momentum(made)
        _find_slots(made, group, pairs, partial, title)
    if getattr(optimizer, "use_ema", False):
        averages = choose_averages(contents, True, title)
        made.slots += [Fed(pairs[name], AVERAGE, averages.of(name, title)) for name in pairs]
    return made


def _once(pairs, title):
    """The wants by name, where none shares its array with another."""
    shared = [name for name in {name for _, name in pairs} if [n for _, n in pairs].count(name) > 1]
    if shared:
        raise CheckpointError(
            f"{title!r} keeps one array, {shared[0]!r}, where the model trains several variables, "
            "which would part company; restore without optimizer=."
        )
    return {name: want for want, name in pairs}


def _facts(opened):
    """What the graph applies, what it sets by rows, and why it says nothing if it is damaged."""
    try:
        if opened.graph_def is None:
            return [], set(), []
        with graph_errors(opened.title, "set the optimizer's numbers by hand"):
            graph = Graph(opened.graph_def)
            return applied(graph), set_by_rows(graph), []
    except CheckpointError as error:
        return [], set(), [str(error)]


def _reader(contents):
    stored = {canonical(one.name): one for one in contents.variables.values()}

    def read(name):
        one = stored.get(name)
        return float(one.read()) if one is not None and not one.shape else None

    return read


def _find_slots(made, group, pairs, partial, title):
    unused = made.kind.name == "RMSProp" and not made.settings.value(made.optimizer, "momentum")
    for name, want in pairs.items():
        if name not in group.slots:
            made.missing.append(want)
            continue
        for role, slot in zip(group.kind.slots, group.slots[name], strict=True):
            if slot.stored.shape != want.shape or "float" not in slot.stored.dtype:
                raise CheckpointError(
                    f"the slot {slot.stored.name!r} of {title!r} is {slot.stored.dtype} "
                    f"{list(slot.stored.shape)}, expected floating numbers of its variable's shape "
                    f"{list(want.shape)}; restore without optimizer=, or from a sound checkpoint."
                )
            if not (unused and role == "momentum"):
                made.slots.append(Fed(want, role, slot.stored))
    if made.missing and not partial:
        raise CheckpointError(
            f"{title!r} holds no slots of {group.title!r} for "
            f"{explain.listed((name for name in pairs if name not in group.slots), 12)}, which the "
            "model trains; set trainable=False where TF1 did not train them, or pass partial=True "
            "to let their slots begin anew."
        )


def _check_momentum(made):
    if made.kind is MOMENTUM and not made.settings.value(made.optimizer, "momentum"):
        raise CheckpointError(
            "the slots are those of Momentum, and optimizer= has momentum 0; pass a "
            "keras.optimizers.SGD with the momentum of the TF1 program."
        )


def _notes(group, trained, by_rows):
    notes = []
    taken = [slots[0] for slots in group.slots.values()] if group else []
    lazy = [s.variable for s in taken if by_rows & {canonical(s.stored.name), s.name}]
    if lazy:
        notes.append(
            f"TF1's LazyAdam leaves the rows of {explain.listed(lazy)} alone that a step does not "
            "use, Keras moves all"
        )
    tables = [variable.path for variable in trained if variable.name == "embeddings"]
    adds = group is None or group.kind is MOMENTUM
    if tables and not adds and in_tensorflow():
        notes.append(
            f"where a step uses a row of {explain.listed(tables)} twice, Keras squares its two "
            "gradients one by one, TF1 their sum; hand the optimizer dense gradients "
            "(tf.convert_to_tensor) for TF1's numbers"
        )
    if group and group.kind is MOMENTUM:
        notes.append("change learning_rate only before a restore: Keras keeps it in the slot")
    sparse = [fact.variable for fact in (group.facts if group else ()) if fact.is_sparse]
    if sparse and group.kind.name in ("Momentum", "RMSProp", "Adadelta", "Ftrl"):
        notes.append(
            f"TF1 changes only those rows of {explain.listed(sparse)} that a step uses, Keras all"
        )
    return notes
