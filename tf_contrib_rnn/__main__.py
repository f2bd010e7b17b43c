"""``python -m tf_contrib_rnn`` is the command ``tf-contrib-rnn``."""

from tf_contrib_rnn.cli import main

if __name__ == "__main__":
    main()
