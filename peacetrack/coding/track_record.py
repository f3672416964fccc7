"""How the proposals of each coder fared: what was kept, changed, dropped, added and dismissed."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from peacetrack.coding.comparison import compare
from peacetrack.index.pairing import Match
from peacetrack.ledger.filed import Proposed
from peacetrack.table.table import Table
from peacetrack.tracker import Tracker
from peacetrack.words.classes import frozen
from peacetrack.words.report import CoderType, Report

Fate = Match | Literal["dismissed"]


@frozen
class CoderRecord:
    """How often the values that a coder proposed for a field were accepted.

    Attributes:
        coder: the name and version of the coder; None where proposals name none.
        type: a person or a model.
        field: the field.
        proposed: how many values were proposed and settled: kept, changed, dropped or dismissed.
        kept: how many were accepted as they were.
        changed: how many were accepted with another value.
        dropped: how many were left out of the report that was accepted.
        added: how many the coder had not proposed, and a person put in.
        dismissed: how many were in a proposal that was dismissed.
        acceptance: `kept` out of `proposed`, from 0 to 1; None where nothing was proposed.
        amendment: `changed` out of `proposed`.
    """

    coder: str | None
    type: CoderType | None
    field: str
    proposed: int
    kept: int
    changed: int
    dropped: int
    added: int
    dismissed: int
    acceptance: float | None
    amendment: float | None


def record_of(talks: Tracker) -> Table[CoderRecord]:
    """Return how the proposals of each coder fared, field by field; open ones do not count.

    Parameters:
        talks: the tracker with the proposals.

    >>> reader = pt.Coder("reader", type="model")
    >>> draft = pt.Report([pt.Position("SOUTH", "truce", "accepts")], id="d1", coded_by=reader)
    >>> _ = talks.propose(draft)
    >>> _ = talks.accept("d1", report=pt.Report([pt.Position("SOUTH", "truce", "open")]), reason="weaker")
    >>> row = pt.coding.record_of(talks)[0]
    >>> row.coder, row.field, row.proposed, row.changed, row.acceptance
    ('reader', 'stance', 1, 1, 0.0)
    """
    fates: dict[tuple[str | None, CoderType | None, str], Counter[Fate]] = {}
    for proposed in talks.proposals():
        coder = proposed.report.coded_by
        for field, fate in _fates(proposed):
            key = (proposed.coded_by, None if coder is None else coder.type, field)
            fates.setdefault(key, Counter())[fate] += 1
    return Table((_record(*key, counts) for key, counts in fates.items()), CoderRecord)


def _fates(proposed: Proposed) -> list[tuple[str, Fate]]:
    if proposed.settled is None:
        return []
    if proposed.accepted is not None:
        return [(pair.field, pair.match) for pair in compare(proposed.report, proposed.accepted)]
    return [(pair.field, "dismissed") for pair in compare(proposed.report, Report([]))]


def _record(coder: str | None, type: CoderType | None, field: str, counts: Counter[Fate]) -> CoderRecord:
    kept, changed, added = counts[Match.SAME], counts[Match.DIFFERENT], counts[Match.ONLY_IN_B]
    dropped, dismissed = counts[Match.ONLY_IN_A], counts["dismissed"]
    proposed = kept + changed + dropped + dismissed
    return CoderRecord(
        coder,
        type,
        field,
        proposed=proposed,
        kept=kept,
        changed=changed,
        dropped=dropped,
        added=added,
        dismissed=dismissed,
        acceptance=kept / proposed if proposed else None,
        amendment=changed / proposed if proposed else None,
    )
