"""Pages of the site that lie elsewhere in the repository: the changelog and the notebooks."""


def changelog(root):
    """{file: text} of the changelog."""
    path = root / "CHANGELOG.md"
    return {"changelog.md": path.read_text(encoding="utf-8")} if path.exists() else {}


def notebooks(root):
    """{file: text} of the notebooks, with the results that they hold."""
    found = sorted((root / "notebooks").glob("*.ipynb"))
    return {f"notebooks/{path.name}": path.read_text(encoding="utf-8") for path in found}
