"""Results for people."""

from peacetrack.view.explanation import explanation
from peacetrack.view.text import Cell, Grid, board, changes, why

__all__ = ["Cell", "Grid", "board", "changes", "explanation", "why"]
