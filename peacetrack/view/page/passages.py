"""What the sections below the board say of a moment: passages of HTML that move with the scrubber.

Where the parties stand is not here: the script has it from the cells of the board. Nor are pictures of
all the time, the bargain of one party alone, and the part for analysts: they are of the page's moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any

from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.briefing.line import Line
from peacetrack.analysis.briefing.naming import Names, day_words
from peacetrack.analysis.conditions.graph import Wait, conditions
from peacetrack.analysis.conditions.package import Package, packed
from peacetrack.analysis.gap import Gap, gaps_on
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.window import windows
from peacetrack.index.statement import CONTENT, field_words
from peacetrack.replay.marks import Marks
from peacetrack.replay.replayed import Replayed
from peacetrack.rules.wording import last_moment, readable
from peacetrack.state import State, TermState
from peacetrack.table import markup
from peacetrack.view.page.places import Places
from peacetrack.view.page.rows import events_on_page, not_accepted, not_heard, party_fields, value_named
from peacetrack.view.pictures.dumbbells import dumbbells
from peacetrack.view.pictures.map import has_areas, map_picture
from peacetrack.words.condition import StanceIs
from peacetrack.words.value import Quantity, as_range

_EVENTS = "#events"
"""The part of the events; no id of a term has such a name."""
_PIECE = re.compile("(?=<tr>|<li)")
"""Where passages are cut, as rows recur."""


class Passages:
    """The passages of a page, at its own moment or at another.

    Parameters:
        sections: the names of the sections of terms, by term.
        parties: the names of the passages of parties, by party.
        rows: the names of the rows of reports, by report.
    """

    def __init__(
        self, sections: Mapping[str, str], parties: Mapping[str, str], rows: Mapping[str, str]
    ) -> None:
        self.rows = rows
        self._sections = sections
        self._parties = parties
        self._kept: dict[tuple[str | None, Hashable], dict[str, int]] = {}
        self._rows: dict[Hashable, str] = {}
        self._pictures: dict[Hashable, list[tuple[str, str]]] = {}
        self._names: Sequence[str] = ()
        self._texts = Places[tuple[int, ...]]()
        self._pieces = Places[str]()

    def anchor(self, line: Line) -> str:
        """Return the name of the place with the evidence of a line of a brief; empty without a source.

        What no report alone says is in the section of its term; of several terms, in all the evidence.
        """
        if not line.source:
            return ""
        if len(line.cited) == 1:
            return self.rows.get(line.cited[0], "")
        return self._sections.get(line.terms[0], "sources") if len(line.terms) == 1 else "sources"

    def form(self) -> dict[str, Any]:
        """Return the passages that were placed: `texts` are made of `pieces`, by their places."""
        return {"names": self._names, "texts": list(self._texts), "pieces": list(self._pieces)}

    def placed(self, state: State, marks: Marks | None = None) -> list[int]:
        """Return the places of the passages of a moment, in the order of `names` of the form.

        With the marks of a replay, what rests on the same as at another moment is written once.
        """
        found: dict[str, int] = {}
        for part, write in self._parts(state, marks).items():
            key = None if marks is None or not isinstance(state, Replayed) else _mark(marks, state, part)
            if key is None or (part, key) not in self._kept:
                self._kept[part, key] = {name: self._place(text) for name, text in write().items()}
            found |= self._kept[part, key]
        self._names = list(found)
        return list(found.values())

    def _place(self, text: str) -> int:
        return self._texts[tuple(self._pieces[piece] for piece in _PIECE.split(text))]

    def of(self, state: State) -> dict[str, str]:
        """Return the passages of a moment, by name."""
        return {name: text for write in self._parts(state).values() for name, text in write().items()}

    def _parts(
        self, state: State, marks: Marks | None = None
    ) -> dict[str | None, Callable[[], dict[str, str]]]:
        """Return what writes the passages of each term, of all events, and the others: those of `None`."""
        names = Names(state)
        writer = cache(partial(self._writer, names))
        rows = _Rows(writer, state, marks, self._rows)
        return {
            **{term: partial(self._of_term, state, names, writer, term) for term in self._sections},
            _EVENTS: lambda: {"events": writer().of_events(list(events_on_page(state, names)))},
            None: partial(self._of_all, state, names, writer, rows),
        }

    def _writer(self, names: Names) -> Any:
        return markup.macros(
            "passages.html",
            names=names,
            section_of=self._sections,
            row_of=self.rows,
            field_words=field_words,
            readable=readable,
            day_words=day_words,
            last_moment=last_moment,
        )

    def _of_all(self, state: State, names: Names, writer: Callable[[], Any], rows: _Rows) -> dict[str, str]:
        """Return the passages of what rests on all terms."""
        graph, write = conditions(state), writer()
        packages = [rows.package(names, package) for package in packed(state, graph)]
        return {
            "packages": write.of_packages(packages),
            "waits": write.of_waits([rows.made("of_wait", wait) for wait in graph.waits]),
            "windows": write.of_windows([rows.made("of_window", window) for window in windows(state)]),
            **dict(self._of_parties(state, names, rows, [wait for wait in graph.waits if not wait.met])),
        }

    def _of_parties(
        self, state: State, names: Names, rows: _Rows, waits: Sequence[Wait]
    ) -> Iterator[tuple[str, str]]:
        """Yield what others ask of each party, where it is the last, and where no report is of it."""
        silent, waited_for = unreported(state), {term.id: term.waits_on for term in state.values()}
        last = [term for term in state.values() if _is_last(term, waited_for[term.id])]
        withheld = names.record.against(term.id for term in last)
        last = [term for term in last if withheld.get(term.id, {}).keys() <= {*waited_for[term.id]}]
        for party, name in self._parties.items():
            asked = tuple(_asked(names, wait) for wait in waits if _concerns(wait, party, waited_for))
            alone = tuple(term.id for term in last if waited_for[term.id] == (party,))
            yield name, rows.made("of_party", asked, alone, tuple(silent.get(party, ())))

    def _of_term(self, state: State, names: Names, writer: Callable[[], Any], term: str) -> dict[str, str]:
        """Return the details of a term: what the parties state, and have in common."""
        declared = state[term].term is not None
        stated = [gap for gap in gaps_on(state[term]) if _is_stated(gap)] if declared else []
        named = partial(value_named, names, party_fields(state))
        name = self._sections[term]
        return {name: str(writer().of_term(name, stated, named, self._drawn(state, term, stated)))}

    def _drawn(self, state: State, term: str, stated: Sequence[Gap]) -> list[tuple[str, str]]:
        """Return title and HTML of the pictures of a term, drawn once while what is stated stays the same."""
        if not stated:
            return []
        key = term, _content(state[term])
        if key not in self._pictures:
            ranges = [dumbbells(state, term, bare=True)] if any(map(_has_range, stated)) else []
            areas = [map_picture(state, term, bare=True)] if has_areas(state, term) else []
            self._pictures[key] = [(picture.title, picture.unstyled) for picture in (*ranges, *areas)]
        return self._pictures[key]


class _Rows:
    """The rows of tables at one moment, each written once for all moments at which it says the same.

    Parameters:
        writer: gives the macros.
        state: the state of the moment.
        marks: the marks of its replay; None for a state without one, then no rows are kept.
        kept: the rows of all moments.
    """

    def __init__(
        self, writer: Callable[[], Any], state: State, marks: Marks | None, kept: dict[Hashable, str]
    ) -> None:
        self._writer = writer
        self._state = state
        self._marks = marks
        self._kept = kept

    @cached_property
    def _names(self) -> Hashable:
        """What the names in rows rest on."""
        return self._marks and self._marks.of_names(self._state)

    def made(self, macro: str, *values: Hashable) -> str:
        """Return the row that a macro makes of some values."""
        return self._once((macro, *values), lambda: values)

    def package(self, names: Names, package: Package) -> str:
        """Return the row of a package."""
        state, marks = self._state, self._marks
        rests_on: list[Hashable] = []
        if marks is not None and isinstance(state, Replayed):
            rests_on = [marks.of_term(state, term) for term in package.terms]
        return self._once(
            ("of_package", package, *rests_on),
            lambda: (package, not_accepted(state, names, package), not_heard(state, package)),
        )

    def _once(self, key: tuple[Hashable, ...], values: Callable[[], Sequence[Any]]) -> str:
        """Return what the macro that a key begins with makes of some values, asked for where it is new."""
        key = *key, self._names
        if self._marks is None or key not in self._kept:
            self._kept[key] = getattr(self._writer(), str(key[0]))(*values())
        return self._kept[key]


def _mark(marks: Marks, state: Replayed, part: str | None) -> Hashable:
    """Return what a part of the passages rests on."""
    if part == _EVENTS:
        return marks.of_events(state), tuple((row.event, row.certain) for row in overdue(state))
    return marks.of_all(state) if part is None else marks.of_term(state, part)


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


def _is_stated(gap: Gap) -> bool:
    return bool(gap.held) or gap.reported is not None


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
