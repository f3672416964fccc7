"""Run all subjects or one: `python -m tests.bench [SUBJECT] [--quick]`."""

from __future__ import annotations

from argparse import ArgumentParser

from tests.bench import (
    assembly,
    board,
    briefing,
    durable,
    many,
    near_linear,
    pivots,
    questions,
    record,
    start,
    stepping,
    team,
    trend,
    warehouse,
)

SUBJECTS = {
    "many": many.main,
    "questions": questions.main,
    "board": board.main,
    "pivots": pivots.main,
    "trend": trend.main,
    "warehouse": warehouse.main,
    "briefing": briefing.main,
    "stepping": stepping.main,
    "record": record.main,
    "durable": durable.main,
    "team": team.main,
    "assembly": assembly.main,
    "start": start.main,
    "near_linear": near_linear.main,
}


def main() -> None:
    """Read the command line and run."""
    parser = ArgumentParser(prog="python -m tests.bench", description="Ratios, with their aims.")
    parser.add_argument("subject", nargs="?", choices=SUBJECTS, help="all of them where left out")
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds")
    given = parser.parse_args()
    for name, run in SUBJECTS.items():
        if given.subject in (None, name):
            run(quick=given.quick)


if __name__ == "__main__":
    main()
