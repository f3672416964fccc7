"""The briefing: one page that holds everything it needs, for a decision-maker.

`Briefing` is what the template `briefing.html` lays out; its fixed texts are in the template. What
the page says is in the other modules of this folder.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.changes.change import diff
from peacetrack.analysis.check import check
from peacetrack.analysis.conditions.graph import conditions
from peacetrack.analysis.conditions.package import Package, packages
from peacetrack.analysis.steps.move import moves
from peacetrack.analysis.window import windows
from peacetrack.errors import InvalidInputError
from peacetrack.replay.spans import spans
from peacetrack.rules.claims import Claimed
from peacetrack.state import State
from peacetrack.table import markup
from peacetrack.table.cell import one_line
from peacetrack.table.palette import GROUND, SOFT, STANCE_LOOKS, SYMBOLS, Look
from peacetrack.table.table import Table
from peacetrack.view.page.board import BoardOnPage, board_on_page
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.headline import headline
from peacetrack.view.page.lookup import lookup_form
from peacetrack.view.page.rows import (
    ChangesOnPage,
    EventOnPage,
    FindingOnPage,
    MoveOnPage,
    WaitOnPage,
    WindowOnPage,
    changes_on_page,
    expected_events,
    moves_on_page,
)
from peacetrack.view.page.sources import ReportOnPage, Sources
from peacetrack.view.pictures.drawing import LOOKS
from peacetrack.view.pictures.lanes import FADES
from peacetrack.words.when import TimeLike


@attrs.frozen(repr=False)
class Page:
    """A page of HTML that loads nothing from elsewhere; `str()` gives the HTML.

    Parameters:
        title: the title of the page.
        html: the page.

    >>> view.Page("Talks", "<p>Nothing yet</p>")
    <Page: Talks, 0 kB>
    """

    title: str
    html: str

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Page: {one_line(self.title)}, {len(self.html.encode()) // 1000} kB>"

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, in UTF-8.

        Parameters:
            path: the file; its name ends with `.html` or `.htm`, and its folder exists.

        Raises:
            InvalidInputError: the name ends otherwise, or there is no such folder.
            OSError: the file cannot be written.

        >>> view.Page("Talks", "<p>Nothing yet</p>").save("talks.pdf")
        Traceback (most recent call last):
        ...
        peacetrack.errors.InvalidInputError: a page cannot be written as 'talks.pdf'; end the ...
        """
        check_name(path)
        Path(path).write_bytes(self.html.encode())


def check_name(path: str | PathLike[str]) -> None:
    """Refuse a name that does not end as a page does, or a folder that does not exist."""
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
    """Return the state of a negotiation as one page, to read, to click through and to print.

    The sliders of its board replay every state before this one, as it was and as it was known.

    Parameters:
        state: the state that the page is about.
        since: the time, or the seq of the entry, to list changes from (default: a week before the
            last entry).
        progress: a function that is called with every seq that the replay has read.

    Raises:
        UnknownSeqError: there is no entry `since`.
        InvalidInputError: `since` is no time.

    >>> page = view.briefing(state, since="2030-01-05")
    >>> page.title, "What changed" in page.html
    ('An invented negotiation', True)
    """
    cells = Cells(state, spans(state, progress=progress))
    page = _briefing(state, baseline(state, since), cells)
    return Page(page.title, markup.render("briefing.html", page=page, style=_style()))


@attrs.frozen
class Briefing:
    """Everything that the page shows, section by section; `lookup` is for its script."""

    title: str
    headline: str
    basis: str
    board: BoardOnPage
    changes: ChangesOnPage
    findings: Sequence[FindingOnPage]
    packages: Table[Package]
    waits: Sequence[WaitOnPage]
    moves: Sequence[MoveOnPage]
    windows: Sequence[WindowOnPage]
    events: Sequence[EventOnPage]
    questions: Table[Claimed]
    reports: Sequence[ReportOnPage]
    lookup: Mapping[str, Any]

    @property
    def rows(self) -> Mapping[str, str]:
        """The name of each report's row, by report."""
        return {report.id: report.name for report in self.reports}

    def sections_of(self, terms: Sequence[str]) -> Mapping[str, str]:
        """Return the names of the sections of some terms, by term; events have none."""
        sections = self.board.sections
        return {term: sections[term] for term in terms if term in sections}


def _briefing(state: State, earlier: State, cells: Cells) -> Briefing:
    agenda, findings, closing = state.agenda, check(state), packages(state)
    sources = Sources(state, since=earlier.basis.known)
    board, reports = board_on_page(state, cells), sources.reports
    rows = {"rows": {report.id: report.name for report in reports}}
    return Briefing(
        title=agenda.title or agenda.id or "A negotiation",
        headline=headline(state, findings),
        basis=str(state.basis),
        board=board,
        changes=changes_on_page(earlier, state, diff(earlier, state), sources.cause),
        findings=list(map(FindingOnPage.of, findings)),
        packages=closing,
        waits=list(map(WaitOnPage.of, conditions(state).waits)),
        moves=moves_on_page(moves(state), closing),
        windows=list(map(WindowOnPage.of, windows(state))),
        events=list(expected_events(state)),
        questions=state.questions(),
        reports=reports,
        lookup=lookup_form(cells, board.cell_names) | rows,
    )


@attrs.frozen
class Style:
    """The looks of the page, and its script with the hash that its security policy allows."""

    symbols: Mapping[Any, str]
    stances: Mapping[str, Look]
    ground: Look
    soft: Look
    looks: Mapping[str, Look]
    fades: str
    script: str
    script_hash: str


def _style() -> Style:
    script = markup.source("briefing.js")
    return Style(
        symbols=SYMBOLS,
        stances={str(stance): look for stance, look in STANCE_LOOKS.items()},
        ground=GROUND,
        soft=SOFT,
        looks=LOOKS,
        fades=FADES,
        script=script,
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )
