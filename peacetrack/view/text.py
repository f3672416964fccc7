"""States as texts in rows: why the board says so, and what changed. Built on analysis."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from peacetrack.analysis.change import Change
from peacetrack.attribution import Attribution
from peacetrack.board import basis_line, itself_text, stance_cell
from peacetrack.claimed import Claimed
from peacetrack.grid import Cell, Grid
from peacetrack.position import Position, Stance
from peacetrack.reading import Reading
from peacetrack.rows import Table
from peacetrack.standing import Standing
from peacetrack.state import State
from peacetrack.statement import CONTENT, Statement
from peacetrack.value import in_short
from peacetrack.when import After, Before, During, Moment

# Why


def why(state: State, party: str | None, term: str) -> Grid:
    """Every field of a standing, with its report, attribution, words, and when.

    Without a party, of what is reported of the term itself.
    """
    here = state[term]
    header = ("field", "value", "since", "report", "attribution", "words")
    proposition = [here.term.proposition] if here.term is not None else []
    if party is None:
        rows = [_why_row(state, s) for s in here.progress.evidence]
        title = f"{here.id} itself: {itself_text(state, here) or 'nothing is reported'}"
        return Grid(f"{title}\n{basis_line(state)}", header, tuple(rows), tuple(proposition))
    standing = state.standing(party, term)
    rows = [_why_row(state, s) for s in standing.evidence]
    rows += _displaced_rows(state, standing)
    claims = state.claims(term=term, party=standing.party)
    rows += [_act_row(state, claimed) for claimed in claims if _only_acts(claimed)]
    title = f"{standing.party} on {here.id}: {stance_cell(state, here, standing.party)}"
    notes = (*proposition, *_why_notes(standing, rows))
    return Grid(f"{title}\n{basis_line(state)}", header, tuple(rows), notes)


def _why_notes(standing: Standing, rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    notes = [
        ("(stance): told too, and not what holds", _shows_others(rows)),
        (f"disputed: {', '.join(standing.disputed)}", bool(standing.disputed)),
        (f"it stands where {standing.via} stands", standing.via is not None),
        (f"words redacted: {', '.join(standing.redacted)}", bool(standing.redacted)),
    ]
    return [note for note, shown in notes if shown]


def _shows_others(rows: Sequence[tuple[Cell, ...]]) -> bool:
    return any(row[0].text == "(stance)" for row in rows)


def _why_row(state: State, statement: Statement) -> tuple[Cell, ...]:
    claim = state.claim_of(statement)
    value = statement.value
    return (
        Cell(statement.field.removeprefix(CONTENT)),
        Cell(in_short(value), value if isinstance(value, Stance) else None),
        Cell(since_text(statement.since, state.told_since(statement))),
        Cell(f"{statement.report}#{statement.claim}"),
        Cell(attribution_text(state, statement.attribution)),
        Cell(words_of(claim)),
    )


def attribution_text(state: State, attribution: Attribution) -> str:
    """How a claim is ascribed, with the name of its speaker where that is declared by now."""
    person = state.agenda.person_by_id.get(attribution.person or "")
    name = person.name if person is not None else None
    if name is None or attribution.speaker in (None, name):
        return str(attrs.evolve(attribution, speaker=name or attribution.speaker))
    return f"{attribution.type} ({attribution.speaker}: {name})"


def _only_acts(claimed: Claimed) -> bool:
    """Whether a claim has an act or reasons but states no field."""
    claim = claimed.claim
    if not isinstance(claim, Position):
        return False
    stated = (claim.stance, claim.red_line, claim.conditions, claim.window, claim.content)
    return all(value is None for value in stated)


def _displaced_rows(state: State, standing: Standing) -> list[tuple[Cell, ...]]:
    """The other stances that are known: they came earlier, or stand farther from the party."""
    reading = Reading.of(state.cut, standing.term, standing.via or standing.party)
    held = {id(statement) for statement in standing.held.get("stance", ())}
    known = [s for s in state.cut.all(reading.key("stance")) if id(s) not in held]
    return [(Cell("(stance)"), *_why_row(state, statement)[1:]) for statement in known]


def _act_row(state: State, claimed: Claimed) -> tuple[Cell, ...]:
    claim = claimed.claim
    assert isinstance(claim, Position)
    return (
        Cell("act" if claim.act else "words"),
        Cell(str(claim.act or "")),
        Cell(str(claim.since or state.report_of(claimed.report).since or "")),
        Cell(f"{claimed.report}#{claimed.number}"),
        Cell(attribution_text(state, claimed.attribution)),
        Cell(words_of(claim)),
    )


def since_text(since: Moment, told: object) -> str:
    """Since when, and how the report put it where that is another thing."""
    if isinstance(told, During | Before | After):
        return f"{since}, {told}"
    said = getattr(told, "said", None)
    return f'{since}, "{said}"' if said and since.edtf else str(since)


def words_of(claim: object) -> str:
    """The words of a claim: quoted, as worded, its act, reasons and links."""
    if not isinstance(claim, Position):
        return str(getattr(claim, "wording", None) or getattr(claim, "text", None) or "")
    parts = [str(claim.act)] if claim.act else []
    parts += ["again"] if claim.repeated else []
    parts += [f"“{claim.quote}”"] if claim.quote else []
    parts += [claim.wording] if claim.wording else []
    parts += [f"to {claim.addressee}"] if claim.addressee else []
    parts += [f"because {reason}" for reason in claim.reasons]
    parts += [str(link) for link in claim.links]
    return "; ".join(parts)


# What changed


def changes(table: Table[Change], title: str) -> Grid:
    """Changes, one a line."""
    header = ("term", "party", "field", "before", "after", "cause", "reports")
    rows = tuple(
        (
            Cell(change.term),
            Cell(change.party or "-"),
            Cell(change.field),
            Cell(_or_nothing(change.before), _tone(change.before)),
            Cell(_or_nothing(change.after), _tone(change.after)),
            Cell(" ".join(map(str, filter(None, (change.cause, change.direction))))),
            Cell(" ".join(change.reports)),
        )
        for change in table
    )
    return Grid(title, header, rows, () if rows else ("nothing changed",))


def _or_nothing(value: object) -> str:
    return "-" if value is None else in_short(value)


def _tone(value: object) -> Stance | None:
    return value if isinstance(value, Stance) else None
