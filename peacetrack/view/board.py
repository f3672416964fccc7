"""The board as a grid of texts: terms by parties, with a symbol, a word and marks for each.

What the symbols and marks are is in `rules.wording`; the board as a picture is in `pictures.board`,
as rows in `analysis.square`. States show themselves in notebooks as boards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from peacetrack.analysis.hindsight import SIGNS
from peacetrack.analysis.holding import concerned, shown_on
from peacetrack.analysis.phrase import LATER
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.acts import breaches, groups_behind, members_against, taken_back
from peacetrack.analysis.verdict.verdict import Agreed, Sureness, verdict
from peacetrack.rules import standing_wording, wording
from peacetrack.state import State, TermState, of_state, reading_of
from peacetrack.table.cell import Cell
from peacetrack.table.grid import Grid
from peacetrack.view.cell_words import CODED_APART, all_met
from peacetrack.view.shown import Shown
from peacetrack.words.isolate import isolated, joined


@of_state
def board(state: State, terms: Iterable[str] | None = None, parties: Iterable[str] | None = None) -> Grid:
    """Return where every party stands on every term, with the status of each term.

    Parameters:
        state: the state to show.
        terms: the terms to show, by id (default: all that are declared).
        parties: the parties to show, by id or alias, each in a column (default: all that a term concerns).

    Returns:
        A grid with a row for each term, and a legend below. With more than four parties, those
        that fewer than a third of the terms concern share a column.

    Raises:
        UnknownNameError: a term or a party is not declared.

    >>> grid = view.board(state)
    >>> for row in grid.rows:
    ...     print(*row, sep=" | ")
    truce | PENDING 1/2 waits on NORTH SOUTH | ✓ accepts if | + open * but opposes |
    border | UNREPORTED 0/2 waits on NORTH SOUTH | . | . |
    """
    shown, only = chosen(state, terms, parties)
    by_term = concerned(state, shown)
    columns, others = columns_of(state.agenda.party_by_id, by_term) if only is None else (only, [])
    header = ("term", "status", *columns, *(("others",) if others else ()), "of the term itself")
    speaking = shown_on(state, by_term)
    sharing = {term: [party for party in others if party in speaking[term]] for term in shown}
    names = Names(state)
    rows = tuple(_row(names, state[term], columns, sharing[term] if others else None) for term in shown)
    meanings = {SIGN: _CAME_LATER, f" {_LATER}: ": _TO_COME, CODED_APART: _CODED_APART}
    texts = [cell.text for row in rows for cell in row]
    signs = [meaning for sign, meaning in meanings.items() if any(sign in text for text in texts)]
    notes = (*standing_wording.LEGEND, _AGED, *signs, *redactions(state))
    return Grid(f"{basis_line(state)}\n{newest_line(state)}", header, rows, notes)


def chosen(
    state: State, terms: Iterable[str] | None, parties: Iterable[str] | None
) -> tuple[list[str], list[str] | None]:
    """Return the ids of the terms and parties to show, each once; None where parties are not chosen."""
    shown = list(state) if terms is None else [state[term].id for term in terms]
    names = reading_of(state).rulings.names
    only = None if parties is None else [names.party_id(party) for party in parties]
    return list(dict.fromkeys(shown)), None if only is None else list(dict.fromkeys(only))


_AGED = "nd: last reported n days before, where that is more than 30; recorded nd: recorded then, publication not stated"
SIGN = LATER.strip()
"""The sign of a cell that rests on what came out later than the moment that is shown."""
_CAME_LATER = f"{SIGN} came out later than the moment that is shown"
_LATER = "later"
_CODED_APART = f"{CODED_APART} two codings of one source give it another stance: check says how"
_TO_COME = f"{_LATER}: announced, and begins then"


def redactions(state: State) -> list[str]:
    """Return a line that names the redacted reports that count; no line where there are none."""
    if not any(filed.entry.redacted for filed in reading_of(state).snapshot.filed_reports()):
        return []
    reports = dict.fromkeys(c.report for c in state.claims() if c.redacted)
    return [f"rests on reports whose words were redacted: {joined(reports, ', ')}"] if reports else []


def basis_line(state: State) -> str:
    """Return the name of the negotiation with the basis of a state."""
    return f"{isolated(negotiation(state))}: {state.basis}"


def newest_line(state: State) -> str:
    """Return the newest report of a state and its age at the valid moment."""
    return wording.newest_in_words(reading_of(state).claims.newest(), state.instant)


def negotiation(state: State) -> str:
    """Return the title of a negotiation, or its id."""
    return state.agenda.title or state.agenda.id or "no agenda"


def columns_of(parties: Iterable[str], by_term: Mapping[str, Collection[str]]) -> tuple[list[str], list[str]]:
    """Return the parties that get a column of their own, and those that share one.

    `by_term` has the parties that each term concerns. Up to four parties all get a column; with
    more, a party needs a third of the terms for one.
    """
    counts = {party: sum(party in concerned for concerned in by_term.values()) for party in parties}
    seen = [party for party, count in counts.items() if count]
    if len(seen) <= 4:
        return seen, []
    columns = [party for party in seen if 3 * counts[party] >= len(by_term)]
    return columns, [party for party in seen if party not in columns]


def _row(
    names: Names, term: TermState, columns: Sequence[str], others: Sequence[str] | None
) -> tuple[Cell, ...]:
    """Return the row of a term; `others` share a cell, which is left out where it is None."""
    members = list(_members(term))
    cells = [stance_cell(names, term, party, members) for party in columns]
    if others is not None:
        texts = {party: stance_cell(names, term, party, members).text for party in others}
        cells.append(Cell(", ".join(f"{isolated(party)} {text}" for party, text in texts.items() if text)))
    status, progress = (
        wording.status_in_brief(reading_of(term.state).rulings, term.id, _verdict(names, term)),
        progress_text(term.state, term),
    )
    succession = wording.succession(term.state.agenda, term.id)
    name = f"{isolated(term.id)} ({succession})" if succession else term.id
    return (Cell(name), Cell(status), *cells, Cell(progress))


def _verdict(names: Names, term: TermState) -> str:
    decided = verdict(names, term)
    if decided is None:
        return ""
    return decided.agreed if decided.agreed is Agreed.NOT else str(decided)


def stance_cell(
    names: Names, term: TermState, party: str, members: Iterable[tuple[str, str, str]] | None = None
) -> Cell:
    """Return the cell of a party on a term: its standing in brief, and the stance as its colour.

    `members` are what members of groups do against the term, where that is known already.
    """
    shown = Shown.of(names, term, party)
    standing, acts, own, days = shown.standing, shown.acts, shown.differing, shown.days
    met, agenda = all_met(standing, names.once(Sureness).met_for(standing)), term.state.agenda
    brief = standing_wording.in_brief(standing, acts, needed=shown.needed, agenda=agenda, met=met)
    text = " ".join((brief, *standing_wording.contended(shown.contenders)))
    text += "" if own is None else standing_wording.beside_in_brief(standing, own)
    text += "".join(f" but {detail}" for detail in shown.recorded_details)
    against = _members(term) if members is None else members
    text += "".join(f" but {member} {deed}" for group, member, deed in against if group == standing.party)
    text += f" {CODED_APART}" if shown.is_coded_apart else ""
    text += "".join(f" {_LATER}: {each}" for each in map(shown.in_brief, shown.to_come))
    text += "" if days is None else f" {wording.age_mark(days, recorded_only=shown.is_recorded_only)}"
    text += f" {SIGN}" if text and shown.is_later(SIGNS) else ""
    return Cell(
        text, shown.stance, standing_wording.patterns(standing, acts, shown.contenders, old=days is not None)
    )


def _members(term: TermState) -> Iterator[tuple[str, str, str]]:
    """Yield what members of accepting groups do or say against a term: the group, the member and its deed."""
    done = [(standing.party, str(act.claim.act)) for standing, act in (*taken_back(term), *breaches(term))]
    done += [(standing.party, str(standing.stance)) for standing in members_against(term)]
    for party, deed in done:
        yield from ((group, party, deed) for group in groups_behind(term, party) if group in term.accepting)


def progress_text(state: State, term: TermState) -> str:
    """Return in brief how far a term itself is reported to have come."""
    progress = term.progress
    return wording.progress_in_brief(progress, state.disputing_statements(progress))
