"""The names of an optimizer's arrays in a checkpoint."""

from dataclasses import dataclass

from tf_contrib_rnn.checkpoint import names

SPELLED = "_tf1_spelled"  # at an optimizer that was restored


@dataclass(frozen=True)
class Spelled:
    """How an optimizer's arrays are called.

    Attributes:
        title: the name of its first slot without the variable: `"train/Adam"`, `"Adam_2"`.
        number: its number among the optimizers of that name.
        power: the name of its beta1_power; "" for that beside the slots.
    """

    title: str
    number: int = 0
    power: str = ""

    def slots(self, variable: str, count: int) -> list[str]:
        """The names of the slots of a variable."""
        owner = names.leaf(self.title)
        if self.number:
            owner = owner.removesuffix(f"_{self.number * count}")
        scope = names.join(names.parent(self.title), variable)
        indices = range(self.number * count, (self.number + 1) * count)
        return [f"{scope}/{owner}" + (f"_{index}" if index else "") for index in indices]

    def powers(self, powers) -> list[str]:
        """The names of its powers of beta."""
        number = f"_{self.number}" if self.number else ""
        first = self.power or names.join(names.parent(self.title), f"beta1_power{number}")
        return [names.join(names.parent(first), names.leaf(first).replace("beta1_power", power))
                for power in powers]  # fmt: skip
