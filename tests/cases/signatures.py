"""The symbols of TF 1.15.5 as data: what they are, and their arguments with the defaults.

`signatures.json` is written by tests/golden/generate_signatures.py.
"""

import collections
import io
import json
import os

REQUIRED = "required"

_PATH = os.path.join(os.path.dirname(__file__), "signatures.json")
with io.open(_PATH, encoding="utf-8") as stream:
    _RECORDED = json.load(stream, object_pairs_hook=collections.OrderedDict)

EXPORTED = _RECORDED["tf.contrib.rnn"]
SYMBOLS = _RECORDED["symbols"]
SIGNATURES = collections.OrderedDict(
    (name, symbol["arguments"]) for name, symbol in SYMBOLS.items())
CELLS = [name for name, symbol in SYMBOLS.items() if symbol["kind"] == "cell"]
