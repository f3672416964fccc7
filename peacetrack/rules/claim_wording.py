"""Claims in words, each with the proposition of its term: what a receipt says.

Standings, statuses and times in words are in `wording.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from peacetrack.index.statement import CONTENT, field_words
from peacetrack.ledger.ledger import Ledger
from peacetrack.rules.wording import closing_in_words
from peacetrack.words.basis import OPINION
from peacetrack.words.declared_kind import stated
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Assessment, Claim, Event, Question, Report
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.value import counted, in_short


def report_in_words(report: Report, agenda: Agenda) -> tuple[str, ...]:
    """Return a line for each claim of a report; of an uncoded one, a line that says so."""
    said = [sourced_in_words(claim, report, agenda) for claim in report.claims]
    for one, other in changed_sides(report):
        said[other.number - 1] += f"; the same voice says {one}: the last holds"
    return tuple(said) or ("no claims: uncoded",)


def turned_in_words(ledger: Ledger, before: Agenda, after: Agenda) -> tuple[str, ...]:
    """Return a line for each person that a declaration gives to another party, with words of theirs before.

    A person has one party at all times: what they said for the one counts as an account of the other.
    """
    sides = ((new, before.sides[1].get(new.id)) for new in after.people)
    turned = [(new, old) for new, old in sides if old and new.acts_for and new.acts_for != old]
    lines = []
    for person, old in turned:
        count = sum(_turns(filed.report, person.id, before, after) for filed in ledger.filed.values())
        if count:
            now = f"{isolated(person.id)} speaks for {isolated(str(person.acts_for))} now, and spoke for {isolated(old)}"
            said = (
                f"{counted(count, 'report')} of before {'counts' if count == 1 else 'count'} as its words too"
            )
            lines.append(
                f"{now}: {said}; if only the later words are, declare a person of another id for these"
            )
    return tuple(lines)


def _turns(report: Report, person: str, before: Agenda, after: Agenda) -> bool:
    """Return whether a report has a person say what is another party's word by a later agenda."""
    said = ((claim.holder, report.attribution_of(claim)) for claim in report.claims)
    return any(
        by.person == person and before.accounts_of(holder, by) != after.accounts_of(holder, by)
        for holder, by in said
    )


class Side(NamedTuple):
    """A position with the number of its claim, and its stance."""

    number: int
    claim: Position
    stance: Stance

    def __str__(self) -> str:
        return f"{self.stance} (claim {self.number})"


def changed_sides(report: Report) -> Iterator[tuple[Side, Side]]:
    """Yield the positions that one voice gives a party on a term at one time, where the side changes."""
    if len(report.claims) < 2:  # most have one
        return
    before: dict[tuple[object, ...], Side] = {}
    for number, claim in enumerate(report.claims, start=1):
        if isinstance(claim, Position) and isinstance(claim.stance, Stance):
            told = Side(number, claim, claim.stance)
            key = (claim.term, claim.party, claim.since or report.since, report.attribution_of(claim))
            earlier = before.get(key)
            if earlier is not None and earlier.stance.side != claim.stance.side:
                yield earlier, told
            before[key] = told


def sourced_in_words(claim: Claim, report: Report, agenda: Agenda) -> str:
    """Return a claim of a report as a sentence, and after it the speaker; a question is the desk's.

    An account of another party says so, and so does a position or event that does not count by default.
    """
    said = _in_words(claim, agenda) + _since_of_report(claim, report)
    if isinstance(claim, Question):
        return said
    attribution = report.attribution_of(claim)
    accounts = agenda.accounts_of(claim.holder, attribution)
    by = f"by the account of {joined(accounts, ' and ')}, " if accounts else ""
    aside = not isinstance(claim, Assessment) and attribution.type in OPINION
    return f"{said}; {by}{attribution}{': does not count by default' if aside else ''}"


def _since_of_report(claim: Claim, report: Report) -> str:
    """Return since when a report says that a claim holds, where the claim does not and it is another day."""
    by_report = isinstance(claim, Position | Progress) and claim.since is None
    if not by_report or report.since is None or report.since == report.source.published:
        return ""
    return f", since {report.since}"


def _in_words(claim: Claim, agenda: Agenda) -> str:
    """Return a claim as a sentence: `RU rejects: the guns fall silent (truce, insists, a red line)`."""
    match claim:
        case Position():
            words = _bracketed([*_named(claim.term, agenda), *_position_words(claim)])
            text = f"{_holds(claim)}: {_proposition(claim.term, agenda)}{words}"
        case Progress():
            stages = [str(word) for word in (claim.stage, claim.trend) if word is not None]
            said = ", ".join([*stages, *_details(claim)])
            text = f"{isolated(claim.term)} itself, {said}: {_proposition(claim.term, agenda)}"
        case Event():
            text = f"event {isolated(claim.id)}{_bracketed([*_event_words(claim)])}"
        case Assessment():
            who = f"{isolated(claim.of)} thinks" if claim.of else "an assessment"
            text = f"{who}: {claim.text}"
        case Question():
            text = f"a question: {claim.text}"
        case _:
            assert_never(claim)
    return text if claim.since is None else f"{text}, since {claim.since}"


def _holds(claim: Position) -> str:
    """Return a party with its stance, else with its act, as the beginning of a sentence.

    What an act is done to is not the proposition: `NORTH withdraws, on: the guns fall silent`.
    """
    party = isolated(claim.party)
    if isinstance(claim.stance, Stance):
        return f"{party} {claim.stance.verb}"
    if claim.stance is not None:
        return f"{party} {in_short(claim.stance)}"
    return f"{party} {claim.act}, on" if claim.act is not None else f"{party}, without a stance"


def _proposition(term: str, agenda: Agenda) -> str:
    declared = agenda.term_by_id.get(term)
    return isolated(term) if declared is None else isolated(declared.proposition.rstrip("."))


def _named(term: str, agenda: Agenda) -> list[str]:
    """Return the id of a term that has a proposition; without one, it stands in its place."""
    return [isolated(term)] if term in agenda.term_by_id else []


def _position_words(claim: Position) -> Iterator[str]:
    """Yield what a position says apart from its stance."""
    if claim.act is not None and claim.stance is not None and str(claim.act) != str(claim.stance):
        yield str(claim.act)
    if claim.red_line is not None:
        yield "a red line" if claim.red_line else "no red line"
    if claim.conditions is not None:
        against = isinstance(claim.stance, Stance) and claim.stance.side < 0
        asks = "asks that " if against else "if "
        yield asks + " and ".join(map(str, claim.conditions)) if claim.conditions else "without conditions"
    for field, ending in (("window", claim.window), ("until", claim.until)):
        if ending is not None:
            yield closing_in_words(field, ending, lapsed=False, stance=claim.stance)
    yield from _details(claim)
    if claim.addressee:
        yield f"to {isolated(claim.addressee)}"


def _details(claim: Position | Progress) -> Iterator[str]:
    for name, value in () if claim.content is None else stated(claim.content):
        yield f"{field_words(CONTENT + name)} {in_short(value)}"


def _event_words(claim: Event) -> Iterator[str]:
    if claim.type is not None:
        yield isolated(claim.type)
    if claim.status is not None:
        yield str(claim.status)
    if claim.when is not None:
        yield str(claim.when)
    if claim.participants:
        yield joined(claim.participants, ", ")


def _bracketed(words: Sequence[str]) -> str:
    return f" ({', '.join(words)})" if words else ""
