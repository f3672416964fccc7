"""The headline, what it rests on, the cards and the passages at every place of the scrubber.

They are what `analysis.brief` says of the state of that moment, and what `Passages` does. The script puts
them on the page; lines, texts and lists that recur are there once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from peacetrack.analysis.briefing.brief import Parts, lines_of
from peacetrack.analysis.briefing.cached_parts import KeptParts
from peacetrack.analysis.briefing.line import Line, Part
from peacetrack.analysis.changes.baseline import baseline
from peacetrack.replay.replayed import Replayed, Replays
from peacetrack.replay.versions import Versions
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State
from peacetrack.view.brief import CARDS, MOST, closed, more_words, rest_of, shown_first, titles_since
from peacetrack.view.page.cells import Answer, Cells
from peacetrack.view.page.passages import Passages
from peacetrack.view.page.places import Places
from peacetrack.view.page.story import Step
from peacetrack.words.isolate import begins_right_to_left
from peacetrack.words.value import grouped
from peacetrack.words.when import TimeLike

Met = Mapping[HolderOrTerm, Answer]
"""The answers of cells that show a condition that is met at a moment."""
Brief = tuple[Mapping[Part, Sequence[Line]], str, Sequence[int], Met]
"""The lines of a brief by their parts, the title of what changed, the places of its passages, and cells."""


class Moments:
    """The briefs at the places of the scrubber; what is known now at the last place the page has itself.

    Parameters:
        cells: the cells of the board.
        since: from when on changes are listed, as for `brief`.
        passages: the passages of the page.
    """

    def __init__(self, cells: Cells, since: TimeLike | int | None, passages: Passages) -> None:
        self._cells = cells
        self._replays = Replays(cells.state, cells.spans)
        self._versions = None if cells.state.basis.supposed else Versions(self._replays)
        self._parts = Parts() if self._versions is None else KeptParts(self._versions)
        self._last = cells.state.seq
        self._since = since
        self.passages = passages
        self._texts = Places[str]()
        self._lines = Places[tuple[int, ...]]()
        self._lists = {part: Places[tuple[int, ...]]() for part in Part}
        self._more: dict[Part, list[int]] = {part: [] for part in CARDS}
        self._met: dict[tuple[str, Hashable], Met] = {}

    @property
    def texts(self) -> list[str]:
        """The texts that the lines have, in the order of their places."""
        return list(self._texts)

    def form(
        self,
        steps: Sequence[Step],
        progress: Callable[[str], object],
        placed: Callable[[Met], dict[str, int]],
    ) -> dict[str, Any]:
        """Return the briefs as plain lists.

        `now` and `then` have for each step, as known now and as known then, the places in `lists` of the
        five parts of the brief, the text of the title of what changed, the places of the passages, and the
        cells that show a condition that is met, as `placed` gives them.
        A list has places in `lines`, written as it differs from the list before; a line has those in `texts`
        of its subject, words, source and rule, and of the place of its evidence, then of each quotation in
        another language and its language. Both write numbers in base 36. The lines that a card shows first
        come first; `more` has for each list of a card the text that says how many there are more.
        """
        moments = []
        asked = steps if steps[-1].seq < self._last else steps[:-1]  # the last too, if less was known then
        for place, step in enumerate(asked, start=len(steps) - len(asked) + 1):
            moments.append(self._moment(step))
            progress(f"summed up {place:,} of {len(steps):,} places of the scrubber")
        now, then = ([self._placed(*moment[known], placed) for moment in moments] for known in (0, 1))
        return {
            "now": now,
            "then": then,
            "lists": [list(_differences(self._lists[part])) for part in Part],
            "more": [self._more[part] for part in CARDS],
            "lines": [" ".join(map(base_36, places)) for places in self._lines],
        }

    def _moment(self, step: Step) -> tuple[Brief, Brief]:
        """Return the brief of a place as known now, and as known then."""
        now, then = (self._replays.state(step.instant, seq) for seq in (self._last, step.seq))
        return self._brief(now), self._brief(then)

    def _brief(self, state: State) -> Brief:
        earlier = baseline(state, self._since)
        lines = grouped(lines_of(state, earlier, self._parts), lambda line: line.part)
        title = titles_since(state.basis, earlier)[Part.CHANGED]
        return lines, title, self.passages.placed(state, self._versions), self._met_at(state)

    def _met_at(self, state: State) -> Met:
        """Return the answers that show a condition that is met; of a term, once for all moments like it."""
        names, found = self._parts.names(state), dict[HolderOrTerm, Answer]()
        for term in self._cells.asking:
            version = None
            if self._versions is not None and isinstance(state, Replayed):
                version = self._versions.of_term(state, term)
            if version is None or (term, version) not in self._met:
                self._met[term, version] = self._cells.met_at(state, names, term)
            found |= self._met[term, version]
        return found

    def _placed(
        self,
        lines: Mapping[Part, Sequence[Line]],
        title: str,
        passages: Sequence[int],
        met: Met,
        placed: Callable[[Met], dict[str, int]],
    ) -> list[Any]:
        lists = (self._list(part, lines.get(part, [])) for part in Part)
        return [*lists, self._texts[title], passages, placed(met)]

    def _list(self, part: Part, lines: Sequence[Line]) -> int:
        rest = rest_of(lines, MOST) if part in CARDS else ()
        first = shown_first(lines, MOST) if part in CARDS else lines
        place = self._lists[part][tuple(self._lines[self._line(line)] for line in (*first, *rest))]
        if part in CARDS and place == len(self._more[part]):
            self._more[part].append(self._texts[more_words(rest)])
        return place

    def _line(self, line: Line) -> tuple[int, ...]:
        what = closed(line.what) if line.part is Part.HEADLINE else line.what
        quoted = chain.from_iterable((words, _language(words, tag)) for words, tag in line.spoken)
        texts = line.about, what, line.source, str(line.rule), self.passages.anchor(line), *quoted
        return tuple(self._texts[text] for text in texts)


def _language(words: str, tag: str) -> str:
    """Return the language of some words, and their direction where it is right to left: `ar rtl`."""
    return f"{tag} rtl" if begins_right_to_left(words) else tag


def _differences(lists: Iterable[tuple[int, ...]]) -> Iterator[str]:
    """Yield each list as how many places it begins and ends with of the list before, then those between."""
    before: tuple[int, ...] = ()
    for places in lists:
        most = min(len(before), len(places))
        head = next((n for n in range(most) if before[n] != places[n]), most)
        tail = next((n for n in range(most - head) if before[-1 - n] != places[-1 - n]), most - head)
        yield " ".join(map(base_36, (head, tail, *places[head : len(places) - tail])))
        before = places


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base_36(number: int) -> str:
    """Return a number as JavaScript's `toString(36)` writes it."""
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits
