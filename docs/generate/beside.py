"""Pages of the site that lie elsewhere in the repository: the notebooks."""


def notebooks(root):
    """{file: text} of the notebooks, with the results that they hold."""
    found = {}
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        text = path.read_text(encoding="utf-8").replace("](../docs/", "](../../")
        found[f"notebooks/{path.name}"] = text
    return found


def to_notebooks(text):
    """A page whose links to notebooks in the repository lead to those in the site."""
    return text.replace("](../notebooks/", "](reference/notebooks/")
