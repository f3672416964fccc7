"""Run many random histories by hand: `python -m tests.long_histories sqlite 500 --seed 1`.

They are those of `test_histories.py`, on a ledger in memory, in a file or on a server that is started
for the run. Several processes can share a number of histories, each with a seed of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import rule, run_state_machine_as_test

import peacetrack as pt
from tests.servers import cluster, programs
from tests.stores.places import Place, in_file, in_memory, on_server
from tests.test_histories import Histories

BATCH = 25


def machine(make: Callable[[], Place]) -> type[Histories]:
    """Return histories that keep their ledgers in places of a kind, and open them again now and then."""

    class Kept(Histories):
        def make(self, agenda: pt.Agenda) -> pt.Tracker:
            self.place = make()
            tracker = self.place.open()
            tracker.declare(agenda)
            return tracker

        @rule()
        def open_again(self) -> None:
            if self.place.name != "memory":
                self.tracker.close()
                self.tracker = self.place.open()

        def teardown(self) -> None:
            super().teardown()
            if hasattr(self, "tracker"):
                self.tracker.close()

    return Kept


def run(histories: type[Histories], number: int, first: int) -> int:
    """Run so many histories in batches, print how it goes, and return how many batches failed."""
    began, failed = time.monotonic(), 0
    quiet = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    for done in range(0, number, BATCH):
        size = min(BATCH, number - done)
        try:
            run_state_machine_as_test(
                seed(first * 1_000_000 + done)(histories),
                settings=settings(max_examples=size, stateful_step_count=20, **quiet),  # type: ignore[arg-type]
            )
        except Exception:  # the next batch may find something else
            failed += 1
            traceback.print_exc()
        rate = (done + size) / (time.monotonic() - began)
        sys.stdout.write(f"{done + size} of {number} histories, {failed} failures, {rate:.1f} a second\n")
        sys.stdout.flush()
    return failed


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", choices=["memory", "sqlite", "postgres"])
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with ExitStack() as stack:
        if asked.store == "memory":
            make: Callable[[], Place] = in_memory
        elif asked.store == "sqlite":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            make = partial(in_file, folder)
        else:
            found = programs()
            assert found is not None, "PostgreSQL is not installed: apt-get install postgresql"
            server = stack.enter_context(cluster(found))
            make = partial(on_server, server)
        failed = run(machine(make), asked.number, asked.seed)
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
