"""The notebook of the examples runs from its first cell to its last, in a kernel of its own."""

from __future__ import annotations

import json

import pytest

from tests.data import ROOT


@pytest.mark.filterwarnings("ignore")  # libraries of Jupyter warn of each other
def test_the_notebook_runs_and_shows_boards_pictures_and_frames():
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(ROOT / "examples" / "berlin_talks.ipynb", as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    shown = [cell.outputs[-1].data for cell in notebook.cells if cell.cell_type == "code"]
    assert len(shown) == 5
    assert all("text/html" in output or "image/svg+xml" in output for output in shown)
    assert "nato-pause" in json.dumps(shown[0])


def test_the_notebook_is_kept_without_outputs():
    notebook = json.loads((ROOT / "examples" / "berlin_talks.ipynb").read_text(encoding="utf-8"))
    assert [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"] == [[]] * 5
