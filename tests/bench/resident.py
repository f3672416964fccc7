"""How large a process becomes that asks a warehouse one question, next to one that asks the same of SQL.

Each question and each contender has a process of its own; what counts is the most memory that was resident.
`python -m tests.bench.resident FOLDER` asks the warehouse in a folder, which `lake` made.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from peacetrack import warehouse
from tests.bench import asking
from tests.bench.race import most_resident, say

QUESTIONS = {
    "imports": "",
    "open": "",
    "matrix": "board",
    "standing": "standing",
    "history": "history",
    "trend": "trend",
}
"""What is asked, and the question to SQL with the same answer."""


def main(folder: Path) -> None:
    """Every question to the warehouse and to SQL."""
    head = warehouse.open(folder).head
    asking.log_of(folder)
    for question, sql in QUESTIONS.items():
        names = ("warehouse", "log", "files") if sql else ("warehouse",)
        found = {name: _asked(folder, question, name, head) for name in names}
        say(f"  {question:9}" + ", ".join(f"{name} {megabytes:,.0f} MB" for name, megabytes in found.items()))


def _asked(folder: Path, question: str, name: str, head: int) -> float:
    command = [sys.executable, "-m", "tests.bench.resident", str(folder), question, name, str(head)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ask(folder: Path, question: str, name: str, head: int) -> None:
    """Ask one contender one question, and write the most megabytes that were resident."""
    if name != "warehouse":
        file = folder / asking.FILES if name == "files" else asking.log_of(folder)
        getattr(asking.Sql(duckdb.connect(), file, head), QUESTIONS[question])()
    elif question != "imports":
        stored = warehouse.open(folder)
        if question != "open":
            asking.ASKED[question](stored)
    say(str(most_resident()))


if __name__ == "__main__":
    given = sys.argv[1:]
    main(Path(given[0])) if len(given) == 1 else ask(Path(given[0]), given[1], given[2], int(given[3]))
