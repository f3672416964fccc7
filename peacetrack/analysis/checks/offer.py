"""Offers that ran out, and those that will. Built on finding."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.finding import (
    DAY,
    Finding,
    Severity,
    counts_for_status,
    stances,
    standings,
    told_by,
    weighed,
)
from peacetrack.edtf import END
from peacetrack.reading import closes
from peacetrack.standing import Standing
from peacetrack.state import State
from peacetrack.value import Absence
from peacetrack.when import At, Moment, NotBefore, WithEvent


def lapsed_offers(state: State) -> Iterator[Finding]:
    """Stances that ran out and were not replaced."""
    for standing in standings(state):
        closings = dict(_closings(state, standing)) if standing.lapsed else {}
        if not closings:
            continue
        field = min(closings, key=closings.__getitem__)
        what = "offer" if field == "window" else "position"
        yield Finding(
            Severity.HIGH if counts_for_status(state, standing) else Severity.MEDIUM,
            "lapsed-offer",
            f"the {what} of {standing.party} on {standing.term} ({standing.stance}) has lapsed",
            terms=[standing.term],
            parties=[standing.party],
            fields=[field],
            since=Moment.at(closings[field]),
            reports=told_by(standing.held[field]),
            settled_by=f"{standing.party} renewing it, or taking another stance",
        )


def _closings(state: State, standing: Standing) -> Iterator[tuple[str, int]]:
    """When the window and the position itself run out, as far as the party itself says so."""
    for field in ("window", "until"):
        for last in standing.held.get(field, ())[-1:]:
            if last.party == standing.party:
                yield field, closes(state.cut, last.value, last.by)


def closing_offers(state: State, *, days: int = 14) -> Iterator[Finding]:
    """Offers that close within some days, with an event, or on a date that nobody tells."""
    for standing in stances(state):
        window = standing.window
        if standing.lapsed or window is None or isinstance(window, Absence | NotBefore):
            continue
        last = standing.held["window"][-1]
        closing = closes(state.cut, last.value, last.by)
        if closing == END or closing - state.cut.valid <= days * DAY:
            yield Finding(
                weighed(state, standing),
                "closing-window",
                f"the offer of {standing.party} on {standing.term} closes {_how(window)}",
                terms=[standing.term],
                parties=[standing.party],
                fields=["window"],
                since=standing.held["window"][0].since,
                reports=told_by(standing.held["window"]),
                settled_by=_settling(state, standing, dated=closing != END),
            )


def _how(window: object) -> str:
    if isinstance(window, At):
        return f"{'' if not isinstance(window.moment, Moment) else 'on '}{window}"
    return str(window) if isinstance(window, WithEvent) else "on a date that is not disclosed"


def _settling(state: State, standing: Standing, *, dated: bool) -> str:
    waiting = [p for p in state[standing.term].waits_on if p != standing.party]
    answer = f"an answer of {' and '.join(waiting)}" if waiting else "an agreement"
    return f"{answer} before it closes" if dated else f"a report of the date, or {answer} before"
