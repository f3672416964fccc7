"""The bargain: where one needed party alone has not accepted, or is not heard, and what closes with it."""

from __future__ import annotations

from collections.abc import Sequence

from peacetrack.analysis.briefing.against import is_open, is_unreported
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.steps.path import Path, PathOutcome, paths
from peacetrack.analysis.steps.step import DropCondition, Step, TakeStance
from peacetrack.state import State
from peacetrack.words.classes import frozen
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped

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
            asked = names.condition(step.condition)
            return names.agreeing(
                f"on {names.quoted(step.term)}, {names.party(step.party)} asks that {asked}"
            )
    raise AssertionError(step)  # a party takes no other steps


def _with_sentence(names: Names, term: str) -> str:
    """Return the title of a term with the sentence that is accepted or not, where it is not that itself."""
    sentence = names.sentence(term)
    return names.quoted(term) if sentence == "it" else f"{names.quoted(term)} ({sentence})"
