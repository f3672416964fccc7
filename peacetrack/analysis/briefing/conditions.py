"""The second part of what blocks: conditions, quorums, and details without common ground."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from peacetrack.analysis.briefing.against import AGAINST, is_open, open_standings
from peacetrack.analysis.briefing.offers import Lapse
from peacetrack.analysis.conditions.graph import Wait, waits_on
from peacetrack.analysis.conditions.unmeetable import heirs_in_words, heirs_of, why_never
from peacetrack.analysis.contending import became_otherwise, otherwise_of
from peacetrack.analysis.gap import Ground, gaps_on
from peacetrack.analysis.phrase import LATER, listed, shortened, since_words
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by
from peacetrack.analysis.sentence.sources import reserve_of, that_it, verb
from peacetrack.analysis.verdict.acts import taken_back_since
from peacetrack.analysis.verdict.own_words import again, follows, line_of_both, otherwise, restated
from peacetrack.analysis.window import OTHERS, extended_in_vain, fate_of, windows_on
from peacetrack.index.statement import field_words
from peacetrack.rules.event import EventState
from peacetrack.rules.quorum import Quorum
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.basis import EVERYTHING
from peacetrack.words.condition import Condition, EventHeld, TermIs
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped
from peacetrack.words.when import InWords


class Conditions:
    """The conditions of needed parties on an open term that are not met; each part is worked out once.

    Parameters:
        names: the names of its state.
        term: the term.
    """

    def __init__(self, names: Names, term: TermState) -> None:
        self._names, self._term, self._state = names, term, names.state

    @cached_property
    def unmet(self) -> Mapping[str, Sequence[Wait]]:
        """Them, by party. That the term itself comes about is none: it asks for nothing else."""
        term = self._term
        needed = term.needed if is_open(term) else ()
        waits = [w for w in waits_on(self._state, term.id) if not w.met and w.party in needed]
        asked = [wait for wait in waits if not _is_the_term(term, wait.condition)]
        return grouped(asked, lambda wait: wait.party)

    def _told(self, party: str) -> tuple[Condition, ...]:
        """Return the conditions of a party that only others, or reports off the record, set."""
        return self._names.record.told(self._term[party])

    def crossing(self) -> Iterator[tuple[float, Line]]:
        """Yield that two parties set some, in order: those on other terms first."""
        names, term = self._names, self._term
        if len(self.unmet) > 1:
            asked = [
                f"{names.party(p)}: if {self._asked(own)}{self._by_others(p, own)}{self._but_signed(p)}"
                for p, own in self.unmet.items()
            ]
            what = f"{len(asked)} parties set conditions that are not known to be met. {'; '.join(asked)}"
            waits = [wait for own in self.unmet.values() for wait in own]
            runs = [*(term[p].runs.get("conditions", ()) for p in self.unmet), *self._later_news(waits)]
            on_others = any(wait.condition.term is not None for wait in waits)
            line = names.line(Rule.CONDITIONS_CROSS, what, *runs, terms=[term.id], parties=self.unmet)
            yield 0.0 if on_others else 1.0, line

    def alone(self) -> Iterator[Line]:
        """Yield those that can never be met, and those that one party alone sets.

        Those that only others set of a party are in `accepted_there`. What a party is said to accept, and is
        against on the record, has a line by that.
        """
        for party, own in self.unmet.items():
            if self._names.record.is_milder(self._term[party]):
                continue
            name, told = self._names.party(party), self._told(party)
            theirs = [wait for wait in own if wait.condition not in told]
            never = [wait for wait in own if why_never(self._state, wait.condition) is not None]
            if never:
                what = f"{name} asks that {self._asked(never)}{self._by_others(party, own)}"
                reason = why_never(self._state, never[0].condition)
                heirs = heirs_of(self._state, never[0].condition)
                instead = heirs_in_words(self._state, heirs, self._names.quoted)
                what += f"; but {reason}{f'; it was {instead}' if instead else ''}"
                yield self._line(Rule.NEVER_MET, never, what)
            elif len(self.unmet) == 1 and theirs:
                standing, stance = self._term[party], verb(self._term[party])
                asks = f"asks that {self._asked(own)}"
                what = f"{name} {f'{stance} it only if {self._asked(theirs)}' if stance else asks}"
                what += follows(self._state, self._names, standing, signed=True)
                yield self._line(Rule.CONDITION_UNMET, theirs, what)

    def accepted_there(self) -> Iterator[Line]:
        """Yield what needed parties accept on the record, where only others are less for it.

        Those that are said to be against it have a line by that. Then come those of which only others say on
        which condition they accept it, or reports off the record.
        """
        for standing in open_standings(self._term):
            if is_milder(standing):
                what, own = otherwise(self._names, standing), standing.otherwise
                yield line_of_both(self._names, Rule.ACCEPTED_ON_RECORD, standing, what, own)
        for party, waits in self.unmet.items():
            told = [wait for wait in waits if wait.condition in self._told(party)]
            if told:
                yield self._asked_of(self._term[party], told)

    def undone(self) -> Line | None:
        """Return the first of these lines, where all that decide accept the term, here or on the record.

        What they ask for themselves is met.
        """
        names, lines = self._names, list(self.accepted_there())
        needed = [self._term[party] for party in self._term.needed]
        if not lines or not all(_accepts(names, standing) for standing in needed):
            return None
        theirs = (w for p, own in self.unmet.items() for w in own if w.condition not in self._told(p))
        there = (c for s in needed if not s.accepts for c in names.record.own(s).conditions)
        return None if any(theirs) or not all(map(self._state.met, there)) else lines[0]

    def _asked_of(self, standing: Standing, told: Sequence[Wait]) -> Line:
        """Return the line on an acceptance for which only others, or a leak, set conditions."""
        names, own, party = self._names, self._names.record.own(standing), self._names.party(standing.party)
        run, off = own.runs["conditions" if own.conditions else "stance"], standing.runs["conditions"]
        asked = asked_by(names, own) or " without a condition"
        here = f"{party} accepts it{asked}, {since_words(run[0].since)}"
        there = f"accepts it if {self._asked(told)}, {since_words(off[0].since)}"
        what = f"on the record, {here}; only {that_it(names, standing, off)} {there}"
        return names.line_on(standing, Rule.ACCEPTED_ON_RECORD, what, own.runs["stance"], run, off)

    def _asked(self, waits: Iterable[Wait]) -> str:
        """Return what conditions ask for, each with what came out later of it."""
        asked = (wait.condition for wait in waits)
        return listed([f"{self._names.condition(each)}{_said_of(self._state, each)}" for each in asked], 3)

    def _by_others(self, party: str, waits: Iterable[Wait]) -> str:
        """Return by whose word alone a party asks for what is not on the record, in brackets; else empty."""
        if not {wait.condition for wait in waits} & {*self._told(party)}:
            return ""
        reserve = reserve_of(self._names, self._term[party].runs["conditions"]).removeprefix(", ")
        return f" ({reserve})" if reserve else ""

    def _but_signed(self, party: str) -> str:
        """Return that a party signed since without its conditions, in brackets; else an empty text."""
        signed = again(self._state, self._names, self._term[party], signed=True)
        return f" ({signed})" if signed else ""

    def _line(self, rule: Rule, waits: Sequence[Wait], what: str) -> Line:
        standing = self._term[waits[0].party]
        own = self._names.record.own(standing) if self._told(standing.party) else standing
        reports = [report for wait in waits for report in wait.reports]
        signed = restated(self._state, standing, signed=True)
        runs = [own.runs.get("conditions", ()), *self._later_news(waits), *([(signed,)] if signed else [])]
        return self._names.line(
            rule, what, *runs, terms=[standing.term], parties=[standing.party], reports=reports
        )

    def _later_news(self, waits: Iterable[Wait]) -> list[Run]:
        """Return what says that events took place later by which conditions are met."""
        met = (_met_later(self._state, wait.condition) for wait in waits)
        return [event.runs["status"] for event in met if event is not None]


def is_milder(standing: Standing) -> bool:
    """Return whether a party accepts on the record, and is said to be open or neutral off it alone."""
    stance = standing.live_stance
    return _accepts_there(standing) and stance is not None and stance.side >= 0


def _accepts(names: Names, standing: Standing) -> bool:
    return standing.accepts or (_accepts_there(standing) and taken_back_since(names, standing) is None)


def _accepts_there(standing: Standing) -> bool:
    return bool(standing.otherwise) and standing.otherwise[-1].value is Stance.ACCEPTS


def _said_of(state: State, condition: Condition) -> str:
    """Return what came out later of a condition, or what reports that do not count say; to follow on it."""
    if not isinstance(condition, EventHeld):
        return ""
    later = _met_later(state, condition)
    if later is not None:
        day = "" if later.when is None else f", {since_words(later.when)}"
        return f" ({LATER}held later{day})"
    fate, also = fate_of(state, condition.event), otherwise_of(state, state.event(condition.event))
    said = f" ({OTHERS} say that it {fate})" if fate else ""
    return f" (reports also say that it {became_otherwise(also)})" if also else said


def _met_later(state: State, condition: Condition) -> EventState | None:
    """Return the event that meets a condition after the moment, where it is known to have taken place."""
    event = state.event(condition.event) if isinstance(condition, EventHeld) else None
    return event if event is not None and event.comes_later else None


_COMES_ABOUT = frozenset(("formed", "created", "established", "founded", "agreed", "concluded", "reached"))


_SMALL = frozenset(("the", "a", "an", "is", "are", "be", "this", "such"))


def _is_the_term(term: TermState, condition: Condition) -> bool:
    """Return whether a condition on a term is that the term itself comes about: `the force is formed`."""
    if not isinstance(condition, InWords) or term.term is None:
        return isinstance(condition, TermIs) and condition.term == term.id
    asked = _words(str(condition)) - _SMALL
    known = _words(f"{term.term.title or ''} {term.term.proposition}")
    return bool(asked & _COMES_ABOUT) and _COMES_ABOUT | known >= asked > asked & _COMES_ABOUT


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def quorums(names: Names, term: TermState) -> Iterator[Line]:
    """Yield the quorums that those against keep out of reach, and those that cannot be counted."""
    for quorum in term.quorums if is_open(term) else ():
        opposed = [party for party in quorum.of if term[party].live_stance in AGAINST]
        what = _out_of_reach(names, quorum, opposed)
        if what:
            run = [s for party in opposed for s in term[party].runs.get("stance", ())]
            parties = opposed or filter(None, [quorum.group])
            source = None if run else "as the agenda has it"
            yield names.line(
                Rule.QUORUM_OUT_OF_REACH, what, run, terms=[term.id], parties=parties, source=source
            )


def _out_of_reach(names: Names, quorum: Quorum, opposed: list[str]) -> str:
    if quorum.group is not None:
        return f"its quorum cannot be counted: the members of {names.party(quorum.group)} are not known"
    if quorum.by_all or len(quorum.of) - len(opposed) >= quorum.count:
        return ""
    needed = f"{quorum.count} of {len(quorum.of)} have to accept"
    return f"{needed}, and {len(opposed)} are against: {names.parties(opposed)}"


def lapsed_offers(names: Names, term: TermState) -> Iterator[tuple[float, Line]]:
    """Yield what needed parties accepted or were open to, or repeated without an end, and that ran out.

    They are in the order of the ends.
    """
    for window in windows_on(names.state, term.id) if is_open(term) else ():
        standing = term[window.party]
        held = isinstance(window.stance, Stance) and window.stance.side >= 0
        lapsed = window.lapsed and standing.lapsed and standing.begun and window.party in term.needed
        lapse = Lapse(names, window) if lapsed else None
        if lapse is not None and (held or lapse.repeated):
            is_said = standing.conditions or lapse.taken or window.stance is not standing.stance
            until = "" if is_said else f"; its stance until then: {standing.stance}"
            renewed = f"; {_not_renewed(names, standing)}" if _is_over(names, standing) else ""
            what = lapse.words() + (f"{renewed}{until}" if held else "")
            yield 0.0 if window.at is None else window.at.timestamp(), lapse.line(Rule.OFFER_LAPSED, what)


def _is_over(names: Names, standing: Standing) -> bool:
    """Return whether nothing goes on about what ran out: no extension, no later word, none on the record."""
    vain, still = extended_in_vain(names.state, standing), names.record.still(standing)
    return not (vain or still or restated(names.state, standing))


def _not_renewed(names: Names, standing: Standing) -> str:
    """Return that no report renews what is over; one that is not trusted, such as a rumour, may."""
    by_any = names.state.at(trust=EVERYTHING).standing(standing.term, standing.party)
    return f"not renewed in {names.any_report if by_any.lapsed else 'any report that counts'}"


def details_apart(names: Names, term: TermState) -> Iterator[Line]:
    """Yield the details that bind and have no common ground, where the term is not agreed."""
    for gap in gaps_on(term) if is_open(term) else ():
        if gap.ground in (Ground.APART, Ground.NOT_COMPARABLE):
            held = [f"{names.party(p)} {isolated(shortened(gap.held_text(p)))}" for p in gap.held]
            is_apart = gap.ground is Ground.APART
            differ = "no common ground" if is_apart else "units that cannot be compared"
            what = f"{differ} on {field_words(gap.field)}: {listed(held, 3)}"
            runs = [term[party].runs.get(gap.field, ()) for party in gap.held]
            yield names.line(
                Rule.DETAILS_APART, what, *runs, terms=[term.id], parties=gap.held, reports=gap.reports
            )
