"""Results for people."""

from peacetrack.view.explanation import explanation
from peacetrack.view.lanes import lanes
from peacetrack.view.page import Page, briefing
from peacetrack.view.picture import Picture
from peacetrack.view.text import Cell, Grid, board, changes, why

__all__ = [
    "Cell",
    "Grid",
    "Page",
    "Picture",
    "board",
    "briefing",
    "changes",
    "explanation",
    "lanes",
    "why",
]
