"""What comes next, of one term: the offers and positions that end, and the stances that begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from peacetrack.analysis.briefing.citation import joined
from peacetrack.analysis.briefing.lapse import others_say, others_told
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.moves import on_conditions
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.order import not_held
from peacetrack.analysis.briefing.phrase import day_words, listed, since_words
from peacetrack.analysis.briefing.restated import follows, restated
from peacetrack.analysis.briefing.telling import reserve_of, told
from peacetrack.analysis.briefing.verdict import act_done
from peacetrack.analysis.holding import announced
from peacetrack.analysis.window import DATE_HEARD, Window, date_heard, stated_with, windows_on
from peacetrack.index.statement import Key, Statement
from peacetrack.rules.acts import is_bare
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import said_at
from peacetrack.rules.stance_run import Run
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, cut_of, news_of, wider_of
from peacetrack.words.act import GOING_BACK
from peacetrack.words.edtf import day_text
from peacetrack.words.ending import At, EventOrWords, NotBefore, Undisclosed, WithEvent
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.when import Bound, as_instant, datetime_or_none


def closings(state: State, names: Names, term: str) -> Iterator[tuple[Window, Line]]:
    """Yield the offers and positions on a term that stand and end, each with its line."""
    for window in windows_on(state, term):
        if window.at is None:
            yield window, _window(state, names, Rule.UNDATED_WINDOW, window, _undated(state, names, window))
        elif not window.lapsed and as_instant(window.at) <= state.instant:
            yield window, _window(state, names, Rule.UNDATED_WINDOW, window, _passed(state, names, window))
        elif not window.lapsed:
            yield window, _window(state, names, Rule.DATED, window, _to_come(state, names, window))


def _to_come(state: State, names: Names, window: Window) -> str:
    """Return when something ends; with the event where reports that do not count say what became of it."""
    assert window.at is not None
    ends = f"{ends_in_words(window.field, window.stance)[1]} {day_words(last_moment(window.at))}"
    event = window.closes.named_event
    return f"{ends} with this{window.fate}: {_called(state, names, event)}" if window.fate and event else ends


def _passed(state: State, names: Names, window: Window) -> str:
    """Return when something was to end with an event that was due by now and is not known to be held."""
    assert window.at is not None
    verb = ends_in_words(window.field, window.stance)[1].removesuffix("s")
    event = _called(state, names, window.closes.event) if isinstance(window.closes, WithEvent) else ""
    until = f"was to {verb} {day_words(last_moment(window.at))}"
    if not event:
        return until
    said = window.fate or f", of which {names.no_report} says that it was held"
    return f"{until} with this{said}: {event}"


def _of_event(state: State, window: Window) -> Iterator[Run]:
    """Yield what is reported of the event that a window ends with, and what reports that do not count say."""
    event, wide = window.closes.named_event, wider_of(state)
    if window.called_off is not None and event is not None:
        yield state.event(event).runs["status"]
    if wide is not None and event is not None and window.others:
        runs = wide.event(event).runs
        yield runs.get("status") or runs["type"]  # a deadline passes by its type


def announcements(state: State, names: Names, term: str) -> Iterator[tuple[datetime | None, Line]]:
    """Yield the stances of needed parties on a term that are reported and begin later: when, and the line."""
    for party in state.needed_on(term):
        for statement in announced(state, term, party):
            conditions = cut_of(state).of_claim(Key(term, party, "conditions"), statement.by)
            asked = [names.short.condition(each) for stated in conditions for each in stated.value]
            begins = datetime_or_none(statement.anchor)
            stance = f"{statement.value.verb} it{f' if {listed(asked, 1)}' if asked else ''}"
            known = f"{_beginning(state, names, statement)}{reserve_of(names, [statement])}"
            rule = Rule.EXPECTED if begins is None else Rule.DATED
            run, acts = _said_since(state, statement), _done_since(state, statement)
            since, off = _since(names, statement, run, acts), _cancelled(state, statement)
            yield (
                begins,
                names.line(
                    rule,
                    f"{names.party(party)} {stance}{known}{since}",
                    terms=[term],
                    parties=[party],
                    runs=[[statement], run, off],
                    reports=[act.report for act in acts],
                    source=joined(
                        *map(names.source, ([statement], run, off)),
                        *(names.claimed(act, party) for act in acts),
                    ),
                ),
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
    done = news_of(state).get((statement.term, statement.party), ())
    own = (c for c in done if c.attribution.type.on_record and is_bare(c, GOING_BACK))
    said, accounts_of = said_at(statement), state.agenda.accounts_of
    since = [c for c in own if c.since and c.since.anchor > said]
    since = [c for c in since if not accounts_of(statement.party, c.attribution)]
    return since[-1:] if statement.value is Stance.ACCEPTS else []


def _since(names: Names, statement: Statement, run: Run, acts: Sequence[Claimed]) -> str:
    """Return when a stance was announced, and what its party says and does since; empty without any of it."""
    party = statement.party or ""
    said = [f"{names.party(party)} {s.value.verb} it, {since_words(str(s.since))}" for s in run]
    said += [act_done(names, party, act) for act in acts]
    day = day_words(day_text(said_at(statement)))
    return f"; announced {day}, and since then {'; '.join(said)}" if said else ""


def _beginning(state: State, names: Names, statement: Statement) -> str:
    since, stated = statement.since, state.since_as_reported(statement)
    if isinstance(stated, Bound):
        day = since_words(str(since)) if datetime_or_none(statement.anchor) else "no date given"
        cancelled = _cancelled(state, statement)
        off = not_held(names, state.event(stated.event), cancelled[-1].value) if cancelled else ""
        return f" {names.dated(str(stated))}, {day}{off}"
    return f"{' from' if since.to_the_day else ','} {since_words(str(since))}"


def _cancelled(state: State, statement: Statement) -> Run:
    """Return by what the event is cancelled that a stance begins with; empty where it is not."""
    stated = state.since_as_reported(statement)
    run = state.event(stated.event).runs.get("status", ()) if isinstance(stated, Bound) else ()
    return run if run and run[-1].value is EventStatus.CANCELLED else ()


def _undated(state: State, names: Names, window: Window) -> str:
    closes, (_, verb) = window.closes, ends_in_words(window.field, window.stance)
    off = window.fate
    match closes:
        case WithEvent(event):
            return f"{verb} with this: {_called(state, names, event)}{off}"
        case NotBefore(event):
            return f"stands at least until this: {_called(state, names, event)}{off}"
        case At(moment) if moment.event is not None:
            return f"{verb} {names.dated(str(moment))}{off or ', no date given'}"
        case At() | Undisclosed():
            return f"{verb} on a day that was not disclosed"
        case _:
            assert_never(closes)


def _called(state: State, names: Names, event: EventOrWords) -> str:
    return names.event(state.event(event)) if isinstance(event, str) else str(event)


def _window(state: State, names: Names, rule: Rule, window: Window, ending: str) -> Line:
    standing = state.standing(window.term, window.party)
    own = stated_with(state, standing, window.field)
    dates = date_heard(state, window.closes)
    heard = DATE_HEARD if dates and not window.is_less_sure else ""
    what = f"the {what_ends(state, names, window)} {ending}{heard}{follows(state, names, standing)}{others_say(names, standing, own)}"
    told = restated(state, standing)
    runs = [own.runs[window.field], *([(told,)] if told else [])]
    runs += [*others_told(standing, own), *_of_event(state, window), dates]
    return names.line(rule, what, terms=[window.term], parties=[window.party], runs=runs)


def what_ends(state: State, names: Names, window: Window) -> str:
    """Return what ends, of which party, with its stance and conditions: `offer of Northland (accepts)`."""
    needed = "" if window.party in state.needed_on(window.term) else "not needed"
    standing = state.standing(window.term, window.party)
    own = stated_with(state, standing, window.field)
    stance = "" if standing.silent else on_conditions(names, own)
    if stance and not own.conditions and own.runs[window.field][-1].on_record:
        stance += reserve_of(names, told(own))  # who extends an offer does not say that it accepts
    which = ", ".join(filter(None, (stance, needed)))
    of = f"{ends_in_words(window.field, window.stance)[0]} of {names.party(window.party)}"
    return f"{of} ({which})" if which else of
