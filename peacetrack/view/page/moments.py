"""The headline, what it rests on and the cards at every place of the scrubber.

They are what `analysis.brief` says of the state of that moment. The script puts them on the page;
lines, texts and lists that recur are there once.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

from peacetrack.analysis.briefing.brief import brief
from peacetrack.analysis.briefing.line import Line, Part
from peacetrack.analysis.briefing.naming import day_words
from peacetrack.analysis.changes.baseline import baseline
from peacetrack.replay.replayed import Replays
from peacetrack.state import State
from peacetrack.view.brief import CARDS, MOST, closed, shown_first
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.story import Step
from peacetrack.words.when import TimeLike, display_day

T = TypeVar("T", bound=Hashable)


class Places(dict[T, int]):
    """The places of items, in the order of their first mention."""

    def __missing__(self, item: T) -> int:
        return self.setdefault(item, len(self))


class Moments:
    """The briefs at the places of the scrubber, but not at the last, which the page has itself.

    Parameters:
        cells: the cells of the board.
        since: from when on changes are listed, as for `brief`.
        rows: the number of the row of each report on the page, by report.
    """

    def __init__(self, cells: Cells, since: TimeLike | int | None, rows: Mapping[str, str]) -> None:
        self._replays = Replays(cells.state, cells.spans)
        self._last = cells.state.seq
        self._since = since
        self._rows = rows
        self._texts = Places[str]()
        self._lines = Places[tuple[int, ...]]()
        self._lists = Places[tuple[int, ...]]()

    @property
    def texts(self) -> list[str]:
        """The texts that the lines have, in the order of their places."""
        return list(self._texts)

    def form(self, steps: Sequence[Step]) -> dict[str, Any]:
        """Return the briefs as plain lists.

        `now` and `then` have for each step, as known now and as known then, the places in `lists` of
        the five parts of the brief, and the text of the day since when changes are listed. A list has
        places in `lines`, a line the places in `texts` of its subject, words, source and rule, and
        the row of its report; both write numbers in base 36. The lines that a card shows first come first.
        """
        now = [self._moment(self._replays.state(step.instant, self._last)) for step in steps[:-1]]
        then = [self._moment(self._replays.state(step.instant, step.seq)) for step in steps[:-1]]
        return {
            "now": now,
            "then": then,
            "lists": [" ".join(map(base_36, places)) for places in self._lists],
            "lines": [" ".join(map(base_36, places)) for places in self._lines],
        }

    def _moment(self, state: State) -> list[int]:
        lines = brief(state, since=self._since)
        since = day_words(display_day(baseline(state, self._since).basis.valid))
        return [
            *(self._list(list(lines.filter(part=part)), of_card=part in CARDS) for part in Part),
            self._texts[since],
        ]

    def _list(self, lines: Sequence[Line], *, of_card: bool) -> int:
        first = shown_first(lines, MOST) if of_card else ()
        lines = [*first, *(line for line in lines if line not in first)]
        return self._lists[tuple(self._lines[self._line(line)] for line in lines)]

    def _line(self, line: Line) -> tuple[int, ...]:
        what = closed(line.what) if line.part is Part.HEADLINE else line.what
        row = self._rows.get(line.reports[-1], "") if line.reports and line.source else ""
        return tuple(self._texts[text] for text in (line.about, what, line.source, str(line.rule), row))


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base_36(number: int) -> str:
    """Return a number as JavaScript's `toString(36)` writes it."""
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits
