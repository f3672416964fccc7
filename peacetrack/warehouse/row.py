"""Rows of Parquet: one a statement, with all that the rules ask of it and when it may matter.

A row is read back without its report, so that a question needs no other file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, final, get_type_hints
from weakref import WeakValueDictionary

from peacetrack.errors import MissingExtraError
from peacetrack.form import codec
from peacetrack.form.canonical import canonical
from peacetrack.form.scalars import Plain
from peacetrack.index.series import Row, Unread
from peacetrack.index.statement import (
    COMPLETE,
    CONTENT,
    ClaimName,
    Key,
    Provenance,
    Statement,
    comparison_key,
)
from peacetrack.words.attribution import Attribution
from peacetrack.words.basis import DEFAULT_TRUST
from peacetrack.words.declared_kind import Kind, kind_of, stated
from peacetrack.words.edtf import END, Precision, Range
from peacetrack.words.grade import Credibility
from peacetrack.words.kind import kind_named
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Claim, Event, Source
from peacetrack.words.stance import Stance
from peacetrack.words.value import WEAK
from peacetrack.words.when import Moment

if TYPE_CHECKING:
    import pyarrow

T = TypeVar("T")

WIDEST = END >> 1
"""Widths are cut here, so that instants minus a width are whole numbers of 64 bits."""


class StoredRow(NamedTuple):
    """A row as it is read, without the columns that only prune; those of one key sort as statements do."""

    anchor: int
    own: bool
    directness: int
    tie_seq: int
    claim: int
    known_from: int
    known_until: int
    seq: int
    latest: int
    term: str
    party: str
    field: str
    kind: str
    value: str
    since: str
    recorded: int
    report: str
    voice: str | None
    attribution: str
    source: str
    credibility: str | None
    accounts_of: str
    redacted: bool
    undated: bool
    states_stance: bool
    ends_red_line: bool
    valid_to: int
    part: int

    @property
    def key(self) -> Key:
        """The subject of the statement."""
        return Key(self.term, self.party or None, self.field)

    @property
    def name(self) -> ClaimName:
        """The claim that it comes from."""
        return ClaimName(self.seq, self.claim)

    def is_known(self, seq: int) -> bool:
        """Return whether it is known at a seq."""
        return self.known_from <= seq < self.known_until


PRUNING = {
    **dict.fromkeys(("holder", "key", "width", "valid_from"), "int64"),
    **dict.fromkeys(("is_unknown", "is_event", "counted"), "bool"),
}
"""The columns by which rows are left out and sorted, which are not read back, with their types."""

_TYPES = {int: "int64", bool: "bool", str: "string", str | None: "string"}

COLUMNS = PRUNING | {name: _TYPES[hint] for name, hint in get_type_hints(StoredRow).items()}
"""The columns of a statement, with their types."""


def number_of(*names: str | None) -> int:
    """Return a number for some names, as texts cost more to compare: 63 bits of a hash."""
    digest = blake2b(json.dumps(names).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def schema(columns: Mapping[str, str] = COLUMNS) -> pyarrow.Schema:
    """Return columns with the names of their types as Arrow has them (default: those of a statement)."""
    pa = arrow()
    return pa.schema([(name, pa.type_for_alias(type)) for name, type in columns.items()])


def tabled(columns: pyarrow.Schema, rows: Iterable[Sequence[Any]]) -> pyarrow.Table:
    """Return one row or more as a table of Arrow."""
    return arrow().table(dict(zip(columns.names, zip(*rows, strict=True), strict=True)), columns)


def arrow() -> Any:
    """Return pyarrow, or say which extra installs it."""
    try:
        import pyarrow
    except ModuleNotFoundError:
        raise MissingExtraError("pyarrow", "analytics") from None
    return pyarrow


# Writing


class Written(NamedTuple):
    """A claim as it is written: its form, its kind of content, and whether it is about an event."""

    form: Plain
    kind: str
    is_event: bool

    @classmethod
    def of(cls, claim: Claim) -> Written:
        """Return a claim as it is written."""
        kind = "" if claim.content is None else kind_of(claim.content)
        return cls(codec.write(claim), kind, isinstance(claim, Event))

    def row(
        self, statement: Statement, known: Sequence[int], matters: Sequence[int], part: int
    ) -> tuple[Any, ...]:
        """Return the row of one of its statements, in the order of `COLUMNS`.

        Parameters:
            statement: the statement.
            known: the seq from which on it is known, and the first that does not know it any more.
            matters: the first valid instant at which it may matter, and the first at which it does not.
            part: the last seq of its part.
        """
        by, (term, party, field) = statement.by, statement.key
        name = field.removeprefix(CONTENT)
        is_detail = name != field
        value = self.form["content"][name] if is_detail else self.form.get(field, True)
        row = (
            *(*statement.order, *known, by.seq, statement.latest, term, party or "", field),
            *(self.kind if is_detail else "", _text(value), _moment_text(statement.since)),
            *(by.recorded, by.report, by.voice, _written(by.attribution), _written(by.source)),
            *(by.credibility and by.credibility.value, _text(list(statement.accounts_of))),
            *(by.redacted, by.undated, by.states_stance, by.ends_red_line, matters[1], part),
        )
        width = min(max(statement.latest - statement.anchor, 0), WIDEST)
        marks = statement.since.range.from_unknown, self.is_event, is_counted(statement)
        return number_of(term, party), number_of(*statement.key), width, matters[0], *marks, *row


def run_value(statement: Statement) -> object:
    """Return what is equal for statements that are surely of one run."""
    value = statement.value
    return value.side if isinstance(value, Stance) else statement.meaning


def is_counted(statement: Statement) -> bool:
    """Return whether a statement counts under the default trust."""
    return statement.by.type in DEFAULT_TRUST.attributions


def displaces(statement: Statement) -> bool:
    """Return whether a statement counts under the default trust, and can displace another."""
    return is_counted(statement) and statement.value not in tuple(WEAK)


def _text(form: object) -> str:
    return canonical(form).decode()


@lru_cache(10_000)
def _written(value: Attribution | Source) -> str:
    return _text(codec.write(value))


def _moment_text(moment: Moment) -> str:
    span = moment.range
    flags = [span.uncertain, span.approximate, span.from_unknown]
    return json.dumps(
        [moment.edtf, moment.said, moment.inferred, span.first, span.last, span.precision, *flags]
    )


# Reading


_A_PARTY = "a party"
"""Stands for any party: a value is read once for all of them."""


class Reader:
    """Makes statements of rows. One claim has one provenance, and one row gives one statement."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self._by: WeakValueDictionary[tuple[int, int], Provenance] = WeakValueDictionary()
        self._made: WeakValueDictionary[tuple[Any, ...], Statement] = WeakValueDictionary()
        self.value = cache(self._read_value)

    def of_party(self, field: str, kind: str, text: str) -> Any:
        """Return the value of a field of a position."""
        return self.value(_A_PARTY, field, kind, text)

    def statement(self, row: StoredRow) -> Statement:
        """Return the statement of a row."""
        name = (row.term, row.party, row.field, row.seq, row.claim, row.known_from)
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._statement(row)
        return made

    def _statement(self, row: StoredRow) -> Statement:
        value = self.value(row.party and _A_PARTY, row.field, row.kind, row.value)
        since, accounts_of = moment(row.since), _names(row.accounts_of)
        return Statement(
            *(row.term, row.party or None, row.field, value, since, None),
            *(self._provenance(row), row.anchor, accounts_of, comparison_key(value)),
        )

    def _provenance(self, row: StoredRow) -> Provenance:
        name = row.seq, row.claim
        by = self._by.get(name)
        if by is None:
            by = self._by[name] = Provenance(
                row.report,
                row.claim,
                row.seq,
                row.tie_seq,
                row.recorded,
                _read(row.source, Source),
                _read(row.attribution, Attribution),
                row.voice,
                None if row.credibility is None else Credibility(row.credibility),
                row.party or None,
                row.redacted,
                row.undated,
                row.states_stance,
                row.ends_red_line,
            )
        return by

    def _read_value(self, party: str, field: str, kind: str, text: str) -> Any:
        """Return the value of a field, read as that of a claim that states nothing else."""
        form = json.loads(text)
        if field == COMPLETE:
            return form
        if kind:
            name = field.removeprefix(CONTENT)
            version = 1 if kind in self._kinds else kind_named(kind).version
            written = {"kind": kind, "version": version, name: form}
            claim = codec.read({"term": "t", "content": written}, Progress, None, self._kinds)
            return dict(stated(claim.content))[name]
        if party:
            position = codec.read({"party": "p", "term": "t", field: form}, Position)
            return position.facts[field]
        cls, subject = (Progress, "term") if field in ("stage", "trend") else (Event, "id")
        return codec.read({subject: "s", field: form}, cls).facts[field]


@final
class Item:
    """A row, and its statement once it was read."""

    __slots__ = ("_made", "_reader", "row")

    def __init__(self, row: StoredRow, reader: Reader) -> None:
        self.row = row
        self._reader = reader
        self._made: Statement | None = None

    def read(self) -> Statement:
        """Return the statement."""
        if self._made is None:
            self._made = self._reader.statement(self.row)
        return self._made

    def unread(self) -> Unread:
        """Return the statement as a series keeps it, to be read when it is asked for."""
        return Unread(self.row.key, Row._make(self.row[: len(Row._fields)]), lambda *_: self.read())


@lru_cache(10_000)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(10_000)
def _read(text: str, cls: type[T]) -> T:
    return codec.read(json.loads(text), cls)


@lru_cache(100_000)
def moment(text: str) -> Moment:
    """Return a moment as it is written in a row."""
    edtf, said, inferred, first, last, precision, *flags = json.loads(text)
    return Moment(edtf, said, inferred, range=Range(first, last, Precision(precision), *flags))
