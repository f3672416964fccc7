"""Passages: what the sections below the board say at one moment, as HTML that moves with the scrubber.

The script has the stances of the parties from the cells of the board. What does not move is not here either:
pictures of all the time, the bargain of one party alone, and the part for analysts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property, partial
from typing import Any, TypeVar

from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.conditions.graph import Wait, conditions
from peacetrack.analysis.conditions.package import Package, packed
from peacetrack.analysis.gap import Gap, gaps_on
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.phrase import day_words
from peacetrack.analysis.sentence.line import Line
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.window import windows
from peacetrack.index.statement import CONTENT, field_words
from peacetrack.replay.replayed import Replayed
from peacetrack.replay.versions import Versions
from peacetrack.rules.wording import last_moment, readable
from peacetrack.state import State, TermState
from peacetrack.table import markup
from peacetrack.view.page.tables import events_on_page, not_accepted, not_heard, party_fields, value_named
from peacetrack.view.pictures.dumbbells import dumbbells
from peacetrack.view.pictures.map import has_areas, map_picture
from peacetrack.view.whip import PIPS, pips_of, status_words
from peacetrack.words.condition import StanceIs
from peacetrack.words.value import Quantity, as_range

_PIECE = re.compile("(?=<tr>|<li|<i )")
"""Where passages are cut, as rows and pips recur."""


class _Shared(Enum):
    """The parts of the passages that are of no single term; the others are called by the ids of terms."""

    EVENTS = "events"
    ALL = "all"


class Passages:
    """The passages of a page at its own moment and at others.

    They are written in parts: one of each term, with its status, one of the events, and one of all that rests
    on several terms. A part that rests on the same at two moments of a replay is written once; so is a row of
    a table.

    Attributes:
        sections: the names of the sections of terms, by term.
        parties: the names of the passages of parties, by party.
        rows: the names of the rows of reports, by report.
        written_rows: the rows of tables that were written, by what they rest on.
        drawn: title and HTML of the pictures that were drawn, by what they rest on.
    """

    def __init__(
        self, sections: Mapping[str, str], parties: Mapping[str, str], rows: Mapping[str, str]
    ) -> None:
        self.sections = sections
        self.parties = parties
        self.rows = rows
        self.written_rows: dict[Hashable, Any] = {}
        self.drawn: dict[Hashable, list[tuple[str, str]]] = {}
        self._parts = (*sections, *_Shared)
        self._placed: dict[tuple[str | _Shared, Hashable], dict[str, int]] = {}
        self._names: Sequence[str] = ()
        self._texts = Places[tuple[int, ...]]()
        self._pieces = Places[str]()

    def anchor(self, line: Line) -> str:
        """Return the name of the place with the evidence of a line of a brief; empty without a source.

        What several reports say is in the section of its term; of several terms, in all the evidence.
        """
        if not line.source:
            return ""
        if len(line.cited) == 1:
            return self.rows.get(line.cited[0], "")
        return self.sections.get(line.terms[0], "sources") if len(line.terms) == 1 else "sources"

    def of(self, state: State) -> dict[str, str]:
        """Return the passages of a moment, by name."""
        moment = _Moment(self, state)
        return {name: text for part in self._parts for name, text in moment.written(part).items()}

    def placed(self, state: State, versions: Versions | None) -> list[int]:
        """Return the places of the passages of a moment, in the order of `names` of the form.

        Without the versions of a replay every part is written.
        """
        moment = _Moment(self, state, versions)
        places: dict[str, int] = {}
        for part in self._parts:
            key = part, moment.version(part)
            if versions is None or key not in self._placed:
                self._placed[key] = {name: self._place(text) for name, text in moment.written(part).items()}
            places |= self._placed[key]
        self._names = list(places)
        return list(places.values())

    def _place(self, text: str) -> int:
        return self._texts[tuple(self._pieces[piece] for piece in _PIECE.split(text))]

    def form(self) -> dict[str, Any]:
        """Return the passages that were placed: `texts` are made of `pieces`, by their places."""
        return {"names": self._names, "texts": list(self._texts), "pieces": list(self._pieces)}


class _Moment:
    """The passages of one moment.

    Parameters:
        page: keeps the rows and pictures that are the same at other moments.
        state: the state of the moment.
        versions: the versions of the replay that the state is from; None for a state without one.
    """

    def __init__(self, page: Passages, state: State, versions: Versions | None = None) -> None:
        self._page = page
        self._state = state
        self._versions = versions
        self._names = Names(state)

    def written(self, part: str | _Shared) -> Mapping[str, str]:
        """Return the passages of a part, by name."""
        if part is _Shared.ALL:
            return self._all()
        return self._events() if part is _Shared.EVENTS else self._term(part)

    def version(self, part: str | _Shared) -> Hashable:
        """Return what a part rests on; None without versions."""
        versions, state = self._versions, self._state
        if versions is None:
            return None
        assert isinstance(state, Replayed)
        if part is _Shared.EVENTS:
            return versions.of_events(state), tuple((row.event, row.certain) for row in overdue(state))
        return versions.of_all(state) if part is _Shared.ALL else versions.of_term(state, part)

    @cached_property
    def _macros(self) -> Any:
        return markup.macros(
            "passages.html",
            names=self._names,
            section_of=self._page.sections,
            row_of=self._page.rows,
            field_words=field_words,
            readable=readable,
            day_words=day_words,
            last_moment=last_moment,
            meanings={pip: meaning for pip, (_, meaning) in PIPS.items()},
        )

    @cached_property
    def _names_version(self) -> Hashable:
        """Return what the names in rows rest on."""
        return None if self._versions is None else self._versions.of_names(self._state)

    def _row(self, rests_on: Hashable, write: Callable[[], Any]) -> Any:
        """Return a row of a table as HTML, written once for all moments where it rests on the same."""
        if self._versions is None:
            return write()
        key = rests_on, self._names_version
        if key not in self._page.written_rows:
            self._page.written_rows[key] = write()
        return self._page.written_rows[key]

    def _events(self) -> Mapping[str, str]:
        return {"events": self._macros.of_events(list(events_on_page(self._state, self._names)))}

    def _all(self) -> Mapping[str, str]:
        """Return the passages of packages, conditions, what ends, and parties."""
        graph = conditions(self._state)
        packages = [self._package(package) for package in packed(self._state, graph)]
        waits = [self._row(wait, partial(self._macros.of_wait, wait)) for wait in graph.waits]
        ending = [
            self._row(window, partial(self._macros.of_window, window)) for window in windows(self._state)
        ]
        return {
            "packages": self._macros.of_packages(packages),
            "waits": self._macros.of_waits(waits),
            "windows": self._macros.of_windows(ending),
            **dict(self._parties([wait for wait in graph.waits if not wait.met])),
        }

    def _package(self, package: Package) -> Any:
        """Return the row of a package, which says how all of its terms stand."""
        state = self._state

        def write() -> Any:
            by, unheard = not_accepted(state, self._names, package), not_heard(state, package)
            return self._macros.of_package(package, by, unheard)

        return self._row((package, *map(self.version, package.terms)), write)

    def _parties(self, waits: Sequence[Wait]) -> Iterator[tuple[str, str]]:
        """Yield what others ask of each party, where it is the last, and where no report is of it."""
        silent = unreported(self._state)
        waited_for = {term.id: term.waits_on for term in self._state.values()}
        last = [term for term in self._state.values() if _is_last(term, waited_for[term.id])]
        withheld = self._names.record.against(term.id for term in last)
        last = [term for term in last if withheld.get(term.id, {}).keys() <= {*waited_for[term.id]}]
        for party, name in self._page.parties.items():
            asked = tuple(_asked(self._names, wait) for wait in waits if _concerns(wait, party, waited_for))
            alone = tuple(term.id for term in last if waited_for[term.id] == (party,))
            says = asked, alone, tuple(silent.get(party, ()))
            yield name, self._row(says, partial(self._macros.of_party, *says))

    def _term(self, term: str) -> Mapping[str, str]:
        """Return the pips and the status of a term, and its details: what the parties have in common."""
        on_term = self._state[term]
        gaps = gaps_on(on_term) if on_term.term is not None else ()
        stated = [gap for gap in gaps if gap.held or gap.reported is not None]
        named = partial(value_named, self._names, party_fields(self._state))
        name = self._page.sections[term]
        consent = pips_of(self._names, on_term), status_words(self._names, on_term)
        return {
            name: self._macros.of_term(name, stated, named, self._drawn(on_term, stated)),
            f"{name}-consent": self._macros.of_consent(*consent, on_term.status),
        }

    def _drawn(self, on_term: TermState, stated: Sequence[Gap]) -> list[tuple[str, str]]:
        """Return title and HTML of the pictures of a term, drawn once while what is stated stays the same."""
        if not stated:
            return []
        state, term, drawn = self._state, on_term.id, self._page.drawn
        key = term, _content(on_term)
        if key not in drawn:
            ranges = [dumbbells(state, term, bare=True)] if any(map(_has_range, stated)) else []
            areas = [map_picture(state, term, bare=True)] if has_areas(state, term) else []
            drawn[key] = [(picture.title, picture.unstyled) for picture in (*ranges, *areas)]
        return drawn[key]


def _content(term: TermState) -> Hashable:
    """Return what is stated of the content of a term, to tell whether it is the same as before."""
    standings = [term[party] for party in term.speaking]
    runs = [standing.runs for standing in standings] + [term.progress.runs]
    stated = [
        (statement.name, statement.party, statement.since)
        for own in runs
        for field, run in own.items()
        if field.startswith(CONTENT)
        for statement in run
    ]
    return tuple(stated), tuple(standing.party for standing in standings if standing.lapsed)


def _has_range(gap: Gap) -> bool:
    return any(isinstance(as_range(value), Quantity) for value in (*gap.held.values(), gap.reported))


def _is_last(term: TermState, waited_for: Sequence[str]) -> bool:
    """Return whether a term waits for one party alone, of several that it needs, which does not accept."""
    return len(waited_for) == 1 and len(term.needed) > 1 and not term[waited_for[0]].accepts


def _concerns(wait: Wait, party: str, waited_for: Mapping[str, Sequence[str]]) -> bool:
    """Return whether another party waits for something that this party decides on."""
    if wait.party == party:
        return False
    condition = wait.condition
    if isinstance(condition, StanceIs):
        return condition.party == party
    return condition.term is not None and party in waited_for[condition.term]


def _asked(names: Names, wait: Wait) -> str:
    return f"{names.party(wait.party)} on {names.quoted(wait.term)}: if {names.condition(wait.condition)}"


T = TypeVar("T", bound=Hashable)


class Places(dict[T, int]):
    """The places of items, in the order of their first mention."""

    def __missing__(self, item: T) -> int:
        return self.setdefault(item, len(self))
