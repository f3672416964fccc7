"""Why an answer is as it is, as aligned text. Built on analysis."""

from __future__ import annotations

from peacetrack.analysis.evidence.chain import explain
from peacetrack.analysis.evidence.evidence import Evidence
from peacetrack.state import State
from peacetrack.table.grid import Cell, Grid
from peacetrack.view.board import basis_line
from peacetrack.words.when import display_day


def explanation(state: State, result: object) -> Grid:
    """The chain from an answer, or a table of answers, to the entries of the ledger."""
    evidence = explain(state, result)
    header = ("because", "report", "attribution", "words", "entry", "recorded")
    rows: list[tuple[Cell, ...]] = []
    answers = list(dict.fromkeys(row.answer for row in evidence))
    for answer in answers:
        if len(answers) > 1:
            rows.append((Cell(f"{answer}:"), *(Cell("") for _ in header[1:])))
        rows += [_row(row) for row in evidence if row.answer == answer]
    title = answers[0] if len(answers) == 1 else f"{len(answers)} answers"
    return Grid(f"{title}\n{basis_line(state)}", header, tuple(rows))


def _row(evidence: Evidence) -> tuple[Cell, ...]:
    report, recorded_at = evidence.report or "", evidence.recorded_at
    return (
        Cell(evidence.what),
        Cell(f"{report}#{evidence.claim}" if evidence.claim else report),
        Cell("" if evidence.attribution is None else str(evidence.attribution)),
        Cell(evidence.words),
        Cell("" if evidence.entry is None else str(evidence.entry)),
        Cell("" if recorded_at is None else display_day(recorded_at)),
    )
