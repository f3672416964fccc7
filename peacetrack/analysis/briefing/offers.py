"""Offers and positions that ran out, and what was renewed of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import takewhile

import attrs

from peacetrack.analysis.briefing.moves import Move, on_conditions, since_when
from peacetrack.analysis.phrase import day_words, since_words
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by
from peacetrack.analysis.sentence.sources import in_vain, reserve_of, tellers, told
from peacetrack.analysis.verdict.acts import denial_since, denies_since
from peacetrack.analysis.verdict.own_words import again, follows, restated, signed_with, until_words
from peacetrack.analysis.window import Window, extended_in_vain, stated_with, windows_on
from peacetrack.index.statement import Statement
from peacetrack.rules.ending import ending_event
from peacetrack.rules.on_record import asked_beside
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Spell, Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, TermState
from peacetrack.words.act import Act
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.when import as_datetime, as_instant, display_day


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
        edges = () if when is None else (when.range.first, when.range.last + 1)
        yield from (edge for edge in edges if edge > BEGINNING)


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
