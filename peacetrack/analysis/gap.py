"""What still stands between the parties, field by field and stance by stance. Built on state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.table.table import Table
from peacetrack.words.kind import binds, field_names
from peacetrack.words.value import Absence, FrozenDict, Word, common_ground, in_short


class Ground(Word):
    """What the parties that speak of a field have in common."""

    COMMON = "common"
    APART = "apart"
    WORDED = "worded-differently"
    ONE_SIDED = "one-sided"
    UNDER_NEGOTIATION = "under-negotiation"
    UNSTATED = "unstated"


@attrs.frozen
class Gap:
    """A content field of a term: what each party holds, and the landing zone.

    `overlap` is the common ground of those whose word counts: the needed parties, or all where a
    term needs nobody, without offers that have lapsed. It is where quantities overlap, which
    options are shared, what is equal; None where there is none. `ground` says why: two sides apart,
    one side only, under negotiation (by theirs or the term's progress), or stated by nobody. What
    only describes is never apart, it is worded differently: it does not `binds`. `told` is what is
    reported of the term itself; `missing` are those whose word counts and who state nothing.
    """

    term: str
    field: str
    held: Mapping[str, Any]
    overlap: Any
    ground: Ground
    binds: bool
    told: Any
    missing: tuple[str, ...]
    reports: tuple[str, ...]

    def __str__(self) -> str:
        held = "; ".join(f"{party} {in_short(value)}" for party, value in self.held.items())
        zone = f": {in_short(self.overlap)}" if self.overlap is not None else ""
        missing = f"; not stated by {' '.join(self.missing)}" if self.missing else ""
        told = f"told of the term itself {in_short(self.told)}" if self.told is not None else ""
        said = f" ({'; '.join(filter(None, (held, told)))})" if held or told else ""
        return f"{self.term}, {bare_field(self.field)}: {self.ground}{zone}{said}{missing}"


def gaps(state: State) -> Table[Gap]:
    """The fields of all terms, with what the parties hold of each."""
    found = [gap for term in state for gap in _gaps(state[term])]
    return Table(found, Gap, state.basis)


def _gaps(here: TermState) -> Iterator[Gap]:
    standings = [here[party] for party in here.speaking]
    assert here.term is not None
    named = field_names(here.term.kind)
    said = [field for upheld in (*standings, here.progress) for field in upheld.details]
    for field in dict.fromkeys((*named, *sorted(said))):
        yield _gap(here, field, [standing for standing in standings if not standing.lapsed])


def _gap(here: TermState, field: str, standings: list[Standing]) -> Gap:
    details = {party: here[party].details for party in here.speaking}
    held = {party: stated[field] for party, stated in details.items() if field in stated}
    counting = [s.party for s in standings if not here.needed or s.party in here.needed]
    stated = {
        party: held[party] for party in counting if not isinstance(held.get(party), Absence | None)
    }
    told = here.progress.details.get(field)
    binding = any(binds(here.progress.kind, field, value) for value in (*held.values(), told))
    overlap = common_ground(list(stated.values())) if len(stated) > 1 else None
    is_open = Absence.UNDER_NEGOTIATION in (*(held.get(party) for party in counting), told)
    return Gap(
        term=here.id,
        field=CONTENT + field,
        held=FrozenDict(held),
        overlap=overlap,
        ground=_ground(len(stated), overlap, is_open=is_open, binding=binding),
        binds=binding,
        told=told,
        missing=tuple(party for party in here.needed if party not in stated),
        reports=_reports(here, field),
    )


def _ground(stated: int, overlap: Any, *, is_open: bool, binding: bool) -> Ground:
    if is_open:
        return Ground.UNDER_NEGOTIATION
    if stated < 2:
        return Ground.ONE_SIDED if stated else Ground.UNSTATED
    if overlap is not None:
        return Ground.COMMON
    return Ground.APART if binding else Ground.WORDED


def _reports(here: TermState, field: str) -> tuple[str, ...]:
    """The reports that tell of a field, of the parties and of the term itself."""
    upheld = [*(here[party].runs for party in here.speaking), here.progress.runs]
    return reports_of(*(held.get(CONTENT + field, ()) for held in upheld))
