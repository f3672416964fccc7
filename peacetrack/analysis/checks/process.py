"""Checks of the process: stages, votes and ratification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from peacetrack.analysis.finding import Finding, about, found
from peacetrack.analysis.holding import holdings, standings
from peacetrack.analysis.severity import Severity
from peacetrack.content.ratification import Ratification
from peacetrack.index.statement import CONTENT, Key, Statement, reports_of, subject_words
from peacetrack.rules.rulings import Holding
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Stage
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence
from peacetrack.words.when import latest

ASIDE = frozenset(("shelved", "suspended", "defeated", "collapsed", "refused", "returned", "withdrawn"))
"""Stages that can follow any other stage, and that any other can follow."""


def irregular_stages(state: State) -> Iterator[Finding]:
    """Find stages that were skipped, or that came out of order."""
    for term in state:
        kind = state.agenda.kind(state.kind_of(term))
        yield from _irregular(state, Key(term, None, "stage"), [str(stage) for stage in Stage])
        if kind.field("stage").form == "vocabulary":
            for party in (None, *state.parties_on(term)):
                key = Key(term, party, f"{CONTENT}stage")
                yield from _irregular(state, key, list(kind.field("stage").words))


def _irregular(state: State, key: Key, words: Sequence[str]) -> Iterator[Finding]:
    stages = [word for word in words if word not in ASIDE]
    statements = [s for s in state.statements(*key, begun=True) if _on_the_way(s)]
    for before, after in pairwise(statements):
        first, second = (stages.index(str(s.value)) for s in (before, after))
        certainly_later = after.anchor > before.latest
        if certainly_later and not 0 <= second - first <= 1:
            what = _step(key, stages, first, second)
            settled_by = "a report of what lies between, or the correction of one of these"
            source = after.since, reports_of((before, after))
            yield found(Severity.LOW, "irregular-stage", what, settled_by, about(*key), source)


def _on_the_way(statement: Statement) -> bool:
    return not isinstance(statement.value, Absence) and str(statement.value) not in ASIDE


def _step(key: Key, stages: Sequence[str], first: int, second: int) -> str:
    subject = subject_words(key.term, key.party)
    if second < first:
        return f"{subject} fell back from {stages[first]} to {stages[second]}"
    between = ", ".join(stages[first + 1 : second])
    return f"{subject} went from {stages[first]} to {stages[second]}, without a report of {between}"


def failed_votes(state: State) -> Iterator[Finding]:
    """Find votes on a treaty with less than two thirds of those present."""
    for holding in holdings(state, _terms_of_kind(state, "ratification")):
        vote = _short_vote(holding)
        if vote is not None:
            yeas, present, needed = vote
            counts = (*holding.runs[f"{CONTENT}yeas"], *holding.runs[f"{CONTENT}present"])
            voted = f"{yeas} of {present} present consent, and {needed} are needed"
            what = f"{isolated(holding.term)}: {voted}"
            settled_by = "a vote with the consent of two thirds of those present"
            where = about(holding.term, None, f"{CONTENT}yeas", f"{CONTENT}present")
            source = latest(s.since for s in counts), reports_of(counts)
            yield found(Severity.HIGH, "failed-vote", what, settled_by, where, source)


def _short_vote(holding: Holding) -> tuple[int, int, int] | None:
    """Return yeas, present and needed of a vote on a treaty that fell short."""
    details = holding.details
    yeas, present, route = (details.get(name) for name in ("yeas", "present", "route"))
    if not isinstance(yeas, int) or not isinstance(present, int):
        return None
    if isinstance(route, str) and route != "treaty":
        return None
    needed = Ratification(present=present).needed
    return (yeas, present, needed) if needed is not None and yeas < needed else None


def unratified_guarantees(state: State) -> Iterator[Finding]:
    """Find guarantees that a party takes up while no route of ratification is reported."""
    ratifications = list(_terms_of_kind(state, "ratification"))
    if any(isinstance(h.details.get("route"), str) for h in holdings(state, ratifications)):
        return
    lacking = " and ".join(ratifications) or "no term of the agenda"
    for term in _terms_of_kind(state, "security-guarantee"):
        if state.status_of(term) in (None, TermStatus.UNREPORTED):
            continue
        taking_up = [s for s in standings(state, [term]) if _is_for(s)]
        if taking_up:
            runs = [standing.runs["stance"] for standing in taking_up]
            gives = f"{lacking} {'does not give' if ratifications else 'gives'} one"
            what = f"{isolated(term)} has no route of ratification: {gives}"
            settled_by = "a report of the route, such as a treaty"
            where = about([term, *ratifications], None, "stance", f"{CONTENT}route")
            source = runs[0][0].since, reports_of(*runs)
            yield found(Severity.MEDIUM, "no-ratification-route", what, settled_by, where, source)


def _is_for(standing: Standing) -> bool:
    return standing.live_stance is not None and standing.live_stance.side > 0


def _terms_of_kind(state: State, kind: str) -> Iterator[str]:
    return (term for term in state if state.kind_of(term) == kind)
