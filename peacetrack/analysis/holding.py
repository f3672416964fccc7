"""Holdings: what holds of the parties on a term and of the term itself, and their positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from peacetrack.rules.claims import Claimed
from peacetrack.rules.runs import Run
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.rules.wording import refusal
from peacetrack.state import State, rulings_of
from peacetrack.words.basis import ON_RECORD
from peacetrack.words.position import Position
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus

Holding = Standing | TermProgress


def holding_of(state: State, term: str, party: str | None) -> Holding:
    """Return where a party stands on a term; without a party, how far the term itself has come."""
    return state.progress(term) if party is None else state.standing(term, party)


def standings(state: State, terms: Iterable[str] | None = None) -> Iterator[Standing]:
    """Return the standings on some terms, by default on all: needed parties, then others."""
    rulings = rulings_of(state)
    for term in state if terms is None else terms:
        for party in state.parties_on(term):
            yield rulings.standing(term, party)


def holdings(state: State, terms: Iterable[str] | None = None) -> Iterator[Holding]:
    """Return for each of some terms the standings on it, then its own progress."""
    for term in state if terms is None else terms:
        yield from standings(state, [term])
        yield state.progress(term)


def rejections(state: State) -> Iterator[tuple[Standing, str]]:
    """Yield the live rejections by which terms are blocked, each with what follows from it.

    Nothing follows from that of a party of a quorum without a veto.
    """
    for term in state.values():
        for party in term.needed if term.status is TermStatus.BLOCKED else ():
            if term[party].live_stance is Stance.REJECTS:
                veto = any(party in quorum.vetoes for quorum in term.quorums)
                decisive = veto or party in term.required
                yield term[party], refusal(party, veto=party not in term.required) if decisive else ""


def not_taken_back(state: State) -> Iterator[tuple[Standing, Standing]]:
    """Yield what parties are against on the record, where only reports off the record say otherwise.

    Each comes after where the party stands by all reports that count. An account by another party
    is off the record too. A stance that is disputed is left out: it is shown as such.
    """
    trust = state.basis.trust
    on_record = attrs.evolve(trust, attributions=trust.attributions & ON_RECORD.attributions, accounts=False)
    recorded = rulings_of(state.at(trust=on_record))
    for standing in standings(state):
        own = recorded.standing(standing.term, standing.party)
        if own.derived or own.live_stance is None or "stance" in standing.disputed:
            continue
        if own.live_stance.side < 0 and (standing.live_stance is None or standing.live_stance.side >= 0):
            yield standing, own


def dating(state: State, event: str | None) -> Run:
    """Return the statements that date an event: of its time, else of a status that bounds it."""
    if event is None or (known := state.event(event)).when is None:
        return ()
    return known.runs.get("when") or known.runs.get("status", ())


def positions(
    state: State, term: str | None = None, party: str | None = None
) -> Iterator[tuple[Claimed, Position]]:
    """Return the claims that are positions, on a term and of a party where these are given."""
    for claimed in state.claims(term=term, party=party, kind="position"):
        if isinstance(claimed.claim, Position):
            yield claimed, claimed.claim
