"""Read thirty invented rows as people type them: what is clear is recorded, all else is named.

Run it in the folder of the project: python examples/thirty_messy_rows.py
"""

from __future__ import annotations

from pathlib import Path

import peacetrack as pt
from peacetrack import view
from peacetrack.store import toml

FOLDER = Path("examples/messy_rows")


def main() -> None:
    """Print the problems, the repeats, and the board of what could be recorded."""
    talks = pt.Tracker(toml.parsed(FOLDER / "agenda.toml"))
    table = pt.read_table(FOLDER / "rows.csv", FOLDER / "map.toml", agenda=talks.agenda)
    for line in (*table.problems, *table.repeats):
        print(line)
    print(f"{len(table.reports)} reports of {table.rows} rows, {table.passed} passed over")
    talks.record_all(table.reports)
    print(view.board(talks.state(valid="2020-07-31")))


if __name__ == "__main__":
    main()
