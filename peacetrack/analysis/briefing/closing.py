"""What comes next, of one term: the offers and positions that end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import assert_never

from peacetrack.analysis.briefing.line import Line, Part, Rule
from peacetrack.analysis.briefing.moves import on_conditions
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import day_words
from peacetrack.analysis.window import Window, windows_on
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State
from peacetrack.words.ending import At, EventOrWords, NotBefore, Undisclosed, WithEvent

coming = partial(Names.line, part=Part.NEXT)


def closings(state: State, names: Names, term: str) -> Iterator[tuple[Window, Line]]:
    """Yield the offers and positions on a term that stand and end, each with its line."""
    for window in windows_on(state, term):
        if window.at is None:
            yield window, _window(state, names, Rule.UNDATED_WINDOW, window, _undated(state, names, window))
        elif not window.lapsed:
            ending = f"{ends_in_words(window.field, window.stance)[1]} {day_words(last_moment(window.at))}"
            yield window, _window(state, names, Rule.DATED, window, ending)


def _undated(state: State, names: Names, window: Window) -> str:
    closes, (_, verb) = window.closes, ends_in_words(window.field, window.stance)
    match closes:
        case WithEvent(event):
            return f"{verb} with this: {_called(state, names, event)}"
        case NotBefore(event):
            return f"stands at least until this: {_called(state, names, event)}"
        case At(moment) if moment.event is not None:
            return f"{verb} {names.dated(str(moment))}, no date given"
        case At() | Undisclosed():
            return f"{verb} on a day that was not disclosed"
        case _:
            assert_never(closes)


def _called(state: State, names: Names, event: EventOrWords) -> str:
    return names.event(state.event(event)) if isinstance(event, str) else str(event)


def _window(state: State, names: Names, rule: Rule, window: Window, ending: str) -> Line:
    needed = "" if window.party in state.needed_on(window.term) else "not needed"
    standing = state.standing(window.term, window.party)
    stance = "" if standing.silent else on_conditions(names, standing)
    which = ", ".join(filter(None, (stance, needed)))
    of = f"the {ends_in_words(window.field, window.stance)[0]} of {names.party(window.party)}"
    return coming(
        names,
        rule=rule,
        what=f"{of}{f' ({which})' if which else ''} {ending}",
        terms=[window.term],
        parties=[window.party],
        run=standing.runs[window.field],
    )
