"""A PostgreSQL server for the tests, on loopback, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import attrs
import psycopg

_numbers = count(1)

SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 40
fsync = {fsync}
"""


def programs() -> Path | None:
    """Return the folder of the server's programs, or None where they are not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return None if found is None else Path(found).parent


@attrs.define
class Cluster:
    """A running server."""

    programs: Path
    folder: Path
    port: int
    user: str | None

    @property
    def data(self) -> Path:
        """The folder of the server's files."""
        return self.folder / "data"

    def url(self, database: str = "postgres", user: str = "tests") -> str:
        """Return the URL of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Create an empty database and return its URL."""
        name = f"talks_{next(_numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def files_of(self, url: str) -> Path:
        """Write the files of a database and return their folder."""
        self.execute("CHECKPOINT")
        with psycopg.connect(url) as db:
            row = db.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        assert row is not None
        return self.data / "base" / str(row[0])

    def execute(self, sql: str, url: str | None = None) -> None:
        """Run a statement as the superuser."""
        with psycopg.connect(url or self.url(), autocommit=True) as db:
            db.execute(sql.encode())

    def control(self, *words: str) -> None:
        """Start, stop or restart the server."""
        log = self.folder / "log"
        self.run("pg_ctl", "-D", str(self.data), "-l", str(log), "-w", "-t", "60", *words)

    def run(self, program: str, *words: str) -> None:
        """Run one of the server's programs."""
        subprocess.run(
            [str(self.programs / program), *words],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self.user,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )

    def crash(self) -> None:
        """Stop the server at once, without a checkpoint, and start it again."""
        self.control("-m", "immediate", "restart")


@contextmanager
def cluster(programs: Path, *, fsync: bool = False) -> Iterator[Cluster]:
    """Start a server and stop it in the end; as root it runs as `postgres`, because root may not run one.

    Without fsync it survives a crash of the server, which the tests need, but not one of the machine.
    """
    folder = Path(tempfile.mkdtemp(prefix="peacetrack-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    made = Cluster(programs, folder, _free_port(), user)
    try:
        made.run("initdb", "-D", str(made.data), "-U", "tests", "-A", "trust", "-E", "UTF8", "-N")
        with (made.data / "postgresql.auto.conf").open("a") as settings:
            settings.write(SETTINGS.format(port=made.port, fsync="on" if fsync else "off"))
        made.control("start")
        yield made
    finally:
        if (made.data / "postmaster.pid").exists():
            made.control("-m", "immediate", "stop")
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
