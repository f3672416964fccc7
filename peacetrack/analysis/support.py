"""What every answer rests on: origins, grades, and whether it is on record. Built on state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from peacetrack.index.statement import Provenance, Statement, bare_field, reports_of
from peacetrack.rules.runs import Runs
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.attribution import AttributionType
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.when import Moment

Best = tuple[Reliability | None, Credibility | None]


@attrs.frozen
class Support:
    """What a field of a standing rests on; `field` None is the stance's standing as a whole.

    `origins` counts known independent origins, never articles: a report of unknown lineage counts
    as none. `unnamed` is what nobody but unnamed officials says. `best` is the best judged grade on
    each scale, `nearest` the nearest attribution. `since` is when what holds was first so.
    """

    term: str
    party: str | None
    field: str | None
    origins: int
    best: Best
    on_record: bool
    reports: tuple[str, ...]
    nearest: AttributionType
    unnamed: bool
    since: Moment

    def __str__(self) -> str:
        what = f"{self.party or 'the term itself'} on {self.term}, {bare_field(self.field or 'as a whole')}"
        origins = f"{self.origins} known {'origin' if self.origins == 1 else 'origins'}"
        named = "unnamed officials only" if self.unnamed else f"at nearest {self.nearest}"
        return f"{what}: {origins}, {named} ({' '.join(self.reports)})"

    @property
    def single(self) -> bool:
        """Whether it rests on one origin only, or on none that is known."""
        return self.origins < 2


def support(state: State) -> Table[Support]:
    """The support of every standing, of every field of it, and of what terms themselves show."""
    return Table(list(_supports(state)), Support, state.basis)


def _supports(state: State) -> Iterator[Support]:
    for term in state:
        for party in state.parties_on(term):
            yield from _of(term, party, state[term][party].runs)
        yield from _of(term, None, state[term].progress.runs)


def _of(term: str, party: str | None, held: Runs) -> Iterator[Support]:
    if not held:
        return
    yield _support(term, party, None, [s for run in held.values() for s in run])
    for field, run in held.items():
        yield _support(term, party, field, list(run))


def _support(term: str, party: str | None, field: str | None, told: list[Statement]) -> Support:
    by = [statement.by for statement in told]
    types = {one.type for one in by}
    return Support(
        term=term,
        party=party,
        field=field,
        origins=len({one.origin for one in by if one.origin is not None}),
        best=_best(by),
        on_record=any(kind.on_record for kind in types),
        reports=reports_of(told),
        nearest=max(types, key=lambda kind: kind.directness),
        unnamed=all(kind.unnamed for kind in types),
        since=min(told, key=lambda statement: statement.order).since,
    )


def _best(told: Iterable[Provenance]) -> Best:
    told = list(told)
    letters = [by.reliability for by in told if by.reliability not in (None, Reliability.F)]
    digits = [
        by.credibility for by in told if by.credibility not in (None, Credibility.CANNOT_BE_JUDGED)
    ]
    return min(filter(None, letters), default=None), min(filter(None, digits), default=None)
