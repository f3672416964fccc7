"""Overlays: answers with some of them replaced, for states that differ little from another.

`over_time` takes over what stayed the same since the moment before, `spans` looks up what it keeps
of each holder, and `analysis.pivot` asks again what a lost report can touch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from peacetrack.rules.event import EventState
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.rulings import HolderOrTerm, Holding, Rulings
from peacetrack.rules.standing import Standing

LookUp = Callable[[HolderOrTerm], Holding | None]
"""Gives what replaces an answer; None where the answer stays."""


class Overlay(Rulings):
    """Rulings with some of them replaced; each is looked up once, when it is asked for.

    Parameters:
        base: where everything else is asked.
        look_up: what holds of a holder, or None to ask the base.
        events: the events that are replaced, by id.
        terms: the terms to iterate; default: those of the base. They must rest on no others.
        parties: by term, the parties with conditions, where that is known; default: ask the base.
    """

    def __init__(
        self,
        base: Rulings,
        look_up: LookUp,
        *,
        events: Mapping[str, EventState] | None = None,
        terms: Collection[str] | None = None,
        parties: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(base.cut, base.agenda, base.names)
        self._base = base
        self._look_up = look_up
        self._events.update(events or {})
        self._terms = terms
        self._parties = parties

    def __iter__(self) -> Iterator[str]:
        return iter(self._base if self._terms is None else self._terms)

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Return the parties of a term that can have conditions."""
        return self._base.parties_on(term) if self._parties is None else self._parties[term]

    def groups_of(self, party: str) -> tuple[str, ...]:
        """Return the groups that a party is a member of at the valid moment."""
        return self._base.groups_of(party)

    def _make_standing(self, term: str, party: str) -> Standing:
        standing = self._look_up((term, party))
        assert standing is None or isinstance(standing, Standing)
        return standing or self._base.standing(term, party)

    def _make_progress(self, term: str) -> TermProgress:
        progress = self._look_up((term, None))
        assert progress is None or isinstance(progress, TermProgress)
        return progress or self._base.progress(term)

    def _make_event(self, event: str) -> EventState:
        return self._base.event(event)
