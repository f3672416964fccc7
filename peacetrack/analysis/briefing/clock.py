"""Which clock a brief is by: a past day as it is known now, or as it was known then."""

from __future__ import annotations

from peacetrack.analysis.briefing.phrase import day_words
from peacetrack.state import State, ledger_of
from peacetrack.words.when import display_day

LATER = "↷\N{NO-BREAK SPACE}"
"""The sign before words on what came out later than the moment in question."""
NOW = "as known now"
THEN = "as known then"


def as_known(state: State) -> str:
    """Return which clock a state is by: empty where nothing was recorded after its moment."""
    entries, known = ledger_of(state).entries, state.basis.known
    following = entries[known].recorded if known < len(entries) else None
    is_later = known > 0 and entries[known - 1].recorded > state.instant
    if following is None:
        return NOW if is_later else ""
    return THEN if following > state.instant and not is_later else known_by(state)


def known_by(state: State) -> str:
    """Return until when a state knows: now, or the day of its last entry."""
    entries, known = ledger_of(state).entries, state.basis.known
    if known in (0, len(entries)):
        return NOW if known else "before the first entry"
    return f"as known on {day_words(display_day(entries[known - 1].recorded_at))}"
