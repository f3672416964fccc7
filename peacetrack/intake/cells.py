"""The cells of one row, read field by field into what a claim and its source say."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from peacetrack.errors import (
    InvalidInputError,
    MissingFieldError,
    PeacetrackError,
    UnknownNameError,
    WrongTypeError,
    nearest,
    quoted,
)
from peacetrack.intake.map import DETAIL, folded_word
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
from peacetrack.table import workbook
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution, AttributionType
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.kind import settled
from peacetrack.words.position import Position, Progress, Stage, Trend
from peacetrack.words.report import Source
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence
from peacetrack.words.when import During, Moment, When

if TYPE_CHECKING:
    from peacetrack.intake.coding import Coder, Located

T = TypeVar("T")

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_LARGE, _MOST_DIGITS = "a large number", 18


class Cells:
    """The cells of one row, read field by field; problems are collected."""

    def __init__(self, coder: Coder, row: Row) -> None:
        self._coder = coder
        self._row = row
        self.problems: list[Located] = []
        self._failed: set[str] = set()

    def read(self, field: str, make: Callable[[str | date], T]) -> T | None:
        """Return what is made of a cell; None where it is empty or is a problem."""
        column = self._coder.columns.get(field)
        try:
            cell = None if column is None else _cell(self._row.get(column))
            if cell is None:
                always = self._coder.always.get(field)
                return None if always is None else make(always)
            return make(cell)
        except PeacetrackError as error:
            for problem in error.problems:
                self._miss(field, problem)
            return None

    def text(self, field: str) -> str | None:
        """Return the text of a cell, by what it stands for, or None."""
        return self.read(field, lambda cell: self._coder.meant(field, as_text(cell)) or None)

    def word(self, field: str, vocabulary: Callable[[str], T]) -> T | None:
        """Return the word of a vocabulary that a cell stands for; None where it stands for nothing."""

        def make(cell: str | date) -> T | None:
            word = self._coder.meant(field, as_text(cell))
            if not word:
                return None
            with suppress(UnknownNameError):
                return vocabulary(folded_word(word).replace(" ", "-"))
            try:
                return vocabulary(word)  # the error quotes the word as it stands there
            except UnknownNameError as error:
                near = nearest(word, self._coder.words_of(field))
                if near is not None:
                    error.repair = f"did you mean {near!r}?"
                raise

        return self.read(field, make)

    def names(self, field: str, resolve: Callable[[str], str]) -> tuple[str, ...]:
        """Return the ids that a cell names, each once."""

        def make(cell: str | date) -> tuple[str, ...]:
            named = self._coder.several(field, as_text(cell))
            return tuple(dict.fromkeys(map(resolve, named)))

        return self.read(field, make) or ()

    def day(self, published: Moment | None) -> Moment | None:
        """Return since when the claims hold, with the words of the source where they are given."""
        day = self.read("date", lambda cell: self._coder.date(cell, published))
        words = self.text("date_said")
        if words is None or "date" in self._failed:
            return day
        return Moment.unknown(words) if day is None else Moment(day.edtf, words, day.inferred)

    def since(self, day: Moment | None) -> When | None:
        """Return the day, or the time of an event where one is named in its place."""
        event, relation = self._event(), self.word("relation", read_relation)
        if event is None:
            if relation is not None and "event" not in self._failed:
                self._miss(
                    "event", MissingFieldError("event", repair="name the event, or leave relation empty")
                )
            return day
        if day is not None:
            repair = "keep one; an event of its own may give the date"
            self._miss("event", InvalidInputError("the row has a date and an event", repair=repair))
        return (relation or During)(event)

    def _event(self) -> str | None:
        event = self.text("event")
        return None if event is None else self.read("event", lambda _: self._coder.names.event(event))

    def source(self, published: Moment | None) -> Source:
        """Return the source of the row."""
        return Source(
            self.text("outlet"),
            url=self.text("url"),
            title=self.text("title"),
            author=self.text("author"),
            origin=self.text("origin"),
            published=published,
            reliability=self.word("reliability", Reliability),
        )

    def claims(self, since: When | None, published: Moment | None) -> tuple[Position | Progress, ...]:
        """Return the claims of the row: one for each of its parties and terms."""
        names = self._coder.names
        terms = self.names("term", names.term)
        speaker = self.text("speaker")
        named = self.names("party", names.party)
        parties = named or self._parties_of(speaker)
        graded: dict[str, Any] = {
            "attribution": self._attribution(speaker),
            "credibility": self.word("credibility", Credibility),
        }
        stage, trend = self.word("stage", Stage), self.word("trend", Trend)
        position = self._position(published)
        contents = {term: self._content(term, published) for term in terms}
        detailed = any(content is not None for content in contents.values())
        # words alone are of a party that is named, details alone of any party; else they are of the term
        worded = position.keys() <= {"wording"}
        progresses = stage is not None or trend is not None or (detailed and worded and not parties)
        of_party = bool(position) and (bool(named) or not worded)
        holds = of_party if progresses else bool(position) or detailed
        holds = holds or not self._failed.isdisjoint(("stance", "act", "red_line"))
        self._check_row(terms, parties, holds=holds, progresses=progresses)
        if self.problems:
            return ()
        claims: list[Position | Progress] = []
        for term in terms:
            if progresses:
                content = None if holds else contents[term]
                wording = None if holds else position.get("wording")
                fields = {"content": content, "wording": wording, "since": since, **graded}
                claims.append(Progress(term, stage=stage, trend=trend, **fields))
            if holds:
                fields = {**position, "content": contents[term], "since": since, **graded}
                claims += [Position(party, term, **fields) for party in parties]
        return tuple(claims)

    def _position(self, published: Moment | None) -> dict[str, Any]:
        """Return what a position says, apart from its term and party; nothing where it says nothing."""
        fields = {
            "stance": self.word("stance", _stance),
            "act": self.word("act", Act),
            "red_line": self.read("red_line", read_flag),
            "conditions": self._conditions(),
            "window": self._ending("window", published),
            "until": self._ending("until", published),
            "wording": self.text("wording"),
            "quote": self.text("quote"),
        }
        addressee = self._addressee()
        given = {name: value for name, value in fields.items() if value is not None}
        return given | ({"addressee": addressee} if addressee else {}) if given else {}

    def _conditions(self) -> tuple[Condition, ...] | None:
        """Return the conditions in a cell, each of its kind; one kind is that of all."""
        kinds = self._parts("condition_kind") or ["words"]
        if list(map(folded_word, kinds)) == ["none"]:
            return self._no_conditions()

        def make(cell: str | date) -> tuple[Condition, ...]:
            divides = ";" if len(kinds) > 1 else None
            texts = self._coder.several("condition", as_text(cell), divides)
            if len(kinds) not in (1, len(texts)):
                what = f"there are {len(texts)} conditions and {len(kinds)} kinds of them"
                raise InvalidInputError(what, repair="give one kind, or one for each")
            each = kinds * len(texts) if len(kinds) == 1 else kinds
            return tuple(
                read_condition(kind, text, self._coder.names) for kind, text in zip(each, texts, strict=True)
            )

        return self.read("condition", make)

    def _no_conditions(self) -> tuple[Condition, ...]:
        """Return that there are no conditions; a condition next to that is a problem."""
        if self.text("condition") is not None:
            what = "the row has a condition, and says that there are none"
            self._miss("condition", InvalidInputError(what, repair="keep one"))
        return ()

    def _parts(self, field: str) -> list[str] | None:
        return self.read(field, lambda cell: self._coder.several(field, as_text(cell), ";"))

    def _ending(self, field: str, published: Moment | None) -> Ending | Absence | None:
        def make(cell: str | date) -> Ending | Absence:
            meant = self._coder.meant(field, cell) if isinstance(cell, str) else cell
            return read_ending(meant, self._coder.names, partial(self._coder.date, published=published))

        return self.read(field, make)

    def _content(self, term: str, published: Moment | None) -> object | None:
        """Return the details of a term that have a column, as content of its kind; None without any."""
        fields = {name: self._detail(term, name, published) for name in self._coder.details}
        stated = {name: value for name, value in fields.items() if value is not None}
        return self._coder.names.kind_of(term).made(stated) if stated else None

    def _detail(self, term: str, name: str, published: Moment | None) -> object | None:
        column = DETAIL + name

        def make(cell: str | date) -> object | None:
            meant = self._coder.meant(column, cell) if isinstance(cell, str) else cell
            if meant == "":
                return None
            field = field_of(self._coder.names.kind_of(term), name)
            several = self._coder.several(column, as_text(cell))
            date = partial(self._coder.date, published=published)
            value = read_detail(field, meant, several, self._coder.names, date)
            return value if isinstance(value, Absence) else settled(field, value)

        return self.read(column, make)

    def _parties_of(self, speaker: str | None) -> tuple[str, ...]:
        """Return the party that a speaker speaks for, or none."""
        try:
            party = None if speaker is None else self._coder.party_of(speaker)
        except PeacetrackError as error:
            self._miss("speaker", error)
            return ()
        return () if party is None else (party,)

    def _addressee(self) -> str | None:
        addressees = self.names("addressee", self._coder.names.party)
        if len(addressees) > 1:
            self._miss("addressee", InvalidInputError("a position has one addressee", repair="keep one"))
        return next(iter(addressees), None)

    def _check_row(
        self, terms: tuple[str, ...], parties: tuple[str, ...], *, holds: bool, progresses: bool
    ) -> None:
        """Add what a row lacks, unless a cell is wrong that would give it."""
        if not terms and "term" not in self._failed:
            self._miss("term", MissingFieldError("term", repair="name a term, or give one in always"))
        if holds and not parties and not self._failed & {"party", "speaker"}:
            repair = "name a party, or say in speaks_for which one the speaker speaks for"
            self._miss("party", MissingFieldError("party", repair=repair))
        if not holds and not progresses and not any(map(_is_said, self._failed)):
            repair = "write what the party says, or pass the row over with skip"
            self._miss("stance", InvalidInputError("the row has neither a stance nor an act", repair=repair))

    def _attribution(self, speaker: str | None) -> Attribution | None:
        type = self.word("attribution", AttributionType)
        if type is None and speaker is None:
            return None
        if type is None:
            repair = 'add a column attribution, or give one in always: attribution = "named"'
            self._miss("speaker", InvalidInputError("how the speaker is quoted is not said", repair=repair))
            return None
        if speaker is None:
            return Attribution(type)
        person, parties = self._coder.names.person(speaker), self._parties_of(speaker)
        return Attribution(type, speaker=None if person else speaker, person=person, acts_for=parties)

    def _miss(self, field: str, error: PeacetrackError) -> None:
        self._failed.add(field)
        self.problems.append((self._coder.columns.get(field), error))


def _is_said(field: str) -> bool:
    """Return whether a field is of what a party or a term says, so that a wrong cell is no empty one."""
    return field in ("stage", "trend", "condition", "window", "until") or field.startswith(DETAIL)


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


def _stance(word: str) -> Stance | Absence:
    return Absence(word) if word in {absence.value for absence in Absence} else Stance(word)
