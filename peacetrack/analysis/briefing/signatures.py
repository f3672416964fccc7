"""Signatures on terms that are not agreed: who signed, who did not, and why it is not agreed all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.briefing.acts import done_in_brief, gone_back_since
from peacetrack.analysis.briefing.conditions import Conditions
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.own_words import done_again, restated, without
from peacetrack.analysis.briefing.phrase import listed
from peacetrack.index.statement import Statement
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import TermState
from peacetrack.words.classes import frozen
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped


@frozen
class Signature:
    """A needed party that signed a term without the end or the conditions that it stated before.

    Attributes:
        party: the party.
        standing: where it stands by all that counts, or on the record, where only others say that it
            stands elsewhere since.
        statement: by what it signed.
        back: how it went back on that since, without a stance; None where it did not.
    """

    party: str
    standing: Standing
    statement: Statement
    back: Claimed | None


def signatures(names: Names, term: TermState) -> Iterator[Signature]:
    """Yield the signatures of needed parties, also of those that only others say stand elsewhere since."""
    for standing in map(term.__getitem__, term.needed):
        elsewhere = standing.stance is not Stance.ACCEPTS and not standing.recorded
        state = names.record.state if elsewhere else names.state
        there = names.record.own(standing) if elsewhere else standing
        statement = restated(state, there, signed=True)
        if statement is not None:
            back = gone_back_since(names.state, there, statement.anchor)
            yield Signature(standing.party, there, statement, back)


def signed(names: Names, term: TermState) -> Line | None:
    """Return the line on the signatures of a term that is not agreed, with its reasons; None without one."""
    found = list(signatures(names, term))
    if not found:
        return None
    alike = grouped(found, lambda each: done_again(names.state, each.statement)).items()
    done = listed([f"{names.parties(e.party for e in of)} {_plural(how, of)}" for how, of in alike], 3)
    back = {each.party: each.back for each in found if each.back is not None}
    reasons = [*(done_in_brief(names, party, act) for party, act in back.items()), _why(names, term, found)]
    why = "; ".join(filter(None, reasons))
    return names.line(
        Rule.NOT_AGREED,
        f"{done}, {without(*(each.standing for each in found))}{f'; but {why}' if why else ''}",
        *([each.statement] for each in found),
        *back.values(),
        terms=[term.id],
        parties=[each.party for each in found],
    )


def _plural(done: str, of: Sequence[Signature]) -> str:
    """Return what parties do, as after several of them: `sign it, 5 Oct 2026`."""
    verb, more = done.split(" ", 1)
    return done if len(of) == 1 else f"{verb.removesuffix('s')} {more}"


def _why(names: Names, term: TermState, found: Sequence[Signature]) -> str:
    """Return why a term is not agreed: who did not sign it, what ran out, and which conditions stay."""
    asking = Conditions(names, term).unmet
    told = [p for p, waits in asking.items() if {w.condition for w in waits} <= {*names.record.told(term[p])}]
    own = [party for party in asking if party not in told]
    signing = {each.party for each in found}
    others = [
        party
        for party in term.needed
        if party not in signing and not (term[party].accepts and party not in asking)
    ]
    over = [each.party for each in found if each.standing.lapsed]
    reasons = [
        f"{names.no_report} says so of {names.parties(others)}" if others else "",
        f"{'the offer' if len(over) == 1 else 'the offers'} of {names.parties(over)} ran out" if over else "",
        f"conditions of {names.parties(own)} are not met" if own else "",
        f"conditions of {names.parties(told)} that are not on the record are not met" if told else "",
    ]
    return listed(list(filter(None, reasons)), 4)
