"""A state at many valid moments, asked again only where something changed in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from peacetrack.errors import UnknownNameError
from peacetrack.index.timeline import Cut
from peacetrack.replay.overlay import Overlay
from peacetrack.replay.reach import changed_between
from peacetrack.rules.ending import lapsed
from peacetrack.rules.rulings import HolderOrTerm, Holding, Rulings
from peacetrack.rules.standing import Standing
from peacetrack.state import State, reading_of
from peacetrack.words.when import Period, TimeLike, as_datetime, instants

Known = Literal["now", "then"]
"""Whether each moment is seen as it is known now, or as it was known then."""


class Sample(Overlay):
    """The answers of a state at one of many moments.

    What did not change since the moment before is taken over from there; only whether a standing is
    `certain` by now is not asked again.
    """

    def __init__(self, state: State, kept: Mapping[HolderOrTerm, Holding] = MappingProxyType({})) -> None:
        super().__init__(reading_of(state).rulings, kept.get)
        self.state = state
        self._kept = kept

    def then(self, state: State, changed: set[HolderOrTerm]) -> Sample:
        """Return the sample of a later moment, given the holders that changed in between."""
        later = reading_of(state).rulings
        kept = {
            holder: upheld
            for holder, upheld in [*self._asked()]  # members that were not asked for are asked now
            if holder not in changed
            and (not isinstance(upheld, Standing) or self._stays(upheld, later, changed))
        }
        return Sample(state, kept)

    def _asked(self) -> Iterator[tuple[HolderOrTerm, Holding]]:
        """Yield all that was asked at this moment, or taken over from before."""
        yield from self._kept.items()
        yield from ((holder, s) for holder, s in self._standings.items() if holder not in self._kept)
        for term, progress in self._progress.items():
            yield (term, None), progress

    def _stays(self, standing: Standing, later: Rulings, changed: set[HolderOrTerm]) -> bool:
        """Return whether those behind a standing stayed, did not change, and no ending has come."""
        parties = self.behind(standing.party)
        if parties != later.behind(standing.party):
            return False
        return not any((standing.term, party) in changed for party in parties) and not any(
            _runs_out(self.standing(standing.term, each), later.cut)
            for each in (standing.party, *self.agenda.standing_for(standing.party, self.cut.valid))
        )


def _runs_out(standing: Standing, later: Cut) -> bool:
    """Return whether a standing has lapsed by a later moment, and had not before."""
    return not standing.lapsed and lapsed(later, standing.runs)


def samples(state: State, start: TimeLike, end: TimeLike, every: Period, known: Known) -> Iterator[Sample]:
    """Yield a sample for each moment from `start` to `end`."""
    return samples_at(state, instants(start, end, every), known)


def samples_at(state: State, valids: Sequence[int], known: Known) -> Iterator[Sample]:
    """Yield a sample for each of some instants, in their order."""
    seqs = seqs_of(state, valids, known)
    sample: Sample | None = None
    for valid, seq, changed in zip(valids, seqs, changed_between(state, valids, seqs), strict=True):
        now = state.at(valid=as_datetime(valid), known=seq)
        sample = Sample(now) if sample is None or changed is None else sample.then(now, changed)
        yield sample


def seqs_of(state: State, valids: Sequence[int], known: Known) -> list[int]:
    """Return the seq that is known at each of some instants."""
    if known not in ("now", "then"):
        raise UnknownNameError("way of knowing", known, ("now", "then"))
    then = known == "then"
    return [reading_of(state).seq_of(as_datetime(valid)) if then else state.basis.known for valid in valids]
