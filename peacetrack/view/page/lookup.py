"""Lookup tables for the script of the page: the cells as lists of numbers and texts.

* `spans`: by cell, four numbers a span: the places of its seq, of its first turn, of the turn after its last,
  and of its answer. Turn 0 is the beginning of time. The last span that covers a basis holds.
* `answers`: main words, detail, look, marks, and the places of the evidence. One that is not silent has then
  how many days before that of the page all of it had come out, and whether it was only recorded then; and
  where it has an age, how many days before that of the page it was last reported.
* `evidence`, `claims`: the rows of evidence, and the claims that they are about.
* `cited`: by cell, the places of the evidence that is cited at the basis of the page.
* `steps`: the places of the scrubber, each with its day, the places of its turn and its seq, its story, its
  outlets, its seq, and how many days it is before that of the page.
* `brief`, `texts`, `passages`: the headline, what it rests on, the cards and the passages at each step, and
  which cells have another answer there, as a condition is met or a stance is announced; see `Lookup` and
  `passages`.
* `clocks`, `ages`, `late`: the words of the known switch, those of what is old (with how many days are not
  old), and those of what came out later than a moment.
* `known`: the place of the seq of the page.
* `left`: how much of its day is left after the moment of the page, from 0 to 1.
"""

from __future__ import annotations

import json
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from zlib import compress

from peacetrack.analysis.briefing.as_of import THEN, known_by
from peacetrack.analysis.briefing.brief import CachedParts, Parts, lines_of
from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.sentence.line import Line, Part
from peacetrack.replay.replayed import Replayed, Replays
from peacetrack.replay.versions import Versions
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State
from peacetrack.view.brief import CARDS, MOST, closed, more_words, rest_of, shown_first, titles_since
from peacetrack.view.cell_words import AGES, LATE
from peacetrack.view.page.cells import Answer, Cells, ClaimOnPage, EvidenceOnPage
from peacetrack.view.page.passages import Passages, Places
from peacetrack.view.page.story import Step
from peacetrack.view.shown import OLD
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.isolate import begins_right_to_left
from peacetrack.words.value import grouped
from peacetrack.words.when import TimeLike

Apart = Mapping[HolderOrTerm, Answer]
"""The answers of cells at a moment at which a condition is met, or a stance is announced."""
Brief = tuple[Mapping[Part, Sequence[Line]], str, Sequence[int], Apart]
"""The lines of a brief by their parts, the title of what changed, the places of its passages, and cells."""


class Lookup:
    """Tables for the script: cells, lines, texts and lists that recur are there once.

    Parameters:
        cells: the cells of the board.
        names: the names that the cells have on the page, by key.
        since: from when on changes are listed, as for `brief`.
        passages: the passages of the page.
    """

    def __init__(
        self,
        cells: Cells,
        names: Mapping[HolderOrTerm, str],
        since: TimeLike | int | None,
        passages: Passages,
    ) -> None:
        self._cells, self._names, self._since, self._passages = cells, names, since, passages
        self._replays = Replays(cells.state, cells.spans)
        self._versions = None if cells.state.basis.supposed else Versions(self._replays)
        self._parts = Parts() if self._versions is None else CachedParts(self._versions)
        self._answers, self._evidence = Places[Answer](), Places[EvidenceOnPage]()
        self._texts, self._lines = Places[str](), Places[tuple[int, ...]]()
        self._lists = {part: Places[tuple[int, ...]]() for part in Part}
        self._more: dict[Part, list[int]] = {part: [] for part in CARDS}
        self._apart: dict[tuple[str, Hashable], Apart] = {}

    def form(self, steps: Sequence[Step], progress: Callable[[str], object]) -> dict[str, Any]:
        """Return the answers at every basis as plain lists.

        Parameters:
            steps: the places of the scrubber.
            progress: a function that is called with how far it is, in words.
        """
        cells, names, claims = self._cells, self._names, Places[ClaimOnPage]()
        numbers = {name: list(self._numbers(key)) for key, name in names.items()}
        cited = {name: self._rows(cells.cited[key]) for key, name in names.items() if cells.cited[key]}
        brief = self._briefs(steps, progress)  # it fills texts, passages and answers
        return {
            "spans": numbers,
            "cited": cited,
            "brief": brief,
            "passages": self._passages.form(),
            "steps": [_step(cells, step) for step in steps],
            "answers": [self._answer(answer) for answer in self._answers],
            "evidence": [[row.field, row.value, row.since, claims[row.claim]] for row in self._evidence],
            "claims": [
                [
                    self._passages.rows.get(claim.report, ""),
                    claim.number,
                    claim.attribution,
                    claim.words,
                    claim.grades,
                ]
                for claim in claims
            ],
            "texts": list(self._texts),
            "clocks": [known_by(cells.state), THEN],
            "known": len(cells.spans.seqs) - 1,
            "left": round(1 - (cells.state.instant % DAY) / DAY, 3),
            "ages": [OLD, *AGES],
            "late": LATE,
        }

    # Cells

    def _numbers(self, key: HolderOrTerm) -> Iterator[int]:
        seqs, turns = self._cells.spans.seqs, [BEGINNING, *self._cells.spans.turns]
        for span in self._cells.over_time(key):
            yield bisect_left(seqs, span.known)
            yield bisect_left(turns, span.start)
            yield bisect_left(turns, span.end)
            yield self._answers[span.answer]

    def _rows(self, evidence: Iterable[EvidenceOnPage]) -> list[int]:
        return [self._evidence[row] for row in evidence]

    def _answer(self, answer: Answer) -> list[Any]:
        known = [answer.main, answer.detail, answer.look, answer.marks, self._rows(answer.evidence)]
        dated = [] if answer.out is None else [answer.out, int(answer.recorded_only)]
        return [*known, *dated, *([] if answer.age is None else [answer.age])]

    # Briefs: what is known now at the last place the page has itself

    def _briefs(self, steps: Sequence[Step], progress: Callable[[str], object]) -> dict[str, Any]:
        """Return the briefs at the places of the scrubber as plain lists.

        `now` and `then` have for each step, as known now and as known then, the places in `lists` of the
        five parts of the brief, the text of the title of what changed, the places of the passages, and the
        cells that have another answer at that moment, with it.
        A list has places in `lines`, written as it differs from the list before; a line has those in `texts`
        of its subject, words, source and rule, and of the place of its evidence, then of each quotation in
        another language and its language. Both write numbers in base 36. The lines that a card shows first
        come first; `more` has for each list of a card the text that says how many there are more.
        """
        last, moments = self._cells.state.seq, []
        asked = steps if steps[-1].seq < last else steps[:-1]  # the last too, if less was known then
        for place, step in enumerate(asked, start=len(steps) - len(asked) + 1):
            moments.append([self._brief(self._replays.state(step.instant, seq)) for seq in (last, step.seq)])
            progress(f"summed up {place:,} of {len(steps):,} places of the scrubber")
        now, then = ([self._placed(*moment[known]) for moment in moments] for known in (0, 1))
        return {
            "now": now,
            "then": then,
            "lists": [list(_differences(self._lists[part])) for part in Part],
            "more": [self._more[part] for part in CARDS],
            "lines": [" ".join(map(base_36, places)) for places in self._lines],
        }

    def _brief(self, state: State) -> Brief:
        earlier = baseline(state, self._since)
        lines = grouped(lines_of(state, earlier, self._parts), lambda line: line.part)
        title = titles_since(state.basis, earlier)[Part.CHANGED]
        return lines, title, self._passages.placed(state, self._versions), self._apart_at(state)

    def _apart_at(self, state: State) -> Apart:
        """Return the answers that are others at a moment; of a term, once for all moments like it."""
        names, found = self._parts.names(state), dict[HolderOrTerm, Answer]()
        for term in self._cells.by_term:
            version = None
            if self._versions is not None and isinstance(state, Replayed):
                version = self._versions.of_term(state, term)
            if version is None or (term, version) not in self._apart:
                self._apart[term, version] = self._cells.apart_at(state, names, term)
            found |= self._apart[term, version]
        return found

    def _placed(
        self, lines: Mapping[Part, Sequence[Line]], title: str, passages: Sequence[int], apart: Apart
    ) -> list[Any]:
        lists = [self._list(part, lines.get(part, [])) for part in Part]
        others = {self._names[key]: self._answers[one] for key, one in apart.items() if key in self._names}
        return [*lists, self._texts[title], passages, others]

    def _list(self, part: Part, lines: Sequence[Line]) -> int:
        if part not in CARDS:
            return self._lists[part][tuple(map(self._line, lines))]
        first, rest = shown_first(lines, MOST), rest_of(lines, MOST)
        place = self._lists[part][tuple(map(self._line, (*first, *rest)))]
        if place == len(self._more[part]):
            self._more[part].append(self._texts[more_words(rest)])
        return place

    def _line(self, line: Line) -> int:
        what = closed(line.what) if line.part is Part.HEADLINE else line.what
        quoted = chain.from_iterable((words, _language(words, tag)) for words, tag in line.spoken)
        texts = line.about, what, line.source, str(line.rule), self._passages.anchor(line), *quoted
        return self._lines[tuple(self._texts[text] for text in texts)]


def _step(cells: Cells, step: Step) -> list[Any]:
    turn, known = bisect_right(cells.spans.turns, step.instant), bisect_right(cells.spans.seqs, step.seq) - 1
    days_before = cells.state.instant // DAY - step.instant // DAY
    return [step.label, turn, known, step.story, step.filed, step.seq, days_before]


def packed(form: Any) -> str:
    """Return plain lists as JSON, compressed as RFC 1950 says, in base 64: names recur many times over."""
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
    return b64encode(compress(text.encode(), 9)).decode()


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
