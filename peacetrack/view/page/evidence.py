"""Evidence as the page shows it: rows of `analysis.evidence` in words, without markup."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import attrs

from peacetrack.analysis.evidence.evidence import Bearing, Evidence, Sources
from peacetrack.index.statement import Statement, field_words
from peacetrack.replay.spans import Held
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.state import State
from peacetrack.words.value import in_short
from peacetrack.words.when import display_minute


@attrs.frozen
class ClaimOnPage:
    """A claim, with everything needed to check it; the grades are of its source and its own."""

    name: str
    attribution: str
    words: str
    grades: str
    recorded: str

    @classmethod
    def of(cls, evidence: Evidence) -> ClaimOnPage:
        """Return the claim that a row of evidence is about."""
        grades = (evidence.reliability, evidence.credibility)
        return cls(
            f"{evidence.report}#{evidence.claim}",
            str(evidence.attribution),
            evidence.words,
            " ".join(str(grade) for grade in grades if grade is not None),
            "" if evidence.recorded_at is None else display_minute(evidence.recorded_at),
        )


@attrs.frozen
class EvidenceOnPage:
    """The value of one field in one claim; `field` says where the value does not hold."""

    field: str
    value: str
    since: str
    claim: ClaimOnPage

    @classmethod
    def of(cls, evidence: Evidence) -> EvidenceOnPage:
        """Return a row of evidence in words; of a claim without a field, its act."""
        field = evidence.field or ("act" if evidence.act else "words")
        value = evidence.value if evidence.field else evidence.act or ""
        since = wording.with_report(evidence.since, evidence.since_as_reported)
        return cls(
            field_words(field) + _NOTES.get(evidence.bearing, ""),
            in_short(value) if isinstance(value, str) else wording.readable(in_short(value)),
            wording.readable(since),
            ClaimOnPage.of(evidence),
        )


_NOTES = {
    Bearing.DISPUTES: " (disputes it)",
    Bearing.DISPLACED: " (reported too, does not hold)",
}


class EvidenceTexts:
    """The evidence behind answers over both clocks; each piece is put in words once."""

    def __init__(self, state: State) -> None:
        self._sources = Sources(state)
        self._texts: dict[Hashable, EvidenceOnPage] = {}

    def behind(self, held: Held) -> Iterable[EvidenceOnPage]:
        """Return what an answer rests on, what disputes it, and acts without a stance."""
        for statement in held.upheld.evidence:
            yield self._statement(statement, Bearing.HOLDS)
        for statement in held.disputing_statements:
            yield self._statement(statement, Bearing.DISPUTES)
        for claimed in held.acts:
            yield self._act(claimed)

    def _statement(self, statement: Statement, bearing: Bearing) -> EvidenceOnPage:
        key = (statement.name, statement.field, statement.since, bearing)
        if key not in self._texts:
            evidence = self._sources.statement(statement, bearing)
            self._texts[key] = EvidenceOnPage.of(evidence)
        return self._texts[key]

    def _act(self, claimed: Claimed) -> EvidenceOnPage:
        key = (claimed.report, claimed.number, claimed.since)
        if key not in self._texts:
            self._texts[key] = EvidenceOnPage.of(self._sources.act(claimed))
        return self._texts[key]
