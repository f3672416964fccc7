"""Random histories, step by step: what was answered stays answered, and the oracle agrees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import peacetrack as pt
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from tests.effort import a_half

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


class Histories(RuleBasedStateMachine):
    """Declares, records, corrects, retracts, dates events, and asks at random bases."""

    def __init__(self) -> None:
        super().__init__()
        self.tracker = ss.new_tracker()
        self.answered: list[tuple[pt.Basis, dict[str, Any]]] = []

    @initialize(agenda=ss.agendas())
    def declare(self, agenda: pt.Agenda) -> None:
        self.tracker.declare(agenda)

    @rule(party=st.sampled_from(ss.PARTIES), members=st.booleans())
    def declare_members(self, party: pt.Party, members: bool) -> None:
        group = pt.Party(
            "PACT",
            "a pact",
            "group",
            members=(pt.Member(party.id, "2030-01-06"),) if members else (),
            members_known=members,
        )
        self._try(lambda: self.tracker.declare(pt.Agenda("invented", parties=[group])))

    @rule(report=ss.reports())
    def record(self, report: pt.Report) -> None:
        self._try(lambda: self.tracker.record(report))

    @rule(report=ss.reports(), data=st.data())
    def correct(self, report: pt.Report, data: st.DataObject) -> None:
        if self.tracker.reports:
            wrong = data.draw(st.sampled_from(list(self.tracker.reports)))
            self._try(lambda: self.tracker.correct(wrong, report, reason="it was wrong"))

    @rule(data=st.data(), claim=st.none() | st.integers(1, 2))
    def retract(self, data: st.DataObject, claim: int | None) -> None:
        if self.tracker.reports:
            wrong = data.draw(st.sampled_from(list(self.tracker.reports)))
            self._try(lambda: self.tracker.retract(wrong, reason="it was wrong", claim=claim))

    @rule(data=st.data())
    def propose(self, data: st.DataObject) -> None:
        """Propose, accept, amend or dismiss; what settles nothing changes no answer (law 16)."""
        head, before = self.tracker.head, self.tracker.state(valid="2030-01-20")
        self._try(lambda: ss.propose_on(self.tracker, data.draw))  # type: ignore[arg-type]
        kinds = {entry.kind for entry in self.tracker.entries(after=head)}
        if kinds <= {"proposal", "dismissal"}:
            assert self.tracker.state(valid="2030-01-20").answers() == before.answers()

    @rule(event=ss.events(), when=ss.moments(), status=st.none() | st.sampled_from(pt.EventStatus))
    def date_event(self, event: str, when: pt.Moment, status: pt.EventStatus | None) -> None:
        report = pt.Report([pt.Event(event, when=when, status=status)])
        self._try(lambda: self.tracker.record(report))

    @rule(data=st.data())
    def redact(self, data: st.DataObject) -> None:
        if self.tracker.reports:
            told = data.draw(st.sampled_from(list(self.tracker.reports)))
            before = [(basis, self.tracker.state(basis)) for basis, _ in self.answered]
            self._try(lambda: self.tracker.redact(told, reason="it names a source"))
            for basis, state in before:
                laws.same_but_words(state, self.tracker.state(basis))
            self.answered = [(b, self.tracker.state(b).answers()) for b, _ in self.answered]

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        basis = data.draw(ss.bases(self.tracker))
        laws.index_is_oracle(self.tracker, basis)
        self.answered.append((basis, self.tracker.state(basis).answers()))

    @invariant()
    def answers_stay(self) -> None:
        for basis, answers in self.answered[-2:]:
            laws.same_answer(self.tracker, basis, answers)

    def teardown(self) -> None:
        for basis, answers in self.answered:
            laws.same_answer(self.tracker, basis, answers)
            laws.grown_is_rebuilt(self.tracker, basis)

    def _try(self, verb: Any) -> None:
        head = self.tracker.head
        try:
            verb()
        except pt.PeacetrackError as error:
            note(f"refused: {error}")
            assert self.tracker.head == head


TestHistories = Histories.TestCase
TestHistories.settings = settings(a_half(), stateful_step_count=20)
