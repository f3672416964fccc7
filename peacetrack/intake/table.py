"""Tables in: rows from anywhere to reports, and problems by row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Literal, TypeVar

import attrs

from peacetrack.errors import InvalidInputError, PeacetrackError, UnknownFieldError, raise_all
from peacetrack.intake.coding import Coded, Coder
from peacetrack.intake.map import FIELDS, AsMap, as_map, folded_word
from peacetrack.intake.names import Names, as_events
from peacetrack.intake.rows import DNA, Row, Rows, TableSource, rows_of
from peacetrack.intake.starting_map import contents
from peacetrack.table.table import Table
from peacetrack.words.classes import define, frozen
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Report, Source
from peacetrack.words.term import Agenda
from peacetrack.words.value import grouped

T = TypeVar("T")

_EVERY = 1000
"""Progress is shown after so many rows."""
_NAMED = 6
"""So many further rows that repeat one are named."""


@frozen
class RowProblem:
    """A fault of a row: in which file and sheet, row and column, and how to repair it."""

    file: str | None
    sheet: str | None
    row: int
    column: str | None
    what: str
    repair: str

    def __str__(self) -> str:
        sheet = self.sheet and f"sheet {self.sheet}"
        column = self.column and f"column {self.column}"
        place = ", ".join(filter(None, (self.file, sheet, f"row {self.row}", column)))
        return f"{place}: {self.what}" + (f"; {self.repair}" if self.repair else "")


@frozen
class Repeat:
    """A row that repeats an earlier one.

    `by` is `content` where it says the same from the same source, which is kept once; and `url` where it
    has the URL of an earlier row that went into another report.
    """

    row: int
    of: int
    by: Literal["content", "url"]

    def __str__(self) -> str:
        if self.by == "content":
            return f"row {self.row} says the same as row {self.of}, and counts once"
        return f"row {self.row} has the URL of row {self.of}, in another report"


def _described(repeats: Sequence[Repeat]) -> str:
    """Return the line of the rows that repeat one row: the first in full, and the numbers of others."""
    first, *others = repeats
    numbers = [str(repeat.row) for repeat in others[:_NAMED]]
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    like = "likewise row" if len(others) == 1 else "likewise rows"
    return f"{first}; {like} {', '.join(numbers)}{more}" if others else str(first)


@frozen
class Intake:
    """The reports that a table holds, and what could not be read.

    `reports` are ready for `record_all`, and `rows_of(place)` are the rows of one. `rows` counts the rows
    of the table, `passed` those that were passed over.
    """

    reports: tuple[Report, ...] = attrs.field(repr=lambda reports: f"<{len(reports)} reports>")
    problems: Table[RowProblem]
    repeats: Table[Repeat]
    rows: int
    passed: int
    _places: tuple[tuple[int, ...], ...] = attrs.field(repr=False)

    def rows_of(self, place: int) -> tuple[int, ...]:
        """Return the numbers of the rows of a report.

        Parameters:
            place: its place in `reports`, from 0, as a problem of `record_all` names it.

        >>> rows = [{"party": "NORTH", "term": "truce", "stance": "accepts"}]
        >>> pt.read_table(rows, agenda=talks.agenda).rows_of(0)
        (1,)
        """
        return self._places[place]


def read_table(
    source: TableSource,
    columns: AsMap = None,
    *,
    agenda: Agenda | None = None,
    events: Iterable[str] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Intake:
    """Read a table into reports; rows that cannot be read become problems, and the others are kept.

    Nothing is recorded: give the reports to `record_all`. A date, a name or a word that is not clear is a
    problem with its row and column, never a guess. Where a map has no column of claims, as of a
    feed, each row is a report without claims, to be coded later by `correct`.

    Parameters:
        source: the path of a CSV, TSV or XLSX file (extra `tables`), a data frame that speaks Arrow
            (extra `frames`), or rows as mappings.
        columns: the map of the table: `intake.Map`, its mapping, a mapping of the columns alone, or the path
            of a map in TOML (default: columns with the names of the fields, as in a coding sheet).
        agenda: the agenda with the names that cells hold (default: names are taken as they are).
        events: the events that cells may name, such as `talks.state().event_ids`, apart from those that the
            map lists (default: any, unless the map lists some).
        progress: is called with the number of rows that were read, after every thousand.

    Raises:
        InvalidInputError: if the file cannot be read, a column is missing, or the map is wrong.
        MissingExtraError: if openpyxl or arro3 is not installed.

    >>> rows = [{"who": "the North", "says": "yes"}, {"who": "the Nort", "says": "yes"}]
    >>> map = {"columns": {"party": "who", "stance": "says"}, "always": {"term": "truce"}}
    >>> map["words"] = {"stance": {"yes": "accepts"}}
    >>> table = pt.read_table(rows, map, agenda=talks.agenda)
    >>> len(table.reports), str(table.problems[0])
    (1, "row 2, column who: unknown party 'the Nort'; did you mean 'the North'?")
    """
    gathering = gathered(source, columns, agenda, progress, events)
    reports = tuple(gathering.drained())
    problems, repeats = Table(gathering.problems, RowProblem), Table(gathering.repeats, Repeat)
    return Intake(reports, problems, repeats, gathering.rows, gathering.passed, tuple(gathering.places))


def gathered(
    source: TableSource,
    columns: AsMap,
    agenda: Agenda | None,
    progress: Callable[[int], object] | None,
    events: Iterable[str] | None,
) -> Gathering:
    """Return the rows of a table gathered into reports, which are handed out one by one."""
    map = as_map(columns)
    rows = rows_of(source, map)
    if not map.columns and str(rows.file).lower().endswith(DNA):
        raise _without_map(rows)
    known = None if events is None and not map.events else (*as_events(events or ()), *map.events)
    coder = Coder(map, Names(agenda, known))
    if not map.columns and rows.columns is not None:
        _check_named(rows, coder)
        coder.columns.take_named(rows.columns)
    _check_columns(rows, coder)
    gathering = Gathering(rows, coder, map.grouping)
    gathering.read(progress)
    return gathering


def _without_map(rows: Rows) -> InvalidInputError:
    """Return the error of a file that says nothing without a map: what it holds, and how to make one."""
    what = "a map has to say what its columns and words mean"
    repair = f"peacetrack map {rows.file} -o map.toml writes one to fill in"
    return InvalidInputError(what, where=rows.file or "", repair=f"{repair}. It holds {contents(rows)}")


def _check_named(rows: Rows, coder: Coder) -> None:
    """Refuse a table in which no column has the name of a field, where no map names the columns."""
    if rows.columns and not set(coder.columns.by_field.values()).intersection(rows.columns):
        repair = (
            "name them party, term, stance, date and so on, or say in a map which column is what: peacetrack map"
            f" {rows.file or 'FILE'} -o map.toml writes one to fill in; where titles stand above them, header = 2"
        )
        raise InvalidInputError("no column has the name of a field", where=rows.place, repair=repair)
    _check_letters(rows)


def _check_letters(rows: Rows) -> None:
    """Refuse columns with the name of a field in other letters: they would be passed over."""
    columns = rows.columns or ()
    meant = {name: "_".join(folded_word(name).split()) for name in columns}
    problems = [
        InvalidInputError(
            f"the column {name!r} would be passed over",
            where=rows.place,
            repair=f"call it {field!r}, or say in a map which column is what",
        )
        for name, field in meant.items()
        if field in FIELDS and field not in columns
    ]
    raise_all(problems)


def _check_columns(rows: Rows, coder: Coder) -> None:
    """Refuse a map of columns that are not there, or are there twice."""
    columns = rows.columns
    if columns is None:
        return
    problems: list[PeacetrackError] = []
    for name in dict.fromkeys(coder.columns.by_field.values()):
        if name not in columns:
            error = UnknownFieldError(name, columns, where=rows.place)
            error.what = f"there is no column {name!r}"
            problems.append(error)
        elif columns.count(name) > 1:
            what = f"there are {columns.count(name)} columns {name!r}"
            problems.append(InvalidInputError(what, where=rows.place, repair="give each its own name"))
    raise_all(problems)


@define
class _Group:
    """A report that grows row by row; most have one row, so only what grows is in lists."""

    id: str | None
    source: Source
    rows: Sequence[int]
    claims: Sequence[Position | Progress] = ()
    notes: dict[str, None] | None = None

    def add(self, row: int, claims: Sequence[Position | Progress], note: str | None) -> None:
        """Add what a row says."""
        self.claims = _extended(self.claims, claims) if self.claims else claims
        if self.rows[-1] != row:
            self.rows = _extended(self.rows, (row,))
        if note:
            self.notes = self.notes or {}
            self.notes[note] = None

    def merged(self, source: Source, row: int) -> Source:
        """Return its source with what a further row adds; one that says otherwise is refused."""
        if source == self.source:
            return source
        old, new = (attrs.asdict(given, recurse=False) for given in (self.source, source))
        for name, value in old.items():
            if None not in (value, new[name]) and value != new[name]:
                what = f"the {name} is {new[name]} here and {value} in row {self.rows[0]} of the same report"
                repair = 'correct one, or make reports otherwise: reports = "each"'
                raise InvalidInputError(what, repair=repair)
        return Source(**{name: new[name] if value is None else value for name, value in old.items()})

    def report(self) -> Report:
        """Return the report."""
        return Report(self.claims, id=self.id, source=self.source, note="\n".join(self.notes or ()) or None)


def _extended(old: Sequence[T], new: Iterable[T]) -> list[T]:
    """Return a list with more items: the same one where it is a list."""
    extended = old if isinstance(old, list) else list(old)
    extended.extend(new)
    return extended


class Gathering:
    """Rows gathered into reports. `places` are the rows of each report that was handed out."""

    def __init__(self, rows: Rows, coder: Coder, grouping: str) -> None:
        self.problems: list[RowProblem] = []
        self.repeats: list[Repeat] = []
        self.places: list[tuple[int, ...]] = []
        self.rows = self.passed = 0
        self.file = rows.file
        self._source = rows
        self._coder = coder
        self._grouping = grouping
        self._groups: dict[object, _Group] = {}
        self._said: dict[object, int] = {}
        self._urls: dict[str, tuple[int, object]] = {}
        self._seen: set[str] = set()

    @property
    def is_inbox(self) -> bool:
        """Whether its reports have no claims."""
        return not self._coder.columns.hold_claims

    def read(self, progress: Callable[[int], object] | None) -> None:
        """Read all rows."""
        by_mapping = self._source.columns is None
        for number, row in self._source.numbered:
            self.rows += 1
            if by_mapping and isinstance(row, dict):
                self._seen.update(row)
                self._coder.columns.take_details(row)
            if isinstance(row, PeacetrackError):
                self._add_problem(number, None, row)
            elif self._coder.columns.pass_over(row):
                self.passed += 1
            else:
                self._take(number, row)
            if progress is not None and self.rows % _EVERY == 0:
                progress(self.rows)
        self._check_seen()
        self._said.clear()
        self._urls.clear()
        self._coder.forget()

    def drained(self) -> Iterator[Report]:
        """Yield the reports, each of which is forgotten, so that only those in use need memory."""
        for key in list(self._groups):
            group = self._groups.pop(key)
            self.places.append(tuple(group.rows))
            yield group.report()

    def described(self) -> Iterator[str]:
        """Yield a line for each problem and each row that is repeated, in the order of the rows."""
        repeats = grouped(self.repeats, lambda repeat: (repeat.of, repeat.by))
        lines = [(rows[0].row, _described(rows)) for rows in repeats.values()]
        lines += [(problem.row, str(problem)) for problem in self.problems]
        yield from (line for _, line in sorted(lines, key=itemgetter(0)))

    def _check_seen(self) -> None:
        """Refuse a map of columns that no mapping has."""
        if self._source.columns is None and self.rows:
            check = _check_columns if self._coder.columns.map.columns else _check_named
            check(attrs.evolve(self._source, columns=tuple(map(str, self._seen))), self._coder)

    def _take(self, number: int, row: Row) -> None:
        coded = self._coder.coded(row)
        if isinstance(coded, Coded):
            try:
                self._add(number, coded)
            except PeacetrackError as error:
                self._add_problem(number, None, error)
            return
        for column, problem in coded:
            self._add_problem(number, column, problem)

    def _add_problem(self, row: int, column: str | None, error: PeacetrackError) -> None:
        file, sheet = self._source.file, self._source.sheet
        self.problems.append(RowProblem(file, sheet, row, column, error.what, error.repair))

    def _add(self, number: int, coded: Coded) -> None:
        key = self._key(number, coded)
        group = self._groups.get(key) or _Group(coded.report, coded.source, (number,))
        source = group.merged(coded.source, number)
        new = [claim for claim in coded.claims or (None,) if self._is_new(claim, coded, number)]
        if not new:
            return
        self._tell_url(number, source, key)
        self._groups[key] = group
        group.source = source
        group.add(number, tuple(claim for claim in new if claim is not None), coded.note)

    def _key(self, number: int, coded: Coded) -> object:
        """Return what the rows of one report share; a row without it is a report of its own."""
        if self._grouping == "day" and coded.day is None:
            raise InvalidInputError("the row has no day", repair="give a date, or group otherwise")
        shared = {
            "each": None,
            "url": coded.source.url,
            "day": (coded.day, coded.source),
            "report": coded.report,
        }[self._grouping]
        return number if shared is None else shared

    def _is_new(self, claim: Position | Progress | None, coded: Coded, number: int) -> bool:
        """Return whether no earlier row says the same; tell of it where one does; None is no claim."""
        first = self._said.setdefault((claim, coded.source, coded.report), number)
        if first != number and Repeat(number, first, "content") not in self.repeats[-1:]:
            self.repeats.append(Repeat(number, first, "content"))
        return first == number

    def _tell_url(self, number: int, source: Source, key: object) -> None:
        if source.url is None:
            return
        first, first_key = self._urls.setdefault(source.url, (number, key))
        if first_key != key and key not in self._groups:
            self.repeats.append(Repeat(number, first, "url"))
