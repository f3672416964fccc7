"""The board as rows: every party on every term, with how far the term has come. Built on state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from peacetrack.index.statement import reports_of
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.table.table import Table
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.position import Position
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment


@attrs.frozen
class Square:
    """A party on a term: where it stands, whether it is `needed`, and the status of the term.

    A term that needs nobody, and of which nobody speaks, has one square without a party. `reports`
    are those behind the standing.
    """

    term: str
    status: TermStatus | None
    party: str | None = None
    needed: bool = False
    stance: Stance | Absence | None = None
    red_line: bool | None = None
    conditions: tuple[Condition, ...] = ()
    window: Ending | Absence | None = None
    until: Ending | Absence | None = None
    since: Moment | None = None
    certain: bool | None = None
    lapsed: bool = False
    disputed: tuple[str, ...] = ()
    by_group: str | None = None
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = "nobody" if self.party is None else self.party
        stance = "silent" if self.stance is None else self.stance
        return f"{where} on {self.term} ({self.status or 'no status'}): {stance}"


def squares(state: State) -> Table[Square]:
    """The squares of the board, term by term, in the order of the agenda."""
    by_term = shown_on(state, concerned(state, state))
    found = [square for term in state for square in _squares(state, state[term], by_term[term])]
    return Table(found, Square, state.basis)


def _squares(state: State, here: TermState, parties: Collection[str]) -> Iterator[Square]:
    status = here.status
    if not parties:
        yield Square(here.id, status)
    order = dict.fromkeys((*here.speaking, *state.agenda.party_by_id))
    for party in (party for party in order if party in parties):
        yield _square(here[party], status, needed=party in here.needed)


def _square(standing: Standing, status: TermStatus | None, *, needed: bool) -> Square:
    return Square(
        term=standing.term,
        status=status,
        party=standing.party,
        needed=needed,
        stance=standing.stance,
        red_line=standing.red_line,
        conditions=standing.conditions,
        window=standing.window,
        until=standing.until,
        since=standing.since,
        certain=standing.certain,
        lapsed=standing.lapsed,
        disputed=standing.disputed,
        by_group=standing.by_group,
        reports=reports_of(*standing.runs.values()),
    )


def concerned(state: State, terms: Iterable[str]) -> dict[str, set[str]]:
    """By term, the parties that it needs, or that say or do something about it."""
    found = {term: set(state.parties_on(term)) for term in terms}
    for claimed in state.claims(kind="position"):
        claim = claimed.claim
        if isinstance(claim, Position) and claim.term in found:
            found[claim.term].add(claim.party)
    return found


def shown_on(state: State, by_term: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """By term, whom a board shows: whom it concerns, and of the others those a group speaks for.

    Members that no term concerns are not among them, for a group may have many.
    """
    anywhere = set[str]().union(*by_term.values())
    return {
        term: here | {party for party in anywhere - here if not state[term][party].silent}
        for term, here in by_term.items()
    }
