"""News that no comparison of fields shows: acts, signatures, statuses, members, what came and went.

And the order of all lines on changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

import attrs

from peacetrack.analysis.briefing.against import is_open
from peacetrack.analysis.briefing.moves import since_when
from peacetrack.analysis.briefing.offers import lapsed_windows
from peacetrack.analysis.changes.acting import Acting, without_like
from peacetrack.analysis.changes.cause import REGROUPING, Cause
from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.phrase import day_words, listed, shortened, since_words
from peacetrack.analysis.sentence.citation import joined
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by
from peacetrack.analysis.sentence.sources import reserve_of, stage_words
from peacetrack.analysis.verdict.acts import (
    act_done,
    breaches,
    groups_behind,
    of_act,
    of_going_back,
    refusals,
    taken_back,
)
from peacetrack.analysis.verdict.own_words import _kept, signed_on, until_words
from peacetrack.analysis.verdict.verdict import Verdict, hanging, verdict
from peacetrack.index.statement import Key, Statement, field_words, reports_of
from peacetrack.ledger.entry import Entry
from peacetrack.rules.acts import accepted_since, casts_doubt, is_bare
from peacetrack.rules.claims import Claimed
from peacetrack.rules.quorum import counted_groups
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import last_moment, status_word
from peacetrack.state import State, TermState, reading_of
from peacetrack.words.act import AGAINST_TERM, GOING_BACK, Act
from peacetrack.words.condition import StanceIs
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.party import Member
from peacetrack.words.position import Position, Stage
from peacetrack.words.quote import in_marks
from peacetrack.words.report import Claim, Correction, Event, Retraction
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import Moment, as_datetime, as_instant, display_day


class ChangeLine(NamedTuple):
    """A line on a change, with what it is ordered by (greater first), and whether something was before."""

    line: Line
    order: tuple[bool, bool, int, int]
    again: bool

    @property
    def holder(self) -> tuple[str, ...]:
        """The terms and the parties that it is about."""
        return (*self.line.terms, *self.line.parties)


def placed(names: Names, line: Line, change: Change | None = None) -> ChangeLine:
    """Return a line with what it is ordered by: those of needed parties first, turns by their day."""
    state = names.state
    seq = max((_seq(state, line, _entry(state, report)) for report in line.reports), default=0)
    since = since_of(state, change) if change is not None and line.rule is Rule.TURN else None
    day = 0 if since is None else since.anchor // DAY
    needed = any(party in state.needed_on(term) for term in line.terms for party in line.parties)
    return ChangeLine(line, (needed, True, day, seq), change is not None and change.before is not None)


def _seq(state: State, line: Line, entry: Entry) -> int:
    """Return the seq of an entry; of a correction that repeats what a line is about, that of the first."""
    corrected = None if entry.corrects is None else _entry(state, entry.corrects)
    if corrected is None or _said(state, line, entry) != _said(state, line, corrected):
        return entry.seq
    return _seq(state, line, corrected)


def _entry(state: State, report: str) -> Entry:
    filed = reading_of(state).snapshot.filed(report)
    assert filed is not None
    return filed.entry


def _said(state: State, line: Line, entry: Entry) -> tuple[object, ...]:
    """Return what an entry says of the terms and the parties of a line; without terms, of events."""
    assert entry.report is not None
    claims = [claim for claim in entry.report.claims if _is_about(state, line, claim)]
    return entry.report.since, entry.report.attribution, claims


def _is_about(state: State, line: Line, claim: Claim) -> bool:
    if not line.terms:
        return isinstance(claim, Event)
    party = claim.party if isinstance(claim, Position) else None
    # an alias may be any of them
    is_other = party in state.agenda.party_by_id and party not in line.parties
    return bool({*claim.subjects} & {*line.terms}) and not is_other


def since_of(state: State, change: Change) -> Moment | None:
    """Return since when the stance after a change holds, or has run out; None for other changes."""
    if change.field == "lapsed" and change.after and change.party is not None:
        ends = [window.at for window in lapsed_windows(state, change.term, change.party) if window.at]
        return Moment.at(as_instant(ends[0])) if ends else None
    if change.field != "stance" or not isinstance(change.after, Stance) or change.party is None:
        return None
    standing = state.standing(change.term, change.party)
    regrouped = standing.derived or change.cause in REGROUPING
    return turned_since(state, standing) if regrouped else standing.since


def turned_since(state: State, standing: Standing) -> Moment | None:
    """Return since when a party stands at its stance without a break; of one with a group, when it turned."""
    spells = reversed(state.spells(standing.term, standing.party))
    *_, first = takewhile(lambda spell: spell.standing.stance is standing.stance, spells)
    begins, since = first.begins, standing.since
    if begins is None or since is None or as_instant(begins) <= since.anchor:
        return since
    return Moment.at(as_instant(begins))


# Acts


def acts_since(names: Names, earlier: State, *, new: bool = False) -> Iterator[ChangeLine]:
    """Yield a line for each act that is news since an earlier state, and for each party that accepts again.

    Parameters:
        names: names of the state.
        earlier: the state to compare it with.
        new: whether the ledger is new since then: only what goes against acceptances is news there.
    """
    acting = Acting(earlier, names.state)
    for term in names.state.values():
        differing = [] if new else list(acting.on(term.id))
        acts = {acted.party: acted.new for acted in differing}
        counting = list(_counting(term))
        for standing, claimed in counting:
            if new or claimed in acts.get(standing.party, ()) or _turns(earlier, standing, claimed):
                yield _placed(names, _of_counting(names, standing, claimed), claimed)
        done = [claimed for _, claimed in counting]
        for party, claims in acts.items():
            for claimed in _last_of_each(c for c in claims if c not in done and not _ended(term[party], c)):
                yield _placed(names, _of_other(names, term[party], claimed), claimed)
        if not new and term.id in earlier:
            gone = [act for acted in differing for act in acted.gone]
            yield from _returns(names, earlier[term.id], done, gone)


def _against(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield the acts against acceptances of a term that count, each after where the party stands."""
    yield from taken_back(term)
    yield from breaches(term)


def _counting(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield these, and the acts against a term of deciding parties that do not accept it."""
    yield from _against(term)
    yield from refusals(term)


def _turns(earlier: State, standing: Standing, claimed: Claimed) -> bool:
    """Return whether an act counts only now, though it was known and the party accepted the term then."""
    if standing.term not in earlier or not earlier.standing(standing.term, standing.party).accepts:
        return False
    before = [known for _, known in _counting(earlier[standing.term])]
    return bool(without_like([claimed], before))


def _ended(standing: Standing, claimed: Claimed) -> bool:
    """Return whether an act gave a position the end that it has come to: a line on that says so."""
    return standing.lapsed and isinstance(claimed.claim, Position) and claimed.claim.until is not None


def _last_of_each(claims: Iterable[Claimed]) -> list[Claimed]:
    """Return of each kind of act by one speaker the last."""
    return [alike[-1] for alike in grouped(claims, lambda c: (c.claim.act, c.attribution.parties)).values()]


def _of_counting(names: Names, standing: Standing, claimed: Claimed) -> Line:
    if claimed.claim.act is not Act.BREACHES and standing.accepts:
        return of_going_back(names, Rule.TURN, standing, claimed)
    return of_act(names, Rule.TURN, standing, claimed)


def _of_other(names: Names, standing: Standing, claimed: Claimed) -> Line:
    """Return the line on an act that goes against no acceptance now, with the one that came after it."""
    line = of_act(names, Rule.TURN, standing, claimed)
    again = _again(standing, claimed)
    if not again or not is_bare(claimed, GOING_BACK):
        return line
    accepts = f"accepts it{' again' if _accepted_before(names.state, standing, claimed) else ''}"
    since = f"{since_words(again[0].since)}{_with_group(names, standing)}{_asking(names, standing)}"
    return attrs.evolve(line, what=f"{line.what}; on the record, it {accepts}, {since}")


def _accepted_before(state: State, standing: Standing, claimed: Claimed) -> bool:
    """Return whether a party had accepted on the record by an act: only then it accepts again."""
    done = BEGINNING if claimed.since is None else claimed.since.anchor
    spells = [spell.standing for spell in state.spells(standing.term, standing.party)]
    return any(said.since.anchor <= done for each in spells if each.accepts for said in each.recorded)


def _again(standing: Standing, claimed: Claimed) -> Run:
    """Return what says on the record that a party accepts, after an act of its own against that."""
    later = accepted_since(standing, claimed) if standing.accepts else ()
    return tuple(statement for statement in later if statement.on_record)


def _returns(
    names: Names, earlier: TermState, done: Sequence[Claimed], gone: Sequence[Claimed]
) -> Iterator[ChangeLine]:
    """Yield the parties that accept a term again after an act that counted earlier, and was not withdrawn."""
    for was, claimed in _against(earlier):
        standing = names.state.standing(was.term, was.party)
        again = _cancelling(standing, claimed)
        if again and without_like([claimed], [*done, *gone]):
            own = [statement for statement in again if statement.on_record]
            since = f"{since_words((own or again)[0].since)}{'' if own else ', not on the record'}"
            since += f"{_with_group(names, standing)}{_asking(names, standing)}"
            first = own and not _accepted_before(names.state, standing, claimed)
            accepts, after = ("accepts it", "; before") if first else ("accepts it again", ", after this")
            line = names.line_on(
                was,
                Rule.TURN,
                f"{names.party(was.party)} {accepts}, {since}{after}: {act_done(names, was.party, claimed)}",
                again,
            )
            yield placed(names, line)


def _asking(names: Names, standing: Standing) -> str:
    """Return what a party that accepts asks now, to follow on the day; empty without conditions."""
    return f",{asked_by(names, standing)}" if standing.conditions else ""


def _with_group(names: Names, standing: Standing) -> str:
    return f", with {names.party(standing.by_group)}" if standing.by_group else ""


def _cancelling(standing: Standing, claimed: Claimed) -> Run:
    """Return what says that a party accepts, on the day of an act against that or later."""
    done = BEGINNING if claimed.since is None else claimed.since.anchor
    later = standing.runs.get("stance", ()) if standing.accepts else ()
    breach = claimed.claim.act is Act.BREACHES
    return tuple(s for s in later if s.since.anchor >= done and (s.on_record or not breach))


def _placed(names: Names, line: Line, claimed: Claimed) -> ChangeLine:
    """Return a line on an act, by its day; first, where a needed party says it on the record."""
    (party,), (term,) = line.parties, line.terms
    own = claimed.attribution.type.on_record and not names.accounts_of(party, claimed)
    deciding = party in names.state.needed_on(term) or any(groups_behind(names.state[term], party))
    against = claimed.claim.act in AGAINST_TERM or casts_doubt(names.state.standing(term, party), claimed)
    first = own and deciding and against
    if first and not _again(names.state.standing(term, party), claimed):
        line = attrs.evolve(line, rule=Rule.TURNED_AGAINST)
    each = placed(names, line)
    day = claimed.since.anchor // DAY if claimed.since else 0
    return each._replace(order=(each.order[0], True, day, each.order[3]))


# Acceptances signed without what was stated before


def signed_since(names: Names, earlier: State) -> Iterator[Line]:
    """Yield a line for each of these that an earlier state does not know, with what was stated before."""
    for term in names.state.values():
        before = signed_on(earlier, names, earlier[term.id]) if term.id in earlier else ()
        known = [statement.name for _, _, statement in before]
        for party, words, statement in signed_on(names.state, names, term):
            if statement.name not in known:
                kept = min(_kept(term[party]), key=lambda each: each.order)
                day, held = since_words(kept.since), _held(names, term[party])
                what = f"{words}; what it stated before, {day}, stays: {held}"
                runs = [[statement], [kept]]
                yield names.line(Rule.TERMS_OF_STANCE, what, *runs, terms=[term.id], parties=[party])


def _held(names: Names, standing: Standing) -> str:
    """Return an acceptance with its conditions and its end."""
    return ", ".join((f"accepts{asked_by(names, standing)}", *until_words(names, standing)))


# What came and went


def withdrawn_since(names: Names, earlier: State) -> Iterator[ChangeLine]:
    """Yield the stances and events that only reports gave which came later, and were withdrawn since.

    No comparison of the two states shows them: neither knows the report.
    """
    for entry in names.state.entries[earlier.basis.known : names.state.basis.known]:
        if entry.kind in ("correction", "retraction"):  # no other body is read
            old = _withdrawn(entry)
            filed = reading_of(names.state).snapshot.filed(old)
            if filed is not None and filed.entry.seq > earlier.basis.known:
                yield from _given_until(names, entry, old)
                yield from _held_until(names, entry, old)


def _withdrawn(entry: Entry) -> str:
    body = entry.body
    assert isinstance(body, Correction | Retraction)
    return body.corrects if isinstance(body, Correction) else body.retracts


def _given_until(names: Names, entry: Entry, old: str) -> Iterator[ChangeLine]:
    """Yield a line for each stance that stood by a report until it was withdrawn, and does not any more."""
    before, after = names.state.at(known=entry.seq - 1), names.state.at(known=entry.seq)
    for term, party in _holders(names.state, old):
        was, then = before.standing(term, party), after.standing(term, party)
        gave = was.live_stance is not None and old in reports_of(was.runs["stance"])
        if gave and then.live_stance is not was.live_stance:
            now = names.state.standing(term, party)
            what = f"{names.party(party)} was recorded as {was.stance}{_mended(entry, now)}"
            what += "; the term was agreed by it" if _is_undone(before, after, term) else ""
            line = _corrected(names, entry, old, what, terms=[term], parties=[party])
            yield placed(names, line)._replace(again=True)


def _held_until(names: Names, entry: Entry, old: str) -> Iterator[ChangeLine]:
    """Yield a line for each event that was held by a report until that was withdrawn, with what it met."""
    state = names.state
    before, after = state.at(known=entry.seq - 1), state.at(known=entry.seq)
    told = dict.fromkeys(claim.id for claim in state.report_of(old).claims if isinstance(claim, Event))
    for event in told:
        was, then = before.event(event), after.event(event)
        if was.held and not then.held:
            retracted = entry.kind == "retraction"
            undone = ", by a report since retracted" if retracted else "; the report is corrected"
            turned = [term for term in state if _is_undone(before, after, term)]
            agreed = f"; agreed by that: {listed(list(map(names.quoted, turned)), 3)}" if turned else ""
            what = f"was recorded as {was.status}{undone}{agreed}"
            line = _corrected(names, entry, old, what, about=names.event(was), terms=turned)
            yield placed(names, line)._replace(again=True)


def _corrected(
    names: Names,
    entry: Entry,
    old: str,
    what: str,
    *,
    terms: Sequence[str],
    parties: Sequence[str] = (),
    about: str | None = None,
) -> Line:
    """Return the line on what a report gave that an entry withdraws."""
    reports = [*([entry.id] if entry.kind == "correction" else []), old]
    return names.line(
        Rule.CORRECTED, what, names.out_of(old), about=about, terms=terms, parties=parties, reports=reports
    )


def _is_undone(before: State, after: State, term: str) -> bool:
    """Return whether a term is agreed before an entry, and not after it."""
    return [of.status_of(term) is TermStatus.AGREED for of in (before, after)] == [True, False]


def _mended(entry: Entry, now: Standing) -> str:
    """Return that a report was withdrawn, and where its party stands now."""
    stands = "" if now.live_stance is None else f"{now.live_stance} {since_when(now.since)}"
    if entry.kind == "correction":
        return f"; the report is corrected{': ' if stands else ''}{stands}"
    return f", by a report since retracted{'; now ' if stands else ''}{stands}"


def passed_since(names: Names, earlier: State) -> Iterator[ChangeLine]:
    """Yield the terms that are back at the stage of an earlier state, and by which others they came."""
    for term in names.state:
        if (term, None) not in reading_of(names.state).cut.timeline.fields or term not in earlier:
            continue
        now, since = names.state.progress(term).stage, _stages_since(names.state, term, earlier.instant)
        if now is earlier.progress(term).stage and any(stage.value is not now for stage in since):
            steps = [[*of_stage] for _, of_stage in groupby(since, key=lambda statement: statement.value)]
            what = f"reported as {', then '.join(_stage(names, step) for step in steps)}"
            yield placed(names, names.line(Rule.EVENT, what, *steps, terms=[term]))._replace(again=True)


def _stage(names: Names, run: Sequence[Statement]) -> str:
    return f"{stage_words(run[0].value)}, {since_words(run[0].since)}{reserve_of(names, run)}"


def _stages_since(state: State, term: str, instant: int) -> list[Statement]:
    """Return the statements of the stage of a term that began after an instant, oldest first."""
    begun = reading_of(state).cut.begun(Key(term, None, "stage"))
    later = takewhile(lambda statement: statement.anchor > instant, begun)
    return [statement for statement in later if isinstance(statement.value, Stage)][::-1]


def _holders(state: State, old: str) -> dict[tuple[str, str], None]:
    """Return the parties on the terms of which a report gives a stance."""
    positions = (claim for claim in state.report_of(old).claims if isinstance(claim, Position))
    claims = (claim for claim in positions if isinstance(claim.stance, Stance))
    holders = ((claim.term, claim.party or "") for claim in claims if claim.term in state)
    return dict.fromkeys(holder for holder in holders if holder[1] in state.agenda.party_by_id)


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


def agreed_until(names: Names, since: int, told: Collection[str]) -> Iterator[ChangeLine]:
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
                line = names.line(Rule.STATUS, what, terms=[term.id], source="as the agenda has it")
                yield placed(names, line)._replace(again=True)


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
