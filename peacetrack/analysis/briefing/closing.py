"""Ends and beginnings to come on one term: offers and positions that stand, stances announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from peacetrack.analysis.briefing.moves import on_conditions
from peacetrack.analysis.briefing.offers import others_say, others_told
from peacetrack.analysis.holding import announced
from peacetrack.analysis.phrase import day_words, listed, since_words
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.sentence.sources import reserve_of, told
from peacetrack.analysis.verdict.acts import act_done
from peacetrack.analysis.verdict.doubt import put_off_words
from peacetrack.analysis.verdict.own_words import follows, restated
from peacetrack.analysis.window import DATE_HEARD, Window, date_heard, stated_with, windows_on
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import Key, Statement
from peacetrack.rules.acts import is_bare
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import said_at
from peacetrack.rules.stance_run import Run
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, reading_of, wider_of
from peacetrack.words.act import GOING_BACK
from peacetrack.words.edtf import day_text
from peacetrack.words.ending import At, EventOrWords, NotBefore, Undisclosed, WithEvent
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.when import Bound, as_instant, datetime_or_none


def closings(names: Names, term: str) -> Iterator[tuple[Window, Line]]:
    """Yield the offers and positions on a term that stand and end, each with its line."""
    for window in windows_on(names.state, term):
        if window.at is None:
            yield window, _closing(names, Rule.UNDATED_WINDOW, window, _undated(names, window))
        elif not window.lapsed and as_instant(window.at) <= names.state.instant:
            yield window, _closing(names, Rule.UNDATED_WINDOW, window, _passed(names, window, window.at))
        elif not window.lapsed:
            yield window, _closing(names, Rule.DATED, window, _to_come(names, window, window.at))


def _to_come(names: Names, window: Window, at: datetime) -> str:
    """Return when something ends; with the event where reports that do not count say what became of it."""
    ends = f"{ends_in_words(window.field, window.stance)[1]} {day_words(last_moment(at))}"
    event = window.closes.named_event
    return f"{ends} with this{window.fate}: {_called(names, event)}" if window.fate and event else ends


def _passed(names: Names, window: Window, at: datetime) -> str:
    """Return when something was to end with an event that was due by now and is not known to be held."""
    verb = ends_in_words(window.field, window.stance)[1].removesuffix("s")
    until = f"was to {verb} {day_words(last_moment(at))}"
    event = _called(names, window.closes.event) if isinstance(window.closes, WithEvent) else ""
    id = window.closes.named_event
    took_place = "passed" if id and names.state.event(id).type == DEADLINE else "was held"
    said = window.fate or f", of which {names.no_report} says that it {took_place}"
    return f"{until} with this{said}: {event}" if event else until


def _undated(names: Names, window: Window) -> str:
    closes, (_, verb) = window.closes, ends_in_words(window.field, window.stance)
    match closes:
        case WithEvent(event):
            return f"{verb} with this: {_called(names, event)}{window.fate}"
        case NotBefore(event):
            return f"stands at least until this: {_called(names, event)}{window.fate}"
        case At(moment) if moment.event is not None:
            return f"{verb} {names.dated(str(moment))}{window.fate or ', no date given'}"
        case At() | Undisclosed():
            return f"{verb} on a day that was not disclosed"
        case _:
            assert_never(closes)


def _called(names: Names, event: EventOrWords) -> str:
    return names.event(names.state.event(event)) if isinstance(event, str) else str(event)


def _closing(names: Names, rule: Rule, window: Window, ending: str) -> Line:
    state, standing = names.state, names.state.standing(window.term, window.party)
    own, dates = stated_with(state, standing, window.field), date_heard(state, window.closes)
    recorded = names.record.own(standing).runs.get(window.field, ()) if window.is_less_sure else ()
    own_end = end_on_record(names, window)
    there = "" if own_end is None else f"; on the record, until {day_words(last_moment(own_end))}"
    more = f"{end_reserve(names, window)}{there}{follows(state, names, standing)}{others_say(names, standing, own)}"
    again, told = restated(state, standing), others_told(standing, own)
    by = [
        own.runs[window.field],
        recorded,
        *([(again,)] if again else []),
        *told,
        *_of_event(state, window),
        dates,
    ]
    return names.line_on(window, rule, f"the {what_ends(names, window)} {ending}{more}", *by)


def end_reserve(names: Names, window: Window) -> str:
    """Return how the end of an offer is known, or the date of its event, where that is not on the record."""
    known = f", {names.reserve(window.accounts_of, on_record=False)}"
    return known if window.is_less_sure else DATE_HEARD if window.dated_by else ""


def end_on_record(names: Names, window: Window) -> datetime | None:
    """Return when an offer ends on the record, where others, or a leak, give it another end; else None."""
    if not window.is_less_sure:
        return None
    there = (own for own in windows_on(names.record.state, window.term) if own.party == window.party)
    return next((own.at for own in there if own.field == window.field), None)


def _of_event(state: State, window: Window) -> Iterator[Run]:
    """Yield what is reported of the event that a window ends with, and what reports that do not count say."""
    event, wide = window.closes.named_event, wider_of(state)
    if window.called_off is not None and event is not None:
        yield state.event(event).runs["status"]
    if wide is not None and event is not None and window.others:
        runs = wide.event(event).runs
        yield runs.get("status") or runs["type"]  # a deadline passes by its type


def what_ends(names: Names, window: Window) -> str:
    """Return what ends, of which party, with its stance and conditions: `offer of Northland (accepts)`."""
    state, standing = names.state, names.state.standing(window.term, window.party)
    needed = "" if window.party in state.needed_on(window.term) else "not needed"
    own = stated_with(state, standing, window.field)
    stance = "" if standing.silent else on_conditions(names, own)
    if stance and not own.conditions and own.runs[window.field][-1].on_record:
        stance += reserve_of(names, told(own))  # who extends an offer does not say that it accepts
    which = ", ".join(filter(None, (stance, needed)))
    of = f"{ends_in_words(window.field, window.stance)[0]} of {names.party(window.party)}"
    return f"{of} ({which})" if which else of


def announcements(names: Names, term: str) -> Iterator[tuple[datetime | None, Line]]:
    """Yield the stances of needed parties on a term that are reported and begin later: when, and the line."""
    for party in names.state.needed_on(term):
        for statement in announced(names.state, term, party):
            yield datetime_or_none(statement.anchor), _announcement(names, statement, party)


def _announcement(names: Names, statement: Statement, party: str) -> Line:
    state, begins = names.state, datetime_or_none(statement.anchor)
    conditions = reading_of(state).cut.of_claim(Key(statement.term, party, "conditions"), statement.by)
    asked = [names.short.condition(each) for stated in conditions for each in stated.value]
    stance = f"{statement.value.verb} it{f' if {listed(asked, 1)}' if asked else ''}"
    known = f"{_beginning(names, statement)}{reserve_of(names, [statement])}"
    run, acts = _said_since(state, statement), _done_since(state, statement)
    return names.line(
        Rule.EXPECTED if begins is None else Rule.DATED,
        f"{names.party(party)} {stance}{known}{_since(names, statement, run, acts)}",
        [statement],
        run,
        _cancelled(state, statement),
        *acts,
        terms=[statement.term],
        parties=[party],
    )


def _said_since(state: State, statement: Statement) -> Run:
    """Return the stance of a party on the record, on another side than the one that it announced before."""
    standing = state.standing(statement.term, statement.party or "")
    stance = standing.live_stance
    if stance is None or stance.side == statement.value.side:
        return ()
    return tuple(s for s in standing.recorded if said_at(s) > said_at(statement))[-1:]


def _done_since(state: State, statement: Statement) -> list[Claimed]:
    """Return the last act by which a party goes back on the record on what it announced before."""
    done = reading_of(state).claims.news.get((statement.term, statement.party), ())
    own = (c for c in done if c.attribution.type.on_record and is_bare(c, GOING_BACK))
    said, accounts_of = said_at(statement), state.agenda.accounts_of
    since = [c for c in own if c.since and c.since.anchor > said]
    since = [c for c in since if not accounts_of(statement.party, c.attribution)]
    return since[-1:] if statement.value is Stance.ACCEPTS else []


def _since(names: Names, statement: Statement, run: Run, acts: Sequence[Claimed]) -> str:
    """Return when a stance was announced, and what its party says and does since; empty without any of it."""
    party = statement.party or ""
    said = [f"{names.party(party)} {s.value.verb} it, {since_words(s.since)}" for s in run]
    said += [act_done(names, party, act) for act in acts]
    day = day_words(day_text(said_at(statement)))
    return f"; announced {day}, and since then {'; '.join(said)}" if said else ""


def _beginning(names: Names, statement: Statement) -> str:
    since, stated = statement.since, names.state.since_as_reported(statement)
    if isinstance(stated, Bound):
        day = since_words(since) if datetime_or_none(statement.anchor) else "no date given"
        cancelled = _cancelled(names.state, statement)
        off = put_off_words(names, names.state.event(stated.event), cancelled[-1].value) if cancelled else ""
        return f" {names.dated(str(stated))}, {day}{off}"
    return f"{' from' if since.to_the_day else ','} {since_words(since)}"


def _cancelled(state: State, statement: Statement) -> Run:
    """Return by what the event is cancelled that a stance begins with; empty where it is not."""
    stated = state.since_as_reported(statement)
    run = state.event(stated.event).runs.get("status", ()) if isinstance(stated, Bound) else ()
    return run if run and run[-1].value is EventStatus.CANCELLED else ()
