"""NASCell: with and without bias and projection."""

from ._case import shared, varied

OPTIONS = {"num_units": 5, "num_proj": 2, "use_bias": True}

CASES = varied("nas_cell", "NASCell", {"num_units": 5}, OPTIONS, "nas") + shared(
    "nas_cell", "NASCell", {"num_units": 5, "use_bias": True}, "nas")
