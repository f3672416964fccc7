"""Gaps: what the parties hold of each field of a term, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.replay.stance_counts import is_large, reads_columns
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.value import Absence, FrozenDict, Word, common_ground, in_short, not_comparable


class Ground(Word):
    """The common ground of the parties on a field.

    * `COMMON`: their values overlap.
    * `APART`: they do not, and the field binds.
    * `NOT_COMPARABLE`: they are quantities in different units, such as km and miles.
    * `NOT_BINDING`: they do not, as with 3 seats and 2, and the field does not bind.
    * `WORDED`: they do not, and the field only describes, in words.
    * `ONE_SIDED`: one party only states a value, members that follow it apart.
    * `UNDER_NEGOTIATION`: a party, or the progress of the term, says so.
    * `UNSTATED`: no party states a value.
    """

    COMMON = "common"
    APART = "apart"
    NOT_COMPARABLE = "not-comparable"
    NOT_BINDING = "apart-not-binding"
    WORDED = "worded-differently"
    ONE_SIDED = "one-sided"
    UNDER_NEGOTIATION = "under-negotiation"
    UNSTATED = "unstated"


@frozen
class Gap:
    """A field of a term's content: what each party holds, and the landing zone.

    The needed parties count, or all parties where a term needs none; lapsed offers do not count.
    A value counts once, for the party that states it: a member that follows its group adds nothing.

    Attributes:
        term: the term.
        field: the field, with `content.` before its name.
        held: by party, the value that it states, an absence too. What is older than its stance, or
            only may hold, is left out.
        lapsed: of these, the parties with an offer that has lapsed.
        overlap: the common ground of the parties that count: where quantities overlap, the options
            that are shared, the value that is equal; None where there is none.
        ground: what the parties have in common, or why nothing.
        binds: whether the field binds with these values; one that does not only describes.
        reported: what is reported of the term itself; None where nothing is.
        missing: the needed parties that state nothing, by themselves or with their group.
        reports: the reports of the field, of parties and of the term itself.
    """

    term: str
    field: str
    held: Mapping[str, Any]
    lapsed: tuple[str, ...]
    overlap: Any
    ground: Ground
    binds: bool
    reported: Any
    missing: tuple[str, ...]
    reports: tuple[str, ...]

    def __str__(self) -> str:
        held = "; ".join(f"{isolated(party)} {self.held_text(party)}" for party in self.held)
        zone = f": {in_short(self.overlap)}" if self.overlap is not None else ""
        missing = f"; not stated by {joined(self.missing)}" if self.missing else ""
        itself = f"the term itself {in_short(self.reported)}" if self.reported is not None else ""
        values = f" ({'; '.join(filter(None, (held, itself)))})" if held or itself else ""
        return f"{isolated(self.term)}, {bare_field(self.field)}: {self.ground}{zone}{values}{missing}"

    def held_text(self, party: str) -> str:
        """Return in a few words what a party states, and whether its offer has lapsed."""
        return in_short(self.held[party]) + (", lapsed" if party in self.lapsed else "")


@of_state
def gaps(state: State) -> Table[Gap]:
    """List the fields of all terms, with what the parties hold of each.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each field of the kind of each term, stated or not, in the order of the agenda.

    >>> print(analysis.gaps(state)[0])
    truce, purpose: unstated; not stated by NORTH SOUTH
    """
    if is_large(state) and reads_columns(state):
        reading_of(state).rulings.fill_from_columns()
    rows = [gap for term in state for gap in gaps_on(state[term])]
    return Table(rows, Gap, state.basis)


def gaps_on(term: TermState) -> Iterator[Gap]:
    """Yield the fields of a term, as `gaps` does."""
    assert term.term is not None
    rulings = reading_of(term.state).rulings
    stating = [party for party in term.speaking if rulings.may_hold(term.id, party, CONTENT)]
    standings = [term[party] for party in stating]
    counting = {standing.party: standing.counting for standing in standings}
    reported = term.progress.counting
    stated = [field for fields in counting.values() for field in fields]
    for field in dict.fromkeys((*term.progress.of_kind.known, *sorted((*stated, *reported)))):
        holding = {party: fields[field] for party, fields in counting.items() if field in fields}
        yield _gap(term, standings, field, holding, reported.get(field))


def _gap(
    term: TermState, stating: Sequence[Standing], field: str, holding: Mapping[str, Any], reported: Any
) -> Gap:
    """Return a gap, of the values of a field that count, by the party that stands there."""
    needed = term.needed
    standings = [standing for standing in stating if standing.party in holding]
    live = [standing for standing in standings if not standing.lapsed]
    deciding = [standing for standing in live if not needed or standing.party in needed]
    held, values, going = (_stated(of, field, holding) for of in (standings, deciding, live))
    stated = [value for value in values.values() if not isinstance(value, Absence)]
    binding = term.progress.of_kind.binds_in(field, (*held.values(), reported))
    overlap = common_ground(stated) if len(stated) > 1 else None
    is_open = Absence.UNDER_NEGOTIATION in (*values.values(), reported)
    rests_on = (*stating, term.progress)
    return Gap(
        term=term.id,
        field=CONTENT + field,
        held=FrozenDict(held),
        lapsed=tuple(party for party in held if party not in going),
        overlap=overlap,
        ground=_ground(stated, overlap, is_open=is_open, apart=_apart(term, field, binding=binding)),
        binds=binding,
        reported=reported,
        missing=tuple(p for p in needed if isinstance(holding.get(p), Absence | None)),
        reports=reports_of(*(h.runs.get(CONTENT + field, ()) for h in rests_on)),
    )


def _stated(standings: Iterable[Standing], field: str, holding: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a field by the party that states each, not by those that follow it."""
    return {str(s.runs[CONTENT + field][-1].party): holding[s.party] for s in standings}


def _apart(term: TermState, field: str, *, binding: bool) -> Ground:
    """Return what values of a field without common ground are."""
    if binding:
        return Ground.APART
    return Ground.WORDED if term.progress.of_kind.field(field).form in _WORDED else Ground.NOT_BINDING


_WORDED = ("text", "texts", "vocabulary", "vocabularies", "outline", "anything")
"""The forms of fields that describe in words, where they do not bind."""


def _ground(stated: list[Any], overlap: Any, *, is_open: bool, apart: Ground) -> Ground:
    if is_open:
        return Ground.UNDER_NEGOTIATION
    if len(stated) < 2:
        return Ground.ONE_SIDED if stated else Ground.UNSTATED
    if overlap is not None:
        return Ground.COMMON
    if not_comparable(stated):
        return Ground.NOT_COMPARABLE
    return apart
