"""One row of a table made into claims and their source, or into problems by column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from peacetrack.errors import InvalidInputError, PeacetrackError, quoted
from peacetrack.intake.cells import Cells, shown
from peacetrack.intake.dates import read_date
from peacetrack.intake.map import DETAIL, FIELDS, SOURCE_FIELDS, UNFILLED, Map, folded_word, folded_words
from peacetrack.intake.names import Names
from peacetrack.intake.rows import Row
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Source
from peacetrack.words.when import Moment

_KEPT = 65_536
"""So many dates and sources of a table are kept, to be used again."""


@attrs.frozen
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
        self._map = map
        self._names = names
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
        self._dates: dict[tuple[str | date, Moment | None], Moment] = {}
        self._sources: dict[Source, Source] = {}

    def take_details(self, row: Row) -> None:
        """Read the columns of a row that have the name of a detail, where no map names the columns."""
        if not self._map.columns:
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
        kept = self._sources.setdefault(source, source) if len(self._sources) < _KEPT else source
        stamp = published or day
        return Coded(claims, kept, report, note, None if stamp is None else stamp.edtf)

    def forget(self) -> None:
        """Drop what is kept to be used again, at the end of a table."""
        self._dates.clear()
        self._sources.clear()

    @property
    def codes_claims(self) -> bool:
        """Whether the map says something of claims; without a map, every row has to."""
        return not self._map.columns or not SOURCE_FIELDS.issuperset((*self.columns, *self._map.always))

    @property
    def details(self) -> list[str]:
        """The fields of content that have a column."""
        return [name.removeprefix(DETAIL) for name in self.columns if name.startswith(DETAIL)]

    def date(self, cell: str | date, published: Moment | None) -> Moment:
        """Return the moment that a cell writes, next to a publication."""
        key = (cell, published)
        moment = self._dates.get(key)
        if moment is None:
            map = self._map
            moment = read_date(
                cell,
                order=map.order,
                published=published,
                zone=map.zone,
                century=map.century,
                languages=map.languages,
            )
            if len(self._dates) < _KEPT:
                self._dates[key] = moment
        return moment

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
        return self._map.every_word.get(field, {})

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
            return self._names.party(party)
        person = self._names.person(speaker)
        return None if person is None else self._names.party_of(person)

    @property
    def names(self) -> Names:
        """The names of the agenda."""
        return self._names

    @property
    def map(self) -> Map:
        """The map."""
        return self._map
