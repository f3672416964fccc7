"""Silences: parties without a stance, and what does not count of them."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.holding import announced
from peacetrack.analysis.uncounted import no_report, uncounted_of
from peacetrack.replay.stance_counts import stance_counts, with_stance
from peacetrack.rules import standing_wording
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import readable
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence


@frozen
class Silence:
    """A party without a stance on a term.

    Attributes:
        term: the term.
        party: the party.
        absence: why there is no stance, where a report gives a reason.
        perhaps: a stance that may not have begun.
        conditions: what the party asks for all the same.
        acts: what the party did all the same, each act once.
        reports: the reports of any of this, or of a detail; none where nothing is reported.
        announced: the stances that are reported and begin later, in words.
        uncounted: the reports of a position that do not count by the trust of the state, such as a rumour.
    """

    term: str
    party: str
    absence: Absence | None = None
    perhaps: Stance | None = None
    conditions: tuple[Condition, ...] = ()
    acts: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    def __str__(self) -> str:
        known = (
            f"{standing_wording.no_stance(self.words)} ({joined(self.reports)})"
            if self.reports
            else self.unheard
        )
        return f"{isolated(self.party)} on {isolated(self.term)}: {known}"

    @property
    def unheard(self) -> str:
        """That there is no report, or none that counts, in words."""
        return no_report(self.uncounted)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and acts of the party without a stance.

        >>> analysis.silences(state)[0].words
        ()
        """
        absence = [f"{self.absence}"] if self.absence is not None else []
        perhaps = [f"perhaps {self.perhaps}"] if self.perhaps is not None else []
        return (
            *absence,
            *perhaps,
            *self.announced,
            *standing_wording.sets_conditions(self.conditions),
            *self.acts,
        )


@of_state
def silences(state: State, *, of: str | None = None) -> Table[Silence]:
    """List the parties without a stance. One that may not have begun counts as none.

    Parameters:
        state: the state to ask.
        of: a party, for all terms where it has no stance; by default the parties that each term
            waits on.

    Returns:
        One row for each term and party, in the order of the agenda.

    Raises:
        UnknownNameError: if the party is not declared.

    >>> [str(row) for row in analysis.silences(state)]
    ['NORTH on border: no report', 'SOUTH on border: no report']
    """
    asked = _waiting(state) if of is None else ((term, of) for term in state)
    standings = (state.standing(term, party) for term, party in asked)
    return Table((_silence(state, each) for each in standings if not each.begun), Silence, state.basis)


def _waiting(state: State) -> Iterator[tuple[str, str]]:
    """Yield the (term, party) that terms wait on, but for those that columns show with a stance."""
    begun = with_stance(state)
    counted = stance_counts(state, [state.instant]) if begun else {}
    for term in state:
        if term not in counted:
            waiting = state[term].waits_on
        elif counted[term].statuses[0] is TermStatus.AGREED:
            waiting = ()
        else:  # it needs every party, and waits on each that is silent
            waiting = state.needed_on(term)
        yield from ((term, party) for party in waiting if (term, party) not in begun)


def _silence(state: State, standing: Standing) -> Silence:
    term, party = standing.term, standing.party
    claims = state.claims(term=term, party=party, kind="position")
    acts = (claimed.claim.act for claimed in claims)
    later = announced(state, term, party)
    reports = [*(s.report for s in standing.evidence), *(claimed.report for claimed in claims)]
    reports += [statement.report for statement in later]
    return Silence(
        term,
        party,
        standing.stance if isinstance(standing.stance, Absence) else None,
        standing.stance if isinstance(standing.stance, Stance) else None,
        standing.conditions,
        tuple(dict.fromkeys(str(act) for act in acts if act is not None)),
        tuple(dict.fromkeys(reports)),
        tuple(f"{statement.value} from {readable(statement.since)}" for statement in later),
        uncounted_of(state, term, party),
    )
