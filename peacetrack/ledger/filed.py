"""Reports as they are filed in a ledger, recorded or proposed, with what was done to them later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from peacetrack.form.canonical import Split, split
from peacetrack.ledger.entry import Entry
from peacetrack.words.classes import frozen
from peacetrack.words.report import Dismissal, Report

ProposalStatus = Literal["open", "accepted", "amended", "dismissed"]


@frozen(eq=False)
class Filed:
    """A recorded report: its entry, the seq that breaks ties, and what was done to it later.

    `retracted` holds, by claim number, the entries that withdrew single claims. An instance is replaced
    and never edited, so that copies of a ledger can share it.
    """

    entry: Entry
    tie_seq: int
    withdrawn_by: Entry | None = None
    retracted: Mapping[int, Entry] = attrs.field(factory=dict)
    redacted_by: Entry | None = None

    @property
    def report(self) -> Report:
        """The report, without its words where they were redacted."""
        assert self.entry.report is not None
        return self.entry.report

    def says(self, parts: Split) -> bool:
        """Whether the report says the same; only the facts are compared where the words were redacted."""
        own = split(self.report)
        same_facts = own.canonical(without="id") == parts.canonical(without="id")
        return same_facts and (self.entry.redacted or own.words == parts.words)


@frozen
class Proposed:
    """A proposed report: its entry, and the entry that accepted or dismissed it, if one did."""

    __columns__ = ("id", "status", "coded_by", "seq", "recorded_at", "recorded_by", "settled_by", "reason")

    entry: Entry
    settled: Entry | None = None
    redacted_by: Entry | None = None

    @property
    def id(self) -> str:
        """The id of the proposal."""
        return self.entry.id

    @property
    def report(self) -> Report:
        """The report as it was proposed, without its words where they were redacted."""
        assert self.entry.proposed is not None
        return self.entry.proposed

    @property
    def accepted(self) -> Report | None:
        """The report that was accepted from it, perhaps amended, or None."""
        return None if self.settled is None else self.settled.report

    @property
    def status(self) -> ProposalStatus:
        """Open, accepted as it was proposed, amended, or dismissed."""
        if self.settled is None:
            return "open"
        if self.accepted is None:
            return "dismissed"
        one, other = (split(attrs.evolve(r, acceptance=None)) for r in (self.report, self.accepted))
        same = one.canonical(without="id") == other.canonical(without="id")
        gone = self.entry.redacted or self.settled.redacted
        return "accepted" if same and (gone or one.words == other.words) else "amended"

    @property
    def coded_by(self) -> str | None:
        """The name and version of the coder."""
        return None if self.report.coded_by is None else str(self.report.coded_by)

    @property
    def seq(self) -> int:
        """The number of the entry that proposed it."""
        return self.entry.seq

    @property
    def recorded_at(self) -> datetime:
        """When it was proposed."""
        return self.entry.recorded_at

    @property
    def recorded_by(self) -> str | None:
        """The name that is kept with its entry."""
        return self.entry.recorded_by

    @property
    def settled_by(self) -> int | None:
        """The number of the entry that accepted or dismissed it."""
        return None if self.settled is None else self.settled.seq

    @property
    def reason(self) -> str | None:
        """Why it was amended or dismissed."""
        if self.accepted is not None:
            return None if self.accepted.acceptance is None else self.accepted.acceptance.reason
        body = None if self.settled is None else self.settled.body
        return body.reason if isinstance(body, Dismissal) else None
