import tempfile

import pytest

from tests.hardening.failures import contents


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder; beside it the one for temporary files, which is empty at the end."""
    temporary, folder = tmp_path / "temporary", tmp_path / "place"
    temporary.mkdir()
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield folder
    monkeypatch.undo()
    assert contents(temporary) == {}
