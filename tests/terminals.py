"""A terminal of any width and colours, the same on every machine."""

from __future__ import annotations

from typing import Literal

import pytest
from rich.console import Console

from peacetrack.cli import terminal as drawing

Colours = Literal["standard", "256", "truecolor"] | None


def terminal(monkeypatch: pytest.MonkeyPatch, width: int, colours: Colours = None) -> None:
    """Let commands print to a terminal of that width.

    With a height too, rich keeps the width where TERM is dumb.
    """
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    console = Console(width=width, height=40, force_terminal=True, color_system=colours)
    monkeypatch.setattr(drawing, "Console", lambda **_: console)
