"""Verdicts: whether a term is agreed that is so by all reports that count, and why it may not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.phrase import shortened, since_words
from peacetrack.analysis.holding import positions, spoken_in
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import Statement
from peacetrack.rules.claims import Claimed
from peacetrack.rules.going_back import act_against, last_going_back
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.classes import frozen
from peacetrack.words.language import in_language
from peacetrack.words.position import BROKEN_OFF, Position
from peacetrack.words.quote import in_marks
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import After, During


class Agreed(StrEnum):
    """Whether a term is agreed that is so by all reports that count."""

    SURELY = "agreed"
    PERHAPS = "perhaps agreed"
    NOT = "not agreed"


@frozen
class Verdict:
    """Whether a term is agreed that is so by all reports that count, and what is to be said with it.

    The headline goes by it, and so does each board, page and picture.

    Attributes:
        agreed: whether it is.
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

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.agreed, self.reserve)))


def verdict(names: Names, term: TermState) -> Verdict | None:
    """Return whether a term is agreed that is so by all reports that count; None of any other."""
    if term.status is not TermStatus.AGREED:
        return None
    against = [own.live_stance for _, own in claims_over_refusals(names, term)]
    if against:
        done = "rejected" if Stance.REJECTS in against else "opposed"
        return Verdict(Agreed.NOT, f"{done} on the record")
    stage = term.progress.stage
    said = f"but reported as {stage}" if stage in BROKEN_OFF else ""
    others = "but not by all reports" if any(otherwise_on(term.state, term.id)) else ""
    return Verdict(Agreed.PERHAPS if any(doubts(names, term)) else Agreed.SURELY, said, others)


def doubts(names: Names, term: TermState) -> Iterator[str]:
    """Yield why an agreed term may not be agreed: what is on the record, an account alone, open dates."""
    if term.status is not TermStatus.AGREED:
        return
    accepting = [term[party] for party in term.unconfirmed]
    yield from (goes_back(names, standing, claimed) for standing, claimed in taken_back(term))
    for standing in accepting:
        if standing.otherwise:
            yield f"on the record {names.party(standing.party)} {says_itself(names, standing)}"
    for accounts, group in grouped(accepting, lambda standing: standing.accounts_of).items():
        if accounts:
            yield by_account(names, *group)
    undated = [standing for standing in accepting if not standing.certain]
    if undated:
        yield left_open(term.state, names, undated)


def taken_back(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield each accepting party that goes back on it in a later act without a stance, with that act."""
    for standing in map(term.__getitem__, term.accepting):
        claims = (claimed for claimed, _ in positions(term.state, term.id, standing.party))
        claimed = last_going_back(standing, claims, term.state.agenda)
        if claimed is not None:
            yield standing, claimed


def taken_back_since(names: Names, standing: Standing) -> Claimed | None:
    """Return the act by which a party goes back on the record on what it accepts there, and only there."""
    if not standing.otherwise or standing.otherwise[-1].value is not Stance.ACCEPTS:
        return None
    record = names.record.state
    claims = (claimed for claimed, _ in positions(record, standing.term, standing.party))
    return last_going_back(names.record.own(standing), claims, record.agenda)


def goes_back(names: Names, standing: Standing, claimed: Claimed) -> str:
    """Return how a party goes back on its acceptance, with its words."""
    claim, reserve = claimed.claim, "" if claimed.attribution.type.on_record else ", not on the record"
    done = f"{act_against(claimed)}, {since_words(str(claimed.since))}{reserve}"
    said = f"{names.party(standing.party)} {done}"
    assert isinstance(claim, Position)
    if not claim.quote:
        return said
    words = spoken_in(claim)
    language = in_language(names.record.state.report_of(claimed.report).source.language, words)
    introduced = ", ".join(filter(None, ("in these words", language)))
    return f"{said}; {introduced}: {in_marks(shortened(words))}"


def claims_over_refusals(names: Names, term: TermState) -> Iterator[tuple[Standing, Standing]]:
    """Yield the accepting parties that are against it on the record, each with where it stands there."""
    pairs = names.record.not_taken_back([term.id])
    return (pair for pair in pairs if pair[0].party in term.accepting)


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
    """Return with which event a stance begins, where no report says that this was held."""
    times = [state.since_as_reported(statement) for statement in run]
    events = [state.event(time.event) for time in times if isinstance(time, During | After)]
    if not events or any(event.held or event.type == DEADLINE for event in events):
        return ""
    return f"; no report says that this was held: {names.event(events[-1])}"


def says_itself(names: Names, standing: Standing) -> str:
    """Return what a party says on the record, on which conditions, and since when."""
    first, stance = standing.otherwise[0], standing.otherwise[-1].value
    own = names.record.own(standing)
    asked = asked_by(names, own) if own.stance is stance else ""
    return f"{stance.verb} it{asked}, {since_words(str(first.since))}"
