"""One row of a table made into claims and their source, or into problems by column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from peacetrack.errors import InvalidInputError, PeacetrackError, quoted
from peacetrack.intake.cells import Cells, shown
from peacetrack.intake.dates import read_date
from peacetrack.intake.map import DETAIL, FIELDS, SOURCE_FIELDS, UNFILLED, Map, folded_word, folded_words
from peacetrack.intake.names import Names
from peacetrack.intake.rows import Row
from peacetrack.words.classes import frozen
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Source
from peacetrack.words.when import Moment

_KEPT = 65_536
"""So many dates and sources of a table are kept, to be used again."""


@frozen
class Coded:
    """What a row says: its claims, their source, the report it belongs to, a note, and its day.

    In an inbox there are no claims.
    """

    claims: tuple[Position | Progress, ...]
    source: Source
    report: str | None
    note: str | None
    day: str | None


Located = tuple[str | None, PeacetrackError]
"""A problem of a row, with its column."""


class Coder:
    """Make rows into claims by a map."""

    def __init__(self, map: Map, names: Names) -> None:
        self.map = map
        self.names = names
        self._skip = {field: folded_words(words) for field, words in map.skip.items()}
        self._words: dict[str, dict[str, str]] = {
            field: {folded_word(word): meaning for word, meaning in words.items()}
            for field, words in map.every_word.items()
        }
        self._speakers = {folded_word(speaker): party for speaker, party in map.speaks_for.items()}
        self.columns: dict[str, str] = dict(map.columns.items()) or {field: field for field in FIELDS}
        self.columns |= {DETAIL + name: column for name, column in map.details.items()}
        self.always: dict[str, str] = dict(map.always.items())
        self._separators: dict[str, str] = dict(map.separators.items())
        self._dates = lru_cache(maxsize=_KEPT)(self._read_date)
        self._sources = lru_cache(maxsize=_KEPT)(_itself)

    def take_details(self, row: Row) -> None:
        """Read the columns of a row that have the name of a detail, where no map names the columns."""
        if not self.map.columns:
            self.columns |= {name: name for name in row if name.startswith(DETAIL)}

    def take_named(self, columns: Iterable[str]) -> None:
        """Read the columns that have the name of a field, or of a detail."""
        named = [name for name in columns if name in FIELDS or name.startswith(DETAIL)]
        self.columns = {name: name for name in named} | {
            field: column for field, column in self.columns.items() if field.startswith(DETAIL)
        }

    def passed_over(self, row: Row) -> bool:
        """Return whether a row is empty, or has a word that the map skips."""
        if all(not shown(row.get(column)) for column in self.columns.values()):
            return True
        return any(
            folded_word(shown(row.get(column))) in words
            for field, words in self._skip.items()
            if (column := self.columns.get(field)) is not None
        )

    def coded(self, row: Row) -> Coded | list[Located]:
        """Return what a row says, or all its problems."""
        cells = Cells(self, row)
        published = cells.read("published", lambda cell: self.date(cell, None))
        day = cells.day(published)
        source = cells.source(published)
        claims = cells.claims(cells.since(day), published) if self.codes_claims else ()
        report, note = cells.text("report"), cells.text("note")
        if cells.problems:
            return cells.problems
        stamp = published or day
        return Coded(claims, self._sources(source), report, note, None if stamp is None else stamp.edtf)

    def forget(self) -> None:
        """Drop what is kept to be used again, at the end of a table."""
        self._dates.cache_clear()
        self._sources.cache_clear()

    @property
    def codes_claims(self) -> bool:
        """Whether the map says something of claims; without a map, every row has to."""
        return not self.map.columns or not SOURCE_FIELDS.issuperset((*self.columns, *self.map.always))

    @property
    def details(self) -> list[str]:
        """The fields of content that have a column."""
        return [name.removeprefix(DETAIL) for name in self.columns if name.startswith(DETAIL)]

    def _read_date(self, cell: str | date, published: Moment | None) -> Moment:
        return read_date(
            cell,
            order=self.map.order,
            published=published,
            zone=self.map.zone,
            century=self.map.century,
            languages=self.map.languages,
        )

    def date(self, cell: str | date, published: Moment | None) -> Moment:
        """Return the moment that a cell writes, next to a publication."""
        return self._dates(cell, published)

    def meant(self, field: str, text: str) -> str:
        """Return what a word of the table stands for, or the word."""
        meaning = self._words.get(field, {}).get(folded_word(text), text)
        if meaning == UNFILLED != text:
            under = (
                f"detail_words.{field.removeprefix(DETAIL)}" if field.startswith(DETAIL) else f"words.{field}"
            )
            repair = f"fill it in under {under} of the map"
            raise InvalidInputError(f"what {quoted(text)} stands for is not said", repair=repair)
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

    def party_of(self, speaker: str) -> str | None:
        """Return the party that a speaker speaks for: by the map, else by the agenda."""
        party = self._speakers.get(folded_word(speaker))
        if party is not None:
            return self.names.party(party)
        person = self.names.person(speaker)
        return None if person is None else self.names.party_of(person)


def _itself(source: Source) -> Source:
    """Return a source; with what is kept of it, the first that equals it."""
    return source
