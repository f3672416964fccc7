"""Checks of agreement: what makes it doubtful that a term is agreed, or keeps it from being agreed."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.contending import contenders_of
from peacetrack.analysis.finding import Finding, Source, about, found, of_party
from peacetrack.analysis.gap import Ground, gaps_on
from peacetrack.analysis.holding import Record, words_of
from peacetrack.analysis.phrase import MEMBER
from peacetrack.analysis.severity import Severity
from peacetrack.analysis.verdict.acts import (
    breaches,
    complied,
    groups_behind,
    members_against,
    refusals,
    taken_back,
    vetoes_on,
)
from peacetrack.analysis.verdict.verdict import off_record
from peacetrack.analysis.window import first_lapsed, off_in_words
from peacetrack.index.statement import field_words, reports_of
from peacetrack.rules import standing_wording
from peacetrack.rules.acts import accepted_since, last_denial, told_act
from peacetrack.rules.claims import Claimed
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import in_sentence
from peacetrack.rules.wording import closing_in_words
from peacetrack.state import State, TermState, reading_of
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.position import BROKEN_OFF
from peacetrack.words.quote import in_marks
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus


def gone_back(state: State) -> Iterator[Finding]:
    """Find acceptances on which needed parties, or members of needed groups, go back in a later act alone.

    So do parties that announced what they accept, and stood on another side on the record before it began.
    """
    for term in state.values():
        for standing in map(term.__getitem__, term.accepting):
            for other in contenders_of(state, standing).since_announced[-1:]:
                done = (
                    f"{isolated(other.party)} {other.value.verb} it, {other.since}, after it announced that"
                )
                source = other.since, reports_of([other], standing.runs["stance"])
                yield _gone_back(_severity(term), term, standing, done, source)
        for standing, act in taken_back(term):
            severity = _severity(term) if _is_own(state, standing, act) else Severity.MEDIUM
            later = accepted_since(standing, act)
            alone = "; what says since then that it accepts it is not its own word on the record"
            done = f"{_done(state, standing, act)}{alone if later else ''}"
            yield _gone_back(severity, term, standing, done, (act.since, reports_of([act], later)))


def _gone_back(severity: Severity, term: TermState, standing: Standing, done: str, source: Source) -> Finding:
    what = f"{_accepting(term, standing)}, but {done}"
    settled_by = f"{isolated(standing.party)} saying on the record whether it accepts"
    return of_party(severity, "gone-back", what, settled_by, standing, source=source)


def breached(state: State) -> Iterator[Finding]:
    """Find needed parties, and members of needed groups, that breach what they accept."""
    for term in state.values():
        for standing, act in breaches(term):
            later, party = complied(term, standing, act), isolated(standing.party)
            done = f"{_done(state, standing, act)}{_since(state, standing, later, act)}"
            what = f"{_accepting(term, standing)}, but {done}"
            says = f"a report that {party}" if later is None else f"{party} saying on the record that it"
            settled_by = f"{says} complies, or its acceptance again"
            source = _source(state, standing, act, later)
            yield of_party(Severity.MEDIUM, "breach", what, settled_by, standing, source=source)


def refused(state: State) -> Iterator[Finding]:
    """Find deciding parties that are against a term in an act without a stance, and do not accept it."""
    for term in state.values():
        for standing, act in refusals(term):
            veto, later = standing.party in vetoes_on(term), complied(term, standing, act)
            decisive = (veto or standing.party in term.required) and _is_own(state, standing, act)
            severity = Severity.HIGH if decisive else Severity.MEDIUM
            done = f"{_done(state, standing, act)}{'; it holds a veto' if veto else ''}"
            what = f"{in_sentence(standing)}, but {done}{_since(state, standing, later, act)}"
            settled_by = f"a stance of {isolated(standing.party)}"
            source = _source(state, standing, act, later)
            yield of_party(severity, "refusal", what, settled_by, standing, source=source)


def _source(state: State, standing: Standing, act: Claimed, later: Claimed | None) -> Source:
    """Return since when a finding on an act holds, and by which reports."""
    return act.since, reports_of(filter(None, (act, _denial(state, standing, act), later)))


def _denial(state: State, standing: Standing, act: Claimed) -> Claimed | None:
    """Return the act by which a party denies what others alone say that it did; None where it does not."""
    claims = reading_of(state).claims.news.get((standing.term, standing.party), ())
    own = _is_own(state, standing, act)
    return None if own else last_denial(standing, claims, state.agenda, act)


def _is_own(state: State, standing: Standing, act: Claimed) -> bool:
    """Return whether a party did something in its own words on the record."""
    accounts = state.agenda.accounts_of(standing.party, act.attribution)
    return act.attribution.type.on_record and not accounts


def _since(state: State, standing: Standing, later: Claimed | None, act: Claimed) -> str:
    """Return that a party denies an act, and what others alone, or reports off the record, say since."""
    denial = _denial(state, standing, act)
    denies = "" if denial is None else f"; {_done(state, standing, denial)}"
    return denies if later is None else f"{denies}; since then, {_done(state, standing, later)}"


def members_opposed(state: State) -> Iterator[Finding]:
    """Find members of accepting groups that reject or oppose a term themselves."""
    for term in state.values():
        for standing in members_against(term):
            reservation = standing_wording.reservation(standing)
            severity = Severity.MEDIUM if reservation else _severity(term)
            stance = standing.stance.verb if isinstance(standing.stance, Stance) else ""
            against = ", ".join(filter(None, (f"{_member(term, standing.party)} {stance} it", reservation)))
            what = f"{_accepting(term, standing)}, but {against}"
            settled_by = f"another stance of {isolated(standing.party)}"
            source = standing.since, reports_of(standing.recorded, standing.runs["stance"])
            yield of_party(severity, "member-against", what, settled_by, standing, source=source)


def _accepting(term: TermState, standing: Standing) -> str:
    """Return that a party accepts a term; of a member of a group, that the group does."""
    groups = [group for group in groups_behind(term, standing.party) if group in term.accepting]
    return in_sentence(term[groups[0]] if groups else standing)


def _member(term: TermState, party: str) -> str:
    """Return a party with the group that decides on a term, and that it is a member of."""
    groups = groups_behind(term, party)
    return f"{isolated(party)}, {MEMBER} {joined(groups, ' and ')}," if groups else isolated(party)


def _done(state: State, standing: Standing, act: Claimed) -> str:
    """Return an act with its day and its words."""
    term = state[standing.term]

    def name(id: str) -> str:
        return _member(term, id) if id == standing.party else isolated(id)

    reserve = "" if act.attribution.type.on_record else ", not on the record"
    introduced, words = words_of(act.claim, state.report_of(act.report).source.language)
    said = f"; {introduced}: {in_marks(words)}" if words else ""
    return f"{told_act(state.agenda, standing.party, act, name)}, {act.since}{reserve}{said}"


def open_dates(state: State) -> Iterator[Finding]:
    """Find acceptances of needed parties that have perhaps not begun, by their dates or with an event."""
    for term in state.values():
        for standing in map(term.__getitem__, term.accepting):
            what, status = _open_date(state, standing)
            if what:
                settled_by = f"a report of when {isolated(standing.party)} accepts it"
                source = standing.since, reports_of(standing.runs["stance"], status)
                yield of_party(_severity(term), "open-date", what, settled_by, standing, source=source)


def _open_date(state: State, standing: Standing) -> tuple[str, Run]:
    """Return why an acceptance has perhaps not begun, and by what its event was put off."""
    if standing.begun_perhaps:
        return f"the dates leave open whether {in_sentence(standing)}: {standing.since}", ()
    event = contenders_of(state, standing).unheld
    if event is None:
        return "", ()
    announced = f"{in_sentence(standing)}, but it was announced for {isolated(event.event)}"
    if event.without:
        return f"{announced}, which was held without it", state.event(event.event).runs["participants"]
    if event.put_off is None:
        return f"{announced}, of which no report that counts says that it was held", ()
    return f"{announced}{off_in_words(event.put_off)}", state.event(event.event).runs["status"]


def renewed(state: State) -> Iterator[Finding]:
    """Find acceptances that ran out, and that reports only renew, without a word of what they asked for."""
    for term in state.values():
        for standing in map(term.__getitem__, term.accepting):
            before = contenders_of(state, standing).renewed
            if before is not None:
                asked = joined(map(str, before.conditions), " and ")
                window = first_lapsed(state, before)
                closed = closing_in_words(window.field, window.closes, lapsed=True, stance=window.stance)
                what = f"{in_sentence(standing)}, but it asked that {asked} until its {closed}"
                settled_by = f"{isolated(standing.party)} saying on the record whether it asks for that"
                source = standing.since, reports_of(before.runs["conditions"], standing.runs["stance"])
                what += ", and renews it without a word of that"
                yield of_party(_severity(term), "renewed-offer", what, settled_by, standing, source=source)


def broken_off(state: State) -> Iterator[Finding]:
    """Find terms that are reported as shelved, suspended, defeated or collapsed."""
    record = Record(state)
    for term in state.values():
        stage, run = term.progress.stage, term.progress.runs.get("stage", ())
        own = None if term.status is None else record.broken_off(term.id)
        if own is not None:
            since = f"that it is {stage}, {run[0].since}, is not on the record"
            yield _broken_off(term, f"{own.stage} on the record; {since}", own.runs["stage"], run)
        elif term.status is not None and stage in BROKEN_OFF:
            yield _broken_off(term, f"{stage}{off_record(term.progress)}", run)


def _broken_off(term: TermState, how: str, *runs: Run) -> Finding:
    what = f"{isolated(term.id)} is reported as {how}"
    where, source = about(term.id, None, "stage"), (runs[0][0].since, reports_of(*runs))
    settled_by = "a report of how far it is now"
    return found(_severity(term), "broken-off", what, settled_by, where, source)


def details_apart(state: State) -> Iterator[Finding]:
    """Find details that bind and have no common ground; where nothing else is missing, they forbid it."""
    for term in state.values():
        is_open = term.status not in (None, TermStatus.AGREED)
        severity = Severity.HIGH if term.status is TermStatus.IN_PRINCIPLE else Severity.MEDIUM
        for gap in gaps_on(term) if is_open else ():
            if gap.ground in (Ground.APART, Ground.NOT_COMPARABLE):
                held = joined((f"{party} {gap.held_text(party)}" for party in gap.held), ", ")
                what = f"{isolated(term.id)}: no common ground on {field_words(gap.field)} ({held})"
                where, settled_by = about(term.id, list(gap.held), gap.field), "values with a common ground"
                yield found(severity, "details-apart", what, settled_by, where, (None, gap.reports))


def _severity(term: TermState) -> Severity:
    is_near = term.status is not None and term.status >= TermStatus.IN_PRINCIPLE
    return Severity.HIGH if is_near else Severity.MEDIUM
