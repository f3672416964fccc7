"""The cells of a row, read by a map: texts, words, names and dates, or problems with their column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from peacetrack.errors import (
    InvalidInputError,
    PeacetrackError,
    UnknownNameError,
    WrongTypeError,
    nearest,
    quoted,
)
from peacetrack.intake.dates import read_date
from peacetrack.intake.map import DETAIL, FIELDS, SOURCE_FIELDS, UNFILLED, Map, folded_word, folded_words
from peacetrack.intake.phrases import as_text
from peacetrack.intake.rows import Row
from peacetrack.table import workbook
from peacetrack.words.when import Moment

T = TypeVar("T")

KEPT = 65_536
"""So many dates and sources of a table are kept, to be used again."""

Located = tuple[str | None, PeacetrackError]
"""A problem of a row, with its column."""

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_LARGE, _MOST_DIGITS = "a large number", 18


class Columns:
    """The columns of a table by a map: which field each holds, and what its words stand for.

    `by_field` is the column of each field; that of a detail begins with `detail.`.
    """

    def __init__(self, map: Map) -> None:
        self.map = map
        self.by_field: dict[str, str] = dict(map.columns.items()) or {field: field for field in FIELDS}
        self.by_field |= {DETAIL + name: column for name, column in map.details.items()}
        self.always: dict[str, str] = dict(map.always.items())
        self._skip = {field: folded_words(words) for field, words in map.skip.items()}
        self._words: dict[str, dict[str, str]] = {
            field: {folded_word(word): meaning for word, meaning in words.items()}
            for field, words in map.every_word.items()
        }
        self._separators: dict[str, str] = dict(map.separators.items())
        self._dates = lru_cache(maxsize=KEPT)(self._read_date)

    def take_details(self, row: Row) -> None:
        """Read the columns of a row that have the name of a detail, where no map names the columns."""
        if not self.map.columns:
            self.by_field |= {name: name for name in row if str(name).startswith(DETAIL)}

    def take_named(self, columns: Iterable[str]) -> None:
        """Read the columns that have the name of a field, or of a detail."""
        named = [name for name in columns if name in FIELDS or name.startswith(DETAIL)]
        self.by_field = {name: name for name in named} | {
            field: column for field, column in self.by_field.items() if field.startswith(DETAIL)
        }

    @property
    def details(self) -> list[str]:
        """The fields of content that have a column."""
        return [name.removeprefix(DETAIL) for name in self.by_field if name.startswith(DETAIL)]

    @property
    def hold_claims(self) -> bool:
        """Whether the map says something of claims; without a map, every row has to."""
        return not self.map.columns or not SOURCE_FIELDS.issuperset((*self.by_field, *self.map.always))

    def pass_over(self, row: Row) -> bool:
        """Return whether a row is empty, or has a word that the map skips."""
        if all(not shown(row.get(column)) for column in self.by_field.values()):
            return True
        return any(
            folded_word(shown(row.get(column))) in words
            for field, words in self._skip.items()
            if (column := self.by_field.get(field)) is not None
        )

    def meant(self, field: str, text: str) -> str:
        """Return what a word of the table stands for, or the word."""
        meaning = self._words.get(field, {}).get(folded_word(text), text)
        if meaning == UNFILLED != text:
            name = field.removeprefix(DETAIL)
            under = f"words.{name}" if name == field else f"detail_words.{name}"
            what = f"what {quoted(text)} stands for is not said"
            raise InvalidInputError(what, repair=f"fill it in under {under} of the map")
        return meaning

    def words_of(self, field: str) -> Iterable[str]:
        """Return the words of the table that the map knows in a field."""
        return self.map.every_word.get(field, {})

    def several(self, field: str, text: str, separator: str | None = None) -> list[str]:
        """Return the names in a cell, by what they stand for; divided as the map says, or by `separator`."""
        separator = self._separators.get(field, ";" if field.startswith(DETAIL) else separator)
        meant = self.meant(field, text)
        parts = meant.split(separator) if separator else [meant]
        return [self.meant(field, part.strip()) for part in parts if part.strip()]

    def moment(self, cell: str | date, published: Moment | None) -> Moment:
        """Return the moment that a cell writes, next to a publication."""
        return self._dates(cell, published)

    def _read_date(self, cell: str | date, published: Moment | None) -> Moment:
        return read_date(
            cell,
            order=self.map.order,
            published=published,
            zone=self.map.zone,
            century=self.map.century,
            languages=self.map.languages,
        )

    def forget(self) -> None:
        """Drop the dates that are kept to be used again, at the end of a table."""
        self._dates.cache_clear()


class Cells:
    """The cells of one row, read field by field; problems are collected."""

    def __init__(self, columns: Columns, row: Row) -> None:
        self.columns = columns
        self._row = row
        self.problems: list[Located] = []
        self.failed: set[str] = set()

    def read(self, field: str, make: Callable[[str | date], T]) -> T | None:
        """Return what is made of a cell; None where it is empty or is a problem."""
        columns = self.columns
        column = columns.by_field.get(field)
        try:
            cell = None if column is None else _cell(self._row.get(column))
            if cell is None:
                always = columns.always.get(field)
                return None if always is None else make(always)
            return make(cell)
        except PeacetrackError as error:
            for problem in error.problems:
                self.miss(field, problem)
            return None

    def text(self, field: str) -> str | None:
        """Return the text of a cell, by what it stands for, or None."""
        return self.read(field, lambda cell: self.columns.meant(field, as_text(cell)) or None)

    def word(self, field: str, vocabulary: Callable[[str], T]) -> T | None:
        """Return the word of a vocabulary that a cell stands for; None where it stands for nothing."""

        def make(cell: str | date) -> T | None:
            word = self.columns.meant(field, as_text(cell))
            if not word:
                return None
            with suppress(UnknownNameError):
                return vocabulary(folded_word(word).replace(" ", "-"))
            try:
                return vocabulary(word)  # the error quotes the word as it stands there
            except UnknownNameError as error:
                near = nearest(word, self.columns.words_of(field))
                if near is not None:
                    error.repair = f"did you mean {near!r}?"
                raise

        return self.read(field, make)

    def parts(self, field: str, separator: str | None = None) -> list[str] | None:
        """Return the parts of a cell; None where it is empty."""
        return self.read(field, lambda cell: self.columns.several(field, as_text(cell), separator))

    def names(self, field: str, resolve: Callable[[str], str]) -> tuple[str, ...]:
        """Return the ids that a cell names, each once."""

        def make(cell: str | date) -> tuple[str, ...]:
            named = self.columns.several(field, as_text(cell))
            return tuple(dict.fromkeys(map(resolve, named)))

        return self.read(field, make) or ()

    def moment(self, field: str, published: Moment | None) -> Moment | None:
        """Return the moment that a cell writes, next to a publication; None where it is empty."""
        return self.read(field, lambda cell: self.columns.moment(cell, published))

    def miss(self, field: str, error: PeacetrackError) -> None:
        """Add a problem of a field."""
        self.failed.add(field)
        self.problems.append((self.columns.by_field.get(field), error))


def _cell(value: object) -> str | date | None:
    """Return a cell as text or as a date, or None where it is empty."""
    if isinstance(value, workbook.NoValue):
        what = f"the cell is a formula without a value: {quoted(value.formula)}"
        raise InvalidInputError(what, repair="open the file in a spreadsheet and save it")
    text = shown(value)
    if not text:
        return None
    if isinstance(value, date):
        return value
    if not isinstance(value, str | int | float | Decimal | time):
        raise WrongTypeError(value, "the text, the number or the date of a cell")
    if text == _LARGE:
        raise InvalidInputError("the number is too large for a cell", repair="write it as text")
    if _ERROR.fullmatch(text):
        raise InvalidInputError(
            f"the cell is an error of the spreadsheet: {text}", repair="correct its formula"
        )
    if _NO_TEXT.search(text):
        raise WrongTypeError(text, "text", repair="take out the characters that are none")
    return text


def shown(value: object) -> str:
    """Return the text of a cell, as a spreadsheet shows it; nothing for the blanks of data frames."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return _number(value)
    text = "" if value is None else str(value)
    return "" if text in ("NaT", "<NA>") else text


def _number(value: float | Decimal) -> str:
    exact = Decimal(value)
    if exact.is_nan():
        return ""
    if not exact.is_finite() or exact.adjusted() > _MOST_DIGITS:
        return _LARGE
    return str(int(value)) if exact == exact.to_integral_value() else str(value)
