"""A brief as text: the headline, what it rests on, and the three cards, a few lines each."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from peacetrack.analysis.phrase import LATER, day_words
from peacetrack.analysis.sentence.line import Line, Part, Rule
from peacetrack.errors import WrongTypeError
from peacetrack.state import State
from peacetrack.table.cell import one_line
from peacetrack.table.table import Table
from peacetrack.words.basis import Basis
from peacetrack.words.isolate import LAST, begins_right_to_left
from peacetrack.words.when import datetime_or_none, display_day

MOST = 3
"""How many lines of a card are shown first."""
CARDS = {Part.BLOCKS: "What blocks", Part.CHANGED: "What changed", Part.NEXT: "What is next"}
"""The titles of the cards."""
NOTHING = {Part.BLOCKS: "Nothing that is reported", Part.CHANGED: "Nothing", Part.NEXT: "Nothing is known"}
"""What a card says that has no line."""


def titles_since(basis: Basis | None, earlier: State | None) -> dict[Part, str]:
    """Return the titles of the cards of a brief at a basis, with what the changes are compared with.

    That is a day; at the moment of the brief itself only entries came in between.
    """
    if earlier is None:
        return CARDS
    if basis is not None and basis.valid == earlier.basis.valid:
        known = earlier.basis.known
        day = day_words(display_day(earlier.entries[known - 1].recorded_at)) if known else ""
        return CARDS | ({Part.CHANGED: f"What was learned since entry {known}, {day}"} if known else {})
    after = datetime_or_none(earlier.instant + 1) or earlier.basis.valid  # after the end of a day: the next
    return CARDS | {Part.CHANGED: f"What changed since {day_words(display_day(after))}"}


def brief_text(
    table: Table[Line], *, earlier: State | None = None, width: int = 100, most: int | None = MOST
) -> str:
    """Return a brief as lines of text.

    Parameters:
        table: what `analysis.brief` returned.
        earlier: the state that it compared with, to name its day (`analysis.baseline`).
        width: the most characters of a line.
        most: the most lines of a card, the others are counted (default: 3); None: all.

    Raises:
        WrongTypeError: if the table is none, such as a state.

    >>> print(view.brief_text(analysis.brief(state)))
    “both sides cease fire for a year”: on the record, Southland opposes it; since then, unnamed
    officials say that it is open to it, 4 Jan 2030.
          Southland, on the record; an agency, 2 Jan 2030 · unnamed officials; a radio station, 5 Jan
          2030
    None of 2 terms is agreed.
          counted over 2 reports
    ...
    WHAT BLOCKS
    ...
     2. “both sides cease fire for a year”: Northland accepts it only if Summit is held
          Northland, on the record; an agency, 2 Jan 2030
    ...
    """
    if not isinstance(table, Table):
        raise WrongTypeError(table, "a brief", where="table", repair="give it analysis.brief(state)")
    by_part = {part: [line for line in table if line.part is part] for part in Part}
    lines: list[str] = []
    for line in by_part[Part.HEADLINE]:
        lines += [*_wrapped(closed(sentence(line)), width), *_source(line, width)]
    lines += _wrapped(basis_text(by_part[Part.AS_OF]), width)
    for part, title in titles_since(table.basis, earlier).items():
        lines += ["", title.upper(), *_card(by_part[part], part, width, most)]
    return "\n".join(lines)


def shown_first(lines: Sequence[Line], most: int | None) -> Sequence[Line]:
    """Return the lines of a card that are shown first.

    Of what is next these are one of each rule that is to come, then what has a day, then one of each rule.
    """
    if most is None or not lines or lines[0].part is not Part.NEXT:
        return lines[:most]
    firsts = {line.rule: line for line in reversed(lines)}

    def place(line: Line) -> tuple[bool, bool, bool]:
        is_first = firsts[line.rule] is line
        return not (is_first and line.rule <= Rule.EXPECTED), line.rule is not Rule.DATED, not is_first

    return sorted(sorted(lines, key=place)[:most], key=lines.index)


def rest_of(lines: Sequence[Line], most: int | None) -> Sequence[Line]:
    """Return the lines of a card that are not shown first."""
    first = shown_first(lines, most)
    return [line for line in lines if line not in first]


def more_words(lines: Sequence[Line]) -> str:
    """Return how many lines a card has more, and how many of them rest on what came out later; or nothing."""
    later = sum(line.later for line in lines)
    return (
        ""
        if not lines
        else f"{len(lines)} more" + (f", {later} of them {LATER}reported later" if later else "")
    )


def sentence(line: Line) -> str:
    """Return what a line says, without its source."""
    text = f"{line.about}: {line.what}" if line.about else line.what
    return one_line(text[:1].upper() + text[1:])


def closed(text: str) -> str:
    """Return a sentence with a full stop, unless the words that it ends with have one."""
    return text if text.rstrip(f"{LAST}”").endswith((".", "!", "?", "…")) else f"{text}."


def spoken_parts(text: str, spoken: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """Yield a text in parts: of a quotation with its language, and whether it is written right to left."""
    for words, tag in spoken:
        before, _, text = text.partition(words)
        yield before, "", False
        yield words, tag, begins_right_to_left(words)
    yield text, "", False


def basis_text(lines: Sequence[Line]) -> str:
    """Return what a brief rests on, in one paragraph; an old newest source is marked."""
    return " · ".join(map(_basis, lines))


def _basis(line: Line) -> str:
    mark = {"newest-over-a-week": "! ", "newest-over-a-month": "!! "}.get(line.rule, "")
    joint = " " if line.about == "As of" else ": "
    return one_line(mark + (f"{line.about}{joint}{line.what}" if line.about else line.what))


def _card(lines: Sequence[Line], part: Part, width: int, most: int | None) -> Iterator[str]:
    if not lines:
        yield f"   {NOTHING[part]}"
    for number, line in enumerate(shown_first(lines, most), start=1):
        yield from _wrapped(sentence(line), width, f"{number:>2}. ")
        yield from _source(line, width)
    if most is not None and len(lines) > most:
        yield f"    {more_words(rest_of(lines, most))}: --all"


def _source(line: Line, width: int) -> list[str]:
    return _wrapped(one_line(line.source), width, "      ")


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=" " * len(indent))
