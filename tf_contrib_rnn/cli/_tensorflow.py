"""TensorFlow without the log it writes while it starts."""

import faulthandler
import importlib
import os
import sys
import tempfile


def import_tensorflow():
    """Imports TensorFlow, keeping the lines on CPU and GPU it writes meanwhile off stderr.

    TensorFlow writes some of them before it looks at ``TF_CPP_MIN_LOG_LEVEL``, so stderr itself
    points elsewhere until the import is over. A failed import shows them; one that kills the
    process shows where.

    Raises:
        MissingPackageError: when it is not installed.
    """
    importlib.import_module("tf_contrib_rnn._needs").need_tensorflow("the command")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    watched = faulthandler.is_enabled()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as log, os.fdopen(os.dup(2), "wb", buffering=0) as stderr:
        if not watched:
            faulthandler.enable(stderr)
        os.dup2(log.fileno(), 2)
        try:
            importlib.import_module("tensorflow")
        except BaseException:
            log.seek(0)
            stderr.write(log.read())
            raise
        finally:
            os.dup2(stderr.fileno(), 2)
            if not watched:
                faulthandler.disable()
