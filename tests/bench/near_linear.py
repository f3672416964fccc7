"""How the time of plausible loads grows with their size: `python -m tests.bench near_linear`.

Each case does a load of a size. It runs at four sizes, each twice the one before; the growth that is
shown is the exponent between the first and the last, so 1 is linear and 2 quadratic. To add a case,
write a function of a size that does the load, or gives what does it, and put it into `CASES` with its
smallest size.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable
from contextlib import suppress

import peacetrack as pt
from peacetrack import analysis, content, view
from tests.bench import growing, record
from tests.bench.history import SPAN, START, asking, make, timeline_of
from tests.bench.race import duration, say
from tests.inventing import crowded

Load = Callable[[int], object]
AT_MOST = 1.2
"""The growth above which a load is not near linear."""


def main(*, quick: bool) -> None:
    """Every case at four sizes."""
    say(f"growth from size to size, an exponent; the aim is at most {AT_MOST}")
    for name, (smallest, load) in CASES.items():
        measure(name, load, smallest // 4 if quick else smallest)


def measure(name: str, load: Load, smallest: int) -> float:
    """Show how the time of a load grows over four sizes, and return the exponent."""
    sizes = [smallest, smallest * 2, smallest * 4, smallest * 8]
    taken = [_seconds(load, size) for size in sizes]
    growth = math.log(taken[-1] / taken[0], sizes[-1] / sizes[0])
    times = ", ".join(f"{size:,}: {duration(each)}" for size, each in zip(sizes, taken, strict=True))
    say(f"  {name}: {times}; growth {growth:.2f}{'' if growth <= AT_MOST else ', MISSED'}")
    return growth


def _seconds(load: Load, size: int) -> float:
    begun = _started()
    run = load(size)
    if callable(run):
        begun = _started()
        run()
    taken = time.process_time() - begun
    gc.unfreeze()
    return taken


def _started() -> float:
    """Keep the collector from what other cases hold, which is no garbage to look through; return the time."""
    gc.collect()
    gc.freeze()
    return time.process_time()


# Names, fields and parties

PARTIES = [pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")]


def _agenda(terms: int, parties: list[pt.Party] = PARTIES) -> pt.Agenda:
    needs = [party.id for party in parties]
    made = [pt.Term(f"t{n}", "other", f"point {n} is settled", needs=needs) for n in range(terms)]
    return pt.Agenda("invented", parties=parties, terms=made)


def unknown_terms(size: int) -> None:
    """One report of positions on terms that are not declared, against as many that are."""
    talks = pt.Tracker(_agenda(size))
    with suppress(pt.InvalidInputError):
        talks.record(pt.Report([pt.Position("NORTH", f"x{n}", "accepts") for n in range(size)]))


def free_fields(size: int) -> None:
    """One position with many free fields, and the status of its term."""
    talks = pt.Tracker(_agenda(1))
    fields = content.Other({f"field{n}": n for n in range(size)})
    talks.record(pt.Report([pt.Position(p.id, "t0", "accepts", content=fields) for p in PARTIES]))
    assert talks.state().status_of("t0") == "agreed"


def gaps_of_free_fields(size: int) -> None:
    """What two parties hold of many free fields, and how far they stand apart."""
    talks = pt.Tracker(_agenda(1))
    held = [{f"field{n}": n + place for n in range(size)} for place in (0, 1)]
    both = zip(PARTIES, held, strict=True)
    talks.record(pt.Report([pt.Position(p.id, "t0", "accepts", content=content.Other(h)) for p, h in both]))
    state = talks.state()
    assert [len(analysis.gaps(state)), len(analysis.distance(state))] == [size, size + 1]


def parties_declared(size: int) -> None:
    """An agenda of many parties."""
    pt.Tracker(pt.Agenda("invented", parties=[pt.Party(f"P{n}", f"party {n}", "state") for n in range(size)]))


# Terms and conditions


def _state(agenda: pt.Agenda, claims: list[pt.Position]) -> pt.State:
    talks = pt.Tracker(agenda)
    talks.record(pt.Report(claims, id="all"))
    return talks.state()


def sparse_terms(size: int) -> None:
    """Terms that hardly any condition ties: their packages, and what is left to do."""
    state = _state(_agenda(size), [pt.Position("NORTH", f"t{n}", "accepts") for n in range(size)])
    assert len(analysis.packages(state)) == len(analysis.moves(state)) == size


def chain_of_conditions(size: int) -> None:
    """Each term waits for the next: statuses, packages, the check and what is left to do."""
    claims = [
        pt.Position("NORTH", f"t{n}", "accepts", conditions=[pt.TermIs(f"t{n + 1}", "agreed")])
        for n in range(size - 1)
    ]
    state = _state(_agenda(size), [*claims, pt.Position("SOUTH", "t0", "accepts")])
    assert len(analysis.packages(state)) == size
    assert not analysis.deadlocks(state)
    analysis.check(state), analysis.moves(state)


def chain_of_stances(size: int) -> None:
    """A party accepts each term if it accepts the next."""
    claims = [
        pt.Position("NORTH", f"t{n}", "accepts", conditions=[pt.StanceIs("NORTH", f"t{n + 1}", "accepts")])
        for n in range(size - 1)
    ]
    state = _state(_agenda(size), [*claims, pt.Position("NORTH", f"t{size - 1}", "accepts")])
    assert state.conditions_met("t0", "NORTH")
    analysis.packages(state), analysis.check(state)


def changes_along_a_chain(size: int) -> Callable[[], object]:
    """Each term waits for the next, and the last is agreed: all changes of status, with what is behind."""
    asked = {n: [pt.TermIs(f"t{n + 1}", "agreed")] for n in range(size - 1)} | {size - 1: []}
    claims = [pt.Position("NORTH", f"t{n}", "accepts", conditions=asked[n]) for n in asked]
    claims += [pt.Position("SOUTH", f"t{n}", "accepts") for n in range(size - 1)]
    state = _state(_agenda(size), claims)
    agreed = state.suppose(pt.Report([pt.Position("SOUTH", f"t{size - 1}", "accepts")], id="last"))
    return lambda: analysis.diff(state, agreed)


def disputes_of_undated_reports(size: int) -> Callable[[], object]:
    """So many reports of one day differ on where a party stands."""
    talks, source = pt.Tracker(_agenda(1)), pt.Source(published="2030-01-04")
    for n in range(size):
        stance = (pt.Stance.ACCEPTS, pt.Stance.OPEN, pt.Stance.REJECTS)[n % 3]
        talks.record(pt.Report([pt.Position("NORTH", "t0", stance)], id=f"r{n}", source=source))
    state = talks.state()
    return lambda: analysis.disputes(state)


def moves_in_rounds(size: int) -> None:
    """Both parties accept each term once the next is agreed: a round of moves for each term."""
    asked = {f"t{n}": [pt.TermIs(f"t{n + 1}", "agreed")] for n in range(size - 1)} | {f"t{size - 1}": []}
    claims = [
        pt.Position(party.id, term, "open", conditions=conditions)
        for term, conditions in asked.items()
        for party in PARTIES
    ]
    found = analysis.moves(_state(_agenda(size), claims))
    assert [len(found), found[-1].round] == [2 * size, size]


def ring_of_conditions(size: int) -> None:
    """Each term waits for the next, and the last for the first: one deadlock."""
    claims = [
        pt.Position("NORTH", f"t{n}", "accepts", conditions=[pt.TermIs(f"t{(n + 1) % size}", "agreed")])
        for n in range(size)
    ]
    (found,) = analysis.deadlocks(_state(_agenda(size), claims))
    assert [len(found.terms), found.first] == [size, ("NORTH",)]


def ring_of_parties(size: int) -> None:
    """As many parties as terms, each waiting on a term for the next party on the next: one deadlock."""
    parties = [pt.Party(f"P{n}", f"party {n}", "state") for n in range(size)]
    terms = [
        pt.Term(f"t{n}", "other", f"point {n}", needs=[f"P{n}", f"P{(n + 1) % size}"]) for n in range(size)
    ]
    claims = [
        pt.Position(f"P{n}", f"t{n}", "accepts", conditions=[pt.TermIs(f"t{(n + 1) % size}", "agreed")])
        for n in range(size)
    ]
    (found,) = analysis.deadlocks(_state(pt.Agenda("ring", parties=parties, terms=terms), claims))
    assert [len(found.terms), len(found.first)] == [size, size]


def squares_of(size: int) -> None:
    """A board of so many squares, as many terms as parties."""
    side = math.isqrt(size)
    parties = [pt.Party(f"P{n}", f"party {n}", "state") for n in range(side)]
    claims = [pt.Position(p.id, f"t{n}", "accepts") for p in parties for n in range(side)]
    assert len(analysis.squares(_state(_agenda(side, parties), claims))) == side * side


def _asked(
    question: Callable[[pt.State], object], size: int, keys: int, parties: int | None = None
) -> Callable[[], object]:
    """A question to a made-up history, which was asked once before."""
    history = make(size, keys, parties)
    ask = asking(history, timeline_of(history))
    question(ask(START + SPAN))
    state = ask(START + SPAN)
    return lambda: question(state)


def matrix(state: pt.State) -> object:
    """The matrix, a hundred times: one takes too little to be measured."""
    return [state.matrix() for _ in range(100)]


def a_year(state: pt.State) -> object:
    """The trend of a year, by weeks."""
    return analysis.trend(state, "2024-01-01", "2024-12-30", "P1W")


# Reports


def reports_recorded(size: int) -> Callable[[], object]:
    """So many reports of five positions, one by one."""
    talks, reports = pt.Tracker(record.agenda()), [record.report(number) for number in range(size)]
    return lambda: [talks.record(report) for report in reports]


def votes_recorded(size: int) -> Callable[[], object]:
    """So many votes on few terms, a hundred to a report, each time by the same parties."""
    parties = [pt.Party(f"P{n}", f"party {n}", "state") for n in range(100)]
    talks = pt.Tracker(_agenda(4, parties))
    reports = [
        pt.Report([pt.Position(p.id, f"t{n % 4}", "accepts") for p in parties], id=f"r{n}")
        for n in range(size // 100)
    ]
    return lambda: talks.record_all(reports)


# Events


def events_dated_by_events(size: int) -> None:
    """A report of events, each after the next, and one that dates the last; all of them are read."""
    talks = pt.Tracker(_agenda(1))
    chain = [pt.Event(f"e{n}", when=pt.After(f"e{n + 1}")) for n in range(size)]
    talks.record(pt.Report(chain, id="chain"))
    talks.record(pt.Report([pt.Event(f"e{size}", when="2030-01-05")], id="dated"))
    assert len(talks.state(valid="2030-02-01").events()) == size + 1


def reports_that_chain_events(size: int) -> None:
    """A report for each event, after the one before, with a position after it; then all is read."""
    talks = pt.Tracker(_agenda(1))
    for n in range(size):
        event = pt.Event(f"e{n}", status="held", when=pt.After(f"e{n - 1}") if n else "2030-01-05")
        stance = pt.Position("NORTH", "t0", "accepts", since=pt.After(f"e{n}"))
        talks.record(pt.Report([event, stance], id=f"r{n}"))
    state = talks.state(valid="2031-01-01")
    assert state["t0"]["NORTH"].live
    assert len(state.events()) == size


def event_dated_again(size: int, bound: int = 0) -> None:
    """One event that gets a new date again and again, with claims that are bound to it."""
    assert _dated_again(size, bound).state(valid="2032-01-01").event("summit").when is not None


def _dated_again(size: int, bound: int) -> pt.Tracker:
    talks = pt.Tracker(_agenda(1))
    since, claims = pt.During("summit"), range(bound)
    positions = [pt.Position("NORTH", "t0", "accepts", since=since, wording=f"{n}") for n in claims]
    if positions:
        talks.record(pt.Report(positions, id="bound"))
    for n in range(size):
        when = f"2030-{n % 12 + 1:02}-{n % 28 + 1:02}"
        talks.record(pt.Report([pt.Event("summit", status="expected", when=when)], id=f"r{n}"))
    return talks


def pivots_of_an_event_dated_again(size: int) -> None:
    """One event that gets a new date again and again, and what falls without each of the reports."""
    talks = _dated_again(size, 5)
    assert len(analysis.pivots(talks.state(valid="2032-01-01"))) >= 0


def paths_of_a_quorum(size: int) -> None:
    """The paths of a quorum of half of some parties."""
    parties = [pt.Party(f"p{n}", "p", "state") for n in range(size)]
    quorum = pt.AtLeast(size // 2, of=[party.id for party in parties])
    agenda = pt.Agenda("a", parties=parties, terms=[pt.Term("t", "other", "p", needs=[quorum])])
    assert len(analysis.paths(pt.Tracker(agenda).state())) > 1


def pages_of_a_conference(size: int) -> Callable[[], object]:
    """The page of so many reports, two positions each, over half a year."""
    state = crowded(size).state()
    return lambda: view.briefing(state)


def pages_of_one_party(size: int) -> Callable[[], object]:
    """The page of so many reports of two parties on one term, all recorded at once."""
    talks = pt.Tracker(_agenda(1))
    for n in range(size):
        stance = (pt.Stance.ACCEPTS, pt.Stance.OPEN, pt.Stance.REJECTS)[n % 3]
        since = f"2025-{1 + n % 9:02}-{1 + n % 28:02}"
        talks.record(pt.Report([pt.Position(PARTIES[n % 2].id, "t0", stance, since=since)], id=f"r{n}"))
    state = talks.state()
    return lambda: view.briefing(state)


CASES: dict[str, tuple[int, Load]] = {
    "page of a conference": (40, pages_of_a_conference),
    "page of two cells, recorded at once": (250, pages_of_one_party),
    "events dated by events": (400, events_dated_by_events),
    "reports that chain events": (500, reports_that_chain_events),
    "one event dated again": (500, event_dated_again),
    "one event dated again, with claims": (50, lambda size: event_dated_again(size, 100)),
    "claims bound to an event dated again": (200, lambda size: event_dated_again(20, size)),
    "pivots of an event dated again": (100, pivots_of_an_event_dated_again),
    "unknown terms": (500, unknown_terms),
    "free content fields": (1000, free_fields),
    "gaps of free content fields": (500, gaps_of_free_fields),
    "parties declared": (5000, parties_declared),
    "sparse terms": (250, sparse_terms),
    "chain of conditions": (100, chain_of_conditions),
    "chain of stances": (100, chain_of_stances),
    "changes along a chain of conditions": (50, changes_along_a_chain),
    "disputes of undated reports": (250, disputes_of_undated_reports),
    "moves in rounds": (25, moves_in_rounds),
    "ring of conditions": (50, ring_of_conditions),
    "ring of parties": (50, ring_of_parties),
    "squares of a board": (2500, squares_of),
    "matrix, by statements of 200 keys": (5000, lambda size: _asked(matrix, size, 200)),
    "matrix, by keys of ten statements": (500, lambda size: _asked(matrix, 10 * size, size, 50)),
    "matrix, by parties on five terms": (50, lambda size: _asked(matrix, 20 * size, 5 * size, size)),
    "squares, by statements of 200 keys": (5000, lambda size: _asked(analysis.squares, size, 200)),
    "squares, by keys of ten statements": (500, lambda size: _asked(analysis.squares, 10 * size, size, 50)),
    "squares, by parties on five terms": (
        50,
        lambda size: _asked(analysis.squares, 20 * size, 5 * size, size),
    ),
    "trend of a year, by statements of 200 keys": (5000, lambda size: _asked(a_year, size, 200)),
    "trend of a year, by keys of ten statements": (500, lambda size: _asked(a_year, 10 * size, size, 50)),
    "reports recorded": (100, reports_recorded),
    "votes recorded": (2500, votes_recorded),
    "paths of a quorum": (50, paths_of_a_quorum),
    **growing.CASES,
}
