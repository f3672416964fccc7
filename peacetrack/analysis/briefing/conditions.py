"""What blocks, second part: conditions, quorums, and details without common ground."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.briefing.acts import taken_back_since
from peacetrack.analysis.briefing.against import AGAINST, is_open
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.offers import Lapse
from peacetrack.analysis.briefing.own_words import again, follows, line_of_both, otherwise, restated
from peacetrack.analysis.briefing.phrase import LATER, listed, shortened, since_words
from peacetrack.analysis.briefing.sources import reserve_of, that_it, verb
from peacetrack.analysis.conditions.graph import Wait, waits_on
from peacetrack.analysis.conditions.unmeetable import why_never
from peacetrack.analysis.contending import became_otherwise, otherwise_of
from peacetrack.analysis.gap import Ground, gaps_on
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


def crossing(names: Names, term: TermState) -> Iterator[tuple[float, Line]]:
    """Yield that two parties set conditions on a term that are not met, in order: those on others first."""
    waits = unmet(names.state, term)
    by_party = grouped(waits, lambda wait: wait.party)
    if len(by_party) > 1:
        asked = (
            f"{names.party(p)}: if {asked_in_words(names, own)}{_told_in_brief(names, term[p], own)}"
            f"{_but_signed(names, term[p])}"
            for p, own in by_party.items()
        )
        what = f"{len(by_party)} parties set conditions that are not known to be met. {'; '.join(asked)}"
        runs = [term[party].runs.get("conditions", ()) for party in by_party]
        runs += _later_news(names.state, waits)
        on_others = any(wait.condition.term is not None for wait in waits)
        line = names.line(Rule.CONDITIONS_CROSS, what, *runs, terms=[term.id], parties=by_party)
        yield 0.0 if on_others else 1.0, line


def _but_signed(names: Names, standing: Standing) -> str:
    """Return that a party signed since without its conditions, in brackets; else an empty text."""
    signed = again(names.state, names, standing, signed=True)
    return f" ({signed})" if signed else ""


def _told_in_brief(names: Names, standing: Standing, waits: Iterable[Wait]) -> str:
    """Return by whose word alone a party asks for what is not on the record, in brackets; else empty."""
    if not {wait.condition for wait in waits} & {*names.record.told(standing)}:
        return ""
    reserve = reserve_of(names, standing.runs["conditions"]).removeprefix(", ")
    return f" ({reserve})" if reserve else ""


def asked_in_words(names: Names, waits: Iterable[Wait]) -> str:
    """Return what conditions ask for, each with what came out later of it."""
    asked = (wait.condition for wait in waits)
    return listed([f"{names.condition(each)}{_said_of(names.state, each)}" for each in asked], 3)


def _said_of(state: State, condition: Condition) -> str:
    """Return what came out later of a condition, or what reports that do not count say; to follow on it."""
    if not isinstance(condition, EventHeld):
        return ""
    fate, also = fate_of(state, condition.event), otherwise_of(state, state.event(condition.event))
    said = f" ({OTHERS} say that it {fate})" if fate else ""
    said = f" (reports also say that it {became_otherwise(also)})" if also else said
    return _hindsight(_met_later(state, condition)) or said


def _met_later(state: State, condition: Condition) -> EventState | None:
    """Return the event that meets a condition after the moment, where it is known to have taken place."""
    event = state.event(condition.event) if isinstance(condition, EventHeld) else None
    return event if event is not None and event.comes_later else None


def _hindsight(event: EventState | None) -> str:
    """Return that an event took place later, to follow on its name; else an empty text."""
    if event is None:
        return ""
    day = "" if event.when is None else f", {since_words(event.when)}"
    return f" ({LATER}held later{day})"


def unmet(state: State, term: TermState) -> list[Wait]:
    """Return the conditions of needed parties that are not met, where the term is not agreed.

    That the term itself comes about is none: it asks for nothing else.
    """
    needed = term.needed if is_open(term) else ()
    waits = [wait for wait in waits_on(state, term.id) if not wait.met and wait.party in needed]
    return [wait for wait in waits if not _is_the_term(term, wait.condition)]


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


def alone(names: Names, term: TermState) -> Iterator[Line]:
    """Yield the conditions that can never be met, and those that one party alone sets on a term.

    Those that only others set of a party are in `accepted_there`.
    """
    by_party = grouped(unmet(names.state, term), lambda wait: wait.party)
    for party, own in by_party.items():
        told = _told_in_brief(names, term[party], own)
        theirs = [wait for wait in own if wait.condition not in names.record.told(term[party])]
        never = [wait for wait in own if why_never(names.state, wait.condition) is not None]
        asked = f"{names.party(party)} asks that {asked_in_words(names, never or own)}"
        if never:
            reason = why_never(names.state, never[0].condition)
            yield _condition(names, Rule.NEVER_MET, never, f"{asked}{told}; but {reason}")
        elif len(by_party) == 1 and theirs:
            stance = verb(term[party])
            what = (
                f"{names.party(party)} {stance} it only if {asked_in_words(names, theirs)}"
                if stance
                else asked
            )
            what += follows(names.state, names, term[party], signed=True)
            yield _condition(names, Rule.CONDITION_UNMET, theirs, what)


def _condition(names: Names, rule: Rule, waits: list[Wait], what: str) -> Line:
    term, party = waits[0].term, waits[0].party
    standing = names.state[term][party]
    run = (names.record.own(standing) if names.record.told(standing) else standing).runs.get("conditions", ())
    reports = [report for wait in waits for report in wait.reports]
    signed = restated(names.state, names.state[term][party], signed=True)
    runs = [run, *_later_news(names.state, waits), *([(signed,)] if signed else [])]
    return names.line(rule, what, *runs, terms=[term], parties=[party], reports=reports)


def _later_news(state: State, waits: Iterable[Wait]) -> Iterator[Run]:
    """Yield what says that events took place later by which conditions are met."""
    for event in (_met_later(state, wait.condition) for wait in waits):
        if event is not None:
            yield event.runs["status"]


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
        lapse = Lapse(names, window)
        if lapsed and (held or lapse.repeated):
            is_said = standing.conditions or lapse.taken or window.stance is not standing.stance
            until = "" if is_said else f"; its stance until then: {standing.stance}"
            is_told = extended_in_vain(names.state, standing) or names.record.still(standing)
            renewed = (
                "" if is_told or restated(names.state, standing) else f"; {_not_renewed(names, standing)}"
            )
            what = lapse.words() + (f"{renewed}{until}" if held else "")
            yield 0.0 if window.at is None else window.at.timestamp(), lapse.line(Rule.OFFER_LAPSED, what)


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


def accepted_there(names: Names, term: TermState) -> Iterator[Line]:
    """Yield what needed parties accept on the record, of an open term, where only others are less for it.

    Those that are said to be against it have a line by that. Then come those of which only others say on
    which condition they accept it, or reports off the record.
    """
    for standing in map(term.__getitem__, term.needed if is_open(term) else ()):
        if is_milder(standing):
            what, own = otherwise(names, standing), standing.otherwise
            yield line_of_both(names, Rule.ACCEPTED_ON_RECORD, standing, what, own)
    for party, waits in grouped(unmet(names.state, term), lambda wait: wait.party).items():
        told = [wait for wait in waits if wait.condition in names.record.told(term[party])]
        if told:
            yield _asked_of(names, term[party], told)


def _asked_of(names: Names, standing: Standing, told: Sequence[Wait]) -> Line:
    """Return the line on an acceptance for which only others, or reports off the record, set conditions."""
    own, party = names.record.own(standing), names.party(standing.party)
    run = own.runs["conditions"] if own.conditions else own.runs["stance"]
    off = standing.runs["conditions"]
    here = f"{party} accepts it{asked_by(names, own) or ' without a condition'}, {since_words(run[0].since)}"
    there = f"accepts it if {asked_in_words(names, told)}, {since_words(off[0].since)}"
    what = f"on the record, {here}; only {that_it(names, standing, off)} {there}"
    runs = [own.runs["stance"], run, off]
    return names.line_on(standing, Rule.ACCEPTED_ON_RECORD, what, *runs)


def is_milder(standing: Standing) -> bool:
    """Return whether a party accepts on the record, and is said to be open or neutral off it alone."""
    stance = standing.live_stance
    return _accepts_there(standing) and stance is not None and stance.side >= 0


def undone(names: Names, term: TermState) -> Line | None:
    """Return the first of these lines, where all that decide accept a term, here or on the record.

    What they ask for themselves is met.
    """
    lines = list(accepted_there(names, term))
    if not lines or not all(_accepts(names, term[party]) for party in term.needed):
        return None
    asked = [
        wait for wait in unmet(names.state, term) if wait.condition not in names.record.told(term[wait.party])
    ]
    there = (c for party in term.needed if not term[party].accepts for c in _asked_there(names, term[party]))
    return None if asked or not all(map(names.state.met, there)) else lines[0]


def _asked_there(names: Names, standing: Standing) -> Sequence[Condition]:
    return names.record.own(standing).conditions


def _accepts(names: Names, standing: Standing) -> bool:
    return standing.accepts or (_accepts_there(standing) and taken_back_since(names, standing) is None)


def _accepts_there(standing: Standing) -> bool:
    return bool(standing.otherwise) and standing.otherwise[-1].value is Stance.ACCEPTS
