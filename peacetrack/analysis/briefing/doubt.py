"""What makes it doubtful that an acceptance is the last word of its party: the order, and an announcement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from peacetrack.analysis.briefing.acts import (
    goes_back,
    is_against,
    is_told,
    members_against,
    refusals,
    refuses,
    since_announced,
    taken_back,
)
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.own_words import less_on_record, says_itself
from peacetrack.analysis.briefing.phrase import day_words, shortened, since_words
from peacetrack.analysis.briefing.sources import reserve_of, tellers
from peacetrack.analysis.contending import (
    became_otherwise,
    contenders_of,
    contending,
    is_only_heard,
    only_heard,
    otherwise_of,
    rivals_of,
)
from peacetrack.analysis.holding import said_of
from peacetrack.analysis.window import first_lapsed, off_in_words
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import Statement, reports_of
from peacetrack.rules.contender import Unheld, said_at
from peacetrack.rules.event import EventState
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, TermState, rulings_of
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import day_text
from peacetrack.words.quote import in_marks
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import After, During

Contended = tuple[Standing, Run, str]
"""Where a party stands, the statements of another stance, and that they may be its last word."""


def contended(names: Names, term: TermState) -> Iterator[Contended]:
    """Yield the acceptances of a term of which it is not known that they came last, or what they hang on.

    They may not be the last word of their party, or are conditional on an event of which reports differ
    whether it was held.
    """
    for standing in map(term.__getitem__, term.accepting):
        others = contenders_of(term.state, standing)
        since, rivals = others.since_announced, contending(term.state, standing, others)
        if since:
            yield standing, since, f"{announced(names, standing, since[-1])}{_said(term, since[-1])}"
        elif rivals:
            yield standing, rivals, f"{also_said(names, rivals)}{_said(term, rivals[-1])}"
        if others.unheld is not None and not standing.begun_perhaps:
            yield standing, *_announced_for(names, term, standing, others.unheld)
        if others.renewed is not None:
            yield standing, *_renewed(names, term, standing, others.renewed)
        yield from _hanging(names, term, standing)


def _renewed(names: Names, term: TermState, standing: Standing, before: Standing) -> tuple[Run, str]:
    """Return what an acceptance asked for until it ran out, and that it is renewed without a word of that."""
    window, first = first_lapsed(term.state, before), (standing.recorded or standing.runs["stance"])[0]
    ended, over = ends_in_words(window.field, window.stance, lapsed=True)
    day = "" if window.at is None else f" {day_words(last_moment(window.at))}"
    red_line = ", a red line," if before.red_line is True and standing.red_line is None else ""
    accepted = f"{names.party(standing.party)} accepted it{asked_by(names, before)}{red_line}"
    renews = f"it renews it, {since_words(str(first.since))}, without a word of that"
    return (
        *before.runs["conditions"],
        *before.runs["stance"],
    ), f"{accepted} until its {ended} {over}{day}; {renews}"


def _announced_for(names: Names, term: TermState, standing: Standing, unheld: Unheld) -> tuple[Run, str]:
    """Return for which event an acceptance was announced, and that it is not known to be held."""
    run = standing.recorded or standing.runs["stance"]
    event = term.state.event(unheld.event)
    put_off = event.runs["status"] if unheld.put_off else ()
    day = day_words(day_text(max(map(said_at, run))))
    announced = f"the acceptance of {names.party(standing.party)} was announced {day} for this"
    return put_off or run, f"{announced}{put_off_words(names, event, unheld.put_off)}: {names.event(event)}"


def reports_of_events(before: TermState, now: TermState) -> Iterator[str]:
    """Yield the reports that say something else now of the events that acceptances of a term rest on."""
    events = dict.fromkeys(event for term in (before, now) for event in _events_behind(term))
    for event in events:
        was, run = (term.state.event(event).runs.get("status", ()) for term in (before, now))
        if reports_of(was) != reports_of(run):
            yield from reports_of(run)


def _events_behind(term: TermState) -> Iterator[str]:
    """Yield the events that acceptances of a term are conditional on, or were announced for and not held."""
    for standing in map(term.__getitem__, term.accepting):
        yield from (asked.event for asked in standing.conditions if isinstance(asked, EventHeld))
        event = contenders_of(term.state, standing).unheld
        yield from () if event is None else (event.event,)


def heard_of(state: State, standing: Standing) -> Iterator[Run]:
    """Yield by what the events were held that an acceptance asks for, where nobody stands by that."""
    asked = (condition.event for condition in standing.conditions if isinstance(condition, EventHeld))
    return filter(None, (only_heard(state, event) for event in asked))


def put_off_words(names: Names, event: EventState, put_off: EventStatus | None) -> str:
    """Return that an event was put off, and when, or that no report says that it was held."""
    if put_off is None:
        return f", of which {names.no_report} says that it was held"
    run = event.runs["status"]
    reserve = reserve_of(names, run) if is_only_heard(run) else ""
    return f"{off_in_words(put_off)}, {day_words(day_text(said_at(run[0])))}{reserve}"


def _hanging(names: Names, term: TermState, standing: Standing) -> Iterator[Contended]:
    """Yield on which events an acceptance hangs of which reports differ whether they were held."""
    for condition in standing.conditions:
        event = term.state.event(condition.event) if isinstance(condition, EventHeld) else None
        others = () if event is None or not event.held else otherwise_of(term.state, event)
        if event is not None and others:
            hangs = f"the acceptance of {names.party(standing.party)} hangs on this: {names.event(event)}"
            run = (*event.runs["status"], *others)
            yield standing, run, f"{hangs}, of which reports also say that it {became_otherwise(others)}"


def also_off_record(names: Names, term: TermState) -> Iterator[Contended]:
    """Yield the acceptances on the record that only reports off the record may overtake."""
    for standing in map(term.__getitem__, term.accepting):
        rivals = rivals_of(term.state, standing, contenders_of(term.state, standing))
        if rivals and standing.recorded and not any(statement.on_record for statement in rivals):
            said = f"{tellers(names, rivals)} that {_is_at(names, rivals[-1])}"
            yield standing, rivals, f"{said}, the order not known; on the record, it accepts it"


def all_contended(names: Names, term: TermState) -> Iterator[Contended]:
    """Yield all of these, those that only reports off the record may overtake last."""
    yield from contended(names, term)
    yield from also_off_record(names, term)


def announced(names: Names, standing: Standing, other: Statement) -> str:
    """Return when an acceptance was announced, and what its party says since then."""
    return f"{since_announced(names, standing, other.anchor)}{_is_at(names, other)}"


def also_said(names: Names, rivals: Run) -> str:
    """Return that reports give a party other stances too, and that the order is not known."""
    last = {statement.value: statement for statement in rivals}.values()
    said = " and that ".join(_is_at(names, statement) for statement in last)
    return f"reports also say that {said}, the order not known"


def _is_at(names: Names, statement: Statement) -> str:
    assert isinstance(statement.value, Stance)
    day = since_words(str(statement.since))
    return f"{names.party(statement.party or '')} {statement.value.verb} it, {day}"


def _said(term: TermState, statement: Statement) -> str:
    introduced, words = said_of(term.state, [statement])
    return f"; {introduced}: {in_marks(shortened(words))}" if words else ""


def _own_doubts(names: Names, term: TermState) -> Iterator[str]:
    """Yield why an agreed term may not be agreed, apart from what it hangs on."""
    if term.status is not TermStatus.AGREED:
        return
    going_back = list(taken_back(term))
    yield from (goes_back(names, standing, claimed) for standing, claimed in going_back)
    yield from (refuses(names, standing, claimed) for standing, claimed in refusals(term))
    yield from (is_against(names, standing) for standing in members_against(term))
    told = {standing.party for standing, claimed in going_back if is_told(standing, claimed)}
    accepting = [term[party] for party in term.unconfirmed]
    for standing in accepting:
        if standing.otherwise:
            yield f"on the record {names.party(standing.party)} {says_itself(names, standing)}"
    for standing, own in _refused_on_record(names, term):
        if not standing.otherwise:  # it stands where its group stands
            yield f"on the record {is_against(names, own)}"
    others = (standing for standing in accepting if standing.party not in told)
    for accounts, group in grouped(others, lambda standing: standing.accounts_of).items():
        if accounts:
            yield by_account(names, *group)
    yield from (less_on_record(names, *pair) for pair in less(names, term))
    undated = [standing for standing in accepting if standing.begun_perhaps]
    if undated:
        yield left_open(term.state, names, undated)
    yield from (words for _, _, words in contended(names, term))


def less(names: Names, term: TermState) -> Iterator[tuple[Standing, Standing]]:
    """Yield the parties whose acceptance is less on the record, each before where it stands there.

    Those that went back on it are in `taken_back`.
    """
    going_back = {standing.party for standing, _ in taken_back(term)}
    return (pair for pair in names.record.less(term.id) if pair[0].party not in going_back)


def in_doubt(names: Names, term: TermState) -> tuple[str, ...]:
    """Return the accepting parties that perhaps do not: by an act, an account, a date or their own words.

    Then the holders of a veto, and the members of accepting groups, that are against it.
    """
    going_back = (standing.party for standing, _ in taken_back(term))
    refused = (standing.party for standing, _ in _refused_on_record(names, term))
    less_there = (standing.party for standing, _ in names.record.less(term.id))
    order = (standing.party for standing, run, _ in contended(names, term) if run[-1].field == "stance")
    unheld = (party for party in term.accepting if contenders_of(term.state, term[party]).unheld)
    against = (*(standing for standing, _ in refusals(term)), *members_against(term))
    against_it = (standing.party for standing in against)
    doubted = (*going_back, *term.unconfirmed, *refused, *less_there, *order, *unheld, *against_it)
    return tuple(dict.fromkeys(doubted))


def claims_over_refusals(names: Names, term: TermState) -> list[tuple[Standing, Standing]]:
    """Return the accepting parties that are against it on the record, each with where it stands there.

    There are none where as many as are needed accept an agreed term without them.
    """
    pairs = list(_refused_on_record(names, term))
    return [] if pairs and _is_enough_without(term, {standing.party for standing, _ in pairs}) else pairs


def _refused_on_record(names: Names, term: TermState) -> Iterator[tuple[Standing, Standing]]:
    pairs = names.record.not_taken_back([term.id])
    return (pair for pair in pairs if pair[0].party in term.accepting)


def _is_enough_without(term: TermState, refusing: Collection[str]) -> bool:
    """Return whether a term is agreed also where some of its parties reject it: a quorum may do without."""
    by_party = partial(rulings_of(term.state).statuses.of_party, term.id)

    def status_of(party: str) -> TermStatus:
        return TermStatus.BLOCKED if party in refusing else by_party(party)

    return all(quorum.status(status_of) is TermStatus.AGREED for quorum in term.quorums)


def by_account(names: Names, *alike: Standing) -> str:
    """Return by whose account alone acceptances are known."""
    accounts = names.parties(alike[0].accounts_of)
    accepting = names.parties(standing.party for standing in alike)
    of = f"acceptance of {accepting} is" if len(alike) == 1 else f"acceptances of {accepting} are"
    return f"the {of} known only by the account of {accounts}"


def left_open(state: State, names: Names, standings: Sequence[Standing]) -> str:
    """Return that the dates leave open whether parties accept."""
    accept = "accepts" if len(standings) == 1 else "accept"
    parties = names.parties(standing.party for standing in standings)
    events = dict.fromkeys(not_held(state, names, s.runs.get("stance", ())) for s in standings)
    return f"the dates leave open whether {parties} {accept} it at this moment{''.join(events)}"


def not_held(state: State, names: Names, run: Sequence[Statement]) -> str:
    """Return with which event a stance begins, where it was cancelled, or no report says that it was held."""
    times = [state.since_as_reported(statement) for statement in run]
    events = [state.event(time.event) for time in times if isinstance(time, During | After)]
    if not events or any(event.held or event.type == DEADLINE for event in events):
        return ""
    cancelled = events[-1].status is EventStatus.CANCELLED
    said = "this was cancelled" if cancelled else "no report says that this was held"
    return f"; {said}: {names.event(events[-1])}"
