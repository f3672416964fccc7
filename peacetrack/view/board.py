"""The board: terms by parties, a symbol, a word and marks for each. Built on standing and grid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from peacetrack.analysis.square import concerned, shown_on
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.table.grid import Cell, Grid
from peacetrack.table.markup import notebook_html
from peacetrack.words.stance import Stance


def board(state: State, terms: Iterable[str] | None = None) -> Grid:
    """Terms by parties: where everybody stands, and how far each term has come.

    Of all terms that are declared, or of some.
    """
    shown = list(state if terms is None else terms)
    by_term = concerned(state, shown)
    columns, others = columns_of(state.agenda.party_by_id, by_term)
    header = ("term", "status", *columns, *(("others",) if others else ()), "of the term itself")
    here = shown_on(state, by_term)
    rows = tuple(_board_row(state, term, columns, others, here[term]) for term in shown)
    return Grid(basis_line(state), header, rows, (*wording.LEGEND, *_redactions(state)))


def _redactions(state: State) -> list[str]:
    """That some of what is shown rests on reports whose words are gone."""
    reports = dict.fromkeys(c.report for c in state.claims() if c.redacted)
    return [f"rests on reports whose words were redacted: {', '.join(reports)}"] if reports else []


def basis_line(state: State) -> str:
    """The basis of a state, with the negotiation it is about."""
    return f"{negotiation(state)}: {state.basis}"


def negotiation(state: State) -> str:
    """What the negotiation is called."""
    return state.agenda.title or state.agenda.id or "no agenda"


def columns_of(
    parties: Iterable[str], by_term: Mapping[str, Collection[str]]
) -> tuple[list[str], list[str]]:
    """The parties that get a column of their own, and those that share one.

    `by_term` says whom each term concerns; with more than four, a column takes a third of them.
    """
    counts = {party: sum(party in here for here in by_term.values()) for party in parties}
    seen = [party for party, count in counts.items() if count]
    if len(seen) <= 4:
        return seen, []
    columns = [party for party in seen if 3 * counts[party] >= len(by_term)]
    return columns, [party for party in seen if party not in columns]


def _board_row(
    state: State, term: str, columns: list[str], others: list[str], here_too: set[str]
) -> tuple[Cell, ...]:
    here = state[term]
    cells = [stance_cell(state, here, party) for party in columns]
    if others:
        said = {p: stance_cell(state, here, p).text for p in others if p in here_too}
        cells.append(Cell(", ".join(f"{p} {text}" for p, text in said.items() if text)))
    return (
        Cell(term),
        Cell(wording.status_in_brief(here)),
        *cells,
        Cell(progress_text(state, here)),
    )


def stance_cell(state: State, here: TermState, party: str) -> Cell:
    """Return the cell of a party on a term: its standing in brief, with the stance it is coloured by."""
    standing = here[party]
    return standing_cell(standing, acts_of(state, standing), needed=party in here.needed)


def standing_cell(standing: Standing, acts: Sequence[Claimed] = (), *, needed: bool = True) -> Cell:
    """Return the cell of a standing in brief, with the stance it is coloured by."""
    stance = standing.stance if isinstance(standing.stance, Stance) else None
    return Cell(wording.in_brief(standing, acts, needed=needed), stance)


def acts_of(state: State, standing: Standing) -> Sequence[Claimed]:
    """Return the claims with an act of a party that has no stance; none where it has one."""
    if not standing.silent:
        return ()
    claims = state.claims(term=standing.term, party=standing.party, kind="position")
    return [claimed for claimed in claims if wording.last_acts([claimed])]


def progress_text(state: State, here: TermState) -> str:
    """Return in brief how far a term itself is reported to have come."""
    disputing = state.disputing_statements(here.progress)
    return wording.progress_in_brief(here.progress, disputing)


@notebook_html.register
def _(state: State) -> str:
    return board(state)._repr_html_()


@notebook_html.register
def _(term: TermState) -> str:
    return board(term.state, [term.id])._repr_html_()
