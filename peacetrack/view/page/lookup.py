"""The cells as lists of numbers and texts, which the script of the page looks answers up in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from peacetrack.replay.strip import Span
from peacetrack.state import State
from peacetrack.view.page.cells import Answer, CellKey, Cells
from peacetrack.view.page.evidence import ClaimOnPage, EvidenceOnPage
from peacetrack.view.page.turns import turn_texts
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.when import display_minute

T = TypeVar("T", bound=Hashable)


def lookup_form(cells: Cells, names: Mapping[CellKey, str]) -> dict[str, Any]:
    """Return the answers at every basis as plain lists.

    Parameters:
        cells: the cells of the board.
        names: the names that the cells have on the page, by key.

    Each cell in `spans` has four numbers a span: the places of its seq in `seqs`, of its first
    turn in `valid`, of the turn after its last, and of its answer in `answers`. Turn 0 is the
    beginning of time. The last span that covers a basis holds. `cited` are the places in
    `evidence` of everything cited for a cell at the basis of the page.
    """
    sheet, spans = _Sheet(cells), cells.spans
    numbers = {name: list(sheet.numbers(key)) for key, name in names.items()}
    cited = {
        name: list(map(sheet.evidence.place, cells.cited[key]))
        for key, name in names.items()
        if not isinstance(key, str) and cells.cited[key]
    }
    answers = list(map(sheet.answer_form, sheet.answers))
    return {
        "spans": numbers,
        "cited": cited,
        "valid": list(turn_texts(spans.turns, cells.state.instant)),
        "seqs": [_entry_text(cells.state, seq) for seq in spans.seqs],
        "answers": answers,
        "evidence": list(map(sheet.evidence_form, sheet.evidence)),
        "claims": [list(attrs.astuple(claim)) for claim in sheet.claims],
    }


def _entry_text(state: State, seq: int) -> str:
    if seq == 0:
        return "nothing yet"
    entry = state.entries[seq - 1]
    recorded = display_minute(entry.recorded_at)
    return f"entry {seq}, recorded {recorded} ({entry.id or entry.kind})"


class _Places(Generic[T]):
    """Items in the order of their first mention, each once."""

    def __init__(self) -> None:
        self._places: dict[T, int] = {}

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._places))

    def place(self, item: T) -> int:
        return self._places.setdefault(item, len(self._places))


class _Sheet:
    """Answers, evidence and claims, each written once and referred to by its place."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._turns = [BEGINNING, *cells.spans.turns]
        self.answers: _Places[Answer] = _Places()
        self.evidence: _Places[EvidenceOnPage] = _Places()
        self.claims: _Places[ClaimOnPage] = _Places()

    def numbers(self, key: CellKey) -> Iterator[int]:
        for span in self._cells.over_time(key):
            yield from self._span_numbers(span)

    def _span_numbers(self, span: Span[Answer]) -> Sequence[int]:
        known = bisect_left(self._cells.spans.seqs, span.known)
        start, end = (bisect_left(self._turns, turn) for turn in (span.start, span.end))
        return known, start, end, self.answers.place(span.answer)

    def answer_form(self, answer: Answer) -> list[Any]:
        evidence = list(map(self.evidence.place, answer.evidence))
        return [answer.text, answer.in_words, answer.look, evidence]

    def evidence_form(self, evidence: EvidenceOnPage) -> list[Any]:
        claim = self.claims.place(evidence.claim)
        return [evidence.field, evidence.value, evidence.since, claim]
