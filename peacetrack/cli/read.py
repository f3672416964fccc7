"""Commands that read. Arguments in, one call, print out."""

from __future__ import annotations

from functools import partial

import attrs
import click

from peacetrack import analysis, view
from peacetrack.analysis.finding import Severity
from peacetrack.cli.asked import (
    Asked,
    asking,
    asking_drawn,
    asking_state,
    of_option,
    party_of,
    since_of,
    term_of,
)
from peacetrack.cli.root import commands, written
from peacetrack.cli.streams import as_utf8, say
from peacetrack.replay.over_time import Known
from peacetrack.table.grid import one_line
from peacetrack.table.table import Table
from peacetrack.view.board import basis_line, negotiation
from peacetrack.view.page.lists import course_text
from peacetrack.view.page.page import check_name
from peacetrack.words.when import as_instant, surface

DAYS = click.IntRange(0, 1_000_000)


@commands.command()
@asking_drawn
def board(asked: Asked) -> None:
    """Where every party stands on every term.

    Each term with its status and whom it waits on, a symbol and a word for each party, and how far
    the term itself has come. The legend is below. In other formats: a row for each party on each
    term.

    Example: peacetrack board seeds/berlin-2025-12 --trust on-record
    """
    state = asked.state()
    asked.answer(
        partial(analysis.squares, state),
        partial(view.board, state),
        partial(view.board_picture, state),
    )


@commands.command()
@asking
@click.argument("party", shell_complete=party_of)
@click.argument("term", shell_complete=term_of)
def why(asked: Asked, term: str, party: str) -> None:
    """What one party's standing on one term rests on.

    Every field with the report, the attribution and the words behind it, and what was told besides.
    For PARTY - : what the progress of the term itself rests on.

    Example: peacetrack why seeds/berlin-2025-12 UA nato-pause
    """
    state = asked.state()
    holder = None if party == "-" else party
    asked.answer(
        lambda: analysis.citations(state, term, holder), lambda: view.why(state, term, holder)
    )


@commands.command()
@asking_drawn
@click.argument("party", shell_complete=party_of)
@click.argument("term", shell_complete=term_of)
def history(asked: Asked, term: str, party: str) -> None:
    """Where a party stood on a term over time, oldest first.

    Up to --valid, as known then: what was learned later is in its place in time.

    Example: peacetrack history seeds/berlin-2025-12 UA nato-pause
    """
    state = asked.state()
    table = state.history(term, party)
    here = state.standing(term, party)
    title = f"{here.party} on {here.term}\n{basis_line(state)}"
    asked.answer(
        lambda: table,
        lambda: view.history(table, title),
        lambda: view.lanes(state, term, party=party),
    )


@commands.command()
@asking
@click.option("--since", required=True, metavar="TIME|SEQ", help="The earlier state.")
def diff(asked: Asked, since: str) -> None:
    """What changed since a time, what was only learned since, and from which report.

    The earlier state is as of, and as known at, --since; no later than --valid and --known. Of a
    day, what changed on it is told too.

    Example: peacetrack diff seeds/berlin-2025-12 --since 2025-12-16
    """
    after = asked.state()
    with of_option("--since"):
        before = analysis.baseline(after, since_of(since, after))
    table = analysis.diff(before, after)
    title = f"from {before.basis}\nto   {after.basis}"
    asked.answer(lambda: table, lambda: view.changes(table, title), compared=before.basis)


@commands.command()
@asking
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    help="Exit with 1 where there is a finding at least as severe.",
)
@click.option(
    "--soon", type=DAYS, default=14, show_default=True, help="An offer closes soon: in days."
)
@click.option(
    "--old", type=DAYS, default=90, show_default=True, help="A stance is old: after days."
)
def check(asked: Asked, fail_on: str | None, soon: int, old: int) -> None:
    """What is wrong with the deal, worst first, and what settles it.

    Lapsed and closing offers, circles of conditions, contradictions, silences, overdue events,
    unnamed sources, missing ratification.

    Example: peacetrack check seeds/berlin-2025-12 --fail-on high
    """
    state = asked.state()
    table = analysis.check(state, soon=soon, old=old)
    asked.answer(lambda: table, lambda: view.findings(table, basis_line(state)))
    if fail_on and any(finding.severity >= Severity(fail_on) for finding in table):
        click.get_current_context().exit(1)


@commands.command()
@asking
@click.option("--all", "every", is_flag=True, help="Fields, too, of which nobody says anything.")
def gaps(asked: Asked, every: bool) -> None:  # noqa: FBT001 - click gives a flag
    """What still stands between the parties, field by field, and the landing zone.

    The ground is common, apart, worded-differently, one-sided, under-negotiation or unstated.

    Example: peacetrack gaps seeds/berlin-2025-12
    """
    state = asked.state()
    found = analysis.gaps(state)
    shown = [gap for gap in found if every or gap.held or gap.told is not None]
    table = Table(shown, analysis.Gap, state.basis)
    asked.answer(lambda: table, lambda: view.gaps(table, basis_line(state)))


@commands.command()
@asking_drawn
def packages(asked: Asked) -> None:
    """Which terms can only close together, and in which order they can close.

    A circle of conditions ties terms. Those of round 1 wait for no other term.

    Example: peacetrack packages seeds/berlin-2025-12
    """
    state = asked.state()
    table = analysis.packages(state)
    grid = partial(view.packages, table, basis_line(state))
    asked.answer(lambda: table, grid, lambda: view.condition_graph(state))


@commands.command()
@asking
def windows(asked: Asked) -> None:
    """Until when offers and positions stand, the first to close on top.

    Lapsed ones too, and last those that end with an event or at a date that is not disclosed.

    Example: peacetrack windows seeds/berlin-2025-12
    """
    state = asked.state()
    table = analysis.windows(state)
    asked.answer(lambda: table, lambda: view.windows(table, basis_line(state)))


@commands.command()
@asking_drawn
@click.option("--from", "start", required=True, metavar="TIME", help="The first moment.")
@click.option("--to", "end", required=True, metavar="TIME", help="The last moment.")
@click.option(
    "--every", default="P1D", show_default=True, metavar="PERIOD", help="P1D, P1W, P1M, PT6H."
)
@click.option("--term", shell_complete=term_of, help="Of one term instead of the whole deal.")
@click.option("--all", "whole", is_flag=True, help="Of every term, and of the deal.")
@click.option(
    "--as-known",
    type=click.Choice(("now", "then")),
    default="now",
    show_default=True,
    help="Each moment as known now, or as it was known then; a picture shows both.",
)
def trend(
    asked: Asked,
    start: str,
    end: str,
    every: str,
    term: str | None,
    whole: bool,  # noqa: FBT001 - click gives a flag
    as_known: str,
) -> None:
    """How far the deal, or a term, had come at each moment of a time.

    Its status, and the mean of the stances that are live, from -2 (rejects) to +2 (accepts), with
    the steps between the hardest and the softest, and of how many stances it is. With --valid no
    moment is after it; without, what comes after now is as far as it is known.

    Example: peacetrack trend seeds/berlin-2025-12 --from 2025-12-13 --to 2025-12-18
    """
    if whole and term is not None:
        raise click.UsageError("--all and --term exclude each other")
    if whole and asked.form == "svg":
        raise click.UsageError("a picture is of the deal, or of one --term; leave out --all")
    last = end if asked.valid is None else min(end, asked.valid, key=as_instant)
    if as_instant(last) < as_instant(start) <= as_instant(end):
        raise click.UsageError(f"--valid {last} comes before --from {start}")
    state = attrs.evolve(asked, valid=asked.valid or end).state()
    id = None if term is None else state[term].id

    known: Known = "then" if as_known == "then" else "now"

    def points() -> Table[analysis.Point]:
        found = analysis.trend(state, start, last, every, known)
        told = [point for point in found if whole or point.term == id]
        return Table(told, analysis.Point, state.basis)

    said = course_text(state.basis, surface(as_instant(start)), surface(as_instant(last)), known)
    asked.answer(
        points,
        lambda: view.trend(points(), f"{negotiation(state)}: {said}"),
        lambda: view.convergence(state, start, last, every, term=term),
    )


@commands.command()
@asking_state
@click.option(
    "-o", "--output", metavar="FILE", required=True, help="The page to write, - for stdout."
)
@click.option(
    "--since",
    metavar="TIME|SEQ",
    help="What changes are told from. Default: a week before the last entry.",
)
def brief(asked: Asked, output: str, since: str | None) -> None:
    """Write a page for somebody who decides: board, changes, findings, what comes next, evidence.

    It holds all it needs, and two sliders that replay the negotiation.

    Example: peacetrack brief seeds/berlin-2025-12 -o briefing.html
    """
    if output != "-":
        check_name(output)  # before a long work
    state = asked.state()

    def progress(seq: int) -> None:
        asked.working.tell(f"replayed {seq:,} of {state.basis.known:,} entries")

    compared = None if since is None else since_of(since, state)
    with of_option("--since"):
        page = view.briefing(state, since=compared, progress=progress)
    if output == "-":
        asked.working.settle()
        as_utf8()
        click.echo(page, nl=False)
        return
    written(page, output)
    asked.working.settle()
    say(one_line(f"wrote {output}: {page.title}"))
