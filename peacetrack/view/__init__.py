"""Results for people."""

from peacetrack.table.grid import Cell, Grid
from peacetrack.view.board import board
from peacetrack.view.explanation import explanation
from peacetrack.view.page.lists import findings, gaps, history, packages, trend, windows
from peacetrack.view.page.page import Page, briefing
from peacetrack.view.pictures.board import board_picture
from peacetrack.view.pictures.condition_graph import condition_graph
from peacetrack.view.pictures.convergence import convergence
from peacetrack.view.pictures.lanes import lanes
from peacetrack.view.pictures.picture import Picture
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
