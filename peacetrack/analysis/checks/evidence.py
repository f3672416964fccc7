"""Checks of evidence: contradictions, undated and old reports, corrections that turned a status."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.contending import otherwise_of
from peacetrack.analysis.dispute import Dispute, disputes
from peacetrack.analysis.finding import Finding, about, counts_for_status, found, of_party, stances, weighed
from peacetrack.analysis.holding import holdings
from peacetrack.analysis.severity import Severity
from peacetrack.index.statement import Statement, field_words, reports_of, subject_words
from peacetrack.ledger.entry import Entry
from peacetrack.rules.dispute import displaced_evidence
from peacetrack.rules.rulings import Holding
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import in_sentence
from peacetrack.rules.wording import reported
from peacetrack.state import State, reading_of
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.report import Correction, Retraction
from peacetrack.words.value import grouped, in_short
from peacetrack.words.when import Moment, days_between, latest


def contradictions(state: State) -> Iterator[Finding]:
    """Find fields where reports differ and the evidence cannot be ordered."""
    for dispute in disputes(state):
        differ = f"reports differ on {field_words(dispute.field)}, {_accounts(dispute)}"
        what = f"{subject_words(dispute.term, dispute.party)}: {differ}"
        settled_by = ", or ".join(remedy.text for remedy in dispute.remedies)
        where = about(dispute.term, dispute.party, dispute.field)
        source = latest(s.since for s in dispute.statements), reports_of(dispute.statements)
        yield found(_gravity(state, dispute), "contradiction", what, settled_by, where, source)


def _gravity(state: State, dispute: Dispute) -> Severity:
    if dispute.party is None and dispute.term not in state:
        return _gravity_of_event(state, dispute)
    if dispute.party is None or not counts_for_status(state, state[dispute.term][dispute.party]):
        return Severity.LOW
    return Severity.HIGH if dispute.field == "stance" else Severity.MEDIUM


def _gravity_of_event(state: State, dispute: Dispute) -> Severity:
    """Return how much it matters where reports differ on an event: whether it took place decides on terms."""
    if dispute.field != "status" or not otherwise_of(state, state.event(dispute.term)):
        return Severity.LOW
    asked = EventHeld(dispute.term)
    accepting = (term[party] for term in state.values() for party in term.accepting)
    hanging = (standing for standing in accepting if asked in standing.conditions)
    return Severity.HIGH if any(counts_for_status(state, each) for each in hanging) else Severity.LOW


def _accounts(dispute: Dispute) -> str:
    """Return each value in words, with the claims that give it."""
    by_value = grouped(dispute.statements, lambda statement: in_short(statement.value))
    claims = {value: [f"{isolated(s.report)}#{s.claim}" for s in given] for value, given in by_value.items()}
    return " and ".join(f"{value} ({', '.join(given)})" for value, given in claims.items())


def undated_reports(state: State) -> Iterator[Finding]:
    """Find undated reports that displace dated evidence."""
    cut = reading_of(state).cut
    for holding in holdings(state):
        if isinstance(holding, Standing) and holding.derived:
            continue
        for field, run in holding.runs.items():
            older = displaced_evidence(cut, run)
            if older is not None:
                yield _undated(state, holding, field, older)


def _undated(state: State, holding: Holding, field: str, older: Statement) -> Finding:
    run = holding.runs[field]
    says = (f"{isolated(s.report)} says {in_short(s.value)}" for s in (run[-1], older))
    displaces = f"displaces dated evidence: give its date ({', '.join(says)} since {older.since})"
    what = f"{subject_words(holding.term, holding.party)}: undated report {displaces}"
    settled_by = f"the date of {joined(reports_of(run), ' and ')}"
    dated = state.without(*reports_of(run))
    turns = dated.status_of(holding.term) is not state.status_of(holding.term)
    severity = Severity.HIGH if turns else weighed(state, holding)
    where, source = about(holding.term, holding.party, field), (run[0].since, reports_of(run, [older]))
    return found(severity, "undated-report", what, settled_by, where, source)


def old_positions(state: State, *, days: int = 90) -> Iterator[Finding]:
    """Find live stances that no report has confirmed for some days."""
    for standing in stances(state):
        last, basis = max(map(_last_known, standing.runs["stance"]))
        age = days_between(last, state.instant)
        if standing.live and age > days:
            what = f"that {in_sentence(standing)} was last known to hold {age} days ago, {basis}"
            settled_by = f"a report of where {isolated(standing.party)} stands now"
            source = Moment.at(last), reports_of(standing.runs["stance"])
            yield of_party(Severity.LOW, "old-position", what, settled_by, standing, source=source)


def _last_known(statement: Statement) -> tuple[int, str]:
    """Return the last instant for which a statement speaks, and what says so.

    It is its publication. Where none is stated it is the beginning that it gives, which may be long before
    the recording; without one, the recording.
    """
    by, latest = statement.by, statement.latest
    if by.published is None and BEGINNING < latest < by.recorded:
        return latest, f"since {statement.since}, publication not stated"
    return by.publication, reported(by.publication, by.published)


def turning_corrections(state: State) -> Iterator[Finding]:
    """Find corrections and retractions that gave a term the status that it still has."""
    for entry in state.entries[: state.basis.known]:
        if entry.kind in ("correction", "retraction"):  # no other body is read
            yield from _turned_by(state, entry)


def _turned_by(state: State, entry: Entry) -> Iterator[Finding]:
    body = entry.body
    assert isinstance(body, Correction | Retraction)
    before, after = state.at(known=entry.seq - 1), state.at(known=entry.seq)
    old = body.corrects if isinstance(body, Correction) else body.retracts
    for term in state:
        was, became = before.status_of(term), after.status_of(term)
        if was is not became and became is state.status_of(term):
            turned = f"turned {isolated(term)} from {was} to {became}"
            what = f"the {entry.kind} of {isolated(old)} ({body.reason}) {turned}"
            settled_by = "a second look at what was built on it before"
            source = Moment.at(entry.recorded), tuple(dict.fromkeys((old, entry.id)))
            yield found(Severity.MEDIUM, "turning-correction", what, settled_by, about(term), source)
