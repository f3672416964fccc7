"""What changed since an earlier state: turns first, what was learned late or corrected apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from peacetrack.analysis.briefing.against import says_itself
from peacetrack.analysis.briefing.doubt import gone_back_since, not_held, taken_back
from peacetrack.analysis.briefing.ended import ended_since, of_ended, of_renewed, renewed_since
from peacetrack.analysis.briefing.lapse import lapsed_windows
from peacetrack.analysis.briefing.line import Citation, Line, Rule, joined
from peacetrack.analysis.briefing.moves import (
    Move,
    behind,
    late_words,
    moved_on,
    moves,
    reserve_of,
    since_when,
)
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.on_term import OnTerm
from peacetrack.analysis.briefing.phrase import day_words, listed, since_words
from peacetrack.analysis.briefing.recorded import ChangeLine, placed, since_of
from peacetrack.analysis.briefing.turned import as_regrouped, is_told, of_status
from peacetrack.analysis.changes.cause import REGROUPING, Cause
from peacetrack.analysis.changes.change import Change, Comparison
from peacetrack.analysis.holding import holding_of, standings
from peacetrack.index.statement import Statement
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State, snapshot_of
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import counted, grouped, in_short
from peacetrack.words.when import Moment

_NO_MOVE = (Cause.CORRECTED, Cause.RETRACTED, Cause.BASIS, Cause.DECLARED, Cause.JOINED, Cause.DATED)
_BY_CAUSE = {
    Cause.CORRECTED: Rule.CORRECTED,
    Cause.RETRACTED: Rule.CORRECTED,
    Cause.LEARNED: Rule.LEARNED,
    Cause.DATED: Rule.LEARNED,
    Cause.DECLARED: Rule.REGROUPED,
    Cause.JOINED: Rule.REGROUPED,
}
"""The rules of changes that are not a change of the world."""
_OF_A_STANCE = ("red_line", "conditions")
_OF_EVENTS = ("status", "when")
"""The fields with a line for each change; changes of the others are counted."""


_MANNER = ("since", "certain", "wording", "attribution")
"""The fields of how a stance is put, which a sentence on its moves has said already."""


@attrs.frozen
class Changed:
    """What changed of a party on a term, of a term itself or of an event.

    Attributes:
        lines: a line for each change, but for the stance.
        details: the changes that are only counted.
        stance: the change of its stance, where it has another one.
        lapse: that its position ran out, or stands again.
        otherwise: that it says otherwise on the record now, or no more.
        status: of a term, the change of its status.
    """

    lines: Sequence[ChangeLine]
    details: Sequence[Change]
    stance: Change | None = None
    lapse: Change | None = None
    otherwise: Change | None = None
    status: Change | None = None

    @classmethod
    def of_holder(cls, comparison: Comparison, names: Names, term: str, party: str | None) -> Changed:
        """Return what changed of a party on a term, or of the term itself."""
        after = comparison.after
        lines, details = [], []
        apart: dict[str, Change] = {}
        for change in comparison.of_holder(term, party):
            if change.cause not in REGROUPING and comparison.only_counts(term, party):
                continue  # the lines on its members say so
            if change.field in ("stance", "lapsed", "otherwise", "status"):
                apart[change.field] = change
            elif change.field == "stage":
                lines.append(placed(after, _of_stage(after, names, change), change))
            elif party is not None and change.field in _OF_A_STANCE:
                if not (_keeps_red_line(after, names, change) or _goes_with(change, apart.get("stance"))):
                    lines.append(placed(after, _of_terms(after, names, change), change))
            else:
                details.append(change)
        return cls(lines, details, *map(apart.get, ("stance", "lapsed", "otherwise", "status")))

    @classmethod
    def of_event(cls, comparison: Comparison, names: Names, event: str) -> Changed:
        """Return what changed of an event."""
        state, changes = comparison.after, list(comparison.of_event(event))
        lines = [placed(state, _of_event(state, names, c), c) for c in changes if c.field in _OF_EVENTS]
        return cls(lines, [change for change in changes if change.field not in _OF_EVENTS])


def what_changed(
    state: State, names: Names, earlier: State, compare: Compare, on_terms: Sequence[OnTerm]
) -> Iterator[Line]:
    """Yield what changed; of a ledger that is new since then, one line and what its later reports turned.

    Parameters:
        state: the state.
        names: its names.
        earlier: the state to compare it with.
        compare: gives what changed, holder by holder and event by event.
        on_terms: what is said of each term.
    """
    new, since = earlier.newest is None and bool(names.reports), earlier.instant
    moved = [of_party for on_term in on_terms for of_party in on_term.moves]
    going_back = (pair for on_term in on_terms for pair in on_term.going_back)
    lines = list(gone_back_since(state, names, earlier, going_back))
    if new:
        yield _new(state, names)
        earlier = state.at(known=_first_report(state, names))
    parts = list(compare(Comparison(earlier, state), names))
    news = _news(moved, earlier)
    lapses = {(part.lapse.term, part.lapse.party) for part in parts if part.lapse is not None}
    known = set() if new else lapses
    ended = [e for e in ended_since(state, names, moved, since) if (*e.terms, *e.parties) not in known]
    told = _lines(state, names, parts, news, since)
    lines += [
        each for each in told if (each.again or not new) and each.line.what not in {e.what for e in ended}
    ]
    others = [of_party for of_party in moved if _holder(of_party) not in {*news, *lapses}]
    lines += (placed(state, line) for line in (*ended, *renewed_since(names, others, since)))
    lines += (each for each in _statuses(state, names, parts, lines, earlier) if each.again or not new)
    details = [] if new else list(_details(parts, lines))
    if details:
        lines.append(placed(state, _counted(state, names, details)))
    lines.sort(key=lambda each: each.order, reverse=True)
    yield from (each.line for each in lines)
    if not lines and not new:
        yield names.line(Rule.NOTHING_CHANGED, "Nothing changed")


def lines_between(earlier: State, state: State, names: Names) -> Iterator[Line]:
    """Yield a line for each change of a stance and of an event, and one that counts the others."""
    going_back = (pair for term in state.values() for pair in taken_back(term))
    yield from (each.line for each in gone_back_since(state, names, earlier, going_back))
    parts = list(all_changes(Comparison(earlier, state), names))
    holders = [part.stance for part in parts if part.stance is not None]
    moved = [list(moves(state, c.term, c.party, names)) for c in holders if c.party is not None]
    lines = list(_lines(state, names, parts, _news(moved, earlier), earlier.instant))
    lines += _statuses(state, names, parts, lines, earlier)
    yield from (each.line for each in lines)
    details = list(_details(parts, lines))
    if details:
        yield _counted(state, names, details)


def all_changes(comparison: Comparison, names: Names) -> Iterator[Changed]:
    """Yield what changed of each holder, in the order of the agenda, then of each event."""
    for term in comparison.terms:
        for party in comparison.parties_on(term):
            yield Changed.of_holder(comparison, names, term, party)
    for event in comparison.events:
        yield Changed.of_event(comparison, names, event)


Compare = Callable[[Comparison, Names], Iterable[Changed]]
News = Mapping[HolderOrTerm, Sequence[Move]]
"""The moves of holders that are new since an earlier state."""


def _holder(of_party: Sequence[Move]) -> HolderOrTerm:
    return of_party[0].standing.term, of_party[0].standing.party


def _news(moved: Iterable[Sequence[Move]], earlier: State) -> News:
    fresh = ([move for move in of_party if move.is_new(earlier)] for of_party in moved)
    return {_holder(new): new for new in fresh if new}


def _lines(
    state: State, names: Names, parts: Sequence[Changed], news: News, since: int
) -> Iterator[ChangeLine]:
    """Yield the lines on stances, then all others, but for the one that counts details."""
    stances: dict[HolderOrTerm, Change] = {
        (part.stance.term, part.stance.party): part.stance for part in parts if part.stance is not None
    }
    for holder in dict.fromkeys((*stances, *news)):
        yield _of_stance(state, names, stances.get(holder), news.get(holder, ()), since)
    moved = {*stances, *news}
    for lapse in (part.lapse for part in parts if part.lapse is not None):
        if lapse.after or (lapse.term, lapse.party) not in moved:
            yield placed(state, _of_lapse(state, names, lapse), lapse)
    for other in (part.otherwise for part in parts if part.otherwise is not None):
        if (other.term, other.party) not in moved:
            yield placed(state, _of_otherwise(state, names, other), other)
    yield from (each for part in parts for each in part.lines)


def _statuses(
    state: State, names: Names, parts: Iterable[Changed], lines: Iterable[ChangeLine], earlier: State
) -> Iterator[ChangeLine]:
    """Yield a line for each term with another status, where no line of a party that it needs tells of it."""
    told = [each.line for each in lines]
    for change in (part.status for part in parts if part.status is not None):
        if not is_told(state, change, told):
            aside = "" if change.cause is Cause.JOINED else _ASIDE.get(change.cause, "")
            line = of_status(state, names, change, earlier.instant, aside)
            first = change.before in (None, TermStatus.UNREPORTED)
            yield placed(state, line, change)._replace(again=not first)


def _details(parts: Iterable[Changed], lines: Iterable[ChangeLine]) -> Iterator[Change]:
    """Yield the changes that are only counted; of a stance with a line of its moves, not how it is put."""
    moved = {
        (term, party)
        for each in lines
        if each.line.rule in _STANCES
        for term in each.line.terms
        for party in each.line.parties
    }
    for change in (change for part in parts for change in part.details):
        if change.field not in _MANNER or (change.term, change.party) not in moved:
            yield change


_STANCES = (Rule.TURNED_AGAINST, Rule.TURN, Rule.FIRST_STANCE, Rule.LEARNED)


def _first_report(state: State, names: Names) -> int:
    """Return the seq of the first entry with claims that count."""
    filed = (snapshot_of(state).filed(report) for report in names.reports)
    return min(each.entry.seq for each in filed if each is not None)


def _new(state: State, names: Names) -> Line:
    """Return the line of a ledger that is new: which terms and parties most of it is about."""
    terms = _most_first(
        term for claimed in state.claims() for term in claimed.claim.subjects if term in state
    )
    parties = _most_first(s.party for s in standings(state) if s.begun and not s.silent and not s.derived)
    most = f", most on {names.terms(terms[:3])}" if len(terms) > 3 else ""
    on = f" on {names.terms(terms)}" if terms else ""
    if most:  # the headline counts those alone that need consent
        on = (
            f" on {len(terms)} of the {len(state)} terms"
            if len(terms) < len(state)
            else f" on all {len(state)} terms"
        )
    what = f"{counted(len(names.reports), 'report')}{on}, none before{most}"
    if parties:
        what += f"; positions of {names.parties(parties)}"
    return names.line(Rule.FIRST_REPORTS, what, about="First reports", reports=names.reports, source="")


def _most_first(ids: Iterable[str]) -> list[str]:
    return [id for id, _ in Counter(ids).most_common()]


def _keeps_red_line(state: State, names: Names, change: Change) -> bool:
    """Return whether a red line that later reports leave out still stands on the record."""
    if change.field != "red_line" or change.after is True or change.party is None or change.term not in state:
        return False
    return names.record.red_line(state.standing(change.term, change.party)) is not None


def _goes_with(change: Change, stance: Change | None) -> bool:
    """Return whether the sentence on a change of the stance has the conditions already."""
    return change.field == "conditions" and bool(change.after) and stance is not None


def _of_stance(
    state: State, names: Names, change: Change | None, news: Sequence[Move], since: int
) -> ChangeLine:
    """Return the line on the moves of a party on a term since an instant, or on what they come to.

    What a correction, a declaration or a date changed is what they come to.
    """
    if change is not None and (not news or (len(news) == 1 and change.cause in _NO_MOVE)):
        return placed(state, _of_difference(state, names, change, since), change)
    last = news[-1]
    late = late_words(last.run) if last.begins <= since else ""
    what = moved_on(names, news, late) + not_held(state, names, last.run)
    gone = change is not None and not isinstance(change.after, Stance)
    if gone:
        what += "; no stance is known any more"
    turned = any(move.was is not None for move in news)
    rule = Rule.LEARNED if late else Rule.TURN if turned else Rule.FIRST_STANCE
    steps = [*news, last.after] if last.after is not None else news
    runs = [run for move in steps for run in behind(names, move)]
    line = names.line(
        Rule.TURNED_AGAINST if last.refuses and not gone else rule,
        what,
        terms=[last.standing.term],
        parties=[last.standing.party],
        runs=runs,
        source=joined(*map(names.source, runs), most=len(runs)),
    )
    if line.rule in (Rule.TURNED_AGAINST, Rule.TURN):
        return ChangeLine(line, last.order, turned)
    return placed(state, line)._replace(again=turned)


def _of_difference(state: State, names: Names, change: Change, earlier: int) -> Line:
    """Return the line on a change of a stance: what it was, and what it is."""
    party, was, now = names.party(change.party or ""), change.before, change.after
    run = _behind(state, change) or holding_of(state, change.term, change.party).runs.get("stance", ())
    aside = ", as the position of a member ran out" if change.cause is Cause.LAPSED else _aside(change, run)
    rule = _rule(change, Rule.TURN if isinstance(was, Stance) else Rule.FIRST_STANCE, aside)
    since = since_of(state, change)
    reserve = reserve_of(names, run)
    known = ("" if since is None else f", {since_words(str(since))}") + reserve
    if change.cause is Cause.JOINED:
        joined_with = as_regrouped(state, names, change, earlier)
        known, aside = (known + joined_with, "") if isinstance(now, Stance) else (known, joined_with)
    if not isinstance(now, Stance):
        what = f"{party}: no stance is known any more{aside}"
    elif not isinstance(was, Stance):
        just = "" if was is None else " just"
        what = f"{party} {now.verb} it{known}; no stance was known{just} before{aside}"
    elif change.cause in _MENDED:
        began = "" if since is None else f" {since_when(since)}"
        what = f"{party} was recorded as {was}{_MENDED[change.cause]} {now}{began}{reserve}"
    else:
        what = f"{party} went from {was} to {now}{known}{aside}"
    return _of_change(names, change, rule, what + not_held(state, names, run), run)


_MENDED = {
    Cause.CORRECTED: "; the report is corrected:",
    Cause.RETRACTED: ", by a report since retracted; now",
}
"""What stands between two stances of a party that did not move."""


def _rule(change: Change, rule: Rule, aside: str) -> Rule:
    """Return the rule of a change by its cause; what was reported soon was not learned late."""
    return _BY_CAUSE.get(change.cause, rule) if aside else rule


def _of_terms(state: State, names: Names, change: Change) -> Line:
    """Return the line on a red line or on conditions."""
    party, now = names.party(change.party or ""), change.after
    run = _behind(state, change)
    known = reserve_of(names, run) if run else ""
    if change.field == "red_line":
        what = f"{party} {'draws a red line' if now is True else 'has no red line any more'}{known}"
    else:
        asked = listed([names.condition(condition) for condition in now or ()], 2)
        what = (f"{party} asks now that {asked}" if asked else f"{party} sets no condition any more") + known
    aside = _aside(change, run)
    return _of_change(names, change, _rule(change, Rule.TERMS_OF_STANCE, aside), what + aside, run)


def _of_otherwise(state: State, names: Names, change: Change) -> Line:
    """Return the line on a party that says otherwise on the record than it is reported off it, or no more."""
    party, standing = names.party(change.party or ""), state.standing(change.term, change.party or "")
    run = standing.otherwise
    aside = _aside(change, run)
    off = standing.stance.verb if isinstance(standing.stance, Stance) else ""
    what = f"{party} {off} it; nothing that it says on the record is otherwise any more{aside}"
    if run:
        what = f"on the record, {party} {says_itself(standing)}{aside}; it {off} it only off the record"
    return _of_change(names, change, _rule(change, Rule.TERMS_OF_STANCE, aside), what, run)


def _of_stage(state: State, names: Names, change: Change) -> Line:
    """Return the line on how far a term itself is reported to have come."""
    run, now = _behind(state, change), change.after
    what = "no stage is reported any more"
    if now is not None:
        since = f", {since_words(str(run[0].since))}" if run else ""
        what = f"reported as {_words_of(now)}{since}{reserve_of(names, run) if run else ''}"
    what += "" if change.before is None else f"; {_words_of(change.before)} before"
    aside = late_words(run) if change.cause is Cause.LEARNED else _ASIDE.get(change.cause, "")
    return _of_change(names, change, _rule(change, Rule.EVENT, aside), what + aside, run)


def _words_of(stage: object) -> str:
    return in_short(stage).replace("-", " ")


def _of_lapse(state: State, names: Names, change: Change) -> Line:
    """Return the line on what ran out, or on what was renewed: it may name other parties."""
    party, aside = change.party or "", _ASIDE.get(change.cause, "")
    ended = lapsed_windows(state, change.term, party) if change.after else ()
    if ended:
        return of_ended(state, names, ended[0], _BY_CAUSE.get(change.cause), aside)
    rule, terms = _BY_CAUSE.get(change.cause, Rule.TERMS_OF_STANCE), [change.term]
    if not change.after:
        spells = [s for s in state.spells(change.term, party) if not s.standing.silent]
        return of_renewed(names, state.standing(change.term, party), spells, rule, aside)
    what = f"the position of {names.party(party)} ran out{aside}"
    return names.line(rule, what, terms=terms, parties=[party], reports=change.reports)


def _of_change(names: Names, change: Change, rule: Rule, what: str, run: Sequence[Statement]) -> Line:
    parties = filter(None, [change.party])
    return names.line(rule, what, terms=[change.term], parties=parties, runs=[run], reports=change.reports)


_ASIDE = {
    Cause.CORRECTED: ", after a correction",
    Cause.RETRACTED: ", after a retraction",
    Cause.DATED: ", by the date of an event",
    Cause.DECLARED: ", by a new declaration",
    Cause.JOINED: ", with its group",
}


def _aside(change: Change, run: Sequence[Statement], when: Moment | None = None) -> str:
    """Return how a change came about that is none of the world, or how late it was learned."""
    return late_words(run, when) if change.cause is Cause.LEARNED else _ASIDE.get(change.cause, "")


def _behind(state: State, change: Change) -> list[Statement]:
    """Return the statements of the value that holds now, of the reports behind a change."""
    run = holding_of(state, change.term, change.party).runs.get(change.field, ())
    return [statement for statement in run if statement.report in change.reports]


def _of_event(state: State, names: Names, change: Change) -> Line:
    field, now = "date" if change.field == "when" else "status", change.after
    what = _EVENTS.get(now) or f"its {field} is {'not known any more' if now is None else _dated(now)}"
    what += "" if change.before is None else f", {_dated(change.before)} before"
    event = state.event(change.term)
    evidence = [statement for statement in event.evidence if statement.report in change.reports]
    aside = _aside(change, evidence, event.when)
    rule, about = _rule(change, Rule.EVENT, aside), names.event(event)
    return names.line(rule, what + aside, about=about, parties=event.participants, reports=change.reports)


def _dated(value: object) -> str:
    return day_words(in_short(value))


_EVENTS = {
    EventStatus.EXPECTED: "is expected",
    EventStatus.HELD: "was held",
    EventStatus.ONGOING: "is going on",
    EventStatus.ENDED: "has ended",
    EventStatus.POSTPONED: "was postponed",
    EventStatus.CANCELLED: "was cancelled",
}
"""What is said of an event by its status."""


def _counted(state: State, names: Names, details: Iterable[Change]) -> Line:
    by_term = grouped(details, lambda change: change.term)
    terms = [term for term in by_term if term in state]
    count = sum(map(len, by_term.values()))
    reports = [report for changes in by_term.values() for change in changes for report in change.reports]
    what = f"{counted(count, 'detail')} changed" + (f" on {names.terms(terms)}" if terms else "")
    source = Citation(counted(len(set(reports)), "report"), tuple(dict.fromkeys(reports)))
    return names.line(Rule.DETAILS, what, about="", terms=terms, reports=reports, source=source)
