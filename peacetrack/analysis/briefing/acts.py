"""Lines on acts without a stance: what a party goes back on, breaches, threatens or complies with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from peacetrack.analysis.briefing.citation import joined
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.opposing import groups_behind, refusals
from peacetrack.analysis.briefing.phrase import since_words
from peacetrack.analysis.briefing.recorded import ChangeLine, placed
from peacetrack.analysis.briefing.verdict import act_done, breaches, denial_since, goes_back, taken_back
from peacetrack.analysis.changes.acting import Acting, without_like
from peacetrack.rules.acts import accepted_since, casts_doubt, is_bare
from peacetrack.rules.claims import Claimed
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.act import AGAINST_TERM, GOING_BACK, Act
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.position import Position
from peacetrack.words.value import grouped

# One act


def of_act(names: Names, rule: Rule, term: str, party: str, claimed: Claimed) -> Line:
    """Return the line on an act of a party, with its words."""
    return names.line(
        rule,
        act_done(names, party, claimed),
        terms=[term],
        parties=[party],
        reports=[claimed.report],
        source=names.claimed(claimed, party),
    )


def of_going_back(
    names: Names,
    rule: Rule,
    standing: Standing,
    claimed: Claimed,
    more: str = "",
    complies: Claimed | None = None,
) -> Line:
    """Return the line on a party that goes back on its acceptance, and on who says since that it accepts.

    Or on one that breaches it, and on who says since that it `complies`.
    """
    since, denial = accepted_since(standing, claimed), denial_since(names, standing, claimed)
    acts = [act for act in (claimed, denial, complies) if act is not None]
    if complies is not None:
        more += f"; since then, {act_done(names, standing.party, complies)}"
    return names.line(
        rule,
        goes_back(names, standing, claimed) + more,
        terms=[standing.term],
        parties=[standing.party],
        runs=[since],
        reports=[act.report for act in acts],
        source=joined(*(names.claimed(act, standing.party) for act in acts), names.source(since)),
    )


def is_endless(standing: Standing, claimed: Claimed) -> bool:
    """Return whether a party goes back on its own acceptance, and no end of that is stated."""
    claim = claimed.claim
    stated = isinstance(claim, Position) and claim.until is not None
    return not stated and not standing.accounts_of and not accepted_since(standing, claimed)


# What is news


def acts_since(state: State, names: Names, earlier: State, *, new: bool = False) -> Iterator[ChangeLine]:
    """Yield a line for each act that is news since an earlier state, and for each party that accepts again.

    Parameters:
        state: the state.
        names: its names.
        earlier: the state to compare it with.
        new: whether the ledger is new since then: only what goes against acceptances is news there.
    """
    acting = Acting(earlier, state)
    for term in state.values():
        differing = [] if new else list(acting.on(term.id))
        acts = {acted.party: acted.new for acted in differing}
        counting = list(_counting(term))
        for standing, claimed in counting:
            if new or claimed in acts.get(standing.party, ()) or _turns(earlier, standing, claimed):
                yield _placed(state, names, _of_counting(names, standing, claimed), claimed)
        done = [claimed for _, claimed in counting]
        for party, claims in acts.items():
            for claimed in _last_of_each(c for c in claims if c not in done and not _ended(term[party], c)):
                yield _placed(state, names, _of_other(state, names, term[party], claimed), claimed)
        if not new and term.id in earlier:
            gone = [act for acted in differing for act in acted.gone]
            yield from _returns(state, names, earlier[term.id], done, gone)


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
    return of_act(names, Rule.TURN, standing.term, standing.party, claimed)


def _of_other(state: State, names: Names, standing: Standing, claimed: Claimed) -> Line:
    """Return the line on an act that goes against no acceptance now, with the one that came after it."""
    line = of_act(names, Rule.TURN, standing.term, standing.party, claimed)
    again = _again(standing, claimed)
    if not again or not is_bare(claimed, GOING_BACK):
        return line
    accepts = f"accepts it{' again' if _accepted_before(state, standing, claimed) else ''}"
    since = f"{since_words(str(again[0].since))}{_with_group(names, standing)}{_asking(names, standing)}"
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
    state: State, names: Names, earlier: TermState, done: Sequence[Claimed], gone: Sequence[Claimed]
) -> Iterator[ChangeLine]:
    """Yield the parties that accept a term again after an act that counted earlier, and was not withdrawn."""
    for was, claimed in _against(earlier):
        standing = state.standing(was.term, was.party)
        again = _cancelling(standing, claimed)
        if again and without_like([claimed], [*done, *gone]):
            own = [statement for statement in again if statement.on_record]
            since = f"{since_words(str((own or again)[0].since))}{'' if own else ', not on the record'}"
            since += f"{_with_group(names, standing)}{_asking(names, standing)}"
            first = own and not _accepted_before(state, standing, claimed)
            accepts, after = ("accepts it", "; before") if first else ("accepts it again", ", after this")
            line = names.line(
                Rule.TURN,
                f"{names.party(was.party)} {accepts}, {since}{after}: {act_done(names, was.party, claimed)}",
                terms=[was.term],
                parties=[was.party],
                runs=[again],
            )
            yield placed(state, line)


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


def _placed(state: State, names: Names, line: Line, claimed: Claimed) -> ChangeLine:
    """Return a line on an act, by its day; first, where a needed party says it on the record."""
    (party,), (term,) = line.parties, line.terms
    own = claimed.attribution.type.on_record and not names.accounts_of(party, claimed)
    deciding = party in state.needed_on(term) or any(groups_behind(state[term], party))
    against = claimed.claim.act in AGAINST_TERM or casts_doubt(state.standing(term, party), claimed)
    first = own and deciding and against
    if first and not _again(state.standing(term, party), claimed):
        line = attrs.evolve(line, rule=Rule.TURNED_AGAINST)
    each = placed(state, line)
    day = claimed.since.anchor // DAY if claimed.since else 0
    return each._replace(order=(each.order[0], True, day, each.order[3]))
