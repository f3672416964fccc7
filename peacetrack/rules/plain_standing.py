"""The plain case of a standing: a party in no group states stances and content, and nothing disputes them.

Nothing is ruled here: what rules 1, 3, 4, 7 and 9 of `docs/reference/rules.md` say of it is seen at once.
Where it is not, the answer is None, and `standing` and `group` work it out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from peacetrack.index.plain_run import PlainHolding, PlainRun
from peacetrack.index.statement import CONTENT, Key, Statement, stance_first
from peacetrack.index.timeline import Cut
from peacetrack.rules.own_standing import older_than
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.second_run import NO_SECOND_RUN, SecondRun, nearer_runs, second_run_of
from peacetrack.rules.stance_run import WEAK_VALUES, Run
from peacetrack.rules.standing import Standing
from peacetrack.words.kind import ContentKind
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence, FrozenDict
from peacetrack.words.when import Moment


def plain_standing(cut: Cut, agenda: Agenda, term: str, party: str, kind: ContentKind) -> Standing | None:
    """Return where a party stands, where that is plain; else None."""
    if party in agenda.grouped:
        return None
    plain = cut.plain_holding(term, party)
    if plain is not None:
        return _off_holding(cut, plain, term, party, kind)
    held: dict[str, Run] = {}
    fields = cut.timeline.fields.get((term, party), ())
    for field in fields if len(fields) < 2 else sorted(fields, key=stance_first):
        run = _plain_run(cut, Key(term, party, field))
        if run is None or (run and field != "stance" and "stance" not in held):
            return None
        if run:
            held[field] = run
    older = older_than(held["stance"][0].anchor, held) if len(held) > 1 else ()
    if older:  # few: of these, what is older than the first stance on that side
        older = older_than(FieldRuns(cut, term, party).side_began(), held)
    return _standing(cut, term, party, kind, held, older)


def _standing(
    cut: Cut, term: str, party: str, kind: ContentKind, held: dict[str, Run], older: tuple[str, ...]
) -> Standing:
    """Return a plain standing, of the runs of its fields in their order."""
    stances = held.get("stance", ())
    stance, since, certain = held_by(stances, cut.valid) if stances else (None, None, False)
    # by place, in the order of the fields, which is much quicker than by name
    said = term, party, stance, None, (), None, since, None, certain, (), False, None, bool(stances)
    nearer = second_run_of(cut, stances) if isinstance(stance, Stance) else NO_SECOND_RUN
    return Standing(*said, kind, older, (), FrozenDict(held), nearer=nearer)


def held_by(run: Run, valid: int) -> tuple[Any, Moment, bool]:
    """Return the value that a plain run gives, since when it holds, and whether it has certainly begun."""
    return run[-1].value, run[0].since, min([statement.since.range.last for statement in run]) <= valid


def plain_runs(cut: Cut, agenda: Agenda) -> Iterator[tuple[tuple[str, str | None], PlainRun]]:
    """Yield the (term, party) of plain standings with a stance and nothing else, as far as columns show them.

    Each comes with the run of its stance, which is not known from other parties alone.
    """
    fields = cut.timeline.fields
    for plain in cut.plain_runs("stance"):
        term, party, _ = plain.key
        is_alone = fields[term, party] == ("stance",) and party not in agenda.grouped
        if is_alone and (plain.on_record or not all(statement.accounts_of for statement in plain.run)):
            yield (term, party), plain


def plain_with_content(cut: Cut, agenda: Agenda, kind_of: Callable[[str], ContentKind]) -> Iterator[Standing]:
    """Yield the plain standings with a stance and content that is not older, as far as columns show them.

    Parameters:
        cut: the timeline, as one basis sees it.
        agenda: the agenda as known at the cut.
        kind_of: gives the kind of a term.
    """
    fields, held_by_holder = cut.timeline.fields, defaultdict[Any, dict[str, Run]](dict)
    stated = {field for of_holder in set(fields.values()) for field in of_holder}
    details = sorted(field for field in stated if field.startswith(CONTENT))
    for field in ("stance", *details) if details else ():
        for plain in cut.plain_runs(field):
            held_by_holder[plain.key[:2]][field] = plain.run
    for (term, party), held in held_by_holder.items():
        is_whole = len(held) == len(fields[term, party]) > 1 and party not in agenda.grouped
        if is_whole and "stance" in held and not older_than(held["stance"][0].anchor, held):
            yield _standing(cut, term, party, kind_of(term), held, ())


def _off_holding(cut: Cut, plain: PlainHolding, term: str, party: str, kind: ContentKind) -> Standing:
    """Return the standing that a plain holding shows; its statements are read when they are asked for."""
    lasts, stance, since, certain, on_record, side_began = plain
    runs = RunsLater(tuple(lasts), lambda field: FieldRuns(cut, term, party).run(field))
    older = tuple([field for field, last in lasts.items() if field != "stance" and last < side_began])
    said = term, party, stance, None, (), None, since, None, certain, (), False, None, bool(lasts)
    reported = lasts and not on_record
    nearer = SecondRun(lambda: nearer_runs(cut, runs["stance"], None)) if reported else NO_SECOND_RUN
    return Standing(*said, kind, older, (), runs, nearer=nearer)


class RunsLater(Mapping[str, Run]):
    """Runs of some fields, each made when it is asked for."""

    __slots__ = ("_fields", "_made", "_make")

    def __init__(self, fields: Sequence[str], make: Callable[[str], Run]) -> None:
        self._fields, self._make = fields, make
        self._made: dict[str, Run] = {}

    def __getitem__(self, field: str) -> Run:
        if field not in self._made:
            if field not in self._fields:
                raise KeyError(field)
            self._made[field] = self._make(field)
        return self._made[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Return what is pickled and copied: the runs, and nothing of the ledger."""
        return FrozenDict, (dict(self),)


def _plain_run(cut: Cut, key: Key) -> Run | None:
    """Return the run of a field, empty where nothing holds; None where that is not plain."""
    if key.field != "stance" and not key.field.startswith(CONTENT):
        return None
    run: list[Statement] = []
    for statement in cut.begun(key):
        if run and statement.meaning != run[0].meaning:
            if statement.value in WEAK_VALUES:
                continue
            break
        run.append(statement)
    if not run:
        return () if cut.perhaps(key) is None else None
    run.reverse()
    apart = not isinstance(run[0].value, Absence) and cut.stands_apart(key, run)
    return tuple(run) if apart else None
