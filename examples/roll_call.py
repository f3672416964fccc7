"""Read the roll calls of an invented assembly: two rounds, and to be absent is not to abstain.

Run it in the folder of the project: python examples/roll_call.py
"""

from __future__ import annotations

from pathlib import Path

import peacetrack as pt
from peacetrack.store import toml

FOLDER = Path("examples/roll_call")


def main() -> None:
    """Print where each member stood after each round."""
    talks = pt.Tracker(toml.parsed(FOLDER / "agenda.toml"))
    table = pt.read_table(FOLDER / "votes.csv", FOLDER / "map.toml", agenda=talks.agenda)
    talks.record_all(table.reports)
    print(f"{table.rows} rows, {table.passed} absent, {len(table.problems)} problems")
    for day in ("2020-03-02", "2020-03-09"):
        treaty = talks.state(valid=day)["fishing-treaty"]
        print(f"{day}: {treaty.status}")
        for party in talks.agenda.parties:
            standing = treaty[party.id]
            print(f"  {party.name}: {standing.stance or 'says nothing'}, since {standing.since}")


if __name__ == "__main__":
    main()
