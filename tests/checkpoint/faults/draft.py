"""A checkpoint on its way to be spoilt, and the ways to spoil it by name."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Draft:
    """A checkpoint on its way to be spoilt.

    Attributes:
        architecture: the model it is for.
        generator: where the choices come from.
        contents: what will be written.
        expected: what each variable of the model must hold afterwards, by name.
        form: `"V2"` or `"V1"`.
        fails: whether there must be an error instead.
        options: further arguments of the restore.
        says: what the report must say.
    """

    architecture: object
    generator: np.random.Generator
    contents: dict
    expected: dict
    form: str = "V2"
    fails: bool = False
    options: dict = field(default_factory=dict)
    says: str = ""

    def pick(self, names=None):
        """One name of those given, or of the model's variables."""
        return str(self.generator.choice(sorted(names or self.expected)))

    @property
    def slots(self):
        return [name for name in self.contents if name.split("/")[-1].startswith("Adam")]

    @property
    def averages(self):
        return [name for name in self.contents if name.endswith("/ExponentialMovingAverage")]

    def in_unit(self):
        """The names of the recurrent unit's variables."""
        scope, _ = self.architecture.unit
        return [name for name in self.expected if name.startswith(f"{scope}/")]

    def move(self, old, new):
        self.contents[new] = self.contents.pop(old)


class Kinds(dict):
    """Functions that change a draft, by name."""

    def add(self, function):
        """Takes a function in; a decorator."""
        self[function.__name__] = function
        return function
