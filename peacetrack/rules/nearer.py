"""Words that are nearer to a party than the run of its stance: rule 3 of `docs/reference/rules.md`.

How statements join to runs is in `runs`; what a standing says of it is in `standing`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter

import attrs

from peacetrack.index.statement import Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.runs import FieldRuns, Run, lapsed

Following = tuple[str, int] | None
"""A member for which a group is read, and the instant at which it joined (rule 9)."""


class Nearer:
    """Statements that say a stance nearer to the party than its run does, looked for when first asked for.

    Few ask: so whether a party stands somewhere costs no look at what it said before.
    """

    __slots__ = ("_look", "_run")

    def __init__(self, look: Callable[[], Run]) -> None:
        self._look: Callable[[], Run] | None = look
        self._run: Run = ()

    @property
    def run(self) -> Run:
        """The statements, oldest first."""
        look = self._look
        if look is not None:
            self._run, self._look = look(), None
        return self._run

    def __reduce__(self) -> tuple[object, ...]:
        """Return what is pickled and copied: what was found, and nothing of the ledger."""
        return Nearer, (partial(tuple, self.run),)


NOTHING_NEARER = Nearer(tuple)


def nearer_of(cut: Cut, run: Run, following: Following = None) -> Nearer:
    """Return what is nearer than the run of a live stance: nothing where that is on the record itself."""
    if any(statement.on_record for statement in run):
        return NOTHING_NEARER
    return Nearer(partial(nearer_run, cut, run, following))


def nearer_run(cut: Cut, run: Run, following: Following) -> Run:
    """Return what else says the stance of a run that is off the record: on the record, else in own words.

    Own words are asked for only where the run is known from other parties alone.
    """
    asked = (_ON_RECORD, _OWN) if all(statement.accounts_of for statement in run) else (_ON_RECORD,)
    cuts = (attrs.evolve(cut, where=where) for where in asked)
    return next(filter(None, (_run_of(each, run[-1], following) for each in cuts)), ())


_ON_RECORD, _OWN = attrgetter("on_record"), attrgetter("own")
"""Of the order of a statement: whether it is on the record, and whether it is a party's own words."""


def _run_of(cut: Cut, held: Statement, following: Following) -> Run:
    """Return the live run of a stance that a cut gives, if any."""
    assert held.party is not None
    field_runs = FieldRuns.of(cut, held.term, held.party, following)
    run = field_runs.stance_run()
    if not run.stances or run.stances[-1].value is not held.value:
        return ()
    living = field_runs.living_with(run)
    return () if lapsed(cut, living["window"], living["until"]) else tuple(run.stances)
