"""Acceptances that a later report states again without their end or their conditions.

These keep their values all the same, for the report does not mention them (rule 1). Who reads only that the
older offer is over, or under a condition, would not know what the party signed since.
"""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.phrase import since_words
from peacetrack.index.statement import Statement
from peacetrack.rules.extension import until_in_words
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.act import Act
from peacetrack.words.attribution import JOINTLY, AttributionType
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance

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
    found = [s for s in later if not signed or _is_signed(state, s)]
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


def _is_signed(state: State, statement: Statement) -> bool:
    return state.claim_of(statement).act in _SIGNED or statement.by.type in JOINTLY


def again(state: State, names: Names, standing: Standing, *, signed: bool = False) -> str:
    """Return when an acceptance was stated again, how, and without what; empty where it was not."""
    statement = restated(state, standing, signed=signed)
    if statement is None:
        return ""
    act = state.claim_of(statement).act
    done = _REPEATS if act is None else _SIGNED.get(act, _REPEATS)
    text = _TEXTS.get(statement.by.type, "")
    return f"{names.party(standing.party)} {done}, {since_words(str(statement.since))}{text}, {without(standing)}"


def without(standing: Standing) -> str:
    """Return without what an acceptance is stated again: `without an end or a condition`."""
    ends = "an end" if any(_holds(standing, field) for field in ENDING_FIELDS) else ""
    return f"without {' or '.join(filter(None, (ends, 'a condition' if _holds(standing, 'conditions') else '')))}"


_REPEATS = "repeats it"
_TEXTS = {AttributionType.JOINT: ", in a joint statement", AttributionType.DOCUMENT: ", in a document"}


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


def signed_since(state: State, names: Names, earlier: State) -> Iterator[Line]:
    """Yield a line for each of these that an earlier state does not know, with what was stated before."""
    for term in state.values():
        before = signed_on(earlier, names, earlier[term.id]) if term.id in earlier else ()
        known = [statement.name for _, _, statement in before]
        for party, words, statement in signed_on(state, names, term):
            if statement.name not in known:
                kept = min(_kept(term[party]), key=lambda each: each.order)
                day, held = since_words(str(kept.since)), _held(state, names, term[party])
                what = f"{words}; what it stated before, {day}, stays: {held}"
                runs = [[statement], [kept]]
                yield names.line(Rule.TERMS_OF_STANCE, what, terms=[term.id], parties=[party], runs=runs)


def kept_by(standing: Standing) -> str:
    """Return what an acceptance keeps of its conditions and its end, and the reports that gave it."""
    asked = [f"if {condition}" for condition in standing.conditions]
    ends = [until_in_words(ending) for ending in _endings(standing)]
    reports = dict.fromkeys(isolated(statement.report) for statement in _kept(standing))
    return f"{', '.join((*asked, *ends))} ({', '.join(reports)})"


def _held(state: State, names: Names, standing: Standing) -> str:
    """Return an acceptance with its conditions and its end."""
    ends = [names.named(until_in_words(ending), state.event_ids) for ending in _endings(standing)]
    return ", ".join((f"accepts{asked_by(names, standing)}", *ends))


def _endings(standing: Standing) -> list[Ending]:
    return [ending for ending in (standing.window, standing.until) if isinstance(ending, Ending)]
