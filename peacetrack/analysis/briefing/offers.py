"""Offers and positions that end: what ran out, what was renewed, what is still to end or to begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import takewhile
from typing import assert_never

import attrs

from peacetrack.analysis.briefing.moves import Move, on_conditions, since_when
from peacetrack.analysis.holding import announced
from peacetrack.analysis.phrase import day_words, listed, since_words
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by
from peacetrack.analysis.sentence.sources import in_vain, reserve_of, tellers, told
from peacetrack.analysis.verdict.acts import act_done, denial_since, denies_since
from peacetrack.analysis.verdict.doubt import put_off_words
from peacetrack.analysis.verdict.own_words import again, follows, restated, signed_with, until_words
from peacetrack.analysis.window import (
    DATE_HEARD,
    Window,
    date_heard,
    extended_in_vain,
    stated_with,
    windows_on,
)
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import Key, Statement
from peacetrack.rules.acts import is_bare
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import said_at
from peacetrack.rules.ending import ending_event
from peacetrack.rules.on_record import asked_beside
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Spell, Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, TermState, reading_of, wider_of
from peacetrack.words.act import GOING_BACK, Act
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import day_text
from peacetrack.words.ending import At, EventOrWords, NotBefore, Undisclosed, WithEvent
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.when import Bound, as_datetime, as_instant, datetime_or_none, display_day


def lapsed_windows(state: State, term: str, party: str) -> list[Window]:
    """Return what ended of a party on a term, the last first."""
    ended = [w for w in windows_on(state, term) if w.party == party and w.lapsed]
    return sorted(ended, key=lambda w: 0.0 if w.at is None else w.at.timestamp(), reverse=True)


class Lapse:
    """An offer or a position of a party that ran out.

    Parameters:
        names: the names of a state.
        window: what ran out.
        state: the state that has it so (default: that of the names).
    """

    def __init__(self, names: Names, window: Window, state: State | None = None) -> None:
        self._names, self._window, self._state = names, window, state or names.state
        self._standing = self._state.standing(window.term, window.party)
        self._own = stated_with(self._state, self._standing, window.field)

    @cached_property
    def signed_with(self) -> str | None:
        """The event with which it ended and at which the party signed, so that it was taken up; or None."""
        return signed_with(self._state, self._standing)

    @cached_property
    def taken(self) -> Sequence[Spell]:
        """How all needed parties accepted, without conditions, when it ended; the last one last."""
        if self.signed_with is not None:
            return ()
        needed = self._state.needed_on(self._window.term)
        begun = [spell for spell in map(self._accepting, needed) if spell is not None]
        if self._window.party not in needed or len(begun) < max(len(needed), 2):
            return ()
        return sorted(begun, key=lambda spell: spell.begins or datetime.min.replace(tzinfo=UTC))

    @cached_property
    def agreed(self) -> tuple[datetime, Sequence[Spell]] | None:
        """Since when the term was agreed, on conditions that were met, until it ended, with how; or None."""
        term, at, needed = self._window.term, self._window.at, self._state.needed_on(self._window.term)
        held = [self._accepting(party, conditional=True) for party in needed]
        spells = [spell for spell in held if spell is not None]
        is_asked = any(spell.standing.conditions for spell in spells)
        if (
            self.signed_with is not None
            or at is None
            or self._window.party not in needed
            or len(spells) < len(held)
            or not is_asked
        ):
            return None
        end = as_instant(at)
        turns = {end - 1, *(turn for turn in _turns(self._state, term) if turn < end)}
        agreed = takewhile(lambda turn: _agreed(self._state, term, turn), sorted(turns, reverse=True))
        first = min(agreed, default=None)
        return None if first is None else (as_datetime(first), spells)

    @property
    def was_taken(self) -> bool:
        """Whether all needed parties accepted, with what they asked met, when it ended."""
        return bool(self.taken) or self.agreed is not None

    @cached_property
    def repeated(self) -> Statement | None:
        """The last statement against the term that repeated what ended, without an end."""
        if not isinstance(self._window.stance, Stance) or self._window.stance.side >= 0:
            return None
        ending = self._standing.runs[self._window.field][-1]
        run = self._standing.runs["stance"]
        later = [s for s in run if s.order > ending.order and s.by.seq > ending.by.seq]
        return later[-1] if later else None

    def words(self) -> str:
        """Return what ran out and when; where all had accepted by then, since when, and who came last."""
        names, closed = self._names, self._closed()
        more = follows(self._state, names, self._standing) + in_vain(self._state, names, self._own)
        more += others_say(names, self._standing, self._own) + still_there(names, self._standing)
        if self.agreed is not None:
            begun, spells = self.agreed
            met = f"with all that they asked met, from {day_words(display_day(begun))}"
            return f"accepted by all needed, {met} to{self._day}{_reserve(spells)}, and no longer: {closed}{more}"
        if not self.taken:
            event = None if self.signed_with is None else self._state.event(self.signed_with)
            taken_up = "" if event is None else f"; its offer ended with this: {names.event(event)}"
            return f"{closed}{self._repeats()}{more}{taken_up}"
        *_, last = self.taken
        since, party = day_words(display_day(last.begins)) if last.begins else "", last.standing.party
        after = f", after {names.party(party)} had accepted, {since}" if party != self._window.party else ""
        held = f"accepted by all needed from {since} to{self._day}{self.reserve}"
        return f"{held}, and no longer: {closed}{after}{more}"

    @property
    def reserve(self) -> str:
        """That not all acceptances of `taken` were on the record, or that they asked for nothing."""
        return ", not all on the record" if any(map(self._freed_by, self.taken)) else _reserve(self.taken)

    def _freed_by(self, spell: Spell) -> Run:
        """Return by what alone an acceptance asked for nothing in the end, if its party does not say so."""
        run, at = spell.standing.runs.get("conditions", ()), self._window.at
        if at is None or not run or any(statement.on_record for statement in run):
            return ()
        there = self._names.record.state.at(valid=as_datetime(as_instant(at) - 1))
        own = there.standing(self._window.term, spell.standing.party)
        return run if asked_beside(spell.standing, own) else ()

    @property
    def _day(self) -> str:
        return "" if self._window.at is None else f" {day_words(last_moment(self._window.at))}"

    def _closed(self) -> str:
        """Return what closed, of which party and stance, and when."""
        names, window, own = self._names, self._window, self._own
        ended, over = ends_in_words(window.field, window.stance, lapsed=True)
        over = "was withdrawn" if is_withdrawn(self._state, own, window.field) else over
        against = isinstance(window.stance, Stance) and window.stance.side <= 0
        asked = own.conditions and not self.taken and not own.silent
        which = f" ({on_conditions(names, own)})" if against or self._standing is not own or asked else ""
        still = still_there(names, self._standing)
        reserve = reserve_of(names, self._standing.runs[window.field][-1:]) if still else ""
        return f"the {ended} of {names.party(window.party)}{which} {over}{self._day}{reserve}"

    def _repeats(self) -> str:
        if self.repeated is None:
            return ""
        reserve = reserve_of(self._names, [self.repeated])
        return f"; repeated {since_words(self.repeated.since)} without an end{reserve}"

    def line(self, rule: Rule, what: str) -> Line:
        """Return a line on it, by the reports that gave it and the one that extends it in vain."""
        names, standing = self._names, self._standing
        still, vain = names.record.still(standing), extended_in_vain(self._state, standing)
        denial = None if still is None else denial_since(names, still, since=_ended(standing).since)
        acts = [act for act in (vain, denial) if act is not None]
        return names.line_on(self._window, rule, what, *self.runs(), *acts)

    def runs(self) -> list[Run]:
        """Return the statements that gave it, or that accepted the term in time."""
        told = self.repeated or restated(self._state, self._standing)
        ending, stance = self._standing.runs[self._window.field], self._standing.runs.get("stance", ())
        _, met = self.agreed or (None, ())
        runs = [spell.standing.runs["stance"] for spell in self.taken or met]
        runs += filter(None, map(self._freed_by, self.taken))
        event = ending_event(self._window.closes)
        came = () if event is None else self._state.event(event).runs.get("status", ())
        if not runs or ending[-1].report not in {statement.report for statement in stance}:
            runs.append(ending)
        runs += others_told(self._standing, self._own)
        return [*runs, *([(told,)] if told else []), *([came] if came else [])]

    def _accepting(self, party: str, *, conditional: bool = False) -> Spell | None:
        """Return the spells, as one, in which a party accepted when it ended; None where it did not.

        One with conditions is none unless `conditional`.
        """
        first: Spell | None = None
        for spell in self._state.spells(self._window.term, party):
            accepts = spell.standing.accepts and (conditional or not spell.standing.conditions)
            first = (first or spell) if accepts else None
            if first is not None and _holds(spell, self._window.at):
                return attrs.evolve(spell, begins=first.begins)
        return None


def still_there(names: Names, standing: Standing) -> str:
    """Return that an acceptance is over only by the words of others, or of a leak; else an empty text."""
    own = names.record.still(standing)
    if own is None:
        return ""
    until = "".join(f", {words}" for words in until_words(names, own)[:1])
    denies = denies_since(names, own, since=_ended(standing).since)
    return f"; on the record, {names.party(own.party)} accepts it still{asked_by(names, own)}{until}{denies}"


def _ended(standing: Standing) -> Statement:
    """Return the last statement of an end of what ran out."""
    ends = [run[-1] for field in ENDING_FIELDS if (run := standing.runs.get(field))]
    return max(ends, key=lambda statement: statement.anchor)


def is_withdrawn(state: State, standing: Standing, field: str) -> bool:
    """Return whether the report that gave a standing its end says that the party withdraws."""
    run = standing.runs.get(field, ())
    return bool(run) and state.claim_of(run[-1]).act is Act.WITHDRAWS


def _reserve(spells: Sequence[Spell]) -> str:
    return "" if all(spell.standing.on_record for spell in spells) else ", not all on the record"


def others_say(names: Names, standing: Standing, own: Standing) -> str:
    """Return who says since when that a party stands elsewhere than by its own words; else an empty text."""
    if own is standing or not isinstance(standing.stance, Stance):
        return ""
    run = standing.runs["stance"]
    party = names.party(standing.party) if standing.accounts_of else "it"
    says = f"{tellers(names, told(standing))} that {party} {standing.stance.verb} it"
    return f"; {says}, {since_words(run[0].since)}"


def others_told(standing: Standing, own: Standing) -> list[Run]:
    """Return the statements by which others say that a party stands elsewhere than by its own words."""
    return [] if own is standing else [standing.runs["stance"]]


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


def _holds(spell: Spell, end: datetime | None) -> bool:
    """Return whether a spell held just before an instant."""
    began, over = spell.begins, spell.ends
    return end is not None and began is not None and over is not None and began < end <= over


def taken_until(names: Names, term: TermState) -> str:
    """Return the day until when all needed accepted, where one of the acceptances ran out; else empty.

    It has who accepts it still on the record.
    """
    state = names.state
    over = [w for w in windows_on(state, term.id) if w.lapsed and w.at and term[w.party].lapsed]
    ends = {(w.at, w.party, w.field): lapse for w in over if w.at and (lapse := Lapse(names, w)).was_taken}
    if not ends:
        return ""
    at, party, field = first = min(ends)
    still = still_there(names, term[party])
    reserve = reserve_of(names, term[party].runs[field][-1:]) if still else ends[first].reserve
    signed = again(state, names, term[party], signed=True)
    return f"{day_words(last_moment(at))}{reserve}{f', {signed}' if signed else ''}{still}"


# What ran out, or was renewed, since an instant


def ended_since(names: Names, moved: Iterable[Sequence[Move]], since: int) -> Iterator[Line]:
    """Yield a line for each position that ran out after an instant."""
    for standing in (of_party[-1].standing for of_party in moved):
        ended = lapsed_windows(names.state, standing.term, standing.party) if standing.lapsed else []
        if ended and ended[0].at is not None and as_instant(ended[0].at) > since:
            yield of_ended(names, ended[0])


def renewed_since(names: Names, moved: Iterable[Sequence[Move]], since: int) -> Iterator[Line]:
    """Yield a line for each position that ran out after an instant, and stands again."""
    for move in (of_party[-1] for of_party in moved):
        ended = [s.begins for s in move.spells if s.standing.lapsed and s.begins is not None]
        if ended and not move.standing.lapsed and as_instant(ended[-1]) > since:
            yield of_renewed(names, move.standing, move.spells)


def of_ended(names: Names, window: Window, rule: Rule | None = None, aside: str = "") -> Line:
    """Return the line on what ran out; that a party is not against a term any more is a turn."""
    against = isinstance(window.stance, Stance) and window.stance.side < 0
    lapse = Lapse(names, window)
    return lapse.line(rule or (Rule.TURN if against else Rule.TERMS_OF_STANCE), lapse.words() + aside)


def of_renewed(
    names: Names, now: Standing, spells: Sequence[Spell], rule: Rule = Rule.TERMS_OF_STANCE, aside: str = ""
) -> Line:
    """Return the line on a position that stands again, with what had ended of it."""
    run = now.runs.get("stance", ())
    since = "" if now.since is None else f" {since_when(now.since)}"
    which = "" if now.silent else f" ({on_conditions(names, now)})"
    again = f"the position of {names.party(now.party)}{which} stands again{since}{reserve_of(names, run)}"
    what = f"{again}{_had_ended(names, spells)}{aside}"
    return names.line_on(now, rule, what, run)


def _had_ended(names: Names, spells: Sequence[Spell]) -> str:
    """Return what ended last in some spells, or was withdrawn, and when."""
    lapsed = [spell for spell in spells if spell.standing.lapsed and spell.begins is not None]
    if not lapsed or lapsed[-1].begins is None:
        return ""
    standing = lapsed[-1].standing
    field = "window" if "window" in standing.runs else "until"
    ended, over = ends_in_words(field, standing.stance, lapsed=True)
    over = "was withdrawn" if is_withdrawn(names.record.state, standing, field) else over
    return f"; its {ended} {over} {day_words(last_moment(lapsed[-1].begins))}"


# What is still to end, or to begin


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
