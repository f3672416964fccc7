"""What is told of a holder at one basis, with all behind it. Built on scope."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import attrs

from peacetrack.index.statement import Statement
from peacetrack.index.timeline import Cut
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.scope import Scope
from peacetrack.rules.claims import Claimed
from peacetrack.rules.group import standing_of
from peacetrack.rules.standing import Standing, TermProgress, disputing_statements, progress_of


@attrs.frozen
class Counted:
    """What of an answer counts for a status; it is told apart from others by its `weight`."""

    upheld: Standing | TermProgress = attrs.field(eq=False)
    weight: tuple[object, ...] = attrs.field(repr=False)


@attrs.frozen
class Held:
    """Where a party stands on a term, or how far the term itself has come, with all behind it.

    `disputing_statements` are the statements that dispute it; `acts` are what a party without a stance did;
    `needed` says whether the term needs the party. It is told apart from others by `meaning`.
    """

    upheld: Standing | TermProgress = attrs.field(eq=False)
    disputing_statements: tuple[Statement, ...] = attrs.field(eq=False)
    acts: tuple[Claimed, ...] = attrs.field(eq=False)
    needed: bool = attrs.field(eq=False)
    meaning: Hashable = attrs.field(repr=False)

    @classmethod
    def of(
        cls,
        cut: Cut,
        upheld: Standing | TermProgress,
        acts: Iterable[Claimed | None] = (),
        *,
        needed: bool = False,
    ) -> Held:
        """What a cut holds, with what disputes it."""
        disputing = disputing_statements(cut, upheld.runs, upheld.disputed)
        done = tuple(act for act in acts if act is not None)
        meaning = (
            upheld,
            tuple((field, _names(run)) for field, run in upheld.runs.items()),
            _names(disputing),
            tuple((act.report, act.number, act.since) for act in done),
            needed,
        )
        return cls(upheld, disputing, done, needed, meaning)

    @property
    def counted(self) -> Counted:
        """What of it counts for a status."""
        return Counted(self.upheld, self.upheld.status_key)


def _names(statements: Iterable[Statement]) -> Hashable:
    return tuple((s.name, s.order, s.since) for s in statements)


def held(scope: Scope, cut: Cut, holder: HolderOrTerm) -> Held:
    """What is told of a holder at one basis."""
    term, party = holder
    kind = scope.kind_of(term)
    if party is None:
        return Held.of(cut, progress_of(cut, term, kind))
    agenda = scope.agenda(cut.seq)
    standing = standing_of(cut, agenda, term, party, kind)
    told = scope.acts(holder) if standing.silent else ()
    acts = (act.claimed(cut) for act in told)
    return Held.of(cut, standing, acts, needed=party in agenda.needed_on(term))
