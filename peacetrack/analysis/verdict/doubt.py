"""Doubts that an agreed term is agreed: by acts, accounts, words on the record, and dates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, partial

from peacetrack.analysis.contending import (
    became_otherwise,
    contenders_of,
    contending,
    denied_events,
    events_asked,
    is_only_heard,
    only_heard,
    otherwise_of,
    rivals_of,
    stance_heard,
)
from peacetrack.analysis.phrase import day_words, since_words
from peacetrack.analysis.sentence.citation import Citation
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Evidence, Names, asked_by
from peacetrack.analysis.sentence.sources import reserve_of, tellers
from peacetrack.analysis.verdict.acts import (
    act_done,
    breaches,
    complied,
    denial_since,
    goes_back,
    gone_back_since,
    is_against,
    is_endless,
    members_against,
    of_going_back,
    refusals,
    refuses,
    since_announced,
    taken_back,
)
from peacetrack.analysis.verdict.own_words import (
    behind_less,
    follows,
    less_on_record,
    line_of_both,
    otherwise,
    says_itself,
)
from peacetrack.analysis.window import extended_in_vain, first_lapsed, off_in_words
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import Statement, reports_of
from peacetrack.rules.acts import accepted_since
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import Unheld, said_at
from peacetrack.rules.event import EventState
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, TermState, reading_of
from peacetrack.words.condition import StanceIs
from peacetrack.words.edtf import BEGINNING, day_text
from peacetrack.words.report import EventStatus
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import After, During

Contended = tuple[Standing, Run, str]
"""Where a party stands, the statements of another stance, and that they may be its last word."""


class Doubts:
    """The doubts that an agreed term is agreed, apart from what it hangs on.

    Each part of it is worked out once.

    Parameters:
        names: the names of its state.
        term: the term.
    """

    def __init__(self, names: Names, term: TermState) -> None:
        self._names, self._term, self._state = names, term, term.state
        self._agreed = term.status is TermStatus.AGREED

    @cached_property
    def going_back(self) -> Sequence[tuple[Standing, Claimed]]:
        """The accepting parties that go back on it in an act without a stance, each with that act."""
        return list(taken_back(self._term))

    @cached_property
    def refusals(self) -> Sequence[tuple[Standing, Claimed]]:
        """The deciding parties that do not accept it and are against it in an act, each with that act."""
        return list(refusals(self._term))

    @cached_property
    def members(self) -> Sequence[Standing]:
        """Where members of accepting groups stand that are against it."""
        return list(members_against(self._term))

    @cached_property
    def refused(self) -> Sequence[tuple[Standing, Standing]]:
        """The accepting parties that are against it on the record, each with where it stands there."""
        pairs = self._names.record.not_taken_back([self._term.id])
        return [pair for pair in pairs if pair[0].party in self._term.accepting]

    @cached_property
    def less(self) -> Sequence[tuple[Standing, Standing]]:
        """The acceptances that are less on the record, each with that; but for those in `going_back`.

        Of a term that is not agreed they have to set a condition there, or to be over.
        """
        going_back = {standing.party for standing, _ in self.going_back}
        record = self._names.record
        pairs = (pair for pair in record.less(self._term.id) if self._agreed or record.is_less(*pair))
        return [pair for pair in pairs if pair[0].party not in going_back]

    @cached_property
    def contended(self) -> Sequence[Contended]:
        """The acceptances of which it is not known that they came last, or that what they hang on took place.

        They may not be the last word of their party, were announced for an event that is not known to be
        held, or are conditional on one of which reports differ whether it was.
        """
        return [each for party in self._term.accepting for each in self._contended(self._term[party])]

    @cached_property
    def perhaps_overtaken(self) -> Sequence[Contended]:
        """The acceptances on the record that only reports off the record may overtake."""
        return [each for party in self._term.accepting for each in self._off_record(self._term[party])]

    @cached_property
    def _unconfirmed(self) -> Sequence[Standing]:
        return [self._term[party] for party in self._term.unconfirmed]

    @cached_property
    def _told(self) -> frozenset[str]:
        """The parties that go back on it, of which others alone say since then that they accept it."""
        told = (s.party for s, act in self.going_back if s.accounts_of and accepted_since(s, act))
        return frozenset(told)

    @property
    def decisive(self) -> Sequence[tuple[Standing, Standing]]:
        """Those of `refused` without which it is not agreed: none where as many as are needed accept it."""
        refusing = {standing.party for standing, _ in self.refused}
        return () if refusing and is_enough_without(self._term, refusing) else self.refused

    @property
    def parties(self) -> tuple[str, ...]:
        """The accepting parties that perhaps do not: by an act, an account, a date or their own words.

        Then the holders of a veto, and the members of accepting groups, that are against it.
        """
        term = self._term
        order = (s.party for s, run, _ in self.contended if run[-1].field == "stance")
        unheld = (party for party in term.accepting if contenders_of(self._state, term[party]).unheld)
        less = self._names.record.less(term.id)
        first = (standing.party for standing, _ in self.going_back)
        there = (standing.party for standing, _ in (*self.refused, *less))
        against = (*(standing for standing, _ in self.refusals), *self.members)
        last = (standing.party for standing in against)
        return tuple(dict.fromkeys((*first, *term.unconfirmed, *there, *order, *unheld, *last)))

    def sources(self) -> Sequence[Sequence[Citation]]:
        """Return their sources, by kind, with those of events that are only heard of."""
        names, accepting = self._names, [self._term[party] for party in self._term.accepting]
        acts = *self.going_back, *self.refusals
        denials = [(s, act) for s in accepting for _, _, act in denied_events(self._state, s)]
        less = [run for pair in self.less for run in behind_less(names.record, *pair)]
        contended = (*self.contended, *self.perhaps_overtaken) if self._agreed else ()
        return (
            [names.source(standing.otherwise) for standing in accepting],
            [
                *(names.source(run) for run in less),
                *(names.cite(by, None) for standing in accepting for by in behind_doubted(names, standing)),
            ],
            [names.source(of_field) for _, run, _ in contended for of_field in _by_field(run)],
            [names.claimed(act, standing.party) for standing, act in (*acts, *denials)],
            [names.source(accepted_since(*pair)) for pair in acts],
            [names.source(standing.runs["stance"]) for standing in self.members],
        )

    # In words

    def words(self) -> Iterator[str]:
        """Yield why it may not be agreed; nothing of a term that is not agreed."""
        if not self._agreed:
            return
        names = self._names
        yield from (goes_back(names, *pair) for pair in self.going_back)
        yield from (refuses(names, *pair) for pair in self.refusals)
        yield from (is_against(names, standing) for standing in self.members)
        for standing in self._unconfirmed:
            if standing.otherwise:
                yield f"on the record {names.party(standing.party)} {says_itself(names, standing)}"
        for standing, own in self.refused:
            if not standing.otherwise:  # it stands where its group stands
                yield f"on the record {is_against(names, own)}"
        others = (standing for standing in self._unconfirmed if standing.party not in self._told)
        for accounts, group in grouped(others, lambda standing: standing.accounts_of).items():
            if accounts:
                yield _by_account(names, *group)
        yield from (less_on_record(names, *pair) for pair in self.less)
        undated = [standing for standing in self._unconfirmed if standing.begun_perhaps]
        if undated:
            yield _left_open(names, undated)
        yield from (words for _, _, words in self.contended)

    # Lines

    def lines(self) -> Iterator[Line]:
        """Yield the lines on them, and on refusals and breaches; stances against it have others."""
        yield from self._refused()
        yield from self._going_back()
        yield from self.breached()
        yield from self._less()
        if self._agreed:
            yield from self._not_confirmed()
            yield from self._out_of_order()

    def reports(self) -> Iterator[str]:
        """Yield the reports behind them, of an agreed term."""
        if self._agreed:
            of_acts = *self._going_back(), *self.breached(), *self._refused()
            for line in (*self._not_confirmed(), *self._less(), *of_acts, *self._out_of_order()):
                yield from line.reports
            for standing in self.members:
                yield from reports_of(standing.recorded, standing.runs["stance"])

    def breached(self) -> Iterator[Line]:
        """Yield which accepting parties breach it."""
        for standing, act in breaches(self._term):
            complies = complied(self._term, standing, act)
            yield of_going_back(self._names, Rule.UNCONFIRMED, standing, act, complies=complies)

    def _going_back(self) -> Iterator[Line]:
        for standing, act in self.going_back:
            is_own = standing.party in self._term.accepting and is_endless(standing, act)
            endless = "; it is not stated whether its acceptance ended" if is_own else ""
            yield of_going_back(self._names, Rule.UNCONFIRMED, standing, act, endless)

    def _refused(self) -> Iterator[Line]:
        """Yield which deciding parties that do not accept it are against it in an act without a stance."""
        names, rule = self._names, Rule.UNCONFIRMED if self._agreed else Rule.REFUSAL
        for standing, act in self.refusals:
            complies = complied(self._term, standing, act)
            denial = denial_since(names, standing, act)
            what, acts = refuses(names, standing, act), [act, *([] if denial is None else [denial])]
            if complies is not None:
                what += f"; since then, {act_done(names, standing.party, complies)}"
                acts.append(complies)
            yield names.line_on(standing, rule, what, *acts)

    def _not_confirmed(self) -> Iterator[Line]:
        """Yield the acceptances that perhaps do not hold.

        They are another's account alone, or not what the party says on the record, or open by their dates.
        Those of parties against it on the record are in `overtaken`.
        """
        names, against = self._names, {standing.party for standing, _ in self.refused}
        for standing in self._unconfirmed:
            own, run = standing.otherwise, standing.runs.get("stance", ())
            if own and standing.party not in against:
                what = otherwise(names, standing)
                yield line_of_both(names, Rule.UNCONFIRMED, standing, what, own)
            elif standing.accounts_of and not own and standing.party not in self._told:
                yield names.line_on(standing, Rule.UNCONFIRMED, _by_account(names, standing), run)
            elif not own and not standing.accounts_of:
                yield names.line_on(standing, Rule.UNCONFIRMED, _left_open(names, [standing]), run)

    def _less(self) -> Iterator[Line]:
        names = self._names
        for standing, own in self.less:
            vain = extended_in_vain(names.record.state, own)
            runs, extends = behind_less(names.record, standing, own), [] if vain is None else [vain]
            what = less_on_record(names, standing, own)
            open_rule = Rule.OFFER_LAPSED if own.lapsed else Rule.CONDITION_UNMET
            yield names.line_on(
                standing, Rule.UNCONFIRMED if self._agreed else open_rule, what, *runs, *extends
            )

    def _out_of_order(self) -> Iterator[Line]:
        """Yield the acceptances of which it is not known that they came last; of an event, with each fate."""
        for standing, run, what in (*self.contended, *self.perhaps_overtaken):
            said = list(map(tuple, grouped(run, lambda statement: statement.value).values()))
            of_fields = _by_field(run)
            if run[-1].field == "status" and len(said) > 1:
                yield self._names.line_on(standing, Rule.UNCONFIRMED, what, *said)
            elif len(of_fields) > 1:
                by = *of_fields, standing.runs["stance"]
                yield self._names.line_on(standing, Rule.UNCONFIRMED, what, *by)
            else:
                yield line_of_both(self._names, Rule.UNCONFIRMED, standing, what, run)

    # Contended acceptances

    def _contended(self, standing: Standing) -> Iterator[Contended]:
        others = contenders_of(self._state, standing)
        since, rivals = others.since_announced, contending(self._state, standing, others)
        if since:
            announced = since_announced(self._names, standing, since[-1].anchor)
            yield standing, since, announced + self._is_at(since[-1]) + self._names.said(since[-1:])
        elif rivals:
            yield standing, rivals, self._also_said(rivals) + self._names.said(rivals[-1:])
        if others.unheld is not None and not standing.begun_perhaps:
            yield standing, *self._announced_for(standing, others.unheld)
        if others.renewed is not None:
            yield standing, *self._renewed(standing, others.renewed)
        yield from self._differing_events(standing)
        yield from self._denied_events(standing)

    def _renewed(self, standing: Standing, before: Standing) -> tuple[Run, str]:
        """Return what an acceptance asked for until it ran out, renewed without a word of that."""
        names, first = self._names, (standing.recorded or standing.runs["stance"])[0]
        window = first_lapsed(self._state, before)
        ended, over = ends_in_words(window.field, window.stance, lapsed=True)
        day = "" if window.at is None else f" {day_words(last_moment(window.at))}"
        red_line = ", a red line," if before.red_line is True and standing.red_line is None else ""
        accepted = f"{names.party(standing.party)} accepted it{asked_by(names, before)}{red_line}"
        signed = follows(self._state, names, before, signed=True)
        renews = f"it renews it, {since_words(first.since)}, without a word of that"
        run = (*before.runs["conditions"], *before.runs["stance"])
        return run, f"{accepted} until its {ended} {over}{day}{signed}; {renews}"

    def _also_said(self, rivals: Run) -> str:
        """Return that reports give a party other stances too, and that the order is not known."""
        last = {statement.value: statement for statement in rivals}.values()
        return f"reports also say that {' and that '.join(map(self._is_at, last))}, the order not known"

    def _announced_for(self, standing: Standing, unheld: Unheld) -> tuple[Run, str]:
        """Return for which event an acceptance was announced, and that it is not known to be held."""
        names, run = self._names, standing.recorded or standing.runs["stance"]
        event = self._state.event(unheld.event)
        field = "participants" if unheld.without else "status" if unheld.put_off else ""
        day = day_words(day_text(max(map(said_at, run))))
        announced = f"the acceptance of {names.party(standing.party)} was announced {day} for this"
        off = put_off_words(names, event, unheld.put_off)
        off = f", which was held without {names.party(standing.party)}" if unheld.without else off
        return event.runs.get(field, run), f"{announced}{off}: {names.event(event)}"

    def _differing_events(self, standing: Standing) -> Iterator[Contended]:
        """Yield on which events an acceptance hangs of which reports differ whether they were held."""
        for event in map(self._state.event, events_asked(standing)):
            others = otherwise_of(self._state, event) if event.held else ()
            if others:
                names, run = self._names, (*event.runs["status"], *others)
                hangs = f"the acceptance of {names.party(standing.party)} hangs on this: {names.event(event)}"
                yield standing, run, f"{hangs}, of which reports also say that it {became_otherwise(others)}"

    def _denied_events(self, standing: Standing) -> Iterator[Contended]:
        """Yield on which events an acceptance hangs, held by the word of others that its party denies."""
        for run, tellers_alone, denial in denied_events(self._state, standing):
            names, event = self._names, self._state.event(run[-1].term)
            say = f"only {names.parties(tellers_alone)} {'says' if len(tellers_alone) == 1 else 'say'}"
            hangs = f"the acceptance of {names.party(standing.party)} hangs on this, of which {say}"
            denies = act_done(names, standing.party, denial)
            yield standing, run, f"{hangs} that it was held: {names.event(event)}; {denies}"

    def _off_record(self, standing: Standing) -> Iterator[Contended]:
        rivals = rivals_of(self._state, standing)
        if rivals and standing.recorded and not any(statement.on_record for statement in rivals):
            said = f"{tellers(self._names, rivals)} that {self._is_at(rivals[-1])}"
            yield standing, rivals, f"{said}, the order not known; on the record, it accepts it"

    def _is_at(self, statement: Statement) -> str:
        day = since_words(statement.since)
        return f"{self._names.party(statement.party or '')} {statement.value.verb} it, {day}"


def _by_field(run: Run) -> list[Run]:
    """Return statements by their field: each says something else, and has a source of its own."""
    return [tuple(of_field) for of_field in grouped(run, lambda statement: statement.field).values()]


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
        yield from events_asked(standing)
        event = contenders_of(term.state, standing).unheld
        yield from () if event is None else (event.event,)


def behind_doubted(names: Names, standing: Standing) -> Iterator[Evidence]:
    """Yield what conditions of an acceptance rest on that are in doubt: events and stances.

    These are events of which nobody says on the record that they were held, stances that nobody stands by,
    and acts by which a party goes back on what it is asked for.
    """
    state = names.state
    yield from heard_of(state, standing)
    for condition in standing.conditions:
        if isinstance(condition, StanceIs):
            there = state.standing(condition.term, condition.party)
            back = gone_back_since(state, there, BEGINNING) if there.accepts else None
            if stance_heard(state, condition) or back is not None or not there.confirmed:
                yield there.runs["stance"]
            if back is not None:
                yield names.claimed(back, there.party)


def heard_of(state: State, standing: Standing) -> Iterator[Run]:
    """Yield by what the events were held that an acceptance asks for, where nobody stands by that."""
    return filter(None, (only_heard(state, event) for event in events_asked(standing)))


def put_off_words(names: Names, event: EventState, put_off: EventStatus | None) -> str:
    """Return that an event was put off, and when, or that no report says that it was held."""
    if put_off is None:
        return f", of which {names.no_report} says that it was held"
    run = event.runs["status"]
    reserve = reserve_of(names, run) if is_only_heard(run) else ""
    return f"{off_in_words(put_off)}, {day_words(day_text(said_at(run[0])))}{reserve}"


def is_enough_without(term: TermState, refusing: Collection[str]) -> bool:
    """Return whether a term is agreed also where some of its parties reject it: a quorum may do without."""
    by_party = partial(reading_of(term.state).rulings.statuses.of_party, term.id)

    def status_of(party: str) -> TermStatus:
        return TermStatus.BLOCKED if party in refusing else by_party(party)

    return all(quorum.status(status_of) is TermStatus.AGREED for quorum in term.quorums)


def _by_account(names: Names, *alike: Standing) -> str:
    """Return by whose account alone acceptances are known."""
    accounts = names.parties(alike[0].accounts_of)
    accepting = names.parties(standing.party for standing in alike)
    of = f"acceptance of {accepting} is" if len(alike) == 1 else f"acceptances of {accepting} are"
    return f"the {of} known only by the account of {accounts}"


def _left_open(names: Names, standings: Sequence[Standing]) -> str:
    """Return that the dates leave open whether parties accept."""
    accept = "accepts" if len(standings) == 1 else "accept"
    parties = names.parties(standing.party for standing in standings)
    events = dict.fromkeys(not_held(names, s.runs.get("stance", ())) for s in standings)
    return f"the dates leave open whether {parties} {accept} it at this moment{''.join(events)}"


def not_held(names: Names, run: Sequence[Statement]) -> str:
    """Return with which event a stance begins, where it was cancelled, or no report says that it was held."""
    times = [names.state.since_as_reported(statement) for statement in run]
    events = [names.state.event(time.event) for time in times if isinstance(time, During | After)]
    if not events or any(event.held or event.type == DEADLINE for event in events):
        return ""
    cancelled = events[-1].status is EventStatus.CANCELLED
    said = "this was cancelled" if cancelled else "no report says that this was held"
    return f"; {said}: {names.event(events[-1])}"
