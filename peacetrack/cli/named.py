"""Names that are typed: a term and a party in either order, and their completion in a shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

import click

from peacetrack.cli.root import reading
from peacetrack.errors import InvalidInputError, PeacetrackError
from peacetrack.state import State, rulings_of
from peacetrack.tracker import Tracker
from peacetrack.words.value import as_name

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

ITSELF = "-"
"""Typed for the party, it asks of the term itself."""


def term_and_party(state: State, first: str, second: str, *, itself: bool = False) -> tuple[str, str]:
    """Return the ids of a term and a party that were typed in either order.

    An agenda has no name for both, so one known name decides the order; without one, the term comes
    first. With `itself`, the party may be `-`, and is returned as it is.
    """
    agenda = rulings_of(state).names
    parties = {*agenda.party_names, ITSELF} if itself else {*agenda.party_names}
    typed = as_name(first), as_name(second)
    _refuse_two_of_a_kind(typed, terms=agenda.term_names, parties=parties)
    swapped = typed[0] in parties or typed[1] in agenda.term_names
    term, party = reversed(typed) if swapped else typed
    asks_itself = itself and party == ITSELF
    return agenda.term_id(term), ITSELF if asks_itself else agenda.party_id(party)


def _refuse_two_of_a_kind(
    typed: tuple[str, str], *, terms: Collection[str], parties: Collection[str]
) -> None:
    for kind, names, missing in (("parties", parties, "term"), ("terms", terms, "party")):
        if all(name in names for name in typed):
            raise InvalidInputError(
                f"{typed[0]!r} and {typed[1]!r} are both {kind}",
                repair=f"write a {missing} in place of one of them",
            )


# Completion in a shell

_PLAIN = r"[\w./:][\w./:-]*"
"""Names that a shell takes as they are: others would be run, split into several, or taken for an option."""


def _completing(
    names: Callable[[Tracker, click.Context], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what completes names of the ledger that was typed before."""

    def complete(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
        # click completes the value of an option before it has sorted the arguments
        given = (*(context.params.get("names") or ()), *context.args)
        ledger = context.params.get("ledger") or context.params.get("file") or next(iter(given), None)
        if ledger is None:
            return []
        try:
            with reading(ledger) as tracker:
                known = [name for name in names(tracker, context) if re.fullmatch(_PLAIN, name)]
        except (PeacetrackError, OSError):  # a shell shows no errors during completion
            return []
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in known if name.startswith(typed)]

    return complete


def _fitting(tracker: Tracker, context: click.Context) -> Iterable[str]:
    """Return the terms and parties; after one of a pair, the names of the other kind."""
    agenda, before = tracker.agenda, context.params.get("first")
    if before in agenda.term_names:
        return agenda.party_by_id
    if before in agenda.party_names or before == ITSELF:
        return agenda.term_by_id
    return (*agenda.term_by_id, *agenda.party_by_id)


complete = _completing(_fitting)
complete_term = _completing(lambda tracker, _: tracker.agenda.term_by_id)
complete_party = _completing(lambda tracker, _: tracker.agenda.party_by_id)
complete_report = _completing(lambda tracker, _: tracker.reports)
complete_proposal = _completing(
    lambda tracker, _: (one.id for one in tracker.proposals().filter(status="open"))
)
complete_coding = _completing(
    lambda tracker, _: dict.fromkeys((*tracker.reports, *(one.id for one in tracker.proposals())))
)
