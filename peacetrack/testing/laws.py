"""Laws that hold of every ledger, and of what is built on one: for property tests over your own.

Each takes a tracker, an importer, a check or a store, and raises an `AssertionError` where its law is broken,
with what differs and the ledger in lines. The laws are numbered as in `docs/reference/rules.md`. `make` is a
function to an empty tracker that has declared the agenda, such as `strategies.new_tracker`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from peacetrack.form import codec
from peacetrack.index.projection import replay
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import POSITION_FIELDS
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, reading_of
from peacetrack.store.jsonl import LoggedEntry
from peacetrack.testing.answered import of_index, of_oracle, of_standing
from peacetrack.testing.oracle import Oracle
from peacetrack.testing.story import agree
from peacetrack.tracker import Tracker
from peacetrack.words.basis import Basis
from peacetrack.words.edtf import BEGINNING, microseconds
from peacetrack.words.report import AsReport, Event, Report
from peacetrack.words.term import Agenda
from peacetrack.words.value import WEAK
from peacetrack.words.when import InWords, Moment

Make = Callable[[], Tracker]


def round_trip(value: object, cls: Any, agenda: Agenda | None = None) -> None:
    """Law 1: written and read again, a value is the same, and so are the types in it."""
    kinds = {} if agenda is None else agenda.kind_by_id
    again: object = codec.read(codec.write(value), cls, kinds=kinds)
    agree("law 1: written and read again, a value is the same", value, again)
    agree("law 1: written and read again, a value has the same types", _types(value), _types(again))


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
    law = "law 2: asking changes nothing"
    agree(law, first, tracker.state(basis).answers(), tracker, basis)
    agree(law, before, [entry.leaf for entry in tracker.entries()], tracker)


def same_answer(tracker: Tracker, basis: Basis, answers: dict[str, object]) -> None:
    """Law 3: the answers at a basis never change."""
    now = tracker.state(basis).answers()
    agree("law 3: the answers at a basis never change", answers, now, tracker, basis)


def recording_twice_is_recording_once(tracker: Tracker, report: AsReport) -> None:
    """Law 4: recording a report twice is recording it once."""
    first = tracker.record(report)
    again = tracker.record(report)
    law = "law 4: recording a report twice is recording it once"
    agree(law, (first.seq, first.id, False), (again.seq, again.id, again.new), tracker)


def order_of_recording_does_not_matter(
    reports: Sequence[AsReport], shuffled: Sequence[AsReport], make: Make, basis: Basis
) -> None:
    """Law 5: with every since given, reports recorded in another order give the same answers.

    Two claims about one thing must not have the same since and publication: their order decides.
    """
    one, other, _ = _pair(make, dict(enumerate(reports)), dict(enumerate(shuffled)))
    _same_at("law 5: the order of recording does not matter", one, other, basis)


def late_report_keeps_later_values(tracker: Tracker, late: Report, basis: Basis) -> None:
    """Law 6: a late report changes no stance and no detail of a later date; it may mark it disputed.

    It is recorded, and what began after all that it says is compared, with all that is known before and
    after it. It must hold no event, as that would move what is bound to it. What a party has by its group,
    or a group by its members, is left aside: own words displace it, of any date.

    Parameters:
        tracker: a ledger of yours, in which `late` is recorded.
        late: a report without an event, such as one that your importer made.
        basis: the moment and the trust to ask with.
    """
    before = _own_runs(_all_known(tracker, basis))
    id = tracker.record(late).id
    state = _all_known(tracker, basis)
    after = _own_runs(state)
    said = [claimed.since.anchor for claimed in state.claims() if claimed.report == id and claimed.since]
    last = max(said, default=BEGINNING)
    later = {
        (name, field): run[-1].value
        for name, runs in before.items()
        for field, run in runs.items()
        if name in after and last < run[-1].anchor <= microseconds(basis.valid)
    }
    now = {(name, field): run[-1].value for name, runs in after.items() for field, run in runs.items()}
    law = "law 6: a late report changes no value of a later date"
    agree(law, later, {place: now.get(place, "nothing") for place in later}, tracker, basis)


def _own_runs(state: State) -> dict[str, dict[str, Run]]:
    """Return the runs of stances and details that parties and terms have of their own, by field.

    An absence that displaces no value (rule 3) is none.
    """
    upheld = {
        f"{term} {party}": standing
        for term, standings in state.items()
        for party, standing in standings.items()
        if not (standing.by_group or standing.by_members)
    }
    return {
        name: {
            field: run
            for field, run in holding.runs.items()
            if field not in POSITION_FIELDS[1:] and run[-1].value not in WEAK
        }
        for name, holding in [*upheld.items(), *((f"{t} itself", each.progress) for t, each in state.items())]
    }


def retracted_is_never_recorded(reports: Sequence[Report], wrong: int, make: Make, basis: Basis) -> None:
    """Law 7: a report that was retracted counts as one that was never recorded; `wrong` is its place."""
    given = _named(reports)
    retracted, without, later = _pair(make, given, {place: given[place] for place in given if place != wrong})
    retracted.retract(f"r{wrong}", reason="it was wrong", recorded_at=later)
    _same_at("law 7: retracted is never recorded", retracted, without, basis)


def corrected_is_retracted_and_recorded(
    reports: Sequence[Report], right: Report, make: Make, basis: Basis
) -> None:
    """Law 8: the last report corrected counts as the same retracted and the right one recorded."""
    given, right = _named(reports), attrs.evolve(right, id="right")
    one, other, later = _pair(make, given, given)
    last, then = f"r{max(given)}", later + timedelta(minutes=1)
    one.correct(last, right, reason="it was wrong", recorded_at=then)
    other.retract(last, reason="it was wrong", recorded_at=later)
    other.record(right, recorded_at=then)
    _same_at("law 8: corrected is retracted and recorded", one, other, basis)


def _named(reports: Sequence[Report]) -> dict[int, Report]:
    """Return reports by place, with ids of their own, so that none is the same as another."""
    return {place: attrs.evolve(report, id=f"r{place}") for place, report in enumerate(reports)}


def _pair(
    make: Make, one: Mapping[int, AsReport], other: Mapping[int, AsReport]
) -> tuple[Tracker, Tracker, datetime]:
    """Return two ledgers of reports, each recorded at the minute of its place, and the time after them."""
    trackers = (make(), make())
    base = max(tracker.entries()[-1].recorded_at for tracker in trackers)
    for tracker, reports in zip(trackers, (one, other), strict=True):
        for place, report in reports.items():
            tracker.record(report, recorded_at=base + timedelta(minutes=place + 1))
    return *trackers, base + timedelta(minutes=len(one) + len(other) + 2)


def mapping_is_typed_object(report: Report, make: Make) -> None:
    """Law 10: a report in its JSON form is the same report as the typed object."""
    typed, mapped = make(), make()
    typed.record(report)
    mapped.record(codec.write(report))
    same_entries(typed, mapped, "law 10: a mapping is the typed object")


def names_are_ids(report: Report, make: Make) -> None:
    """Law 10: a report that calls parties, people and terms by other names is the one with their ids."""
    by_id, by_name = make(), make()
    agenda = by_id.agenda
    names = {"party": agenda.party_names, "term": agenda.term_names, "person": agenda.person_names}
    other = {(what, id): name for what, ids in names.items() for name, id in ids.items() if name != id}
    by_id.record(report)
    form, kinds = codec.write(report), agenda.kind_by_id
    by_name.record(codec.read(form, Report, lambda what, id: other.get((what, id), id), kinds))
    same_entries(by_id, by_name, "law 10: an alias, a name or a title is the id")


def same_entries(one: Tracker, other: Tracker, law: str = "law 15: two ledgers are the same") -> None:
    """Law 15: two ledgers, such as an export and its import, hold the same entries with the same hashes."""
    entries = [[(e.seq, e.kind, e.leaf.hex()) for e in each.entries()] for each in (one, other)]
    agree(law, entries[0], entries[1], one)


def same_answers(one: Tracker, other: Tracker, basis: Basis) -> None:
    """Law 12: two stores of the same entries answer alike at every basis."""
    law = "law 12: stores with the same entries answer alike"
    agree(law, one.state(basis).answers(), other.state(basis).answers(), one, basis)


def _of(reports: Iterable[AsReport], make: Make) -> Tracker:
    tracker = make()
    for report in reports:
        tracker.record(report)
    return tracker


def _same_at(law: str, one: Tracker, other: Tracker, basis: Basis) -> None:
    """Compare two ledgers, each with all that it knows, at the moment and trust of a basis."""
    first, second = _all_known(one, basis), _all_known(other, basis)
    if first != second:
        agree(law, _told(first), _told(second), one, basis)
        raise AssertionError(f"broken: {law}")


def _all_known(tracker: Tracker, basis: Basis) -> State:
    return tracker.state(valid=basis.valid, trust=basis.trust, published_by=basis.published_by)


def _told(state: State) -> dict[str, object]:
    """Return what a state answers by names, for the lines of a broken law."""
    told: dict[str, object] = {f"status of {term}": state[term].status for term in state}
    for term, standings in state.items():
        told |= {f"{term} {party}": of_standing(standing) for party, standing in standings.items()}
    return told | {f"event {event.id}": event for event in state.events()}


def importing_twice_is_importing_once(
    read: Callable[[Any], Iterable[AsReport]], source: Any, make: Make
) -> None:
    """Law 4, of an importer: what it reads of a source again is recorded already."""
    tracker = _of(read(source), make)
    once = tracker.head
    for report in read(source):
        tracker.record(report)
    agree("law 4: importing twice is importing once", {"entries": once}, {"entries": tracker.head}, tracker)


def importer_keeps(
    read: Callable[[Any], Iterable[AsReport]],
    write: Callable[[Sequence[Report]], Any],
    reports: Sequence[Report],
    make: Make,
) -> None:
    """Law 1, of an importer: reports written in its form and read again say the same claims.

    Parameters:
        read: the importer, from its source to reports.
        write: a function from reports to a source that says the same.
        reports: reports that the form can say.
        make: a function to an empty tracker that has declared the agenda.
    """
    meant, came = _of(reports, make), _of(read(write(reports)), make)
    agree("law 1: an importer keeps every claim", _claim_forms(meant), _claim_forms(came), came)


def _claim_forms(tracker: Tracker) -> list[object]:
    return [codec.write(claim) for report in tracker.reports.values() for claim in report.claims]


def check_is_sound(check: Callable[[State], Iterable[Any]], state: State) -> None:
    """Hold a check of your own to what every check promises.

    It says the same when asked again and changes no answer, and it names terms, events, parties and reports
    that are there.
    """
    before, first = state.answers(), list(check(state))
    agree("a check says the same when asked again", first, list(check(state)))
    agree("a check changes no answer", before, state.answers())
    reports = {claimed.report for claimed in state.claims()}
    known = {"terms": {*state, *state.event_ids}, "parties": {*state.agenda.party_by_id}, "reports": reports}
    for finding in first:
        for field, names in known.items():
            unknown = sorted({*getattr(finding, field)} - names)
            agree(f"a check names {field} that are there: {finding}", {field: []}, {field: unknown})


def red_lines_go_by_reports(before: State, now: State) -> None:
    """Hold a step to this: a red line never vanishes without an entry about the party or its group.

    Of two states at one valid time, `now` knows more. Where `before` has a red line and `now` has none, an
    entry in between has to be a report, correction or retraction; a declaration or a proposal is none.
    """
    entries = now.entries[before.basis.known : now.basis.known]
    if any(entry.kind in ("report", "correction", "retraction") for entry in entries):
        return
    lines = [
        {f"{term} {party}": True for term in state for party in state[term] if state[term][party].red_line}
        for state in (before, now)
    ]
    gone = {name: line for name, line in lines[0].items() if name not in lines[1]}
    agree("a red line never vanishes without a report on record", gone, {})


def grown_is_rebuilt(tracker: Tracker, basis: Basis) -> None:
    """Law 11: the index that grew equals one that is built at once."""
    state = tracker.state(basis)
    ledger = reading_of(state).snapshot.ledger
    rebuilt = State(Snapshot.of(*replay(ledger.entries), basis.known), basis)
    law = "law 11: the index that grew is the one built at once"
    agree(law, state.answers(), rebuilt.answers(), tracker, basis)


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
    answers = tracker.state(basis).answers(), other.state(same).answers()
    agree("law 16: proposals change no answer", *answers, tracker, basis)


def index_is_oracle(tracker: Tracker, basis: Basis) -> None:
    """Law 11: the index answers as the naive oracle does."""
    state, oracle = tracker.state(basis), Oracle(tracker.entries(), basis)
    agree(
        "law 11: the index answers as the oracle", of_index(state), of_oracle(state, oracle), tracker, basis
    )


def same_but_words(before: State, after: State) -> None:
    """Law 14: a redaction hides words and changes no standing.

    What only words kept equal, a condition that two reports gave in the same words, can no longer be
    seen to be equal; so the runs of fields that hold words are not compared.
    """
    agree(
        "law 14: a redaction hides words and changes no standing",
        _without_words(before),
        _without_words(after),
    )


def _without_words(state: State) -> dict[str, object]:
    told: dict[str, object] = {f"status of {term}": _answers(state[term]) for term in state}
    for term in state:
        told |= {f"{term} {party}": _shape(state[term][party]) for party in state.agenda.party_by_id}
    told["events"] = [event.id for event in state.events()]
    return told | {"claims": [(claimed.report, claimed.number) for claimed in state.claims()]}


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
    law = "law 9: an answer under a trust is that of the trusted claims"
    agree(law, values(one), values(other), tracker, basis)


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
    same_entries(single, batched, "law 13: a batch equals its reports one by one")
