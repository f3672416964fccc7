"""The answers of a state and of the naive oracle in one form, so that a law can compare them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from peacetrack.index.statement import CONTENT, POSITION_FIELDS, Statement
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.testing.oracle import Fields, Oracle, Stood
from peacetrack.words.value import Absence

_SAME = ("begun", "lapsed", "by_group")
"""What a standing and the oracle answer in one form."""


def of_index(state: State) -> dict[str, object]:
    """Return what a state answers of every standing, progress, status and event."""
    answers: dict[str, object] = {}
    for id, term in state.items():
        answers |= {f"{id} {party}": of_standing(standing) for party, standing in term.items()}
        answers[f"{id} itself"] = _of_progress(term.progress)
        decided = (term.status, term.accepting, term.waits_on)
        answers[f"status of {id}"] = (*decided, term.needed, dict(term.tally))
    for event in state.events():
        answers[f"event {event.id}"] = (_evidence(event.runs), event.held, event.ended, set(event.disputed))
    return answers


def of_oracle(state: State, oracle: Oracle) -> dict[str, object]:
    """Return what the oracle answers of what the state has."""
    answers: dict[str, object] = {}
    for id, term in state.items():
        answers |= {f"{id} {party}": _of_stood(oracle.stood[id, party]) for party in term}
        answers[f"{id} itself"] = _of_progress_stood(oracle.own(id, None))
        decided = (oracle.status(id), oracle.accepting(id), oracle.waits_on(id))
        answers[f"status of {id}"] = (*decided, oracle.needed(id), oracle.tally(id))
    for event in (event.id for event in state.events()):
        held, ended = oracle.held(event), oracle.over_at(event) <= oracle.valid
        evidence = _naive_evidence(oracle.event(event))
        answers[f"event {event}"] = (evidence, held, ended, oracle.event_disputed(event))
    return answers


def of_standing(standing: Standing) -> dict[str, object]:
    """Return what a standing answers, in the form of the oracle."""
    return {
        **_of_progress(standing),
        **{name: getattr(standing, name) for name in (*POSITION_FIELDS, *_SAME)},
        "by_members": standing.by_members,
        "older": set(standing.older),
        "accounts_of": set(standing.accounts_of),
        "recorded": _evidence({"stance": standing.recorded}),
    }


def _of_progress(standing: Standing | TermProgress) -> dict[str, object]:
    return {
        "details": {CONTENT + name: value for name, value in standing.details.items()},
        "since": standing.since and (standing.since.anchor, standing.since.range.last),
        "certain": standing.certain,
        "disputed": set(standing.disputed),
        "may_hold": set(standing.may_hold),
        "evidence": _evidence(standing.runs),
    }


def _of_stood(stood: Stood) -> dict[str, object]:
    return {
        **_of_progress_stood(stood),
        **{field: _in_force(field, stood.value(field)) for field in POSITION_FIELDS},
        **{name: getattr(stood, name) for name in _SAME},
        "by_members": tuple(stood.by_members),
        "older": stood.older,
        "accounts_of": set(stood.accounts_of),
        "recorded": _naive_evidence({"stance": stood.recorded}),
    }


def _in_force(field: str, value: object) -> object:
    """Return a value as a standing gives it: conditions in a tuple, and no ending that was cleared."""
    if field == "conditions":
        return value or ()
    return None if field in ("window", "until") and value is Absence.NOT_APPLICABLE else value


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
