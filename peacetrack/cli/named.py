"""Names that are typed: a term and a party in either order, and their completion in a shell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import click
from click.shell_completion import CompletionItem

from peacetrack import opening
from peacetrack.errors import InvalidInputError, PeacetrackError
from peacetrack.state import State, rulings_of
from peacetrack.store.place import existing
from peacetrack.words.term import Agenda
from peacetrack.words.value import as_name

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
    _refuse_two_of_a_kind(typed, terms=agenda.term_by_id, parties=parties)
    swapped = typed[0] in parties or typed[1] in agenda.term_by_id
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

_PLAIN = re.compile(r"[\w./:-]+")
"""Names that a shell takes as they are: others would be run, or split into several."""


def complete(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the terms and parties of the ledger that could be typed next.

    After one of a pair, these are the names of the other kind.
    """
    # click completes the value of an option before it has sorted the arguments
    ledger = context.params.get("ledger") or next(iter(context.args), None)
    if ledger is None:
        return []
    try:
        with opening.open(existing(ledger)) as tracker:
            agenda = tracker.agenda
    except (PeacetrackError, OSError):  # a shell shows no errors during completion
        return []
    names = (name for name in _fitting(agenda, context, parameter.name) if _PLAIN.fullmatch(name))
    return [CompletionItem(name) for name in names if name.startswith(typed)]


def _fitting(agenda: Agenda, context: click.Context, asked: str | None) -> Iterable[str]:
    before = context.params.get("first")
    if asked in ("parties", "party") or before in agenda.term_by_id:
        return agenda.party_by_id
    if asked in ("terms", "term") or before in agenda.party_names or before == ITSELF:
        return agenda.term_by_id
    return (*agenda.term_by_id, *agenda.party_by_id)
