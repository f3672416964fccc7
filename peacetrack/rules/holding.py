"""Holdings: the fields, details and evidence that a standing and the progress of a term share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any, ClassVar

from peacetrack.index.statement import CONTENT, Provenance, Statement, bare_field
from peacetrack.index.timeline import Cut
from peacetrack.rules.runs import evidence_of, redacted_in
from peacetrack.rules.stance_run import Run, Runs
from peacetrack.table import markup
from peacetrack.table.table import Table
from peacetrack.table.values import cell_text
from peacetrack.words.kind import ContentKind
from peacetrack.words.value import FrozenDict
from peacetrack.words.when import Moment, as_datetime


class HoldingBase:
    """The fields that hold of a party on a term, or of the term itself, with the evidence for each."""

    __slots__ = ()

    __columns__: ClassVar[tuple[str, ...]]

    of_kind: ContentKind
    runs: Runs
    may_hold: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The name of the kind of the term's content.

        >>> state["truce"].progress.kind
        'ceasefire'
        """
        return self.of_kind.id

    @property
    def older(self) -> tuple[str, ...]:
        """The content fields that are older than the stance; none without a stance (rule 4).

        >>> state["truce"].progress.older
        ()
        """
        return ()

    @property
    def counting(self) -> dict[str, Any]:
        """The details that count for a status and for gaps: neither older nor only perhaps true.

        >>> state["truce"]["NORTH"].counting
        {}
        """
        aside = {bare_field(field) for field in (*self.older, *self.may_hold)}
        return {name: value for name, value in self.details.items() if name not in aside}

    @property
    def details(self) -> dict[str, Any]:
        """The fields of its content, by name.

        >>> state["truce"]["NORTH"].details
        {}
        """
        return {
            bare_field(field): run[-1].value for field, run in self.runs.items() if field.startswith(CONTENT)
        }

    @property
    def content(self) -> Any:
        """Its details as content of the term's kind; None where there are none.

        >>> state["truce"]["NORTH"].content is None
        True
        """
        return self.of_kind.build(self.details)

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on, field by field, oldest first.

        >>> [statement.report for statement in state["truce"]["SOUTH"].evidence]
        ['radio']
        """
        return evidence_of(self.runs)

    @property
    def newest(self) -> Statement | None:
        """The statement of its evidence that was published last, else recorded last; None without evidence.

        >>> state["truce"]["SOUTH"].newest.report
        'radio'
        """
        return max(self.evidence, key=lambda statement: statement.by.publication, default=None)

    @property
    def last_reported(self) -> datetime | None:
        """When the newest of its evidence was published, else recorded; None where that is only supposed.

        A later report that changes nothing of it, such as an act without a stance, makes it no newer. What
        people read, such as a row of `analysis.squares`, also counts the acts that it shows.

        >>> state["truce"]["SOUTH"].last_reported.date().isoformat()
        '2030-01-05'
        """
        newest = newest_source(self)
        return None if newest is None else as_datetime(newest.publication)

    @property
    def redacted(self) -> tuple[str, ...]:
        """The ids of the reports it rests on that were redacted.

        >>> state["truce"]["SOUTH"].redacted
        ()
        """
        return redacted_in(self.runs)

    def _repr_html_(self) -> str:
        """Return the fields with a value, then the statements behind them."""
        facts = [[name, cell_text(getattr(self, name))] for name in self.__columns__]
        stated = [(name, value) for name, value in facts if value not in ("", "no")]
        title, evidence = repr(self).strip("<>"), self.evidence
        header = ("field", "value", "since", "report", "claim", "attribution")
        rows = [[cell_text(getattr(statement, name)) for name in header] for statement in evidence]
        return markup.tables([(title, ("field", "value"), stated), ("evidence", header, rows)])


def perhaps_holding(cut: Cut, held: Runs) -> tuple[str, ...]:
    """Return the content fields without a statement that has begun."""
    details = ((field, run) for field, run in held.items() if field.startswith(CONTENT))
    return tuple(field for field, run in details if run[-1].anchor > cut.valid)


def since_of(cut: Cut, held: Runs, run: Run) -> tuple[Moment | None, bool]:
    """Return since when a run holds, and whether it has certainly begun.

    Without a run of the stance, the greatest statement of any field says so.
    """
    if not run:
        statements = [statement for run_of_field in held.values() for statement in run_of_field]
        if not statements:
            return None, False
        run = (max(statements, key=lambda statement: statement.order),)
    return run[0].since, any(statement.latest <= cut.valid for statement in run)


def nonempty(runs: Iterable[tuple[str, Run]]) -> Runs:
    """Return the runs that have a statement, by field."""
    return FrozenDict({field: run for field, run in runs if run})


def value_of(held: Runs, field: str) -> Any:
    """Return the value that holds of a field; None where there is none."""
    return held[field][-1].value if field in held else None


def newest_source(upheld: HoldingBase) -> Provenance | None:
    """Return where the newest of the evidence comes from; None without one, and where it is supposed."""
    sources = (statement.by for run in upheld.runs.values() for statement in run)
    newest = max(sources, key=attrgetter("publication"), default=None)
    return None if newest is None or newest.supposed else newest
