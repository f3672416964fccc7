"""Read the status history of an invented treaty: signed, ratified, in force, withdrawn, reservations.

Run it in the folder of the project: python examples/treaty_status.py
"""

from __future__ import annotations

from pathlib import Path

import peacetrack as pt
from peacetrack.store import toml

FOLDER = Path("examples/treaty")


def main() -> None:
    """Print who was bound at several times, and the way of one state."""
    talks = pt.Tracker(toml.parsed(FOLDER / "agenda.toml"))
    table = pt.read_table(FOLDER / "status.csv", FOLDER / "map.toml", agenda=talks.agenda)
    for problem in table.problems:
        print(problem)
    talks.record_all(table.reports)
    for day in ("2015-12-31", "2016-12-31", "2017-12-31", "2019-09-30", "2019-12-31"):
        treaty = talks.state(valid=day)["river-treaty"]
        bound = ", ".join(treaty.accepting) or "none"
        print(f"{day}: {treaty.status}, {treaty.progress.stage or 'not in force'}; bound: {bound}")
        for party, standing in treaty.items():
            if isinstance(standing.details.get("reservation"), str):
                print(f"  {party}, with a reservation: {standing.details['reservation']}")
    for standing in talks.state(valid="2019-12-31").history("river-treaty", "ALDER"):
        print(f"ALDER {standing.stance} since {standing.since}")


if __name__ == "__main__":
    main()
