"""The map of a table: which column is what, and how its words become vocabulary."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import attrs

from peacetrack.errors import InvalidInputError, UnknownFieldError, WrongTypeError, quoted, raise_all
from peacetrack.form import codec
from peacetrack.intake.dates import ORDERS
from peacetrack.intake.zones import zone_named
from peacetrack.store import toml
from peacetrack.words.classes import frozen
from peacetrack.words.value import FrozenDict, PartyId, as_texts

Field = Literal[
    "report",
    "outlet",
    "url",
    "title",
    "author",
    "origin",
    "reliability",
    "published",
    "note",
    "date",
    "date_said",
    "event",
    "relation",
    "party",
    "speaker",
    "attribution",
    "term",
    "stance",
    "act",
    "stage",
    "trend",
    "addressee",
    "red_line",
    "condition",
    "condition_kind",
    "window",
    "until",
    "credibility",
    "wording",
    "quote",
]
"""What a column may hold; the order is that of a coding sheet."""

FIELDS: tuple[Field, ...] = get_args(Field)

SOURCE_FIELDS: frozenset[Field] = frozenset(
    ("report", "outlet", "url", "title", "author", "origin", "reliability", "published", "note")
)
"""What a column may hold of a report and its source; all others are of its claims."""

Grouping = Literal["each", "url", "day", "report"]
"""How rows become reports."""

UNFILLED = "?"
"""What stands in `words` for a meaning that is to be filled in: a row of such a word is a problem."""

DETAIL = "detail."
"""How the name of a column of a detail begins, where no map names it."""

T = TypeVar("T")


def _by_field(value: Mapping[str, T]) -> Mapping[str, T]:
    """Return values by field; a name that is none is refused."""
    if not isinstance(value, Mapping):
        raise WrongTypeError(value, "a mapping by field", repair='write {"party": ...}')
    for name in value:
        if name not in FIELDS:
            error = UnknownFieldError(str(name), FIELDS)
            if str(name).startswith(DETAIL):
                error.repair = f"name its column in details: {str(name).removeprefix(DETAIL)} = ..."
            raise error
    return FrozenDict(value)


def folded_words(words: Iterable[str]) -> frozenset[str]:
    """Return words as cells are compared with them."""
    return frozenset(map(folded_word, words))


def folded_word(word: str) -> str:
    """Return a word as a cell is compared with it: small letters, single spaces."""
    return " ".join(word.split()).casefold()


def _words_by_field(value: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    try:
        by_field = _by_field(value)
    except UnknownFieldError as error:
        name = error.field.removeprefix(DETAIL)
        near = "" if name != error.field else f"{error.repair}; "
        error.repair = f"{near}words of a detail stand in detail_words.{name}"
        raise
    return _words_by_name(by_field)


def _words_by_name(value: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    return FrozenDict({name: FrozenDict(words) for name, words in value.items()})


def _lists_by_field(value: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return FrozenDict({name: as_texts(words) for name, words in _by_field(value).items()})


def _texts(value: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenDict(value)


def _columns(value: Mapping[str, str]) -> Mapping[str, str]:
    return _by_field(value)


@frozen(kw_only=True)
class Map:
    """Which column of a table is what, and how its words become vocabulary.

    `columns` names the column of each field; without any, each field is in the column of its own name.
    `always` is what holds for every row without a value of its own. `words` says, by field, what the
    words of the table stand for; `skip` the words that make a row be passed over, "" for an empty cell.
    `separators` divide a cell that holds several parties or terms. `speaks_for` is the party of a
    speaker. `reports` says how rows become reports: `each` row one, one for each `url`, for each `day`
    of a source, or for each id in the column `report`.

    `details` names the column of each field of the content of a term, and `detail_words` says what the
    words there stand for. Without `columns`, a column such as `detail.size` holds the field `size`.

    A map with columns of the report and its source alone, such as `url` and `title`, makes reports without
    claims: an inbox.

    `events` are ids of events that the ledger does not know yet; with it, and in the command `log`, any
    other unknown one is a problem.

    `order`, `zone`, `century` and `languages` are those of `read_date`. `delimiter`, `encoding`, `sheet`
    and `header`, the row with the names of the columns from 1, describe the file.

    >>> pt.intake.Map(columns={"party": "Country"}, words={"stance": {"against": "rejects"}}).order
    """

    columns: Mapping[Field, str] = attrs.field(factory=dict, converter=_columns)
    details: Mapping[str, str] = attrs.field(factory=dict, converter=_texts)
    always: Mapping[Field, str] = attrs.field(factory=dict, converter=_columns)
    words: Mapping[Field, Mapping[str, str]] = attrs.field(factory=dict, converter=_words_by_field)
    detail_words: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict, converter=_words_by_name)
    skip: Mapping[Field, tuple[str, ...]] = attrs.field(factory=dict, converter=_lists_by_field)
    separators: Mapping[Field, str] = attrs.field(factory=dict, converter=_columns)
    speaks_for: Mapping[str, PartyId] = attrs.field(factory=dict, converter=_texts)
    events: tuple[str, ...] = attrs.field(default=(), converter=as_texts)
    reports: Grouping | None = None
    order: Literal["DMY", "MDY", "YMD"] | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.in_(ORDERS))
    )
    zone: str | None = None
    century: int | None = attrs.field(default=None, metadata={"least": 0})
    languages: tuple[str, ...] = attrs.field(default=(), converter=as_texts)
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header: int = attrs.field(default=1, metadata={"least": 1})

    def __attrs_post_init__(self) -> None:
        if self.delimiter is not None and len(self.delimiter) != 1:
            raise WrongTypeError(self.delimiter, "one character", where="delimiter", repair='write ";"')
        if self.encoding is not None:
            _check_encoding(self.encoding)
        if self.zone is not None:
            zone_named(self.zone)
        if self.century is not None and self.century % 100:
            raise WrongTypeError(
                self.century, "the first year of a century", where="century", repair="write 2000"
            )
        if self.header < 1:
            raise WrongTypeError(self.header, "the number of a row, from 1", where="header")
        empty = [name for name, text in self.separators.items() if not text]
        if empty:
            raise InvalidInputError(
                "a separator is empty", where=f"separators.{empty[0]}", repair='write ";"'
            )

    @property
    def every_word(self) -> dict[str, Mapping[str, str]]:
        """The words of fields and of details, by field."""
        return dict(self.words.items()) | {DETAIL + name: words for name, words in self.detail_words.items()}

    @property
    def grouping(self) -> Grouping:
        """How rows become reports; by id or by url where there is such a column, unless it says more."""
        if self.reports is not None:
            return self.reports
        if not self.columns or "report" in self.columns:
            return "report"
        return "url" if "url" in self.columns else "each"


def _check_encoding(name: str) -> None:
    """Refuse a name that is not of an encoding of text."""
    try:
        "x".encode(name)
    except (LookupError, ValueError):  # unknown, or it takes no text; a null character in it
        what = f"there is no encoding {quoted(name)}"
        raise InvalidInputError(what, where="encoding", repair='write "cp1251"') from None


AsMap = Map | Mapping[str, Any] | str | PathLike[str] | None
"""A map, its mapping, the columns alone as a mapping of texts, or the path of a map in TOML."""


def as_map(value: AsMap) -> Map:
    """Return a map from any of its forms."""
    if value is None:
        return Map()
    if isinstance(value, Map):
        return value
    if isinstance(value, str | PathLike):
        name = os.fspath(value)
        form = toml.parsed(Path(name))
        return _read(form, Path(name).name)
    if not isinstance(value, Mapping):
        raise WrongTypeError(value, "a map of columns", repair='write {"party": "Country"}')
    keys = {field.name for field in attrs.fields(Map)}
    alone = keys.isdisjoint(value) and all(isinstance(item, str) for item in value.values())
    return _read({"columns": value} if alone else value, "")


def _read(form: Mapping[str, Any], name: str) -> Map:
    try:
        return codec.read(codec.as_form(form), Map)
    except Exception as error:
        problems = codec.problems_of(error, "")
        for problem in problems:
            problem.where = f"{name}: {problem.where}".strip(": ") if name else problem.where
        raise_all(problems)
        raise
