"""What needed parties accept on the record, where only others, or reports off the record, make it less."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.briefing.against import is_open, line_of_both, otherwise
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.verdict import taken_back_since
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.stance import Stance


def accepted_there(state: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield what needed parties accept on the record, of an open term, where only others are less for it.

    Those that are said to be against it have a line by that.
    """
    for standing in map(term.__getitem__, term.needed if is_open(term) else ()):
        if is_milder(standing):
            what, own = otherwise(state, names, standing), standing.otherwise
            yield line_of_both(names, Rule.ACCEPTED_ON_RECORD, standing, what, own)


def is_milder(standing: Standing) -> bool:
    """Return whether a party accepts on the record, and is said to be open or neutral off it alone."""
    stance = standing.live_stance
    return _accepts_there(standing) and stance is not None and stance.side >= 0


def undone(state: State, names: Names, term: TermState) -> Line | None:
    """Return the first of these lines, where all that decide accept a term, here or on the record."""
    lines = list(accepted_there(state, names, term))
    return lines[0] if lines and all(_accepts(names, term[party]) for party in term.needed) else None


def _accepts(names: Names, standing: Standing) -> bool:
    return standing.accepts or (_accepts_there(standing) and taken_back_since(names, standing) is None)


def _accepts_there(standing: Standing) -> bool:
    return bool(standing.otherwise) and standing.otherwise[-1].value is Stance.ACCEPTS
