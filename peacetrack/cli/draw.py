"""The command that writes a picture to a file; `--format svg` of other commands prints some of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacetrack import view
from peacetrack.cli.asked import Asked, asking_state, complete_term
from peacetrack.cli.root import commands
from peacetrack.cli.streams import say
from peacetrack.table.cell import one_line

if TYPE_CHECKING:
    from peacetrack.state import State

_OF_ALL: Mapping[str, Callable[[State], view.Picture]] = {
    "board": view.board_picture,
    "tally": view.tally,
    "timeline": view.timeline,
}
_OF_A_TERM: Mapping[str, Callable[..., view.Picture]] = {
    "dumbbells": view.dumbbells,
    "lanes": view.lanes,
    "map": view.map_picture,
}
_ENDS = (".svg", ".png", ".html")


@commands.command()
@asking_state
@click.argument("what", metavar="PICTURE", type=click.Choice(sorted((*_OF_ALL, *_OF_A_TERM))))
@click.argument("term", required=False, shell_complete=complete_term)
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="The file, which ends with .svg, .png or .html."
)
def draw(asked: Asked, what: str, term: str | None, output: str) -> None:
    """Write a picture to a file.

    PICTURE is the board, the tally of the needed parties or the timeline of events; or, of TERM, its lanes
    over time, the dumbbells of its quantities or the map of its areas. Without TERM, lanes and dumbbells
    are of all terms. The stacked counts over a span of time come from trend.

    Example: peacetrack draw seeds/berlin-2025-12 timeline -o timeline.svg
    """
    if Path(output).suffix.lower() not in _ENDS:
        raise click.UsageError(
            f"a picture cannot be written as {output!r}; end the name with .svg, .png or .html"
        )
    if term is not None and what in _OF_ALL:
        raise click.UsageError(f"{what} is of all terms; leave out TERM")
    if term is None and what == "map":
        raise click.UsageError("map is of one term; give its TERM")
    state = asked.state()
    picture = _OF_ALL[what](state) if what in _OF_ALL else _OF_A_TERM[what](state, *filter(None, [term]))
    asked.working.stop()
    picture.save(output)
    say(one_line(f"wrote {output}: {picture.title}"))
