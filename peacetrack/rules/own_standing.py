"""Where a party stands by its own statements: rules 3, 4 and 7 of `docs/reference/rules.md`.

How statements join to runs is in `runs`; a party that stands where its group stands is in `group`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from peacetrack.index.statement import CONTENT
from peacetrack.index.timeline import Cut
from peacetrack.rules.dispute import disputed_fields
from peacetrack.rules.ending import lapsed
from peacetrack.rules.holding import nonempty, perhaps_holding, since_of, value_of
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.second_run import Following, second_run_of
from peacetrack.rules.stance_run import ENDING_FIELDS, Run, Runs, StanceRun
from peacetrack.rules.standing import Standing
from peacetrack.words.kind import ContentKind
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence

WITH_STANCE = ("red_line", "conditions", "window")


def own_standing(cut: Cut, term: str, party: str, kind: ContentKind, following: Following = None) -> Standing:
    """Return where a party stands by its own statements only; a group perhaps as a member follows it."""
    standing = _by_run(cut, term, party, kind, following)
    if not standing.live:
        return standing
    return attrs.evolve(standing, nearer=second_run_of(cut, standing.runs["stance"], following))


def _by_run(cut: Cut, term: str, party: str, kind: ContentKind, following: Following) -> Standing:
    field_runs = FieldRuns(cut, term, party, following)
    run = field_runs.stance_run()
    begun = bool(run.stances)
    stances = tuple(run.stances) or field_runs.perhaps("stance")
    has_stance = bool(stances) and isinstance(stances[-1].value, Stance)
    held = _own_runs(field_runs, run, stances)
    since, certain = since_of(cut, held, stances if has_stance else ())
    return Standing(
        term=term,
        party=party,
        stance=value_of(held, "stance"),
        red_line=value_of(held, "red_line"),
        conditions=value_of(held, "conditions") or (),
        window=cleared(value_of(held, "window")),
        since=since,
        until=cleared(value_of(held, "until")),
        certain=certain,
        disputed=disputed_fields(cut, held),
        lapsed=lapsed(cut, held),
        by_group=None,
        begun=begun and has_stance,
        of_kind=kind,
        older=older_than(field_runs.side_began() if begun else None, held),
        may_hold=perhaps_holding(cut, held),
        runs=held,
    )


def begun_fields(cut: Cut, term: str, party: str) -> Runs:
    """Return the fields that a party without a stance of its own has stated."""
    field_runs = FieldRuns(cut, term, party)
    return nonempty((field, field_runs.run(field)) for field in (*WITH_STANCE, *field_runs.details()))


def _own_runs(field_runs: FieldRuns, run: StanceRun, stances: Run) -> Runs:
    """Return the runs of all fields; without a stance, the until of the greatest statement too."""
    held = nonempty(_around(field_runs, run, stances))
    if not held or (stances and isinstance(stances[-1].value, Stance)):
        return held
    return nonempty([*held.items(), ("until", _until(field_runs, held))])


def _around(field_runs: FieldRuns, run: StanceRun, stances: Run) -> Iterator[tuple[str, Run]]:
    """Yield every field with its run: with a run of the stance, or without one.

    Red line, conditions, window and until live with a stance that has begun. A stance of unknown
    start that may hold has only those of its own claim. Without a stance, or where it is an absence,
    each holds by itself.
    """
    yield "stance", stances
    if not stances or not isinstance(stances[-1].value, Stance):
        for field in WITH_STANCE:
            yield field, field_runs.run_or_perhaps(field)
    elif run.stances:
        yield from field_runs.living_with(run).items()
    else:
        for field in ("red_line", "conditions", *ENDING_FIELDS):
            yield field, field_runs.of_claim(field, stances[-1].by)
    for field in field_runs.details():
        yield field, field_runs.run_or_perhaps(field)


def _until(field_runs: FieldRuns, held: Runs) -> Run:
    """Return the until of the claim that makes the greatest statement."""
    greatest = max((run[-1] for run in held.values()), key=lambda statement: statement.order)
    return field_runs.of_claim("until", greatest.by)


def cleared(value: Any) -> Any:
    """Return a value; None for `NOT_APPLICABLE`, which clears an ending."""
    return None if value is Absence.NOT_APPLICABLE else value


def older_than(instant: int | None, held: Runs) -> tuple[str, ...]:
    """Return the content fields that were last reported before an instant, by anchor."""
    if instant is None:
        return ()
    details = ((field, run) for field, run in held.items() if field.startswith(CONTENT))
    return tuple(field for field, run in details if run[-1].anchor < instant)
