"""Rewrites TensorFlow 1 sources to use the package: Python files and notebooks.

It reads and writes text; neither TensorFlow nor the rest of the package takes part.
"""

from .run import rewrite_text, upgrade

__all__ = ["rewrite_text", "upgrade"]
