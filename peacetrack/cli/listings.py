"""The commands that list the rows of one question, each declared in a line or two.

Questions that take more than a state and its basis are in `cli.read`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from peacetrack import analysis, view
from peacetrack.cli.asked import Asked, asking, asking_drawn, complete_party, complete_term
from peacetrack.cli.root import commands
from peacetrack.state import State
from peacetrack.table.grid import Grid
from peacetrack.table.table import Table
from peacetrack.view.board import basis_line
from peacetrack.words.value import counted

Rows = Callable[[State], Table[Any]]
Draw = Callable[[State], view.Picture]


def list_rows(
    asked: Asked,
    rows: Rows,
    fields: Sequence[str] | None = None,
    draw: Draw | None = None,
    *,
    sparse: bool = False,
) -> None:
    """Answer with the rows of a question; people see these fields (default: those with a value).

    Of a sparse question, they see those of these fields that have a value in some row.
    """
    state = asked.state()
    title = "\n".join((basis_line(state), *_uncoded(state)))

    def grid() -> Grid:
        table = rows(state)
        shown = [field for field in fields or () if not sparse or _has(table, field)]
        return table.to_grid(title, shown or fields)

    asked.answer(lambda: rows(state), grid, None if draw is None else partial(draw, state))


def _has(table: Table[Any], field: str) -> bool:
    return any(getattr(row, field) not in (None, (), False) for row in table)


def _uncoded(state: State) -> list[str]:
    """Return a line that counts the reports without claims; no line where there are none."""
    return [f"{counted(len(state.uncoded), 'report')} uncoded"] if state.uncoded else []


def _declare(
    name: str, rows: Rows, help: str, *fields: str, draw: Draw | None = None, sparse: bool = False
) -> None:
    """Make a command of a question; a sparse one shows those of its fields that some row has."""

    def listing(asked: Asked) -> None:
        list_rows(asked, rows, fields or None, draw, sparse=sparse)

    example = f"Example: peacetrack {name} seeds/berlin-2025-12"
    command = asking(listing) if draw is None else asking_drawn(listing)
    commands.command(name, help=f"{help}\n\n{example}")(command)


_declare(
    "reports",
    analysis.reports,
    """List the reports, oldest first.

    Those that were corrected or retracted are included. A report without claims is uncoded: an item of
    an inbox that waits for a correction with its claims.""",
    *("id", "status", "claims", "published", "outlet", "title", "url", "coded_by", "recorded_at"),
)
_declare(
    "events",
    State.events,
    """List the events, in the order of their dates.

    Expected ones are included, and those of which no date is known. A deadline that was only expected has
    ended once its date has passed.""",
    *(
        "id",
        "type",
        "status",
        "when",
        "ended",
        "place",
        "participants",
        "about",
        "text",
        "reason",
        "disputed",
    ),
    draw=view.timeline,
)
_declare(
    "questions",
    State.questions,
    "List the questions that reports leave open, without those that later reports answer.",
    *("question", "about", "fields", "due", "report"),
)
_declare(
    "assessments",
    State.assessments,
    "List what reports quote people as thinking of the negotiation.",
    *("report", "number", "attribution", "claim"),
)
_declare(
    "disputes", analysis.disputes, "List what reports say differently of one time, and what would settle it."
)
_declare(
    "overdue",
    analysis.overdue,
    "List the events and answers that are late.",
    *("event", "question", "due", "since", "certain", "participants", "about", "reports"),
)
_declare(
    "moves",
    analysis.moves,
    """List what is left to do until every term is agreed, in the order it unlocks in.

    Moves of round 1 can be made now; those without a round are blocked.""",
    *(
        "round",
        "term",
        "party",
        "does",
        "stance",
        "red_line",
        "lapsed",
        "otherwise",
        "acts",
        "needs",
        "asked",
        "fields",
        "enough",
        "since",
        "reports",
    ),
    sparse=True,
)
_declare(
    "pivots",
    analysis.pivots,
    """List the reports without which a status or a stance would be another.

    A row without a report is about all reports of one origin.""",
)
_declare(
    "support",
    analysis.support,
    """List how well each standing, and each of its fields, is supported.

    A row without a field is about the standing as a whole.""",
)
_declare(
    "packages",
    analysis.packages,
    """List the terms that can only close together, and in what order.

    A circle of conditions ties terms to each other. Those of round 1 wait for no other term.""",
    *("terms", "round", "after", "closes", "waits_on", "parties", "linked", "reports"),
)
_declare(
    "windows",
    analysis.windows,
    """List until when offers and positions stand.

    The first to close comes first. Lapsed ones are included. Those that end with an event, or at a date
    that is not disclosed, come last.""",
    *("party", "term", "field", "closes", "at", "lapsed", "since", "reports", "dated_by"),
    draw=view.timeline,
)


@commands.command()
@asking
@click.option(
    "--of", "party", metavar="PARTY", shell_complete=complete_party, help="Wherever it has no stance."
)
def silences(asked: Asked, party: str | None) -> None:
    """List the parties without a stance that a term waits on.

    What they say and do all the same is shown, with its reports.

    Example: peacetrack silences seeds/berlin-2025-12 --of US
    """
    list_rows(asked, partial(analysis.silences, of=party))


@commands.command()
@asking
@click.option("--term", shell_complete=complete_term, help="One term instead of the whole deal.")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many paths to list.")
def paths(asked: Asked, term: str | None, most: int) -> None:
    """List the smallest sets of steps after which the deal, or a term, is agreed.

    Example: peacetrack paths seeds/berlin-2025-12 --term nato-pause
    """
    list_rows(asked, lambda state: analysis.paths(state, term, most=most))
