"""Laws that hold of every ledger: checks for property tests over one's own.

Each check takes a tracker, or what it needs, and raises `AssertionError` where its law is broken. The
laws are numbered as in `docs/reference/rules.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from peacetrack.form import codec
from peacetrack.index.projection import replay
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import CONTENT, Statement
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import State, TermState, snapshot_of
from peacetrack.store.jsonl import LoggedEntry
from peacetrack.testing.oracle import Fields, Oracle, Stood
from peacetrack.tracker import Tracker
from peacetrack.words.basis import Basis
from peacetrack.words.report import AsReport, Event, Report
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence
from peacetrack.words.when import InWords, Moment


def round_trip(value: object, cls: Any, agenda: Agenda | None = None) -> None:
    """Law 1: written and read again, a value is the same, and so are the types in it."""
    kinds = {} if agenda is None else agenda.kind_by_id
    again: object = codec.read(codec.write(value), cls, kinds=kinds)
    assert again == value
    assert _types(again) == _types(value)


def _types(value: Any) -> Any:
    if attrs.has(type(value)):
        fields = [getattr(value, field.name) for field in attrs.fields(type(value))]
        return (type(value), [_types(field) for field in fields])
    if isinstance(value, tuple):
        return [_types(item) for item in value]
    return type(value)


def asking_changes_nothing(tracker: Tracker, basis: Basis) -> None:
    """Law 2: asking changes no entry, and the same question has the same answer."""
    before = [entry.leaf for entry in tracker.entries()]
    first = tracker.state(basis).answers()
    assert tracker.state(basis).answers() == first
    assert [entry.leaf for entry in tracker.entries()] == before


def same_answer(tracker: Tracker, basis: Basis, answers: dict[str, object]) -> None:
    """Law 3: the answers at a basis never change."""
    assert tracker.state(basis).answers() == answers


def recording_twice_is_recording_once(tracker: Tracker, report: AsReport) -> None:
    """Law 4: recording a report twice is recording it once."""
    first = tracker.record(report)
    again = tracker.record(report)
    assert (again.seq, again.id, again.new) == (first.seq, first.id, False)


def grown_is_rebuilt(tracker: Tracker, basis: Basis) -> None:
    """Law 11: the index that grew equals one that is built at once."""
    state = tracker.state(basis)
    ledger = snapshot_of(state).ledger
    rebuilt = State(Snapshot.of(*replay(ledger.entries), basis.known), basis)
    assert state.answers() == rebuilt.answers()


def proposals_change_nothing(tracker: Tracker, basis: Basis) -> None:
    """Law 16: proposals change no answer, and an accepted report counts as one that was recorded.

    The ledger is compared with one without them, so it must hold no redaction, as that numbers its marks.
    """
    other = Tracker()
    for entry in tracker.entries()[: basis.known]:
        if entry.kind not in ("proposal", "dismissal"):
            body = entry.body
            plain = attrs.evolve(body, acceptance=None) if isinstance(body, Report) else body
            at = Moment.at(entry.recorded)
            form = {**codec.write(plain), "kind": entry.kind}
            other.extend([LoggedEntry(form, at, entry.recorded_by, None, "")])
    same = attrs.evolve(basis, known=other.head)
    assert tracker.state(basis).answers() == other.state(same).answers()


def index_is_oracle(tracker: Tracker, basis: Basis) -> None:
    """Law 11: the index answers as the naive oracle does."""
    state, oracle = tracker.state(basis), Oracle(tracker.entries(), basis)
    for id, term in state.items():
        for party, standing in term.items():
            assert _of_standing(standing) == _of_stood(oracle.stood[id, party]), (id, party)
        assert _of_progress(term.progress) == _of_progress_stood(oracle.own(id, None)), id
        assert _answers(term) == (oracle.status(id), oracle.accepting(id), oracle.waits_on(id)), id
        assert (term.needed, dict(term.tally)) == (oracle.needed(id), oracle.tally(id)), id
    for event in state.events():
        runs = oracle.event(event.id)
        assert _evidence(event.runs) == _naive_evidence(runs), event.id
        assert (event.held, event.ended) == (
            oracle.held(event.id),
            oracle.over_at(event.id) <= oracle.valid,
        ), event.id
        assert set(event.disputed) == oracle.event_disputed(event.id), event.id


def _of_standing(standing: Standing) -> dict[str, object]:
    """Return what a standing answers, in the form in which the oracle answers."""
    return {
        **_of_progress(standing),
        "stance": standing.stance,
        "red_line": standing.red_line,
        "conditions": standing.conditions,
        "window": standing.window,
        "until": standing.until,
        "begun": standing.begun,
        "lapsed": standing.lapsed,
        "by_group": standing.by_group,
        "by_members": standing.by_members,
        "older": set(standing.older),
        "accounts_of": set(standing.accounts_of),
    }


def _of_progress(standing: Standing | TermProgress) -> dict[str, object]:
    since = standing.since and (standing.since.anchor, standing.since.range.last)
    return {
        "details": {CONTENT + name: value for name, value in standing.details.items()},
        "since": since,
        "certain": standing.certain,
        "disputed": set(standing.disputed),
        "may_hold": set(standing.may_hold),
        "evidence": _evidence(standing.runs),
    }


def _of_stood(stood: Stood) -> dict[str, object]:
    return {
        **_of_progress_stood(stood),
        "stance": stood.stance,
        "red_line": stood.value("red_line"),
        "conditions": stood.value("conditions") or (),
        "window": _cleared(stood.value("window")),
        "until": _cleared(stood.value("until")),
        "begun": stood.begun,
        "lapsed": stood.lapsed,
        "by_group": stood.by_group,
        "by_members": tuple(stood.by_members),
        "older": stood.older,
        "accounts_of": set(stood.accounts_of),
    }


def _of_progress_stood(stood: Stood) -> dict[str, object]:
    return {
        "details": {field: stood.value(field) for field in stood.details},
        "since": stood.since and (stood.since.anchor, stood.since.last),
        "certain": stood.certain,
        "disputed": stood.disputed,
        "may_hold": stood.may_hold & stood.details.keys(),
        "evidence": _naive_evidence(stood.runs),
    }


def _evidence(runs: Mapping[str, Iterable[Statement]]) -> set[tuple[str, str, int]]:
    return {(field, s.report, s.claim) for field, run in runs.items() for s in run}


def _naive_evidence(runs: Fields) -> set[tuple[str, str, int]]:
    return {(field, *atom.said.id) for field, run in runs.items() for atom in run}


def _cleared(ending: object) -> object:
    return None if ending is Absence.NOT_APPLICABLE else ending


def same_but_words(before: State, after: State) -> None:
    """Law 14: a redaction hides words and changes no standing.

    What only words kept equal, a condition that two reports gave in the same words, can no longer be
    seen to be equal; so the runs of fields that hold words are not compared.
    """
    for term in before:
        one, other = before[term], after[term]
        assert _answers(one) == _answers(other)
        for party in before.agenda.party_by_id:
            assert _shape(one[party]) == _shape(other[party])
    assert [e.id for e in before.events()] == [e.id for e in after.events()]
    assert [(c.report, c.number) for c in before.claims()] == [(c.report, c.number) for c in after.claims()]


def _answers(term: TermState) -> tuple[object, ...]:
    return (term.status, term.accepting, term.waits_on)


def _shape(standing: Standing) -> tuple[object, ...]:
    """Return all of a standing that is not free text."""
    since = standing.since and (standing.since.range, standing.since.edtf)
    conditions = [c for c in standing.conditions if not isinstance(c, InWords)]
    return (
        standing.stance,
        standing.red_line,
        since,
        (standing.certain, standing.lapsed, standing.by_group, standing.silent),
        (conditions, len(standing.conditions), type(standing.window), type(standing.until)),
        sorted(standing.details),
        {statement.report for statement in standing.runs.get("stance", ())},
    )


def trust_is_the_trusted_ledger(tracker: Tracker, basis: Basis, fresh: Tracker) -> None:
    """Law 9: an answer under a trust equals that of a ledger with only the trusted claims.

    `fresh` is an empty tracker of the same agenda. It keeps what dates events, under any trust.
    """
    for entry in tracker.entries():
        if isinstance(entry.body, Report):
            report = _trusted(entry.body, basis, tracker.agenda)
            fresh.record(report, recorded_at=entry.recorded_at)
    one, other = (each.state(valid=basis.valid, trust=basis.trust) for each in (tracker, fresh))
    assert values(one) == values(other)


def _trusted(report: Report, basis: Basis, agenda: Agenda) -> Report:
    """Return the report with its trusted claims, and what dates events in the others."""
    kept = []
    for claim in report.claims:
        attribution = report.attribution_of(claim)
        grades = report.source.reliability, claim.credibility
        account = bool(agenda.accounts_of(claim.holder, attribution))
        if basis.trust.counts(attribution.type, *grades, account=account):
            kept.append(claim)
        elif isinstance(claim, Event):
            kept.append(attrs.evolve(claim, duration=None, place=None, text=None, participants=(), about=()))
    return attrs.evolve(report, claims=tuple(kept))


def values(state: State) -> dict[object, object]:
    """Return what a state says without the evidence, for ledgers that number claims differently."""
    found: dict[object, object] = {}
    for term in state:
        found[term] = _answers(state[term])
        for party in state.agenda.party_by_id:
            found[term, party] = (state[term][party], state[term][party].details)
        found[term, None] = (state[term].progress, state[term].progress.details)
    return found


def batch_is_one_by_one(reports: Iterable[AsReport], batched: Tracker, single: Tracker) -> None:
    """Law 13: a batch equals its reports one by one, in two empty trackers with equal clocks."""
    reports = list(reports)
    batched.record_all(reports, batch=2)
    for report in reports:
        try:
            single.record(report)
        except ValueError:
            continue
    assert [entry.leaf for entry in batched.entries()] == [entry.leaf for entry in single.entries()]
