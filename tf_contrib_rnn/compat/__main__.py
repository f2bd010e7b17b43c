"""`python -m tf_contrib_rnn.compat script.py [arguments]` runs a script of TensorFlow 1."""

import os
import runpy
import sys

from tf_contrib_rnn.compat import install

_USAGE = "python -m tf_contrib_rnn.compat expects a script, received {}: name a file of Python."


def main():
    """Runs the script as `python script.py [arguments]` would, with the hook installed."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__, file=sys.stdout if arguments else sys.stderr)
        sys.exit(0 if arguments else 2)
    script = arguments[0]
    if not os.path.isfile(script):
        print(_USAGE.format(repr(script)), file=sys.stderr)
        sys.exit(2)
    install()
    sys.argv = arguments
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
