"""Results for people."""

from peacetrack.board import board
from peacetrack.grid import Cell, Grid
from peacetrack.view.explanation import explanation
from peacetrack.view.lists import findings, gaps, history, packages, trend, windows
from peacetrack.view.text import changes, why

__all__ = [
    "Cell",
    "Grid",
    "board",
    "changes",
    "explanation",
    "findings",
    "gaps",
    "history",
    "packages",
    "trend",
    "why",
    "windows",
]
