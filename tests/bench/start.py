"""How much a fresh interpreter spends before an answer: the import, a board, the first page of the help.

They are held against importing what objects are made with, and what the commands are made with too. All is
compiled once, into a folder of its own, whatever the environment says of bytecode.
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
OBJECTS, COMMANDS = "import attrs, cattrs, pendulum", "import attrs, cattrs, pendulum, click, rich"
BOARD, HELP = "peacetrack board seeds/berlin-2025-12", "peacetrack --help"
EVERY_NAME = "from peacetrack import *"


def main(*, quick: bool) -> None:
    """Interpreters in turn; what counts is their own time, user and system."""
    statements = ("pass", OBJECTS, COMMANDS, "import peacetrack", EVERY_NAME, BOARD, HELP)
    with TemporaryDirectory() as cache:
        contenders = [_contender(statement, cache) for statement in statements]
        result = race(contenders, 7 if quick else 25, clock=_children)
    result.show("a fresh interpreter")
    result.aim("import peacetrack", OBJECTS, at_most=1.5)
    result.aim(EVERY_NAME, OBJECTS, at_most=3)
    result.aim(BOARD, COMMANDS, at_most=2)
    result.aim(HELP, COMMANDS, at_most=2)


def _contender(statement: str, cache: str) -> Contender:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    words = ["-m", *statement.split()] if statement.startswith("peacetrack") else ["-c", statement]

    def run() -> None:
        subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )

    def ready() -> Run:
        return run

    return Contender(statement, ready, 1)


def _children() -> float:
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
