"""News that no comparison of fields shows: acts, signatures, what came and went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile

import attrs

from peacetrack.analysis.briefing.change_line import ChangeLine, placed
from peacetrack.analysis.briefing.moves import since_when
from peacetrack.analysis.changes.acting import Acting, without_like
from peacetrack.analysis.phrase import listed, since_words
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
from peacetrack.index.statement import Key, Statement, reports_of
from peacetrack.ledger.entry import Entry
from peacetrack.rules.acts import accepted_since, casts_doubt, is_bare
from peacetrack.rules.claims import Claimed
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, reading_of
from peacetrack.words.act import AGAINST_TERM, GOING_BACK, Act
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.position import Position, Stage
from peacetrack.words.report import Correction, Event, Retraction
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped


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
