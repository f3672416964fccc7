"""A machine that makes up negotiations step by step, for tests with invariants of your own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from peacetrack.errors import PeacetrackError
from peacetrack.state import State
from peacetrack.testing import laws, strategies
from peacetrack.testing.story import agree, story
from peacetrack.tracker import Tracker
from peacetrack.words.basis import Basis
from peacetrack.words.report import Event, EventStatus, Report
from peacetrack.words.term import Agenda
from peacetrack.words.when import Moment


class NegotiationMachine(RuleBasedStateMachine):
    """Record, correct, retract, date, propose, redact and ask, and hold the laws after every step.

    Subclass it, add invariants or rules (`hypothesis.stateful`), and test its `TestCase`. An invariant
    compares `self.before`, the state before the last step, with `self.now`. A step that is refused must
    change nothing.

    Attributes:
        agendas: a strategy for agendas; `st.just(talks.agenda)` for that of your ledger.
        rough: whether reports say everything that may be said, as in `strategies.reports`.
        valid: the time at which `before` and `now` ask (default: after all that is reported).
        tracker: the ledger of this history.
    """

    agendas: ClassVar[st.SearchStrategy[Agenda]] = strategies.agendas()
    rough: ClassVar[bool] = False
    valid: ClassVar[datetime] = strategies.START + timedelta(days=31)
    tracker: Tracker

    def __init__(self) -> None:
        super().__init__()
        self._head_before = 0
        self._answered: list[tuple[Basis, dict[str, Any]]] = []

    def make(self, agenda: Agenda) -> Tracker:
        """Return an empty tracker that has declared an agenda; override it to test a store of your own."""
        return strategies.new_tracker(agenda)

    @property
    def before(self) -> State:
        """The state before the last step."""
        return self.tracker.state(valid=self.valid, known=self._head_before)

    @property
    def now(self) -> State:
        """The state after the last step."""
        return self.tracker.state(valid=self.valid)

    def attempt(self, verb: Callable[[], object]) -> None:
        """Do one step: what the tracker refuses leaves the ledger as it was."""
        self._head_before = head = self.tracker.head
        try:
            verb()
        except PeacetrackError as error:
            note(f"refused: {error}")
            agree("what is refused changes nothing", self.tracker.head, head, self.tracker)

    def _report(self, data: st.DataObject) -> Report:
        return data.draw(strategies.reports(self.tracker.agenda, rough=self.rough))

    def _earlier(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(list(self.tracker.reports)))

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Declare an agenda."""
        self.tracker = self.make(data.draw(self.agendas))
        self._head_before = self.tracker.head

    @rule(data=st.data())
    def record(self, data: st.DataObject) -> None:
        """Record a report."""
        report = self._report(data)
        self.attempt(lambda: self.tracker.record(report))

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        """Correct an earlier report."""
        if self.tracker.reports:
            wrong, report = self._earlier(data), self._report(data)
            self.attempt(lambda: self.tracker.correct(wrong, report, reason="it was wrong"))

    @rule(data=st.data(), claim=st.none() | st.integers(1, 2))
    def retract(self, data: st.DataObject, claim: int | None) -> None:
        """Retract an earlier report, or a claim of it."""
        if self.tracker.reports:
            wrong = self._earlier(data)
            self.attempt(lambda: self.tracker.retract(wrong, reason="it was wrong", claim=claim))

    @rule(
        event=strategies.events(), when=strategies.moments(), status=st.none() | st.sampled_from(EventStatus)
    )
    def date_event(self, event: str, when: Moment, status: EventStatus | None) -> None:
        """Record when an event is held."""
        self.attempt(lambda: self.tracker.record(Report([Event(event, when=when, status=status)])))

    @rule(data=st.data())
    def propose(self, data: st.DataObject) -> None:
        """Propose, accept, amend or dismiss; what settles nothing changes no answer (law 16)."""
        self.attempt(lambda: strategies.propose_on(self.tracker, data.draw, rough=self.rough))  # type: ignore[arg-type]
        if {entry.kind for entry in self.tracker.entries(after=self._head_before)} <= {
            "proposal",
            "dismissal",
        }:
            agree(
                "law 16: proposals change no answer", self.now.answers(), self.before.answers(), self.tracker
            )

    @rule(data=st.data())
    def redact(self, data: st.DataObject) -> None:
        """Redact a report: words go, and no standing changes (law 14)."""
        if self.tracker.reports:
            words = self._earlier(data)
            before = [(basis, self.tracker.state(basis)) for basis, _ in self._answered]
            self.attempt(lambda: self.tracker.redact(words, reason="it names a source"))
            for basis, state in before:
                laws.same_but_words(state, self.tracker.state(basis))
            self._answered = [(basis, self.tracker.state(basis).answers()) for basis, _ in self._answered]

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """Ask at a drawn basis: the answer is that of the oracle (law 11), and stays (law 3)."""
        basis = data.draw(strategies.bases(self.tracker))
        laws.index_is_oracle(self.tracker, basis)
        self._answered.append((basis, self.tracker.state(basis).answers()))

    @invariant()
    def answers_stay(self) -> None:
        """Hold the last answers to what is answered now (law 3)."""
        for basis, answers in self._answered[-2:]:
            laws.same_answer(self.tracker, basis, answers)

    def teardown(self) -> None:
        """Hold every answer to what is answered now (law 3), and to an index made at once (law 11)."""
        if hasattr(self, "tracker"):
            note(story(self.tracker))
        for basis, answers in self._answered:
            laws.same_answer(self.tracker, basis, answers)
            laws.grown_is_rebuilt(self.tracker, basis)
