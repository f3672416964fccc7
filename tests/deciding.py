"""The invented negotiation of the strategies, decided by quorums and by groups of known members."""

import attrs

import peacetrack as pt
from peacetrack.testing import strategies as ss

_NORTH, _SOUTH, _LEAGUE, _PACT, _ISLE = ss.PARTIES
_NEEDS: dict[str, list[str | pt.AtLeast]] = {
    "truce": [pt.AtLeast("1/2", of="LEAGUE", without_veto_of=["SOUTH"])],
    "pledge": [pt.AtLeast(2, of=["NORTH", "SOUTH", "ISLE"]), "PACT"],
    "border": [],
    "rest": ["LEAGUE"],
}

DECIDING = attrs.evolve(
    ss.AGENDA,
    parties=[
        *(_NORTH, _SOUTH, _ISLE),
        attrs.evolve(_LEAGUE, members_known=True),
        attrs.evolve(_PACT, members_known=True),
    ],
    terms=[attrs.evolve(term, needs=_NEEDS[term.id]) for term in ss.TERMS],
)
