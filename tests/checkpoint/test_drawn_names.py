"""Scopes that users may have chosen, and names of noise, change nothing that is not old."""

import random

import pytest

from tests.checkpoint.old_names import OLD, TODAY, entries_of, of_version
from tests.old_checkpoints import files
from tf_contrib_rnn.checkpoint import CheckpointError, names
from tf_contrib_rnn.checkpoint.sources import open_source

# Scopes that users may choose, called like everything the grammar knows.
SCOPES = """
    W_0 W_1 B Cell0 cell_0 weights biases kernel RNN rnn Rnn Linear Matrix Gates
    MultiRNNCell multi_rnn_cell LSTMCell lstm_cell GRUCell GRUBlockCell nas_rnn
    lstm_block_wrapper FW BW BiRNN Layer0 StackRNN Attention AttnW embedding
    EmbeddingWrapper output_projection_wrapper Adam part_0 part_1 tower_0 Model model
    decoder attention_wrapper Attention_Wrapper train x W
""".split()
FUNCTIONS = ("RNN", "BiRNN", "FW", "BW", "Cell0", "MultiRNNCell", "StackRNN", "Layer0")


def drawn(draw, beside=""):
    """Scopes of a user, the last of which no function made of what follows."""
    scopes = [draw.choice(SCOPES) for _ in range(draw.randint(1, 4))]
    while scopes[-1] in FUNCTIONS:
        scopes[-1] = draw.choice(SCOPES)
    pairs = zip(scopes, [*scopes[1:], beside], strict=True)
    made = {("MultiRNNCell", "Cell0"), ("BiRNN", "FW"), ("BiRNN", "BW"), ("StackRNN", "Layer0")}
    return "/".join(scopes) if not made & set(pairs) else drawn(draw, beside)


@pytest.mark.parametrize(("version", "name"), OLD)
def test_scopes_of_users_stay_as_they_are(version, name):
    entries = of_version(version, name)
    new = {one.name: key for key, one in names.modern(entries).items()}
    draw = random.Random(f"{version} {name}")
    for _ in range(5):
        scope = drawn(draw)
        around = {f"{scope}/{key}": one for key, one in entries.items()}
        found = {one.name: key for key, one in names.modern(around).items()}
        assert found == {old: f"{scope}/{key}" for old, key in new.items()}


@pytest.mark.parametrize("path", TODAY, ids=lambda path: path.parent.name)
def test_scopes_of_users_around_names_of_today(path):
    entries, draw = open_source(path).entries, random.Random(path.parent.name)
    for _ in range(5):
        scope = drawn(draw)
        around = {f"{scope}/{names.canonical(key)}": one for key, one in entries.items()}
        assert dict(names.modern(around)) == around


WORDS = [*SCOPES, "BasicLSTMCell", "Bias", "W_P_0", "W_F_diag", "gates", "Candidate", "AttnV_0"]
WORDS += ["InputProjectionWrapper", "Attention_0", "group0", "projection", "wci", "biased", ""]


def mutated(draw, version, name):
    """An old name, some components of which are others, gone or new."""
    components = draw.choice(list(files.variables(version, name))).split("/")
    for _ in range(draw.randint(0, 3)):
        place = draw.randrange(len(components) + 1)
        components[place : place + draw.randint(0, 1)] = draw.choices(WORDS, k=draw.randint(0, 1))
    return "/".join(components)


@pytest.mark.parametrize("seed", range(200))
def test_no_array_is_lost(seed):
    draw = random.Random(seed)
    made = {mutated(draw, *draw.choice(OLD)) for _ in range(30)}
    made |= {f"{name}/{draw.choice(WORDS)}" for name in draw.sample(sorted(made), 10)}
    try:
        found = names.modern(entries_of(*sorted(made), shape=(draw.choice([1, 2]), 2)))
    except CheckpointError as error:
        assert "both what TF 1.15.5 would call" in str(error)
        return
    kept = sorted(name for one in found.values() for name in names.names_in_file(one))
    assert kept == sorted(made)
    for reading in names.readings(found, found.translation, draw.sample(sorted(found), 5)):
        assert set(reading.of(found)) != set(found)
