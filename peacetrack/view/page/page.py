"""The briefing: one page that holds everything it needs, for a decision-maker.

The template `briefing.html` lays it out and has its fixed texts. What the page says is in the other
modules of this folder.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.check import check
from peacetrack.analysis.conditions.graph import conditions
from peacetrack.analysis.conditions.package import packages
from peacetrack.analysis.steps.move import moves
from peacetrack.analysis.window import windows
from peacetrack.errors import InvalidInputError
from peacetrack.files import write_file
from peacetrack.index.statement import field_words
from peacetrack.replay.spans import spans
from peacetrack.rules.wording import last_moment, readable
from peacetrack.state import State
from peacetrack.table import markup
from peacetrack.table.cell import one_line
from peacetrack.table.palette import SYMBOLS
from peacetrack.view.board import newest_line
from peacetrack.view.page.board import board_on_page
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.headline import headline
from peacetrack.view.page.lookup import lookup_form
from peacetrack.view.page.rows import changes_on_page, expected_events, short, with_rounds
from peacetrack.view.page.sources import Sources
from peacetrack.view.pictures.drawing import LOOKS
from peacetrack.view.pictures.lanes import FADES
from peacetrack.words.when import TimeLike, display_minute


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
            StoreError: the file cannot be written; an older one stays as it was.

        >>> view.Page("Talks", "<p>Nothing yet</p>").save("talks.pdf")
        Traceback (most recent call last):
        ...
        peacetrack.errors.InvalidInputError: a page cannot be written as 'talks.pdf'; end the ...
        """
        check_name(path)
        write_file(path, self.html.encode())


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
    state: State, *, since: TimeLike | int | None = None, progress: Callable[[int], object] | None = None
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
    earlier, title = baseline(state, since), state.agenda.title or state.agenda.id
    cells = Cells(state, spans(state, progress=progress))
    context = {"title": title or "A negotiation", **_content(state, earlier, cells)}
    return Page(context["title"], markup.render("briefing.html", **context, **_style()))


def _content(state: State, earlier: State, cells: Cells) -> dict[str, Any]:
    """Return what the page shows, section by section; `lookup` is for its script."""
    findings, closing = check(state), packages(state)
    board, sources = board_on_page(state, cells), Sources(state, since=earlier.basis.known)
    return {
        "headline": headline(state, findings),
        "basis": state.basis,
        "newest": newest_line(state),
        "board": board,
        "earlier": earlier.basis,
        "changes": changes_on_page(earlier, state, sources.cause),
        "findings": findings,
        "packages": closing,
        "waits": conditions(state).waits,
        "moves": list(with_rounds(moves(state), closing)),
        "windows": windows(state),
        "events": list(expected_events(state)),
        "questions": state.questions(),
        "sources": sources,
        "lookup": lookup_form(cells, board.cell_names) | {"rows": sources.rows},
    }


def _style() -> dict[str, Any]:
    """Return colours, the script with the hash that the security policy allows, and filters."""
    script = markup.source("briefing.js")
    return {
        "symbols": SYMBOLS,
        "looks": LOOKS,
        "fades": FADES,
        "script": script,
        "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
        "display_minute": display_minute,
        "field_words": field_words,
        "last_moment": last_moment,
        "readable": readable,
        "short": short,
    }
