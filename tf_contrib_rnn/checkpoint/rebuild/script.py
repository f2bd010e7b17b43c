"""What generated code does as a script, and from where it restores."""

import json
import os


def path_lines(source: str, form: str) -> list[str]:
    """The line of `PATH`: a path that holds from any folder, None for arrays in memory.

    Args:
        source: the prefix or path of the checkpoint.
        form: its format.
    """
    if form == "mapping":
        return ["PATH = None  # made from arrays in memory: a checkpoint or mapping of the same"]
    is_local = os.path.isdir(os.path.dirname(source) or ".")
    path = os.path.abspath(source) if is_local else source
    return [f"PATH = {json.dumps(path, ensure_ascii=False)}"]


def script_lines(form: str, has_map: bool, of_averages: bool = False) -> list[str]:
    """The end of the module.

    Args:
        form: the format of the checkpoint.
        has_map: whether there is a `MAP` beside `SCOPES`.
        of_averages: whether the arrays are moving averages.
    """
    options = (
        "scopes=SCOPES" + (", map=MAP" if has_map else "") + (", ema=True" if of_averages else "")
    )
    lines = ['if __name__ == "__main__":', "    model = build()"]
    if form == "mapping":
        lines += [
            "    if PATH is None:",
            '        raise SystemExit("set PATH to a checkpoint that holds the same arrays.")',
        ]
    lines += [f"    print(checkpoint.restore(model, PATH, {options}))", "    model.summary()", ""]
    return lines
