"""Strategies for whole histories: ledgers, what is done to them, and bases to ask them at."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

import attrs
from hypothesis import strategies as st

from peacetrack.errors import PeacetrackError
from peacetrack.testing.strategies.content import contents, kinds
from peacetrack.testing.strategies.drawing import any_of, optional
from peacetrack.testing.strategies.invented import AGENDA, PARTIES, START
from peacetrack.testing.strategies.plausible import agendas
from peacetrack.testing.strategies.report import reports
from peacetrack.testing.strategies.value import days, instants
from peacetrack.tracker import Tracker
from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis, Trust
from peacetrack.words.classes import frozen
from peacetrack.words.declared_kind import TYPES
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.position import Position
from peacetrack.words.report import Report
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, Term


class Clock:
    """A clock that goes on by two hours at every reading."""

    def __init__(self, start: datetime = START + timedelta(days=10)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        """Return the time, which is later at every call."""
        self.time += timedelta(hours=2)
        return self.time


def new_tracker(agenda: Agenda = AGENDA) -> Tracker:
    """Return a tracker with a clock and a salt that are the same in every run."""
    return Tracker(agenda, recorder="tester", clock=Clock(), salt=lambda: b"\0" * 16)


@frozen
class Turn:
    """One act of a desk: a report, a correction or a retraction of an earlier one."""

    verb: Literal["record", "correct", "retract"]
    report: Report
    which: int = 0
    claim: int | None = None

    def take(self, tracker: Tracker) -> None:
        """Write it, if the tracker takes it: what is withdrawn, or the same again, is passed over."""
        known = list(tracker.reports)
        with contextlib.suppress(PeacetrackError):
            if self.verb == "record" or not known:
                tracker.record(self.report)
            elif self.verb == "correct":
                tracker.correct(known[self.which % len(known)], self.report, reason="it was wrong")
            else:
                tracker.retract(known[self.which % len(known)], reason="it was wrong", claim=self.claim)


def turns(agenda: Agenda = AGENDA, *, rough: bool = False) -> st.SearchStrategy[Turn]:
    """Draw acts of a desk, most of them reports."""
    verb = st.sampled_from(("record", "record", "record", "correct", "retract"))
    return st.builds(
        Turn, verb, reports(agenda, rough=rough), st.integers(0, 9), claim=st.none() | st.just(1)
    )


@st.composite
def ledgers(
    draw: st.DrawFn,
    agenda: Agenda | None = None,
    *,
    min_acts: int = 1,
    max_acts: int = 6,
    rough: bool = False,
    make: Callable[[Agenda], Tracker] = new_tracker,
) -> Tracker:
    """Draw a tracker that has recorded, corrected and retracted.

    For other numbers of parties and terms: `agendas(max_parties=6).flatmap(ledgers)`.

    Parameters:
        agenda: the agenda of your ledger (default: a drawn one).
        min_acts: how many acts are tried at least.
        max_acts: how many acts are tried at most; what is refused is passed over.
        rough: as in `reports`.
        make: a function from an agenda to an empty tracker that has declared it, for a store of your own.
    """
    if agenda is None:
        agenda = AGENDA if rough else draw(agendas())
    tracker = make(agenda)
    for turn in draw(st.lists(turns(agenda, rough=rough), min_size=min_acts, max_size=max_acts)):
        turn.take(tracker)
    return tracker


def act_on(tracker: Tracker, draw: st.DrawFn, *, rough: bool = False) -> None:
    """Write one random act: mostly a report, sometimes a correction or a retraction."""
    draw(turns(tracker.agenda, rough=rough)).take(tracker)


@st.composite
def declared_ledgers(draw: st.DrawFn, *, max_reports: int = 4) -> Tracker:
    """Draw a tracker of two parties on a term of a declared kind, which may get another field."""
    kind = draw(kinds())
    needs = tuple(party.id for party in PARTIES[:2])
    term = Term("cap", kind.id, "there is a cap", needs=needs)
    tracker = new_tracker(Agenda("declared", parties=PARTIES[:2], kinds=(kind,), terms=(term,)))
    for _ in range(draw(st.integers(1, max_reports))):
        if draw(st.booleans()):
            kind = attrs.evolve(kind, fields={"new": draw(st.sampled_from(list(TYPES))), **kind.fields})
            tracker.declare(Agenda("declared", kinds=(kind,)))
        stance, since = draw(any_of((None,), Stance)), draw(st.none() | days())
        said = draw(st.none() | contents(kind))
        with contextlib.suppress(PeacetrackError):  # the same again
            tracker.record(
                Report([Position(draw(st.sampled_from(needs)), "cap", stance, content=said, since=since)])
            )
    return tracker


def propose_on(tracker: Tracker, draw: st.DrawFn, *, rough: bool = False) -> None:
    """Write one random proposal, or accept, amend or dismiss one."""
    verb = draw(st.sampled_from(("propose", "propose", "accept", "amend", "dismiss")))
    known = [proposed.id for proposed in tracker.proposals()]
    try:
        if verb == "propose" or not known:
            tracker.propose(draw(reports(tracker.agenda, rough=rough)))
        elif verb == "dismiss":
            tracker.dismiss(draw(st.sampled_from(known)), reason="it is not so")
        else:
            amended = draw(reports(tracker.agenda, rough=rough)) if verb == "amend" else None
            tracker.accept(draw(st.sampled_from(known)), report=amended)
    except PeacetrackError:
        pass  # settled before, or its id is taken: no act


@cache
def trusts() -> st.SearchStrategy[Trust]:
    """Draw the named trusts, and some that look at grades."""
    graded = st.builds(
        Trust, reliability=optional(Reliability), credibility=optional(Credibility), ungraded=st.booleans()
    )
    named = st.sampled_from((DEFAULT_TRUST, ON_RECORD, EVERYTHING, Trust(accounts=False)))
    return st.one_of(named, graded)


@st.composite
def bases(draw: st.DrawFn, tracker: Tracker) -> Basis:
    """Draw a basis for asking a tracker."""
    return tracker.state(
        valid=draw(instants()),
        known=draw(st.integers(0, tracker.head)),
        trust=draw(trusts()),
        published_by=draw(st.none() | instants()),
    ).basis
