"""Names for layers and variables of the generated code."""

import builtins
import keyword
import re

_TAKEN = {"PATH", "SCOPES", "MAP", "build", "checkpoint", "functools", "keras", "model", "rnn"}


class Identifiers:
    """Names already given; each is given once."""

    def __init__(self):
        self._given = {*_TAKEN, *keyword.kwlist, *dir(builtins)}

    def unique(self, wish: str) -> str:
        """A scope as an identifier, with a number where that is taken.

        Args:
            wish: the scope, or any text.
        """
        text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", wish)
        text = re.sub(r"\W+", "_", text).strip("_").lower() or "network"
        text = f"x{text}" if text[0].isdigit() else text
        name, number = text, 1
        while name in self._given:
            name, number = f"{text}_{number}", number + 1
        self._given.add(name)
        return name
