"""What a party did: a claim with an act, wherever it then stands. Built on claimed."""

from __future__ import annotations

import attrs

from peacetrack.index.statement import Asserted, asserted
from peacetrack.index.timeline import Cut
from peacetrack.ledger.ledger import Filed
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.rules.claims import Claimed, claimed_at
from peacetrack.state import State, snapshot_of
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.position import Position


@attrs.frozen(eq=False)
class Acted:
    """A claim of a report in which a party did something."""

    filed: Filed
    said: Asserted

    @property
    def told(self) -> int:
        """The seq at which it was told."""
        return self.filed.entry.seq

    @property
    def seqs(self) -> set[int]:
        """The seqs at which it was told, or taken back."""
        ends = (self.filed.withdrawn_by, self.filed.retracted.get(self.said.by.claim))
        return {self.told, *(entry.seq for entry in ends if entry is not None)}

    @property
    def event(self) -> str | None:
        """The event that its time is bound to."""
        return self.said.bound_to

    def begins(self, cut: Cut) -> int:
        """The first instant at which it may have been done."""
        moment = cut.calendar.resolved(self.said.since, self.said.by)
        return BEGINNING if moment.range.from_unknown else moment.range.first

    def claimed(self, cut: Cut) -> Claimed | None:
        """The claim; None where it is not known, not trusted, or certainly begins later."""
        return claimed_at(cut, self.filed, self.said)


def acts_in(state: State) -> dict[HolderOrTerm, list[Acted]]:
    """All that was ever done, by (term, party)."""
    found: dict[HolderOrTerm, list[Acted]] = {}
    for id, filed in snapshot_of(state).ledger.filed.items():
        if id in state.basis.trust.without:
            continue
        said = asserted(filed.entry, filed.tie_seq)
        for one, claim in zip(said, filed.report.claims, strict=True):
            if isinstance(claim, Position) and claim.act is not None:
                found.setdefault((claim.term, claim.party), []).append(Acted(filed, one))
    return found
