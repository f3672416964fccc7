"""What the script of the page looks answers up in: the cells as lists of numbers and texts.

* `spans`: by cell, four numbers a span: the places of its seq, of its first turn, of the turn after its last,
  and of its answer. Turn 0 is the beginning of time. The last span that covers a basis holds.
* `answers`: main words, detail, look, marks, and the places of the evidence. One that is not silent has then
  how many days before that of the page all of it had come out, and whether it was only recorded then; and
  where it has an age, how many days before that of the page it was last reported.
* `evidence`, `claims`: the rows of evidence, and the claims that they are about.
* `cited`: by cell, the places of the evidence that is cited at the basis of the page.
* `steps`: the places of the scrubber, each with its day, the places of its turn and its seq, its story, its
  outlets, its seq, and how many days it is before that of the page.
* `brief`, `texts`, `passages`: what the page says at each step, and which cells have another answer as a
  condition is met there; see `moments` and `passages`.
* `clocks`, `ages`, `late`: the words of the known switch, those of what is old (with how many days are not
  old), and those of what came out later than a moment.
* `known`: the place of the seq of the page.
* `left`: how much of its day is left after the moment of the page, from 0 to 1.
"""

from __future__ import annotations

import json
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from zlib import compress

from peacetrack.analysis.briefing.as_of import THEN, known_by
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.view.cell_words import AGES, LATE, OLD
from peacetrack.view.page.cells import Answer, Cells, ClaimOnPage, EvidenceOnPage
from peacetrack.view.page.moments import Met, Moments
from peacetrack.view.page.places import Places
from peacetrack.view.page.story import Step
from peacetrack.words.edtf import BEGINNING, DAY


def lookup_form(
    cells: Cells,
    names: Mapping[HolderOrTerm, str],
    moments: Moments,
    steps: Sequence[Step],
    progress: Callable[[str], object],
) -> dict[str, Any]:
    """Return the answers at every basis as plain lists.

    Parameters:
        cells: the cells of the board.
        names: the names that the cells have on the page, by key.
        moments: gives what the page says at a place of the scrubber.
        steps: the places of the scrubber.
        progress: a function that is called with how far it is, in words.
    """
    answers, evidence, claims = Places[Answer](), Places[EvidenceOnPage](), Places[ClaimOnPage]()
    numbers = {name: list(_numbers(cells, key, answers)) for key, name in names.items()}
    cited = _cited(cells, names, evidence)

    def placed(met: Met) -> dict[str, int]:
        return {names[key]: answers[answer] for key, answer in met.items() if key in names}

    brief = moments.form(steps, progress, placed)  # it fills texts and passages
    return {
        "spans": numbers,
        "cited": cited,
        "brief": brief,
        "passages": moments.passages.form(),
        "steps": [_step(cells, step) for step in steps],
        "answers": [_answer(answer, evidence) for answer in answers],
        "evidence": [[row.field, row.value, row.since, claims[row.claim]] for row in evidence],
        "claims": list(_claims(claims, moments.passages.rows)),
        "texts": moments.texts,
        "clocks": [known_by(cells.state), THEN],
        "known": len(cells.spans.seqs) - 1,
        "left": round(1 - (cells.state.instant % DAY) / DAY, 3),
        "ages": [OLD, *AGES],
        "late": LATE,
    }


def _cited(
    cells: Cells, names: Mapping[HolderOrTerm, str], evidence: Places[EvidenceOnPage]
) -> dict[str, list[int]]:
    """Return by cell the places of the evidence that its page cites."""
    return {
        name: [evidence[row] for row in cells.cited[key]] for key, name in names.items() if cells.cited[key]
    }


def packed(form: Any) -> str:
    """Return plain lists as JSON, compressed as RFC 1950 says, in base 64: names recur many times over."""
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
    return b64encode(compress(text.encode(), 9)).decode()


def _answer(answer: Answer, evidence: Places[EvidenceOnPage]) -> list[Any]:
    cited = [evidence[row] for row in answer.evidence]
    known = [answer.main, answer.detail, answer.look, answer.marks, cited]
    dated = [] if answer.out is None else [answer.out, int(answer.recorded_only)]
    return [*known, *dated, *([] if answer.age is None else [answer.age])]


def _claims(claims: Iterable[ClaimOnPage], rows: Mapping[str, Any]) -> Iterator[list[Any]]:
    for claim in claims:
        yield [rows.get(claim.report, ""), claim.number, claim.attribution, claim.words, claim.grades]


def _step(cells: Cells, step: Step) -> list[Any]:
    turn, known = bisect_right(cells.spans.turns, step.instant), bisect_right(cells.spans.seqs, step.seq) - 1
    days_before = cells.state.instant // DAY - step.instant // DAY
    return [step.label, turn, known, step.story, step.filed, step.seq, days_before]


def _numbers(cells: Cells, key: HolderOrTerm, answers: Places[Answer]) -> Iterator[int]:
    turns = [BEGINNING, *cells.spans.turns]
    for span in cells.over_time(key):
        yield bisect_left(cells.spans.seqs, span.known)
        yield bisect_left(turns, span.start)
        yield bisect_left(turns, span.end)
        yield answers[span.answer]
