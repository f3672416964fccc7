"""Laws that hold of every ledger: checks for property tests over one's own.

Each check takes a tracker, or what it needs, and raises `AssertionError` where its law is broken. The
laws are numbered as in `docs/reference/rules.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from peacetrack.form import codec
from peacetrack.index.projection import replay
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import CONTENT
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, snapshot_of
from peacetrack.testing.oracle import Oracle
from peacetrack.tracker import Tracker
from peacetrack.words.basis import Basis
from peacetrack.words.report import AsReport, Event, Report
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence
from peacetrack.words.when import InWords


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


def index_is_oracle(tracker: Tracker, basis: Basis) -> None:
    """Law 11: the index answers as the naive oracle does."""
    state, oracle = tracker.state(basis), Oracle(tracker.entries(), basis)
    for term in state:
        for party in state.agenda.party_by_id:
            _compare_standing(state, oracle, term, party)
        progress, naive = state[term].progress, oracle.own(term, None)
        assert {f: run[-1].value for f, run in progress.runs.items()} == {
            f: run[-1].value for f, run in naive["runs"].items()
        }
        assert set(progress.disputed) == naive["disputed"]
    for event in state.events():
        known = oracle.event(event.id)
        assert (event.status and event.status.value) == known["status"]
        assert (event.held, event.ended) == (known["held"], known["ended"])


def _compare_standing(state: State, oracle: Oracle, term: str, party: str) -> None:
    standing, naive = state.standing(term, party), oracle.standing(term, party)
    assert standing.stance == naive.get("stance")
    assert standing.red_line == naive.get("red_line")
    assert standing.conditions == (naive.get("conditions") or ())
    assert standing.window == _cleared(naive.get("window"))
    assert standing.until == _cleared(naive["until"])
    assert {CONTENT + name: value for name, value in standing.details.items()} == {
        field: run[-1].value for field, run in naive["runs"].items() if field.startswith(CONTENT)
    }
    assert (standing.certain, standing.lapsed) == (naive["certain"], naive["lapsed"])
    assert (standing.begun, standing.by_group) == (naive["begun"], naive["by_group"])
    assert set(standing.disputed) == naive["disputed"]
    since = standing.since and (standing.since.anchor, standing.since.range.last)
    assert since == (naive["since"] and (naive["since"].anchor, naive["since"].latest))
    evidence = {(field, s.report, s.claim) for field, run in standing.runs.items() for s in run}
    assert evidence == {
        (field, atom.by.report, atom.by.claim) for field, run in naive["runs"].items() for atom in run
    }


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
