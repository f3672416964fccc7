"""A proposal reviewed: each claim next to its quote, what it would change, and what it contradicts."""

from __future__ import annotations

import attrs

from peacetrack.analysis.changes.diff import diff
from peacetrack.analysis.dispute import disputes
from peacetrack.index.pairing import Coded, coded
from peacetrack.table.table import Table
from peacetrack.tracker import Tracker
from peacetrack.words.attribution import NARRATOR
from peacetrack.words.classes import frozen
from peacetrack.words.report import Claim, Report


@frozen
class ReviewedClaim:
    """A claim of a proposal, as a person reviews it.

    Attributes:
        claim: its number, from 1.
        says: what it codes, in words.
        quote: the words that it quotes, else its own wording or text, or None.
        changes: what differs in the state once it is accepted, with all the claims of the proposal.
        contradicts: the disputes that it would be part of.
    """

    claim: int
    says: str
    quote: str | None
    changes: tuple[str, ...]
    contradicts: tuple[str, ...]


def review(talks: Tracker, proposal_id: str) -> Table[ReviewedClaim]:
    """Return the claims of a proposal, each with what it would change now and what it contradicts.

    Parameters:
        talks: the tracker with the proposal.
        proposal_id: the id of the proposal; one that is settled changes nothing any more.

    Raises:
        ReportNotFoundError: if no proposal has that id.

    >>> claim = pt.Position("SOUTH", "truce", "accepts", since="2030-01-06", quote="we accept")
    >>> _ = talks.propose(pt.Report([claim], id="d1", attribution=pt.Attribution("named")))
    >>> row = pt.coding.review(talks, "d1")[0]
    >>> row.says, row.quote
    ('SOUTH on truce: stance accepts, since 2030-01-06, attribution named', 'we accept')
    >>> row.changes[0]
    'SOUTH on truce, stance: open -> accepts; learned, softened (d1)'
    """
    proposed = talks.proposal(proposal_id)
    before = talks.state()
    after = before if proposed.settled else before.suppose(_as_recorded(proposed.report))
    changed, disputed = diff(before, after), disputes(after) if after is not before else ()
    rows = []
    for claim, each in zip(proposed.report.claims, coded(proposed.report), strict=True):
        about = (each.subject.term, each.subject.party)
        rows.append(
            ReviewedClaim(
                each.number,
                f"{_about(each)}: {each}",
                _quote(claim),
                tuple(str(change) for change in changed if (change.term, change.party) == about),
                tuple(
                    str(dispute)
                    for dispute in disputed
                    if (dispute.term, dispute.party) == about
                    and any(statement.report == proposed.id for statement in dispute.statements)
                ),
            )
        )
    return Table(rows, ReviewedClaim)


def _as_recorded(report: Report) -> Report:
    """Return a report as it counts once it is recorded: a what-if without an attribution is a party's own."""
    return attrs.evolve(report, attribution=report.attribution or NARRATOR)


def _about(each: Coded) -> str:
    """Return what a claim is about, with its kind where it is neither position nor progress."""
    kind, about = each.subject.kind, each.about
    if kind in ("position", "progress") or kind == about:
        return about
    return f"event {about}" if kind == "event" else f"{kind} on {about}"


def _quote(claim: Claim) -> str | None:
    return claim.prose if claim.quote is None else str(claim.quote)
