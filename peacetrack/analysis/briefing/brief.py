"""A brief: the answers of a state that a reader needs first, each with its rule and its source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from peacetrack.analysis.briefing.as_of import as_of
from peacetrack.analysis.briefing.changed import Changed, all_changes, what_changed
from peacetrack.analysis.briefing.coming import what_comes
from peacetrack.analysis.briefing.headline import headline
from peacetrack.analysis.briefing.on_term import OnTerm
from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.changes.comparison import Comparison
from peacetrack.analysis.conditions.graph import ConditionGraph, Wait, conditions
from peacetrack.analysis.phrase import LATER, listed
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Label, Names
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.when import TimeLike

if TYPE_CHECKING:
    from peacetrack.replay.versions import Versions


@of_state
def brief(state: State, *, since: TimeLike | int | None = None) -> Table[Line]:
    """List in sentences how a negotiation stands: its headline, what blocks, what changed, what is next.

    Every sentence has titles and names in it, never ids, and the rule by which it stands where it
    does; `docs/explanation/what-a-brief-says.md` gives the rules. Nothing is advised.

    Parameters:
        state: the state to ask.
        since: the time, or the seq of the entry, from when on changes are listed, as for `baseline`
            (default: a week before the last entry).

    Returns:
        One row for each sentence, by part, then by rule.

    Raises:
        UnknownSeqError: if `since` is a seq that the ledger does not have.
        InvalidTimeError: if `since` is no time.

    >>> for line in analysis.brief(state).filter(part="headline"):
    ...     print(line.what)
    on the record, Southland opposes it; since then, unnamed officials say that it is open to it, 4 Jan 2030
    None of 2 terms is agreed
    Southland on “both sides cease fire for a year”, from opposes to open, 4 Jan 2030, not on the record
    """
    return Table(lines_of(state, baseline(state, since)), Line, state.basis)


class Parts:
    """Makes the parts of briefs: what is said of each term, and what changed."""

    def names(self, state: State) -> Names:
        """Return the names that its lines use."""
        return Names(state)

    def on_term(self, state: State, names: Names, term: str) -> OnTerm:
        """Return what a brief says of a term."""
        return OnTerm.of(state, names, state[term])

    def changes(self, comparison: Comparison, names: Names) -> Iterable[Changed]:
        """Return what changed, holder by holder and event by event."""
        return all_changes(comparison, names)


def lines_of(state: State, earlier: State, parts: Parts | None = None) -> list[Line]:
    """Return the lines of a brief, by part, then by rule.

    Parameters:
        state: the state to ask.
        earlier: the state to list changes from.
        parts: makes what it is put together from (default: makes all of it again).
    """
    parts = parts or Parts()
    names = parts.names(state)
    of_terms = [parts.on_term(state, names, term) for term in state]
    placed = [(0.0, line) for line in circles(names, of_terms)]
    placed += [pair for of_term in of_terms for pair in of_term.blocking]
    placed.sort(key=lambda pair: (pair[1].rule, pair[0]))
    blocking = [line for _, line in placed]
    lines = [
        *headline(names, of_terms, blocking),
        *blocking,
        *as_of(names, of_terms),
        *what_changed(names, earlier, parts.changes, of_terms),
        *what_comes(names, of_terms),
    ]
    return sorted((_marked(names, line) for line in lines), key=lambda line: (line.part, line.rule))


def _marked(names: Names, line: Line) -> Line:
    """Return a line with a mark at its source where that came out after the moment."""
    later = list(filter(names.is_later, line.cited))
    if not later:
        return line
    part = "" if len(later) == len(line.cited) else "in part "
    verb = "reported" if any(map(names.is_published, later)) else "recorded"
    return attrs.evolve(line, source=f"{line.source}, {LATER}{part}{verb} later", later=True)


def circles(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield the circles of conditions."""
    graph = _graph(names.state, parts)
    for circle in graph.circles:
        yield _circle(names, graph.within(circle))


def _graph(state: State, parts: Sequence[OnTerm]) -> ConditionGraph:
    """Return the graph of conditions; all is asked only where one names a party that does not speak."""
    waits = [wait for part in parts for wait in part.waits]
    speaking = {(part.id, party) for part in parts for party in part.speaking}
    if any(isinstance(wait.on, tuple) and wait.on not in speaking for wait in waits):
        return conditions(state)
    needs = {part.id: part.awaited for part in parts if part.needed}
    nodes = {*needs, *(wait.holder for wait in waits)}
    bound = [wait for wait in waits if wait.on in nodes]  # the others wait for what waits for nothing
    asking = {wait.holder for wait in bound}
    held_up = {term: tuple(p for p in parties if (term, p) in asking) for term, parties in needs.items()}
    return ConditionGraph(
        {term: parties for term, parties in held_up.items() if parties}, Table(bound, Wait, state.basis)
    )


def _circle(names: Names, waits: Sequence[Wait]) -> Line:
    asked = [
        f"{names.party(wait.party)} on {names.term(wait.term)}: if {names.condition(wait.condition)}"
        f"{' (not on the record)' if names.record.is_off(*wait.holder, wait.condition) else ''}"
        for wait in waits
    ]
    runs = [names.state[wait.term][wait.party].runs.get("conditions", ()) for wait in waits]
    return names.line(
        Rule.CONDITIONS_CROSS,
        f"the conditions wait for each other. {listed(asked, 3)}",
        *runs,
        terms=(wait.term for wait in waits),
        parties=(wait.party for wait in waits),
        reports=(report for wait in waits for report in wait.reports),
    )


class CachedParts(Parts):
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
        from peacetrack.replay.replayed import Replayed

        if not isinstance(state, Replayed):
            return super().on_term(state, names, term)
        key = term, self._versions.of_term(state, term)
        if key not in self._on_terms:
            self._on_terms[key] = super().on_term(state, names, term)
        return self._on_terms[key]

    def changes(self, comparison: Comparison, names: Names) -> Iterator[Changed]:
        """Return what changed of the holders that have another answer, and of events."""
        from peacetrack.replay.replayed import Replayed

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
