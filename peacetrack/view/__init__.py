"""Results for people: texts, pictures, and one page with everything on it."""

from typing import TYPE_CHECKING

from peacetrack.form.front import front

if TYPE_CHECKING:
    from peacetrack.table.cell import Cell
    from peacetrack.table.grid import Grid
    from peacetrack.view.board import board
    from peacetrack.view.brief import brief_text
    from peacetrack.view.count import count
    from peacetrack.view.page.page import Page, briefing
    from peacetrack.view.pictures.board import board_picture
    from peacetrack.view.pictures.convergence import convergence
    from peacetrack.view.pictures.dumbbells import dumbbells
    from peacetrack.view.pictures.lanes import lanes
    from peacetrack.view.pictures.map import map_picture
    from peacetrack.view.pictures.picture import Picture
    from peacetrack.view.pictures.tally import tally
    from peacetrack.view.pictures.timeline import timeline
    from peacetrack.view.text import changes, explanation, why
else:  # where each name is
    __getattr__ = front(
        __name__,
        {
            "table.cell": "Cell",
            "table.grid": "Grid",
            "view.board": "board",
            "view.brief": "brief_text",
            "view.count": "count",
            "view.page.page": "Page briefing",
            "view.pictures.board": "board_picture",
            "view.pictures.convergence": "convergence",
            "view.pictures.dumbbells": "dumbbells",
            "view.pictures.lanes": "lanes",
            "view.pictures.map": "map_picture",
            "view.pictures.picture": "Picture",
            "view.pictures.tally": "tally",
            "view.pictures.timeline": "timeline",
            "view.text": "changes explanation why",
        },
    )

__all__ = [
    "Cell",
    "Grid",
    "Page",
    "Picture",
    "board",
    "board_picture",
    "brief_text",
    "briefing",
    "changes",
    "convergence",
    "count",
    "dumbbells",
    "explanation",
    "lanes",
    "map_picture",
    "tally",
    "timeline",
    "why",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
