"""Changes since an earlier state: turns first, what was learned late or corrected apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from peacetrack.analysis.briefing.change_line import (
    ASIDE,
    WORDS,
    ChangeLine,
    goes_with,
    is_extension,
    keeps_red_line,
    of_details,
    of_event,
    of_extension,
    of_lapse,
    of_stage,
    of_stance,
    of_terms,
    of_words,
    placed,
)
from peacetrack.analysis.briefing.moves import Move, moves
from peacetrack.analysis.briefing.news import acts_since, passed_since, signed_since, withdrawn_since
from peacetrack.analysis.briefing.offers import ended_since, renewed_since
from peacetrack.analysis.briefing.on_term import OnTerm
from peacetrack.analysis.briefing.statuses import (
    agreed_until,
    is_in_a_line,
    joined_since,
    memberships_on,
    of_status,
    of_verdict,
)
from peacetrack.analysis.changes.acting import Acting
from peacetrack.analysis.changes.cause import REGROUPING, Cause
from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.changes.comparison import Comparison
from peacetrack.analysis.holding import standings
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.analysis.verdict.doubt import Doubts, reports_of_events
from peacetrack.analysis.verdict.own_words import reports_of_less
from peacetrack.analysis.verdict.verdict import Sureness, verdict
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State, reading_of
from peacetrack.words.classes import frozen
from peacetrack.words.term import TermStatus
from peacetrack.words.value import counted, grouped

_OF_A_STANCE = ("red_line", "conditions")
_OF_EVENTS = ("status", "when")
"""The fields with a line for each change; changes of the others are counted."""
_MANNER = ("since", "certain", "wording", "attribution")
"""The fields of how a stance is put, which a sentence on its moves has said already."""


@frozen
class Changed:
    """The changes of a party on a term, of a term itself or of an event.

    Attributes:
        lines: a line for each change, but for the stance.
        details: the changes that are only counted.
        stance: the change of its stance, where it has another one.
        lapse: that its position ran out, or stands again.
        words: the line on who gives a stance that stays.
        status: of a term, the change of its status.
        asked: the change of what a party asks for, where it asks for something.
    """

    lines: Sequence[ChangeLine]
    details: Sequence[Change]
    stance: Change | None = None
    lapse: Change | None = None
    words: ChangeLine | None = None
    status: Change | None = None
    asked: Change | None = None

    @classmethod
    def of_holder(cls, comparison: Comparison, names: Names, term: str, party: str | None) -> Changed:
        """Return what changed of a party on a term, or of the term itself."""
        after = comparison.after
        lines, details = [], []
        apart: dict[str, Change] = {}
        words: dict[str, Change] = {}
        for change in comparison.of_holder(term, party):
            if change.cause not in REGROUPING and comparison.only_counts(term, party):
                continue  # the lines on its members say so
            asks = change.field == "conditions" and change.after and "stance" not in apart
            if change.field in ("stance", "lapsed", "status") or asks:
                apart[change.field] = change
            elif change.field in WORDS:
                words[change.field] = change
            elif party is not None and is_extension(after, change):
                lines.append(placed(names, of_extension(names, change), change))
            elif change.field == "stage":
                lines.append(placed(names, of_stage(names, change), change))
            elif party is not None and change.field in _OF_A_STANCE:
                if not (keeps_red_line(names, change) or goes_with(change, apart.get("stance"))):
                    lines.append(placed(names, of_terms(names, change), change))
            else:
                details.append(change)
        said = of_words(names, words)
        details += (change for field, change in words.items() if said is None and field != "otherwise")
        changes = (apart.get(field) for field in ("status", "conditions"))
        return cls(lines, details, apart.get("stance"), apart.get("lapsed"), said, *changes)

    @classmethod
    def of_event(cls, comparison: Comparison, names: Names, event: str) -> Changed:
        """Return what changed of an event."""
        changes = list(comparison.of_event(event))
        lines = [placed(names, of_event(names, c), c) for c in changes if c.field in _OF_EVENTS]
        return cls(lines, [change for change in changes if change.field not in _OF_EVENTS])


def what_changed(
    names: Names, earlier: State, compare: Compare, on_terms: Sequence[OnTerm]
) -> Iterator[Line]:
    """Yield what changed; of a ledger that is new since then, one line and what its later reports turned.

    Parameters:
        names: names of the state.
        earlier: the state to compare it with.
        compare: gives what changed, holder by holder and event by event.
        on_terms: what is said of each term.
    """
    new, since = earlier.newest is None and bool(names.reports), earlier.instant
    moved = [of_party for on_term in on_terms for of_party in on_term.moves]
    lines = list(acts_since(names, earlier, new=new))
    withdrawn = list(withdrawn_since(names, earlier))
    lines += (placed(names, line)._replace(again=True) for line in signed_since(names, earlier))
    if new:
        yield _new(names)
        earlier = names.state.at(known=_first_report(names))
    parts = list(compare(Comparison(earlier, names.state), names))
    news = _news(moved, earlier)
    lapses = {(part.lapse.term, part.lapse.party) for part in parts if part.lapse is not None}
    known = set() if new else lapses
    ended = [e for e in ended_since(names, moved, since) if (*e.terms, *e.parties) not in known]
    so_far, by_ended = _lines(names, parts, news, since, lines), {line.what for line in ended}
    lines += [each for each in so_far if (each.again or not new) and each.line.what not in by_ended]
    others = [each for each in moved if _holder(each) not in news and _holder(each) not in lapses]
    lines += (placed(names, line) for line in (*ended, *renewed_since(names, others, since)))
    lines += passed_since(names, earlier)
    corrected = {each.holder for each in lines if each.line.rule is Rule.CORRECTED}
    lines += (each for each in withdrawn if each.holder not in corrected)
    lines += (each for each in _statuses(names, parts, lines, earlier) if each.again or not new)
    undone = agreed_until(names, since, _told(parts, lines))
    lines += (placed(names, line)._replace(again=True) for line in undone)
    lines += [] if new else _verdicts(names, parts, lines, earlier)
    lines += [] if new else [*_counted(names, parts, lines, earlier)]
    lines.sort(key=lambda each: each.order, reverse=True)
    yield from (each.line for each in lines)
    if not lines and not new:
        yield names.line(Rule.NOTHING_CHANGED, "Nothing changed")


def lines_between(earlier: State, state: State, names: Names) -> Iterator[Line]:
    """Yield a line for each change of a stance and of an event, and one that counts the others."""
    acts = list(acts_since(names, earlier))
    acts += (placed(names, line) for line in signed_since(names, earlier))
    yield from (each.line for each in acts)
    parts = list(all_changes(Comparison(earlier, state), names))
    holders = [part.stance for part in parts if part.stance is not None]
    moved = [list(moves(state, c.term, c.party, names)) for c in holders if c.party is not None]
    lines = list(_lines(names, parts, _news(moved, earlier), earlier.instant, acts))
    lines += _statuses(names, parts, lines, earlier)
    lines += _verdicts(names, parts, [*acts, *lines], earlier)
    yield from (each.line for each in lines)
    yield from (each.line for each in _counted(names, parts, lines, earlier))


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
    names: Names, parts: Sequence[Changed], news: News, since: int, acts: Sequence[ChangeLine]
) -> Iterator[ChangeLine]:
    """Yield the lines on stances, then all others, but for those on acts and the one that counts details."""
    stances: dict[HolderOrTerm, Change] = {
        (part.stance.term, part.stance.party): part.stance for part in parts if part.stance is not None
    }
    moved = dict.fromkeys((*stances, *news))
    told = [of_stance(names, stances.get(holder), news.get(holder, ()), since) for holder in moved]
    for lapse in (part.lapse for part in parts if part.lapse is not None):
        if lapse.after or (lapse.term, lapse.party) not in moved:  # what was renewed may be in its moves
            told.append(placed(names, of_lapse(names, lapse), lapse))
    by_others = {(*each.holder, *each.line.cited) for each in (*acts, *told)}
    standing = (part for part in parts if part.lapse is None or not part.lapse.after)
    for words in (part.words for part in standing if part.words is not None):  # else a line says what ran out
        if words.holder not in moved and (*words.holder, *words.line.cited) not in by_others:
            told.append(words)
    yield from told
    yield from (each for part in parts for each in part.lines)
    for asked in (part.asked for part in parts if part.asked is not None):
        yield from _on_conditions(names, asked, [*acts, *told])


def _on_conditions(names: Names, change: Change, told: Iterable[ChangeLine]) -> Iterator[ChangeLine]:
    """Yield what a party asks for; where a line on its stance says that, only what it dropped."""
    of_it = [
        each.line for each in told if change.term in each.line.terms and change.party in each.line.parties
    ]
    of_report = [line.what for line in of_it if {*line.reports} & {*change.reports}]
    asks = [(names.condition(each), names.short.condition(each)) for each in change.after]
    said = any(all(full in what or short in what for full, short in asks) for what in of_report)
    if not said or not {*(change.before or ())} <= {*change.after}:
        yield placed(names, of_terms(names, change, only_dropped=said), change)


def _statuses(
    names: Names, parts: Iterable[Changed], lines: Iterable[ChangeLine], earlier: State
) -> Iterator[ChangeLine]:
    """Yield a line for each term with another status, where no line of a party that it needs tells of it."""
    by_term: dict[str, list[Line]] = {}
    for each in lines:
        for term in each.line.terms:
            by_term.setdefault(term, []).append(each.line)
    for change in (part.status for part in parts if part.status is not None):
        if not is_in_a_line(names.state, change, by_term.get(change.term, ())):
            aside = "" if change.cause is Cause.JOINED else ASIDE.get(change.cause, "")
            against = Doubts(names, names.state[change.term]).reports()
            line = of_status(names, change, earlier.instant, aside, against)
            first = change.before in (None, TermStatus.UNREPORTED)
            yield placed(names, line, change)._replace(again=not first)


def _told(parts: Iterable[Changed], lines: Iterable[ChangeLine]) -> set[str]:
    """Return the terms of which lines say that they are not agreed any more, or what their status is."""
    statuses = (part.status for part in parts if part.status is not None)
    undone = {status.term for status in statuses if status.before is TermStatus.AGREED}
    return undone | {term for each in lines if each.line.rule is Rule.STATUS for term in each.line.terms}


def _verdicts(
    names: Names, parts: Iterable[Changed], lines: Sequence[ChangeLine], earlier: State
) -> Iterator[ChangeLine]:
    """Yield a line for each term that stays agreed with another verdict, where no line on it says why.

    It turns by a detail that is only counted, by an act that is withdrawn, by what holds on the record, by
    reports that do not count, by what becomes of an event, by a member that joins or leaves, or by any change
    on what it hangs on.
    """
    in_lines = {term for each in lines for term in each.line.terms}
    details = grouped((change for part in parts for change in part.details), lambda change: change.term)
    before, acting = Names(earlier), Acting(earlier, names.state)

    def reports_on(term: str) -> Iterator[str]:
        for other in (*otherwise_on(names.state, term), *details.get(term, ())):
            yield from other.reports
        yield from (act.report for acted in acting.on(term) for act in acted.gone)
        yield from (report for each in (names, before) for report in reports_of_less(each.record, term))
        yield from reports_of_events(earlier[term], names.state[term])

    for term in (each for each in names.state.values() if each.id not in in_lines):
        if not all(of.status_of(term.id) is TermStatus.AGREED for of in (earlier, names.state)):
            continue
        hung_on = {each for of in (before, names) for each in of.once(Sureness).terms_behind(term.id)}
        hung_on = {each for each in hung_on if each in earlier and each in names.state}
        behind = [report for id in (term.id, *sorted(hung_on)) for report in reports_on(id)]
        behind += [report for each in lines if hung_on & {*each.line.terms} for report in each.line.reports]
        regrouped = joined_since(names, memberships_on(names, term), earlier.instant)
        if behind or regrouped:
            was, now = verdict(before, earlier[term.id]), verdict(names, term)
            if was is not None and now is not None and was != now:
                declared = any(change.cause is Cause.DECLARED for change in details.get(term.id, ()))
                aside = ASIDE[Cause.DECLARED] if declared and not regrouped else ""
                line = of_verdict(names, term, was, now, behind, aside, regrouped)
                yield placed(names, line)._replace(again=True)


def _counted(
    names: Names, parts: Sequence[Changed], lines: Sequence[ChangeLine], earlier: State
) -> Iterator[ChangeLine]:
    """Yield the line that counts the changes without one of their own, if there are any."""
    details = list(_details(parts, lines, earlier, names.state))
    if details:
        yield placed(names, of_details(names, details))


def _details(
    parts: Iterable[Changed], lines: Iterable[ChangeLine], earlier: State, state: State
) -> Iterator[Change]:
    """Yield the changes that are only counted; of a stance with a line of its moves, not how it is put.

    That a stance is certain as time went by is not counted: no report is new.
    """
    moved = {each.holder for each in lines if each.line.rule in _STANCES}
    for change in (change for part in parts for change in part.details):
        in_a_line = change.field in _MANNER and (change.term, change.party) in moved
        if not in_a_line and (change.field != "certain" or _is_news(state, change, earlier.seq)):
            yield change


def _is_news(state: State, change: Change, seq: int) -> bool:
    """Return whether a report of a change was recorded after a seq."""
    filed = (reading_of(state).snapshot.filed(report) for report in change.reports)
    return any(each is None or each.entry.seq > seq for each in filed)


_STANCES = (Rule.TURNED_AGAINST, Rule.TURN, Rule.FIRST_STANCE, Rule.LEARNED)


def _first_report(names: Names) -> int:
    """Return the seq of the first entry with claims that count; what is only supposed has none."""
    filed = (reading_of(names.state).snapshot.filed(report) for report in names.reports)
    return min(names.state.basis.known, *(each.entry.seq for each in filed if each is not None))


def _new(names: Names) -> Line:
    """Return the line of a ledger that is new: which terms and parties most of it is about."""
    terms = _most_first(
        term for claimed in names.state.claims() for term in claimed.claim.subjects if term in names.state
    )
    parties = _most_first(
        s.party for s in standings(names.state) if s.begun and not s.silent and not s.derived
    )
    most = f", most on {names.terms(terms[:3])}" if len(terms) > 3 else ""
    on = f" on {names.terms(terms)}" if terms else ""
    if most:  # the headline counts those alone that need consent
        of_all = (
            f"all {len(names.state)}"
            if len(terms) == len(names.state)
            else f"{len(terms)} of the {len(names.state)}"
        )
        on = f" on {of_all} terms"
    what = f"{counted(len(names.reports), 'report')}{on}, none before{most}"
    if parties:
        what += f"; positions of {names.parties(parties)}"
    return names.line(Rule.FIRST_REPORTS, what, about="First reports", reports=names.reports, source="")


def _most_first(ids: Iterable[str]) -> list[str]:
    return [id for id, _ in Counter(ids).most_common()]
