"""The board: terms by parties, a symbol, a word and marks for each. Built on standing and grid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from peacetrack.analysis.square import concerned, shown_on
from peacetrack.index.statement import Statement
from peacetrack.replay.howfar import HowFar
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import State, TermState
from peacetrack.table.grid import Cell, Grid
from peacetrack.table.markup import notebook_html
from peacetrack.table.palette import SYMBOLS
from peacetrack.words.ending import At, Ending, Undisclosed
from peacetrack.words.kind import field_of
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence

_MARKS = (
    ("!", "! red line"),
    ("if", "if: under conditions"),
    ("<", "<when: how long the offer stands"),
    ("<?", "<?: it closes, date undisclosed"),
    ("†", "† lapsed"),
    ("≠", "≠ disputed"),
    ("~", "~ may have begun later"),
    ("@", "@group: stands where its group stands"),
)
"""How the marks beside a stance begin, and what they mean."""

SIGNS = (
    (
        "n/m: so many of the needed accept",
        "waits on: does not accept, or sets a condition that is unmet",
    ),
    (
        "✓ accepts",
        "+ open",
        "○ neutral",
        "− opposes",
        "✕ rejects",
        ". needed, and silent",
        "(act) without a stance",
    ),
    tuple(meaning for _, meaning in _MARKS[:4]),
    tuple(meaning for _, meaning in _MARKS[4:]),
)
"""What the signs mean, line by line."""
LEGEND = tuple("  ".join(line) for line in SIGNS)


SILENT = "."
"""What the board shows of who is needed, and says and does nothing; of others it shows nothing."""


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
    return Grid(basis_line(state), header, rows, (*LEGEND, *_redactions(state)))


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
    return (Cell(term), Cell(status_text(here)), *cells, Cell(itself_text(state, here)))


def status_text(here: TermState | HowFar) -> str:
    """The status, accepting n of m, whom it waits on, and of whom the stance is disputed."""
    if here.status is None:
        return "backdrop" if here.term is not None and here.term.backdrop else "-"
    text = f"{here.status.name.replace('_', ' ')} {len(here.accepting)}/{len(here.needed)}"
    beside = ((" waits on ", here.waits_on), (" ≠ ", here.disputed))
    return text + "".join(f"{sign}{' '.join(parties)}" for sign, parties in beside if parties)


def stance_cell(state: State, here: TermState, party: str) -> Cell:
    """Where a party stands on a term, in short."""
    standing = here[party]
    acts = _acts(state, standing) if standing.silent else ()
    return cell_of(standing, acts, needed=party in here.needed)


def cell_of(standing: Standing, acts: Sequence[Claimed] = (), *, needed: bool = True) -> Cell:
    """A standing in short; without a stance, an absence, or the last acts, or silence.

    Silence is shown where the party is `needed`; elsewhere nobody asks, and the cell is empty.
    """
    if standing.silent:
        return Cell(_without_stance(standing, acts) or (SILENT if needed else ""))
    assert isinstance(standing.stance, Stance)
    text = f"{SYMBOLS[standing.stance]} {standing.stance}"
    return Cell(" ".join((text, *marks(standing))), standing.stance)


def _acts(state: State, standing: Standing) -> list[Claimed]:
    """The claims in which a party did something."""
    claims = state.claims(term=standing.term, party=standing.party, kind="position")
    return [claimed for claimed in claims if getattr(claimed.claim, "act", None)]


def marks(standing: Standing) -> list[str]:
    """What is to be said beside a stance, in short."""
    found = [
        ("!", standing.red_line is True),
        ("if", bool(standing.conditions)),
        (_window_mark(standing.window), standing.window is not None),
        ("†", standing.lapsed),
        ("≠", bool(standing.disputed)),
        ("~", not standing.certain),
        (f"@{standing.by_group}", standing.by_group is not None),
    ]
    return [mark for mark, shown in found if shown]


def legend_of(standings: Iterable[Standing]) -> list[str]:
    """What the marks beside some stances mean, in a line; none where there are no marks."""
    told = (standing for standing in standings if not standing.silent)
    shown = {_begin_of(mark) for standing in told for mark in marks(standing)}
    line = "  ".join(meaning for begin, meaning in _MARKS if begin in shown)
    return [line] if line else []


def _begin_of(mark: str) -> str:
    return max((begin for begin, _ in _MARKS if mark.startswith(begin)), key=len)


def _window_mark(window: Ending | Absence | None) -> str:
    if isinstance(window, At):
        return f"<{window.moment}"
    return "<?" if isinstance(window, Undisclosed | Absence) else f"<{window}"


def _without_stance(standing: Standing, acts: Sequence[Claimed]) -> str:
    """An absence, or the last acts without a stance, with what is said beside it; else nothing."""
    beside = [mark for mark in marks(standing) if mark not in ("~",)] if standing.runs else []
    if isinstance(standing.stance, Absence):
        return " ".join((f"({standing.stance})", *beside))
    words = _last(acts)
    if words or beside:
        return f"({' '.join((*words, *beside))})"
    return "(detail)" if standing.runs else ""


def last_acts(state: State, standing: Standing) -> list[str]:
    """The last two ways in which a party expressed itself on a term."""
    return _last(_acts(state, standing))


def _last(acts: Sequence[Claimed]) -> list[str]:
    return list(dict.fromkeys(str(getattr(act.claim, "act", "")) for act in acts))[-2:]


def itself_text(state: State, here: TermState) -> str:
    """How far the term itself is reported to have come."""
    return progress_text(here.progress, state.disputing_statements(here.progress))


def progress_text(progress: TermProgress, disputing_statements: Sequence[Statement]) -> str:
    """Stage, trend and details in short: what is open, and every value where it is disputed."""
    parts = [
        _disputed_or_plain(progress, field, disputing_statements)
        for field in ("stage", "trend")
        if field in progress.runs
    ]
    still = [name for name, value in progress.details.items() if value is Absence.UNDER_NEGOTIATION]
    parts += [f"open: {' '.join(still)}"] if still else []
    parts += [
        f"{name} {value}"
        for name, value in progress.details.items()
        if field_of(progress.kind, name).form in ("vocabulary", "quantity")
        and not isinstance(value, Absence)
    ]
    return "; ".join(parts)


def _disputed_or_plain(
    progress: TermProgress, field: str, disputing_statements: Sequence[Statement]
) -> str:
    run = progress.runs[field]
    if field not in progress.disputed:
        return str(run[-1].value)
    values = [
        run[-1].value,
        *(rival.value for rival in disputing_statements if rival.field == field),
    ]
    return f"≠ {' | '.join(dict.fromkeys(map(str, values)))}"


@notebook_html.register
def _(state: State) -> str:
    return board(state)._repr_html_()


@notebook_html.register
def _(term: TermState) -> str:
    return board(term.state, [term.id])._repr_html_()
