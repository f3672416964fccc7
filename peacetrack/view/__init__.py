"""Results for people."""

from peacetrack.board import board
from peacetrack.grid import Cell, Grid
from peacetrack.view.board_picture import board_picture
from peacetrack.view.condition_graph import condition_graph
from peacetrack.view.convergence import convergence
from peacetrack.view.explanation import explanation
from peacetrack.view.lanes import lanes
from peacetrack.view.lists import findings, gaps, history, packages, trend, windows
from peacetrack.view.page import Page, briefing
from peacetrack.view.picture import Picture
from peacetrack.view.text import changes, why

__all__ = [
    "Cell",
    "Grid",
    "Page",
    "Picture",
    "board",
    "board_picture",
    "briefing",
    "changes",
    "condition_graph",
    "convergence",
    "explanation",
    "findings",
    "gaps",
    "history",
    "lanes",
    "packages",
    "trend",
    "why",
    "windows",
]
