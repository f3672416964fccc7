"""Offers and positions that ran out: what ended when, and whether all had accepted by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import attrs

from peacetrack.analysis.briefing.line import Citation, joined
from peacetrack.analysis.briefing.moves import on_conditions
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import day_words
from peacetrack.analysis.window import Window, windows_on
from peacetrack.rules.standing import Spell
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State
from peacetrack.words.stance import Stance
from peacetrack.words.when import display_day


def lapsed_windows(state: State, term: str, party: str) -> list[Window]:
    """Return what ended of a party on a term, the last first."""
    ended = [w for w in windows_on(state, term) if w.party == party and w.lapsed]
    return sorted(ended, key=lambda w: 0.0 if w.at is None else w.at.timestamp(), reverse=True)


def ran_out(state: State, names: Names, window: Window) -> str:
    """Return what ran out and when; where all had accepted by then, since when, and who came last."""
    day = "" if window.at is None else f" {day_words(last_moment(window.at))}"
    ended, over = ends_in_words(window.field, window.stance, lapsed=True)
    against = isinstance(window.stance, Stance) and window.stance.side <= 0
    standing, spells = state.standing(window.term, window.party), taken(state, window)
    is_said = against or (standing.conditions and not spells and not standing.silent)
    which = f" ({on_conditions(names, standing)})" if is_said else ""
    closed = f"the {ended} of {names.party(window.party)}{which} {over}{day}"
    if not spells:
        return closed
    *_, last = spells
    since = day_words(display_day(last.begins)) if last.begins else ""
    party = last.standing.party
    after = f", after {names.party(party)} had accepted, {since}" if party != window.party else ""
    recorded = all(spell.standing.recorded for spell in spells)
    note = "" if recorded else ", not all on the record"
    return f"accepted by all needed from {since} to{day}{note}, and no longer: {closed}{after}"


def taken(state: State, window: Window) -> Sequence[Spell]:
    """Return how all needed parties accepted, without conditions, when something ended; the last one last."""
    spells = {party: _accepting(state, window, party) for party in state.needed_on(window.term)}
    begun = [spell for spell in spells.values() if spell is not None]
    if window.party not in spells or len(begun) < len(spells) or len(begun) < 2:
        return ()
    return sorted(begun, key=lambda spell: spell.begins or datetime.min.replace(tzinfo=UTC))


def sources(state: State, names: Names, window: Window) -> tuple[Citation, list[str]]:
    """Return who gave what ran out, or who accepted it in time, and the reports of that."""
    ending = state.standing(window.term, window.party).runs[window.field]
    runs = [spell.standing.runs["stance"] for spell in taken(state, window)] or [ending]
    return joined(*map(names.source, runs)), [report for run in runs for report in names.cited(run)]


def _accepting(state: State, window: Window, party: str) -> Spell | None:
    """Return the spells, as one, in which a party accepted when something ended; None where it did not."""
    first: Spell | None = None
    for spell in state.spells(window.term, party):
        accepts = spell.standing.accepts and not spell.standing.conditions
        first = (first or spell) if accepts else None
        if first is not None and _holds(spell, window.at):
            return attrs.evolve(spell, begins=first.begins)
    return None


def _holds(spell: Spell, end: datetime | None) -> bool:
    """Return whether a spell held just before an instant."""
    began, over = spell.begins, spell.ends
    return end is not None and began is not None and over is not None and began < end <= over
