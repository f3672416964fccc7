"""The bitemporal index: a series of statements for every key, by valid time and by seq.

A statement is known from one seq up to another: until it is withdrawn, or until the event that dates
it is dated and it gets another place. What is added is known later than any earlier question asks,
so readers need no lock. Entries may wait to be applied; a snapshot calls `catch_up` when it is taken, and
what changes a timeline holds its lock. How an entry changes a timeline is computed in `projection`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from peacetrack.index.event_dates import Calendar, EventDate, EventDates
from peacetrack.index.plain_run import Counts, PlainHolding, PlainRun
from peacetrack.index.series import Lines, Recall, Series, Unread
from peacetrack.index.statement import (
    COMPLETE,
    Asserted,
    ClaimName,
    Key,
    Order,
    Provenance,
    Statement,
    statements_of,
)
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.when import Moment

if TYPE_CHECKING:
    from peacetrack.index.field_columns import CurrentColumns

Where = Callable[[Order], bool]
"""Says whether a statement counts, from its order."""


class Opened(NamedTuple):
    """A claim that is known from now on, and the moment and the instant since which it holds."""

    said: Asserted
    since: Moment
    anchor: int
    accounts_of: tuple[str, ...]

    @property
    def order(self) -> Order:
        """The order of its statements."""
        return self.said.by.order(self.anchor, own=not self.accounts_of)

    @property
    def statements(self) -> list[Statement]:
        """The statements, made when they are asked for."""
        return statements_of(self.said, self.since, self.anchor, self.accounts_of)


class Closed(NamedTuple):
    """A statement that is no longer known: its key, its order, and the seq since it was known."""

    key: Key
    order: Order
    known_from: int


class Growth(NamedTuple):
    """The changes by an entry to a timeline that has not taken it in yet.

    Without `lines`, what is opened is put in its place when a question is asked. Its `statements` take half
    the room of the claims that they are made of.
    """

    seq: int
    recorded: int
    said: tuple[str, list[Asserted]] | None
    lines: Mapping[Key, Series] | None
    opened: Sequence[Opened]
    closed: Sequence[Closed] = ()
    withdrawn: Mapping[ClaimName, Asserted] = {}
    dates: Mapping[str, EventDate] = {}
    statements: Sequence[Statement] = ()

    def without_claims(self) -> Growth:
        """Return the same with statements for claims, unless what they open has its place already."""
        if self.lines is not None:
            return self
        made = [statement for opened in self.opened for statement in opened.statements]
        return self._replace(opened=(), statements=[*self.statements, *made])


class Timeline:
    """All statements, by key; grown entry by entry.

    Attributes:
        recorded: by seq, the instant at which each entry was recorded.
        given: the instant that was given for the head; entries of one instant are recorded a
            microsecond apart.
        lines: the series, by key.
        fields: by (term, party), the fields with a statement.
        parties: by term, the parties with a statement; None for the term itself.
        bound: by event, the claims that it dates, with the ids of their reports.
        said: by report, its claims as statements, for reports that were read.
        columns_of: by field, its statements as columns of numpy, once they were asked for.
    """

    def __init__(self) -> None:
        self.recorded = [BEGINNING]
        self.given = BEGINNING
        self.lines = Lines()
        self.fields: dict[tuple[str, str | None], tuple[str, ...]] = {}
        self.parties: dict[str, tuple[str | None, ...]] = {}
        self.bound: dict[str, dict[ClaimName, str]] = {}
        self.said: dict[str, list[Asserted]] = {}
        self.columns_of: dict[str, CurrentColumns] = {}
        self._dates: EventDates | None = None
        self._waiting: deque[Callable[[], Growth]] = deque()
        self._lock = RLock()

    @property
    def dates(self) -> EventDates:
        """The dates of events; of what a store keeps, read when they are first asked for."""
        return self.read_dates() if self._dates is None else self._dates

    def read_dates(self) -> EventDates:
        """Read the dates of events, if they were not read yet, and return them."""
        with _reading:
            if self._dates is None:
                self._dates = EventDates.of(self.lines, self.lines.keys_kept())
            return self._dates

    @property
    def head(self) -> int:
        """The seq of the last entry that questions see."""
        return len(self.recorded) - 1 - len(self._waiting)

    # Growing

    def grow(self, growth: Growth) -> None:
        """Apply what an entry changes; statements without a place wait for `catch_up`."""
        with self._lock:
            if self._waiting or growth.lines is None:
                self._waiting.append(lambda: growth)
            else:
                self._apply(growth, growth.lines)
            self._record(growth.recorded)

    def grow_later(self, recorded: int, growth: Callable[[], Growth]) -> None:
        """Apply what an entry changes when it is needed, for a writer may never ask."""
        with self._lock:
            self._waiting.append(growth)
            self._record(recorded)

    def catch_up(self) -> None:
        """Apply what waits, so that questions can be asked."""
        with self._lock:
            while self._waiting:  # one by one, for there may be many, and each is dropped once it is applied
                growth = self._waiting[0]()
                lines = self._placed(growth) if growth.lines is None else growth.lines
                # whoever is interrupted from here on finds the same lines when it is applied again
                self._waiting[0] = partial(growth._replace, lines=lines)
                self._apply(growth, lines)
                self._waiting.popleft()

    def _placed(self, growth: Growth) -> Mapping[Key, Series]:
        """Return the series with the statements that an entry opens."""
        lines: dict[Key, Series] = {}
        for statement in growth.without_claims().statements:
            key = statement.key
            lines[key] = (lines.get(key) or self.lines[key]).grown(statement, growth.seq)
        return lines

    def _replace(self, lines: Mapping[Key, Series]) -> None:
        self._open(key for key in lines if key not in self.lines)
        self.lines.update(lines)

    def _record(self, recorded: int) -> None:
        if recorded != self.recorded[-1] + 1:
            self.given = recorded
        self.recorded.append(recorded)

    def _apply(self, growth: Growth, lines: Mapping[Key, Series]) -> None:
        self._replace(lines)
        if growth.dates:
            self.dates.learn(growth.seq, growth.dates)
        if growth.said is not None:
            id, claims = growth.said
            self.said[id] = claims
            self._bind((claim.bound_to, claim.by.name, id) for claim in claims if claim.values)
        for name, claim in growth.withdrawn.items():
            if claim.bound_to is not None:
                self.bound.get(claim.bound_to, {}).pop(name, None)

    def load(
        self,
        recorded: Iterable[int],
        rows: dict[Key, Sequence[tuple[Any, ...]]],
        recall: Recall,
        bound: Iterable[tuple[str, ClaimName, str]] = (),
    ) -> None:
        """Apply at once what a store keeps; statements are recalled when they are asked for."""
        self.recorded.extend(recorded)
        self.given = _given(self.recorded)
        self._bind(bound)
        self._open(rows)
        self.lines.shelve(rows, recall)

    def forget(self, reports: Iterable[str]) -> None:
        """Forget the claims of reports, which are read again when they are asked for."""
        for report in reports:
            self.said.pop(report, None)

    def copy(self) -> Timeline:
        """Return another timeline, which can grow on its own; series are shared, for none is edited."""
        with self._lock:
            self.catch_up()
            return self._copied()

    def _copied(self) -> Timeline:
        other = Timeline()
        other.recorded, other.given = self.recorded.copy(), self.given
        other.lines = self.lines.copy()
        other.fields, other.parties = self.fields.copy(), self.parties.copy()
        other.bound = {event: claims.copy() for event, claims in self.bound.items()}
        other.said = self.said.copy()
        other._dates = None if self._dates is None else self._dates.copy()
        return other

    def _bind(self, bound: Iterable[tuple[str | None, ClaimName, str]]) -> None:
        for event, claim, report in bound:
            if event is not None:
                self.bound.setdefault(event, {})[claim] = report

    def _open(self, keys: Iterable[Key]) -> None:
        added: dict[tuple[str, str | None], list[str]] = {}
        for term, party, field in keys:
            added.setdefault((term, party), []).append(field)
        for holder, fields in added.items():
            before = self.fields.get(holder, ())
            self.fields[holder] = _with(before, tuple(fields))
            if not before:
                term, party = holder
                self.parties[term] = (*self.parties.get(term, ()), party)

    # Questions

    def cut(self, valid: int, seq: int, counts: Counts) -> Cut:
        """Return the timeline as a basis sees it; `Cut` says what each of the three is."""
        return Cut(self, valid, seq, counts)

    def in_columns(self, field: str) -> CurrentColumns | None:
        """Return the statements of a field as columns of numpy; None without numpy."""
        kept = self.columns_of.get(field)
        if kept is not None and kept.head == self.head:
            return kept
        try:
            from peacetrack.index.field_columns import current_columns  # slow to import, and an extra
        except ModuleNotFoundError:
            return None
        self.columns_of[field] = now = current_columns(kept, field, self.fields, self.lines, self.head)
        return now

    def rests(self, key: Key, valids: tuple[int, int], seqs: tuple[int, int]) -> bool:
        """Return whether nothing of a key changes between two moments."""
        return self.lines[key].rests(valids, seqs)

    def moved(
        self, valids: tuple[int, int], seqs: tuple[int, int]
    ) -> Collection[tuple[str, str | None]] | None:
        """Return off columns the (term, party) that change between two moments, and perhaps others.

        None without numpy.
        """
        fields = dict.fromkeys(field for fields in set(self.fields.values()) for field in fields)
        columns = [now for now in map(self.in_columns, fields) if now is not None]
        if len(columns) < len(fields):
            return None
        return set[tuple[str, str | None]]().union(*(now.moved(valids, seqs) for now in columns))

    def moving(self, key: Key) -> Series:
        """Return the series of a key, for a look at many moments."""
        return self.lines[key]

    def as_known(self, statement: Statement, seq: int) -> Statement | None:
        """Return a statement with the dates and accounts that are known at a seq; None where it is not."""
        rows = self.lines[statement.key].rows
        return next(
            (s for s, first, until in rows if s.name == statement.name and first <= seq < until), None
        )

    def calendar(self, seq: int) -> Calendar:
        """Return the dates of events as known at a seq."""
        return Calendar(lambda event: self.dates.at(event, seq))  # statements are read before the dates


@frozen(eq=False)
class Cut:
    """The timeline as one basis sees it: known at `seq`, begun at `valid`, trusted by `counts`.

    Instants are microseconds since 1970, in UTC. With `where`, only statements with such an order count.
    """

    timeline: Timeline
    valid: int
    seq: int
    counts: Counts
    where: Where | None = None

    @cached_property
    def calendar(self) -> Calendar:
        """The dates of events as known at the seq."""
        return self.timeline.calendar(self.seq)

    def at(self, valid: int) -> Cut:
        """Return the same at another valid instant."""
        return type(self)(self.timeline, valid, self.seq, self.counts, self.where)  # quicker than `evolve`

    def only(self, where: Where) -> Cut:
        """Return the same of the statements with some orders."""
        return type(self)(self.timeline, self.valid, self.seq, self.counts, where)

    def plain_holding(self, term: str, party: str) -> PlainHolding | None:
        """Return what holds of a party on a term, where that shows without its statements; else None."""
        return None

    def begun(self, key: Key) -> Iterator[Statement]:
        """Yield the statements that have begun, greatest first."""
        line, seq = self.timeline.lines[key], self.seq
        end = bisect_right(line.anchors, self.valid, 0, bisect_right(line.earliest, seq))
        known_from, known_until, items, counts = line.known_from, line.known_until, line.items, self.counts
        places: Sequence[int] = range(end)
        if self.where is not None:
            places = line.places(self.where)
            places = places[: bisect_left(places, end)]
        for place in reversed(places):
            if known_from[place] <= seq < known_until[place]:
                item = items[place]  # `line.statement`, without the cost of a call
                statement = item.read() if type(item) is Unread else item
                if counts(statement.by, statement.accounts_of):
                    yield statement

    def in_columns(self, field: str) -> CurrentColumns | None:
        """Return the statements of a field as columns; None where there are none for what counts here."""
        return self.timeline.in_columns(field)

    def plain_runs(self, field: str) -> Iterator[PlainRun]:
        """Yield the runs of a field that hold and stand apart, of all parties, as far as columns show them.

        There are none without numpy.
        """
        now = self.in_columns(field)
        if now is None:
            return
        aside = set(now.aside)
        runs = now.columns.plain_runs(self.valid, self.seq, self.counts)
        yield from (plain for plain in runs if plain.key[:2] not in aside)

    def all(self, key: Key) -> Iterator[Statement]:
        """Yield all known statements, begun or not, in their order."""
        line = self.timeline.lines[key]
        return self._known(line, range(len(line.items)))

    def is_stated(self, key: Key) -> bool:
        """Return whether any statement is known, begun or not."""
        return next(self.all(key), None) is not None

    def of_claim(self, key: Key, by: Provenance) -> tuple[Statement, ...]:
        """Return the known statement that one claim makes, if any."""
        return tuple(statement for statement in self.all(key) if statement.by is by)

    def bare(self, key: Key) -> list[Statement]:
        """Return the known statements of claims that state no stance, in their order."""
        return [statement for statement in self.all(key) if not statement.by.states_stance]

    def stands_apart(self, key: Key, run: Sequence[Statement]) -> bool:
        """Return whether it shows at once that the range of no other statement overlaps one of a run."""
        line = self.timeline.lines[key]
        first = bisect_left(line.anchors, run[0].anchor)
        last = bisect_right(line.anchors, run[-1].anchor) - 1
        return last - first + 1 == len(run) and line.is_apart(first, last)

    def near(self, key: Key, first: int, last: int) -> Iterator[Statement]:
        """Yield the known statements that may have begun in a range, and perhaps some others."""
        line = self.timeline.lines[key]
        places = range(bisect_left(line.reach, first), bisect_right(line.anchors, last))
        return self._known(line, places)

    def dated_before(self, key: Key, first: int) -> Iterator[Statement]:
        """Yield the known dated statements that are anchored before an instant."""
        line = self.timeline.lines[key]
        dated, _ = line.by_dating
        return self._known(line, dated[: bisect_left(dated, bisect_left(line.anchors, first))])

    def undated_after(self, key: Key, last: int) -> Iterator[Statement]:
        """Yield the known undated statements that are anchored after an instant."""
        line = self.timeline.lines[key]
        _, undated = line.by_dating
        return self._known(line, undated[bisect_left(undated, bisect_right(line.anchors, last)) :])

    def perhaps(self, key: Key) -> Statement | None:
        """Return the earliest anchored statement of unknown start, where none has begun yet."""
        if next(self.begun(key), None) is not None:
            return None
        found: Statement | None = None
        for statement in self.all(key):
            if found is not None and statement.anchor > found.anchor:
                break
            if statement.since.range.from_unknown:
                found = statement
        return found

    def cleared_before(self, term: str, party: str | None) -> Order | None:
        """Return the order before which a `complete` claim has cleared statements."""
        complete = next(self.begun(Key(term, party, COMPLETE)), None)
        return None if complete is None else complete.order

    def _known(self, line: Series, places: Iterable[int]) -> Iterator[Statement]:
        for place in places:
            if line.known_from[place] <= self.seq < line.known_until[place]:
                if self.where is not None and not self.where(line.items[place].order):
                    continue
                statement = line.statement(place)
                if self.counts(statement.by, statement.accounts_of):
                    yield statement


@lru_cache(4096)
def _with(fields: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return fields with others, each once; the same tuple for all that have the same."""
    return tuple(dict.fromkeys((*fields, *others)))


_reading = Lock()
"""Held while dates are read; not in the timeline, which is copied."""


def _given(recorded: Sequence[int]) -> int:
    """Return the first of the last instants that follow each other by a microsecond."""
    place = len(recorded) - 1
    while place and recorded[place] == recorded[place - 1] + 1:
        place -= 1
    return recorded[place]
