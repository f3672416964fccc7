"""A made-up history of statements, the same in every run: some late, some early, some withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random
from typing import NamedTuple

import attrs

from peacetrack.index.series import FOREVER, Series
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import Asserted, Key, Order, Provenance, Statement, anchor_of, statements_of
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Stamp, make_entry
from peacetrack.ledger.ledger import Ledger
from peacetrack.state import State
from peacetrack.words.attribution import Attribution, AttributionType
from peacetrack.words.basis import DEFAULT_TRUST, Basis
from peacetrack.words.edtf import in_utc
from peacetrack.words.party import Party
from peacetrack.words.report import Source
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, Term
from peacetrack.words.when import Moment

DAY = 86_400_000_000
START = 1_640_995_200_000_000  # 2022
SPAN = 3 * 365 * DAY
CLAIMS = 5
LATE, EARLY, WITHDRAWN = 0.10, 0.03, 0.02

_STANCES = tuple(Stance)
_TYPES = [AttributionType.QUOTE, AttributionType.NAMED, AttributionType.NARRATOR]


class Made(NamedTuple):
    """A statement as it was made up; `until` is the seq that withdraws it."""

    key: int
    order: Order
    until: int

    def known(self, seq: int) -> bool:
        """Whether it is known at a seq."""
        return self.order.tie_seq <= seq < self.until


@attrs.frozen
class History:
    """Statements, five to a report, and when each report was recorded; the first is seq 1."""

    keys: list[Key]
    recorded: list[int]
    made: list[Made]

    @property
    def head(self) -> int:
        """The last seq."""
        return len(self.recorded)

    def recorded_at(self, seq: int) -> int:
        """When a seq was recorded."""
        return self.recorded[seq - 1]

    def by_key(self) -> list[list[Made]]:
        """The statements of each key, in no order."""
        found: list[list[Made]] = [[] for _ in self.keys]
        for made in self.made:
            found[made.key].append(made)
        return found


def make(size: int, keys: int, parties: int | None = None) -> History:
    """A history of `size` statements spread over `keys`, each party on each term.

    The first of each key stays, for the claims of a silent party would be looked up in a ledger.
    """
    random = Random(7)
    reports = size // CLAIMS
    recorded = sorted(random.sample(range(START, START + SPAN), reports))
    made: list[Made] = []
    stated: set[int] = set()
    for seq, instant in enumerate(recorded, start=1):
        for claim in range(1, CLAIMS + 1):
            nearness = random.choice(_TYPES).directness
            order = Order(_anchor(random, instant), True, nearness, seq, claim)
            gone = seq < reports and random.random() < WITHDRAWN
            until = random.randint(seq + 1, reports) if gone else FOREVER
            key = random.randrange(keys)
            made.append(Made(key, order, until if key in stated else FOREVER))
            stated.add(key)
    parties = parties or (20 if keys <= 200 else 200)
    named = [Key(f"term-{n // parties}", f"party-{n % parties}", "stance") for n in range(keys)]
    return History(named, recorded, made)


def _anchor(random: Random, recorded: int) -> int:
    """Within half a day before it was recorded; long before where late, some days after where early."""
    kind = random.random()
    if kind < LATE:
        return recorded - int(random.expovariate(1 / 60) * DAY)
    if kind < LATE + EARLY:
        return recorded + int(random.expovariate(1 / 10) * DAY)
    return recorded - random.randrange(DAY // 2)


def timeline_of(history: History) -> Timeline:
    """The history as a timeline."""
    rows: dict[Key, list[tuple[Statement, int, int]]] = {}
    for statement, made in zip(_stated(history), history.made, strict=True):
        rows.setdefault(history.keys[made.key], []).append((statement, statement.by.seq, made.until))
    timeline = Timeline()
    timeline.recorded.extend(history.recorded)
    for key, lines in rows.items():
        timeline.lines[key] = _series(lines)
    timeline._open(rows)
    return timeline


def _series(rows: list[tuple[Statement, int, int]]) -> Series:
    statements, known_from, known_until = zip(*sorted(rows, key=lambda row: row[0].order), strict=True)
    earliest = tuple(accumulate(reversed(known_from), min))[::-1]
    return Series(tuple(each.anchor for each in statements), known_from, known_until, statements, earliest)


def asking(history: History, timeline: Timeline) -> Callable[..., State]:
    """What gives a state of the history that was asked nothing yet."""
    parties = [Party(id, id, "state") for id in dict.fromkeys(str(key.party) for key in history.keys)]
    terms = dict.fromkeys(key.term for key in history.keys)
    needs = [party.id for party in parties]
    agenda = Agenda("talks", parties=parties, terms=[Term(id, "other", id, needs=needs) for id in terms])
    ledger = Ledger()
    ledger.append(make_entry(agenda, Stamp(1, START - 1, None, b"salt"), {}))

    def state(valid: int, known: int | None = None) -> State:
        seq = history.head if known is None else known
        snapshot = Snapshot(ledger, timeline, seq, history.head, 0)
        return State(snapshot, Basis(in_utc(valid), seq, DEFAULT_TRUST))

    return state


def _stated(history: History) -> Iterator[Statement]:
    told = {kind.directness: Attribution(kind) for kind in _TYPES}
    for made in history.made:
        place, claim = made.order.tie_seq, made.order.claim
        since = Moment.at(made.order.anchor)
        by = Provenance(
            report=f"r{place}",
            claim=claim,
            seq=place,
            tie_seq=place,
            recorded=max(
                history.recorded_at(place), made.order.anchor
            ),  # none is announced: no report is kept
            source=Source(),
            attribution=told[made.order.directness],
            voice=None,
            credibility=None,
            holder=None,
        )
        value = _STANCES[(place + claim) % len(_STANCES)]
        said = Asserted(by, since, ((history.keys[made.key], value),), event=False)
        (statement,) = statements_of(said, since, anchor_of(said, since), ())
        yield attrs.evolve(statement, anchor=made.order.anchor)


def rank(order: Order) -> int:
    """Where a statement stands among those of its key that begin with it, as one number."""
    return order.own << 50 | order.directness << 40 | order.tie_seq << 8 | order.claim


# Equal answers
