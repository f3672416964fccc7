"""`import peacetrack` in a fresh interpreter, against importing what its objects are made with.

All of it is compiled once, into a folder of its own, whatever the environment says of bytecode.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory

from tests.bench.race import Contender, Run, race

ROOT = Path(__file__).resolve().parents[2]


def main(*, quick: bool) -> None:
    """Interpreters in turn; what counts is their own time, user and system."""
    floor, subject = "import attrs, cattrs, pendulum", "import peacetrack"
    with TemporaryDirectory() as cache:
        contenders = [_contender(statement, cache) for statement in ("pass", floor, subject)]
        result = race(contenders, 7 if quick else 25, clock=_children)
    result.show("a fresh interpreter")
    result.aim(subject, floor, at_most=1.8)


def _contender(statement: str, cache: str) -> Contender:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", statement]

    def run() -> None:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    def ready() -> Run:
        return run

    return Contender(statement, ready, 1)


def _children() -> float:
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
