"""Random histories, done step by step in every store at once: they stay the same ledger (law 12)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

import peacetrack as pt
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from tests.servers import Cluster
from tests.stores.places import Place, in_file, on_server
from tests.test_histories import Histories


class Everywhere(Histories):
    """Does everything in memory, in a file and on a server, and compares."""

    server: Cluster

    def make(self, agenda: pt.Agenda) -> pt.Tracker:
        self._open = ExitStack()
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        self.places: list[Place] = [in_file(folder), on_server(self.server)]
        self.others = [place.open() for place in self.places]
        memory = super().make(agenda)
        for other in self.others:
            self._open.callback(other.close)
            other.extend(memory.entries())
        return memory

    @rule(place=st.integers(0, 1))
    def open_again(self, place: int) -> None:
        """Another tracker goes on with the ledger, from the statements that it keeps."""
        self.others[place].close()
        self.others[place] = again = self.places[place].open()
        self._open.callback(again.close)

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        basis = data.draw(ss.bases(self.tracker))
        for other in self.others:
            laws.same_answers(self.tracker, other, basis)

    @rule()
    def prove(self) -> None:
        kept = self.tracker.verify()
        for other in self.others:
            assert other.verify(kept) == kept

    @invariant()
    def they_are_the_same(self) -> None:
        for other in self.others:
            laws.same_entries(self.tracker, other)

    def teardown(self) -> None:
        try:
            self.prove()
        finally:
            self._open.close()

    def attempt(self, verb: Callable[[], object]) -> None:
        """Do what is done in memory everywhere else too."""
        before = self.tracker.head
        super().attempt(verb)
        for other in self.others:
            other.extend(self.tracker.entries(after=before))


EXAMPLES = max(3, settings().max_examples // 10)


def run(server: Cluster, examples: int) -> None:
    """So many histories."""
    machine = type("OnThisServer", (Everywhere,), {"server": server})
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=15))


def test_a_history_is_the_same_in_every_store(server):
    run(server, EXAMPLES)


@pytest.mark.slow
def test_a_thousand_histories_are_the_same_in_every_store(server):
    run(server, 1000)
