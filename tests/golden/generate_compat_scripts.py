"""Write the goldens of tests/cases/compat/scripts: what TF 1.15.5 makes of each script.

Each script trains for 5 steps, and from its checkpoint for 3 more. Needs Python 3.7 with
tensorflow 1.15.5 and numpy. With --back FOLDER it goes on from the checkpoints FOLDER/<script>
that TF 2 wrote under the hook, and demands the same numbers.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import _write  # noqa: E402

COMMAND = "python tests/golden/generate_compat_scripts.py --write"
SCRIPTS = os.path.join(os.path.dirname(HERE), "cases", "compat", "scripts")
FOLDER = os.path.join(HERE, "compat_scripts")
NAMES = ("char_rnn", "next_frame", "tagger")
BEFORE, AFTER = 5, 3
OUTPUTS = {"char_rnn": None, "next_frame": "logits", "tagger": "tagger/logits"}


def run(name, folder, steps, restore=""):
    """Run a script and return the arrays it wrote."""
    subprocess.check_call(
        [sys.executable, os.path.join(SCRIPTS, name + ".py"), "--save_dir=" + folder,
         "--steps=%d" % steps, "--restore=" + restore], stderr=subprocess.DEVNULL)
    with np.load(os.path.join(folder, "results.npz")) as arrays:
        return {key: arrays[key] for key in arrays.files}


def settle(path, output):
    """Write a .meta again without what only import reads; with `output`, the way to it alone."""
    with open(path, "rb") as stream:
        whole = tf.MetaGraphDef.FromString(stream.read())
    kept, graph = tf.MetaGraphDef(), whole.graph_def
    kept.graph_def.CopyFrom(
        graph if output is None else tf.graph_util.extract_sub_graph(graph, [output]))
    for node in kept.graph_def.node:
        node.attr.pop("_output_shapes", None)
        text = node.attr["value"].tensor.string_val
        if list(text) and text[0].startswith(b"_temp_"):
            text[0] = b"_temp/part"  # TF1 puts a random number here
        if not node.attr["value"].WhichOneof("value"):
            del node.attr["value"]
    _write.write(path, kept.SerializeToString(deterministic=True))


def make(name, folder):
    """Train, keep the checkpoint, and train on."""
    arrays = run(name, folder, BEFORE)
    prefix = os.path.join(folder, "model.ckpt-%d" % BEFORE)
    more = os.path.join(folder, "more")
    arrays.update(("more/" + key, value) for key, value in run(name, more, AFTER, prefix).items()
                  if key in ("losses", "outputs"))
    reader = tf.train.load_checkpoint(os.path.join(more, "model.ckpt-%d" % (BEFORE + AFTER)))
    for key in sorted(reader.get_variable_to_shape_map()):
        arrays["more/variables/" + key] = reader.get_tensor(key)
    shutil.rmtree(more)
    settle(prefix + ".meta", OUTPUTS[name])
    for file in ("results.npz", "checkpoint"):
        os.remove(os.path.join(folder, file))
    _write.write(os.path.join(folder, "golden.npz"),
                 _write.npz_bytes({key: arrays[key] for key in sorted(arrays)}))
    return arrays


def go_back(name, folder, back):
    """Go on from a checkpoint of TF 2, and demand the numbers of TF 1.15.5."""
    prefix = os.path.join(back, name, "model.ckpt-%d" % BEFORE)
    found = run(name, folder, AFTER, prefix)
    with np.load(os.path.join(FOLDER, name, "golden.npz")) as golden:
        for key in ("losses", "outputs"):
            np.testing.assert_allclose(found[key], golden["more/" + key], 2e-6, 2e-6)
    print("%s goes on from %s" % (name, prefix), flush=True)


def main():
    """Run the scripts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--back", metavar="FOLDER", help="checkpoints of TF 2, <script> in each")
    options = parser.parse_args()
    for name in NAMES:
        target = tempfile.mkdtemp()
        if options.back:
            go_back(name, target, os.path.abspath(options.back))
        else:
            print(name, make(name, target)["losses"], flush=True)
            if options.write:
                shutil.rmtree(os.path.join(FOLDER, name), ignore_errors=True)
                shutil.copytree(target, os.path.join(FOLDER, name))
        shutil.rmtree(target)
    if options.write:
        path = os.path.join(HERE, "manifest_compat_scripts.json")
        print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))


if __name__ == "__main__":
    main()
