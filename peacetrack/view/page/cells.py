"""The cells of the board over both clocks: texts and the evidence behind them, without markup.

How a script looks them up is in `lookup`; how a page lays them out is in `board`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property, partial

import attrs

from peacetrack.analysis.evidence.evidence import Bearing, Evidence, Sources, citations
from peacetrack.analysis.hindsight import out_by
from peacetrack.analysis.holding import announced
from peacetrack.analysis.phrase import day_words, excerpt
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.verdict import Sureness
from peacetrack.analysis.window import off_on
from peacetrack.index.statement import field_words
from peacetrack.replay.spans import Held, Spans
from peacetrack.replay.strip import Span, answer_at
from peacetrack.rules import wording
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.view.cell_words import CellWords, cell_words
from peacetrack.view.shown import Shown
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import DAY
from peacetrack.words.value import grouped
from peacetrack.words.when import days_between


@frozen
class ClaimOnPage:
    """A claim, with everything needed to check it; the grades are of its source and its own."""

    report: str
    number: int
    attribution: str
    words: str
    grades: str

    @classmethod
    def of(cls, evidence: Evidence, names: Names) -> ClaimOnPage:
        """Return the claim that a row of evidence is about."""
        assert evidence.attribution is not None  # each claim has one
        grades = {"source": evidence.reliability, "claim": evidence.credibility}
        return cls(
            evidence.report or "",
            evidence.claim or 0,
            names.speaker(evidence.attribution, evidence.party),
            excerpt(evidence.words),
            ", ".join(f"{of} {grade.meaning} ({grade})" for of, grade in grades.items() if grade is not None),
        )


@frozen
class EvidenceOnPage:
    """The value of one field in one claim; `field` says where the value does not hold."""

    field: str
    value: str
    since: str
    claim: ClaimOnPage

    @classmethod
    def of(cls, evidence: Evidence, names: Names) -> EvidenceOnPage:
        """Return a row of evidence in words; of a claim without a field, its act."""
        field = evidence.field or ("act" if evidence.act else "words")
        value = evidence.value if evidence.field else evidence.act or ""
        since = wording.with_report(evidence.since, evidence.since_as_reported)
        return cls(
            field_words(field) + _NOTES.get(evidence.bearing, ""),
            names.value(value) if isinstance(value, str) else day_words(wording.readable(names.value(value))),
            names.dated(wording.readable(since)),
            ClaimOnPage.of(evidence, names),
        )


_NOTES = {Bearing.DISPUTES: " (disputes it)", Bearing.DISPLACED: " (reported too, does not hold)"}


@frozen
class Answer(CellWords):
    """The content of a cell, and what it rests on.

    Attributes:
        reported: when it was last reported, at the basis of the page, in words.
        evidence: what it rests on.
        age: how many days before the moment of the page it was last reported; None where it has no age.
        recorded_only: whether its publication is not known.
        out: how many days before that moment all of it had come out.
    """

    reported: str = ""
    evidence: tuple[EvidenceOnPage, ...] = ()
    age: int | None = None
    recorded_only: bool = False
    out: int | None = None

    @property
    def by_claim(self) -> Mapping[ClaimOnPage, Sequence[EvidenceOnPage]]:
        """The evidence claim by claim."""
        return grouped(self.evidence, lambda evidence: evidence.claim)

    @property
    def silent(self) -> bool:
        """Whether it shows no stance, no absence, no act and no detail."""
        return self.look in ("", "none")


NOT_DECLARED = Answer()


class Cells:
    """The board at each basis up to the basis of a state, with the evidence behind every cell."""

    def __init__(self, state: State, spans: Spans, names: Names) -> None:
        self.state = state
        self.spans = spans
        self.names = names
        self._sources = Sources(state)
        self._texts: dict[Hashable, EvidenceOnPage] = {}
        self._cells = {
            holder: [Span(span.known, span.start, span.end, self._answer(span.answer)) for span in held]
            for holder, held in spans.held.items()
        }

    @cached_property
    def places(self) -> Mapping[HolderOrTerm, int]:
        """The keys of all cells, numbered."""
        return {holder: place for place, holder in enumerate(self._cells)}

    def over_time(self, key: HolderOrTerm) -> Sequence[Span[Answer]]:
        """Return the answers of one cell at every basis."""
        return self._cells[key]

    def at_basis(self, key: HolderOrTerm) -> Answer:
        """Return the answer of one cell at the state's own basis, with its age and all that is cited."""
        seq = self.spans.seqs[-1]
        answer = answer_at(self.over_time(key), self.state.instant, seq) or NOT_DECLARED
        held = answer_at(self.spans.held[key], self.state.instant, seq)
        return attrs.evolve(self._aged(answer, self._at(self.names, key, held)), evidence=self.cited[key])

    def _aged(self, answer: Answer, shown: Shown | None) -> Answer:
        """Return an answer with its age, where it was last reported long before."""
        if shown is None or (answer.silent and not shown.to_come):
            return answer
        off, met = partial(off_on, self.state), self.names.once(Sureness).met_for(shown.standing)
        aged = _answer(cell_words(shown, days=shown.days, later=shown.is_later(), off=off, met=met))
        return attrs.evolve(aged, reported=wording.last_reported(shown.newest))

    def apart_at(self, state: State, names: Names, term: str) -> Mapping[HolderOrTerm, Answer]:
        """Return the answers of a term that at a moment are others than before and after it, by cell.

        There a condition is met, or a stance is announced. Whether that is so turns without the party: with
        other terms, other parties and events, and once a stance is reported that only begins later.
        """
        found: dict[HolderOrTerm, Answer] = {}
        for key in self.by_term[term]:
            plain = answer_at(self.over_time(key), state.instant, state.seq)
            shown = self._at(names, key, answer_at(self.spans.held[key], state.instant, state.seq))
            if plain is not None and shown is not None and (shown.standing.conditions or shown.to_come):
                cell = cell_words(shown, met=names.once(Sureness).met_for(shown.standing))
                if (cell.main, cell.detail) != (plain.main, plain.detail):
                    found[key] = attrs.evolve(plain, main=cell.main, detail=cell.detail, marks=cell.marks)
        return found

    @cached_property
    def by_term(self) -> Mapping[str, Sequence[HolderOrTerm]]:
        """The cells of parties by term."""
        return grouped((key for key in self._cells if key[1] is not None), lambda key: key[0])

    @cached_property
    def cited(self) -> Mapping[HolderOrTerm, tuple[EvidenceOnPage, ...]]:
        """Everything reported of each holder by the state's own basis, displaced reports included."""
        return {
            (term, party): tuple(
                EvidenceOnPage.of(row, self.names) for row in citations(self.state, term, party)
            )
            for term, party in self._cells
        }

    def ever_shows(self, holder: HolderOrTerm) -> bool:
        """Whether a cell shows something or has evidence at some basis, of the holder or of its group."""
        return any(span.answer.evidence or not span.answer.silent for span in self._cells[holder])

    def ever_speaks(self, holder: HolderOrTerm) -> bool:
        """Whether a holder itself says or does anything at some basis."""
        for span, shown in zip(self.spans.held[holder], self._cells[holder], strict=True):
            upheld = span.answer.upheld
            if not (shown.answer.silent or (isinstance(upheld, Standing) and upheld.derived)):
                return True
        return False

    def _answer(self, held: Held) -> Answer:
        shown, evidence = self._shown(held), tuple(self._behind(held))
        if shown is None:
            assert not isinstance(held.upheld, Standing)
            text = wording.progress_in_brief(held.upheld, held.disputing_statements)
            return Answer(_in_words(text), evidence=evidence)
        answer = attrs.evolve(_answer(cell_words(shown)), evidence=evidence)
        if answer.silent:
            return answer
        disputing, now = (*held.disputing_statements, *held.contenders.all), self.state.instant
        out = now // DAY - out_by(self.state, self.names, shown.standing, held.acts, disputing) // DAY
        age = None if shown.last_out is None else days_between(shown.last_out, now)
        return attrs.evolve(answer, age=age, recorded_only=shown.is_recorded_only, out=out)

    def _behind(self, held: Held) -> Iterator[EvidenceOnPage]:
        """Yield what an answer rests on, what disputes it, and acts without a stance."""
        unordered = held.contenders.unordered
        statements = [(statement, Bearing.HOLDS) for statement in held.upheld.evidence]
        statements += [(statement, Bearing.DISPUTES) for statement in held.disputing_statements]
        statements += [
            (s, Bearing.DISPUTES if s in unordered else Bearing.DISPLACED) for s in held.contenders.all
        ]
        for statement, bearing in statements:
            name = (statement.name, statement.field, statement.since, bearing)
            yield self._text(name, partial(self._sources.statement, statement, bearing))
        for claimed in held.acts:
            yield self._text(
                (claimed.report, claimed.number, claimed.since), partial(self._sources.act, claimed)
            )

    def _text(self, key: Hashable, evidence: Callable[[], Evidence]) -> EvidenceOnPage:
        """Return a piece of evidence in words; each is put in words once."""
        if key not in self._texts:
            self._texts[key] = EvidenceOnPage.of(evidence(), self.names)
        return self._texts[key]

    def _at(self, names: Names, key: HolderOrTerm, held: Held | None) -> Shown | None:
        """Return what is shown of a party at a moment, with what it announced; None of a term itself."""
        shown, party = self._shown(held), key[1]
        if shown is None or party is None or shown.standing.runs or shown.acts:
            return shown
        state = names.state
        return attrs.evolve(shown, state=state, names=names, to_come=announced(state, key[0], party))

    def _shown(self, held: Held | None) -> Shown | None:
        """Return what is shown of a party; None of a term itself, and of what is not declared yet."""
        if held is None or not isinstance(held.upheld, Standing):
            return None
        beside = held.acts, held.needed, held.contenders, held.own
        return Shown(self.state, self.names, held.upheld, *beside)


def _answer(cell: CellWords) -> Answer:
    return Answer(**attrs.asdict(cell, recurse=False))


def _in_words(progress: str) -> str:
    """Return how far a term is in brief, as a sentence has it: `reports differ: advancing or stalled`."""
    text = progress.replace("≠ ", "reports differ: ").replace(" | ", " or ")
    return re.sub("(?<=[a-z])-(?=[a-z])", " ", text)  # words of vocabularies, and quantities
