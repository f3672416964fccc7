"""Evidence and changes as grids of texts: why an answer is as it is, and what changed.

The board as text is in `board`; a table without a text of its own prints itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.evidence.chain import explain
from peacetrack.analysis.evidence.evidence import Bearing, Evidence, citations
from peacetrack.analysis.holding import acts_of, announced
from peacetrack.analysis.phrase import excerpt
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.analysis.verdict.verdict import Sureness
from peacetrack.analysis.window import OTHERS, extended_in_vain, windows_on
from peacetrack.index.statement import bare_field
from peacetrack.rules import standing_wording, wording
from peacetrack.rules.extension import extension_in_words
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, of_state
from peacetrack.table.cell import Cell
from peacetrack.table.grid import Grid
from peacetrack.table.table import Table
from peacetrack.view.board import basis_line, progress_text, stance_cell
from peacetrack.view.cell_words import all_met
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.stance import Stance
from peacetrack.words.value import in_short
from peacetrack.words.when import display_day

# Why


@of_state
def why(state: State, term: str, party: str | None) -> Grid:
    """Return everything reported of a party on a term, with what the standing rests on first.

    `analysis.citations` gives the same as rows.

    Parameters:
        state: the state to ask.
        term: a declared term, by id.
        party: a declared party, by id or alias; None for what is reported of the term itself.

    Returns:
        A grid with one row for each statement and act: field, value, since, report, attribution,
        act and words. Its title is the standing in brief.

    Raises:
        UnknownNameError: the term or the party is not declared.

    >>> print(view.why(state, "truce", "SOUTH"))
    SOUTH on truce: + open * but opposes
    An invented negotiation: valid 2030-01-10 12:00 UTC, known to entry 3, default trust
    ...
    stance    open     2030-01-04  radio#1  officials-briefed  considers; could live with it
    (stance)  opposes  2030-01-01  wire#2   named              criticises
    <BLANKLINE>
    both sides cease fire for a year
    * not on the record  but ...: its own on the record, what is before it only off the record
    last reported 2030-01-05
    (field): reported too, does not hold
    """
    cited = citations(state, term, party)
    title, notes = _title_and_notes(state, state[term], party)
    bearings = {evidence.bearing for evidence in cited}
    marks = () if party is None else standing_wording.patterns(state[term][party])
    notes += [note for bearing, note in _BEARING_NOTES.items() if bearing in bearings]
    header = ("field", "value", "since", "report", "attribution", "act and words")
    rows = tuple(_why_row(evidence, marks) for evidence in cited)
    return Grid(f"{title}\n{basis_line(state)}", header, rows, tuple(notes))


def _title_and_notes(state: State, term: TermState, party: str | None) -> tuple[str, list[str]]:
    """Return a standing, or how far a term is, in brief, and the proposition with what it needs."""
    notes = [term.term.proposition] if term.term is not None else []
    notes += filter(None, [wording.succession(term.state.agenda, term.id)])
    if party is None:
        return f"{isolated(term.id)} itself: {progress_text(state, term) or 'nothing is reported'}", notes
    standing = term[party]
    names = Names(state)
    text = stance_cell(names, term, standing.party).text or "not needed, and silent"
    vain, own = extended_in_vain(state, standing), names.record.beside(standing)
    notes += [] if own is None else [f"on the record: {standing_wording.in_brief(own)}"]
    notes += [] if vain is None else [f"{isolated(vain.report)}: {extension_in_words(standing, vain)}"]
    notes += [
        str(each)
        for each in windows_on(state, term.id)
        if each.party == standing.party and (each.fate or each.reserve)
    ]
    others = (each for each in otherwise_on(state, term.id) if each.party == standing.party)
    notes += [f"{OTHERS} say otherwise: {each.words} ({joined(each.reports, ', ')})" for each in others]
    to_come = () if standing.runs else announced(state, term.id, standing.party)
    notes += [f"{isolated(each.report)}: {each.value} from {each.since}, announced" for each in to_come]
    met = all_met(standing, names.once(Sureness).met_for(standing))
    notes += (*standing_wording.legend(standing, met), *_notes_on(state, standing))
    return f"{isolated(standing.party)} on {isolated(term.id)}: {text}", notes


_BEARING_NOTES = {
    Bearing.DISPUTES: "≠ field: it disputes what holds",
    Bearing.DISPLACED: "(field): reported too, does not hold",
}


def _notes_on(state: State, standing: Standing) -> list[str]:
    last = wording.last_reported(Names(state).newest(standing, acts_of(state, standing)))
    notes = [
        (f"disputed: {', '.join(map(bare_field, standing.disputed))}", bool(standing.disputed)),
        (f"it stands where {isolated(standing.by_group)} stands", standing.by_group is not None),
        (f"it stands by its members {wording.listed(standing.by_members)}", bool(standing.by_members)),
        (last, bool(last)),
        (f"words redacted: {', '.join(standing.redacted)}", bool(standing.redacted)),
    ]
    return [note for note, applies in notes if applies]


def _why_row(evidence: Evidence, marks: Sequence[str]) -> tuple[Cell, ...]:
    value = _value_cell(evidence.value if evidence.field else evidence.act, "")
    holds = evidence.bearing is Bearing.HOLDS and value.stance is not None
    return (
        Cell(_field_text(evidence)),
        attrs.evolve(value, marks=marks if holds else ()),
        Cell(wording.readable(wording.with_report(evidence.since, evidence.since_as_reported))),
        Cell(f"{isolated(evidence.report)}#{evidence.claim}"),
        Cell(str(evidence.attribution)),
        Cell(_act_and_words(evidence)),
    )


def _act_and_words(evidence: Evidence) -> str:
    return "; ".join(filter(None, (evidence.act and str(evidence.act), excerpt(evidence.words))))


def _field_text(evidence: Evidence) -> str:
    field = bare_field(evidence.field or ("act" if evidence.act else "words"))
    marked = {Bearing.DISPUTES: f"≠ {field}", Bearing.DISPLACED: f"({field})"}
    return marked.get(evidence.bearing, field)


def _value_cell(value: object, nothing: str) -> Cell:
    text = nothing if value is None else in_short(value)
    return Cell(text, value if isinstance(value, Stance) else None)


@of_state
def explanation(state: State, result: object) -> Grid:
    """Return the chain from an answer, or from each row of a table, to the entries of the ledger.

    `analysis.explain` gives the same as rows.

    Parameters:
        state: the state that gave the answer.
        result: a standing, a term, an event, a claim, a row of an analysis, or a table of them.

    Returns:
        A grid with one row for each piece of evidence, under a line for each answer.

    Raises:
        WrongTypeError: the result names neither terms nor reports.
        UnknownNameError: it names a term or a party that is not declared.

    >>> print(view.explanation(state, state["truce"]["SOUTH"]))
    SOUTH is open to truce
    An invented negotiation: valid 2030-01-10 12:00 UTC, known to entry 3, default trust
    <BLANKLINE>
    because                 report   attribution        act and words                  entry  recorded
    SOUTH is open to truce  radio#1  officials-briefed  considers; could live with it  3      2030-01-10
    """
    chain = explain(state, result)
    header = ("because", "report", "attribution", "act and words", "entry", "recorded")
    by_answer: dict[str, list[tuple[Cell, ...]]] = {}
    for evidence in chain:
        by_answer.setdefault(evidence.answer, []).append(_chain_row(evidence))
    if len(by_answer) == 1:
        ((title, rows),) = by_answer.items()
    else:
        title, rows = f"{len(by_answer)} answers", []
        for answer, behind in by_answer.items():
            rows += [(Cell(f"{answer}:"), *[Cell("")] * (len(header) - 1)), *behind]
    return Grid(f"{title}\n{basis_line(state)}", header, tuple(rows))


def _chain_row(evidence: Evidence) -> tuple[Cell, ...]:
    report = evidence.report or ""
    claim = f"{isolated(report)}#{evidence.claim}" if evidence.claim else report
    attribution, entry = str(evidence.attribution or ""), str(evidence.entry or "")
    recorded = display_day(evidence.recorded_at) if evidence.recorded_at else ""
    return tuple(map(Cell, (evidence.what, claim, attribution, _act_and_words(evidence), entry, recorded)))


# What changed


def changes(table: Table[Change], title: str | None = None) -> Grid:
    """Return changes as text, one a line, with stances in their colours.

    Parameters:
        table: what `analysis.diff` returned.
        title: the title (default: that they lead to the basis of the table).

    Returns:
        A grid with term, party, field, values before and after, cause and reports. A stance that is known by
        another's account alone has it as boards do: `accepts per EAST`.

    >>> print(view.changes(analysis.diff(state.at(known=2), state), "since entry 2"))
    since entry 2
    <BLANKLINE>
    term   party  field   before     after    cause             reports
    truce  SOUTH  stance  opposes    open     learned softened  radio
    truce  -      status  contested  pending  learned           radio
    """
    title = f"changes to {table.basis}" if title is None else title
    header = ("term", "party", "field", "before", "after", "cause", "reports")
    rows = tuple(map(_change_row, table))
    return Grid(title, header, rows, () if rows else ("nothing changed",))


def _change_row(change: Change) -> tuple[Cell, ...]:
    after = _value_cell(change.after, "-")
    off = " (not on the record)" if change.off_record else ""
    account = f" per {joined(change.accounts_of, '+')}" if change.accounts_of else off
    return (
        Cell(change.term),
        Cell(change.party or "-"),
        Cell(bare_field(change.field)),
        _value_cell(change.before, "-"),
        attrs.evolve(after, text=after.text + account),
        Cell(" ".join(map(str, filter(None, (change.cause, change.direction))))),
        Cell(joined(change.reports)),
    )
