"""The tables of a publication: what is declared, the reports and their claims, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import attrs

from peacetrack.analysis.evidence.evidence import Evidence, citations
from peacetrack.analysis.history import history_of
from peacetrack.analysis.square import squares
from peacetrack.ledger.filed import Filed
from peacetrack.publication.release import Release
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.act import Act
from peacetrack.words.attribution import AttributionType
from peacetrack.words.classes import frozen
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.party import Party, Person
from peacetrack.words.position import Position
from peacetrack.words.report import CLAIMS, Coder, Event
from peacetrack.words.stance import Stance
from peacetrack.words.term import Term
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment, When


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


BOARD_COLUMNS = MappingProxyType(
    {
        "status": "how far the term has come by where the parties stand, whose words that may be: agreed by unnamed"
        " officials is agreed",
        "verdict": "of a term whose status is agreed: agreed, or perhaps agreed or not agreed, and what speaks against it."
        " Cite this, and not the status alone",
        "on_record": "whether a named person or body of the party stands by the stance; empty without a stance. It says nothing"
        " of the conditions",
        "conditions_on_record": "what the party asks for by what is on the record alone: where it differs from the conditions, only"
        " reports off the record, or others, set these for it or dropped some",
        "otherwise": "another stance that the party has on the record, where the stance of the row is known only from reports off the"
        " record, or from others; empty where there is none",
        "accounts_of": "the other parties that alone report the stance: it is what they say of the party, not its own words",
        "acts": "what the party did without a stance, such as withdraws, and by whose account",
        "certain": "whether it has certainly begun; false where its dates leave that open",
        "lapsed": "whether the offer or the position has run out",
        "disputed": "the fields in which the reports differ, and their order is not known",
    }
)
"""What the columns of the board say of whose words a stance is, and how sure it is."""

_LATEST = datetime.max.replace(tzinfo=UTC)
_ON_THE_BOARD = (ForeignKey(("term",), "terms"), ForeignKey(("party",), "parties"))
_OF_REPORT = ForeignKey(("report",), "reports", ("report",))


# Rows of reports and of claims


@frozen
class PublishedReport:
    """A report and its source.

    Attributes:
        report: its id.
        title: its title.
        outlet, origin, url, author, source_title, published, retrieved, reliability, sha256, archived,
            language, marking: those of its source.
        coded_by: who coded it.
        claims: how many claims it has.
        redacted: whether its words are gone.
    """

    report: str
    title: str | None
    outlet: str | None
    author: str | None
    source_title: str | None
    url: str | None
    archived: str | None
    origin: str | None
    published: Moment | None
    retrieved: Moment | None
    language: str | None
    reliability: Reliability | None
    marking: str | None
    sha256: str | None
    coded_by: Coder | None
    claims: int
    redacted: bool


@frozen
class PublishedClaim:
    """A claim of a report, with what is asked of it most; `said` is the whole of it.

    Attributes:
        report: the id of its report.
        claim: its number in the report, from 1.
        kind: position, progress, event, assessment or question.
        term, party, event: what it is about.
        stance, act: those of a position.
        attribution, speaker, acts_for: who says it, and for which parties.
        credibility: its grade.
        since: since when it holds.
        words: its wording or text, in the words of the coder.
        quote: words of the source.
        said: the claim in the JSON form.
    """

    report: str
    claim: int
    kind: str
    term: str | None
    party: str | None
    event: str | None
    stance: Stance | Absence | None
    act: Act | None
    attribution: AttributionType
    speaker: str | None
    acts_for: tuple[str, ...]
    credibility: Credibility | None
    since: When | None
    words: str | None
    quote: str | None
    said: Any


_KINDS = {kind: name for name, kind in CLAIMS.items()}


def report_row(filed: Filed) -> PublishedReport:
    """Return the row of a report."""
    report, source = filed.report, filed.report.source
    of_source = attrs.asdict(source, recurse=False, filter=_IN_BOTH)
    return PublishedReport(
        **of_source,
        report=filed.entry.id,
        title=report.title,
        source_title=source.title,
        coded_by=report.coded_by,
        claims=len(report.claims),
        redacted=filed.entry.redacted,
    )


_IN_BOTH = attrs.filters.include(*(set(attrs.fields_dict(PublishedReport)) - {"title"}))
"""The fields of a source that stand under their own names."""


def claim_row(claimed: Claimed) -> PublishedClaim:
    """Return the row of a claim."""
    claim, attribution = claimed.claim, claimed.attribution
    return PublishedClaim(
        report=claimed.report,
        claim=claimed.number,
        kind=_KINDS[type(claim)],
        term=claim.term,
        party=claim.holder,
        event=claim.id if isinstance(claim, Event) else None,
        stance=claim.stance if isinstance(claim, Position) else None,
        act=claim.act,
        attribution=attribution.type,
        speaker=attribution.person or attribution.speaker,
        acts_for=attribution.parties,
        credibility=claim.credibility,
        since=claimed.since or claim.since,
        words=claim.prose,
        quote=None if claim.quote is None else str(claim.quote),
        said=claim,
    )
