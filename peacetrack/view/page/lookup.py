"""The cells as lists of numbers and texts, which the script of the page looks answers up in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from peacetrack.view.page.cells import Answer, CellKey, Cells, ClaimOnPage, EvidenceOnPage
from peacetrack.view.page.story import steps_of
from peacetrack.words.edtf import BEGINNING

T = TypeVar("T", bound=Hashable)


class _Places(dict[T, int]):
    """The places of items, in the order of their first mention."""

    def __missing__(self, item: T) -> int:
        return self.setdefault(item, len(self))


def lookup_form(cells: Cells, names: Mapping[CellKey, str]) -> dict[str, Any]:
    """Return the answers at every basis as plain lists.

    Parameters:
        cells: the cells of the board.
        names: the names that the cells have on the page, by key.

    Each cell in `spans` has four numbers a span: the places of its seq, of its first turn, of the turn
    after its last, and of its answer in `answers`. Turn 0 is the beginning of time. The last span
    that covers a basis holds. `steps` are the places of the scrubber. `cited` are the places in
    `evidence` of everything cited for a cell at the basis of the page.
    """
    answers, evidence, claims = _Places[Answer](), _Places[EvidenceOnPage](), _Places[ClaimOnPage]()
    numbers = {name: list(_numbers(cells, key, answers)) for key, name in names.items()}
    cited = {
        name: [evidence[row] for row in cells.cited[key]]
        for key, name in names.items()
        if not isinstance(key, str) and cells.cited[key]
    }
    return {
        "spans": numbers,
        "cited": cited,
        "steps": steps_of(cells),
        "answers": [
            [a.main, a.detail, a.look, " ".join(a.marks), [evidence[row] for row in a.evidence]]
            for a in answers
        ],
        "evidence": [[row.field, row.value, row.since, claims[row.claim]] for row in evidence],
        "claims": list(map(attrs.astuple, claims)),
    }


def _numbers(cells: Cells, key: CellKey, answers: _Places[Answer]) -> Iterator[int]:
    turns = [BEGINNING, *cells.spans.turns]
    for span in cells.over_time(key):
        yield bisect_left(cells.spans.seqs, span.known)
        yield bisect_left(turns, span.start)
        yield bisect_left(turns, span.end)
        yield answers[span.answer]
