"""The board over both clocks, as numbers and texts that a page looks up. Built on span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import attrs

from peacetrack.analysis.evidence import evidence
from peacetrack.analysis.evidence.evidence import Bearing, attributed, citations, words_of
from peacetrack.index.statement import Statement, bare_field
from peacetrack.replay.held import Held
from peacetrack.replay.howfar import HowFar
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.span import Spans
from peacetrack.replay.strip import Span, answer_at
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.view.page.catalogue import ENGLISH
from peacetrack.view.pictures.moments import turn_texts
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.value import in_short
from peacetrack.words.when import as_instant, display_minute

T = TypeVar("T", bound=Hashable)


@attrs.frozen
class Told:
    """A claim, as a reader checks it; `grade` is of the source and of what it says."""

    report: str
    attribution: str
    words: str
    grade: str
    recorded: str


@attrs.frozen
class Evidence:
    """What one claim says of one field, and what that does for the answer."""

    field: str
    says: str
    since: str
    told: Told
    bearing: Bearing = Bearing.HOLDS

    @property
    def named(self) -> str:
        """The field, with what is to be said of what does not hold."""
        return ENGLISH.get(f"{self.bearing}_field", "{field}").format(
            field=self.field.replace("_", " ")
        )


@attrs.frozen
class Answer:
    """What a cell of the board shows, the same in words, and what it rests on.

    `look` is its stance, or `lapsed`.
    """

    text: str
    said: str = ""
    look: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def by_claim(self) -> Mapping[Told, Sequence[Evidence]]:
        """The evidence claim by claim."""
        found: dict[Told, list[Evidence]] = {}
        for one in self.evidence:
            found.setdefault(one.told, []).append(one)
        return found

    @property
    def silent(self) -> bool:
        """Whether nobody says or does anything there."""
        return self.text in ("", wording.SILENT)


NOT_DECLARED = Answer("")


class Cells:
    """The board at each basis up to a state's own, with the evidence behind every cell."""

    def __init__(self, state: State, found: Spans) -> None:
        self._state = state
        self._spans = found
        self._reading = _Reading(state)
        self._cells = {
            holder: [_answering(span, self._shown(span.answer)) for span in told]
            for holder, told in self._spans.held.items()
        }
        self._statuses = {
            term: [_answering(span, _status(span.answer)) for span in told]
            for term, told in self._spans.terms.items()
        }

    @property
    def holders(self) -> Sequence[HolderOrTerm]:
        """Whom the board may show: (term, party), and (term, None) for the term itself."""
        return tuple(self._cells)

    def answer(self, term: str, party: str | None) -> Answer:
        """What the board shows of a holder at the state's own basis, with all that was told of it."""
        shown = self._now(self._cells[term, party])
        return attrs.evolve(shown, evidence=self._cited[term, party])

    @cached_property
    def _cited(self) -> Mapping[HolderOrTerm, tuple[Evidence, ...]]:
        """What was told of each holder by the state's own basis: what holds, and what does not."""
        return {
            (term, party): tuple(map(_of_citation, citations(self._state, term, party)))
            for term, party in self._cells
        }

    def status(self, term: str) -> Answer:
        """The status of a term at the state's own basis."""
        return self._now(self._statuses[term])

    def _now(self, told: Sequence[Span[Answer]]) -> Answer:
        valid, known = as_instant(self._state.basis.valid), self._spans.seqs[-1]
        return answer_at(told, valid, known) or NOT_DECLARED

    def _shown(self, held: Held) -> Answer:
        evidence = tuple(self._reading.evidence(held))
        if not isinstance(held.upheld, Standing):
            text = wording.progress_in_brief(held.upheld, held.disputing_statements)
            return Answer(text, text, "", evidence)
        text = wording.in_brief(held.upheld, held.acts, needed=held.needed)
        return Answer(text, _said(held.upheld, held.acts), _look(held.upheld), evidence)

    def ever_says(self, holder: HolderOrTerm) -> bool:
        """Whether a holder itself says or does anything at some basis."""
        told = zip(self._spans.held[holder], self._cells[holder], strict=True)
        return any(
            getattr(raw.answer.upheld, "by_group", None) is None and not shown.answer.silent
            for raw, shown in told
        )

    # As numbers

    def to_form(self, names: Mapping[HolderOrTerm | str, str]) -> dict[str, Any]:
        """All of it as lists, for a script that looks up; `names` are of the cells on the page.

        A span is four numbers: the place of its seq, of its first turn, of the turn after its last,
        and of its answer. What is known at a seq is the last span that covers. Turn 0 is the
        beginning of time. `cited` are the places of all that was told by the state's own basis.
        """
        sheet = _Sheet(self._spans.turns, self._spans.seqs)
        spans = {name: sheet.numbers(self._told(key)) for key, name in names.items()}
        cited = {
            name: [sheet.evidence.of(one) for one in self._cited[key]]
            for key, name in names.items()
            if not isinstance(key, str)
        }
        answers = [sheet.of_answer(answer) for answer in sheet.answers]
        return {
            "spans": spans,
            "cited": {name: places for name, places in cited.items() if places},
            "valid": list(turn_texts(self._spans.turns, as_instant(self._state.basis.valid))),
            "seqs": [self._entry_text(seq) for seq in self._spans.seqs],
            "answers": answers,
            "evidence": [sheet.of_evidence(one) for one in sheet.evidence],
            "told": [list(attrs.astuple(one)) for one in sheet.told],
        }

    def _told(self, key: HolderOrTerm | str) -> Sequence[Span[Answer]]:
        return self._statuses[key] if isinstance(key, str) else self._cells[key]

    def _entry_text(self, seq: int) -> str:
        if seq == 0:
            return ENGLISH["nothing_known"]
        entry = self._state.entries[seq - 1]
        time = display_minute(entry.recorded_at)
        return ENGLISH["known_to"].format(seq=seq, time=time, id=entry.id or entry.kind)


class _Places(Generic[T]):
    """Things in the order in which they were first named, each once."""

    def __init__(self) -> None:
        self._places: dict[T, int] = {}

    def __iter__(self) -> Any:
        return iter(tuple(self._places))

    def of(self, thing: T) -> int:
        """The place of a thing."""
        return self._places.setdefault(thing, len(self._places))


class _Sheet:
    """Answers, evidence and claims, each written once and named by its place."""

    def __init__(self, turns: Sequence[int], seqs: Sequence[int]) -> None:
        self._turns = [BEGINNING, *turns]
        self._seqs = seqs
        self.answers: _Places[Answer] = _Places()
        self.evidence: _Places[Evidence] = _Places()
        self.told: _Places[Told] = _Places()

    def numbers(self, told: Iterable[Span[Answer]]) -> list[int]:
        """Spans, four numbers each."""
        return [number for span in told for number in self._of_span(span)]

    def _of_span(self, span: Span[Answer]) -> tuple[int, int, int, int]:
        known = bisect_left(self._seqs, span.known)
        start, end = (bisect_left(self._turns, at) for at in (span.start, span.end))
        return known, start, end, self.answers.of(span.answer)

    def of_answer(self, answer: Answer) -> list[Any]:
        """An answer, with the places of its evidence."""
        evidence = [self.evidence.of(one) for one in answer.evidence]
        return [answer.text, answer.said, answer.look, evidence]

    def of_evidence(self, one: Evidence) -> list[Any]:
        """A piece of evidence, with the place of its claim."""
        return [one.named, one.says, one.since, self.told.of(one.told)]


def _look(standing: Standing) -> str:
    if standing.silent:
        return ""
    return "lapsed" if standing.lapsed else str(standing.stance)


def _said(standing: Standing, acts: Sequence[Claimed]) -> str:
    """A cell in words, for those who do not see its signs."""
    if not wording.stance_word(standing, acts):
        return ""
    return ", ".join((wording.in_full(standing, acts), *wording.closings(standing)))


def _answering(span: Span[Any], answer: Answer) -> Span[Answer]:
    return Span(span.known, span.start, span.end, answer)


def _status(how_far: HowFar) -> Answer:
    return NOT_DECLARED if how_far.term is None else Answer(wording.status_in_brief(how_far))


class _Reading:
    """Statements and claims as a reader checks them; each is put in words once."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._told: dict[tuple[str, int], Told] = {}
        self._said: dict[tuple[Hashable, ...], Evidence] = {}

    def evidence(self, held: Held) -> Iterable[Evidence]:
        """What an answer rests on."""
        for statement in held.upheld.evidence:
            yield self._statement(statement, Bearing.HOLDS)
        for statement in held.disputing_statements:
            yield self._statement(statement, Bearing.DISPUTES)
        for claimed in held.acts:
            yield self._act(claimed)

    def _statement(self, statement: Statement, bearing: Bearing) -> Evidence:
        key = (statement.name, statement.field, statement.since, bearing)
        if key not in self._said:
            since = wording.readable(
                wording.since_in_words(statement.since, self._state.since_as_reported(statement))
            )
            told = self._claim(statement.report, statement.claim, statement.attribution)
            field = bare_field(statement.field)
            self._said[key] = Evidence(field, _value_text(statement.value), since, told, bearing)
        return self._said[key]

    def _act(self, claimed: Claimed) -> Evidence:
        claim = claimed.claim
        own = getattr(claim, "since", None) or self._state.report_of(claimed.report).since
        since = (
            wording.readable(wording.since_in_words(claimed.since, own))
            if claimed.since is not None
            else ""
        )
        told = self._claim(claimed.report, claimed.number, claimed.attribution)
        act = getattr(claim, "act", None)
        return Evidence("act" if act else "words", str(act or ""), since, told, Bearing.ACT)

    def _claim(self, report: str, number: int, attribution: Any) -> Told:
        if (report, number) not in self._told:
            filed = self._state.filed(report)
            assert filed is not None
            claim = filed.report.claims[number - 1]
            self._told[report, number] = Told(
                f"{report}#{number}",
                str(attributed(self._state, attribution)),
                words_of(claim),
                _grade(filed.report.source.reliability, getattr(claim, "credibility", None)),
                "" if report in self._supposed else display_minute(filed.entry.recorded_at),
            )
        return self._told[report, number]

    @cached_property
    def _supposed(self) -> frozenset[str | None]:
        return frozenset(report.id for report in self._state.basis.supposed)


def _of_citation(one: evidence.Evidence) -> Evidence:
    """A citation, in the words of the page."""
    told = Told(
        f"{one.report}#{one.claim}",
        str(one.attribution),
        one.words,
        _grade(one.reliability, one.credibility),
        display_minute(one.recorded_at) if one.recorded_at else "",
    )
    field = bare_field(one.field or ("act" if one.act else "words"))
    says = _value_text(one.value) if one.field else str(one.act or "")
    return Evidence(
        field,
        says,
        wording.readable(wording.with_report(one.since, one.since_as_reported)),
        told,
        one.bearing,
    )


def _value_text(value: object) -> str:
    """A value in short, with times as the page writes them; words stay as they are."""
    return in_short(value) if isinstance(value, str) else wording.readable(in_short(value))


def _grade(*grades: object) -> str:
    return " ".join(str(grade) for grade in grades if grade is not None)
