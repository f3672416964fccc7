"""The briefing: one page that holds everything it needs, for a decision-maker.

The template `briefing.html` lays it out and has its fixed texts. What the page says is in the other
modules of this folder.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

from peacetrack.analysis.briefing.brief import brief
from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.check import check
from peacetrack.analysis.conditions.package import packages
from peacetrack.analysis.phrase import day_words
from peacetrack.analysis.sentence.line import Line, Part
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.steps.move import moves
from peacetrack.errors import InvalidInputError
from peacetrack.form.file import write_file
from peacetrack.index.statement import field_words
from peacetrack.replay.spans import spans
from peacetrack.rules.wording import readable
from peacetrack.state import State, of_state
from peacetrack.table import markup
from peacetrack.table.cell import one_line
from peacetrack.table.palette import STANCE_LOOKS, SYMBOLS
from peacetrack.table.table import Table
from peacetrack.view.board import newest_line
from peacetrack.view.brief import MOST, closed, more_words, rest_of, shown_first, spoken_parts, titles_since
from peacetrack.view.page.board import board_on_page, parties_on_page
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.lookup import Lookup, packed
from peacetrack.view.page.passages import Passages
from peacetrack.view.page.sources import Sources
from peacetrack.view.page.story import Story, asked_about
from peacetrack.view.page.tables import bargain_on_page, changes_on_page, ids_of, with_rounds
from peacetrack.view.pictures.drawing import LOOKS
from peacetrack.view.pictures.lanes import DOTS, FADES
from peacetrack.view.pictures.timeline import timeline
from peacetrack.view.whip import PIPS
from peacetrack.words.classes import frozen
from peacetrack.words.quorum import between_needs
from peacetrack.words.when import TimeLike, display_minute


@frozen(repr=False)
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


@of_state
def briefing(
    state: State, *, since: TimeLike | int | None = None, progress: Callable[[str], object] | None = None
) -> Page:
    """Return the state of a negotiation as one page, to read, to click through and to print.

    The scrubber of its board replays every day before this one, as known now and as known then.

    Parameters:
        state: the state that the page is about.
        since: the time, or the seq of the entry, to list changes from (default: a week before the
            last entry).
        progress: a function that is called with how far it is, in words, after every entry that the
            replay has read and every place of the scrubber.

    Raises:
        UnknownSeqError: there is no entry `since`.
        InvalidInputError: `since` is no time.

    >>> page = view.briefing(state, since="2030-01-05")
    >>> page.title, "What changed" in page.html
    ('An invented negotiation', True)
    """
    say = progress or str
    known = f"{state.basis.known:,} entries"
    asked = asked_about(state, since)
    replayed = spans(state, seqs=asked, progress=lambda seq: say(f"replayed {seq:,} of {known}"))
    earlier, cells = baseline(state, since), Cells(state, replayed, Names(state))
    title = state.agenda.title or state.agenda.id or "A negotiation"
    title = ", ".join(filter(None, (title, state.basis.supposing)))
    lines = brief(state, since=since)
    context, story = _first_screen(lines, earlier) | _content(state, earlier, cells), Story(cells)
    lookup = Lookup(cells, context["board"].cell_names, since, context["passages"])
    context |= {"title": title, "pace": story.pace, "lookup": packed(lookup.form(story.steps, say))}
    return Page(title, markup.render("briefing.html", **context, **_style()))


def _first_screen(lines: Table[Line], earlier: State) -> dict[str, Any]:
    """Return the headline, what it rests on, and the cards with the lines shown first and the others."""
    by_part = {part: [line for line in lines if line.part is part] for part in Part}
    cards = []
    for part, title in titles_since(lines.basis, earlier).items():
        rest = rest_of(by_part[part], MOST)
        cards.append((title, shown_first(by_part[part], MOST), rest, more_words(rest)))
    return {"headline": by_part[Part.HEADLINE], "rests_on": by_part[Part.AS_OF], "cards": cards}


def _content(state: State, earlier: State, cells: Cells) -> dict[str, Any]:
    """Return what the page shows, section by section, without what its script looks up."""
    names = cells.names
    board, sources = board_on_page(state, cells), Sources(state, names)
    parties = list(parties_on_page(state, names, board.terms))
    passages = Passages(board.sections, {party.id: party.passage for party in parties}, sources.rows)
    return {
        "names": names,
        "section_of": board.sections,
        "row_of": sources.rows,
        "basis": state.basis,
        "state": state,
        "ids_of": partial(ids_of, state),
        "in_names": lambda value: names.value(None if value == () else value),
        "newest": newest_line(state),
        "board": board,
        "parties": parties,
        "passages": passages,
        "earlier": earlier.basis,
        "changes": changes_on_page(earlier, state, names, sources),
        "findings": check(state),
        "bargain": bargain_on_page(state, names),
        "moves": list(with_rounds(moves(state), packages(state))),
        "timeline": timeline(state, bare=True) if state.events() else None,
        "questions": state.questions(),
        "sources": sources,
    }


def dedented(script: str) -> str:
    """Return a script without the space that its lines begin with, and without comments."""
    without = re.sub(r"(?<=[;{]) // [^\n]*", "", script)
    return type(script)(re.sub(r"\n(\s*//[^\n]*\n)*\s*", "\n", without))


def _style() -> dict[str, Any]:
    """Return colours, the script with the hash that the security policy allows, and filters."""
    script = dedented(markup.source("briefing.js"))
    return {
        "symbols": SYMBOLS,
        "pips": PIPS,
        "looks": LOOKS,
        "lights": {str(stance): look.light for stance, look in STANCE_LOOKS.items()},
        "darks": {str(stance): look.dark for stance, look in STANCE_LOOKS.items()},
        "fades": f"{FADES} {DOTS}",
        "script": script,
        "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
        "display_minute": display_minute,
        "closed": closed,
        "spoken_parts": spoken_parts,
        "between_needs": between_needs,
        "field_words": field_words,
        "readable": readable,
        "day_words": day_words,
    }
