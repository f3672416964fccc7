"""States as aligned text: the board, why it says so, what changed. Built on analysis."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from peacetrack.analysis.change import Change
from peacetrack.attribution import Attribution
from peacetrack.claimed import Claimed
from peacetrack.content.kind import field_of
from peacetrack.position import Position, Stance
from peacetrack.reading import Reading
from peacetrack.rows import Table
from peacetrack.span import HowFar, rivals
from peacetrack.standing import Standing, TermProgress
from peacetrack.state import State, TermState
from peacetrack.statement import CONTENT, Statement
from peacetrack.value import Absence, in_short
from peacetrack.view.palette import SYMBOLS
from peacetrack.when import After, At, Before, During, Ending, Moment, Undisclosed

LEGEND = (
    "✓ accepts  + open  ○ neutral  − opposes  ✕ rejects  . silent  (act) without a stance",
    "! red line  if: under conditions  <date: offer closes then  <?: it closes, date undisclosed",
    "† lapsed  ≠ disputed  ~ may have begun later  @group: stands where its group stands",
)


@attrs.frozen
class Cell:
    """One text of a grid; `tone` is the stance it shows, where it shows one."""

    text: str
    tone: Stance | None = None

    def __str__(self) -> str:
        return self.text


@attrs.frozen
class Grid:
    """A titled table of texts, with notes below; `str()` gives it aligned."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        table = [self.header, *([cell.text for cell in row] for row in self.rows)]
        return "\n".join(
            [self.title, "", *_aligned(table), *(("", *self.notes) if self.notes else ())]
        )


def _aligned(table: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(text) for text in column) for column in zip(*table, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


# The board


def board(state: State) -> Grid:
    """Terms by parties: where everybody stands, and how far each term has come."""
    columns, others = columns_of(state)
    header = ("term", "status", *columns, *(("others",) if others else ()), "of the term itself")
    rows = tuple(_board_row(state, term, columns, others) for term in state)
    return Grid(basis_line(state), header, rows, (*LEGEND, *_redactions(state)))


def _redactions(state: State) -> list[str]:
    """That some of what is shown rests on reports whose words are gone."""
    reports = dict.fromkeys(c.report for c in state.claims() if c.redacted)
    return [f"rests on reports whose words were redacted: {', '.join(reports)}"] if reports else []


def basis_line(state: State) -> str:
    """The basis of a state, with the negotiation it is about."""
    agenda = state.agenda
    return f"{agenda.title or agenda.id or 'no agenda'}: {state.basis}"


def columns_of(state: State) -> tuple[list[str], list[str]]:
    """The parties that get a column of their own, and those that share one."""
    by_term = {term: concerned(state, term) for term in state}
    counts = {
        party: sum(party in parties for parties in by_term.values())
        for party in state.agenda.party_by_id
    }
    seen = [party for party, count in counts.items() if count]
    if len(seen) <= 4:
        return seen, []
    columns = [party for party in seen if 3 * counts[party] >= len(by_term)]
    return columns, [party for party in seen if party not in columns]


def concerned(state: State, term: str) -> list[str]:
    """The parties that a term needs, or that stated or did anything on it."""
    claims = [claimed.claim for claimed in state.claims(term=term, kind="position")]
    acting = [claim.party for claim in claims if isinstance(claim, Position)]
    return list(dict.fromkeys((*state.parties_on(term), *acting)))


def _board_row(state: State, term: str, columns: list[str], others: list[str]) -> tuple[Cell, ...]:
    here = state[term]
    here_too = concerned(state, term)
    cells = [cell(state, here, party) for party in columns]
    if others:
        named = [f"{p} {cell(state, here, p)}" for p in others if p in here_too]
        cells.append(Cell(", ".join(named)))
    return (
        Cell(term),
        Cell(status_text(here)),
        *cells,
        Cell(itself_text(state, here)),
    )


def status_text(here: TermState | HowFar) -> str:
    """The status, accepting n of m, and whom it waits on."""
    if here.status is None:
        return "backdrop" if here.term is not None and here.term.backdrop else "-"
    text = f"{here.status.name.replace('_', ' ')} {len(here.accepting)}/{len(here.needed)}"
    return f"{text} waits on {' '.join(here.waits_on)}" if here.waits_on else text


def cell(state: State, here: TermState, party: str) -> Cell:
    """Where a party stands on a term, in short."""
    standing = here[party]
    return cell_of(standing, _acts(state, standing) if standing.silent else ())


def cell_of(standing: Standing, acts: Sequence[Claimed]) -> Cell:
    """A standing in short; without a stance, an absence, or the last acts, or silence."""
    if standing.silent:
        return Cell(_without_stance(standing, acts))
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
        (f"@{standing.via}", standing.via is not None),
    ]
    return [mark for mark, shown in found if shown]


def _window_mark(window: Ending | Absence | None) -> str:
    if isinstance(window, At):
        return f"<{window.moment}"
    return "<?" if isinstance(window, Undisclosed | Absence) else f"<{window}"


def _without_stance(standing: Standing, acts: Sequence[Claimed]) -> str:
    """An absence, or the last acts without a stance, or silence; with what is said beside it."""
    beside = [mark for mark in marks(standing) if mark not in ("~",)] if standing.held else []
    if isinstance(standing.stance, Absence):
        return " ".join((f"({standing.stance})", *beside))
    words = _last(acts)
    if words or beside:
        return f"({' '.join((*words, *beside))})"
    return "(detail)" if standing.held else "."


def last_acts(state: State, standing: Standing) -> list[str]:
    """The last two ways in which a party expressed itself on a term."""
    return _last(_acts(state, standing))


def _last(acts: Sequence[Claimed]) -> list[str]:
    return list(dict.fromkeys(str(getattr(act.claim, "act", "")) for act in acts))[-2:]


def itself_text(state: State, here: TermState) -> str:
    """How far the term itself is reported to have come."""
    return progress_text(here.progress, rivals(state.cut, here.progress))


def progress_text(progress: TermProgress, rivals: Sequence[Statement]) -> str:
    """Stage, trend and details in short: what is open, and every value where it is disputed."""
    parts = [
        _disputed_or_plain(progress, field, rivals)
        for field in ("stage", "trend")
        if field in progress.held
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


def _disputed_or_plain(progress: TermProgress, field: str, rivals: Sequence[Statement]) -> str:
    run = progress.held[field]
    if field not in progress.disputed:
        return str(run[-1].value)
    values = [run[-1].value, *(rival.value for rival in rivals if rival.field == field)]
    return f"≠ {' | '.join(dict.fromkeys(map(str, values)))}"


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
    title = f"{standing.party} on {here.id}: {cell(state, here, standing.party)}"
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
        Cell("act"),
        Cell(str(claim.act or "states")),
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
