"""Parts of briefs that are kept, for the briefs of many moments of one ledger."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from peacetrack.analysis.briefing.brief import Parts
from peacetrack.analysis.briefing.changed import Changed
from peacetrack.analysis.briefing.naming import Label, Names
from peacetrack.analysis.briefing.on_term import OnTerm
from peacetrack.analysis.changes.comparison import Comparison
from peacetrack.replay.replayed import Replayed
from peacetrack.replay.versions import Versions
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State


class KeptParts(Parts):
    """Parts of the briefs of replayed states, each made once for all moments with the same version.

    Parameters:
        versions: the versions of the replay.
    """

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._labels: dict[str, Label] = {}
        self._on_terms: dict[tuple[str, Hashable], OnTerm] = {}
        self._changed: dict[tuple[HolderOrTerm | str, Hashable], Changed] = {}

    def names(self, state: State) -> Names:
        """Return the names that its lines use."""
        return Names(state, self._labels)

    def on_term(self, state: State, names: Names, term: str) -> OnTerm:
        """Return what a brief says of a term."""
        if not isinstance(state, Replayed):
            return super().on_term(state, names, term)
        key = term, self._versions.of_term(state, term)
        if key not in self._on_terms:
            self._on_terms[key] = super().on_term(state, names, term)
        return self._on_terms[key]

    def changes(self, comparison: Comparison, names: Names) -> Iterator[Changed]:
        """Return what changed of the holders that have another answer, and of events."""
        before, after = comparison.before, comparison.after
        if not (isinstance(before, Replayed) and isinstance(after, Replayed)):  # it was not replayed
            yield from super().changes(comparison, names)
            return
        for term in comparison.terms:
            differing = self._versions.differing(before, after, term)
            if before.status_of(term) is not after.status_of(term):  # what is behind it is not in the version
                yield Changed.of_holder(comparison, names, term, None)
                differing.discard(None)
            for party in comparison.parties_on(term) if differing else ():
                if party in differing:
                    version = self._versions.of_change(before, after, (term, party))
                    yield self._kept(
                        (term, party), version, Changed.of_holder, comparison, names, term, party
                    )
        for event in comparison.events:
            version = self._versions.of_event(before, after, event)
            if version is not None:
                yield self._kept(event, version, Changed.of_event, comparison, names, event)

    def _kept(
        self, of: HolderOrTerm | str, version: Hashable, make: Callable[..., Changed], *of_what: Any
    ) -> Changed:
        if (of, version) not in self._changed:
            self._changed[of, version] = make(*of_what)
        return self._changed[of, version]
