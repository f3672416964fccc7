"""The series of one field of every party on every term, one under the other, as columns of numpy.

They are asked at once where one question is asked of all of them: by `rules.matrix` and `replay.tally`.
Which of these answers the rules need more for is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from threading import Lock
from typing import Any, Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from peacetrack.index.plain_run import Counts, PlainRun
from peacetrack.index.series import FOREVER, Series
from peacetrack.index.statement import COMPLETE, Key, Provenance, Statement
from peacetrack.words.classes import define, frozen
from peacetrack.words.value import Absence

Whole = NDArray[np.int64]
Holder = tuple[str, str | None]
Fields = Mapping[Holder, tuple[str, ...]]
UNREAD = -1
ASIDE = -2
"""The code of a statement that is not known, or does not count."""
ABSENT = -3


@define(eq=False, slots=False)
class FieldColumns:
    """The statements of all series of a field, in the order of keys and then in their own.

    Attributes:
        keys: what each series is about.
        lines: the series.
        starts: where each begins, and where the last ends.
        instants: every anchor once, in order.
        places: by statement, its series and the place of its anchor among the instants, as one number.
        earliest: the same with the first seq at which any statement from there on is known.
        known_from, known_until: by statement, the seqs between which it is known.
        codes: by statement that was read, twice the place of its value and grades in `kinds`, plus one if it
            was ever withdrawn.
        kinds: one statement of each value with each grades.
        values: the values of these, by code.
    """

    keys: list[Key]
    lines: list[Series]
    starts: Whole
    instants: Whole
    places: Whole
    earliest: Whole
    known_from: Whole
    known_until: Whole
    codes: NDArray[np.int32]
    kinds: list[Statement] = attrs.field(factory=list)
    values: list[Any] = attrs.field(factory=list)
    _code_of: dict[tuple[object, ...], int] = attrs.field(factory=dict)
    _lock: Lock = attrs.field(factory=Lock)
    _counted: tuple[Counts | None, NDArray[np.int32]] = attrs.field(
        factory=lambda: (None, np.empty(0, np.int32))
    )

    @classmethod
    def of(cls, keys: list[Key], lines: list[Series]) -> FieldColumns:
        """Return the columns of series."""
        sizes = [len(line.anchors) for line in lines]
        number = np.repeat(np.arange(len(lines)), sizes) << 32
        anchors, known_from, known_until, earliest = (
            _joined([getter(line) for line in lines]) for getter in _LISTS
        )
        instants, ranks = np.unique(anchors, return_inverse=True)
        return cls(
            keys,
            lines,
            np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))),
            instants,
            number + ranks,
            number + earliest,
            known_from,
            known_until,
            np.full(len(anchors), UNREAD, np.int32),
        )

    @cached_property
    def last(self) -> int:
        """The last seq at which anything of it became known, or was withdrawn."""
        gone = self.known_until[self.known_until != FOREVER]
        return int(max(self.known_from.max(initial=0), gone.max(initial=0)))

    @cached_property
    def first_known(self) -> Whole:
        """For each series, the first seq at which any statement of it is known."""
        return self.earliest[self.starts[:-1]] - self._series

    @cached_property
    def _series(self) -> Whole:
        """The numbers of the series, as they stand in `places`."""
        return np.arange(len(self.keys)) << 32

    def holding(self, valid: int, seq: int, counts: Counts) -> NDArray[np.int32]:
        """Return for each series the code of the statement that holds at an instant, -1 for none.

        Parameters:
            valid: the instant, in microseconds since 1970.
            seq: the seq that is known.
            counts: which claims count, by their grades alone.
        """
        bound = self.instants.searchsorted(valid, "right")
        return self._holding(self._series, bound, self.starts[:-1], seq, counts)[1]

    def _holding(
        self, series: Whole, bounds: Whole | np.int64, starts: Whole, seq: int, counts: Counts
    ) -> tuple[Whole, NDArray[np.int32]]:
        """Return the places and codes of what holds of series, as they stand in `places`, up to instants."""
        found = self.places.searchsorted(series + bounds) - 1
        if seq < self.last:  # most of what has begun by then may not be known yet
            late = (self.known_from[found] > seq).nonzero()[0]
            known = self.earliest.searchsorted(series[late] + seq, "right") - 1
            found[late] = np.minimum(found[late], known)
        codes = self._codes_at(found, starts, seq, counts)
        walking = (codes == ASIDE).nonzero()[0]
        while walking.size:  # on to the one before
            found[walking] = before = found[walking] - 1
            codes[walking] = held = self._codes_at(before, starts[walking], seq, counts)
            walking = walking[(held == ASIDE).nonzero()[0]]
        return found, codes

    def resting(self, valids: tuple[int, int], seqs: tuple[int, int]) -> NDArray[np.bool_]:
        """Return for each series whether it rests between two moments, as `Series.rests` says of one."""
        if not len(self.places):
            return np.ones(len(self.lines), np.bool_)
        ends = self.instants.searchsorted([valids[0], valids[1] + 1], "right")
        begun, begin = (self.places.searchsorted(self._series + end) for end in ends)
        certain = self._reach.take(begun - 1, mode="clip") <= valids[0]
        resting: NDArray[np.bool_] = (begun == begin) & (certain | (begun == self.starts[:-1]))
        if seqs[0] != seqs[1]:
            for learned in (self.known_from, self.known_until):
                rows = ((learned > seqs[0]) & (learned <= seqs[1])).nonzero()[0]
                resting[self.places[rows] >> 32] = False
        return resting

    @cached_property
    def _reach(self) -> Whole:
        """By statement, the `reach` of its series."""
        return _joined([line.reach for line in self.lines])

    def plain_runs(self, valid: int, seq: int, counts: Counts) -> Iterator[PlainRun]:
        """Yield each run that holds at an instant and is plain: no absence is in it, or decides on it."""
        bound = self.instants.searchsorted(valid, "right")
        last, codes = self._holding(self._series, bound, self.starts[:-1], seq, counts)
        first = self._beginning(last, codes, seq, counts)
        held = self.holding(valid, seq, partial(_is_recorded, counts))  # it may read more values
        recorded = self._meant[held]
        whole = ((first >= 0) & (recorded != ABSENT)).nonzero()[0]
        places = (each[whole] - self.starts[whole] for each in (first, last))
        columns = (whole, *places, (recorded == self._meant[codes])[whole])
        for number, first_of, last_of, on_record in zip(*(each.tolist() for each in columns), strict=True):
            line = self.lines[number]
            if line.is_apart(first_of, last_of):
                run = tuple(map(line.statement, range(first_of, last_of + 1)))
                yield PlainRun(self.keys[number], run, on_record)

    def _beginning(self, last: Whole, codes: NDArray[np.int32], seq: int, counts: Counts) -> Whole:
        """Return for each series where the run begins that ends at a place; -1 where it is not plain."""
        meant = self._meant
        value, first, at = meant[codes], last.copy(), last.copy()
        first[value < 0] = UNREAD
        walking = (value >= 0).nonzero()[0]
        while walking.size:  # back, statement by statement
            at[walking] -= 1
            codes = self._codes_at(at[walking], self.starts[walking], seq, counts)
            before = self._meant[codes]
            same = before == value[walking]
            joined = same & (at[walking] + 1 == first[walking])
            first[walking[joined]] = at[walking[joined]]
            first[walking[(same & ~joined) | (before == ABSENT)]] = UNREAD
            walking = walking[joined | (before == ASIDE)]
        return first

    @property
    def _meant(self) -> Whole:
        """By code the number of what its value means, `ABSENT` for absences; `ASIDE` and -1 for these."""
        numbers: dict[Any, int] = {}
        meant = [
            ABSENT if isinstance(s.value, Absence) else numbers.setdefault(s.meaning, len(numbers))
            for s in self.kinds
        ]
        return np.array([*meant, ASIDE, UNREAD])

    def turning(
        self, valids: Sequence[int], seq: int, counts: Counts
    ) -> tuple[Whole, Whole, NDArray[np.int32]]:
        """Return what holds at the first of some instants, and all that comes to hold up to the last.

        The instants are in order. Each item has its series, the number of the first instant where it holds,
        and its code, -1 for nothing; the items of one series follow each other.
        """
        bounds = self.instants.searchsorted(valids, "right")
        begun = len(self.places) * (bounds[-1] - bounds[0])  # meanwhile, if every instant has as many
        if len(self.keys) * len(valids) * len(self.instants) < begun:
            return self._sampled(bounds, seq, counts)
        held = self.holding(valids[0], seq, counts)
        rows = ((self._ranks >= bounds[0]) & (self._ranks < bounds[-1])).nonzero()[0]
        codes = self._codes_at(rows, 0, seq, counts)
        rows, codes = rows[codes >= 0], codes[codes >= 0]
        begun = np.repeat(np.arange(1, len(valids)), np.diff(bounds))[self._ranks[rows] - bounds[0]]
        series = self.places[rows] >> 32
        replaced = (series[1:] == series[:-1]) & (begun[1:] == begun[:-1])  # before the next instant
        kept = np.append(~replaced, len(rows) > 0).nonzero()[0]
        series = np.concatenate((np.arange(len(held)), series[kept]))
        begins = np.concatenate((np.zeros(len(held), np.int64), begun[kept]))
        order = np.argsort(series, kind="stable")
        return series[order], begins[order], np.concatenate((held, codes[kept]))[order]

    def _sampled(self, bounds: Whole, seq: int, counts: Counts) -> tuple[Whole, Whole, NDArray[np.int32]]:
        """Return what holds of each series up to each of some instants, which most often is another."""
        series, starts = (np.repeat(each, len(bounds)) for each in (self._series, self.starts[:-1]))
        _, held = self._holding(series, np.tile(bounds, len(self.keys)), starts, seq, counts)
        return series >> 32, np.tile(np.arange(len(bounds)), len(self.keys)), held

    @cached_property
    def _ranks(self) -> NDArray[np.int32]:
        """By statement, the place of its anchor among the instants."""
        return (self.places & ((1 << 32) - 1)).astype(np.int32)

    def _codes_at(self, places: Whole, starts: Whole | int, seq: int, counts: Counts) -> NDArray[np.int32]:
        """Return the codes of statements: `ASIDE` where not known or not counted, -1 before a start."""
        read = self._read(places)
        if seq >= self.last:  # all is known but for what was withdrawn
            codes = self._counting(counts).take(read)
        else:
            codes = self._counting(counts).take(read & ~1)
            codes[(self.known_until[places] <= seq) | (self.known_from[places] > seq)] = ASIDE
        before = (places < starts).nonzero()[0]
        if before.size:  # most often there is none
            codes[before] = UNREAD
        return codes

    def _counting(self, counts: Counts) -> NDArray[np.int32]:
        """Return by what stands in `codes` the kind, or `ASIDE` where it does not count, or was withdrawn.

        It is kept for the next question.
        """
        asked, table = self._counted
        if asked is not counts or len(table) != 2 * len(self.kinds) + 2:
            codes = [n if counts(s.by, s.accounts_of) else ASIDE for n, s in enumerate(self.kinds)]
            codes = [each for code in codes for each in (code, ASIDE)]
            table = np.array([*codes, UNREAD, UNREAD], np.int32)  # for -1, and -2, to which `& ~1` takes it
            self._counted = counts, table
        return table

    def _read(self, places: Whole) -> NDArray[np.int32]:
        """Return what stands in `codes`; statements that were not read yet are read."""
        codes = self.codes.take(places)
        if not codes.size or codes[codes.argmin()] != UNREAD:  # `min` takes several times as long for a few
            return codes
        with self._lock:
            unread = places[(codes == UNREAD) & (places >= 0)]
            kinds = np.array([self._code(place) for place in unread.tolist()], np.int32)
            self.codes[unread] = 2 * kinds + (self.known_until[unread] != FOREVER)
        return self.codes.take(places)

    def _code(self, place: int) -> int:
        number = int(self.starts.searchsorted(place, "right")) - 1
        statement = self.lines[number].statement(place - int(self.starts[number]))
        by, value = statement.by, statement.value
        kind = type(value), value, by.type, by.reliability, by.credibility, bool(statement.accounts_of)
        if kind not in self._code_of:
            self.kinds.append(statement)
            self.values.append(value)
            self._code_of[kind] = len(self.kinds) - 1
        return self._code_of[kind]


_LISTS: tuple[Callable[[Series], tuple[int, ...]], ...] = (
    lambda line: line.anchors,
    lambda line: line.known_from,
    lambda line: line.known_until,
    lambda line: line.earliest,
)


def _is_recorded(counts: Counts, by: Provenance, accounts_of: tuple[str, ...]) -> bool:
    """Return whether a claim counts and is on the record, as the order of its statements says."""
    return by.order(0, own=not accounts_of).on_record and counts(by, accounts_of)


def _joined(lists: Sequence[Sequence[int]]) -> Whole:
    return np.fromiter(chain.from_iterable(lists), np.int64, sum(map(len, lists)))


class AnyColumns(Protocol):
    """The questions to columns in memory or in a warehouse; `FieldColumns` documents each."""

    @property
    def keys(self) -> Sequence[Key]: ...  # noqa: D102
    @property
    def values(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def last(self) -> int: ...  # noqa: D102
    @property
    def first_known(self) -> Whole: ...  # noqa: D102
    def holding(self, valid: int, seq: int, counts: Counts) -> NDArray[np.int32]: ...  # noqa: D102
    def plain_runs(self, valid: int, seq: int, counts: Counts) -> Iterator[PlainRun]: ...  # noqa: D102
    def turning(  # noqa: D102
        self, valids: Sequence[int], seq: int, counts: Counts
    ) -> tuple[Whole, Whole, NDArray[np.int32]]: ...


@frozen(eq=False)
class CurrentColumns:
    """Columns of a field as a timeline of some head has them.

    Attributes:
        columns: the columns, perhaps of an earlier head.
        head: the head of the timeline.
        aside: the (term, party) of the series that are not as they were then, or not in it.
        complete: those with a complete position, which clears what was said before.
    """

    columns: AnyColumns
    head: int
    aside: tuple[Holder, ...]
    complete: tuple[Holder, ...]

    def moved(self, valids: tuple[int, int], seqs: tuple[int, int]) -> set[Holder]:
        """Return the (term, party) of which the field changes between two moments; perhaps others."""
        assert isinstance(self.columns, FieldColumns)
        places = (~self.columns.resting(valids, seqs)).nonzero()[0].tolist()
        return {*self.aside, *(self.columns.keys[place][:2] for place in places)}


def current_columns(
    before: CurrentColumns | None, field: str, fields: Fields, lines: Mapping[Key, Series], head: int
) -> CurrentColumns:
    """Return the columns of a field, made again where much has changed since they were made.

    Parameters:
        before: the columns of an earlier head.
        field: the field.
        fields: the fields of each (term, party).
        lines: the series, by key.
        head: the head of the timeline.
    """
    fields_of, complete = fields_of_parties(fields)
    keys = [Key(*holder, field) for holder, of_holder in fields_of if field in of_holder]
    of_keys = [lines[key] for key in keys]
    columns = None if before is None else before.columns
    if isinstance(columns, FieldColumns) and keys[: len(columns.keys)] == columns.keys:
        same = zip(keys, columns.lines, of_keys, strict=False)
        changed = [key for key, was, now in same if was is not now] + keys[len(columns.keys) :]
        if 16 * len(changed) <= len(keys):
            return CurrentColumns(columns, head, tuple((key.term, key.party) for key in changed), complete)
    return CurrentColumns(FieldColumns.of(keys, of_keys), head, (), complete)


def fields_of_parties(fields: Fields) -> tuple[list[tuple[Holder, tuple[str, ...]]], tuple[Holder, ...]]:
    """Return the fields of each (term, party), and those that state complete positions."""
    found = [(holder, of_holder) for holder, of_holder in list(fields.items()) if holder[1] is not None]
    return found, tuple(holder for holder, of_holder in found if COMPLETE in of_holder)
