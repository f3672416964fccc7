"""Eight writers on one PostgreSQL server, against bare psycopg that inserts the same rows.

Both hold the same lock to the commit. The floor is handed its rows and keeps no index; each tracker
also takes in what the other seven wrote, for it may not record what contradicts them.
"""

from __future__ import annotations

import multiprocessing
import time
from statistics import median
from typing import Any

import psycopg

import peacetrack as pt
from peacetrack.store.postgres import PostgresStore
from peacetrack.testing import strategies as ss
from tests.bench.durable import rows_of
from tests.bench.race import say
from tests.bench.record import agenda, report
from tests.servers import cluster, programs

WRITERS = 8
_LOCK = b"SELECT pg_advisory_xact_lock(1)"


def main(*, quick: bool) -> None:
    """Rounds in turn; reports a second, and the ratio."""
    found = programs()
    if found is None:
        say("PostgreSQL is not installed")
        return
    reports, rounds = (5, 1) if quick else (40, 5)
    with cluster(found, fsync=True) as server:
        rates = [(_bare(server, reports), _ledger(server, reports)) for _ in range(rounds)]
    bare, ledger = (median(rate[place] for rate in rates) for place in (0, 1))
    say(f"\n{WRITERS} writers on one server, {reports} reports each")
    say(f"  {bare:7.0f} reports a second  bare psycopg under the same lock")
    say(f"  {ledger:7.0f} reports a second  record")
    say(f"  {median(b / mine for b, mine in rates):8.2f}x  bare psycopg / record")


def _ledger(server: Any, reports: int) -> float:
    url = server.new_database()
    with pt.open(url) as talks:
        talks.declare(agenda())
    return _rate(_record, url, reports)


def _bare(server: Any, reports: int) -> float:
    url = server.new_database()
    with pt.open(url):  # makes the tables
        pass
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("DROP TRIGGER entry_follows_the_last ON peacetrack.entry")
    return _rate(_insert, url, reports)


def _rate(write: Any, url: str, reports: int) -> float:
    """Reports a second, from the moment at which all writers are ready."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(WRITERS + 1)
    writers = [
        context.Process(target=write, args=(url, range(n * reports, (n + 1) * reports), barrier))
        for n in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    barrier.wait()
    before = time.perf_counter()
    for writer in writers:
        writer.join()
    assert all(writer.exitcode == 0 for writer in writers)
    return WRITERS * reports / (time.perf_counter() - before)


def _record(url: str, numbers: range, barrier: Any) -> None:
    reports = [report(number) for number in numbers]
    with pt.open(url) as talks:
        barrier.wait()
        for given in reports:
            talks.record(given)


def _insert(url: str, numbers: range, barrier: Any) -> None:
    shadow = ss.new_tracker(agenda())
    rows = [rows_of(shadow, report(number)) for number in numbers]
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("SET search_path TO peacetrack")
        barrier.wait()
        for number, (entry, statements) in zip(numbers, rows, strict=True):
            with db.transaction(), db.cursor() as cursor:
                cursor.execute(_LOCK)
                cursor.execute(
                    PostgresStore.queries.insert_entry.encode(), (entry[0], number + 1, *entry[2:])
                )
                numbered = [(*row[:6], number, row[7], number, *row[9:]) for row in statements]
                cursor.executemany(PostgresStore.queries.insert_statement.encode(), numbered)
