"""Words of parties on the record, where that is less or other than what is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.holding import Record, details_beside
from peacetrack.analysis.phrase import day_words, listed, shortened, since_words
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names, asked_by
from peacetrack.analysis.sentence.sources import in_vain, since_then, that_it
from peacetrack.analysis.verdict.acts import (
    denial_since,
    denies_since,
    done_in_brief,
    goes_back,
    gone_back_since,
    taken_back_since,
)
from peacetrack.analysis.window import first_lapsed
from peacetrack.index.statement import CONTENT, Statement, field_words, reports_of
from peacetrack.rules.ending import ending_event
from peacetrack.rules.extension import until_in_words
from peacetrack.rules.on_record import asked_beside
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, TermState
from peacetrack.words.act import Act
from peacetrack.words.attribution import JOINTLY, AttributionType
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.value import in_short


def says_itself(names: Names, standing: Standing) -> str:
    """Return what a party says on the record, on which conditions, and since when."""
    first, stance = standing.otherwise[0], standing.otherwise[-1].value
    own = names.record.own(standing)
    asked = asked_by(names, own) if own.stance is stance else ""
    return f"{stance.verb} it{asked}, {since_words(first.since)}"


def otherwise(names: Names, standing: Standing) -> str:
    """Return what a party says on the record, with its words, and that it accepts only off the record."""
    on_record = f"on the record, {names.party(standing.party)} {says_itself(names, standing)}"
    on_record += names.said(standing.otherwise)
    act, since = taken_back_since(names, standing), f"since then, {since_then(names, standing)}"
    if act is None:
        return f"{on_record}; {since}{denies_since(names, standing)}"
    done = goes_back(names, names.record.own(standing), act)
    if standing.since is not None and act.since is not None and standing.since.anchor < act.since.anchor:
        return f"{on_record}; {since}; then {done}"
    return f"{on_record}; but {done}; {since}"


def line_of_both(names: Names, rule: Rule, standing: Standing, what: str, own: Run) -> Line:
    """Return a line by the sources of what a party says itself and of what is reported since then."""
    act = taken_back_since(names, standing)
    done = [each for each in (act, denial_since(names, standing, act)) if each is not None]
    run = standing.runs.get("stance", ())
    return names.line_on(
        standing, rule, what, own, *done, run[:1], run
    )  # the first has the day in the sentence


def less_on_record(names: Names, standing: Standing, own: Standing) -> str:
    """Return what an acceptance is on the record, and who alone says that it is more."""
    if own.lapsed:
        return _over(names, standing, own)
    fields, is_asked = _details(names.record, standing, own), bool(asked_beside(standing, own))
    asked, instead = (asked_by(names, each) if is_asked else "" for each in (own, standing))
    runs = _runs(own, standing, own, fields) or [own.runs["stance"]]
    first = max((run[0] for run in runs), key=lambda statement: statement.order)
    here = f"{names.party(own.party)} accepts it{asked}{_with(own, fields)}, {since_words(first.since)}"
    instead = instead or (" without a condition" if is_asked else "")
    off = _off(standing, own, fields)
    day = f", {since_words(off[-1].since)}" if off else ""
    says = f"accepts it{f'{instead}{_with(standing, fields)}' or ' without that'}"
    return f"on the record, {here}; {_only(names, standing, off, says)}{day}"


def behind_less(record: Record, standing: Standing, own: Standing) -> list[Run]:
    """Return what gives a party its acceptance on the record, then what alone says that it is more."""
    fields = _details(record, standing, own)
    return [own.runs["stance"], *_runs(own, standing, own, fields), _off(standing, own, fields)]


def reports_of_less(record: Record, term: str) -> list[str]:
    """Return the reports behind what is less on the record: the acceptances of a term, and how far it is."""
    runs = [run for pair in record.less(term) for run in behind_less(record, *pair)]
    own = record.broken_off(term)
    return list(reports_of(*runs, () if own is None else own.runs["stage"]))


def _details(record: Record, standing: Standing, own: Standing) -> tuple[str, ...]:
    return details_beside(standing, own, record.unsettled(own.term))


def _runs(of: Standing, standing: Standing, own: Standing, fields: Sequence[str]) -> list[Run]:
    """Return the runs of a standing in which both acceptances differ: of ends, conditions, details."""
    if own.lapsed:
        differing: tuple[str, ...] = ENDING_FIELDS
    else:
        asked = ("conditions",) if asked_beside(standing, own) else ()
        differing = *asked, *(f"{CONTENT}{field}" for field in fields)
    return [of.runs[field] for field in differing if of.runs.get(field)]


def _off(standing: Standing, own: Standing, fields: Sequence[str]) -> Run:
    """Return the statements off the record by which an acceptance is more: else those of the stance."""
    for runs in (_runs(standing, standing, own, fields), [standing.runs["stance"]]):
        off = [statement for run in runs for statement in run if not statement.on_record]
        if off:
            return tuple(off)
    return ()


def _only(names: Names, standing: Standing, off: Run, says: str) -> str:
    """Return who alone says, by some statements off the record, what a party does."""
    return f"only {that_it(names, standing, off)} {says}" if off else f"by all reports it {says}"


def _with(standing: Standing, fields: Sequence[str]) -> str:
    """Return some details of an acceptance, to follow on it."""
    given = [(field, standing.counting[field]) for field in fields if field in standing.counting]
    told = [f"{field_words(field)} {shortened(in_short(value))}" for field, value in given]
    return f", with {listed(told, 2)}" if told else ""


def _over(names: Names, standing: Standing, own: Standing) -> str:
    """Return that what a party accepts on the record ran out, and who says that it accepts all the same."""
    window = first_lapsed(names.record.state, own)
    ended, over = ends_in_words(window.field, window.stance, lapsed=True)
    day = "" if window.at is None else f" {day_words(last_moment(window.at))}"
    asked = f" (accepts{asked_by(names, own)})" if own.conditions else ""
    what = f"on the record, the {ended} of {names.party(own.party)}{asked} {over}{day}"
    if standing.recorded:
        return f"{what}; {_only(names, standing, _off(standing, own, ()), _stands(names, standing))}"
    extended = in_vain(names.record.state, names, own)
    return f"{what}; since then, {since_then(names, standing)}{extended}"


def _stands(names: Names, standing: Standing) -> str:
    """Return until when an acceptance stands that is over on the record."""
    until = until_words(names, standing)
    return f"accepts it {listed(until, 2) if until else 'without an end'}"


_SIGNED = {Act.AGREES: "agrees to it", Act.SIGNS: "signs it", Act.COMMITS: "commits to it"}


_FIELDS = (*ENDING_FIELDS, "conditions")


def restated(state: State, standing: Standing, *, signed: bool = False) -> Statement | None:
    """Return the last report on the record of an acceptance that is later than its end, or its conditions.

    Parameters:
        state: the state.
        standing: where the party stands.
        signed: only where the party agrees, commits itself or signs, or does so in a joint text.
    """
    if standing.stance is not Stance.ACCEPTS or not standing.begun:
        return None
    kept = _kept(standing)
    if not kept:
        return None
    last = max(statement.anchor for statement in kept)
    later = [s for s in standing.runs["stance"] if s.on_record and s.anchor > last]
    found = [s for s in later if not signed or is_signed(state, s)]
    return found[-1] if found else None


def _kept(standing: Standing) -> list[Statement]:
    """Return what gave an acceptance its end and its conditions."""
    return [standing.runs[field][-1] for field in _FIELDS if _holds(standing, field)]


def _holds(standing: Standing, field: str) -> bool:
    if not standing.runs.get(field):
        return False
    return (
        bool(standing.conditions) if field == "conditions" else isinstance(getattr(standing, field), Ending)
    )


def signed_with(state: State, standing: Standing) -> str | None:
    """Return the event at which a party signed, and with which its own offer ended; None where it did not."""
    statement = restated(state, standing, signed=True) if standing.lapsed else None
    endings = (standing.runs[field][-1].value for field in ENDING_FIELDS if _holds(standing, field))
    for event in filter(None, map(ending_event, endings)):
        when = state.event_date(event)
        if statement is not None and when is not None and when.anchor <= statement.anchor < when.ends:
            return event
    return None


def is_signed(state: State, statement: Statement) -> bool:
    """Return whether a party agrees by a statement, commits itself or signs, or does so in a joint text."""
    return state.claim_of(statement).act in _SIGNED or statement.by.type in JOINTLY


def again(state: State, names: Names, standing: Standing, *, signed: bool = False) -> str:
    """Return when an acceptance was stated again, how, and without what; empty where it was not."""
    statement = restated(state, standing, signed=signed)
    if statement is None:
        return ""
    back = gone_back_since(state, standing, statement.anchor)
    but = "" if back is None else f"; but {done_in_brief(names, standing.party, back)}"
    return f"{names.party(standing.party)} {done_again(state, statement)}, {without(standing)}{but}"


def done_again(state: State, statement: Statement) -> str:
    """Return how and when an acceptance was stated again: `signs it, 5 Oct 2026, in a joint statement`."""
    act = state.claim_of(statement).act
    done = _REPEATS if act is None else _SIGNED.get(act, _REPEATS)
    return f"{done}, {since_words(statement.since)}{_TEXTS.get(statement.by.type, '')}"


def without(*standings: Standing) -> str:
    """Return without what acceptances are stated again: `without an end or a condition`."""
    ends = any(_holds(each, field) for each in standings for field in ENDING_FIELDS)
    asked = any(_holds(each, "conditions") for each in standings)
    return f"without {' or '.join(filter(None, ('an end' if ends else '', 'a condition' if asked else '')))}"


_REPEATS = "repeats it"


_TEXTS = {AttributionType.JOINT: ", in a joint statement", AttributionType.DOCUMENT: ", in a document"}


def signed_there(names: Names, standing: Standing) -> tuple[str, Run]:
    """Return how a party signed on the record what only others say since that it is against; else nothing."""
    own, state = names.record.own(standing), names.record.state
    statement = None if standing.recorded else restated(state, own, signed=True)
    return ("", ()) if statement is None else (f"; on the record, {again(state, names, own)}", (statement,))


def follows(state: State, names: Names, standing: Standing, *, signed: bool = False) -> str:
    """Return the same, to follow on what ends, or on what is asked for."""
    words = again(state, names, standing, signed=signed)
    return f"; {words}" if words else ""


Signed = tuple[str, str, Statement]
"""A party, when and how it accepts again, and the statement."""


def signed_on(state: State, names: Names, term: TermState) -> Iterator[Signed]:
    """Yield the needed parties that signed a term without the end or the conditions of before."""
    for party in term.needed:
        statement = restated(state, term[party], signed=True)
        if statement is not None:
            yield party, again(state, names, term[party], signed=True), statement


def kept_by(standing: Standing) -> str:
    """Return what an acceptance keeps of its conditions and its end, and the reports that gave it."""
    asked = [f"if {condition}" for condition in standing.conditions]
    ends = [until_in_words(ending) for ending in _endings(standing)]
    reports = dict.fromkeys(isolated(statement.report) for statement in _kept(standing))
    return f"{', '.join((*asked, *ends))} ({', '.join(reports)})"


def until_words(names: Names, standing: Standing) -> list[str]:
    """Return until when an offer and a position stand, where these end."""
    return [names.named(until_in_words(ending), names.state.event_ids) for ending in _endings(standing)]


def _endings(standing: Standing) -> list[Ending]:
    return [ending for ending in (standing.window, standing.until) if isinstance(ending, Ending)]
