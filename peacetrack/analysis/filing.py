"""Reports as they were filed, one by one: what became of each, and which are not coded yet."""

from __future__ import annotations

from datetime import datetime

from peacetrack.ledger.filed import Filed
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.report import Correction
from peacetrack.words.value import Word, counted
from peacetrack.words.when import Moment


class Filing(Word):
    """The fate of a report.

    * `CODED`: it stands.
    * `UNCODED`: it stands and has no claims; a correction adds them.
    * `CORRECTED`: another report took its place.
    * `RETRACTED`: it was withdrawn, or each of its claims was.
    """

    CODED = "coded"
    UNCODED = "uncoded"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


@frozen
class FiledReport:
    """A report as it was filed.

    Attributes:
        id: the id of the report.
        status: what became of it.
        claims: how many of its claims stand.
        published: when its source was published.
        outlet: who published it.
        title: the title of the report, else that of its source.
        url: where its source is.
        coded_by: the name and version of the coder.
        seq: the number of its entry.
        recorded_at: when it was recorded.
        recorded_by: the name that is kept with its entry.
        corrects: the report that it took the place of.
        withdrawn_by: the number of the entry that corrected or retracted it whole.
        redacted: whether its words are gone.
    """

    id: str
    status: Filing
    claims: int
    published: Moment | None
    outlet: str | None
    title: str | None
    url: str | None
    coded_by: str | None
    seq: int
    recorded_at: datetime
    recorded_by: str | None
    corrects: str | None
    withdrawn_by: int | None
    redacted: bool

    def __str__(self) -> str:
        return f"{isolated(self.id)}: {self.status}, {counted(self.claims, 'claim')}, entry {self.seq}"


@of_state
def reports(state: State) -> Table[FiledReport]:
    """List the reports that are known, withdrawn ones included, in the order they were recorded.

    Trust and the valid moment do not matter; reports that the trust leaves out are left out.

    Parameters:
        state: the state to ask.

    >>> _ = talks.record(pt.Report([], id="unread", source=pt.Source("an agency")))
    >>> for report in analysis.reports(talks.state()):
    ...     print(report)
    wire: coded, 3 claims, entry 2
    radio: coded, 1 claim, entry 3
    unread: uncoded, 0 claims, entry 4
    """
    left_out = state.basis.trust.without
    known = [filed for filed in reading_of(state).snapshot.filed_reports() if filed.entry.id not in left_out]
    return Table([_filed(filed, state.seq) for filed in known], FiledReport, state.basis)


def _filed(filed: Filed, seq: int) -> FiledReport:
    report, entry, source = filed.report, filed.entry, filed.report.source
    by = filed.withdrawn_by if filed.withdrawn_by is not None and filed.withdrawn_by.seq <= seq else None
    retracted = sum(retraction.seq <= seq for retraction in filed.retracted.values())
    standing = 0 if by is not None else len(report.claims) - retracted
    if by is not None and isinstance(by.body, Correction):
        status = Filing.CORRECTED
    elif by is not None or retracted == len(report.claims) > 0:
        status = Filing.RETRACTED
    else:
        status = Filing.CODED if standing else Filing.UNCODED
    return FiledReport(
        id=entry.id,
        status=status,
        claims=standing,
        published=source.published,
        outlet=source.outlet,
        title=report.title or source.title,
        url=source.url,
        coded_by=None if report.coded_by is None else str(report.coded_by),
        seq=entry.seq,
        recorded_at=entry.recorded_at,
        recorded_by=entry.recorded_by,
        corrects=entry.corrects,
        withdrawn_by=None if by is None else by.seq,
        redacted=entry.redacted,
    )
