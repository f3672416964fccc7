"""Signatures on terms that are not agreed: who signed, who did not, and why it is not agreed all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from peacetrack.analysis.briefing.conditions import Conditions
from peacetrack.analysis.phrase import listed
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.acts import done_in_brief, gone_back_since
from peacetrack.analysis.verdict.own_words import done_again, is_signed, restated, signed_with, without
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
        leaves_out: whether it states no end, or no condition, where the party had stated one before.
        event: with which its offer ended, where it signed at that; else None.
        back: how it went back on that since, without a stance; None where it did not.
    """

    party: str
    standing: Standing
    statement: Statement
    leaves_out: bool
    event: str | None
    back: Claimed | None


def signatures(names: Names, term: TermState) -> list[Signature]:
    """Return the signatures of needed parties, also of those that only others say stand elsewhere since.

    There are none where no party signed without the end or the conditions that it stated before.
    """
    found = [_signature(names, term[party]) for party in term.needed]
    signing = [each for each in found if each is not None]
    return signing if any(each.leaves_out for each in signing) else []


def _signature(names: Names, standing: Standing) -> Signature | None:
    elsewhere = not (standing.silent or standing.stance is Stance.ACCEPTS or standing.recorded)
    state = names.record.state if elsewhere else names.state
    there = names.record.own(standing) if elsewhere else standing
    without_end = restated(state, there, signed=True)
    is_plain = there.accepts and not (there.conditions or there.window or there.until)
    plain = [s for s in (there.recorded if is_plain else ()) if is_signed(state, s)]
    statement = plain[-1] if without_end is None and plain else without_end
    if statement is None:
        return None
    back, event = gone_back_since(names.state, there, statement.anchor), signed_with(state, there)
    return Signature(standing.party, there, statement, without_end is not None, event, back)


def signed(names: Names, term: TermState) -> Line | None:
    """Return the line on the signatures of a term that is not agreed, with its reasons; None without one.

    Its rule is that of what is perhaps agreed where only offers keep it from being agreed that ended with the
    event at which their parties signed.
    """
    found = signatures(names, term)
    if not found:
        return None
    alike = grouped(found, lambda each: done_again(names.state, each.statement)).items()
    done = listed([f"{names.parties(e.party for e in of)} {_plural(how, of)}" for how, of in alike], 3)
    back = {each.party: each.back for each in found if each.back is not None}
    perhaps = not back and _is_perhaps_agreed(names, term, found)
    reasons = [*(done_in_brief(names, party, act) for party, act in back.items()), _why(names, term, found)]
    why = _ended_with(names, found) if perhaps else "; ".join(filter(None, reasons))
    left_out = without(*(each.standing for each in found if each.leaves_out))
    return names.line(
        Rule.PERHAPS_AGREED if perhaps else Rule.NOT_AGREED,
        f"{done}, {left_out}{f'; but {why}' if why else ''}",
        *([each.statement] for each in found),
        *back.values(),
        terms=[term.id],
        parties=[each.party for each in found],
    )


def _is_perhaps_agreed(names: Names, term: TermState, found: Iterable[Signature]) -> bool:
    """Return whether a term would be agreed if offers still stood that ended with the signing."""
    asking = Conditions(names, term).unmet
    taken_up = {each.party for each in found if each.event is not None}
    return not asking and all(term[party].accepts or party in taken_up for party in term.needed)


def _ended_with(names: Names, found: Iterable[Signature]) -> str:
    """Return with which events offers ended, of parties that signed at these."""
    by_event = grouped((each for each in found if each.event is not None), attrgetter("event"))
    ended = [
        f"the {'offer' if len(of) == 1 else 'offers'} of {names.parties(each.party for each in of)}"
        f" ended with this: {names.event(names.state.event(event))}"
        for event, of in by_event.items()
    ]
    return f"perhaps agreed: {listed(ended, 2)}"


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
