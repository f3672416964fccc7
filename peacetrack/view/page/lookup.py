"""The cells as lists of numbers and texts, which the script of the page looks answers up in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from peacetrack.state import State
from peacetrack.view.page.cells import Answer, CellKey, Cells, ClaimOnPage, EvidenceOnPage
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.when import as_datetime, display_day, display_minute

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

    Each cell in `spans` has four numbers a span: the places of its seq in `seqs`, of its first
    turn in `valid`, of the turn after its last, and of its answer in `answers`. Turn 0 is the
    beginning of time. The last span that covers a basis holds. `cited` are the places in
    `evidence` of everything cited for a cell at the basis of the page.
    """
    spans = cells.spans
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
        "valid": list(turn_texts(spans.turns, cells.state.instant)),
        "seqs": [_entry_text(cells.state, seq) for seq in spans.seqs],
        "answers": [
            [answer.text, answer.in_words, answer.look, [evidence[row] for row in answer.evidence]]
            for answer in answers
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


def _entry_text(state: State, seq: int) -> str:
    if seq == 0:
        return "nothing yet"
    entry = state.entries[seq - 1]
    recorded = display_minute(entry.recorded_at)
    return f"entry {seq}, recorded {recorded} ({entry.id or entry.kind})"


# The places of the sliders, in words


def turn_texts(turns: Sequence[int], valid: int) -> Iterator[str]:
    """Yield the time before the first turn, from each turn to the next, and up to `valid`.

    Turns are instants in microseconds, at which an answer changes. A date means the end of its
    day. A time of day is given where a turn has one.
    """
    yield f"before {_first(turns[0])}" if turns else f"up to {_last(valid + 1)}"
    for start, end in zip(turns, [*turns[1:], valid + 1], strict=False):
        yield _between(start, end)


def _between(start: int, end: int) -> str:
    """Return the time from an instant to before another."""
    if start // DAY * DAY + DAY - 1 < end:  # it contains the end of a day
        return _from_to(_first(start), _last(end))
    if _is_day(start) and _is_day(end):
        return f"during {_day(start)}"
    return _from_to(_minute(start), _minute(end))


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"from {first} to {last}"


def _first(start: int) -> str:
    """Return the first day, or the first minute."""
    return _day(start) if _is_day(start) else _minute(start)


def _last(end: int) -> str:
    """Return the last day that ends before an instant, or the minute of that instant."""
    return _day(end - DAY) if _is_day(end) else _minute(end)


def _is_day(instant: int) -> bool:
    """Whether an instant is the beginning of a day, or its last microsecond."""
    return instant % DAY in (0, DAY - 1)


def _day(instant: int) -> str:
    return display_day(as_datetime(instant))


def _minute(instant: int) -> str:
    return display_minute(as_datetime(instant))
