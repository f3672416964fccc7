"""What `import peacetrack as pt` gives: the public names, the front doors, and nothing loaded early."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

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
    told = in_a_new_process(
        "print(*sorted(name for name in sys.modules if name.startswith(('peacetrack', 'attr', 'pendulum'))))"
    )
    assert told == "peacetrack peacetrack.form peacetrack.form.front\n"


@pytest.mark.parametrize("door", [pt, pt.analysis, pt.view], ids=lambda door: door.__name__)
def test_type_checkers_see_the_names_that_are_loaded(door: Any):
    """Each name is written three times: for type checkers, for the loader, and in `__all__`."""
    lines = ast.walk(ast.parse(Path(door.__file__).read_text(encoding="utf-8")))
    imports = [line for line in lines if isinstance(line, ast.ImportFrom)]
    seen = {name.name: line.module for line in imports for name in line.names}
    loaded = {name: f"peacetrack.{home}" for name, home in door._homes.items()}
    assert loaded.items() <= seen.items()
    assert sorted(loaded) == sorted(door.__all__)
    assert all(getattr(door, name) is getattr(sys.modules[loaded[name]], name) for name in loaded)
    assert {*door.__all__} <= {*dir(door)}


def test_a_function_is_found_where_a_module_has_its_name():
    told = in_a_new_process(
        "import peacetrack.analysis.trend, peacetrack.view.board, peacetrack.draft.draft",
        "print(callable(pt.analysis.trend), callable(pt.view.board), callable(pt.draft))",
        "from peacetrack.analysis.trend import trend_at",
    )
    assert told == "True True True\n"


def test_a_board_loads_nothing_that_only_other_answers_need():
    told = in_a_new_process(
        "from peacetrack.__main__ import main",
        "sys.argv = ['peacetrack', 'board', 'seeds/berlin-2025-12']",
        "try: main()",
        "except SystemExit: print(*{'pendulum', 'numpy', 'jinja2', 'sqlite3'} & {*sys.modules})",
    )
    assert told.endswith("\n\n")


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


def test_to_read_is_to_read_a_table():
    assert pt.read is pt.read_table
