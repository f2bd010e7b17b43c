"""Sphinx: how the pages of this folder become a site. `make docs` builds it."""

import sys
from pathlib import Path

from sphinx.errors import ExtensionError

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]  # the package and tests/cases; docs/generate

from generate import beside, links, write_pages  # noqa: E402

project = "tf_contrib_rnn"
author = "the authors of tf_contrib_rnn"
copyright = author
release = version = __import__("tf_contrib_rnn").__version__

extensions = ["myst_nb"]
exclude_patterns = ["_build", "generate"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # a test executes the notebooks; the site shows what it left in them

html_theme = "furo"
html_title = f"tf_contrib_rnn {version}"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_static_path = ["static"]
html_css_files = ["tables.css"]
pygments_style = "tango"
pygments_dark_style = "monokai"


def setup(app):
    """Writes the generated pages before Sphinx looks which there are; checks the links it made."""
    app.connect("config-inited", lambda *_: write_pages(HERE))
    app.connect("source-read", turn_links)
    app.connect("build-finished", check_links)


def turn_links(app, name, source):
    """Leads to pages of the site what leads to the notebooks in the repository."""
    if not name.startswith("reference/"):
        source[0] = beside.to_notebooks(source[0])


def check_links(app, failure):
    """Fails the build where a link leads to no page or no anchor of it."""
    if failure is None and (found := links.broken(Path(app.outdir))):
        raise ExtensionError("Expected links that lead somewhere, received:\n" + "\n".join(found))
