"""Questions over all cells of a large agenda, off columns and cell by cell, of equal answers.

The agenda is made up: 200 terms that need 190 parties each, which state a stance on every term but one in
twelve and, of the second load, what it covers too. Later each says something else on one term in thirty.
"""

from __future__ import annotations

from collections.abc import Callable

import peacetrack as pt
from peacetrack import analysis, content
from peacetrack.index.series import FOREVER
from peacetrack.replay import stance_counts
from peacetrack.state import State
from tests.bench.race import Contender, Run, race, say

TERMS, PARTIES = 200, 190
STANCES = (pt.Stance.ACCEPTS, pt.Stance.OPEN, pt.Stance.OPPOSES)
NOW, BEFORE = "2020-02-01", "2020-01-10"

Question = Callable[[State], object]
QUESTIONS: dict[str, Question] = {
    "squares": analysis.squares,
    "gaps": analysis.gaps,
    "silences": analysis.silences,
    "diff": lambda state: analysis.diff(state.at(valid=BEFORE), state),
}


def main(*, quick: bool) -> None:
    """Of stances alone, and of stances with content."""
    terms = TERMS // 10 if quick else TERMS
    for with_content in (False, True):
        talks = _talks(terms, with_content=with_content)
        say(f"\n{terms * PARTIES:,} cells, of stances {'and content' if with_content else 'alone'}")
        for name, question in QUESTIONS.items():
            _run(name, question, talks)


def _run(name: str, question: Question, talks: pt.Tracker) -> None:
    state = talks.state(valid=NOW)
    answers = [_asking(question, state, many)()() for many in (stance_counts.MANY, FOREVER)]
    if answers[0] != answers[1]:
        raise AssertionError(f"{name}: off columns and cell by cell differ")
    contenders = [
        Contender("off columns", _asking(question, state, stance_counts.MANY), 1),
        Contender("cell by cell", _asking(question, state, FOREVER), 1),
    ]
    result = race(contenders, 5)
    result.show(name)
    result.aim("off columns", "cell by cell", at_most=1.1)


def _asking(question: Question, state: State, many: int) -> Callable[[], Run]:
    """Return what makes a run on a fresh state; columns are read from so many cells on."""

    def ready() -> Run:
        fresh = state.at()

        def run() -> object:
            before, stance_counts.MANY = stance_counts.MANY, many
            try:
                return question(fresh)
            finally:
                stance_counts.MANY = before

        return run

    return ready


def _talks(terms: int, *, with_content: bool) -> pt.Tracker:
    parties = [f"P{number}" for number in range(PARTIES)]
    agenda = pt.Agenda(
        "questions",
        parties=[pt.Party(id, id, "state") for id in parties],
        terms=[pt.Term(f"T{number}", "ceasefire", f"T{number}", needs=parties) for number in range(terms)],
    )
    talks = pt.Tracker(agenda)
    stating = {"2020-01-02": lambda cell: cell % 12 > 0, "2020-01-20": lambda cell: cell % 60 < 2}
    for turn, (day, states) in enumerate(stating.items()):
        talks.record_all(
            pt.Report(
                [
                    pt.Position(
                        party,
                        f"T{term}",
                        STANCES[(term + number + turn) % 3],
                        content=content.Ceasefire(scope=f"part {number % 3}") if with_content else None,
                    )
                    for number, party in enumerate(parties)
                    if states(term + number)
                ],
                id=f"T{term} of {day}",
                since=day,
                attribution=pt.Attribution("quote"),
                source=pt.Source(published=day),
            )
            for term in range(terms)
        )
    return talks
