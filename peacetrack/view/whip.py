"""The board as a whip count: terms by theme and by how near they are, with cells and pips in words.

How a terminal shows it is in `count`, how the page does in `page.board`; the board with its signs, for
coders, is in `board`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial

import attrs

from peacetrack.analysis.holding import concerned, shown_on
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.analysis.verdict.acts import members_beside, refusals
from peacetrack.analysis.verdict.doubt import Doubts
from peacetrack.analysis.verdict.verdict import Sureness, Verdict, verdict
from peacetrack.analysis.window import off_on
from peacetrack.rules import wording
from peacetrack.rules.quorum import Quorum
from peacetrack.rules.status import NO_REPORT
from peacetrack.state import State, TermState
from peacetrack.view.cell_words import DETAIL, UNCOUNTED, CellWords, cell_words
from peacetrack.view.shown import Shown
from peacetrack.words.classes import frozen
from peacetrack.words.party import Role
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped

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
        status: its status, and how many of its needs are accepted, in words; of one with the
            status agreed, the verdict.
        level: the status; None without one.
        verdict: how sure it is that it is agreed; None of one with another status.
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
            cells[each.party] = cells[each.party].with_detail("not by all reports")
    for group, member, done, doubtful in members_beside(names, term):
        if group in cells:
            cells[group] = cells[group].with_detail(f"but {member} {done}", *["perhaps"] * doubtful)
    decided, consent = verdict(names, term), Consent.of(term)
    return WhipRow(
        term=term.id,
        title=term.term.title or term.term.proposition,
        sentence=term.term.proposition if term.term.title else "",
        theme=term.term.theme or "",
        status=_status_words(term, decided, consent),
        level=term.status,
        verdict=decided,
        pips=pips_on(names, term, cells),
        cells={party: cell for party, cell in cells.items() if cell.main},
        consent=consent,
    )


def _cell(state: State, names: Names, term: TermState, party: str) -> CellWords:
    shown = Shown.of(names, term, party)
    later, off, met = shown.is_later(), partial(off_on, state), names.once(Sureness).met_for(shown.standing)
    cell = cell_words(shown, days=shown.days, later=later, off=off, met=met)
    if cell.main == NO_REPORT and names.uncounted(term.id, party):
        return attrs.evolve(cell, detail=UNCOUNTED, uncounted=True)
    for detail in shown.recorded_details:
        cell = attrs.evolve(
            cell.with_detail(f"but {detail} on the record"), on_record=cell.on_record or DETAIL
        )
    if shown.is_coded_apart:
        cell = attrs.evolve(cell.with_detail("two codings of its source differ"), coded_apart=True)
    return attrs.evolve(cell, later_in_short=later and shown.is_later(()))


def pips_on(names: Names, term: TermState, cells: Mapping[str, CellWords]) -> list[tuple[str, str, Pip]]:
    """Return the pips of a term, each with what it is about in words."""
    met = {party: term.state.conditions_met(term.id, party) for party in term.needed}
    pips = {party: pip_of(cells[party], met=met[party]) for party in term.needed if party in cells}
    doubts = Doubts(names, term)
    pips |= {s.party: Pip.HALF for s, _ in doubts.less if pips.get(s.party) is Pip.FULL}
    if term.status is TermStatus.AGREED:
        doubted = [standing for standing, _, _ in names.once(Sureness).doubted(term.id)]
        doubted += [standing for standing, _, _ in doubts.contended]
        pips |= {standing.party: Pip.HALF for standing in doubted if standing.party in pips}
    doubtful = {group for group, _, _, doubtful in members_beside(names, term) if doubtful}
    pips |= {group: Pip.HALF for group in doubtful if pips.get(group) is Pip.FULL}
    alone = [(names.party(party), party, pips[party]) for party in term.required if party in pips]
    some = [(quorum_words(names, q), "", pip_of_quorum(q, pips)) for q in term.quorums if not q.by_all]
    vetoed = term.status is TermStatus.AGREED and any(refusals(term))
    return [*alone, *((name, id, Pip.HALF if vetoed and pip is Pip.FULL else pip) for name, id, pip in some)]


def pips_of(names: Names, term: TermState) -> list[tuple[str, str, Pip]]:
    """Return the pips of a term of a state, each with what it is about in words."""
    return pips_on(names, term, {p: cell_words(Shown.of(names, term, p)) for p in term.needed})


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
