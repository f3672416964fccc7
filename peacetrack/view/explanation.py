"""Why an answer is as it is, as aligned text. Built on analysis."""

from __future__ import annotations

from peacetrack.analysis.citation import attributed, words_of
from peacetrack.analysis.explain import Reason, explain
from peacetrack.state import State
from peacetrack.table.grid import Cell, Grid
from peacetrack.view.board import basis_line
from peacetrack.words.when import display_day


def explanation(state: State, result: object) -> Grid:
    """The chain from an answer, or a table of answers, to the entries of the ledger."""
    reasons = explain(state, result)
    header = ("because", "report", "attribution", "words", "entry", "recorded")
    rows: list[tuple[Cell, ...]] = []
    answers = list(dict.fromkeys(reason.answer for reason in reasons))
    for answer in answers:
        if len(answers) > 1:
            rows.append((Cell(f"{answer}:"), *(Cell("") for _ in header[1:])))
        rows += [_row(state, reason) for reason in reasons if reason.answer == answer]
    title = answers[0] if len(answers) == 1 else f"{len(answers)} answers"
    return Grid(f"{title}\n{basis_line(state)}", header, tuple(rows))


def _row(state: State, reason: Reason) -> tuple[Cell, ...]:
    report = f"{reason.report}#{reason.claim}" if reason.claim else reason.report or ""
    attribution = reason.attribution
    return (
        Cell(reason.what),
        Cell(report),
        Cell("" if attribution is None else attributed(state, attribution)),
        Cell(words_of(state.claim_of(reason.statement)) if reason.statement else ""),
        Cell("" if reason.entry is None else str(reason.entry)),
        Cell("" if reason.recorded_at is None else display_day(reason.recorded_at)),
    )
