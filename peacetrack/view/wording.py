"""Standings and endings in words, as a picture shows them. Built on analysis."""

from __future__ import annotations

from peacetrack.analysis.window import Window
from peacetrack.index.statement import field_words
from peacetrack.rules.standing import Standing
from peacetrack.view.pictures.lettering import apart
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed
from peacetrack.words.value import Absence


def standing_text(standing: Standing) -> str:
    """A standing in words: the stance, and what is to be said beside it."""
    stance = standing.stance if standing.stance is not None else "no stance"
    return ", ".join((str(stance), *beside_words(standing)))


def beside_words(standing: Standing) -> list[str]:
    """What is to be said beside a stance."""
    beside = [
        ("a red line", standing.red_line is True),
        ("with conditions", bool(standing.conditions)),
        ("lapsed", standing.lapsed),
        (f"disputed: {', '.join(map(field_words, standing.disputed))}", bool(standing.disputed)),
        ("perhaps", not standing.certain and not standing.silent),
        (f"as {apart(standing.by_group or '')}", standing.by_group is not None),
    ]
    return [words for words, shown in beside if shown]


def closing_text(window: Window) -> str:
    """When an offer, or a position, closes."""
    what = "offer" if window.field == "window" else "position"
    return ending_text(what, window.closes, lapsed=window.lapsed)


def ending_text(what: str, ending: Ending | Absence, *, lapsed: bool) -> str:
    """When something closes, or closed."""
    verb = "closed" if lapsed else "closes"
    if isinstance(ending, At):
        return f"{what} {verb} {ending}"
    if isinstance(ending, Undisclosed | Absence):
        return f"{what} closes, date undisclosed"
    event = apart(str(ending.event))
    if isinstance(ending, NotBefore):
        return f"{what} stands at least until {event}"
    return f"{what} {verb} with {event}"
