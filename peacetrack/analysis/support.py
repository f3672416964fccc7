"""What every answer rests on: origins, grades, and whether it is on record. Built on state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from peacetrack.grade import Credibility, Reliability
from peacetrack.reading import Held
from peacetrack.rows import Table
from peacetrack.state import State
from peacetrack.statement import Provenance

Best = tuple[Reliability | None, Credibility | None]


@attrs.frozen
class Support:
    """What a field of a standing rests on; `field` None is the stance's standing as a whole.

    `origins` counts known independent origins, never articles: a report of unknown lineage counts
    as none. `best` is the best judged grade on each scale.
    """

    term: str
    party: str | None
    field: str | None
    origins: int
    best: Best
    on_record: bool
    reports: tuple[str, ...]

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
            yield from _of(term, party, state[term][party].held)
        yield from _of(term, None, state[term].progress.held)


def _of(term: str, party: str | None, held: Held) -> Iterator[Support]:
    if not held:
        return
    yield _support(term, party, None, [s.by for run in held.values() for s in run])
    for field, run in held.items():
        yield _support(term, party, field, [s.by for s in run])


def _support(term: str, party: str | None, field: str | None, told: list[Provenance]) -> Support:
    origins = {by.origin for by in told if by.origin is not None}
    reports = tuple(dict.fromkeys(by.report for by in told))
    on_record = any(by.type.on_record for by in told)
    return Support(term, party, field, len(origins), _best(told), on_record, reports)


def _best(told: Iterable[Provenance]) -> Best:
    told = list(told)
    letters = [by.reliability for by in told if by.reliability not in (None, Reliability.F)]
    digits = [
        by.credibility for by in told if by.credibility not in (None, Credibility.CANNOT_BE_JUDGED)
    ]
    return min(filter(None, letters), default=None), min(filter(None, digits), default=None)
