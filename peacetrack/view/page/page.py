"""The briefing: one page that holds all it needs, for somebody who decides. Built on analysis."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.changes.change import Change, diff
from peacetrack.analysis.check import check
from peacetrack.analysis.conditions.package import Package, packages
from peacetrack.analysis.gap import Gap, gaps
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.square import concerned, shown_on
from peacetrack.analysis.steps.move import Deed, Move, moves
from peacetrack.analysis.window import windows
from peacetrack.errors import InvalidInputError
from peacetrack.index.statement import CONTENT, bare_field
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.span import Spans, spans
from peacetrack.rules import wording
from peacetrack.rules.event import EventState
from peacetrack.state import State
from peacetrack.table import markup
from peacetrack.table.grid import one_line
from peacetrack.table.palette import GROUND, SOFT, STANCE_LOOKS, SYMBOLS
from peacetrack.view.board import columns_of
from peacetrack.view.page.catalogue import ENGLISH
from peacetrack.view.page.cells import Answer, Cells
from peacetrack.view.page.headline import headline
from peacetrack.view.page.sources import Sources
from peacetrack.view.pictures.drawing import LOOKS
from peacetrack.view.pictures.lanes import FADES, bare_lanes
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.condition import StanceIs, TermIs
from peacetrack.words.report import EventStatus
from peacetrack.words.value import in_short
from peacetrack.words.when import Moment, TimeLike, display_minute


@attrs.frozen(repr=False)
class Page:
    """A page of HTML that asks for nothing from elsewhere; `str()` gives it."""

    title: str
    html: str

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Page: {one_line(self.title)}, {len(self.html.encode()) // 1000} kB>"

    def save(self, path: str | PathLike[str]) -> None:
        """Write it as a file, in UTF-8; its name ends with .html."""
        check_name(path)
        Path(path).write_bytes(self.html.encode())


def check_name(path: str | PathLike[str]) -> None:
    """Refuse a name that is not that of a page, or a folder that is not there."""
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise InvalidInputError(
            f"a page cannot be written as {path.name!r}",
            repair="end the name with .html; a browser prints it as PDF",
        )
    if not path.parent.is_dir():
        raise InvalidInputError("there is no such folder", where=str(path.parent))


def briefing(
    state: State,
    *,
    since: TimeLike | int | None = None,
    progress: Callable[[int], object] | None = None,
) -> Page:
    """The state of a negotiation on one page, to read, to click through, to print.

    `since` is the time, or the seq, that changes are told from: by default a week before the last
    entry. The board replays every state before this one, as it was and as it was known. `progress`
    is told the seq that the replay has come to.
    """
    return _Briefing(state, baseline(state, since), spans(state, progress=progress)).page()


@attrs.frozen
class CellOnPage:
    """A cell of the board: its name on the page, the party, and what it shows."""

    name: str
    party: str | None
    answer: Answer


@attrs.frozen
class TermOnPage:
    """A term of the board, and its section."""

    name: str
    id: str
    title: str
    proposition: str
    status: CellOnPage
    itself: CellOnPage
    cells: Sequence[CellOnPage | None]
    others: Sequence[CellOnPage]
    needed: Sequence[str]
    backdrop: bool
    gaps: Sequence[Gap]
    picture: Picture | None

    @property
    def evidenced(self) -> Sequence[CellOnPage]:
        """The cells that rest on something."""
        return [cell for cell in self._shown if cell.answer.evidence]

    @property
    def unevidenced(self) -> Sequence[CellOnPage]:
        """The cells that rest on nothing."""
        return [cell for cell in self._shown if not cell.answer.evidence]

    @property
    def _shown(self) -> list[CellOnPage]:
        shown = (*self.cells, *self.others, self.itself)
        return [cell for cell in shown if cell is not None]


@attrs.frozen
class Expected:
    """An event that is expected, and how it stands with it."""

    event: EventState
    when: str
    late: str


class _Briefing:
    """What a briefing is made of."""

    def __init__(self, state: State, earlier: State, found: Spans) -> None:
        self._state = state
        self._earlier = earlier
        self._answers = Cells(state, found)
        self._places = {holder: place for place, holder in enumerate(self._answers.holders)}
        self._concerned = self._ever_concerned()
        self._columns, self._others = columns_of(state.agenda.party_by_id, self._concerned)
        self._shown = shown_on(state, self._concerned)
        self._sources = Sources(state, since=earlier.basis.known)

    def _ever_concerned(self) -> dict[str, set[str]]:
        """By term, whom it concerns, or did at some place of the sliders."""
        found = concerned(self._state, self._state)
        for term, party in self._answers.holders:
            if party is not None and self._answers.ever_says((term, party)):
                found[term].add(party)
        return found

    def page(self) -> Page:
        """The page."""
        agenda = self._state.agenda
        title = agenda.title or agenda.id or ENGLISH["untitled"]
        html = markup.render(
            "briefing.html",
            label=ENGLISH,
            short=_in_short,
            bare=bare_field,
            plain=wording.readable,
            minute=display_minute,
            ending=wording.last_moment,
            title=title,
            **self._board(),
            **self._tables(),
            **_look(),
        )
        return Page(title, html)

    def _board(self) -> dict[str, Any]:
        """What the board shows, and the terms one by one."""
        terms = self._terms()
        sections = {term.id: term.name for term in terms}
        return {
            "state": self._state,
            "names": self._names(),
            "columns": self._columns,
            "others": self._others,
            "terms": terms,
            "signs": list(self._signs(terms)),
            "section_of": sections,
            "sections": lambda ids: {id: sections[id] for id in ids if id in sections},
            "fades": FADES,
            "data": self._data(terms),
        }

    def _tables(self) -> dict[str, Any]:
        """What the library answers of the whole, a table a question."""
        state = self._state
        changes, findings = diff(self._earlier, state), check(state)
        found = packages(state)
        return {
            "headline": headline(state, findings),
            "earlier": self._earlier,
            "turned": list(self._turned()),
            "changes": [change for change in changes if not self._is_detail(change)],
            "details": [change for change in changes if self._is_detail(change)],
            "findings": findings,
            "packages": found,
            "moves": moves(state),
            "way_to": partial(_way_to, {term: one for one in found for term in one.terms}),
            "windows": windows(state),
            "expected": list(self._expected()),
            "questions": state.questions(),
            "sources": self._sources.rows,
            "row_of": self._sources.names,
            "why": self._sources.why,
        }

    # The board and the terms

    def _names(self) -> dict[str, str]:
        """By party on the board, its name."""
        declared = self._state.agenda.party_by_id
        return {party: declared[party].name for party in (*self._columns, *self._others)}

    def _signs(self, terms: Sequence[TermOnPage]) -> Iterator[str]:
        """What the signs mean, one by one; of a term without a status, where there is one."""
        for line in wording.SIGNS:
            yield from line
        if any(term.backdrop for term in terms):
            yield ENGLISH["backdrop_status"]
        if any(not term.needed and not term.backdrop for term in terms):
            yield ENGLISH["no_status"]

    def _terms(self) -> list[TermOnPage]:
        found = gaps(self._state)
        return [
            self._term(place, id, [gap for gap in found if gap.term == id])
            for place, id in enumerate(self._state)
        ]

    def _term(self, place: int, id: str, found: Sequence[Gap]) -> TermOnPage:
        declared = self._state.agenda.term_by_id[id]
        here = self._shown[id]
        return TermOnPage(
            name=f"term-{place}",
            id=id,
            title=declared.title or "",
            proposition=declared.proposition,
            status=CellOnPage(f"status-{place}", None, self._answers.status(id)),
            itself=self._cell((id, None)),
            cells=[self._cell_or_none((id, party)) for party in self._columns],
            others=[
                self._cell((id, p)) for p in self._others if p in here and (id, p) in self._places
            ],
            needed=self._state.needed_on(id),
            backdrop=declared.backdrop,
            gaps=[gap for gap in found if gap.held or gap.told is not None],
            picture=bare_lanes(self._state, id),
        )

    def _cell(self, holder: HolderOrTerm) -> CellOnPage:
        return CellOnPage(f"cell-{self._places[holder]}", holder[1], self._answers.answer(*holder))

    def _cell_or_none(self, holder: HolderOrTerm) -> CellOnPage | None:
        return self._cell(holder) if holder in self._places else None

    def _data(self, terms: Sequence[TermOnPage]) -> Mapping[str, Any]:
        """What the script looks up: the spans, and the words to put around them."""
        names: dict[HolderOrTerm | str, str] = {}
        for term in terms:
            names[term.id] = term.status.name
            names[term.id, None] = term.itself.name
            for cell in (*term.cells, *term.others):
                if cell is not None:
                    names[term.id, cell.party] = cell.name
        script_labels = {name: text for name, text in ENGLISH.items() if name.startswith("js_")}
        return {
            **self._answers.to_form(names),
            "rows": self._sources.names,
            "labels": script_labels,
        }

    # What changed

    def _turned(self) -> Iterator[tuple[str, str, str]]:
        """The terms of which the status changed: what it was, what it is."""
        for term, here in self._state.items():
            was = self._earlier[term]
            before = ENGLISH["undeclared"] if was.term is None else wording.status_in_brief(was)
            after = wording.status_in_brief(here)
            if before != after:
                yield term, before, after

    def _is_detail(self, change: Change) -> bool:
        """Whether a change is of what a party holds in detail, or of an event."""
        return change.field.startswith(CONTENT) or change.term not in self._state

    # What comes next

    def _expected(self) -> Iterator[Expected]:
        late = {row.event: row for row in overdue(self._state) if not row.open_ended}
        for event in self._state.events():
            if event.status not in (EventStatus.EXPECTED, EventStatus.POSTPONED):
                continue
            row = late.get(event.id)
            word = "awaited" if row is None else "overdue" if row.certain else "possibly_overdue"
            yield Expected(event, self._when(event), ENGLISH[word])

    def _when(self, event: EventState) -> str:
        """When an event takes place, as it was told."""
        if event.when is None or "when" not in event.runs:
            return ENGLISH["no_time"]
        told = event.runs["when"][-1].value
        said = f', "{told.said}"' if told.said else ""
        return (
            wording.since_in_words(event.when, told)
            if isinstance(told, Moment)
            else f"{told}{said}"
        )


def _in_short(value: object) -> str:
    """A value in short; what is empty is nothing."""
    return in_short(None if value == () else value)


def _way_to(packages: Mapping[str, Package], move: Move) -> str:
    """In which round a move can be made, or why no moves lead there."""
    if move.round is not None:
        return str(move.round)
    if move.red_line and move.does is Deed.ACCEPT:
        return ENGLISH["against_red_line"]
    if not all(isinstance(need, TermIs | StanceIs) for need in move.needs):
        return ENGLISH["not_by_accepting"]
    package = packages.get(move.term)
    if package is not None and package.closes:
        return ENGLISH["with_package"].format(round=package.round)
    return ENGLISH["no_round"]


def _look() -> dict[str, Any]:
    """The colours, and the script with the hash by which the page allows it."""
    script = markup.source("briefing.js")
    stances = {str(stance): look for stance, look in STANCE_LOOKS.items()}
    return {
        "symbols": SYMBOLS,
        "paints": {"stances": stances, "ground": GROUND, "soft": SOFT},
        "looks": LOOKS,
        "script": script,
        "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
    }
