"""Acts without a stance that a standing is shown with: going back on an acceptance, breaches, refusals.

No status depends on them (rule 1 of `docs/reference/rules.md`): what is said of an agreed term does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import itemgetter

from peacetrack.index.statement import Statement
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import said_at, said_range
from peacetrack.rules.extension import extender, extends, last_extension
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.words.act import AGAINST_TERM, GOING_BACK, NEWS, Act
from peacetrack.words.attribution import JOINTLY
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Position
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.when import Moment

Dated = tuple[int, Claimed]
"""A claim, after the first instant at which it may have been so."""


def acts_beside(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> tuple[Claimed, ...]:
    """Return the acts that a standing is shown with: all without a stance, else at most four.

    They are the last that goes back on an acceptance and the last breach of it, or the one that extends what
    is over, or the last against a term that the party does not accept; then the last by which the party
    denies a report since, where others alone say so; then the last of all, where it is later than all that
    the standing rests on.
    """
    if standing.silent:
        return tuple(claims)
    claims = tuple(claims)
    telling = tuple(_telling(standing, claims, agenda))
    told = [act for act in telling if agenda.accounts_of(standing.party, act.attribution)]
    denied = last_denial(standing, claims, agenda, told[-1]) if told else None
    telling = telling if denied is None or denied in telling else (*telling, denied)
    last = last_after(standing, claims, telling)
    return telling if last is None else (*telling, last)


def _telling(standing: Standing, claims: Sequence[Claimed], agenda: Agenda) -> Iterator[Claimed]:
    """Yield the acts that tell against an acceptance or a term, or the one that extends what is over."""
    acts = [last_going_back(standing, claims, agenda), last_breach(standing, claims, agenda)]
    acts += [last_refusal(standing, claims, agenda)]
    if acts == [None, None, None] and standing.lapsed and extender(standing) == standing.party:
        acts = [last_extension(standing, claims)]
    yield from (act for act in acts if act is not None)


def introduced(standing: Standing, act: Claimed) -> str:
    """Return the word that introduces an act with a stance: `but` where it is against that, else `then`."""
    against = tells_against(standing, act)
    return "but" if against or (standing.lapsed and extends(act.claim)) else "then"


def last_going_back(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> Claimed | None:
    """Return the last act that goes back on an acceptance of the party: its own, else one by an account.

    Its own on the record counts until the party states a stance on the record again; one off the record until
    any report says that it accepts, as does the account of another party. That it denies something counts
    only where it does not accept on the record in words of its own: it may deny that very report.

    Parameters:
        standing: where the party stands.
        claims: the claims about the party on the term that count.
        agenda: the agenda, which says for what party a speaker speaks.
    """
    if not standing.accepts:
        return None
    return _last_standing(standing, claims, agenda, _going_back(recorded=_says_itself(standing)))


def last_refusal(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> Claimed | None:
    """Return the last act against a term by a party that does not accept it, nor is against it by its stance.

    It counts as long as one that goes back on an acceptance does, and until the party complies: of what it
    did itself on the record, by its own word there.
    """
    if not _is_undecided(standing):
        return None
    acts = [claimed for claimed in claims if not _gave_the_end(standing, claimed)]
    last = _last_standing(standing, acts, agenda, AGAINST_TERM | {Act.COMPLIES})
    if last is not None and last.claim.act is Act.COMPLIES and not is_own(standing, last, agenda):
        own = [claimed for claimed in acts if is_own(standing, claimed, agenda)]
        last = _last_standing(standing, own, agenda, AGAINST_TERM | {Act.COMPLIES})
    return None if last is None or last.claim.act is Act.COMPLIES else last


def _last_standing(
    standing: Standing, claims: Iterable[Claimed], agenda: Agenda, acts: Collection[Act | None]
) -> Claimed | None:
    """Return the last of some acts that no later stance of the party has overtaken."""
    stated, (before_first, last) = _last_said_on_record(standing), _reported(standing)
    said = _said_at(stated)
    off_record = max(said, before_first if standing.accounts_of else last)
    own: list[Dated] = []
    accounts: list[Dated] = []
    for anchor, claimed in _acts(claims, acts):
        if agenda.accounts_of(standing.party, claimed.attribution):
            accounts += [(anchor, claimed)] if anchor > max(said, last) else []
        elif claimed.attribution.type.on_record:
            own += [(anchor, claimed)] if anchor > said or _is_of_day_of(stated, claimed) else []
        elif anchor > off_record:
            own.append((anchor, claimed))
    return _last(own) or _last(accounts)


def stated_on(standing: Standing, claimed: Claimed) -> Statement | None:
    """Return the last stance on the record where it is of the day of an act, in another report; else None.

    Which of the two came first is then not known.
    """
    said = _last_said_on_record(standing)
    return said if _is_of_day_of(said, claimed) else None


def _is_of_day_of(said: Statement | None, claimed: Claimed) -> bool:
    """Return whether an act is of the day of a stance, in another report."""
    since = claimed.since
    if said is None or since is None or claimed.report == said.report:
        return False
    (begins, ends), last = said_range(said), since.range.last
    return last - since.anchor < DAY and begins <= last and since.anchor <= ends


def _going_back(*, recorded: bool) -> Collection[Act | None]:
    """Return the acts that go back on an acceptance, which is on the record in its own words or not."""
    return GOING_BACK if recorded else GOING_BACK | {Act.DENIES}


def _says_itself(standing: Standing) -> bool:
    """Return whether a party gives its stance on the record in words of its own, not only in a joint text."""
    return any(statement.by.type not in JOINTLY for statement in standing.recorded)


def _is_undecided(standing: Standing) -> bool:
    """Return whether a party neither accepts a term nor is against it by a live stance."""
    stance = standing.live_stance
    return stance is None or (stance.side >= 0 and not standing.accepts)


def _gave_the_end(standing: Standing, claimed: Claimed) -> bool:
    """Return whether an act gave what is over its end: that it is over says the same."""
    return standing.lapsed and isinstance(claimed.claim, Position) and claimed.claim.until is not None


def tells_against(standing: Standing, act: Claimed) -> bool:
    """Return whether an act that a standing is shown with is against its acceptance, or against the term."""
    stance, recorded = standing.stance, _says_itself(standing)
    lapsed = standing.lapsed or not standing.begun
    done = act.claim.act if is_bare(act, NEWS) else None
    return done is not None and is_against(done, stance, lapsed=lapsed, recorded=recorded)


def is_against(act: Act, stance: object, *, lapsed: bool, recorded: bool) -> bool:
    """Return whether an act is against an acceptance, or against a term that its party does not accept.

    Parameters:
        act: the act.
        stance: the stance of its party.
        lapsed: whether that has run out.
        recorded: whether it is on the record, in words of its own.
    """
    if stance is Stance.ACCEPTS and not lapsed:
        return act is Act.BREACHES or act in _going_back(recorded=recorded)
    return isinstance(stance, Stance) and (lapsed or stance.side >= 0) and act in AGAINST_TERM


def casts_doubt(standing: Standing, act: Claimed) -> bool:
    """Return whether an act goes back on an acceptance."""
    return standing.accepts and is_bare(act, _going_back(recorded=_says_itself(standing)))


def last_breach(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> Claimed | None:
    """Return the last breach of what a party accepts, until it complies or says so on the record again.

    What it owns on the record lasts until its own word there: no leak and no account ends it. What was
    announced for later is not breached before it begins.
    """
    if not standing.accepts:
        return None
    begins = min((statement.anchor for statement in standing.runs.get("stance", ())), default=0)
    stated = _last_said_on_record(standing)
    since = max(_said_at(stated), begins - 1)
    done = [
        (anchor, claimed)
        for anchor, claimed in _acts(claims, (Act.BREACHES, Act.COMPLIES))
        if anchor > since or _is_of_day_of(stated, claimed)
    ]
    last = _last(done)
    if last is not None and last.claim.act is Act.COMPLIES:
        last = _last(dated for dated in done if is_own(standing, dated[1], agenda))
    return last if last is not None and last.claim.act is Act.BREACHES else None


def is_own(standing: Standing, claimed: Claimed, agenda: Agenda) -> bool:
    """Return whether a party says itself, on the record, what it does."""
    by = claimed.attribution
    return by.type.on_record and not agenda.accounts_of(standing.party, by)


def last_denial(
    standing: Standing, claims: Iterable[Claimed], agenda: Agenda, act: Claimed
) -> Claimed | None:
    """Return the last act with a denial by the party itself, on the record, since an act."""
    done = BEGINNING if act.since is None else act.since.anchor
    denials = (
        each for at, each in _acts(claims, (Act.DENIES,)) if at >= done and is_own(standing, each, agenda)
    )
    return _last((each.since.anchor, each) for each in denials if each.since is not None and each != act)


def complied_since(
    standing: Standing, claims: Iterable[Claimed], breach: Claimed, agenda: Agenda
) -> Claimed | None:
    """Return the last act with the word of others, or off the record, that a party complies since."""
    done = BEGINNING if breach.since is None else breach.since.anchor
    later = [dated for dated in _acts(claims, (Act.COMPLIES,)) if dated[0] >= done]
    last = _last(later)
    return None if last is None or is_own(standing, last, agenda) else last


def last_after(standing: Standing, claims: Iterable[Claimed], shown: Iterable[Claimed]) -> Claimed | None:
    """Return the last act without a stance after all that a standing rests on, and after the acts shown."""
    last = max((s.since.anchor for run in standing.runs.values() for s in run), default=BEGINNING)
    beside = (s.since.anchor for s in (*standing.nearer, *standing.otherwise))
    after = max((last, *beside, *(act.since.anchor for act in shown if act.since is not None)))
    done = (claimed for claimed in claims if states_only_an_act(claimed))
    later = [(c.since.anchor, c) for c in done if c.since is not None and c.since.anchor > after]
    return _last(later)


def states_only_an_act(claimed: Claimed) -> bool:
    """Return whether a claim states an act and no field, or an act that is news and no stance."""
    claim = claimed.claim
    return isinstance(claim, Position) and claim.act is not None and (claim.is_bare or is_bare(claimed, NEWS))


def _reported(standing: Standing) -> tuple[int, int]:
    """Return the instant just before the first report of a stance, and that of the last report.

    An act of the same day as the first report then comes after it: a day counts from its first instant.
    """
    starts = [said_at(statement) for statement in standing.runs.get("stance", ())]
    return min(starts, default=0) - 1, max(starts, default=0)


def _acts(claims: Iterable[Claimed], acts: Collection[Act | None]) -> Iterator[Dated]:
    """Yield the claims with one of some acts and without a stance, each after its first instant."""
    for claimed in claims:
        if is_bare(claimed, acts) and claimed.since is not None:
            yield claimed.since.anchor, claimed


def is_bare(claimed: Claimed, acts: Collection[Act | None]) -> bool:
    """Return whether a claim has one of some acts, and no stance."""
    claim = claimed.claim
    return isinstance(claim, Position) and claim.act in acts and not isinstance(claim.stance, Stance)


def _last(dated: Iterable[Dated]) -> Claimed | None:
    return max(dated, key=itemgetter(0), default=(BEGINNING, None))[1]


def _said_at(stated: Statement | None) -> int:
    """Return the instant at which a party last stated a stance on the record; before all others, if never.

    What it announced it stated as that came out, not as it begins.
    """
    return BEGINNING if stated is None else said_at(stated)


def _last_said_on_record(standing: Standing) -> Statement | None:
    """Return the last stance that a party stated on the record."""
    own = (*standing.runs.get("stance", ()), *standing.nearer, *standing.otherwise)
    return max((s for s in own if s.on_record), key=said_at, default=None)


def recorded_again_since(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> Moment | None:
    """Return since when a stance is on the record: after the party went back on it there, since its return.

    Parameters:
        standing: where the party stands.
        claims: the claims about the party on the term that count.
        agenda: the agenda, which says for what party a speaker speaks.
    """
    if standing.stance is not Stance.ACCEPTS:
        return standing.on_record_since
    back = (
        anchor
        for anchor, claimed in _acts(claims, GOING_BACK)
        if claimed.attribution.type.on_record and not agenda.accounts_of(standing.party, claimed.attribution)
    )
    last = max(back, default=BEGINNING)
    again = (statement.since for statement in standing.recorded if statement.since.anchor > last)
    return next(again, standing.on_record_since)


def accepted_since(standing: Standing, act: Claimed) -> Run:
    """Return what says that a party accepts, later than an act against that."""
    if not standing.accepts:
        return ()
    done = BEGINNING if act.since is None else act.since.anchor
    if stated_on(standing, act) is not None:
        return ()
    return tuple(s for s in standing.runs.get("stance", ()) if said_at(s) > done)


def act_in_words(claimed: Claimed) -> str:
    """Return an act that is news, in words: `withdraws`, `refuses it`, `denies a report`."""
    act = claimed.claim.act
    return f"{act}{' it' if act is None else _OBJECTS.get(act, ' it')}"


_OBJECTS = {
    Act.WITHDRAWS: "",
    Act.THREATENS: "",
    Act.COMPLIES: " with it",
    Act.DENIES: " a report",
    Act.ABSTAINS: " on it",
}


def told_act(agenda: Agenda, party: str, claimed: Claimed, name: Callable[[str], str] = isolated) -> str:
    """Return an act with who does it, and who alone says so: `EAST says that SOUTH withdraws`."""
    done = f"{name(party)} {act_in_words(claimed)}"
    accounts = [name(other) for other in agenda.accounts_of(party, claimed.attribution)]
    return (
        f"{' and '.join(accounts)} {'says' if len(accounts) == 1 else 'say'} that {done}"
        if accounts
        else done
    )
