"""The notebook and the Quarto document of the examples run, each in a kernel of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import peacetrack as pt
from tests.data import ROOT

QMD = ROOT / "examples" / "board.qmd"


def executed(notebook: Any, folder: Path) -> list[Any]:
    """Run a notebook as Jupyter and Quarto do; return what its code cells show."""
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    nbclient.NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(folder)}}).execute()
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.filterwarnings("ignore")  # libraries of Jupyter warn of each other
def test_the_notebook_runs_and_shows_boards_pictures_and_frames():
    nbformat = pytest.importorskip("nbformat")
    notebook = nbformat.read(ROOT / "examples" / "berlin_talks.ipynb", as_version=4)
    shown = [outputs[-1].data for outputs in executed(notebook, ROOT)]
    assert len(shown) == 5
    assert all("text/html" in output or "image/svg+xml" in output for output in shown)
    assert "nato-pause" in json.dumps(shown[0])


@pytest.mark.filterwarnings("ignore")
def test_the_cells_of_the_quarto_document_run_and_show_a_brief_and_a_board(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    with pt.open(tmp_path / "talks.db") as talks:
        talks.extend(pt.open(ROOT / "seeds" / "berlin-2025-12").entries())
    text = QMD.read_text(encoding="utf-8")
    cells = re.findall(r"^```\{python\}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`\{python\} (.+?)`", text)
    code = [nbformat.v4.new_code_cell(cell) for cell in (*cells, *inline)]
    opening, brief, board, known = executed(nbformat.v4.new_notebook(cells=code), tmp_path)
    assert opening == []
    assert "a red line of Ukraine" in brief[-1].data["text/html"]
    assert "<svg" in board[-1].data["image/svg+xml"]
    assert known[-1].data["text/plain"] == "4"


def test_the_quarto_document_says_what_it_is_and_stands_on_the_page_of_other_tools():
    yaml = pytest.importorskip("yaml")
    text = QMD.read_text(encoding="utf-8")
    _, header, _ = text.split("---\n", 2)
    assert yaml.safe_load(header) == {
        "title": "Where the talks stand",
        "format": "html",
        "jupyter": "python3",
        "execute": {"echo": False},
    }
    page = (ROOT / "docs" / "how-to" / "use-with-other-tools.md").read_text(encoding="utf-8")
    assert f"````text\n{text}````" in page


def test_the_notebook_is_kept_without_outputs():
    notebook = json.loads((ROOT / "examples" / "berlin_talks.ipynb").read_text(encoding="utf-8"))
    assert [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"] == [[]] * 5
