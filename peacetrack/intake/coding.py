"""One row of a table made into claims and their source, or into problems by column."""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from typing import Any

from peacetrack.errors import InvalidInputError, MissingFieldError, PeacetrackError
from peacetrack.intake.cells import KEPT, Cells, Columns, Located
from peacetrack.intake.map import DETAIL, Map, folded_word
from peacetrack.intake.names import Names
from peacetrack.intake.phrases import (
    as_text,
    field_of,
    read_condition,
    read_detail,
    read_ending,
    read_flag,
    read_relation,
)
from peacetrack.intake.rows import Row
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution, AttributionType
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.kind import settled
from peacetrack.words.position import Position, Progress, Stage, Trend
from peacetrack.words.report import Source
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, absence_or
from peacetrack.words.when import During, Moment, When


@frozen
class Coded:
    """The coding of a row: its claims, their source, the report it belongs to, a note, and its day.

    In an inbox there are no claims.
    """

    claims: tuple[Position | Progress, ...]
    source: Source
    report: str | None
    note: str | None
    day: str | None


class Coder:
    """Make rows into claims by a map."""

    def __init__(self, map: Map, names: Names) -> None:
        self.columns = Columns(map)
        self.names = names
        self._speakers = {folded_word(speaker): party for speaker, party in map.speaks_for.items()}
        self._sources = lru_cache(maxsize=KEPT)(_itself)

    def coded(self, row: Row) -> Coded | list[Located]:
        """Return what a row says, or all its problems."""
        cells = Cells(self.columns, row)
        published = cells.moment("published", None)
        day, source = _day(cells, published), _source(cells, published)
        said = _Claims(self, self.names, cells, published)
        claims = said.of(day) if self.columns.hold_claims else ()
        report, note = cells.text("report"), cells.text("note")
        if cells.problems:
            return cells.problems
        stamp = published or day
        return Coded(claims, self._sources(source), report, note, None if stamp is None else stamp.edtf)

    def party_of(self, speaker: str) -> str | None:
        """Return the party that a speaker speaks for: by the map, else by the agenda."""
        party = self._speakers.get(folded_word(speaker))
        if party is not None:
            return self.names.party(party)
        person = self.names.person(speaker)
        return None if person is None else self.names.party_of(person)

    def forget(self) -> None:
        """Drop what is kept to be used again, at the end of a table."""
        self.columns.forget()
        self._sources.cache_clear()


def _itself(source: Source) -> Source:
    """Return a source; with what is kept of it, the first that equals it."""
    return source


def _day(cells: Cells, published: Moment | None) -> Moment | None:
    """Return since when the claims hold, with the words of the source where they are given."""
    day, words = cells.moment("date", published), cells.text("date_said")
    if words is None or "date" in cells.failed:
        return day
    return Moment.unknown(words) if day is None else Moment(day.edtf, words, day.inferred)


def _source(cells: Cells, published: Moment | None) -> Source:
    return Source(
        cells.text("outlet"),
        url=cells.text("url"),
        title=cells.text("title"),
        author=cells.text("author"),
        origin=cells.text("origin"),
        published=published,
        reliability=cells.word("reliability", Reliability),
    )


@frozen(eq=False)
class _Claims:
    """The claims that the cells of a row make of its parties and terms."""

    coder: Coder
    names: Names
    cells: Cells
    published: Moment | None

    def of(self, day: Moment | None) -> tuple[Position | Progress, ...]:
        """Return the claims: one for each party and term; none where a cell is a problem."""
        cells, since = self.cells, self._since(day)
        terms = cells.names("term", self.names.term)
        speaker = cells.text("speaker")
        named = cells.names("party", self.names.party)
        parties = named or self._parties_of(speaker)
        graded: dict[str, Any] = {
            "since": since,
            "attribution": self._attribution(speaker),
            "credibility": cells.word("credibility", Credibility),
        }
        stage, trend = cells.word("stage", Stage), cells.word("trend", Trend)
        position = self._position()
        contents = {term: self._content(term) for term in terms}
        detailed = any(content is not None for content in contents.values())
        # words alone are of a party that is named, details alone of any party; else they are of the term
        worded = position.keys() <= {"wording"}
        progresses = stage is not None or trend is not None or (detailed and worded and not parties)
        of_party = bool(position) and (bool(named) or not worded)
        holds = of_party if progresses else bool(position) or detailed
        holds = holds or not cells.failed.isdisjoint(("stance", "act", "red_line"))
        self._check(terms, parties, holds=holds, progresses=progresses)
        if cells.problems:
            return ()
        claims: list[Position | Progress] = []
        for term in terms:
            said = {"content": contents[term], **graded}
            if progresses:
                of_term = graded if holds else {**said, "wording": position.get("wording")}
                claims.append(Progress(term, stage=stage, trend=trend, **of_term))
            if holds:
                claims += [Position(party, term, **position, **said) for party in parties]
        return tuple(claims)

    def _since(self, day: Moment | None) -> When | None:
        """Return the day, or the time of an event where one is named in its place."""
        cells = self.cells
        event, relation = self._event(), cells.word("relation", read_relation)
        if event is None:
            if relation is not None and "event" not in cells.failed:
                repair = "name the event, or leave relation empty"
                cells.miss("event", MissingFieldError("event", repair=repair))
            return day
        if day is not None:
            repair = "keep one; an event of its own may give the date"
            cells.miss("event", InvalidInputError("the row has a date and an event", repair=repair))
        return (relation or During)(event)

    def _event(self) -> str | None:
        event = self.cells.text("event")
        return None if event is None else self.cells.read("event", lambda _: self.names.event(event))

    def _position(self) -> dict[str, Any]:
        """Return what a position says, apart from its term and party; nothing where it says nothing."""
        cells = self.cells
        fields = {
            "stance": cells.word("stance", _stance),
            "act": cells.word("act", Act),
            "red_line": cells.read("red_line", read_flag),
            "conditions": self._conditions(),
            "window": self._ending("window"),
            "until": self._ending("until"),
            "wording": cells.text("wording"),
            "quote": cells.text("quote"),
        }
        addressee = self._addressee()
        given = {name: value for name, value in fields.items() if value is not None}
        return given | ({"addressee": addressee} if addressee else {}) if given else {}

    def _conditions(self) -> tuple[Condition, ...] | None:
        """Return the conditions in a cell, each of its kind; one kind is that of all."""
        kinds = self.cells.parts("condition_kind", ";") or ["words"]
        if list(map(folded_word, kinds)) == ["none"]:
            return self._no_conditions()

        def make(cell: str | date) -> tuple[Condition, ...]:
            divides = ";" if len(kinds) > 1 else None
            texts = self.cells.columns.several("condition", as_text(cell), divides)
            if len(kinds) not in (1, len(texts)):
                what = f"there are {len(texts)} conditions and {len(kinds)} kinds of them"
                raise InvalidInputError(what, repair="give one kind, or one for each")
            each = kinds * len(texts) if len(kinds) == 1 else kinds
            return tuple(
                read_condition(kind, text, self.names) for kind, text in zip(each, texts, strict=True)
            )

        return self.cells.read("condition", make)

    def _no_conditions(self) -> tuple[Condition, ...]:
        """Return that there are no conditions; a condition next to that is a problem."""
        if self.cells.text("condition") is not None:
            what = "the row has a condition, and says that there are none"
            self.cells.miss("condition", InvalidInputError(what, repair="keep one"))
        return ()

    def _ending(self, field: str) -> Ending | Absence | None:
        columns = self.cells.columns

        def make(cell: str | date) -> Ending | Absence:
            meant = columns.meant(field, cell) if isinstance(cell, str) else cell
            return read_ending(meant, self.names, partial(columns.moment, published=self.published))

        return self.cells.read(field, make)

    def _content(self, term: str) -> object | None:
        """Return the details of a term that have a column, as content of its kind; None without any."""
        fields = {name: self._detail(term, name) for name in self.cells.columns.details}
        stated = {name: value for name, value in fields.items() if value is not None}
        return self.names.kind_of(term).made(stated) if stated else None

    def _detail(self, term: str, name: str) -> object | None:
        columns, column = self.cells.columns, DETAIL + name

        def make(cell: str | date) -> object | None:
            meant = columns.meant(column, cell) if isinstance(cell, str) else cell
            if meant == "":
                return None
            field = field_of(self.names.kind_of(term), name)
            several = columns.several(column, as_text(cell))
            read_date = partial(columns.moment, published=self.published)
            value = read_detail(field, meant, several, self.names, read_date)
            return value if isinstance(value, Absence) else settled(field, value)

        return self.cells.read(column, make)

    def _parties_of(self, speaker: str | None) -> tuple[str, ...]:
        """Return the party that a speaker speaks for, or none."""
        try:
            party = None if speaker is None else self.coder.party_of(speaker)
        except PeacetrackError as error:
            self.cells.miss("speaker", error)
            return ()
        return () if party is None else (party,)

    def _addressee(self) -> str | None:
        addressees = self.cells.names("addressee", self.names.party)
        if len(addressees) > 1:
            error = InvalidInputError("a position has one addressee", repair="keep one")
            self.cells.miss("addressee", error)
        return next(iter(addressees), None)

    def _attribution(self, speaker: str | None) -> Attribution | None:
        type = self.cells.word("attribution", AttributionType)
        if type is None:
            if speaker is not None:
                repair = 'add a column attribution, or give one in always: attribution = "named"'
                what = "how the speaker is quoted is not said"
                self.cells.miss("speaker", InvalidInputError(what, repair=repair))
            return None
        if speaker is None:
            return Attribution(type)
        person, parties = self.names.person(speaker), self._parties_of(speaker)
        return Attribution(type, speaker=None if person else speaker, person=person, acts_for=parties)

    def _check(
        self, terms: tuple[str, ...], parties: tuple[str, ...], *, holds: bool, progresses: bool
    ) -> None:
        """Add what a row lacks, unless a cell is wrong that would give it."""
        cells = self.cells
        if not terms and "term" not in cells.failed:
            cells.miss("term", MissingFieldError("term", repair="name a term, or give one in always"))
        if holds and not parties and not cells.failed & {"party", "speaker"}:
            repair = "name a party, or say in speaks_for which one the speaker speaks for"
            cells.miss("party", MissingFieldError("party", repair=repair))
        if not holds and not progresses and not any(map(_is_said, cells.failed)):
            repair = "write what the party says, or pass the row over with skip"
            cells.miss("stance", InvalidInputError("the row has neither a stance nor an act", repair=repair))


def _is_said(field: str) -> bool:
    """Return whether a field is of what a party or a term says, so that a wrong cell is no empty one."""
    return field in ("stage", "trend", "condition", "window", "until") or field.startswith(DETAIL)


def _stance(word: str) -> Stance | Absence:
    given = absence_or(word)
    return given if isinstance(given, Absence) else Stance(given)
