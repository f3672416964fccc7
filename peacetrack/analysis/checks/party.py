"""Checks of parties: silent ones, and groups with unknown members."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.finding import Finding, Severity, counts_for_status, stances
from peacetrack.analysis.silence import Silence, silences
from peacetrack.index.statement import reports_of
from peacetrack.state import State
from peacetrack.words.value import grouped


def silent_parties(state: State) -> Iterator[Finding]:
    """Find needed parties without a reported stance, one finding for all terms of a party."""
    for party, silent in grouped(silences(state), lambda silence: silence.party).items():
        terms = [silence.term for silence in silent]
        yield Finding(
            Severity.MEDIUM,
            "silent-party",
            f"{party} is silent on {', '.join(map(_named, silent))}, where it is needed",
            terms=terms,
            parties=[party],
            fields=["stance"],
            reports=tuple(dict.fromkeys(id for silence in silent for id in silence.reports)),
            settled_by=f"a report of where {party} stands",
        )


def _named(silence: Silence) -> str:
    """Return a term, with what is reported instead of a stance."""
    perhaps = f"perhaps {silence.perhaps}" if silence.perhaps is not None else None
    instead = silence.absence if silence.absence is not None else perhaps
    return silence.term if instead is None else f"{silence.term} ({instead})"


def unknown_members(state: State) -> Iterator[Finding]:
    """Find groups that hold a position while their members are not all known."""
    unknown = {id for id, party in state.agenda.party_by_id.items() if not party.members_known}
    of_unknown = (standing for standing in stances(state) if standing.party in unknown)
    for group, held in grouped(of_unknown, lambda standing: standing.party).items():
        needed = any(counts_for_status(state, standing) for standing in held)
        positions = ", ".join(f"{standing.stance} on {standing.term}" for standing in held)
        yield Finding(
            Severity.MEDIUM if needed else Severity.LOW,
            "unknown-members",
            f"{group} holds positions ({positions}), and not all its members are known",
            terms=[standing.term for standing in held],
            parties=[group],
            fields=["stance"],
            since=held[0].since,
            reports=reports_of(*(standing.runs["stance"] for standing in held)),
            settled_by=f"a declaration of who belongs to {group}",
        )
