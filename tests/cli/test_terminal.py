"""A terminal: colours, widths, and the line that counts."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from functools import cache
from unittest.mock import patch

import pytest

import peacetrack as pt
from peacetrack import view
from peacetrack.cli import asked as asked_form
from peacetrack.cli import screen
from tests.cli.helpers import QUESTIONS, SEEDS, asked, small
from tests.effort import thinned
from tests.terminals import terminal


def test_long_work_is_counted_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with screen.counting("entries") as count:
        for number in range(0, 3001, 500):
            count(number)
    shown = capsys.readouterr().err
    assert "1,000 entries" in shown
    assert "3,000 entries" in shown


def test_an_error_is_told_on_a_line_of_its_own(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    def interrupted():
        with screen.counting("entries") as count:
            count(1000)
            raise pt.InvalidInputError("no entry")

    with pytest.raises(pt.InvalidInputError):
        interrupted()
    assert capsys.readouterr().err.endswith("1,000 entries\r\x1b[K")


@pytest.mark.parametrize("coloured", [True, False])
def test_no_color_turns_colours_off(coloured, monkeypatch, capsys):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not coloured:
        monkeypatch.setenv("NO_COLOR", "1")
    terminal(monkeypatch, 200, "truecolor")
    screen.show(view.board(pt.open(SEEDS).state()))
    codes = re.findall(r"\x1b\[([0-9;]*)m", capsys.readouterr().out)
    assert any(code.startswith("38;2") or ";38;2" in code for code in codes) is coloured


@cache
@cache
def grid_of(command):
    """Return the grid that a command shows."""
    with patch.object(asked_form, "show") as show:
        asked(command, "--valid", "2025-12-20")
    (grid,) = show.call_args.args
    return grid


@pytest.mark.parametrize("width", [80, 40, 120, 300, 200][:: thinned(1)])
@pytest.mark.parametrize("command", QUESTIONS)
def test_no_word_is_lost_at_any_width(command, width, monkeypatch, capsys):
    grid = grid_of(command)
    terminal(monkeypatch, width)
    screen.show(grid)
    words = set(re.findall(r"[^\s─]+", capsys.readouterr().out))
    for row in grid.rows:
        for cell in row:
            short = [word for word in cell.text.split() if len(word) <= 8]
            assert set(short) <= words


@pytest.mark.parametrize("kind", ["dumb", "xterm"])
@pytest.mark.parametrize(("width", "least"), [(40, 20), (120, 81), (300, 121)])
def test_a_width_that_is_asked_for_is_kept_on_any_terminal(width, least, kind, monkeypatch, capsys):
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("FORCE_COLOR", "1")
    screen.show(grid_of("windows"))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    assert least <= max(map(len, lines)) <= width


def test_a_briefing_says_on_a_terminal_how_far_it_is(tmp_path):
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "peacetrack", "brief", small(), "-o", str(tmp_path / "b.html")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=its, text=True) as running:
        os.close(its)
        progress = b"".join(iter(lambda: seen_on(ours), b"")).decode()
        assert "wrote" in running.stdout.read()
    assert re.search(r"summed up (\d+) of \1 places of the scrubber", progress)


def seen_on(terminal):
    """Return what is written to a terminal next, nothing once it is closed."""
    try:
        return os.read(terminal, 1024)
    except OSError:
        return b""
