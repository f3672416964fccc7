"""Acts without a stance: who goes back on a term, breaches or refuses it, and how that reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from peacetrack.analysis.contending import announced_before
from peacetrack.analysis.holding import words_of
from peacetrack.analysis.phrase import MEMBER, day_words, since_words
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by, in_their_words
from peacetrack.analysis.sentence.sources import reserve_of, since_then, that_it, verb
from peacetrack.rules.acts import (
    accepted_since,
    act_in_words,
    complied_since,
    last_breach,
    last_going_back,
    last_refusal,
    stated_on,
    told_act,
)
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, reading_of
from peacetrack.words.act import Act
from peacetrack.words.edtf import BEGINNING, END, day_text
from peacetrack.words.position import Position
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, TermStatus
from peacetrack.words.when import Moment

LastAct = Callable[[Standing, Sequence[Claimed], Agenda], Claimed | None]
"""Gives the last act of a kind, by where a party stands, what it does and the agenda."""


def refusals(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield where each deciding party stands that is against a term in an act alone, with the last of these.

    Of an agreed term these are the holders of a veto: the consent of others is not needed any more.
    """
    deciding = vetoes_on(term) if term.status is TermStatus.AGREED else term.needed
    return _done(term, deciding, last_refusal)


def vetoes_on(term: TermState) -> tuple[str, ...]:
    """Return the parties that hold a veto on a term, and do not have to accept it."""
    holders = (party for quorum in term.quorums for party in quorum.vetoes)
    return tuple(party for party in dict.fromkeys(holders) if party not in term.required)


def members_on(term: TermState) -> tuple[str, ...]:
    """Return the members of the groups that accept a term, but for those that decide on it themselves."""
    agenda, instant = term.state.agenda, term.state.instant
    members = (member for group in term.accepting for member in agenda.members_of(group, instant))
    return tuple(member for member in dict.fromkeys(members) if member not in term.needed)


def members_against(term: TermState) -> Iterator[Standing]:
    """Yield where the members of accepting groups stand that reject or oppose the term themselves."""
    for standing in map(term.__getitem__, members_on(term)):
        stance = standing.live_stance
        if stance is not None and stance.side < 0 and not standing.derived:
            yield standing


def groups_behind(term: TermState, party: str) -> tuple[str, ...]:
    """Return the groups that decide on a term and that a party is a member of, where it does not itself."""
    groups = () if party in term.needed else term.state.groups_of(party)
    return tuple(group for group in groups if group in term.needed)


def as_member(names: Names, term: TermState, party: str) -> str:
    """Return the name of a party, with the group that decides on a term, and that it is a member of."""
    groups = groups_behind(term, party)
    return f"{names.party(party)}, {MEMBER} {names.parties(groups)}," if groups else names.party(party)


def since_announced(names: Names, standing: Standing, instant: int) -> str:
    """Return when an acceptance was announced that began after an instant; to go before what came then."""
    said = announced_before(standing, instant)
    if said is None:
        return ""
    return f"the acceptance of {names.party(standing.party)} was announced {day_words(day_text(said))}; since then, "


def taken_back(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield each accepting party that goes back on it in a later act without a stance, with that act.

    So does a member of an accepting group that goes back on it for itself. A party that says something else
    on the record takes nothing back where it denies that it accepts.
    """
    done = _done(term, (*term.accepting, *members_on(term)), last_going_back, last_refusal)
    acts = (pair for pair in done if pair[1].claim.act is not Act.BREACHES)
    return (pair for pair in acts if not (pair[0].otherwise and pair[1].claim.act is Act.DENIES))


def breaches(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield each accepting party, or member of an accepting group, that breaches it, with that act."""
    done = _done(term, (*term.accepting, *members_on(term)), last_breach, last_refusal)
    return (pair for pair in done if pair[1].claim.act is Act.BREACHES)


def _done(term: TermState, parties: Iterable[str], *last: LastAct) -> Iterator[tuple[Standing, Claimed]]:
    """Yield where parties stand that did something, with the last act of the first kind that they did."""
    for party in parties if reading_of(term.state).claims.news else ():
        claims = _news(term.state, term.id, party)
        acts = (of_kind(term[party], claims, term.state.agenda) for of_kind in last if claims)
        claimed = next(filter(None, acts), None)
        if claimed is not None:
            yield term[party], claimed


def _news(state: State, term: str, party: str) -> Sequence[Claimed]:
    return reading_of(state).claims.news.get((term, party), ())


def gone_back_since(state: State, standing: Standing, accepted: int) -> Claimed | None:
    """Return the act by which a party went back on an acceptance of an instant, also where that ran out."""
    claims = _news(state, standing.term, standing.party)
    acts = (last(standing, claims, state.agenda) for last in (last_going_back, last_refusal) if claims)
    act = next(filter(None, acts), None)
    return act if act is not None and act.since is not None and act.since.anchor >= accepted else None


def complied(term: TermState, standing: Standing, breach: Claimed) -> Claimed | None:
    """Return the act by which only others, or reports off the record, say that a party complies since."""
    claims = _news(term.state, term.id, standing.party)
    return complied_since(standing, claims, breach, term.state.agenda)


def members_beside(names: Names, term: TermState) -> Iterator[tuple[str, str, str, bool]]:
    """Yield what members of accepting groups do against a term: the group, the member and its deed in words.

    The last says whether it makes doubtful that the term is accepted: a breach does not.
    """
    done = [(standing, act_in_words(act), True) for standing, act in taken_back(term)]
    done += [(standing, act_in_words(act), False) for standing, act in breaches(term)]
    done += [(standing, f"{verb(standing)} it", True) for standing in members_against(term)]
    for standing, words, doubtful in done:
        for group in groups_behind(term, standing.party):
            if group in term.accepting:
                yield group, names.party(standing.party), words, doubtful


def taken_back_since(names: Names, standing: Standing) -> Claimed | None:
    """Return the act by which a party goes back on the record on what it accepts there, and only there."""
    if not standing.otherwise or standing.otherwise[-1].value is not Stance.ACCEPTS:
        return None
    record = names.record.state
    done = _news(record, standing.term, standing.party)
    return last_going_back(names.record.own(standing), done, record.agenda)


def goes_back(names: Names, standing: Standing, claimed: Claimed) -> str:
    """Return how a party goes back on its acceptance, with its words, and who says since that it accepts."""
    at = BEGINNING if claimed.since is None else claimed.since.anchor
    done = act_done(names, standing.party, claimed) + denies_since(names, standing, claimed)
    done = since_announced(names, standing, at) + done
    said = stated_on(standing, claimed)
    if said is not None:
        day = since_words(said.since)
        when = " on the same day" if day == since_words(claimed.since) else f", {day}"
        return f"{done}; it accepts it{when}, the order not known"
    since = accepted_since(standing, claimed)
    if not since:
        return done
    accepts = f"{that_it(names, standing, since)} accepts it, {since_words(since[0].since)}"
    return f"{done}; since then, {accepts}"


def denial_since(
    names: Names, standing: Standing, act: Claimed | None = None, since: Moment | None = None
) -> Claimed | None:
    """Return how a party denies a report itself, on the record, after an act, or after its stance began.

    Or after another time, which is given as `since`.
    """
    since = since or (standing.since if act is None else act.since)
    first = END if since is None else since.anchor
    done = _news(names.record.state, standing.term, standing.party)
    denials = [each for each in done if each.claim.act is Act.DENIES and each != act]
    later = [each for each in denials if each.since is not None and each.since.anchor >= first]
    return later[-1] if later else None


def denies_since(
    names: Names, standing: Standing, act: Claimed | None = None, since: Moment | None = None
) -> str:
    """Return the same, to follow on what others say of the party; empty where it denies nothing."""
    denial = denial_since(names, standing, act, since)
    return "" if denial is None else f"; {act_done(names, standing.party, denial)}"


def refuses(names: Names, standing: Standing, claimed: Claimed) -> str:
    """Return how a party is against a term in an act alone, and what is said since then of it."""
    term = names.record.state[standing.term]
    veto = "; it holds a veto" if standing.party in vetoes_on(term) else ""
    done = f"{act_done(names, standing.party, claimed)}{veto}{denies_since(names, standing, claimed)}"
    since, act = standing.since, claimed.since
    if standing.silent or since is None or act is None or since.anchor <= act.anchor:
        return done
    return f"{done}; since then, {since_then(names, standing)}"


def is_against(names: Names, standing: Standing) -> str:
    """Return that a member of an accepting group is against a term itself, and since when."""
    run = standing.runs["stance"]
    member = as_member(names, names.record.state[standing.term], standing.party)
    asked = asked_by(names, standing)
    return f"{member} {verb(standing)} it{asked}, {since_words(run[0].since)}{reserve_of(names, run)}"


def act_done(names: Names, party: str, claimed: Claimed) -> str:
    """Return an act against a term: who does it, who alone says so, when, and in which words."""
    tag = names.record.state.report_of(claimed.report).source.language
    return done_in_brief(names, party, claimed) + in_their_words(*words_of(claimed.claim, tag))


def done_in_brief(names: Names, party: str, claimed: Claimed) -> str:
    """Return the same without the words."""
    state, term = names.record.state, claimed.claim.term or ""

    def name(id: str) -> str:
        return as_member(names, state[term], id) if id == party else names.party(id)

    told = told_act(state.agenda, party, claimed, name)
    reserve = "" if claimed.attribution.type.on_record else ", not on the record"
    return f"{told}, {since_words(claimed.since)}{reserve}"


# One act


def of_act(names: Names, rule: Rule, standing: Standing, claimed: Claimed) -> Line:
    """Return the line on an act of a party, with its words."""
    return names.line_on(standing, rule, act_done(names, standing.party, claimed), claimed)


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
    acts = [act for act in (claimed, denial_since(names, standing, claimed), complies) if act is not None]
    if complies is not None:
        more += f"; since then, {act_done(names, standing.party, complies)}"
    what = goes_back(names, standing, claimed) + more
    return names.line_on(standing, rule, what, *acts, accepted_since(standing, claimed))


def is_endless(standing: Standing, claimed: Claimed) -> bool:
    """Return whether a party goes back on its own acceptance, by no denial, and no end of that is stated."""
    claim = claimed.claim
    if claim.act is Act.DENIES:
        return False
    stated = isinstance(claim, Position) and claim.until is not None
    return not stated and not standing.accounts_of and not accepted_since(standing, claimed)
