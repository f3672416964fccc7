"""What `import peacetrack as pt` gives: the public names, the front doors, and nothing loaded early."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import peacetrack as pt

ROOT = Path(__file__).parents[1]
FRONT_DOORS = {"analysis", "coding", "content", "errors", "testing", "view"}


def in_a_new_process(*lines: str) -> str:
    code = "\n".join(("import sys", "import peacetrack as pt", *lines))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""
    return done.stdout


def test_the_names_are_the_public_ones_and_the_front_doors():
    names = {name for name in dir(pt) if not name.startswith("__")}
    assert names == {*pt.__all__, *FRONT_DOORS}
    assert len(names) <= 90
    assert {name for name in names if isinstance(getattr(pt, name), ModuleType)} == FRONT_DOORS


def test_front_doors_open_without_an_import_of_their_own():
    doors = sorted({*FRONT_DOORS, "intake"})  # not listed: `pt.read_table` stands for it
    told = in_a_new_process(*(f"print(pt.{door}.__name__)" for door in doors)).splitlines()
    assert told == [f"peacetrack.{door}" for door in doors]


def test_nothing_is_loaded_before_it_is_named():
    late = ("analysis", "coding", "intake", "testing", "view")
    assert in_a_new_process(f"print([d for d in {late} if f'peacetrack.{{d}}' in sys.modules])") == ("[]\n")


def test_a_state_shows_in_a_notebook_right_after_the_import():
    html = in_a_new_process(
        "state = pt.open('seeds/berlin-2025-12').state()",
        "print(state._repr_html_())",
        "print(state['nato-pause']._repr_html_())",
    )
    assert html.count('<th scope="row">nato-pause</th>') == 2


def test_the_version_is_the_one_that_is_installed():
    assert pt.__version__ == importlib.metadata.version("peacetrack")
    assert "__version__" in dir(pt)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'peacetrack' has no attribute 'Traker'"):
        pt.Traker


def test_only_three_errors_stand_in_front():
    errors = [name for name in pt.__all__ if name.endswith("Error")]
    assert errors == ["ConflictError", "InvalidInputError", "PeacetrackError"]
