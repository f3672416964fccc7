"""Results for people."""

from peacetrack.board import board
from peacetrack.grid import Cell, Grid
from peacetrack.view.explanation import explanation
from peacetrack.view.text import changes, why

__all__ = ["Cell", "Grid", "board", "changes", "explanation", "why"]
