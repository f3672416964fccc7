"""The cells of the board over both clocks: texts and the evidence behind them, without markup.

How a script looks them up is in `lookup`; how a page lays them out is in `board`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from peacetrack.analysis.evidence.evidence import Bearing, Evidence, Sources, citations
from peacetrack.index.statement import Statement, field_words
from peacetrack.replay.spans import Held, HowFar, Spans
from peacetrack.replay.strip import Span, answer_at
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.isolate import isolated
from peacetrack.words.value import in_short
from peacetrack.words.when import display_minute

CellKey = HolderOrTerm | str
"""(term, party), (term, None) for the term itself, or a term for its status."""


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
            f"{isolated(evidence.report)}#{evidence.claim}",
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


_NOTES = {Bearing.DISPUTES: " (disputes it)", Bearing.DISPLACED: " (reported too, does not hold)"}


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


@attrs.frozen
class Answer:
    """The text of a cell, the same without signs, its colour, and what it rests on.

    `look` is the stance that it is coloured by, `lapsed`, or empty.
    """

    text: str
    in_words: str = ""
    look: str = ""
    evidence: tuple[EvidenceOnPage, ...] = ()

    @property
    def by_claim(self) -> Mapping[ClaimOnPage, Sequence[EvidenceOnPage]]:
        """The evidence claim by claim."""
        by_claim: dict[ClaimOnPage, list[EvidenceOnPage]] = {}
        for evidence in self.evidence:
            by_claim.setdefault(evidence.claim, []).append(evidence)
        return by_claim

    @property
    def silent(self) -> bool:
        """Whether it shows no stance, no absence, no act and no detail."""
        return self.text in ("", wording.SILENT)


NOT_DECLARED = Answer("")


class Cells:
    """The board at each basis up to the basis of a state, with the evidence behind every cell."""

    def __init__(self, state: State, spans: Spans) -> None:
        self.state = state
        self.spans = spans
        self._texts = EvidenceTexts(state)
        self._cells = {
            holder: [_with_answer(span, self._answer(span.answer)) for span in held]
            for holder, held in spans.held.items()
        }
        self._statuses = {
            term: [_with_answer(span, _status(span.answer)) for span in statuses]
            for term, statuses in spans.terms.items()
        }

    @cached_property
    def places(self) -> Mapping[HolderOrTerm, int]:
        """The keys of all cells but the statuses, numbered."""
        return {holder: place for place, holder in enumerate(self._cells)}

    def over_time(self, key: CellKey) -> Sequence[Span[Answer]]:
        """Return the answers of one cell at every basis."""
        return self._statuses[key] if isinstance(key, str) else self._cells[key]

    def at_basis(self, key: CellKey) -> Answer:
        """Return the answer of one cell at the state's own basis, with everything cited for it."""
        seq = self.spans.seqs[-1]
        answer = answer_at(self.over_time(key), self.state.instant, seq) or NOT_DECLARED
        return answer if isinstance(key, str) else attrs.evolve(answer, evidence=self.cited[key])

    @cached_property
    def cited(self) -> Mapping[HolderOrTerm, tuple[EvidenceOnPage, ...]]:
        """Everything reported of each holder by the state's own basis, displaced reports included."""
        return {
            (term, party): tuple(map(EvidenceOnPage.of, citations(self.state, term, party)))
            for term, party in self._cells
        }

    def ever_speaks(self, holder: HolderOrTerm) -> bool:
        """Whether a holder itself says or does anything at some basis."""
        spans = zip(self.spans.held[holder], self._cells[holder], strict=True)
        return any(not shown.answer.silent and not _derived(held.answer) for held, shown in spans)

    def _answer(self, held: Held) -> Answer:
        upheld, evidence = held.upheld, tuple(self._texts.behind(held))
        if not isinstance(upheld, Standing):
            text = wording.progress_in_brief(upheld, held.disputing_statements)
            return Answer(text, text, "", evidence)
        text = wording.in_brief(upheld, held.acts, needed=held.needed)
        return Answer(text, _in_words(held, upheld), _look(upheld), evidence)


def _in_words(held: Held, standing: Standing) -> str:
    if not wording.stance_word(standing, held.acts):
        return ""
    words = (
        wording.in_full(standing, held.acts),
        *wording.closings(standing),
        wording.last_reported(standing),
    )
    return ", ".join(filter(None, words))


def _look(standing: Standing) -> str:
    if standing.silent:
        return ""
    return "lapsed" if standing.lapsed else str(standing.stance)


def _derived(held: Held) -> bool:
    return isinstance(held.upheld, Standing) and held.upheld.derived


def _with_answer(span: Span[Held] | Span[HowFar], answer: Answer) -> Span[Answer]:
    return Span(span.known, span.start, span.end, answer)


def _status(term: HowFar) -> Answer:
    return NOT_DECLARED if term.term is None else Answer(wording.status_in_brief(term))
