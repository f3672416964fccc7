"""All that was told of a party on a term, as one cites it. Built on state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from peacetrack.index.statement import Key, Order, Provenance, Statement, asserted
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing, TermProgress, disputing_statements
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.position import Position
from peacetrack.words.value import Word
from peacetrack.words.when import After, Before, During, Moment, surface


class Bearing(Word):
    """What something that was told does for an answer."""

    HOLDS = "holds"
    DISPUTES = "disputes"
    DISPLACED = "displaced"
    ACT = "act"


@attrs.frozen
class Citation:
    """One field of one claim, or a claim that states no field, with all that one cites it by.

    `holds`: the answer rests on it. `disputes`: it differs, and the evidence cannot be ordered.
    `displaced`: it was told too and has begun, and is not what holds. `act`: the party did or said
    something and took no stance. `told` is since when, as the report put it, where it did so
    otherwise; `claim` is its number.
    """

    term: str
    party: str | None
    field: str | None
    value: Any
    bearing: Bearing
    since: Moment
    told: str
    report: str
    claim: int
    attribution: str
    words: str
    act: Act | None
    reliability: Reliability | None
    credibility: Credibility | None
    recorded: datetime


def citations(state: State, term: str, party: str | None) -> Table[Citation]:
    """What was told of a party on a term, what holds first; without a party, of the term itself."""
    if party is None:
        progress = state[term].progress
        return Table(list(_of_statements(state, progress)), Citation, state.basis)
    standing = state.standing(term, party)
    claims = state.claims(term=term, party=standing.party)
    acts = [_of_act(state, standing, claimed) for claimed in claims if _only_acts(claimed)]
    return Table([*_of_statements(state, standing), *acts], Citation, state.basis)


def _of_statements(state: State, upheld: Standing | TermProgress) -> Iterator[Citation]:
    disputing = disputing_statements(state.cut, upheld)
    told = (
        (Bearing.HOLDS, upheld.evidence),
        (Bearing.DISPUTES, disputing),
        (Bearing.DISPLACED, _displaced(state, upheld, disputing)),
    )
    for bearing, statements in told:
        for statement in statements:
            yield _of_statement(state, upheld, statement, bearing)


def _displaced(
    state: State, upheld: Standing | TermProgress, disputing: Sequence[Statement]
) -> Iterator[Statement]:
    """What else has begun: it came earlier, or stands farther from the party; or ended with it."""
    shown = {id(statement) for statement in (*upheld.evidence, *disputing)}
    own, group = getattr(upheld, "party", None), getattr(upheld, "by_group", None)
    for side in dict.fromkeys((own, group or own)):
        for field in state.world.timeline.fields.get((upheld.term, side), ()):
            begun = state.cut.begun(Key(upheld.term, side, field))
            yield from (s for s in sorted(begun, key=_order) if id(s) not in shown)


def _order(statement: Statement) -> Order:
    return statement.order


def _of_statement(
    state: State, upheld: Standing | TermProgress, statement: Statement, bearing: Bearing
) -> Citation:
    claim = state.claim_of(statement)
    return Citation(
        term=upheld.term,
        party=getattr(upheld, "party", None),
        field=statement.field,
        value=statement.value,
        bearing=bearing,
        since=statement.since,
        told=reported_as(statement.since, state.since_as_reported(statement)),
        words=words_of(claim),
        act=getattr(claim, "act", None),
        **_provenance(state, statement.by, statement.report, statement.attribution),
    )


def _of_act(state: State, standing: Standing, claimed: Claimed) -> Citation:
    filed = state.world.ledger.filed[claimed.report]
    said = asserted(filed.entry, filed.tie_seq)[claimed.number - 1]
    claim, since = claimed.claim, claimed.since
    assert since is not None  # of a position
    return Citation(
        term=standing.term,
        party=standing.party,
        field=None,
        value=None,
        bearing=Bearing.ACT,
        since=since,
        told=reported_as(since, said.since),
        words=words_of(claim),
        act=getattr(claim, "act", None),
        **_provenance(state, said.by, claimed.report, claimed.attribution),
    )


def _provenance(
    state: State, by: Provenance, report: str, attribution: Attribution
) -> dict[str, Any]:
    return {
        "report": report,
        "claim": by.claim,
        "attribution": attributed(state, attribution),
        "reliability": by.reliability,
        "credibility": by.credibility,
        "recorded": surface(by.recorded),
    }


def attributed(state: State, attribution: Attribution) -> str:
    """How a claim is ascribed, with the name of its speaker where that is declared by now."""
    person = state.agenda.person_by_id.get(attribution.person or "")
    name = person.name if person is not None else None
    if name is None or attribution.speaker in (None, name):
        return str(attrs.evolve(attribution, speaker=name or attribution.speaker))
    return f"{attribution.type} ({attribution.speaker}: {name})"


def reported_as(since: Moment, told: object) -> str:
    """Since when, as a report put it, where that is another thing: bound to an event, or in words."""
    if isinstance(told, During | Before | After):
        return str(told)
    said = getattr(told, "said", None)
    return f'"{said}"' if said and since.edtf else ""


def _only_acts(claimed: Claimed) -> bool:
    """Whether a claim has an act or reasons but states no field."""
    claim = claimed.claim
    if not isinstance(claim, Position):
        return False
    stated = ("stance", "red_line", "conditions", "window", "until", "content")
    return all(getattr(claim, field) is None for field in stated)


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
