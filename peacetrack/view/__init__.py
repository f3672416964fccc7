"""Results for people."""

from peacetrack.view.text import Cell, Grid, board, changes, why

__all__ = ["Cell", "Grid", "board", "changes", "why"]
