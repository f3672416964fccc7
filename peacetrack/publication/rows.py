"""The rows of reports and of claims in a publication: one column for each thing that is asked of them."""

from __future__ import annotations

from typing import Any

import attrs

from peacetrack.ledger.ledger import Filed
from peacetrack.rules.claims import Claimed
from peacetrack.words.act import Act
from peacetrack.words.attribution import AttributionType
from peacetrack.words.classes import frozen
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.position import Position
from peacetrack.words.report import CLAIMS, Coder, Event
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment, When


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
