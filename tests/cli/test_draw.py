"""`peacetrack draw`: every picture as a file."""

from __future__ import annotations

import pytest

from peacetrack.cli.draw import _OF_A_TERM, _OF_ALL
from tests.cli.helpers import SEEDS, as_typed, printed


@pytest.mark.parametrize("what", sorted((*_OF_ALL, *_OF_A_TERM)))
def test_every_picture_is_written_to_a_file(what, tmp_path):
    term = ["territorial-status/donbas"] if what in _OF_A_TERM else []
    printed("draw", str(SEEDS), what, *term, "-o", str(tmp_path / "it.svg"))
    assert (tmp_path / "it.svg").read_text(encoding="utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["timeline", "-o", "it.gif"], "end the name with .svg, .png or .html"),
        (["board", "dialogue", "-o", "it.svg"], "board is of all terms"),
        (["map", "-o", "it.svg"], "map is of one term"),
        (["lanes", "nothing", "-o", "it.svg"], "nothing"),
    ],
)
def test_what_cannot_be_drawn_is_refused(typed, told):
    answer = as_typed("draw", str(SEEDS), *typed)
    assert answer.returncode == 2
    assert told in answer.stderr
