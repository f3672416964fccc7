"""The second run of a stance that is weak: rule 3 of `docs/reference/rules.md`.

It is nearer to the party than the run of its stance. How statements join to runs is in `runs`; what a
standing says of it is in `standing`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter

from peacetrack.index.statement import Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.ending import lapsed
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.words.stance import Stance

Following = tuple[str, int] | None
"""A member for which a group is read, and the instant at which it joined (rule 9)."""


class SecondRun:
    """Statements nearer to the party than the run of its stance, looked for when first asked for.

    Few ask: so whether a party stands somewhere costs no look at what it said before.
    """

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], tuple[Run, Run]]) -> None:
        self._find: Callable[[], tuple[Run, Run]] | None = find
        self._found: tuple[Run, Run] = (), ()

    @property
    def run(self) -> Run:
        """The statements that say the same stance, oldest first."""
        return self._both()[0]

    @property
    def otherwise(self) -> Run:
        """The statements on the record that say another stance, oldest first."""
        return self._both()[1]

    def _both(self) -> tuple[Run, Run]:
        find = self._find
        if find is not None:
            self._found, self._find = find(), None
        return self._found

    def __reduce__(self) -> tuple[object, ...]:
        """Return what is pickled and copied: what was found, and nothing of the ledger."""
        return SecondRun, (partial(tuple, self._both()),)


NO_SECOND_RUN = SecondRun(lambda: ((), ()))


def second_run_of(cut: Cut, run: Run, following: Following = None) -> SecondRun:
    """Return what is nearer than the run of a live stance: nothing where that is on the record itself."""
    if any(statement.order.on_record for statement in run):
        return NO_SECOND_RUN
    return SecondRun(partial(nearer_runs, cut, run, following))


def nearer_runs(cut: Cut, run: Run, following: Following) -> tuple[Run, Run]:
    """Return what is nearer than a run off the record: what says its stance, and what says another.

    The first is on the record, else in own words, which are asked for only where the run is known from
    other parties alone; the second is on the record.
    """
    asked = (_ON_RECORD, _OWN) if all(statement.accounts_of for statement in run) else (_ON_RECORD,)
    lives = [_live_run(cut.only(where), run[-1], following) for where in asked]
    stance = run[-1].value
    same = next((live for live in lives if live and live[-1].value is stance), ())
    recorded = lives[0]
    differs = bool(recorded) and isinstance(recorded[-1].value, Stance) and recorded[-1].value is not stance
    return same, recorded if differs else ()


_ON_RECORD, _OWN = attrgetter("on_record"), attrgetter("own")
"""Of the order of a statement: whether it is on the record, and whether it is a party's own words."""


def _live_run(cut: Cut, held: Statement, following: Following) -> Run:
    """Return the live run of a stance that a cut gives, if any."""
    field_runs = FieldRuns(cut, held.term, held.party, following)
    fields = cut.timeline.fields[held.term, held.party]
    if following is None and not any(field in fields for field in ENDING_FIELDS):
        return field_runs.run("stance")
    run = field_runs.stance_run()
    if not run.stances:
        return ()
    return () if lapsed(cut, field_runs.living_with(run)) else tuple(run.stances)
