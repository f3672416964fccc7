"""The command that is run most, in a module of its own: `board` loads no other command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacetrack import analysis, view
from peacetrack.cli.asked import Asked, asking_drawn, complete_party, complete_term
from peacetrack.cli.root import commands
from peacetrack.cli.screen import line_width
from peacetrack.view.board import chosen

if TYPE_CHECKING:
    from peacetrack.table.grid import Grid
    from peacetrack.table.table import Table


@commands.command()
@asking_drawn
@click.option(
    "--term", "terms", multiple=True, shell_complete=complete_term, help="Only this term; repeat for more."
)
@click.option(
    "--party",
    "parties",
    multiple=True,
    shell_complete=complete_party,
    help="Only this party; repeat for more.",
)
@click.option("--long", is_flag=True, help="Show ids, sentences, all details and all parties.")
@click.option("--signs", is_flag=True, help="Show ids and the signs that coders use, in one table.")
def board(asked: Asked, terms: tuple[str, ...], parties: tuple[str, ...], long: bool, signs: bool) -> None:
    """Show where every party stands on every term.

    Each term has a pip for each party that it needs, and a symbol and words for those that matter most:
    three, or as many as the terminal has room for. Terms of one theme stand together, the nearest to
    closing first. A legend is below. As HTML it has all parties, in whole words. The rows of the other
    formats are one for each party on each term.

    Example: peacetrack board seeds/berlin-2025-12 --trust on-record
    """
    state = asked.state()
    shown = chosen(state, terms or None, parties or None)

    def squares() -> Table[analysis.Square]:
        terms, only = shown
        return analysis.squares(state).filter(
            lambda square: square.term in terms and (only is None or square.party in only)
        )

    def grid() -> Grid:
        return (
            view.board(state, *shown) if signs else view.count(state, *shown, long=long, width=line_width())
        )

    def page() -> Grid:
        from peacetrack.view.count import whole_board

        return grid() if signs else whole_board(state, *shown)

    if long and signs:
        raise click.UsageError("--long and --signs exclude each other")
    asked.answer(squares, grid, lambda: view.board_picture(state, *shown), page=page)
