"""The tables of the page in words: changes, moves, packages, details, events, and the bargain.

The bargain is where one needed party alone has not accepted, or is not heard, and what closes with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from peacetrack.analysis.briefing.against import is_open, is_unreported
from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.changes.diff import diff
from peacetrack.analysis.conditions.package import Package
from peacetrack.analysis.finding import Finding
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.phrase import day_words, listed, plain
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.steps.move import Deed, Move
from peacetrack.analysis.steps.path import Path, PathOutcome, paths
from peacetrack.analysis.steps.step import DropCondition, Step, TakeStance
from peacetrack.analysis.verdict.verdict import doubts
from peacetrack.index.statement import bare_field
from peacetrack.rules.event import EventState
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import readable
from peacetrack.state import State
from peacetrack.view.page.sources import Sources
from peacetrack.words.classes import frozen
from peacetrack.words.condition import StanceIs, TermIs
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, grouped, in_short


def short(value: object) -> str:
    """Return a value in a few words; an empty list is nothing."""
    return plain(in_short(None if value == () else value))


# What changed


def changes_on_page(
    earlier: State, state: State, names: Names, sources: Sources
) -> Mapping[str, Sequence[tuple[Change, str]]]:
    """Return the changes between two states, each with its cause in words, by party and term.

    That a term is pending once it is reported goes without saying.
    """
    since, first = earlier.basis.known, (TermStatus.UNREPORTED, TermStatus.PENDING)
    found = (change for change in diff(earlier, state) if (change.before, change.after) != first)
    changes = ((change, sources.cause(change, since)) for change in found)
    return grouped(changes, lambda pair: _subject(names, pair[0]))


def _subject(names: Names, change: Change) -> str:
    subject = names.subject(change.term)
    return subject if change.party is None else f"{names.party(change.party)} on {names.quoted(change.term)}"


def ids_of(state: State, row: Finding | Move) -> Iterable[str | None]:
    """Return the ids that the sentence of a row may have: those that it names, parties and events."""
    if isinstance(row, Finding):
        named: Iterable[str | None] = (*row.terms, *row.reports)
    else:
        named = (row.term, *(need.term for need in row.needs), *state.event_ids)
    return (*named, *state.agenda.party_by_id)


# What is left to do


def with_rounds(moves: Iterable[Move], packages: Iterable[Package]) -> Iterator[tuple[Move, str]]:
    """Yield each move with its round in words, or with the reason that it has none."""
    by_term = {term: package for package in packages for term in package.terms}
    for move in moves:
        yield move, _round_text(by_term, move)


def not_accepted(state: State, names: Names, package: Package) -> str:
    """Return which parties are known not to accept a package, or only perhaps; else how it is accepted."""
    unheard = not_heard(state, package)
    waited_for = [
        _not_accepted(state, names, package, party) for party in package.waits_on if party not in unheard
    ]
    withheld = names.record.against(package.terms)
    recorded = [_on_record(names, own) for of_term in withheld.values() for own in of_term.values()]
    unsure = [doubt for term in package.terms if term not in withheld for doubt in doubts(names, state[term])]
    open_ = [*waited_for, *recorded, *(f"perhaps: {names.agreeing(doubt)}" for doubt in unsure)]
    return "; ".join(dict.fromkeys(open_)) or _accepted(state, package)


def _accepted(state: State, package: Package) -> str:
    """Return how a package is accepted that closes; else an empty text."""
    if not package.closes:
        return ""
    accepting = [state[term][party] for term in package.terms for party in state[term].accepting]
    weak = "" if all(standing.on_record for standing in accepting) else ", not all on the record"
    return f"accepted{' if read together' if len(package.terms) > 1 else ''}{weak}"


def _on_record(names: Names, own: Standing) -> str:
    what = f"{names.party(own.party)} {_verb(own)} {names.quoted(own.term)} on the record"
    return names.agreeing(what) + ", and only reports off the record are milder"


def _verb(standing: Standing) -> str:
    return standing.stance.verb if isinstance(standing.stance, Stance) else ""


def not_heard(state: State, package: Package) -> list[str]:
    """Return the parties that a package waits for, where there is no report of them on its terms."""
    return [
        party
        for party in package.waits_on
        if all(is_unreported(state, term, party) for term in _decided(state, package, party))
    ]


def _decided(state: State, package: Package, party: str) -> list[str]:
    return [term for term in package.terms if party in state.needed_on(term)]


def _not_accepted(state: State, names: Names, package: Package, party: str) -> str:
    deciding = _decided(state, package, party)
    if all(state[term][party].accepts for term in deciding):
        return names.agreeing(f"{names.party(party)} accepts, and a condition is not met")
    return names.party(party)


def _round_text(packages: Mapping[str, Package], move: Move) -> str:
    if move.round is not None:
        return str(move.round)
    if move.red_line and move.does is Deed.ACCEPT:
        return "against a red line"
    if not all(isinstance(need, TermIs | StanceIs) for need in move.needs):
        return "waits for what no acceptance brings"
    package = packages.get(move.term)
    if package is not None and package.closes:
        return f"with its package, in round {package.round}"
    return "no moves lead there"


# Details


def value_named(names: Names, party_fields: Collection[str], field: str, value: object) -> str:
    """Return a value in a few words; parties by their names, in fields that hold parties."""
    if bare_field(field) not in party_fields or isinstance(value, Absence):
        return short(value)
    return listed([names.party(str(id)) for id in (value if isinstance(value, tuple) else (value,))], 9)


def party_fields(state: State) -> set[str]:
    """Return the names of the fields of content that hold parties."""
    kinds = (state.agenda.kind(state.kind_of(term)) for term in state)
    return {
        name for kind in kinds for name, field in kind.known.items() if field.form in ("party", "parties")
    }


# Events


@frozen
class EventOnPage:
    """An event: its name, its day in words, how it stands, and whether it is still to come."""

    event: EventState
    name: str
    when: str
    word: str
    ahead: bool


def events_on_page(state: State, names: Names) -> Iterator[EventOnPage]:
    """Yield all events, the earliest first, with their time as reported and their lateness."""
    late = {row.event: row for row in overdue(state) if not row.open_ended}
    for event in state.events():
        ahead = event.status in (EventStatus.EXPECTED, EventStatus.POSTPONED)
        word = str(event.status or "no status")
        if ahead:
            row = late.get(event.id)
            in_time = "reached" if event.ended else "awaited"  # a deadline
            word += f", {in_time if row is None else 'overdue' if row.certain else 'possibly overdue'}"
        yield EventOnPage(event, names.event(event), _when_text(event), word + names.reason(event), ahead)


def _when_text(event: EventState) -> str:
    if event.when is None or "when" not in event.runs:
        return "no time reported"
    said = event.runs["when"][-1].value.said
    return day_words(readable(event.when)) + (f", “{said}”" if said else "")


# The bargain


MOST = 4
"""How many ways of a term are looked at."""


@frozen
class Unlock:
    """A party that alone has not accepted terms, or is not heard on them.

    Attributes:
        party: the party.
        open: what it does not accept or asks for, in words.
        unheard: the terms on which nothing is reported of it: silence is no refusal.
        closes: the terms that are agreed without that, those that follow from them last.
        reports: the reports behind it.
    """

    party: str
    open: Sequence[str]
    unheard: Sequence[str]
    closes: Sequence[str]
    reports: Sequence[str]


@frozen
class Bargain:
    """Where one party alone is left, party by party, and what a red line keeps closed, in words."""

    unlocks: Sequence[Unlock]
    forbidden: Sequence[str]


def bargain_on_page(state: State, names: Names) -> Bargain:
    """Return the bargain; nothing in it says that a party is to move."""
    ways = [path for term in state.values() if is_open(term) for path in paths(state, term.id, most=MOST)]
    withheld = names.record.against()
    alone = [
        (party, path)
        for path in ways
        if (party := _only_party(path)) is not None and withheld.get(path.term or "", {}).keys() <= {party}
    ]
    unlocks = [
        _unlock(state, names, party, [path for _, path in pairs])
        for party, pairs in grouped(alone, lambda pair: pair[0]).items()
    ]
    red = [step for path in ways if path.outcome is PathOutcome.FORBIDDEN for step in path.steps]
    return Bargain(
        sorted(unlocks, key=lambda unlock: -len(unlock.closes)),
        list(dict.fromkeys(f"{_stands(names, step)}, which its red line forbids to change" for step in red)),
    )


def _only_party(path: Path) -> str | None:
    """Return the party that takes every step of a path; None where there are several, or an event."""
    parties = {step.party if isinstance(step, TakeStance | DropCondition) else None for step in path.steps}
    return parties.pop() if len(parties) == 1 and path.outcome is PathOutcome.AGREED else None


def _unlock(state: State, names: Names, party: str, ways: Sequence[Path]) -> Unlock:
    steps = dict.fromkeys(step for path in ways for step in path.steps)
    terms = dict.fromkeys(path.term for path in ways if path.term is not None)
    after = state.suppose(*(path.report for path in ways if path.report is not None))
    before = {*terms, *_agreed(state), *names.record.against()}
    follow = (id for id in _agreed(after) if id not in before)
    reports = dict.fromkeys(report for path in ways for report in path.reports)
    taken = [step for step in steps if isinstance(step, TakeStance)]
    unheard = [step for step in taken if is_unreported(state, step.term, step.party)]
    stands = [_stands(names, step) for step in steps if step not in unheard]
    return Unlock(party, stands, [step.term for step in unheard], [*terms, *follow], list(reports))


def _agreed(state: State) -> list[str]:
    return [term.id for term in state.values() if term.status is TermStatus.AGREED]


def _stands(names: Names, step: Step) -> str:
    """Return what stands now where a step would change it: what is not accepted, or asked for."""
    match step:
        case TakeStance():
            return f"{_with_sentence(names, step.term)} is not accepted by {names.party(step.party)}"
        case DropCondition():
            off = names.record.is_off(step.term, step.party, step.condition)
            asked = f"{names.condition(step.condition)}{' (not on the record)' if off else ''}"
            return names.agreeing(
                f"on {names.quoted(step.term)}, {names.party(step.party)} asks that {asked}"
            )
    raise AssertionError(step)  # a party takes no other steps


def _with_sentence(names: Names, term: str) -> str:
    """Return the title of a term with the sentence that is accepted or not, where it is not that itself."""
    sentence = names.sentence(term)
    return names.quoted(term) if sentence == "it" else f"{names.quoted(term)} ({sentence})"
