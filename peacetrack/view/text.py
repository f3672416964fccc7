"""States as texts in rows: why the board says so, and what changed. Built on analysis."""

from __future__ import annotations

from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.evidence.evidence import (
    Bearing,
    Evidence,
    citations,
)
from peacetrack.index.statement import bare_field
from peacetrack.rules import wording
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.grid import Cell, Grid
from peacetrack.table.table import Table
from peacetrack.view.board import basis_line, progress_text, stance_cell
from peacetrack.words.stance import Stance
from peacetrack.words.value import in_short

# Why


def why(state: State, term: str, party: str | None) -> Grid:
    """What a standing rests on, and what was told besides: report, attribution, words, and when.

    Without a party, of what is reported of the term itself.
    """
    here = state[term]
    found = citations(state, term, party)
    header = ("field", "value", "since", "report", "attribution", "words")
    rows = tuple(_why_row(citation) for citation in found)
    notes = [here.term.proposition] if here.term is not None else []
    if party is None:
        title = f"{here.id} itself: {progress_text(state, here) or 'nothing is reported'}"
    else:
        standing = state.standing(term, party)
        said = stance_cell(state, here, standing.party).text or "not needed, and silent"
        title = f"{standing.party} on {here.id}: {said}"
        notes += [*wording.legend([standing]), *_about(standing)]
    notes += [text for bearing, text in _BESIDE.items() if bearing in {c.bearing for c in found}]
    return Grid(f"{title}\n{basis_line(state)}", header, rows, tuple(notes))


_BESIDE = {
    Bearing.DISPUTES: "≠ field: it disputes what holds",
    Bearing.DISPLACED: "(field): told too, and not what holds",
}


def _about(standing: Standing) -> list[str]:
    notes = [
        (f"disputed: {', '.join(map(bare_field, standing.disputed))}", bool(standing.disputed)),
        (f"it stands where {standing.by_group} stands", standing.by_group is not None),
        (f"words redacted: {', '.join(standing.redacted)}", bool(standing.redacted)),
    ]
    return [note for note, shown in notes if shown]


def _why_row(citation: Evidence) -> tuple[Cell, ...]:
    value = citation.value if citation.field else citation.act
    return (
        Cell(_field_text(citation)),
        Cell(
            "" if value is None else in_short(value), value if isinstance(value, Stance) else None
        ),
        Cell(wording.with_report(citation.since, citation.since_as_reported)),
        Cell(f"{citation.report}#{citation.claim}"),
        Cell(str(citation.attribution)),
        Cell(citation.words),
    )


def _field_text(citation: Evidence) -> str:
    field = bare_field(citation.field or ("act" if citation.act else "words"))
    marked = {Bearing.DISPUTES: f"≠ {field}", Bearing.DISPLACED: f"({field})"}
    return marked.get(citation.bearing, field)


# What changed


def changes(table: Table[Change], title: str | None = None) -> Grid:
    """Changes, one a line; without a title they are told to lead to the basis of the table."""
    title = f"changes to {table.basis}" if title is None else title
    header = ("term", "party", "field", "before", "after", "cause", "reports")
    rows = tuple(
        (
            Cell(change.term),
            Cell(change.party or "-"),
            Cell(bare_field(change.field)),
            Cell(_or_nothing(change.before), _shown_stance(change.before)),
            Cell(_or_nothing(change.after), _shown_stance(change.after)),
            Cell(" ".join(map(str, filter(None, (change.cause, change.direction))))),
            Cell(" ".join(change.reports)),
        )
        for change in table
    )
    return Grid(title, header, rows, () if rows else ("nothing changed",))


def _or_nothing(value: object) -> str:
    return "-" if value is None else in_short(value)


def _shown_stance(value: object) -> Stance | None:
    return value if isinstance(value, Stance) else None
