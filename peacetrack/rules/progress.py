"""How far a term itself has come: rule 3 of `docs/reference/rules.md`."""

from __future__ import annotations

from operator import attrgetter
from typing import ClassVar

import attrs

from peacetrack.index.timeline import Cut
from peacetrack.rules.dispute import disputed_fields
from peacetrack.rules.holding import HoldingBase, nonempty, perhaps_holding, since_of, value_of
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.stance_run import Runs
from peacetrack.words.classes import frozen
from peacetrack.words.kind import ContentKind
from peacetrack.words.position import Stage, Trend
from peacetrack.words.when import Moment


@frozen(eq=True)
class TermProgress(HoldingBase):
    """How far a term itself is reported to have come, and which details are still open.

    Attributes:
        term: the id of the term.
        stage, trend: as reported; None where there is no statement.
        since: when the stage began; without a stage, the greatest statement.
        certain: whether that has certainly begun by the valid moment.
        disputed: the fields that are disputed (rule 7).
        of_kind: the kind of the term's content: its fields and which of them bind.
        may_hold: the content fields that only may hold (rule 3).
        runs: by field, the statements of the value that holds, oldest first.

    >>> state["truce"].progress
    <TermProgress of truce: no stage>
    """

    __columns__ = ("term", "stage", "trend", "content", "since", "certain", "disputed", "silent")

    party: ClassVar[None] = None
    by_group: ClassVar[None] = None
    by_members: ClassVar[tuple[str, ...]] = ()
    term: str
    stage: Stage | None
    trend: Trend | None
    since: Moment | None
    certain: bool
    disputed: tuple[str, ...]
    of_kind: ContentKind = attrs.field(repr=False, eq=attrgetter("id"))
    may_hold: tuple[str, ...] = attrs.field(repr=False)
    runs: Runs = attrs.field(repr=False, eq=False)

    def __repr__(self) -> str:
        return f"<TermProgress of {self.term}: {self.stage or 'no stage'}>"

    @property
    def status_key(self) -> tuple[object, ...]:
        """The details that the status of the term depends on.

        >>> state["truce"].progress.status_key
        ()
        """
        return tuple(self.counting.items())

    @property
    def silent(self) -> bool:
        """Whether nothing is reported of the term itself.

        >>> state["truce"].progress.silent
        True
        """
        return not self.runs


def progress_of(cut: Cut, term: str, kind: ContentKind) -> TermProgress:
    """Return how far a term itself has come."""
    field_runs = FieldRuns(cut, term, None)
    fields = ("stage", "trend", *field_runs.details())
    held = nonempty((field, field_runs.run_or_perhaps(field)) for field in fields)
    since, certain = since_of(cut, held, held.get("stage", ()))
    return TermProgress(
        term,
        value_of(held, "stage"),
        value_of(held, "trend"),
        since,
        certain,
        disputed_fields(cut, held),
        kind,
        perhaps_holding(cut, held),
        held,
    )
