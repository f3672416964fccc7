"""What the script of the page looks answers up in: the cells as lists of numbers and texts.

Each cell in `spans` has four numbers a span: the places of its seq, of its first turn, of the turn
after its last, and of its answer in `answers`. Turn 0 is the beginning of time. The last span
that covers a basis holds. `steps` are the places of the scrubber, each with its day, the places of
its turn and of its seq, its story, its seq, and its days before that of the page; `brief` is what the
cards say there, by its `texts`, with the places of `passages`. `cited` are the places in `evidence`
of what is cited at the basis of the page. An answer that is not silent has at its end how many days before
that of the page all of it had come out, and whether it was only recorded then; then, where it has an age, how
many days before it was last reported. `ages` are how many days are not old, and the words of both; `late` are
those for what came out later than a moment. `clocks` are the words of the known switch;
`left` is how much of its day is left after the moment of the page.
"""

from __future__ import annotations

import json
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zlib import compress

from peacetrack.analysis.briefing.clock import THEN, known_by
from peacetrack.view.board import OLD
from peacetrack.view.page.cells import Answer, CellKey, Cells, ClaimOnPage, EvidenceOnPage
from peacetrack.view.page.moments import Moments
from peacetrack.view.page.passages import Passages
from peacetrack.view.page.places import Places
from peacetrack.view.page.story import Step, steps_of
from peacetrack.view.whip import AGES, LATE
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.when import TimeLike


def lookup_form(
    cells: Cells,
    names: Mapping[CellKey, str],
    passages: Passages,
    since: TimeLike | int | None,
    progress: Callable[[str], object],
) -> dict[str, Any]:
    """Return the answers at every basis as plain lists.

    Parameters:
        cells: the cells of the board.
        names: the names that the cells have on the page, by key.
        passages: the passages of the page.
        since: from when on changes are listed.
        progress: a function that is called with how far it is, in words.
    """
    answers, evidence, claims = Places[Answer](), Places[EvidenceOnPage](), Places[ClaimOnPage]()
    steps = steps_of(cells)
    numbers = {name: list(_numbers(cells, key, answers)) for key, name in names.items()}
    cited = {
        name: [evidence[row] for row in cells.cited[key]]
        for key, name in names.items()
        if not isinstance(key, str) and cells.cited[key]
    }
    moments, rows = Moments(cells, since, passages), passages.rows
    brief = moments.form(steps, progress)  # fills its texts, and the passages
    return {
        "spans": numbers,
        "cited": cited,
        "brief": brief,
        "passages": passages.form(),
        "steps": [_step(cells, step) for step in steps],
        "answers": [_answer(answer, evidence) for answer in answers],
        "evidence": [[row.field, row.value, row.since, claims[row.claim]] for row in evidence],
        "claims": [[rows.get(c.report, ""), c.number, c.attribution, c.words, c.grades] for c in claims],
        "texts": moments.texts,
        "clocks": [known_by(cells.state), THEN],
        "left": round(1 - (cells.state.instant % DAY) / DAY, 3),
        "ages": [OLD, *AGES],
        "late": LATE,
    }


def packed(form: Any) -> str:
    """Return plain lists as JSON, compressed as RFC 1950 says, in base 64: names recur many times over."""
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
    return b64encode(compress(text.encode(), 9)).decode()


def _answer(answer: Answer, evidence: Places[EvidenceOnPage]) -> list[Any]:
    cited = [evidence[row] for row in answer.evidence]
    known = [answer.main, answer.detail, answer.look, " ".join(answer.marks), cited]
    dated = [] if answer.out is None else [answer.out, int(answer.recorded_only)]
    return [*known, *dated, *([] if answer.age is None else [answer.age])]


def _step(cells: Cells, step: Step) -> list[Any]:
    turn, known = bisect_right(cells.spans.turns, step.instant), bisect_right(cells.spans.seqs, step.seq) - 1
    days_before = cells.state.instant // DAY - step.instant // DAY
    return [step.label, turn, known, step.story, step.filed, step.seq, days_before]


def _numbers(cells: Cells, key: CellKey, answers: Places[Answer]) -> Iterator[int]:
    turns = [BEGINNING, *cells.spans.turns]
    for span in cells.over_time(key):
        yield bisect_left(cells.spans.seqs, span.known)
        yield bisect_left(turns, span.start)
        yield bisect_left(turns, span.end)
        yield answers[span.answer]
