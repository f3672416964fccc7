"""Statuses and verdicts that turned, and who joined or left a group, among what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from peacetrack.analysis.briefing.against import is_open
from peacetrack.analysis.changes.cause import REGROUPING, Cause
from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.phrase import day_words, listed, shortened, since_words
from peacetrack.analysis.sentence.citation import joined
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.sentence.sources import reserve_of
from peacetrack.analysis.verdict.verdict import Verdict, hanging, verdict
from peacetrack.index.statement import field_words
from peacetrack.rules.quorum import counted_groups
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import last_moment, status_word
from peacetrack.state import State, TermState, reading_of
from peacetrack.words.condition import StanceIs
from peacetrack.words.party import Member
from peacetrack.words.quote import in_marks
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import as_datetime, display_day

Membership = tuple[str, Member]
"""A group, and a membership in it."""


# Statuses and verdicts


def is_in_a_line(state: State, change: Change, lines: Iterable[Line]) -> bool:
    """Return whether a line of a term, on a needed party, has the cause and a report of another status.

    That a condition went does not say that a term is agreed by that.
    """
    needed, joined = {*state.needed_on(change.term)}, change.cause in REGROUPING
    on_it = [line for line in lines if needed & {*line.parties}]
    if change.after is TermStatus.AGREED:
        on_it = [line for line in on_it if line.rule is not Rule.TERMS_OF_STANCE]
    reported = (line.reports for line in on_it if line.rule is Rule.REGROUPED or not joined)
    return any({*reports} & {*change.reports} for reports in reported)


def of_status(names: Names, change: Change, since: int, aside: str, against: Iterable[str] = ()) -> Line:
    """Return the line on a term that has another status, with who joined or left, or what is met.

    Its source is that of all reports behind it, the newest first, and of those `against` what is agreed.
    """
    said = verdict(names, names.state[change.term])
    now = status_word(change.after) if said is None else str(said.agreed)
    reserve = f" ({said.reserve})" if said is not None and said.reserve else ""
    regrouped = _regrouped(names, change, since)
    why = f"; {regrouped}" if regrouped else aside + _deciding(names, change)
    why += "".join(f"; {clause}" for clause in _conditions(names, change))
    why += "".join(f"; {clause}" for clause in _succession(names.state, change))
    what = f"went from {status_word(change.before)} to {now}{reserve}{why}"
    reports = dict.fromkeys((*change.reports, *against))
    newest_first = map(names.out_of, sorted(reports, key=names.out_by, reverse=True))
    source = "as the agenda has it" if change.cause in REGROUPING else joined(*newest_first)
    return names.line(Rule.STATUS, what, terms=[change.term], reports=reports, source=source)


def _deciding(names: Names, change: Change) -> str:
    """Return which parties a declaration made decide on a term, or decide no more."""
    clauses = []
    for parties, more in ((change.added, "on it too"), (change.removed, "on it no more")):
        if parties:
            clauses.append(f"{names.parties(parties)} {'decides' if len(parties) == 1 else 'decide'} {more}")
    return f": {' and '.join(clauses)}" if clauses else ""


def of_verdict(
    names: Names, term: TermState, was: Verdict, now: Verdict, reports: Sequence[str], aside: str, who: str
) -> Line:
    """Return the line on a term that stays agreed by the rules, and that there is more, or less, against.

    It says on what in doubt the term hangs, in `aside` that a declaration turned it, `who` joined or left.
    """
    hangs = (words for words, _ in hanging(names, term))
    why = "".join(f"; {words}" for words in (*hangs, who) if words)
    source = None if reports else "as the agenda has it"
    what = f"now {now}{aside}; {was} before{why}"
    return names.line(Rule.STATUS, what, terms=[term.id], reports=reports, source=source)


def _regrouped(names: Names, change: Change, since: int) -> str:
    memberships = memberships_on(names, names.state[change.term]) if change.cause in REGROUPING else ()
    return joined_since(names, memberships, since)


def _succession(state: State, change: Change) -> Iterator[str]:
    """Yield by which sentence one was replaced, and which it replaces, where a declaration says so."""
    terms = state.agenda.term_by_id
    if change.cause is Cause.DECLARED:
        by = [term.proposition for term in state.agenda.terms if term.replaces == change.term]
        yield from (f"replaced by {in_marks(shortened(sentence))}" for sentence in by)
        old = terms.get(terms[change.term].replaces or "") if change.term in terms else None
        if old is not None:
            yield f"it replaces {in_marks(shortened(old.proposition))}"


def _conditions(names: Names, change: Change) -> Iterator[str]:
    """Yield which conditions are met now, or are not, and which details are not settled."""
    conditional = TermStatus.CONDITIONAL in (change.before, change.after)
    asked = [
        c
        for party in names.state[change.term].accepting
        for c in names.state.standing(change.term, party).conditions
    ]
    if conditional and change.after in (TermStatus.CONDITIONAL, TermStatus.AGREED):
        is_met = change.after is TermStatus.AGREED
        shown = [
            names.condition(condition)
            for condition in dict.fromkeys(asked)
            if names.state.met(condition) is is_met
        ]
        if shown:
            yield f"{'met' if is_met else 'not met'}: {listed(shown, 2)}"
    if change.after is TermStatus.IN_PRINCIPLE:
        yield f"not settled: {listed([field_words(field) for field in names.state.unsettled(change.term)], 3)}"


# Members that join and leave


def memberships_on(names: Names, term: TermState) -> Iterable[Membership]:
    """Return the memberships in groups that decide on a term, are named there, or have its parties."""
    agenda, conditions = names.state.agenda, (c for p in term.accepting for c in term[p].conditions)
    named = (condition.party for condition in conditions if isinstance(condition, StanceIs))
    groups = dict.fromkeys((*counted_groups(agenda, term.id), *term.needed, *named))
    theirs = [(group, member) for group in groups for member in agenda.party_by_id[group].members]
    speaking = names.state.parties_on(term.id)
    own = (pair for party in term.needed for pair in agenda.memberships.get(party, ()))
    theirs += ((group.id, member) for group, member in own if group.id in speaking)
    return {(group, member.party): (group, member) for group, member in theirs}.values()


def agreed_until(names: Names, since: int, told: Collection[str]) -> Iterator[Line]:
    """Yield the terms that were agreed until a member joined or left, since an instant.

    Parameters:
        names: names of the state.
        since: the instant.
        told: the terms with a line on their status.
    """
    state = names.state
    for term in (each for each in state.values() if each.id not in told):
        memberships = memberships_on(names, term) if is_open(term) else ()
        turns = {at for _, member in memberships for at in member.turns if since < at <= state.instant}
        for at in sorted(turns):
            moments = (state.at(valid=as_datetime(instant)) for instant in (at - 1, at))
            if [each.status_of(term.id) is TermStatus.AGREED for each in moments] == [True, False]:
                until = day_words(last_moment(as_datetime(at)))
                what = f"was agreed until {until}; {joined_since(names, memberships, at - 1)}"
                yield names.line(Rule.STATUS, what, terms=[term.id], source="as the agenda has it")


def as_regrouped(names: Names, change: Change, since: int) -> str:
    """Return with which members joining or leaving a party turned: `, as Southland left it`."""
    agenda, party, speaking = names.state.agenda, change.party or "", names.state.parties_on(change.term)
    own = [(group.id, m) for group, m in agenda.memberships.get(party, ()) if group.id in speaking]
    of_it = [(party, member) for member in agenda.known_members(party)]
    dated = not isinstance(change.after, Stance)  # else it is the day of the stance
    left = joined_since(names, [*own, *of_it], since, it=party, dated=dated)
    if left:
        return f", as {left}"
    return "" if of_it or change.cause is Cause.DECLARED else _beside_its_group(names, change)


def _beside_its_group(names: Names, change: Change) -> str:
    """Return that a member turned with its group, and what it says itself against that, or apart from it."""
    standing = names.state.standing(change.term, change.party or "")
    own = said_itself(names.state, standing)
    if not own:
        return ", with its group"
    day = since_words(own[-1].since)
    if standing.by_group is None:
        return f", by its own words of {day}, and no longer with its group"
    return f", with its group; by its own words, it {own[-1].value.verb} it, {day}{reserve_of(names, own)}"


def said_itself(state: State, standing: Standing) -> Run:
    """Return what a member says itself, where it stands by that, or that disputes its group (rule 9)."""
    if standing.by_group is None:
        return standing.runs.get("stance", ())
    own = FieldRuns(reading_of(state).cut, standing.term, standing.party).run("stance")
    is_other = bool(own) and isinstance(own[-1].value, Stance) and own[-1].value is not standing.stance
    return own if is_other and "stance" in standing.disputed else ()


def joined_since(
    names: Names, memberships: Iterable[Membership], since: int, *, it: str | None = None, dated: bool = True
) -> str:
    """Return who joined and left groups after an instant: `Southland left the League on 1 Jun 2030`.

    Parameters:
        names: names of the state.
        memberships: the memberships that are looked at.
        since: the instant.
        it: the party or group that the sentence is about already.
        dated: whether to say when.
    """
    turns = sorted(
        (at, member.belongs(at), group, member.party)
        for group, member in memberships
        for at in member.turns
        if since < at <= names.state.instant
    )
    phrases = []
    for (at, joins, group), of_them in grouped(turns, lambda turn: turn[:3]).items():
        who = "it" if of_them[0][3] == it else names.parties(party for *_, party in of_them)
        day = f" on {day_words(display_day(as_datetime(at)))}" if dated else ""
        phrases.append(
            f"{who} {'joined' if joins else 'left'} {'it' if group == it else names.party(group)}{day}"
        )
    return listed(phrases, 2)
