"""Verdicts: how sure it is that a term with the status `agreed` is agreed, and why it may not be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from operator import itemgetter

import attrs

from peacetrack.analysis.briefing.hanging import Agreed, Node
from peacetrack.analysis.briefing.less import less_on_record
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.opposing import (
    as_member,
    groups_behind,
    members_against,
    members_on,
    refusals,
    vetoes_on,
)
from peacetrack.analysis.briefing.order import contended, since_announced
from peacetrack.analysis.briefing.phrase import shortened, since_words
from peacetrack.analysis.briefing.telling import reserve_of, since_then, tellers, that_it, verb
from peacetrack.analysis.contending import contenders_of, is_contended, only_heard
from peacetrack.analysis.holding import words_of
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import Statement
from peacetrack.rules.acts import (
    accepted_since,
    act_in_words,
    complied_since,
    last_breach,
    last_going_back,
    last_refusal,
    told_act,
)
from peacetrack.rules.claims import Claimed
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import Holder
from peacetrack.state import State, TermState, news_of, rulings_of
from peacetrack.table.palette import MARKS
from peacetrack.words.act import Act
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.position import BROKEN_OFF
from peacetrack.words.quote import in_marks
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import After, During


@frozen
class Verdict:
    """How sure it is that a term with the status `agreed` is agreed, and what has to be said with it.

    The headline goes by it, and so does each board, page and picture.

    Attributes:
        agreed: how sure it is.
        said: what is reported of the term, or said on the record, against that; else empty.
        others: that reports which do not count are against it; else empty.
    """

    agreed: Agreed
    said: str = ""
    others: str = ""

    @property
    def reserve(self) -> str:
        """What is against it, in words."""
        return ", ".join(filter(None, (self.said, self.others)))

    @property
    def in_short(self) -> str:
        """What is against it, as a terminal has it: with the sign of what is not on the record."""
        return self.reserve.replace(f" ({MARKS['unnamed'].word})", MARKS["unnamed"].sign)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.agreed, self.reserve)))


def verdict(names: Names, term: TermState) -> Verdict | None:
    """Return how sure it is that a term with the status `agreed` is agreed; None of any other.

    It is no surer than what its acceptances are conditional on.
    """
    own = _own_verdict(names, term)
    if own is None or own.agreed is Agreed.NOT or not names.sureness.conditional(term.id):
        return own
    agreed = names.sureness.of(term.id)
    return Verdict(agreed, HANGS) if agreed is Agreed.NOT else attrs.evolve(own, agreed=agreed)


HANGS = "hangs on what is not agreed"
"""What is said against a term that is not agreed because another one is not."""


def _own_verdict(names: Names, term: TermState) -> Verdict | None:
    """Return the same apart from what it hangs on."""
    if term.status is not TermStatus.AGREED:
        return None
    against = [own.live_stance for _, own in claims_over_refusals(names, term)]
    if against:
        done = "rejected" if Stance.REJECTS in against else "opposed"
        return Verdict(Agreed.NOT, f"{done} on the record")
    reported = list(_reported(names, term))
    said = f"but reported as {' and '.join(reported)}" if reported else ""
    others = "but not by all reports" if any(otherwise_on(term.state, term.id)) else ""
    return Verdict(Agreed.PERHAPS if any(_own_doubts(names, term)) else Agreed.SURELY, said, others)


def own_sureness(names: Names, state: State, node: Node) -> Agreed:
    """Return how sure a term or a stance is apart from what it hangs on."""
    if isinstance(node, str):
        own = _own_verdict(names, state[node])
        return Agreed.SURELY if own is None else own.agreed
    standing = state.standing(*node)
    if names.record.is_milder(standing):
        return Agreed.NOT
    done = news_of(state).get((standing.term, standing.party), ())
    against = last_going_back(standing, done, state.agenda) is not None
    against |= names.record.is_less(standing, names.record.own(standing))
    against |= is_contended(state, standing)
    against |= any(
        doubtful
        for group, *_, doubtful in members_beside(names, state[standing.term])
        if group == standing.party
    )
    return Agreed.SURELY if standing.confirmed and not against else Agreed.PERHAPS


def _reported(names: Names, term: TermState) -> Iterator[str]:
    """Yield as what an agreed term is reported that speaks against it, and that this is not on the record."""
    off = f" ({MARKS['unnamed'].word})"
    if term.progress.stage in BROKEN_OFF:
        yield f"{term.progress.stage}{off_record(term.progress, off)}"
    own = names.record.broken_off(term.id)
    if own is not None:
        yield f"{own.stage} on the record"
    acts = [claimed.attribution.type for _, claimed in breaches(term)]
    if acts:
        yield f"breached{'' if any(act.on_record for act in acts) else off}"


def off_record(progress: TermProgress, reserve: str = ", not on the record") -> str:
    """Return that the stage of a term is not on the record, where no report is that gives it."""
    return "" if any(statement.on_record for statement in progress.runs["stage"]) else reserve


def doubts(names: Names, term: TermState) -> Iterator[str]:
    """Yield why an agreed term may not be agreed: its acceptances may not be so, or what they hang on."""
    yield from _own_doubts(names, term)
    yield from (words for words, _ in hanging(names, term))


def hanging(names: Names, term: TermState) -> Iterator[tuple[str, Sequence[Standing]]]:
    """Yield on what in doubt the acceptances of an agreed term hang, each in words, with the acceptances."""
    doubted = grouped(names.sureness.doubted(term.id), itemgetter(1, 2))
    for (condition, agreed), rows in doubted.items():
        accepting = [standing for standing, _, _ in rows]
        parties = names.parties(standing.party for standing in accepting)
        hangs = f"acceptance of {parties} hangs" if len(rows) == 1 else f"acceptances of {parties} hang"
        yield f"the {hangs} on {_in_doubt(names, term.state, condition, agreed)}", accepting


def _in_doubt(names: Names, state: State, condition: Condition, agreed: Agreed) -> str:
    """Return what is in doubt of that which a condition asks for."""
    if isinstance(condition, StanceIs):
        stands = f"where {names.party(condition.party)} stands on {names.quoted(condition.term)}"
        return f"{stands}, which is in doubt"
    if isinstance(condition, EventHeld):
        heard = tellers(names, only_heard(state, condition.event))
        return f"this, of which only {heard} that it was held: {names.event(state.event(condition.event))}"
    return f"{names.quoted(condition.term or '')}, which is {agreed}"


def _own_doubts(names: Names, term: TermState) -> Iterator[str]:
    """Yield why an agreed term may not be agreed, apart from what it hangs on."""
    if term.status is not TermStatus.AGREED:
        return
    going_back = list(taken_back(term))
    yield from (goes_back(names, standing, claimed) for standing, claimed in going_back)
    yield from (refuses(names, standing, claimed) for standing, claimed in refusals(term))
    yield from (is_against(names, standing) for standing in members_against(term))
    told = {standing.party for standing, claimed in going_back if is_told(standing, claimed)}
    accepting = [term[party] for party in term.unconfirmed]
    for standing in accepting:
        if standing.otherwise:
            yield f"on the record {names.party(standing.party)} {says_itself(names, standing)}"
    for standing, own in _refused_on_record(names, term):
        if not standing.otherwise:  # it stands where its group stands
            yield f"on the record {is_against(names, own)}"
    others = (standing for standing in accepting if standing.party not in told)
    for accounts, group in grouped(others, lambda standing: standing.accounts_of).items():
        if accounts:
            yield by_account(names, *group)
    yield from (less_on_record(names, *pair) for pair in less(names, term))
    undated = [standing for standing in accepting if standing.begun_perhaps]
    if undated:
        yield left_open(term.state, names, undated)
    yield from (words for _, _, words in contended(names, term))


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


def less(names: Names, term: TermState) -> Iterator[tuple[Standing, Standing]]:
    """Yield the parties whose acceptance is less on the record, each before where it stands there.

    Those that went back on it are in `taken_back`.
    """
    going_back = {standing.party for standing, _ in taken_back(term)}
    return (pair for pair in names.record.less(term.id) if pair[0].party not in going_back)


def all_in_doubt(names: Names, term: TermState) -> Iterator[Holder]:
    """Yield the acceptances that are in doubt, of a term and of all that it hangs on."""
    state = term.state
    for node in names.sureness.behind(term.id):
        if isinstance(node, str):
            yield from ((node, party) for party in in_doubt(names, state[node]))
        elif own_sureness(names, state, node) is not Agreed.SURELY:
            yield node


def in_doubt(names: Names, term: TermState) -> tuple[str, ...]:
    """Return the accepting parties that perhaps do not: by an act, an account, a date or their own words.

    Then the holders of a veto, and the members of accepting groups, that are against it.
    """
    going_back = (standing.party for standing, _ in taken_back(term))
    refused = (standing.party for standing, _ in _refused_on_record(names, term))
    less_there = (standing.party for standing, _ in names.record.less(term.id))
    order = (standing.party for standing, run, _ in contended(names, term) if run[-1].field == "stance")
    unheld = (party for party in term.accepting if contenders_of(term.state, term[party]).unheld)
    against = (*(standing for standing, _ in refusals(term)), *members_against(term))
    against_it = (standing.party for standing in against)
    doubted = (*going_back, *term.unconfirmed, *refused, *less_there, *order, *unheld, *against_it)
    return tuple(dict.fromkeys(doubted))


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


def claims_over_refusals(names: Names, term: TermState) -> list[tuple[Standing, Standing]]:
    """Return the accepting parties that are against it on the record, each with where it stands there.

    There are none where as many as are needed accept an agreed term without them.
    """
    pairs = list(_refused_on_record(names, term))
    return [] if pairs and _is_enough_without(term, {standing.party for standing, _ in pairs}) else pairs


def _refused_on_record(names: Names, term: TermState) -> Iterator[tuple[Standing, Standing]]:
    pairs = names.record.not_taken_back([term.id])
    return (pair for pair in pairs if pair[0].party in term.accepting)


def _is_enough_without(term: TermState, refusing: Collection[str]) -> bool:
    """Return whether a term is agreed also where some of its parties reject it: a quorum may do without."""
    by_party = partial(rulings_of(term.state).statuses.of_party, term.id)

    def status_of(party: str) -> TermStatus:
        return TermStatus.BLOCKED if party in refusing else by_party(party)

    return all(quorum.status(status_of) is TermStatus.AGREED for quorum in term.quorums)


def by_account(names: Names, *alike: Standing) -> str:
    """Return by whose account alone acceptances are known."""
    accounts = names.parties(alike[0].accounts_of)
    accepting = names.parties(standing.party for standing in alike)
    of = f"acceptance of {accepting} is" if len(alike) == 1 else f"acceptances of {accepting} are"
    return f"the {of} known only by the account of {accounts}"


def left_open(state: State, names: Names, standings: Sequence[Standing]) -> str:
    """Return that the dates leave open whether parties accept."""
    accept = "accepts" if len(standings) == 1 else "accept"
    parties = names.parties(standing.party for standing in standings)
    events = dict.fromkeys(not_held(state, names, s.runs.get("stance", ())) for s in standings)
    return f"the dates leave open whether {parties} {accept} it at this moment{''.join(events)}"


def not_held(state: State, names: Names, run: Sequence[Statement]) -> str:
    """Return with which event a stance begins, where it was cancelled, or no report says that it was held."""
    times = [state.since_as_reported(statement) for statement in run]
    events = [state.event(time.event) for time in times if isinstance(time, During | After)]
    if not events or any(event.held or event.type == DEADLINE for event in events):
        return ""
    cancelled = events[-1].status is EventStatus.CANCELLED
    said = "this was cancelled" if cancelled else "no report says that this was held"
    return f"; {said}: {names.event(events[-1])}"


def says_itself(names: Names, standing: Standing) -> str:
    """Return what a party says on the record, on which conditions, and since when."""
    first, stance = standing.otherwise[0], standing.otherwise[-1].value
    own = names.record.own(standing)
    asked = asked_by(names, own) if own.stance is stance else ""
    return f"{stance.verb} it{asked}, {since_words(str(first.since))}"
