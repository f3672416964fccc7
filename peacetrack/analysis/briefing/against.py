"""The first part of what blocks: rejections, oppositions and red lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.analysis.briefing.moves import held_since, stands_since
from peacetrack.analysis.contending import contending, rivals_of
from peacetrack.analysis.holding import announced, coded_as, positions, spoken_in, standings
from peacetrack.analysis.phrase import listed, shortened, since_words
from peacetrack.analysis.sentence.citation import joined
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by, asked_in_words
from peacetrack.analysis.sentence.sources import since_then, stage_words, tellers, verb
from peacetrack.analysis.verdict.acts import as_member, denies_since, groups_behind
from peacetrack.analysis.verdict.doubt import Doubts
from peacetrack.analysis.verdict.own_words import line_of_both, otherwise, signed_there
from peacetrack.analysis.verdict.verdict import doubts, off_record
from peacetrack.index.statement import Statement
from peacetrack.rules.claims import Claimed
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import last_acts
from peacetrack.state import State, TermState
from peacetrack.words.act import PRESSING
from peacetrack.words.edtf import DAY
from peacetrack.words.isolate import isolated
from peacetrack.words.language import in_language
from peacetrack.words.position import BROKEN_OFF, Position
from peacetrack.words.quote import in_marks
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped

AGAINST = (Stance.REJECTS, Stance.OPPOSES)


_AGES = 1e12
"""Seconds, more than there are of all years."""


def is_open(term: TermState) -> bool:
    """Return whether a term needs a party and is not agreed."""
    return term.status not in (None, TermStatus.AGREED)


def open_standings(term: TermState) -> list[Standing]:
    """Return where needed parties stand on a term that is not agreed; none of one that is."""
    return [term[party] for party in term.needed] if is_open(term) else []


def is_unreported(state: State, term: str, party: str) -> bool:
    """Return whether nothing at all is reported of a party on a term: no words, no acts, nothing to come."""
    reported = state[term][party].runs or state.claims(term=term, party=party, kind="position")
    return not reported and not announced(state, term, party)


# Rejections and oppositions


def against(names: Names, term: TermState) -> Iterator[tuple[float, Line]]:
    """Yield every live rejection and opposition of a term with its rule, ordered with the newest first."""
    for standing in standings(names.state, [term.id]):
        needed = standing.party in term.needed
        if standing.live_stance not in AGAINST or (standing.derived and not needed):
            continue
        milder = needed and bool(standing.otherwise) and names.record.is_milder(standing)
        if not milder:  # else the line on what it is against on the record has this stance too
            yield _newest_first(names, standing), _against(names, standing, needed=needed)


def _against(names: Names, standing: Standing, *, needed: bool) -> Line:
    run = standing.runs.get("stance", ())
    recorded = standing.recorded if standing.on_record else ()
    words = names.said(recorded) or names.said(run)
    if standing.otherwise and needed and not recorded:
        what = f"{otherwise(names, standing)}{_as_red_line(names, standing)}{words}"
        return line_of_both(names, _rule_against(standing), standing, what, standing.otherwise)
    statements = tuple(dict.fromkeys((*recorded, *run)))
    asked = [names.condition(condition) for condition in standing.conditions]
    unless = asked_in_words(standing, listed(asked, 2)) if asked else ""
    since = held_since(names.state, names, standing, statements)
    stance = f"{standing.stance} {names.sentence(standing.term)}{since}"
    beside = f", with {names.party(standing.by_group)}" if standing.by_group else ""
    known = f"{beside}{_as_red_line(names, standing)}{reserve(standing, names)}{unless}"
    who = as_member(names, names.state[standing.term], standing.party)
    clause = f"{who} {stance}{known}"
    rivals = contending(names.state, standing)
    if rivals and needed:
        what = _reports_differ(names, standing, clause, rivals) + words + denies_since(names, standing)
        return line_of_both(names, _rule_against(standing), standing, what, rivals)
    if needed and not is_spare(names.state[standing.term], standing.party):
        signed, run = signed_there(names, standing)
        return names.line_on(standing, _rule_against(standing), clause + words + signed, statements, run)
    rule, more = _without_say(names, names.state[standing.term], standing, words)
    return names.line_on(standing, rule, clause + more, statements)


def _without_say(names: Names, term: TermState, standing: Standing, words: str) -> tuple[Rule, str]:
    """Return the rule of a stance against a term by a party that it does not need, and what follows on it."""
    accepting = [group for group in groups_behind(term, standing.party) if group in term.accepting]
    if is_spare(term, standing.party):
        return Rule.AGAINST_NOT_NEEDED, f"{words}; {enough_without(names, term)}"
    if accepting:
        accept = "accepts" if len(accepting) == 1 else "accept"
        return Rule.UNCONFIRMED, f"{words}; {names.parties(accepting)} {accept} it"
    return Rule.AGAINST_NOT_NEEDED, "; its consent is not needed"


def is_spare(term: TermState, party: str) -> bool:
    """Return whether a party decides on an agreed term, and others accept it as many as are needed."""
    return term.status is TermStatus.AGREED and party in term.needed and party not in term.accepting


def enough_without(names: Names, term: TermState) -> str:
    """Return that the consent of a party is not needed, for others accept an agreed term."""
    still = "while" if any(doubts(names, term)) else "any more:"
    return f"its consent is not needed {still} as many accept as are needed"


def _reports_differ(names: Names, standing: Standing, clause: str, rivals: Run) -> str:
    """Return on which stances of a party reports differ, who says each, and on which days."""
    held, other = standing.runs["stance"][-1], rivals[-1]
    days = [since_words(statement.since) for statement in (held, other)]
    same = f", both {days[0]}" if days[0] == days[1] else ""
    by, by_other = (
        f" ({_speaker(names, statement)}{'' if same else f', {day}'})"
        for statement, day in zip((held, other), days, strict=True)
    )
    return f"reports differ: {clause}{by}, or {other.value.verb} it{by_other}{same}"


def _speaker(names: Names, statement: Statement) -> str:
    attribution = statement.by.attribution
    if attribution.speaker:
        return isolated(shortened(attribution.speaker))
    return names.speaker(attribution, statement.party)


def _rule_against(standing: Standing) -> Rule:
    if standing.stance is Stance.OPPOSES:
        return Rule.OPPOSITION
    return Rule.REJECTION_ON_RECORD if standing.on_record else Rule.REJECTION_REPORTED


def _as_red_line(names: Names, standing: Standing) -> str:
    held = names.record.red_line(standing)
    return ", a red line" if held is not None and held.live_stance in AGAINST else ""


def reserve(standing: Standing, names: Names) -> str:
    """Return by whose account a stance is known, or that it is not on the record."""
    if standing.accounts_of:
        return f", by the account of {names.parties(standing.accounts_of)}"
    return "" if standing.on_record else ", not on the record"


def _newest_first(names: Names, standing: Standing) -> float:
    """Return the place of a stance: the last that began first; of one day, the last that was reported."""
    since = stands_since(names.record.state if standing.recorded else names.state, standing) or standing.since
    day = 0 if since is None or since.anchor > names.state.instant else since.anchor // DAY
    last = standing.last_reported
    return -day - (0.0 if last is None else last.timestamp() / _AGES)


def overtaken(names: Names, term: TermState) -> Iterator[Line]:
    """Yield what needed parties are against on the record, and otherwise only off the record."""
    decisive = {standing.party for standing, _ in Doubts(names, term).decisive}
    for party, own in names.record.against([term.id]).get(term.id, {}).items():
        standing, run = term[party], own.runs["stance"]
        since = held_since(names.record.state, names, own, run)
        stance = f"{verb(own)} {names.sentence(term.id)}{since}"
        on_record = f"on the record, {names.party(party)} {stance}{_as_red_line(names, own)}{asked_by(names, own)}{names.said(run)}"
        what = f"{on_record}; since then, {since_then(names, standing)}{denies_since(names, standing)}"
        claimed = term.status is TermStatus.AGREED and party in term.accepting
        spare = party not in decisive if claimed else is_spare(term, party)
        rule = Rule.AGAINST_NOT_NEEDED if spare else Rule.NOT_TAKEN_BACK
        what += f"; {enough_without(names, term)}" if spare else ""
        yield line_of_both(names, rule, standing, what, run)


def disputed_rejections(names: Names, term: TermState) -> Iterator[Line]:
    """Yield the stances that a rejection disputes, which does not hold itself.

    Where the party opposes the term, and the rejection counts for no less, the line on that has both.
    """
    for standing in open_standings(term):
        rejecting = [s for s in rivals_of(names.state, standing) if s.value is Stance.REJECTS]
        against = standing.live_stance in AGAINST and rejecting
        is_told = against and any(s.value is Stance.REJECTS for s in contending(names.state, standing))
        if rejecting and standing.live_stance is not Stance.REJECTS and not is_told:
            party = names.party(standing.party)
            or_else = verb(standing) or "has no stance on"
            what = f"reports differ on whether {party} rejects it or {or_else} it{names.said(rejecting)}"
            yield names.line_on(standing, Rule.REJECTION_DISPUTED, what, rejecting)


def disputed_stances(names: Names, term: TermState) -> Iterator[Line]:
    """Yield the other stances of needed parties on which reports differ, of an open term."""
    for standing in open_standings(term):
        rivals, stance = contending(names.state, standing), standing.live_stance
        is_rejected = any(s.value is Stance.REJECTS for s in rivals_of(names.state, standing))
        if rivals and stance is not None and stance not in AGAINST and not is_rejected:
            clause = f"{names.party(standing.party)} {stance.verb} it"
            what = _reports_differ(names, standing, clause, rivals)
            yield line_of_both(names, Rule.STANCE_DISPUTED, standing, what, rivals)


# Red lines


def red_lines(names: Names, term: TermState) -> Iterator[Line]:
    """Yield the red lines behind a term that is not agreed, with who presses against them."""
    for standing in open_standings(term):
        held = names.record.red_line(standing)
        if held is not None and held.live_stance not in (None, *AGAINST):
            yield _red_line(names, term, held)


def _red_line(names: Names, term: TermState, standing: Standing) -> Line:
    own = standing.party
    pressing = {
        p: f"{term[p].stance} it" for p in term.speaking if p != own and term[p].live_stance in AGAINST
    }
    pressing |= _pressing_without_stance(names.state, term, own)
    silent = [p for p in term.needed if p != own and is_unreported(names.state, term.id, p)]
    stands = ": no deal without" if standing.stance is Stance.ACCEPTS else f", which {verb(standing)}"
    parts = [f"a red line of {names.party(own)}{stands} {names.sentence(term.id)}"]
    parts += (f"{names.party(party)} {words}" for party, words in pressing.items())
    if silent:
        parts.append(f"{names.no_report_of((term.id, p) for p in silent)} of {names.parties(silent)}")
    rule = Rule.RED_LINE_AGAINST_DEMAND if pressing else Rule.RED_LINE
    claims = {p: [c for c, _ in positions(names.state, term.id, p)] for p in pressing}
    reports = [claimed.report for of_party in claims.values() for claimed in of_party]
    pressed = (names.cite(term[p].runs.get("stance") or claims[p][-1], p) for p in pressing)
    run, parties = standing.runs["red_line"], (own, *pressing)
    source = joined(names.source(run), *pressed)
    return names.line(
        rule, "; ".join(parts), run, terms=[term.id], parties=parties, reports=reports, source=source
    )


def _pressing_without_stance(state: State, term: TermState, own: str) -> dict[str, str]:
    """Return by party what it urges or demands on a term, where no stance comes with it."""
    pressing = [pair for pair in positions(state, term.id) if pair[1].act in PRESSING]
    pressed: dict[str, str] = {}
    for party, pairs in grouped(pressing, lambda pair: pair[1].party).items():
        if party != own and term[party].silent:
            acts = last_acts(claimed for claimed, _ in pairs)
            worded = [_with_words(state, act, pairs) for act in acts]
            with_words = [words for words, act in zip(worded, acts, strict=True) if words != act]
            pressed[party] = " and ".join(with_words or worded)
    return pressed


def _with_words(state: State, act: str, claims: Iterable[tuple[Claimed, Position]]) -> str:
    """Return an act with the words of its own last claim that has some, by the party or by the report."""
    own = [pair for pair in claims if str(pair[1].act) == act]
    quoting = [(claimed, spoken_in(claim)) for claimed, claim in own if claim.quote]
    wording = [(claimed, claim.wording) for claimed, claim in own if claim.wording]
    if not quoting and not wording:
        return act
    claimed, words = (quoting or wording)[-1]
    tag = state.report_of(claimed.report).source.language
    of_report = "" if quoting else "in the words of the report"
    language = in_language(tag, words, exact=bool(quoting))
    coded = coded_as(claimed.claim, language) if quoting else ""
    notes = ", ".join(filter(None, (of_report, language, coded)))
    return f"{act} {in_marks(shortened(words))}" + (f" ({notes})" if notes else "")


# Terms that are broken off


def broken_off(names: Names, term: TermState) -> Iterator[Line]:
    """Yield that a term is reported as shelved, suspended, defeated or collapsed.

    Where only reports off the record say otherwise since, the line says so.
    """
    progress = term.progress
    if term.status is not None and progress.stage in BROKEN_OFF:
        run = progress.runs["stage"]
        differ = ", and reports differ" if "stage" in progress.disputed else ""
        what = f"reported as {progress.stage}, {since_words(run[0].since)}{off_record(progress)}{differ}"
        yield names.line(Rule.BROKEN_OFF, what, run, terms=[term.id])
    own = None if term.status is None else names.record.broken_off(term.id)
    if own is not None:
        here, run = own.runs["stage"], progress.runs["stage"]
        what = f"reported as {own.stage} on the record, {since_words(here[0].since)}"
        since = f"that it is {stage_words(progress.stage)}, {since_words(run[0].since)}"
        what += f"; since then, {tellers(names, run)} {since}"
        yield names.line(Rule.BROKEN_OFF, what, here, run, terms=[term.id])
