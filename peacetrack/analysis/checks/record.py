"""Checks of the record: what only others, unnamed sources or reports that do not count say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from peacetrack.analysis import contending
from peacetrack.analysis.briefing.conditions import is_milder
from peacetrack.analysis.finding import (
    Finding,
    Source,
    about,
    counts_for_status,
    found,
    of_party,
    stances,
    weighed,
)
from peacetrack.analysis.holding import Record, details_beside
from peacetrack.analysis.severity import Severity
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.analysis.verdict.doubt import heard_of, is_enough_without
from peacetrack.analysis.verdict.own_words import behind_less
from peacetrack.analysis.window import OTHERS, extended_in_vain, first_lapsed
from peacetrack.index.statement import Statement, field_words, reports_of, subject_words
from peacetrack.rules.acts import act_in_words
from peacetrack.rules.extension import extension_in_words
from peacetrack.rules.on_record import asked_beside
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import in_sentence
from peacetrack.rules.wording import closing_in_words
from peacetrack.state import State, TermState, wider_of
from peacetrack.words.attribution import AttributionType
from peacetrack.words.condition import Condition
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.report import roots
from peacetrack.words.term import TermStatus
from peacetrack.words.value import in_short


def accounts_alone(state: State) -> Iterator[Finding]:
    """Find acceptances of needed parties that are known only from other parties (rule 3)."""
    for term in state.values():
        severe = term.status is not None and term.status >= TermStatus.IN_PRINCIPLE
        severity = Severity.HIGH if severe else Severity.MEDIUM
        for standing in map(term.__getitem__, term.needed):
            if standing.accepts and standing.accounts_of:
                party, speaker = isolated(standing.party), isolated(standing.by_group or standing.party)
                accounts = joined(standing.accounts_of, " and ")
                what = f"{party}'s acceptance of {isolated(term.id)} is known only from {accounts}"
                settled_by, source = f"{speaker}'s own words", _source(standing.runs["stance"])
                yield of_party(severity, "account-alone", what, settled_by, standing, source=source)


def _source(run: Run) -> Source:
    """Return since when a run holds, and its reports."""
    return run[0].since, reports_of(run)


def unnamed_sources(state: State) -> Iterator[Finding]:
    """Find stances without a named source that go back to one origin at most."""
    for standing in stances(state):
        run = standing.runs["stance"]
        known = [root for root in roots(s.by.source for s in run) if any(source.origin for source in root)]
        if len(known) > 1 or any(_named(state, s) for s in run) or standing.recorded:
            continue
        speakers = " and ".join(dict.fromkeys(_speaker(s) for s in run))
        origins = dict.fromkeys(source.origin for root in known for source in root if source.origin)
        origin = f"of one origin, {joined(origins, ' = ')}" if origins else "of no known origin"
        what = f"that {in_sentence(standing)} rests on {speakers}, no named source, {origin}"
        settled_by = f"{isolated(standing.party)} on the record, or a report of another known origin"
        severity, source = weighed(state, standing), _source(run)
        yield of_party(severity, "unnamed-source", what, settled_by, standing, source=source)


def unnamed_events(state: State) -> Iterator[Finding]:
    """Find events that meet conditions of acceptances, and of which only unnamed sources say so."""
    for term in state.values():
        for standing in map(term.__getitem__, term.accepting):
            for run in heard_of(state, standing):
                event, speakers = isolated(run[-1].term), " and ".join(dict.fromkeys(map(_speaker, run)))
                asks = f"{in_sentence(standing)} if {event} is held"
                what = f"{asks}, and that it was rests on {speakers}, no named source"
                settled_by = f"a report on the record of whether {event} took place"
                severity, source = weighed(state, standing), _source(run)
                yield of_party(
                    severity, "unnamed-event", what, settled_by, standing, "conditions", source=source
                )


def unnamed_stances(state: State) -> Iterator[Finding]:
    """Find stances that meet conditions of acceptances, and that only unnamed sources give."""
    for term in state.values():
        for standing in map(term.__getitem__, term.accepting):
            for condition in standing.conditions:
                run = contending.stance_heard(state, condition) if state.met(condition) else ()
                if run:
                    speakers = " and ".join(dict.fromkeys(map(_speaker, run)))
                    asks = f"{in_sentence(standing)} if {condition}"
                    what = f"{asks}, and that it does rests on {speakers}, no named source"
                    settled_by = f"{isolated(run[-1].party or '')} on the record"
                    severity, source = weighed(state, standing), _source(run)
                    where = standing, "conditions"
                    yield of_party(severity, "unnamed-stance", what, settled_by, *where, source=source)


def denied_events(state: State) -> Iterator[Finding]:
    """Find events that meet conditions of acceptances, by the word of others alone that the party denies."""
    for term in state.values():
        for standing in map(term.__getitem__, term.accepting):
            for run, tellers, denial in contending.denied_events(state, standing):
                event, say = isolated(run[-1].term), "says" if len(tellers) == 1 else "say"
                asks = f"{in_sentence(standing)} if {event} is held"
                denies = f"{isolated(standing.party)} {act_in_words(denial)}, {denial.since}"
                what = f"{asks}, and only {joined(tellers, ' and ')} {say} that it was; {denies}"
                settled_by = f"a report of others of whether {event} took place"
                source = run[0].since, reports_of(run, [denial])
                where = standing, "conditions"
                yield of_party(Severity.HIGH, "denied-event", what, settled_by, *where, source=source)


def _named(state: State, statement: Statement) -> bool:
    """Return whether its source has a name, perhaps one that was declared later."""
    attribution = statement.attribution
    person = state.agenda.person_by_id.get(attribution.person or "")
    return attribution.type.on_record or (person is not None and person.name is not None)


def _speaker(statement: Statement) -> str:
    """Return the source of a statement in words."""
    attribution = statement.attribution
    narrated = attribution.type is AttributionType.NARRATOR and not attribution.speaker
    return "the narrator of a report" if narrated else str(attribution)


def off_the_record(state: State) -> Iterator[Finding]:
    """Find what parties say on the record, where only reports off the record say otherwise.

    They are against it there, or are needed, and do not accept it there, or no longer.
    """
    record = Record(state)
    spare = {term.id: _spare(record, term) for term in state.values()}
    for standing, own in record.not_taken_back():
        counts = counts_for_status(state, standing) and standing.party not in spare[standing.term]
        yield _another_stance(Severity.HIGH if counts else Severity.LOW, standing, own)
    for term in state.values():
        if term.status is TermStatus.AGREED:
            yield from _less_than_agreed(record, term, spare[term.id])
        elif term.status is not None:
            yield from _less_than_said(record, term)
            pairs = (pair for pair in record.less(term.id) if record.is_less(*pair))
            yield from (_less(Severity.MEDIUM, record, *pair) for pair in pairs)


def _less_than_agreed(record: Record, term: TermState, spare: Collection[str]) -> Iterator[Finding]:
    """Find acceptances of an agreed term that are other stances on the record, or less."""
    for standing in map(term.__getitem__, term.accepting):
        severity = Severity.LOW if standing.party in spare else Severity.HIGH
        if standing.otherwise and standing.otherwise[-1].value.side >= 0:
            yield _another_stance(severity, standing, record.own(standing))
    for standing, own in record.less(term.id):
        severity = Severity.LOW if standing.party in spare else Severity.HIGH
        yield _less(severity, record, standing, own)


def _less_than_said(record: Record, term: TermState) -> Iterator[Finding]:
    """Find parties of an open term that accept it on the record, and are less for it only off it."""
    for standing in map(term.__getitem__, term.accepting):
        if standing.otherwise and standing.otherwise[-1].value.side >= 0:
            yield _another_stance(Severity.MEDIUM, standing, record.own(standing))
    for standing in map(term.__getitem__, term.needed):
        if is_milder(standing):
            yield _another_stance(Severity.MEDIUM, standing, record.own(standing))
        told = [condition for condition in record.told(standing) if not term.state.met(condition)]
        if told:
            yield _asked_only_off(standing, record.own(standing), told)


def _spare(record: Record, term: TermState) -> Collection[str]:
    """Return the parties that accept an agreed term off the record alone, where others are enough."""
    if term.status is not TermStatus.AGREED:
        return ()
    off = {standing.party for standing in map(term.__getitem__, term.accepting) if standing.otherwise}
    off |= {standing.party for standing, _ in record.not_taken_back([term.id])}
    off |= {standing.party for standing, _ in record.less(term.id)}
    return off if is_enough_without(term, off) else ()


def _another_stance(severity: Severity, standing: Standing, own: Standing) -> Finding:
    now, recorded = (each.runs.get("stance", ()) for each in (standing, own))
    source = now[0].since if now else None, reports_of(recorded, now)
    return _off_the_record(severity, standing, in_sentence(own), in_sentence(standing), source)


def _less(severity: Severity, record: Record, standing: Standing, own: Standing) -> Finding:
    """Find an acceptance that is less on the record than by all that counts."""
    return (_ran_out if own.lapsed else _asks)(severity, record, standing, own)


def _ran_out(severity: Severity, record: Record, standing: Standing, own: Standing) -> Finding:
    """Find what ran out on the record, with who extends it without a stance, and accepts off the record."""
    window, vain = first_lapsed(record.state, own), extended_in_vain(record.state, own)
    closing = closing_in_words(window.field, window.closes, lapsed=True, stance=window.stance)
    what, _, over = closing.partition(" ")
    extended = "" if vain is None else f"; {isolated(vain.report)}: {extension_in_words(own, vain)}"
    closed = f"the {what} of {isolated(own.party)} on {isolated(own.term)} {over}{extended}"
    since = "" if standing.since is None else f", {standing.since},"
    accepts = f"{in_sentence(standing)}{' still' if standing.recorded else since}"
    reports = reports_of(*behind_less(record, standing, own), [] if vain is None else [vain])
    source = standing.runs["stance"][0].since, reports
    return _off_the_record(severity, standing, closed, accepts, source)


def _asks(severity: Severity, record: Record, standing: Standing, own: Standing) -> Finding:
    """Find what a party asks for on the record, or accepts there with other details than by all reports."""
    fields = details_beside(standing, own, record.unsettled(own.term))
    asked = [f" if {joined(map(str, own.conditions), ' and ')}"] if asked_beside(standing, own) else []
    details = [f", with {field_words(field)} {in_short(own.counting[field])}" for field in fields]
    there = f"{in_sentence(own)}{''.join((*asked, *details))}"
    source = standing.runs["stance"][0].since, reports_of(*behind_less(record, standing, own))
    return _off_the_record(severity, standing, there, f"{in_sentence(standing)} otherwise", source)


def _asked_only_off(standing: Standing, own: Standing, told: Sequence[Condition]) -> Finding:
    """Find what only others, or reports off the record, say that a party asks for."""
    asked = f" if {joined(map(str, own.conditions), ' and ')}" if own.conditions else ""
    run, recorded = standing.runs["conditions"], own.runs["conditions" if asked else "stance"]
    there = f"{in_sentence(own)}{asked or ' without a condition'}"
    source = run[0].since, reports_of(own.runs["stance"], recorded, run)
    which = f": {joined(map(str, told), ' and ')}"
    return _off_the_record(Severity.MEDIUM, standing, there, "it asks for this", source, which)


def _off_the_record(
    severity: Severity, standing: Standing, there: str, off: str, source: Source, more: str = ""
) -> Finding:
    """Find what is said on the record, and that something else is not on the record."""
    what = f"on the record, {there}; that {off} is not on the record{more}"
    settled_by = f"{isolated(standing.party)} saying on the record where it stands now"
    return of_party(severity, "not-taken-back", what, settled_by, standing, source=source)


def not_counted(state: State) -> Iterator[Finding]:
    """Find what only reports that a trust leaves out say against where needed parties stand."""
    wide = wider_of(state)
    for term in () if wide is None else state:
        turns = wide is not None and wide.status_of(term) is not state.status_of(term)
        severity = Severity.HIGH if turns else Severity.MEDIUM
        for otherwise in otherwise_on(state, term):
            what = f"{subject_words(term, otherwise.party)}: {OTHERS} say otherwise, {otherwise.words}"
            settled_by = "a report that counts and says whether it is so"
            where = about(term, otherwise.party, "stance" if otherwise.party else "stage")
            yield found(severity, "not-counted", what, settled_by, where, (None, otherwise.reports))
