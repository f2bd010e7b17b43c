"""Executes the notebooks: `python -m tests.notebooks.execute` stores in them what came out.

Names of notebooks may follow, to execute only these; `--into FOLDER` leaves the notebooks as they
are and writes the executed ones there.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
SECONDS = 120  # what a cell may take
# What TensorFlow logs of its start before it looks at TF_CPP_MIN_LOG_LEVEL.
LOG = re.compile(r"(WARNING: All log messages before absl|I\d{4} [\d:.]+ +\d+ [\w.]+:\d+\]).*\n?")


def environment(scratch):
    """What a kernel is started with: no settings of whoever runs it, temporary files in scratch."""
    own = {
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": str(ROOT / "tests" / "keras_home"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "IPYTHONDIR": str(scratch / "ipython"),
        "TMPDIR": str(scratch),
        "PYTHONPATH": _before(ROOT, "PYTHONPATH"),
        "PATH": _before(Path(sys.executable).parent, "PATH"),
    }
    return {key: value for key, value in os.environ.items() if key != "MPLBACKEND"} | own


def _before(folder, variable):
    return os.pathsep.join(filter(None, [str(folder), os.environ.get(variable)]))


def executed(name):
    """The notebook of a name after all its cells have run, in a copy of the folder.

    Raises:
        CellExecutionError: where a cell fails.
        ValueError: where one writes to standard error, or a file beside the notebook.
    """
    from matplotlib import font_manager  # noqa: F401, a kernel would say that it lists the fonts
    from nbclient import NotebookClient

    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        place, scratch = Path(folder) / "notebooks", Path(folder) / "scratch"
        shutil.copytree(FOLDER / "data", place / "data")
        scratch.mkdir()
        before = _files(place)
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            coalesce_streams=True,
            record_timing=False,
            resources={"metadata": {"path": str(place)}},
        )
        client.execute(env=environment(scratch))
        drop_log(notebook)
        said = warnings(notebook)
        said += [f"it wrote {path}" for path in sorted(_files(place) - before)]
    if said:
        told = "\n".join(said)
        raise ValueError(f"expected no warnings of {name} and no files, received:\n{told}")
    return tidy(notebook)


def _files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def drop_log(notebook):
    """Takes out of the outputs what TensorFlow logs of its start."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                output.text = LOG.sub("", output.text)
        if "outputs" in cell:
            cell.outputs = [one for one in cell.outputs if one.get("text") != ""]


def warnings(notebook):
    """What the cells wrote to standard error."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.text for output in outputs if output.get("name") == "stderr"]


def tidy(notebook):
    """The notebook without what tells the machine it ran on."""
    notebook.metadata.language_info.pop("version", None)
    return notebook


def main(arguments=None):
    """Executes the notebooks that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", default=NAMES, metavar="NAME")
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="FOLDER")
    given = parser.parse_args(arguments)
    for name in given.names:
        print(f"Executing {name}", flush=True)
        nbformat.write(executed(Path(name).stem), given.into / f"{Path(name).stem}.ipynb")


if __name__ == "__main__":
    main()
