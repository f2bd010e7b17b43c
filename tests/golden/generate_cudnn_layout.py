"""Write what PyTorch and JAX, which hand their weights to cuDNN, make of such weights on a CPU.

    python tests/golden/generate_cudnn_layout.py torch    in an environment with PyTorch
    python tests/golden/generate_cudnn_layout.py jax      in one with JAX

`cudnn_layout/torch.npz` has the outputs for the matrices of `cudnn/`, gates in their order;
`cudnn_layout/jax.npz` the outputs for opaque buffers of LSTMs, which JAX takes apart itself.
"""

import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "cudnn_layout")
CLASSES = {"lstm": ("LSTM", {}), "gru": ("GRU", {}), "tanh": ("RNN", {}),
           "relu": ("RNN", {"nonlinearity": "relu"})}


def by_torch():
    """Run the matrices of every golden in PyTorch's own layers."""
    import torch

    for file in sorted(os.listdir(os.path.join(HERE, "cudnn"))):
        name = file.partition(".")[0]
        mode, _, direction = name.partition("_")
        golden = np.load(os.path.join(HERE, "cudnn", file))
        matrices = [golden[key] for key in sorted(golden) if key.startswith("matrices/")]
        directions = 2 if direction == "bidirectional" else 1
        gates = {"lstm": 4, "gru": 3}.get(mode, 1)
        weights, biases = matrices[:len(matrices) // 2], matrices[len(matrices) // 2:]
        made, options = CLASSES[mode]
        layers = len(weights) // (2 * gates * directions)
        layer = getattr(torch.nn, made)(
            golden["inputs"].shape[-1], weights[0].shape[0], layers,
            bidirectional=directions == 2, **options)
        state = {}
        for number in range(0, len(weights), gates):
            cell, is_recurrent = divmod(number // gates, 2)
            side = "_reverse" if cell % directions else ""
            suffix = "%s_l%d%s" % ("hh" if is_recurrent else "ih", cell // directions, side)
            for kind, arrays in (("weight", weights), ("bias", biases)):
                array = np.concatenate(arrays[number:number + gates])
                state["%s_%s" % (kind, suffix)] = torch.tensor(array)
        layer.load_state_dict(state)
        outputs = layer(torch.tensor(golden["inputs"]))[0].detach().numpy()
        print("%s %.1e from TF 1.15.5" % (name, np.abs(outputs - golden["outputs"]).max()))
        yield name, outputs


def by_jax():
    """Run buffers through JAX's reference of cuDNN's LSTM, which unpacks them."""
    import jax.numpy as jnp
    from jax.experimental import rnn

    for layers, is_sided in ((1, False), (3, False), (1, True), (3, True)):
        depth, units, batch, steps = 3, 5, 2, 4
        sizes = {"input_size": depth, "hidden_size": units, "num_layers": layers,
                 "bidirectional": is_sided}
        generator = np.random.RandomState(2 * layers + is_sided)
        buffer = generator.normal(0, 0.4, rnn.get_num_params_in_lstm(**sizes)).astype(np.float32)
        inputs = generator.normal(0, 1, (batch, steps, depth)).astype(np.float32)
        state = jnp.zeros((layers * (1 + is_sided), batch, units))
        parts = rnn.unpack_lstm_weights(jnp.asarray(buffer), **sizes)
        lengths = jnp.full(batch, steps, jnp.int32)
        outputs = rnn.lstm_ref(inputs, state, state, *parts, lengths, depth, units, layers, 0.0,
                               is_sided)[0]
        name = "%d_%s" % (layers, "bidirectional" if is_sided else "unidirectional")
        arrays = {"buffer": buffer, "inputs": inputs.swapaxes(0, 1),
                  "outputs": np.asarray(outputs).swapaxes(0, 1)}
        for key, array in arrays.items():
            yield "%s/%s" % (name, key), array


if __name__ == "__main__":
    found = dict({"torch": by_torch, "jax": by_jax}[sys.argv[1]]())
    os.makedirs(FOLDER, exist_ok=True)
    np.savez_compressed(os.path.join(FOLDER, "%s.npz" % sys.argv[1]), **found)
