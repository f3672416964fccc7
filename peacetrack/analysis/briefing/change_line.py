"""Lines on one change each: of a stance, of what goes with it, of a stage, of an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from peacetrack.analysis.briefing.moves import Move, behind, late_words, moved_on, since_when
from peacetrack.analysis.briefing.offers import Lapse, lapsed_windows, of_ended, of_renewed
from peacetrack.analysis.briefing.statuses import as_regrouped, said_itself
from peacetrack.analysis.changes.cause import REGROUPING, Cause
from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.changes.pair import says_all
from peacetrack.analysis.contending import became_otherwise, otherwise_of
from peacetrack.analysis.holding import holding_of
from peacetrack.analysis.phrase import day_words, listed, since_words
from peacetrack.analysis.sentence.citation import Citation, joined
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by
from peacetrack.analysis.sentence.sources import reserve_of, stage_words, tellers, told, verb
from peacetrack.analysis.verdict.doubt import not_held
from peacetrack.analysis.verdict.own_words import says_itself
from peacetrack.analysis.window import extended_in_vain, first_lapsed, stated_with
from peacetrack.index.statement import Statement
from peacetrack.ledger.entry import Entry
from peacetrack.rules.event import EventState
from peacetrack.rules.extension import until_in_words
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, reading_of
from peacetrack.words.act import Act
from peacetrack.words.condition import Condition
from peacetrack.words.edtf import DAY
from peacetrack.words.position import Position
from peacetrack.words.report import Claim, Event, EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, counted, grouped, in_short
from peacetrack.words.when import Moment, as_instant


class ChangeLine(NamedTuple):
    """A line on a change, with what it is ordered by (greater first), and whether something was before."""

    line: Line
    order: tuple[bool, bool, int, int]
    again: bool

    @property
    def holder(self) -> tuple[str, ...]:
        """The terms and the parties that it is about."""
        return (*self.line.terms, *self.line.parties)


def placed(names: Names, line: Line, change: Change | None = None) -> ChangeLine:
    """Return a line with what it is ordered by: those of needed parties first, turns by their day."""
    state = names.state
    seq = max((_seq(state, line, _entry(state, report)) for report in line.reports), default=0)
    since = since_of(state, change) if change is not None and line.rule is Rule.TURN else None
    day = 0 if since is None else since.anchor // DAY
    needed = any(party in state.needed_on(term) for term in line.terms for party in line.parties)
    return ChangeLine(line, (needed, True, day, seq), change is not None and change.before is not None)


def _seq(state: State, line: Line, entry: Entry) -> int:
    """Return the seq of an entry; of a correction that repeats what a line is about, that of the first."""
    corrected = None if entry.corrects is None else _entry(state, entry.corrects)
    if corrected is None or _said(state, line, entry) != _said(state, line, corrected):
        return entry.seq
    return _seq(state, line, corrected)


def _entry(state: State, report: str) -> Entry:
    filed = reading_of(state).snapshot.filed(report)
    assert filed is not None
    return filed.entry


def _said(state: State, line: Line, entry: Entry) -> tuple[object, ...]:
    """Return what an entry says of the terms and the parties of a line; without terms, of events."""
    assert entry.report is not None
    claims = [claim for claim in entry.report.claims if _is_about(state, line, claim)]
    return entry.report.since, entry.report.attribution, claims


def _is_about(state: State, line: Line, claim: Claim) -> bool:
    if not line.terms:
        return isinstance(claim, Event)
    party = claim.party if isinstance(claim, Position) else None
    # an alias may be any of them
    is_other = party in state.agenda.party_by_id and party not in line.parties
    return bool({*claim.subjects} & {*line.terms}) and not is_other


def since_of(state: State, change: Change) -> Moment | None:
    """Return since when the stance after a change holds, or has run out; None for other changes."""
    if change.field == "lapsed" and change.after and change.party is not None:
        ends = [window.at for window in lapsed_windows(state, change.term, change.party) if window.at]
        return Moment.at(as_instant(ends[0])) if ends else None
    if change.field != "stance" or not isinstance(change.after, Stance) or change.party is None:
        return None
    standing = state.standing(change.term, change.party)
    regrouped = standing.derived or change.cause in REGROUPING
    return turned_since(state, standing) if regrouped else standing.since


def turned_since(state: State, standing: Standing) -> Moment | None:
    """Return since when a party stands at its stance without a break; of one with a group, when it turned."""
    spells = reversed(state.spells(standing.term, standing.party))
    *_, first = takewhile(lambda spell: spell.standing.stance is standing.stance, spells)
    begins, since = first.begins, standing.since
    if begins is None or since is None or as_instant(begins) <= since.anchor:
        return since
    return Moment.at(as_instant(begins))


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

ASIDE = {
    Cause.CORRECTED: ", after a correction",
    Cause.RETRACTED: ", after a retraction",
    Cause.DATED: ", as an event was dated",
    Cause.DECLARED: ", by a new declaration",
    Cause.JOINED: ", with its group",
}

_MENDED = {
    Cause.CORRECTED: "; the report is corrected:",
    Cause.RETRACTED: ", by a report since retracted; now",
}
"""What stands between two stances of a party that did not move."""


class _Change:
    """A change with its names: how it came about, by which statements, and the line on it."""

    def __init__(self, names: Names, change: Change) -> None:
        self.names, self.change, self.state = names, change, names.state
        self.party = names.party(change.party or "")

    def standing(self) -> Standing:
        """Return where its party stands."""
        return self.state.standing(self.change.term, self.change.party or "")

    def run(self, field: str | None = None) -> list[Statement]:
        """Return the statements of a field that holds now, of the reports behind it: by default its own."""
        held = holding_of(self.state, self.change.term, self.change.party)
        run = held.runs.get(field or self.change.field, ())
        return [statement for statement in run if statement.report in self.change.reports]

    def aside(self, run: Sequence[Statement], when: Moment | None = None) -> str:
        """Return how it came about that is none of the world, or how late it was learned."""
        cause = self.change.cause
        return late_words(run, when) if cause is Cause.LEARNED else ASIDE.get(cause, "")

    def rule(self, rule: Rule, aside: str) -> Rule:
        """Return its rule by its cause; what was reported soon was not learned late."""
        return _BY_CAUSE.get(self.change.cause, rule) if aside else rule

    def line(self, rule: Rule, what: str, *runs: Sequence[Statement]) -> Line:
        """Return the line on it."""
        of, parties = self.change, filter(None, [self.change.party])
        return self.names.line(rule, what, *runs, terms=[of.term], parties=parties, reports=of.reports)


# Stances


def of_stance(names: Names, change: Change | None, news: Sequence[Move], since: int) -> ChangeLine:
    """Return the line on the moves of a party on a term since an instant, or on what they come to.

    What a correction, a declaration or a date changed is what they come to.
    """
    if change is not None and (not news or (len(news) == 1 and change.cause in _NO_MOVE)):
        return placed(names, _of_difference(_Change(names, change), since), change)
    last = news[-1]
    late = late_words(last.run) if last.begins <= since else ""
    what = moved_on(names, news, late) + not_held(names, last.run)
    gone = change is not None and not isinstance(change.after, Stance)
    what += "; no stance is known any more" if gone else ""
    turned = any(move.was is not None for move in news)
    rule = Rule.LEARNED if late else Rule.TURN if turned else Rule.FIRST_STANCE
    rule = Rule.TURNED_AGAINST if last.refuses and not gone else rule
    steps = [*news, last.after] if last.after is not None else news
    runs = [run for move in steps for run in behind(names, move)]
    source = joined(*map(names.source, runs), most=len(runs))
    holder = last.standing
    line = names.line(rule, what, *runs, terms=[holder.term], parties=[holder.party], source=source)
    if rule in (Rule.TURNED_AGAINST, Rule.TURN):
        return ChangeLine(line, last.order, turned)
    return placed(names, line)._replace(again=turned)


def _of_difference(of: _Change, earlier: int) -> Line:
    """Return the line on a change of a stance: what it was, and what it is."""
    names, change, state = of.names, of.change, of.state
    was, now, cause = change.before, change.after, change.cause
    run = of.run() or holding_of(state, change.term, change.party).runs.get("stance", ())
    aside = ", as the position of a member ran out" if cause is Cause.LAPSED else of.aside(run)
    rule = of.rule(Rule.TURN if isinstance(was, Stance) else Rule.FIRST_STANCE, aside)
    since, reserve = since_of(state, change), reserve_of(names, run)
    known = ("" if since is None else f", {since_words(since)}") + reserve
    joined_with = as_regrouped(names, change, earlier) if cause in REGROUPING else ""
    if cause is Cause.JOINED or joined_with:
        known, aside = (known + joined_with, "") if isinstance(now, Stance) else (known, joined_with)
    if not isinstance(now, Stance):
        what = f"{of.party}: no stance is known any more{aside}"
    elif not isinstance(was, Stance):
        just = "" if was is None else " just"
        what = f"{of.party} {now.verb} it{known}; no stance was known{just} before{aside}"
    elif cause in _MENDED:
        began = "" if since is None else f" {since_when(since)}"
        what = f"{of.party} was recorded as {was}{_MENDED[cause]} {now}{began}{reserve}"
    else:
        what = f"{of.party} went from {was} to {now}{known}{aside}"
    return of.line(rule, what + not_held(names, run), run, *_beside(of))


def _beside(of: _Change) -> Iterator[Sequence[Statement]]:
    """Yield what a member says itself against its group, or the group that it turned from."""
    standing = of.standing()
    if of.change.cause is Cause.JOINED and standing.by_group is not None:
        yield said_itself(of.state, standing)
    elif of.change.cause is Cause.JOINED:
        for group in of.state.groups_of(standing.party):
            run = of.state.standing(standing.term, group).runs.get("stance", ())
            yield [statement for statement in run if statement.report in of.change.reports]


# What goes with a stance


def keeps_red_line(names: Names, change: Change) -> bool:
    """Return whether a red line that later reports leave out still stands on the record."""
    state = names.state
    if change.field != "red_line" or change.after is True or change.party is None or change.term not in state:
        return False
    return names.record.red_line(state.standing(change.term, change.party)) is not None


def goes_with(change: Change, stance: Change | None) -> bool:
    """Return whether the sentence on a change of the stance has the conditions already: those of both."""
    return change.field == "conditions" and change.after != () and stance is not None


def of_terms(names: Names, change: Change, *, only_dropped: bool = False) -> Line:
    """Return the line on a red line or on conditions, perhaps only on those that a party dropped."""
    of = _Change(names, change)
    run = of.run()
    aside = of.aside(run)
    rule = of.rule(Rule.TERMS_OF_STANCE, aside)
    if change.after is None and not says_all(of.state, holding_of(of.state, change.term, change.party)):
        return of.line(rule, f"{of.party} {_unsaid(names, change)}{aside}", of.run("stance"))
    known = reserve_of(names, run) if run else ""
    if change.field == "red_line":
        what = ("draws a red line" if change.after is True else "has no red line any more") + known
    elif only_dropped:
        dropped = [condition for condition in change.before or () if condition not in (change.after or ())]
        what = f"no longer asks that {_listed(names, dropped)}{known}"
    else:
        what = _now_asked(names, change.before or (), change.after or (), known)
    return of.line(rule, f"{of.party} {what}{aside}", run)


def _unsaid(names: Names, change: Change) -> str:
    """Return what ended with a stance: that no report speaks of it any more is no concession."""
    if change.field == "conditions":
        past = participle = f"asked that {_listed(names, change.before)}"
    elif change.before:
        past, participle = "drew a red line", "drawn a red line"
    else:
        past = participle = "called it no red line"
    if change.cause in _MENDED:
        return f"was recorded to have {participle}; no longer"
    return f"{past}; the report of its stance now does not mention it"


def _now_asked(names: Names, before: Sequence[Condition], now: Sequence[Condition], known: str) -> str:
    """Return which conditions came and went, with how that is known, and which stay."""
    if not now:
        return f"sets no condition any more{known}; it asked that {_listed(names, before)}"
    new = [condition for condition in now if condition not in before]
    gone = [condition for condition in before if condition not in now]
    kept = [condition for condition in now if condition in before]
    asked = f"asks now that {_listed(names, new)}" if new else ""
    dropped = f"no longer {'' if new else 'asks '}that {_listed(names, gone)}" if gone else ""
    still = f"; still that {_listed(names, kept)}" if kept else ""
    return ", ".join(filter(None, (asked, dropped))) + known + still


def _listed(names: Names, conditions: Iterable[Condition]) -> str:
    return listed([names.condition(condition) for condition in conditions], 2)


WORDS = ("accounts_of", "otherwise", "attribution")
"""The fields that say who gives a stance that stays: the first with news makes the line."""


def of_words(names: Names, changes: Mapping[str, Change]) -> ChangeLine | None:
    """Return the line on who gives a stance that stays; None where that is no news.

    Parameters:
        names: names of the state.
        changes: the changes of who gives the stance, by field.
    """
    for change in (changes[field] for field in WORDS if field in changes):
        of = _Change(names, change)
        line = _said_on_record(of) or (_of_otherwise(of) if change.field == "otherwise" else None)
        if line is not None:
            return placed(names, line, change)
    return None


def _said_on_record(of: _Change) -> Line | None:
    """Return the line on a party that says itself on the record now where it stands, if that is news."""
    names, standing = of.names, of.standing()
    new = [s for s in standing.recorded if s.report in of.change.reports]
    run, was = new or standing.recorded[-1:], _known_before(names, of.change)
    if not run or not was:
        return None
    aside = of.aside(run)
    says = f"{of.party} {verb(standing)} it{asked_by(names, names.record.own(standing))}"
    what = f"on the record now, {says}, {since_words(run[0].since)}{aside}; before, {was}"
    return of.line(of.rule(Rule.TERMS_OF_STANCE, aside), what, run)


def _known_before(names: Names, change: Change) -> str:
    """Return how a stance was known that its party states on the record now; empty where that is no news."""
    before = change.before
    if change.field == "accounts_of":
        return f"only {names.parties(before)} said so" if before else ""
    if change.field == "otherwise":
        return f"its stance there: {before}" if isinstance(before, Stance) else ""
    return "" if before.on_record or not change.after.on_record else "only off the record"


def _of_otherwise(of: _Change) -> Line:
    """Return the line on a party that says otherwise on the record than it is reported off it, or no more."""
    names, standing, record = of.names, of.standing(), of.names.record.state
    runs, off = [standing.otherwise], verb(standing)
    aside = of.aside(standing.otherwise)
    ended = lapsed_windows(record, standing.term, standing.party)
    if standing.otherwise:
        own = f"on the record, {of.party} {says_itself(names, standing)}{aside}"
        what = f"{own}; it {off} it only off the record"
    elif ended and not standing.silent:
        lapse = Lapse(names, ended[0], record)
        what = f"{lapse.words()}; {tellers(names, told(standing))} that {of.party} {off} it{aside}"
        runs = [*lapse.runs(), standing.runs["stance"]]
    else:
        what = f"{of.party} {off} it; nothing that it says on the record is otherwise any more{aside}"
    return of.line(of.rule(Rule.TERMS_OF_STANCE, aside), what, *runs)


# Ends


def is_extension(state: State, change: Change) -> bool:
    """Return whether a party extends an offer or a position, by a change of its end."""
    if change.field not in ENDING_FIELDS:
        return False
    run = holding_of(state, change.term, change.party).runs.get(change.field, ())
    new = [statement for statement in run if statement.report in change.reports]
    return bool(new) and state.claim_of(new[-1]).act is Act.EXTENDS


def of_extension(names: Names, change: Change) -> Line:
    """Return the line on an offer or a position that a party extends: until when, and until when before."""
    of = _Change(names, change)
    standing, run = of.standing(), of.run()
    what, _ = ends_in_words(change.field, stated_with(of.state, standing, change.field).stance)
    until, before = (
        "" if isinstance(ending, Absence | None) else names.named(until_in_words(ending), of.state.event_ids)
        for ending in (change.after, change.before)
    )
    aside = of.aside(run)
    said = f"{of.party} extends its {what}, {since_words(run[-1].since)}{aside}"
    said += f"{f', {until}' if until else ''}{reserve_of(names, run[-1:])}{f'; {before} before' if before else ''}"
    said += _closed_on_record(names, standing, run)
    return of.line(of.rule(Rule.TERMS_OF_STANCE, aside), said, run)


def _closed_on_record(names: Names, standing: Standing, run: Sequence[Statement]) -> str:
    """Return that what a party extends was over by its own words on the record, if so (rule 4)."""
    record = names.record.state
    less = (own for each, own in names.record.less(standing.term) if each.party == standing.party)
    for own in (own for own in less if own.lapsed):
        vain, window = extended_in_vain(record, own), first_lapsed(record, own)
        if vain is not None and vain.report == run[-1].report and window.at is not None:
            over = f"{ends_in_words(window.field, window.stance, lapsed=True)[1]} {day_words(last_moment(window.at))}"
            return f"; on the record, it {over}: read as no new acceptance"
    return ""


def of_lapse(names: Names, change: Change) -> Line:
    """Return the line on what ran out, or on what was renewed: it may name other parties."""
    state, party, aside = names.state, change.party or "", ASIDE.get(change.cause, "")
    rule = _BY_CAUSE.get(change.cause)
    ended = lapsed_windows(state, change.term, party) if change.after else ()
    if ended:
        return of_ended(names, ended[0], rule, aside)
    rule = rule or Rule.TERMS_OF_STANCE
    if not change.after:
        spells = [s for s in state.spells(change.term, party) if not s.standing.silent]
        return of_renewed(names, state.standing(change.term, party), spells, rule, aside)
    return _Change(names, change).line(rule, f"the position of {names.party(party)} ran out{aside}")


# Stages, events and details


def of_stage(names: Names, change: Change) -> Line:
    """Return the line on how far a term itself is reported to have come."""
    of, now = _Change(names, change), change.after
    run, what = of.run(), "no stage is reported any more"
    if now is not None:
        since = f", {since_words(run[0].since)}" if run else ""
        what = f"reported as {stage_words(now)}{since}{reserve_of(names, run) if run else ''}"
    what += "" if change.before is None else f"; {stage_words(change.before)} before"
    own = names.record.broken_off(change.term) if change.term in of.state else None
    here: Sequence[Statement] = ()
    if own is not None and own.stage is not change.before:
        here = own.runs["stage"]
        what += f"; on the record, {stage_words(own.stage)}, {since_words(here[0].since)}"
    aside = of.aside(run)
    return of.line(of.rule(Rule.EVENT, aside), what + aside, run, here)


def of_event(names: Names, change: Change) -> Line:
    """Return the line on the status or the date of an event."""
    of, now, event = _Change(names, change), change.after, names.state.event(change.term)
    field = "date" if change.field == "when" else "status"
    is_now = f"its {field} is {'not known any more' if now is None else _dated(now)}"
    what = _took_place(event, now) or _EVENTS.get(now) or is_now
    what += names.reason(event) if now is event.status else ""
    what += "" if change.before is None else f", {_dated(change.before)} before"
    also = otherwise_of(of.state, event) if field == "status" and now == event.status else ()
    what += f"; reports also say that it {became_otherwise(also)}" if also else ""
    aside = of.aside([s for s in event.evidence if s.report in change.reports], event.when)
    rule, about = of.rule(Rule.EVENT, aside), names.event(event)
    return names.line(rule, what + aside, about=about, parties=event.participants, reports=change.reports)


def _took_place(event: EventState, status: object) -> str:
    """Return that an event took place after the moment, where it did: what it became is hindsight."""
    if status is not event.status or not event.comes_later:
        return ""
    return "took place later" + ("" if event.when is None else f", {since_words(event.when)}")


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


def of_details(names: Names, details: Iterable[Change]) -> Line:
    """Return the line that counts the changes that have none of their own."""
    of_each = grouped(details, lambda change: change.term)
    terms = [id for id in of_each if id in names.state]
    events = [id for id in of_each if id not in names.state]
    reports = [report for changes in of_each.values() for change in changes for report in change.reports]
    on = f"{_counted(of_each, terms)} changed on {names.terms(terms)}" if terms else ""
    which = names.occasion(events[0]) if len(events) == 1 else counted(len(events), "event")
    of = f"{_counted(of_each, events)}{'' if on else ' changed'} of {which}" if events else ""
    source = Citation(counted(len(set(reports)), "report"), tuple(dict.fromkeys(reports)))
    what = ", ".join(filter(None, (on, of)))
    return names.line(Rule.DETAILS, what, about="", terms=terms, reports=reports, source=source)


def _counted(of_each: Mapping[str, Sequence[Change]], ids: Iterable[str]) -> str:
    return counted(sum(len(of_each[id]) for id in ids), "detail")
