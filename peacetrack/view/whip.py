"""The board as a whip count: terms by theme and by how near they are, with cells and pips in words.

How a terminal shows it is in `count`, how the page does in `page.board`; the board with its signs, for
coders, is in `board`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import assert_never

import attrs

from peacetrack.analysis.briefing.clock import LATER
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import day_words, listed, shortened
from peacetrack.analysis.briefing.verdict import Verdict, ran_out, verdict
from peacetrack.analysis.holding import acts_of, concerned, shown_on
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.analysis.window import off_on
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.going_back import act_in_words
from peacetrack.rules.quorum import Quorum
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import NO_REPORT
from peacetrack.rules.upheld import newest_source
from peacetrack.state import State, TermState
from peacetrack.table.palette import MARKS, SYMBOLS
from peacetrack.view.board import days_if_old
from peacetrack.view.hindsight import is_later
from peacetrack.words.classes import frozen
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.isolate import isolated
from peacetrack.words.party import Role
from peacetrack.words.stance import Stance
from peacetrack.words.term import Term, TermStatus
from peacetrack.words.value import Absence, grouped

# Cells


@frozen
class CellWords:
    """Where a party stands on a term, in words without signs.

    Attributes:
        main: the stance, what the party did without one, or `no report`; empty where it is not needed.
        detail: what qualifies it: a red line, conditions, an ending, by which account, its age.
        stance: the stance that gives its colour; None without one.
        marks: the names of its marks, as in `palette.MARKS`.
        later: whether some of it came out later than the moment that is shown.
        later_in_short: whether some of it did that a short cell shows, so not when it ends.
        otherwise: another stance that the party has on the record; None without one.
        uncounted: whether there is no report that counts, but one that does not.
    """

    main: str
    detail: str = ""
    stance: Stance | None = None
    marks: tuple[str, ...] = ()
    later: bool = False
    otherwise: Stance | None = None
    later_in_short: bool = False
    uncounted: bool = False

    @property
    def look(self) -> str:
        """The stance that gives its colour, `none` without a report, `said` for words without a stance."""
        if self.stance is not None:
            return str(self.stance)
        return {"": "", NO_REPORT: "none"}.get(self.main, "said")

    @property
    def symbol(self) -> str:
        """The symbol of the stance; empty without one."""
        return "" if self.stance is None else SYMBOLS[self.stance]

    @property
    def against(self) -> str:
        """What speaks against its stance, in brackets: `(but suspends it)`; empty where nothing does."""
        own = ", ".join(part for part in self.detail.split(", ") if part.startswith("but "))
        return f"({own})" if own else ""

    @property
    def in_full(self) -> str:
        """The cell as a sentence has it, with what only its pattern shows."""
        words = [MARKS[mark].word for mark in self.marks if mark == "unnamed"]
        return ", ".join(filter(None, (self.main, *words, self.detail)))


UNCOUNTED = "none that counts"
"""What a cell without a report says where there is one that does not count, such as a rumour."""
AGES = ("{} days old", "recorded {} days ago")
"""How old a cell is, where the publication of its newest report is known, and where it is not."""
LATE = (f"{LATER}reported later", f"{LATER}recorded later")
"""That some of a cell came out later than the moment that is shown, likewise."""


def is_recorded_only(names: Names, standing: Standing, acts: Sequence[Claimed]) -> bool:
    """Return whether it is not known when the newest report of a standing, or the last act, was published."""
    last = newest_source(standing)
    if acts and (last is None or names.out_by(acts[-1].report) > last.publication):
        return not names.is_published(acts[-1].report)
    return wording.age_mark(standing, 0).startswith("recorded")


Off = Callable[[Ending], str]
"""What became of the event that an ending names, to follow on its name."""


def stands(_: Ending) -> str:
    """Return that nothing is known to have become of the event that an ending names."""
    return ""


def cell_words(
    names: Names,
    standing: Standing,
    acts: Sequence[Claimed],
    *,
    needed: bool,
    days: int | None = None,
    later: bool = False,
    off: Off = stands,
) -> CellWords:
    """Return where a party stands, in words.

    Parameters:
        names: the names of parties, terms and events.
        standing: where it stands.
        acts: the claims with an act, of a party without a stance, or of one that goes back on its acceptance.
        needed: whether the term needs it.
        days: how many days before the moment it was last reported, where that is long ago.
        later: whether some of what it shows came out later than the moment.
        off: what became of the events that its endings name (default: they may take place).
    """
    stance = standing.stance if isinstance(standing.stance, Stance) else None
    main = str(stance) if stance is not None else _without_stance(standing, acts, needed=needed)
    details = [*_details(names, standing, off)] if standing.runs or standing.derived else []
    details += [_beside(names, standing, claimed) for claimed in acts] if stance is not None else []
    detail = ", ".join(details)
    if main and (later or days is not None):
        age = (LATE if later else AGES)[is_recorded_only(names, standing, acts)].format(days)
        detail = ", ".join(filter(None, (detail, age)))
    on_record = next((s.value for s in standing.otherwise[-1:] if isinstance(s.value, Stance)), None)
    return CellWords(
        main, detail, stance, wording.patterns(standing, acts, old=days is not None), later, on_record
    )


def _without_stance(standing: Standing, acts: Sequence[Claimed], *, needed: bool) -> str:
    if isinstance(standing.stance, Absence):
        words = {Absence.UNDER_NEGOTIATION: "under negotiation", Absence.NOT_STATED: "no stance stated"}
        return words.get(standing.stance, f"stance {standing.stance}")
    if standing.conditions:
        return wording.sets_conditions(standing.conditions)[0]
    done = " and ".join(wording.last_acts(acts))
    if done or standing.runs:
        return done or "details only"
    return NO_REPORT if needed else ""


def _beside(names: Names, standing: Standing, claimed: Claimed) -> str:
    accounts = names.accounts_of(standing.party, claimed)
    by = f" by the account of {names.parties(accounts)}" if accounts else ""
    off = "" if claimed.attribution.type.on_record else " off the record"
    if standing.lapsed:
        return f"extended{off} without a stance, {day_words(str(claimed.since))}"
    return f"but {act_in_words(claimed)}{by or off}"


def _details(names: Names, standing: Standing, off: Off) -> Iterator[str]:
    if standing.red_line is True:
        yield "red line"
    yield from asks_and_ends(names, standing, off)
    alone = (standing.window is None) is not (standing.until is None)
    said = [
        ("lapsed", standing.lapsed and not alone),
        ("disputed", bool(standing.disputed)),
        ("perhaps", not standing.certain and not standing.silent),
        (wording.otherwise(standing), bool(standing.otherwise)),
        (f"as {names.party(standing.by_group or '')}", standing.by_group is not None),
        ("by its members", bool(standing.by_members)),
        (f"by the account of {names.parties(standing.accounts_of)}", bool(standing.accounts_of)),
    ]
    yield from (words for words, applies in said if applies)


def asks_and_ends(names: Names, standing: Standing, off: Off = stands) -> Iterator[str]:
    """Yield the conditions of a standing, and when its offer and its position end."""
    if standing.conditions:
        asked = [shortened(names.short.condition(condition), 70) for condition in standing.conditions]
        yield f"if {listed(asked, 2)}"
    endings = (("window", standing.window), ("until", standing.until))
    given = [(field, ending) for field, ending in endings if ending is not None]
    alone = standing.lapsed and len(given) == 1  # where both end, either may have ended it
    for field, ending in given:
        fate = off(ending) if isinstance(ending, Ending) else ""
        yield _ending(names, standing, field, ending, lapsed=alone) + fate


def _ending(names: Names, standing: Standing, field: str, ending: Ending | Absence, *, lapsed: bool) -> str:
    what, verb = wording.ends_in_words(field, standing.stance, lapsed=lapsed)
    match ending:
        case At():
            return f"{what} {verb} {day_words(wording.readable(ending))}"
        case NotBefore():
            return f"{what} stands at least until {_occasion(names, ending)}"
        case WithEvent():
            return f"{what} {verb} with {_occasion(names, ending)}"
        case Undisclosed() | Absence():
            return f"{what} {verb}, date undisclosed"
    assert_never(ending)


def _occasion(names: Names, ending: WithEvent | NotBefore) -> str:
    event = ending.named_event
    return shortened(str(ending.event) if event is None else f"the {names.occasion(event)}", 50)


# Pips


class Pip(StrEnum):
    """How far a needed party, or a quorum, is on a term."""

    FULL = "full"
    HALF = "half"
    RING = "ring"
    BARRED = "barred"
    CROSSED = "crossed"
    DOTTED = "dotted"


PIPS: Mapping[Pip, tuple[str, str]] = {
    Pip.FULL: ("●", "accepts"),
    Pip.HALF: ("◐", "accepts if (unmet), or perhaps"),
    Pip.RING: ("○", "open or no stance"),
    Pip.BARRED: ("⊖", "opposes"),
    Pip.CROSSED: ("⊗", "rejects"),
    Pip.DOTTED: ("◌", "no report"),
}
"""Each pip with its sign on a terminal, and its meaning."""


def pip_of(cell: CellWords, *, met: bool) -> Pip:
    """Return the pip of a needed party; `met` says that the conditions of its acceptance are."""
    if "lapsed" in cell.marks:
        return Pip.RING
    if cell.stance is Stance.ACCEPTS:
        return Pip.FULL if met and {"perhaps", "account"}.isdisjoint(cell.marks) else Pip.HALF
    if cell.stance in _AGAINST:
        return _AGAINST[cell.stance]
    return Pip.DOTTED if cell.main == NO_REPORT else Pip.RING


_AGAINST: Mapping[Stance | None, Pip] = {Stance.REJECTS: Pip.CROSSED, Stance.OPPOSES: Pip.BARRED}


def pip_of_quorum(quorum: Quorum, pips: Mapping[str, Pip]) -> Pip:
    """Return the pip of a quorum: full once enough accept, crossed where a veto or too many bar it."""
    own = [pips[party] for party in quorum.of if party in pips]
    if any(pips.get(party) in _AGAINST.values() for party in quorum.vetoes):
        return Pip.CROSSED
    if quorum.group is not None or not own:
        return Pip.DOTTED
    for pip, counted in ((Pip.FULL, (Pip.FULL,)), (Pip.HALF, (Pip.FULL, Pip.HALF))):
        if sum(each in counted for each in own) >= quorum.count:
            return pip
    against = sum(each in _AGAINST.values() for each in own)
    if len(own) - against < quorum.count:
        return Pip.CROSSED
    return Pip.DOTTED if all(each is Pip.DOTTED for each in own) else Pip.RING


# Consent


@frozen
class Consent:
    """How many of the needs of a term are accepted: of each party alone, and of each quorum of several.

    Attributes:
        accepted: how many are, with conditions or without, and without a veto against it.
        needs: how many there are.
        quorums: of each quorum of several, how many accept, how many it needs, whether a veto is against it.
    """

    accepted: int
    needs: int
    quorums: tuple[tuple[int, int, bool], ...]

    @classmethod
    def of(cls, term: TermState) -> Consent:
        """Return how many of the needs of a term are accepted."""
        some = [quorum for quorum in term.quorums if not quorum.by_all]
        alone = dict.fromkeys(party for quorum in term.quorums if quorum.by_all for party in quorum.of)
        accepting = set(term.accepting)
        against = {party for lacking in term.lacking if lacking.veto for party in lacking.parties}
        counts = [
            (len(accepting.intersection(q.of)), q.count, not against.isdisjoint(q.vetoes)) for q in some
        ]
        reached = sum(
            q.group is None and have >= needed and not veto
            for q, (have, needed, veto) in zip(some, counts, strict=True)
        )
        return cls(len(accepting.intersection(alone)) + reached, len(alone) + len(some), tuple(counts))

    def __str__(self) -> str:
        count = f"{self.accepted} of {self.needs}"
        if not self.quorums:
            return f"{count} accept"
        own = (
            f"{have} accept where {'a' if len(self.quorums) > 1 else 'the'} quorum needs {n}"
            f"{', and a veto is against it' if veto else ''}"
            for have, n, veto in self.quorums
        )
        return f"{count} needs accepted ({', '.join(own)})"

    @property
    def in_short(self) -> str:
        """The count as a terminal has it next to the pips: `2/4`, or `0/1, 2 of 3` with a quorum of three."""
        own = (f"{have} of {n}{' but a veto' if veto else ''}" for have, n, veto in self.quorums)
        return ", ".join([f"{self.accepted}/{self.needs}", *own])


# Rows


@frozen
class WhipRow:
    """A term: its title, the sentence that is accepted or not, and where the parties stand.

    Attributes:
        term: the id of the term.
        title, sentence, theme: as declared; a term without a title has its sentence as title.
        status: its status, and how many of its needs are accepted, in words; of one that is agreed by all
            reports that count, the verdict.
        level: the status; None without one.
        verdict: whether it is agreed, where it is by all reports that count; None where it is not.
        pips: one for each needed party, then one for each quorum of several: what it is of, its party
            (none of a quorum), and the pip.
        cells: by party, where it stands; parties that are neither needed nor say a word are left out.
        consent: how many of its needs are accepted.
    """

    term: str
    title: str
    sentence: str
    theme: str
    status: str
    level: TermStatus | None
    verdict: Verdict | None
    pips: Sequence[tuple[str, str, Pip]]
    cells: Mapping[str, CellWords]
    consent: Consent


def whip_rows(state: State, names: Names, terms: Iterable[str] | None = None) -> list[WhipRow]:
    """Return the rows of some terms (default: all), by theme, and in each the nearest to closing first."""
    shown = list(state if terms is None else terms)
    by_term = shown_on(state, concerned(state, shown))
    rows = [_row(state, names, state[term], by_term[term]) for term in shown]
    by_theme = grouped(rows, lambda row: row.theme)
    return [row for of_theme in by_theme.values() for row in sorted(of_theme, key=_distance)]


def _distance(row: WhipRow) -> tuple[int, float]:
    return _PLACES.get(row.level, len(_PLACES)), -row.consent.accepted / max(row.consent.needs, 1)


_PLACES: Mapping[TermStatus | None, int] = {
    status: place
    for place, status in enumerate(
        (*sorted(set(TermStatus) - {TermStatus.UNREPORTED}, reverse=True), TermStatus.UNREPORTED)
    )
}
"""The statuses from agreed to blocked, then those without a report."""


def _row(state: State, names: Names, term: TermState, parties: set[str]) -> WhipRow:
    assert term.term is not None
    cells = {p: _cell(state, names, term, p) for p in state.agenda.party_by_id if p in parties}
    for each in otherwise_on(state, term.id):
        if each.party is not None:
            cell = cells[each.party]
            detail = ", ".join(filter(None, (cell.detail, "not by all reports")))
            cells[each.party] = attrs.evolve(cell, detail=detail)
    decided, consent = verdict(names, term), Consent.of(term)
    return WhipRow(
        term=term.id,
        title=title_of(term.term),
        sentence=term.term.proposition if term.term.title else "",
        theme=term.term.theme or "",
        status=_status_words(term, decided, consent),
        level=term.status,
        verdict=decided,
        pips=pips_on(names, term, cells),
        cells={party: cell for party, cell in cells.items() if cell.main},
        consent=consent,
    )


def title_of(term: Term) -> str:
    """Return the title of a term, or its sentence."""
    return term.title or term.proposition


def _cell(state: State, names: Names, term: TermState, party: str) -> CellWords:
    standing = term[party]
    needed, acts = party in term.needed, acts_of(state, standing)
    days = days_if_old(state, standing, acts) if standing.runs else None
    later = is_later(state, names, standing, acts)
    off = partial(off_on, state)
    cell = cell_words(names, standing, acts, needed=needed, days=days, later=later, off=off)
    if cell.main == NO_REPORT and names.uncounted(term.id, party):
        return attrs.evolve(cell, detail=UNCOUNTED, uncounted=True)
    return attrs.evolve(cell, later_in_short=later and is_later(state, names, standing, acts, ()))


def pips_on(names: Names, term: TermState, cells: Mapping[str, CellWords]) -> list[tuple[str, str, Pip]]:
    """Return the pips of a term, each with what it is about in words."""
    met = {party: term.state.conditions_met(term.id, party) for party in term.needed}
    pips = {party: pip_of(cells[party], met=met[party]) for party in term.needed if party in cells}
    if term.status is TermStatus.AGREED:
        pips |= {standing.party: Pip.HALF for standing, _ in ran_out(names, term) if standing.party in pips}
    alone = [(names.party(party), party, pips[party]) for party in term.required if party in pips]
    some = [(quorum_words(names, q), "", pip_of_quorum(q, pips)) for q in term.quorums if not q.by_all]
    return [*alone, *some]


def pips_of(state: State, names: Names, term: TermState) -> list[tuple[str, str, Pip]]:
    """Return the pips of a term of a state, each with what it is about in words."""
    standings = [term[party] for party in term.needed]
    cells = {s.party: cell_words(names, s, acts_of(state, s), needed=True) for s in standings}
    return pips_on(names, term, cells)


def quorum_words(names: Names, quorum: Quorum) -> str:
    """Return a quorum in words: `2 of 3: Northland, Southland and Eastland`."""
    if quorum.group is not None:
        return f"members of {names.party(quorum.group)}"
    veto = f", with a veto of {names.parties(quorum.vetoes)}" if quorum.vetoes else ""
    return f"{quorum.count} of {len(quorum.of)}: {names.parties(quorum.of)}{veto}"


def status_words(names: Names, term: TermState) -> str:
    """Return the status of a term in words, with how many of its needs are accepted."""
    return _status_words(term, verdict(names, term), Consent.of(term))


def _status_words(term: TermState, decided: Verdict | None, consent: Consent) -> str:
    if term.status is None:
        backdrop = term.term is not None and term.term.backdrop
        return "backdrop" if backdrop else "" if term.term is None else "no consent needed"
    if decided is not None:
        return str(decided)
    count = str(consent) if consent.quorums else str(consent).removesuffix(" accept")
    plain = {TermStatus.UNREPORTED: "no stance", TermStatus.PENDING: str(consent)}
    return plain.get(term.status, f"{wording.status_word(term.status)}, {count}")


# Columns


def columns_of(state: State, rows: Iterable[WhipRow], most: int) -> list[str]:
    """Return at most so many parties: belligerents first, then those that most terms need."""
    rows = list(rows)
    needing = {p: sum(p in state.needed_on(row.term) for row in rows) for p in state.agenda.party_by_id}
    saying = {p: sum(p in row.cells for row in rows) for p in needing}
    many = max(needing.values(), default=0) / 4
    order = sorted(
        (p for p in needing if saying[p] and (_fights(state, p) or needing[p] >= many)),
        key=lambda p: (not _fights(state, p), -needing[p], -saying[p]),
    )
    return order[:most]


def _fights(state: State, party: str) -> bool:
    return Role.BELLIGERENT in state.agenda.party_by_id[party].roles


def in_brief(names: Names, party: str, cell: CellWords) -> str:
    """Return a party with its cell, for a column that several share."""
    return f"{names.party(party)} {isolated(cell.main)}"
