"""The command that reviews proposals: on a terminal it asks, elsewhere it shows the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import peacetrack as pt
from peacetrack.cli.asked import complete_proposal
from peacetrack.cli.root import BY, commands, reading
from peacetrack.cli.screen import show
from peacetrack.cli.streams import at_terminal, say, say_receipt
from peacetrack.cli.write import as_text, edited
from peacetrack.errors import PeacetrackError
from peacetrack.form import codec
from peacetrack.store import place
from peacetrack.store.place import shown, shown_words
from peacetrack.table.cell import one_line
from peacetrack.words.value import counted

if TYPE_CHECKING:
    from peacetrack.ledger.filed import Proposed
    from peacetrack.tracker import Tracker


@commands.command()
@click.argument("ledger")
@click.argument("proposal", required=False, shell_complete=complete_proposal)
@BY
def review(ledger: str, proposal: str | None, by: str | None) -> None:
    """Show the next open proposal, and what it would change.

    Each claim stands next to its quote, what it would change on the board, and what it contradicts.
    PROPOSAL shows another one. On a terminal, decide on one open proposal after the other. Every decision
    is kept at once, so that a review goes on where it was left.

    Example: peacetrack review talks.db
    """
    with reading(ledger, by) as tracker:
        waiting = [proposed.id for proposed in tracker.proposals().filter(status="open")]
        if proposal is None and not waiting:
            say("no proposal is open")
        elif at_terminal() and place.is_lasting(ledger):
            _decide(tracker, ledger, waiting if proposal is None else [proposal])
        else:
            chosen = _shown(tracker, proposal or waiting[0], len(waiting))
            if chosen.settled is None:
                _say_choices(ledger, chosen)


def _shown(tracker: Tracker, id: str, waiting: int) -> Proposed:
    """Show a proposal, and return it."""
    proposed = tracker.proposal(id)
    status = f"one of {counted(waiting, 'open proposal')}" if proposed.settled is None else proposed.status
    coder = f"; coded by {one_line(proposed.coded_by)}" if proposed.coded_by else ""
    show(pt.coding.review(tracker, id).to_grid(f"{one_line(proposed.id)}, {status}{coder}"))
    source = proposed.report.source
    named = [source.outlet, source.title, source.published, source.url, source.archived]
    if any(named):
        say(f"source: {one_line(', '.join(str(part) for part in named if part))}")
    return proposed


def _say_choices(ledger: str, proposed: Proposed) -> None:
    names = f"{shown(ledger)} {one_line(proposed.id)}"
    say(f"\npeacetrack accept {names}")
    say(f"peacetrack amend {names} REPORT --reason ...")
    say(f"peacetrack dismiss {names} --reason ...")


# Decisions on a terminal


def _decide(tracker: Tracker, ledger: str, ids: list[str]) -> None:
    """Ask about proposals until all are settled or skipped; what is settled is kept at an interruption."""
    try:
        for number, id in enumerate(ids):
            if _shown(tracker, id, len(ids) - number).settled is None and not _settled(tracker, ledger, id):
                break
    finally:
        left = len(tracker.proposals().filter(status="open"))
        say(f"{counted(left, 'proposal')} open: peacetrack review {shown(ledger)}" if left else "all settled")


def _settled(tracker: Tracker, ledger: str, id: str) -> bool:
    """Ask until a proposal is settled or skipped; return False to ask about no more."""
    while True:
        choice = click.prompt(
            "\n(a)ccept, a(m)end, (d)ismiss, (s)kip, (q)uit",
            type=click.Choice([*"amdsq"]),
            show_choices=False,
        )
        try:
            if choice in "sq" or _decided(tracker, ledger, id, choice):
                return bool(choice != "q")
        except PeacetrackError as error:
            say(f"peacetrack: {shown_words(str(error))}", err=True)
            if tracker.proposal(id).settled is not None:  # by another person meanwhile
                return True


def _decided(tracker: Tracker, ledger: str, id: str, choice: str) -> bool:
    """Accept, amend or dismiss a proposal; return False where nothing was changed."""
    if choice == "a":
        say_receipt(tracker.accept(id), "accepted")
        return True
    reason = click.prompt("Why", prompt_suffix="? ")
    if choice == "d":
        say_receipt(tracker.dismiss(id, reason=reason), "dismissed")
        return True
    form = codec.write(tracker.proposal(id).report)
    receipt = edited(
        as_text(tracker, form, f"Saved, it is recorded in the place of {id}; left as it is, nothing is."),
        form,
        lambda changed: tracker.accept(id, report=changed, reason=reason),
        f"peacetrack amend {shown(ledger)} {one_line(id)} {{}} --reason ...",
    )
    if receipt is None:
        say("nothing was changed")
        return False
    say_receipt(receipt, "amended")
    return True
