"""Support: how well a standing is sourced: origins, grades, and whether it is on record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from peacetrack.analysis.holding import holdings
from peacetrack.index.statement import Provenance, Statement, bare_field, reports_of
from peacetrack.rules.rulings import Holding
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.attribution import AttributionType
from peacetrack.words.classes import frozen
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.report import roots
from peacetrack.words.value import counted
from peacetrack.words.when import Moment

Best = tuple[Reliability | None, Credibility | None]


@frozen
class Support:
    """The sources of a field of a standing, or of the standing as a whole.

    Attributes:
        term: the term.
        party: the party; None for a term itself.
        field: the field; None for the standing as a whole.
        origins: the number of known independent origins; a report of unknown origin adds none, and
            two codings of one source count once.
        best: the best judged grades: reliability of a source, credibility of a claim.
        on_record: whether a statement is on the record, by a document or a named person.
        reports: the reports.
        own: the number of reports in the party's own words.
        accounts: the number of reports that give another party's account of it (rule 3).
        accounts_of: these parties.
        nearest: the nearest attribution.
        unnamed: whether only unnamed officials say it.
        since: since when it is so.
    """

    term: str
    party: str | None
    field: str | None
    origins: int
    best: Best
    on_record: bool
    reports: tuple[str, ...]
    own: int
    accounts: int
    accounts_of: tuple[str, ...]
    nearest: AttributionType
    unnamed: bool
    since: Moment

    def __str__(self) -> str:
        what = f"{isolated(self.party or 'the term itself')} on {isolated(self.term)}"
        field = bare_field(self.field or "as a whole")
        origins = counted(self.origins, "known origin")
        named = "unnamed officials only" if self.unnamed else f"at nearest {self.nearest}"
        tellers = joined(self.accounts_of, " and ")
        accounts = f", {counted(self.accounts, 'account')} of {tellers}" if self.accounts else ""
        return f"{what}, {field}: {origins}{accounts}, {named} ({joined(self.reports)})"

    @property
    def single(self) -> bool:
        """Whether it rests on one origin only, or on none that is known."""
        return self.origins < 2


@of_state
def support(state: State) -> Table[Support]:
    """List the sources of every standing, of each of its fields, and of terms themselves.

    Parameters:
        state: the state to ask.

    Returns:
        For each party on each term, a row for the standing as a whole, then one for each field.

    >>> print(analysis.support(state)[0])
    NORTH on truce, as a whole: 0 known origins, at nearest named (wire)
    """
    rows = [row for holding in holdings(state) if holding.runs for row in _supports(holding)]
    return Table(rows, Support, state.basis)


def _supports(holding: Holding) -> Iterator[Support]:
    yield _support(holding, None, holding.evidence)
    for field, run in holding.runs.items():
        yield _support(holding, field, run)


def _support(holding: Holding, field: str | None, statements: Collection[Statement]) -> Support:
    sources = [statement.by for statement in statements]
    types = {source.type for source in sources}
    return Support(
        term=holding.term,
        party=holding.party,
        field=field,
        origins=sum(any(source.origin for source in root) for root in roots(by.source for by in sources)),
        best=_best(sources),
        on_record=any(kind.on_record for kind in types),
        reports=reports_of(statements),
        own=len(reports_of(s for s in statements if not s.accounts_of)),
        accounts=len(reports_of(s for s in statements if s.accounts_of)),
        accounts_of=tuple(dict.fromkeys(party for s in statements for party in s.accounts_of)),
        nearest=max(types, key=lambda kind: kind.directness),
        unnamed=all(kind.unnamed for kind in types),
        since=min(statements, key=lambda statement: statement.order).since,
    )


def _best(sources: Sequence[Provenance]) -> Best:
    letters = [by.reliability for by in sources if by.reliability is not Reliability.F]
    unjudged = Credibility.CANNOT_BE_JUDGED
    digits = [by.credibility for by in sources if by.credibility is not unjudged]
    return min(filter(None, letters), default=None), min(filter(None, digits), default=None)
