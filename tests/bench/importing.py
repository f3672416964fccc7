"""`import peacetrack` in a fresh interpreter, against importing what its objects are made with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from tests.bench.race import Contender, Run, race

ROOT = Path(__file__).resolve().parents[2]


def main(*, quick: bool) -> None:
    """Interpreters in turn; what counts is their own time, user and system."""
    floor, subject = "import attrs, cattrs, pendulum", "import peacetrack"
    contenders = [_contender("pass"), _contender(floor), _contender(subject)]
    result = race(contenders, 7 if quick else 25, clock=_children)
    result.show("a fresh interpreter")
    result.aim(subject, floor, at_most=1.8)


def _contender(statement: str) -> Contender:
    def run() -> None:
        subprocess.run([sys.executable, "-c", statement], cwd=ROOT, check=True)

    def ready() -> Run:
        return run

    return Contender(statement, ready, 1)


def _children() -> float:
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
