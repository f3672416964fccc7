"""Commands for proposals: propose, review, accept, amend, dismiss."""

from __future__ import annotations

import click

from peacetrack import opening
from peacetrack.cli.named import complete_proposal
from peacetrack.cli.root import BY, REASON, commands, existing
from peacetrack.cli.screen import show
from peacetrack.cli.streams import errors_name, form_at, say, say_receipt, there
from peacetrack.coding.review import review as reviewed
from peacetrack.ledger.ledger import Proposed
from peacetrack.store import place
from peacetrack.store.place import shown
from peacetrack.table.cell import one_line
from peacetrack.tracker import Tracker
from peacetrack.words.value import counted


@commands.command()
@click.argument("file")
@click.argument("reports", nargs=-1, required=True)
@BY
def propose(file: str, reports: tuple[str, ...], by: str | None) -> None:
    """Propose REPORTS, which no answer rests on yet.

    They are TOML or JSON files, or - for stdin, and are checked like those that `log` records.

    Example: peacetrack propose talks.db draft.toml --by reader
    """
    forms = [form_at(name) for name in map(there, reports)]
    with opening.open(existing(file), recorder=by) as tracker:
        for name, form in zip(reports, forms, strict=True):
            with errors_name(name):
                say_receipt(tracker.propose(form), "proposed")


@commands.command()
@click.argument("ledger")
@click.argument("proposal", required=False, shell_complete=complete_proposal)
def review(ledger: str, proposal: str | None) -> None:
    """Show the next open proposal, and what it would change.

    Each claim stands next to its quote, what it would change on the board, and what it contradicts. Every
    decision is kept at once, so that a review goes on where it was left. PROPOSAL shows another one.

    Example: peacetrack review talks.db
    """
    with opening.open(place.existing(ledger)) as tracker:
        waiting = tracker.proposals().filter(status="open")
        if proposal is None and not waiting:
            say("no proposal is open")
            return
        chosen = waiting[0] if proposal is None else tracker.proposal(proposal)
        show(reviewed(tracker, chosen.id).to_grid(_title(chosen, len(waiting), first=proposal is None)))
    if chosen.settled is None:
        _say_choices(ledger, chosen)


def _title(proposed: Proposed, waiting: int, *, first: bool) -> str:
    place = f"the first of {counted(waiting, 'open proposal')}" if first else proposed.status
    coder = f"; coded by {one_line(proposed.coded_by)}" if proposed.coded_by else ""
    return f"{one_line(proposed.id)}, {place}{coder}"


def _say_choices(ledger: str, proposed: Proposed) -> None:
    names = f"{shown(ledger)} {one_line(proposed.id)}"
    say(f"\npeacetrack accept {names}")
    say(f"peacetrack amend {names} REPORT --reason ...")
    say(f"peacetrack dismiss {names} --reason ...")


@commands.command()
@click.argument("file")
@click.argument("proposal", shell_complete=complete_proposal)
@BY
def accept(file: str, proposal: str, by: str | None) -> None:
    """Record PROPOSAL as it was proposed.

    Example: peacetrack accept talks.db draft --by anna
    """
    with _open(file, by) as tracker:
        say_receipt(tracker.accept(proposal), "accepted")


@commands.command()
@click.argument("file")
@click.argument("proposal", shell_complete=complete_proposal)
@click.argument("report")
@REASON
@BY
def amend(file: str, proposal: str, report: str, reason: str, by: str | None) -> None:
    """Record REPORT in the place of PROPOSAL.

    REPORT is a TOML or JSON file, or - for stdin.

    Example: peacetrack amend talks.db draft better.toml --reason "he said less"
    """
    form = form_at(report)
    with _open(file, by) as tracker, errors_name(report):
        say_receipt(tracker.accept(proposal, report=form, reason=reason), "amended")


@commands.command()
@click.argument("file")
@click.argument("proposal", shell_complete=complete_proposal)
@REASON
@BY
def dismiss(file: str, proposal: str, reason: str, by: str | None) -> None:
    """Dismiss PROPOSAL.

    Example: peacetrack dismiss talks.db draft --reason "of another negotiation"
    """
    with _open(file, by) as tracker:
        say_receipt(tracker.dismiss(proposal, reason=reason), "dismissed")


def _open(file: str, by: str | None) -> Tracker:
    return opening.open(existing(file), recorder=by)
