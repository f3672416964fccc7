"""Commands that read: board, why, diff. Arguments in, one call, print out."""

from __future__ import annotations

from collections.abc import Callable

import click

from peacetrack import analysis, view
from peacetrack.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD
from peacetrack.cli.root import commands, written
from peacetrack.cli.screen import show
from peacetrack.opening import opened
from peacetrack.state import State

TRUSTS = {"default": DEFAULT_TRUST, "on-record": ON_RECORD, "everything": EVERYTHING}


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which state is asked."""
    for option in (
        click.option(
            "--trust",
            type=click.Choice(list(TRUSTS)),
            default="default",
            show_default=True,
            help="Which attributions count.",
        ),
        click.option(
            "--known",
            metavar="SEQ|TIME",
            help="As known then. Four digits are a year, so entry 2025 is 02025. "
            "Default: the last entry.",
        ),
        click.option("--valid", metavar="TIME", help="As of then. Default: the moment of --known."),
    ):
        command = option(command)
    return command


def _state(ledger: str, valid: str | None, known: str | None, trust: str) -> State:
    with opened(ledger) as tracker:
        asked = tracker.head if known is None else _seq_or_time(known)
        return tracker.state(valid=valid, known=asked, trust=TRUSTS[trust])


def _seq_or_time(text: str) -> int | str:
    """The number of an entry, or a time; four digits are a year."""
    return int(text) if text.isdecimal() and len(text) != 4 else text


@commands.command()
@click.argument("ledger")
@_asked
def board(ledger: str, valid: str | None, known: str | None, trust: str) -> None:
    """Where every party stands on every term.

    Example: peacetrack board seeds/berlin-2025-12 --trust on-record
    """
    show(view.board(_state(ledger, valid, known, trust)))


@commands.command()
@click.argument("ledger")
@click.argument("party")
@click.argument("term")
@_asked
def why(
    ledger: str, party: str, term: str, valid: str | None, known: str | None, trust: str
) -> None:
    """What one party's standing on one term rests on; for PARTY -, what the term's own progress does.

    Example: peacetrack why seeds/berlin-2025-12 UA nato-pause
    """
    holder = None if party == "-" else party
    show(view.why(_state(ledger, valid, known, trust), holder, term))


@commands.command()
@click.argument("ledger")
@click.option("--since", required=True, metavar="TIME|SEQ", help="The earlier state.")
@_asked
def diff(ledger: str, since: str, valid: str | None, known: str | None, trust: str) -> None:
    """What changed since a time, what was only learned since, and from which report.

    Example: peacetrack diff seeds/berlin-2025-12 --since 2025-12-16
    """
    after = _state(ledger, valid, known, trust)
    before = _state(ledger, None, since, trust)
    title = f"from {before.basis}\nto   {after.basis}"
    show(view.changes(analysis.diff(before, after), title))


@commands.command()
@click.argument("ledger")
@click.option("-o", "--output", metavar="FILE", required=True, help="The page to write.")
@click.option(
    "--since",
    metavar="TIME|SEQ",
    help="What changes are told from. Default: a week before the last entry.",
)
@_asked
def brief(
    ledger: str, output: str, since: str | None, valid: str | None, known: str | None, trust: str
) -> None:
    """Write a page for somebody who decides: board, changes, findings, what comes next, evidence.

    It holds all it needs, and two sliders that replay the negotiation.

    Example: peacetrack brief seeds/berlin-2025-12 -o briefing.html
    """
    state = _state(ledger, valid, known, trust)
    page = view.briefing(state, since=None if since is None else _seq_or_time(since))
    written(page, output)
    click.echo(f"wrote {output}: {page.title}")
