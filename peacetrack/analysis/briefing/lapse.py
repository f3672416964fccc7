"""Offers and positions that ran out: what ended when, and whether all had accepted by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import takewhile

import attrs

from peacetrack.analysis.briefing.citation import joined
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.moves import on_conditions
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.phrase import day_words, since_words
from peacetrack.analysis.briefing.restated import again, follows, restated
from peacetrack.analysis.briefing.telling import in_vain, reserve_of, tellers, told
from peacetrack.analysis.window import Window, extended_in_vain, stated_with, windows_on
from peacetrack.index.statement import Statement
from peacetrack.rules.ending import ending_event
from peacetrack.rules.extension import until_in_words
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Spell, Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, TermState
from peacetrack.words.act import Act
from peacetrack.words.condition import EventHeld
from peacetrack.words.ending import Ending
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.when import as_datetime, as_instant, display_day


def lapsed_windows(state: State, term: str, party: str) -> list[Window]:
    """Return what ended of a party on a term, the last first."""
    ended = [w for w in windows_on(state, term) if w.party == party and w.lapsed]
    return sorted(ended, key=lambda w: 0.0 if w.at is None else w.at.timestamp(), reverse=True)


def ran_out(state: State, names: Names, window: Window) -> str:
    """Return what ran out and when; where all had accepted by then, since when, and who came last."""
    day = "" if window.at is None else f" {day_words(last_moment(window.at))}"
    ended, over = ends_in_words(window.field, window.stance, lapsed=True)
    against = isinstance(window.stance, Stance) and window.stance.side <= 0
    by_all, spells = state.standing(window.term, window.party), taken(state, window)
    standing = stated_with(state, by_all, window.field)
    is_said = (
        against or by_all is not standing or (standing.conditions and not spells and not standing.silent)
    )
    which = f" ({on_conditions(names, standing)})" if is_said else ""
    over = "was withdrawn" if is_withdrawn(state, standing, window.field) else over
    still = still_there(names, by_all)
    reserve = reserve_of(names, by_all.runs[window.field][-1:]) if still else ""
    closed = f"the {ended} of {names.party(window.party)}{which} {over}{day}{reserve}"
    extended = follows(state, names, by_all) + in_vain(state, names, standing)
    extended += others_say(names, by_all, standing) + still
    conditional = _agreed_on_conditions(state, window)
    if conditional is not None:
        begun, spells = conditional
        met = f"accepted by all needed, with all that they asked met, from {day_words(display_day(begun))}"
        return f"{met} to{day}{_reserve(spells)}, and no longer: {closed}{extended}"
    if not spells:
        told = repeated(state, window)
        reserve = "" if told is None else reserve_of(names, [told])
        repeats = f"; repeated {since_words(str(told.since))} without an end{reserve}" if told else ""
        return closed + repeats + extended
    *_, last = spells
    since = day_words(display_day(last.begins)) if last.begins else ""
    party = last.standing.party
    after = f", after {names.party(party)} had accepted, {since}" if party != window.party else ""
    return f"accepted by all needed from {since} to{day}{_reserve(spells)}, and no longer: {closed}{after}{extended}"


def still_there(names: Names, standing: Standing) -> str:
    """Return that an acceptance is over only by the words of others, or of a leak; else an empty text."""
    own = names.record.still(standing)
    if own is None:
        return ""
    endings = [ending for ending in (own.window, own.until) if isinstance(ending, Ending)]
    until = [f", {names.named(until_in_words(each), names.record.state.event_ids)}" for each in endings[:1]]
    return f"; on the record, {names.party(own.party)} accepts it still{asked_by(names, own)}{''.join(until)}"


def is_withdrawn(state: State, standing: Standing, field: str) -> bool:
    """Return whether the report that gave a standing its end says that the party withdraws."""
    run = standing.runs.get(field, ())
    return bool(run) and state.claim_of(run[-1]).act is Act.WITHDRAWS


def _reserve(spells: Sequence[Spell]) -> str:
    return "" if all(spell.standing.recorded for spell in spells) else ", not all on the record"


def others_say(names: Names, standing: Standing, own: Standing) -> str:
    """Return who says since when that a party stands elsewhere than by its own words; else an empty text."""
    if own is standing or not isinstance(standing.stance, Stance):
        return ""
    run = standing.runs["stance"]
    party = names.party(standing.party) if standing.accounts_of else "it"
    says = f"{tellers(names, told(standing))} that {party} {standing.stance.verb} it"
    return f"; {says}, {since_words(str(run[0].since))}"


def others_told(standing: Standing, own: Standing) -> list[Run]:
    """Return the statements by which others say that a party stands elsewhere than by its own words."""
    return [] if own is standing else [standing.runs["stance"]]


def repeated(state: State, window: Window) -> Statement | None:
    """Return the last statement against a term that repeated what ended, without an end."""
    if not isinstance(window.stance, Stance) or window.stance.side >= 0:
        return None
    runs = state.standing(window.term, window.party).runs
    ending = runs[window.field][-1]
    later = [s for s in runs["stance"] if s.order > ending.order and s.by.seq > ending.by.seq]
    return later[-1] if later else None


def taken(state: State, window: Window) -> Sequence[Spell]:
    """Return how all needed parties accepted, without conditions, when something ended; the last one last."""
    spells = {party: _accepting(state, window, party) for party in state.needed_on(window.term)}
    begun = [spell for spell in spells.values() if spell is not None]
    if window.party not in spells or len(begun) < len(spells) or len(begun) < 2:
        return ()
    return sorted(begun, key=lambda spell: spell.begins or datetime.min.replace(tzinfo=UTC))


def _agreed_on_conditions(state: State, window: Window) -> tuple[datetime, Sequence[Spell]] | None:
    """Return since when a term was agreed, on conditions that were met, until something ended; or None."""
    needed = state.needed_on(window.term)
    held = [_accepting(state, window, party, conditional=True) for party in needed]
    spells = [spell for spell in held if spell is not None]
    is_asked = any(spell.standing.conditions for spell in spells)
    if window.at is None or window.party not in needed or len(spells) < len(held) or not is_asked:
        return None
    end = as_instant(window.at)
    turns = {end - 1, *(at for at in _turns(state, window.term) if at < end)}
    agreed = takewhile(lambda at: _agreed(state, window.term, at), sorted(turns, reverse=True))
    first = min(agreed, default=None)
    return None if first is None else (as_datetime(first), spells)


def _agreed(state: State, term: str, at: int) -> bool:
    return state.at(valid=as_datetime(at)).status_of(term) is TermStatus.AGREED


def _turns(state: State, term: str) -> Iterator[int]:
    """Yield when parties turned on a term, and on those that their conditions name, and when events were."""
    waiting, events = [term], dict[str, None]()
    for each in waiting:  # the list grows by what conditions name
        spells = [spell for party in state.parties_on(each) for spell in state.spells(each, party)]
        yield from (as_instant(spell.begins) for spell in spells if spell.begins is not None)
        for condition in (c for spell in spells for c in spell.standing.conditions):
            if isinstance(condition, EventHeld):
                events[condition.event] = None
            elif condition.term is not None and condition.term not in waiting:
                waiting.append(condition.term)
    for when in (state.event(event).when for event in events):
        yield from () if when is None else (when.range.first, when.range.last + 1)


def was_taken(state: State, window: Window) -> bool:
    """Return whether all needed parties accepted, with what they asked met, when something ended."""
    return bool(taken(state, window)) or _agreed_on_conditions(state, window) is not None


def taken_until(state: State, names: Names, term: TermState) -> str:
    """Return the day until when all needed accepted, where one of the acceptances ran out; else empty.

    It has who accepts it still on the record.
    """
    over = [w for w in windows_on(state, term.id) if w.lapsed and w.at and term[w.party].lapsed]
    ends = [
        (window.at, window.party, window.field) for window in over if window.at and was_taken(state, window)
    ]
    if not ends:
        return ""
    at, party, field = min(ends)
    still = still_there(names, term[party])
    reserve = reserve_of(names, term[party].runs[field][-1:]) if still else ""
    signed = again(state, names, term[party], signed=True)
    return f"{day_words(last_moment(at))}{reserve}{f', {signed}' if signed else ''}{still}"


def line_of_lapse(state: State, names: Names, rule: Rule, window: Window, what: str) -> Line:
    """Return a line on what ran out, by the reports that gave it and the one that extends it in vain."""
    runs = behind_lapse(state, window)
    vain = extended_in_vain(state, state.standing(window.term, window.party))
    extends = [] if vain is None else [names.claimed(vain, window.party)]
    return names.line(
        rule,
        what,
        terms=[window.term],
        parties=[window.party],
        runs=runs,
        source=joined(*map(names.source, runs), *extends),
    )


def behind_lapse(state: State, window: Window) -> list[Run]:
    """Return the statements that gave what ran out, or that accepted it in time."""
    standing = state.standing(window.term, window.party)
    told = repeated(state, window) or restated(state, standing)
    ending, stance = standing.runs[window.field], standing.runs.get("stance", ())
    _, met = _agreed_on_conditions(state, window) or (None, ())
    runs = [spell.standing.runs["stance"] for spell in taken(state, window) or met]
    event = ending_event(window.closes)
    came = () if event is None else state.event(event).runs.get("status", ())
    if not runs or ending[-1].report not in {statement.report for statement in stance}:
        runs.append(ending)
    runs += others_told(standing, stated_with(state, standing, window.field))
    return [*runs, *([(told,)] if told else []), *([came] if came else [])]


def _accepting(state: State, window: Window, party: str, *, conditional: bool = False) -> Spell | None:
    """Return the spells, as one, in which a party accepted when something ended; None where it did not.

    One with conditions is none unless `conditional`.
    """
    first: Spell | None = None
    for spell in state.spells(window.term, party):
        accepts = spell.standing.accepts and (conditional or not spell.standing.conditions)
        first = (first or spell) if accepts else None
        if first is not None and _holds(spell, window.at):
            return attrs.evolve(spell, begins=first.begins)
    return None


def _holds(spell: Spell, end: datetime | None) -> bool:
    """Return whether a spell held just before an instant."""
    began, over = spell.begins, spell.ends
    return end is not None and began is not None and over is not None and began < end <= over
