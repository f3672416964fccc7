"""Acts without a stance: who goes back on a term, breaches or refuses it, and how that reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.phrase import MEMBER, day_words, shortened, since_words
from peacetrack.analysis.briefing.sources import joined, reserve_of, since_then, that_it, verb
from peacetrack.analysis.contending import announced_before
from peacetrack.analysis.holding import words_of
from peacetrack.rules.acts import (
    accepted_since,
    act_in_words,
    complied_since,
    is_of_that_day,
    last_breach,
    last_going_back,
    last_refusal,
    told_act,
)
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import TermState, news_of
from peacetrack.words.act import Act
from peacetrack.words.edtf import BEGINNING, END, day_text
from peacetrack.words.position import Position
from peacetrack.words.quote import in_marks
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus


def refusals(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield where each deciding party stands that is against a term in an act alone, with the last of these.

    Of an agreed term these are the holders of a veto: the consent of others is not needed any more.
    """
    done = news_of(term.state)
    deciding = vetoes_on(term) if term.status is TermStatus.AGREED else term.needed
    for party in deciding if done else ():
        claimed = last_refusal(term[party], done.get((term.id, party), ()), term.state.agenda)
        if claimed is not None:
            yield term[party], claimed


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

    So does a member of an accepting group that goes back on it for itself.
    """
    agenda = term.state.agenda
    for standing, claims in _accepting(term):
        claimed = last_going_back(standing, claims, agenda) or last_refusal(standing, claims, agenda)
        if claimed is not None and claimed.claim.act is not Act.BREACHES:
            yield standing, claimed


def breaches(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield each accepting party, or member of an accepting group, that breaches it, with that act."""
    for standing, claims in _accepting(term):
        claimed = last_breach(standing, claims, term.state.agenda) or last_refusal(
            standing, claims, term.state.agenda
        )
        if claimed is not None and claimed.claim.act is Act.BREACHES:
            yield standing, claimed


def complied(term: TermState, standing: Standing, breach: Claimed) -> Claimed | None:
    """Return the act by which only others, or reports off the record, say that a party complies since."""
    claims = news_of(term.state).get((term.id, standing.party), ())
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


def _accepting(term: TermState) -> Iterator[tuple[Standing, Sequence[Claimed]]]:
    """Yield where accepting parties and their members stand that did something, with what of it is news."""
    done = news_of(term.state)
    for party in (*term.accepting, *members_on(term)) if done else ():
        if (term.id, party) in done:
            yield term[party], done[term.id, party]


def is_told(standing: Standing, claimed: Claimed) -> bool:
    """Return whether others alone say that a party accepts, later than an act of its own against that."""
    return bool(standing.accounts_of) and bool(accepted_since(standing, claimed))


def taken_back_since(names: Names, standing: Standing) -> Claimed | None:
    """Return the act by which a party goes back on the record on what it accepts there, and only there."""
    if not standing.otherwise or standing.otherwise[-1].value is not Stance.ACCEPTS:
        return None
    record = names.record.state
    done = news_of(record).get((standing.term, standing.party), ())
    return last_going_back(names.record.own(standing), done, record.agenda)


def goes_back(names: Names, standing: Standing, claimed: Claimed) -> str:
    """Return how a party goes back on its acceptance, with its words, and who says since that it accepts."""
    at = BEGINNING if claimed.since is None else claimed.since.anchor
    done = act_done(names, standing.party, claimed) + denies_since(names, standing, claimed)
    done = since_announced(names, standing, at) + done
    if is_of_that_day(standing, claimed):
        return f"{done}; it accepts it on the same day, the order not known"
    since = accepted_since(standing, claimed)
    if not since:
        return done
    accepts = f"{that_it(names, standing, since)} accepts it, {since_words(str(since[0].since))}"
    return f"{done}; since then, {accepts}"


def denial_since(names: Names, standing: Standing, act: Claimed | None = None) -> Claimed | None:
    """Return how a party denies a report itself, on the record, after an act, or after its stance began."""
    done = news_of(names.record.state).get((standing.term, standing.party), ())
    since = standing.since if act is None else act.since
    first = END if since is None else since.anchor
    denials = [
        each
        for each in done
        if each.claim.act is Act.DENIES
        and (act is None or (each.report, each.number) != (act.report, act.number))
    ]
    later = [each for each in denials if each.since is not None and each.since.anchor >= first]
    return later[-1] if later else None


def denies_since(names: Names, standing: Standing, act: Claimed | None = None) -> str:
    """Return the same, to follow on what others say of the party; empty where it denies nothing."""
    denial = denial_since(names, standing, act)
    return "" if denial is None else f"; {act_done(names, standing.party, denial)}"


def refuses(names: Names, standing: Standing, claimed: Claimed) -> str:
    """Return how a party is against a term in an act alone, and what is said since then of it."""
    term = names.record.state[standing.term]
    veto = "; it holds a veto" if standing.party in vetoes_on(term) else ""
    done = f"{act_done(names, standing.party, claimed)}{veto}"
    since, act = standing.since, claimed.since
    if standing.silent or since is None or act is None or since.anchor <= act.anchor:
        return done
    return f"{done}; since then, {since_then(names, standing)}"


def is_against(names: Names, standing: Standing) -> str:
    """Return that a member of an accepting group is against a term itself, and since when."""
    run = standing.runs["stance"]
    member = as_member(names, names.record.state[standing.term], standing.party)
    asked = asked_by(names, standing)
    return f"{member} {verb(standing)} it{asked}, {since_words(str(run[0].since))}{reserve_of(names, run)}"


def act_done(names: Names, party: str, claimed: Claimed) -> str:
    """Return an act against a term: who does it, who alone says so, when, and in which words."""
    state, term = names.record.state, claimed.claim.term or ""

    def name(id: str) -> str:
        return as_member(names, state[term], id) if id == party else names.party(id)

    told = told_act(state.agenda, party, claimed, name)
    reserve = "" if claimed.attribution.type.on_record else ", not on the record"
    done = f"{told}, {since_words(str(claimed.since))}{reserve}"
    introduced, words = words_of(claimed.claim, state.report_of(claimed.report).source.language)
    return f"{done}; {introduced}: {in_marks(shortened(words))}" if words else done


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
