"""Two codings of one source compared, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peacetrack.index.pairing import Coded, Match, matched, paired
from peacetrack.index.statement import field_words, subject_words
from peacetrack.ledger.admission import read_report
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.report import AsReport
from peacetrack.words.term import Agenda
from peacetrack.words.value import in_short


@frozen
class Pair:
    """A field of a claim in two codings.

    Attributes:
        term: the term, or the event; of an assessment or a question what it is about, with spaces.
        party: the party; None for a term itself, an event, and a view that is no party's.
        field: the field, as in statements: `stance`, `act`, `content.size`, ...; `attribution` is the
            type of the attribution, and `since` also that of the report.
        a: the value of the first coding; None where it has none.
        b: the value of the second coding; None where it has none.
        match: how they relate.
        claim_a: the number of the claim in the first coding, from 1.
        claim_b: the number of the claim in the second coding, from 1.
    """

    term: str
    party: str | None
    field: str
    a: Any
    b: Any
    match: Match
    claim_a: int | None
    claim_b: int | None

    def __str__(self) -> str:
        subject = f"{subject_words(self.term, self.party)}: {field_words(self.field)}".lstrip(": ")
        if self.match is Match.DIFFERENT:
            return f"{subject} {in_short(self.a)} in a, {in_short(self.b)} in b"
        where = "in both" if self.match is Match.SAME else self.match
        return f"{subject} {in_short(self.b if self.a is None else self.a)} {where}"


def compare(a: AsReport, b: AsReport, *, agenda: Agenda | None = None) -> Table[Pair]:
    """Compare two codings of one source, field by field; they need not be recorded.

    Claims of one kind, term and party belong together; of several, those that share the most values.
    Words of the coder's own (wording, quote, reasons, text) are not compared.

    Parameters:
        a: the first coding: a Report, a Draft, or a mapping in the JSON form.
        b: the second coding.
        agenda: resolves the names of parties, terms and people (default: names stay as they are).

    Returns:
        One row for each field that either codes, in the order of the first coding.

    Raises:
        InvalidInputError: with every problem of a coding and its path.

    >>> one = pt.Report([pt.Position("NORTH", "truce", "accepts", act="offers")])
    >>> other = pt.Report([pt.Position("the North", "truce", "open", red_line=True)])
    >>> for pair in pt.coding.compare(one, other, agenda=talks.agenda):
    ...     print(pair)
    NORTH on truce: stance accepts in a, open in b
    NORTH on truce: act offers only in a
    NORTH on truce: attribution narrator in both
    NORTH on truce: red line yes only in b
    """
    one, other = read_report(a, agenda), read_report(b, agenda)
    return Table((row for pair in paired(one, other) for row in _rows(*pair)), Pair)


def _rows(one: Coded | None, other: Coded | None) -> Iterator[Pair]:
    claim = one or other
    assert claim is not None
    number = None if one is None else one.number
    other_number = None if other is None else other.number
    for field, a, b, match in matched(one, other):
        yield Pair(claim.subject.term, claim.subject.party, field, a, b, match, number, other_number)
