"""The tables of a publication: what is declared, the reports and their claims, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs

from peacetrack.analysis.evidence.evidence import Evidence, citations
from peacetrack.analysis.history import history_of
from peacetrack.analysis.square import squares
from peacetrack.publication.release import Release
from peacetrack.publication.rows import PublishedClaim, PublishedReport, claim_row, report_row
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.party import Party, Person
from peacetrack.words.term import Term


@frozen
class ForeignKey:
    """Columns that name a row of a table by its key."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...] = ("id",)


@frozen
class Published:
    """A table with its name, what it holds, and its keys."""

    name: str
    holds: str
    rows: Table[Any] = attrs.field(repr=False)
    key: tuple[str, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()

    @property
    def row_type(self) -> type:
        """The type of its rows."""
        return self.rows.row_type


def tables_of(release: Release) -> Iterator[Published]:
    """Yield the tables of what is published, those that others name first."""
    yield from _declared(release.state)
    yield from _reported(release)
    yield from _concluded(release.state)


def _declared(state: State) -> Iterator[Published]:
    agenda = state.agenda
    parties = Table(agenda.parties, Party)
    yield Published("parties", "the parties, with their aliases, roles and members", parties, ("id",))
    people = Table(agenda.people, Person)
    acts_for = (ForeignKey(("acts_for",), "parties"),)
    yield Published("people", "the people who speak or act for them", people, ("id",), acts_for)
    terms = Table(agenda.terms, Term)
    replaces = (ForeignKey(("replaces",), "terms"),)
    yield Published("terms", "what is negotiated, each with its proposition", terms, ("id",), replaces)


def _reported(release: Release) -> Iterator[Published]:
    reports = Table(map(report_row, release.reports), PublishedReport)
    yield Published("reports", "the reports that are published, and their sources", reports, ("report",))
    at_any_time = release.state.at(valid=_LATEST)  # one that begins later may be evidence: it disputes
    claims = Table(map(claim_row, at_any_time.claims()), PublishedClaim)
    foreign = (_OF_REPORT, *_ON_THE_BOARD)
    yield Published("claims", "what the reports say, claim by claim", claims, ("report", "claim"), foreign)
    yield Published("events", "the events, as they are known", release.state.events(), ("id",))


def _concluded(state: State) -> Iterator[Published]:
    board = squares(state).filter(lambda square: square.party is not None)
    holders = [(square.term, str(square.party)) for square in board]
    history = [standing for holder in holders for standing in history_of(state, *holder)]
    of_terms = [(term, None) for term in state]  # each term itself, for its progress
    evidence = [row for holder in (*holders, *of_terms) for row in citations(state, *holder)]
    key = ("term", "party")
    yield Published("board", "where each party stands on each term", board, key, _ON_THE_BOARD)
    past = Table(history, Standing)
    yield Published("history", "where it stood before, span by span", past, (*key, "begins"), _ON_THE_BOARD)
    behind = Table(evidence, Evidence)
    foreign = (*_ON_THE_BOARD, _OF_REPORT, ForeignKey(("report", "claim"), "claims", ("report", "claim")))
    yield Published("evidence", "the statements behind the board, those that hold first", behind, (), foreign)


_LATEST = datetime.max.replace(tzinfo=UTC)
_ON_THE_BOARD = (ForeignKey(("term",), "terms"), ForeignKey(("party",), "parties"))
_OF_REPORT = ForeignKey(("report",), "reports", ("report",))
