"""What needed parties accept on the record, where only others, or reports off the record, make it less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.briefing.against import is_open, line_of_both, otherwise
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.phrase import since_words
from peacetrack.analysis.briefing.telling import that_it
from peacetrack.analysis.briefing.verdict import taken_back_since
from peacetrack.analysis.briefing.waiting import asked_in_words, unmet
from peacetrack.analysis.conditions.graph import Wait
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.condition import Condition
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped


def accepted_there(state: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield what needed parties accept on the record, of an open term, where only others are less for it.

    Those that are said to be against it have a line by that. Then come those of which only others say on
    which condition they accept it, or reports off the record.
    """
    for standing in map(term.__getitem__, term.needed if is_open(term) else ()):
        if is_milder(standing):
            what, own = otherwise(state, names, standing), standing.otherwise
            yield line_of_both(names, Rule.ACCEPTED_ON_RECORD, standing, what, own)
    for party, waits in grouped(unmet(state, term), lambda wait: wait.party).items():
        told = [wait for wait in waits if wait.condition in names.record.told(term[party])]
        if told:
            yield _asked_of(state, names, term[party], told)


def _asked_of(state: State, names: Names, standing: Standing, told: Sequence[Wait]) -> Line:
    """Return the line on an acceptance for which only others, or reports off the record, set conditions."""
    own, party = names.record.own(standing), names.party(standing.party)
    run = own.runs["conditions"] if own.conditions else own.runs["stance"]
    off = standing.runs["conditions"]
    here = f"{party} accepts it{asked_by(names, own) or ' without a condition'}, {since_words(str(run[0].since))}"
    there = f"accepts it if {asked_in_words(state, names, told)}, {since_words(str(off[0].since))}"
    what = f"on the record, {here}; only {that_it(names, standing, off)} {there}"
    runs = [own.runs["stance"], run, off]
    return names.line(
        Rule.ACCEPTED_ON_RECORD, what, terms=[standing.term], parties=[standing.party], runs=runs
    )


def is_milder(standing: Standing) -> bool:
    """Return whether a party accepts on the record, and is said to be open or neutral off it alone."""
    stance = standing.live_stance
    return _accepts_there(standing) and stance is not None and stance.side >= 0


def undone(state: State, names: Names, term: TermState) -> Line | None:
    """Return the first of these lines, where all that decide accept a term, here or on the record.

    What they ask for themselves is met.
    """
    lines = list(accepted_there(state, names, term))
    if not lines or not all(_accepts(names, term[party]) for party in term.needed):
        return None
    asked = [wait for wait in unmet(state, term) if wait.condition not in names.record.told(term[wait.party])]
    there = (c for party in term.needed if not term[party].accepts for c in _asked_there(names, term[party]))
    return None if asked or not all(map(state.met, there)) else lines[0]


def _asked_there(names: Names, standing: Standing) -> Sequence[Condition]:
    return names.record.own(standing).conditions


def _accepts(names: Names, standing: Standing) -> bool:
    return standing.accepts or (_accepts_there(standing) and taken_back_since(names, standing) is None)


def _accepts_there(standing: Standing) -> bool:
    return bool(standing.otherwise) and standing.otherwise[-1].value is Stance.ACCEPTS
