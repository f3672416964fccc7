"""Squares: the board as rows, every party on every term."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter

import attrs

from peacetrack.analysis.briefing.doubt import verdict
from peacetrack.analysis.briefing.naming import Names
from peacetrack.index.statement import Provenance
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import is_publication
from peacetrack.state import State, TermState, bare_of, rulings_of
from peacetrack.table.table import Table
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment, as_datetime


@attrs.frozen
class Square:
    """A party on a term: its standing and the status of the term.

    A term that needs no party and has no statement has one square without a party.

    Attributes:
        term: the term.
        status: the status of the term; None where it needs no party, or is a backdrop.
        verdict: where the status is agreed, whether the term is, as headlines say it: `agreed`,
            `perhaps agreed` or `not agreed`, and why; None of any other status.
        party: the party.
        needed: whether the term needs its acceptance, not only that of some of a quorum.
        stance: its stance or an absence; None where nothing is reported. This and the fields below
            are those of its `Standing`.
        red_line: whether the stance is a red line.
        conditions: what it asks for.
        window: until when its offer stands.
        until: until when its position holds.
        since: since when it stands so.
        certain: whether that has certainly begun.
        lapsed: whether it has run out.
        disputed: the fields where the evidence differs.
        by_group: the group with which it stands.
        by_members: the members by which it stands.
        accounts_of: the parties on whose word alone the stance is known; empty where it is its own.
        on_record: whether a named person or body stands by the stance; None without one.
        last_reported: when the newest of its evidence was published, else recorded.
        last_reported_is: which of the two: `published` or `recorded`; `supposed` of what is only supposed.
        reports: the reports behind the standing.
    """

    term: str
    status: TermStatus | None
    verdict: str | None = None
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
    by_members: tuple[str, ...] = ()
    accounts_of: tuple[str, ...] = ()
    on_record: bool | None = None
    last_reported: datetime | None = None
    last_reported_is: str | None = None
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        stance = "silent" if self.stance is None else self.stance
        party, status = isolated(self.party or "no party"), self.verdict or self.status or "no status"
        return f"{party} on {isolated(self.term)} ({status}): {stance}"


def squares(state: State) -> Table[Square]:
    """List the squares of the board.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each term and each party that the board shows there, in the order of the agenda.

    >>> print(analysis.squares(state)[0])
    NORTH on truce (pending): accepts
    """
    by_term, names = shown_on(state, concerned(state, state)), Names(state)
    found = [square for term in state for square in _squares(names, state[term], by_term[term])]
    return Table(found, Square, state.basis)


def _squares(names: Names, term: TermState, parties: Collection[str]) -> Iterator[Square]:
    rulings, decided = rulings_of(term.state), verdict(names, term)
    said = term.status, None if decided is None else str(decided)
    required = frozenset(rulings.required_on(term.id))
    if not parties:
        yield Square(term.id, *said)
    for party in dict.fromkeys((*rulings.parties_on(term.id), *term.state.agenda.party_by_id)):
        if party in parties:
            yield _square(rulings.standing(term.id, party), *said, needed=party in required)


def _square(standing: Standing, status: TermStatus | None, verdict: str | None, *, needed: bool) -> Square:
    evidence = [statement.by for run in standing.runs.values() for statement in run]
    newest = max(evidence, key=_publication, default=None)
    return Square(
        term=standing.term,
        status=status,
        verdict=verdict,
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
        by_members=standing.by_members,
        accounts_of=standing.accounts_of,
        on_record=standing.on_record,
        last_reported=None if newest is None or newest.supposed else as_datetime(newest.publication),
        last_reported_is=None if newest is None else _kind_of_time(newest),
        reports=tuple(dict.fromkeys([by.report for by in evidence])),
    )


_publication = attrgetter("publication")


def _kind_of_time(by: Provenance) -> str:
    if by.supposed:
        return "supposed"
    return "published" if is_publication(by.publication, by.published) else "recorded"


def concerned(state: State, terms: Iterable[str]) -> dict[str, set[str]]:
    """Return by term the parties that it needs, or that say or do something about it."""
    rulings = rulings_of(state)
    found = {term: set(rulings.parties_on(term)) for term in terms}
    for term, party in bare_of(state):
        if term in found:
            found[term].add(party)
    return found


def shown_on(state: State, by_term: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return by term the parties that a board shows: those concerned, and those spoken for.

    A party that is concerned by another term is shown where its group has a stance. Members that
    no term concerns are left out, for a group may have many.
    """
    rulings = rulings_of(state)
    anywhere = set[str]().union(*by_term.values())
    return {
        term: parties | {p for p in anywhere - parties if not rulings.standing(term, p).silent}
        for term, parties in by_term.items()
    }
