"""What still stands between the parties, field by field and stance by stance. Built on state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from peacetrack.content.kind import field_names
from peacetrack.position import Stance
from peacetrack.rows import Table
from peacetrack.state import State, TermState
from peacetrack.value import Absence, Word, common_ground


class Ground(Word):
    """What the parties that speak of a field have in common."""

    COMMON = "common"
    APART = "apart"
    ONE_SIDED = "one-sided"
    UNDER_NEGOTIATION = "under-negotiation"
    UNSTATED = "unstated"


@attrs.frozen
class Gap:
    """A field of a term: what each party holds, and the landing zone.

    `overlap` is the common ground: where quantities overlap, which options are shared, what is
    equal; None where there is none. `ground` says why: two sides apart, one side only, under
    negotiation (by theirs or the term's progress), or stated by nobody.
    """

    term: str
    field: str
    held: Mapping[str, Any]
    overlap: Any
    ground: Ground


def gaps(state: State) -> Table[Gap]:
    """The fields of all terms, with what the parties hold of each."""
    found = [gap for term in state for gap in _gaps(state[term])]
    return Table(found, Gap, state.basis)


def _gaps(here: TermState) -> Iterator[Gap]:
    details = {party: here[party].details for party in here}
    of_term = here.progress.details
    assert here.term is not None
    named = field_names(here.term.kind)
    said = [field for detail in (*details.values(), of_term) for field in detail]
    for field in dict.fromkeys((*named, *sorted(said))):
        held = {party: detail[field] for party, detail in details.items() if field in detail}
        yield _gap(here.id, field, held, of_term.get(field))


def _gap(term: str, field: str, held: dict[str, Any], of_term: Any) -> Gap:
    stated = [value for value in held.values() if not isinstance(value, Absence)]
    overlap = common_ground(stated) if len(stated) > 1 else None
    is_open = Absence.UNDER_NEGOTIATION in (*held.values(), of_term)
    return Gap(term, field, held, overlap, _ground(stated, overlap, is_open=is_open))


def _ground(stated: list[Any], overlap: Any, *, is_open: bool) -> Ground:
    if is_open:
        return Ground.UNDER_NEGOTIATION
    if not stated:
        return Ground.UNSTATED
    if len(stated) == 1:
        return Ground.ONE_SIDED
    return Ground.APART if overlap is None else Ground.COMMON


@attrs.frozen
class Distance:
    """How far the needed parties of a term are apart on the five ordered stances.

    `steps` is 0 where all stand at one stance and 4 where one rejects what another accepts.
    """

    term: str
    hardest: str
    softest: str
    steps: int


def distance(state: State) -> Table[Distance]:
    """The terms on which at least two needed parties have a live stance."""
    found = [_distance(state[term]) for term in state]
    return Table([one for one in found if one is not None], Distance, state.basis)


def _distance(here: TermState) -> Distance | None:
    order = list(Stance)
    places = {
        party: order.index(here[party].stance)  # type: ignore[arg-type]
        for party in here.needed
        if here[party].live
    }
    if len(places) < 2:
        return None
    hardest, softest = min(places, key=places.__getitem__), max(places, key=places.__getitem__)
    return Distance(here.id, hardest, softest, places[softest] - places[hardest])
