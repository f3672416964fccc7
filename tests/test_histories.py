"""Random histories, step by step: what was answered stays answered, and the oracle agrees."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

import peacetrack as pt
from peacetrack.testing import NegotiationMachine, laws
from peacetrack.testing import strategies as ss
from tests.effort import a_half

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

QUORUMS = (
    pt.AtLeast(2, of=("NORTH", "SOUTH", "ISLE"), without_veto_of=("SOUTH",)),
    pt.AtLeast(1, of="LEAGUE", without_veto_of=("LEAGUE",)),
    pt.AtLeast("1/2", of="PACT"),
)


def _agenda(needs: list[str | pt.AtLeast]) -> pt.Agenda:
    """The invented agenda, with other needs of its first term."""
    return attrs.evolve(ss.AGENDA, terms=(attrs.evolve(ss.TERMS[0], needs=tuple(needs)), *ss.TERMS[1:]))


class Histories(NegotiationMachine):
    """Everything that may be said, on groups whose members change and terms that quorums decide."""

    agendas = st.lists(
        st.sampled_from([party.id for party in ss.PARTIES]) | st.sampled_from(QUORUMS),
        max_size=3,
        unique=True,
    ).map(_agenda)
    rough = True

    @rule(party=st.sampled_from(ss.PARTIES), members=st.booleans())
    def declare_members(self, party: pt.Party, members: bool) -> None:
        group = pt.Party(
            "PACT",
            "a pact",
            "group",
            members=(pt.Member(party.id, "2030-01-06"),) if members else (),
            members_known=members,
        )
        self.attempt(lambda: self.tracker.declare(pt.Agenda("invented", parties=[group])))


class Plain(NegotiationMachine):
    """What a desk could have got, on agendas of any size."""

    @invariant()
    def a_red_line_never_vanishes_without_a_report(self) -> None:
        laws.red_lines_go_by_reports(self.before, self.now)


TestHistories = Histories.TestCase
TestHistories.settings = settings(a_half(), stateful_step_count=20)
TestPlainHistories = Plain.TestCase
TestPlainHistories.settings = settings(a_half(), stateful_step_count=10)


def test_a_machine_finds_a_step_that_loses_red_lines_and_tells_the_ledger():
    class Forgetful(NegotiationMachine):
        @rule()  # type: ignore[untyped-decorator]
        def tidy_up(self) -> None:
            self.attempt(lambda: None)

        @invariant()  # type: ignore[untyped-decorator]
        def red_lines_stay(self) -> None:
            lost = [
                id for id, report in self.tracker.reports.items() if "red_line=True" in repr(report.claims)
            ]
            laws.red_lines_go_by_reports(self.before, self.now.without(*lost))

    quick = settings(max_examples=300, database=None, phases=[Phase.generate])
    with pytest.raises(
        AssertionError, match=r"a red line never vanishes without a report on record\n  \S+ \S+: True"
    ):
        run_state_machine_as_test(Forgetful, settings=quick)
