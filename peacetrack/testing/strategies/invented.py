"""The invented negotiation that histories are about, unless an agenda is given."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs

from peacetrack.words.party import Member, Party, PartyType, Person, Role
from peacetrack.words.quorum import AtLeast
from peacetrack.words.term import Agenda, Term

EVENTS = ("talks", "summit", "vote")

START = datetime(2030, 1, 1, tzinfo=UTC)
"""Invented histories take place in January 2030."""

DAYS = [date(2030, 1, day).isoformat() for day in range(1, 31)]

PARTIES = (
    Party("NORTH", "Northland", PartyType.STATE, aliases=("the North",), roles=(Role.HOST,)),
    Party("SOUTH", "Southland", PartyType.STATE),
    Party(
        "LEAGUE",
        "a league",
        PartyType.GROUP,
        members=(Member("NORTH", "2030-01-03", "2030-01-20"), Member("ISLE")),
        members_known=True,
    ),
    Party("PACT", "a pact", PartyType.GROUP, members=(Member("ISLE"),), members_known=False),
    Party("ISLE", "Isle", PartyType.STATE),
)

TERMS = (
    Term("truce", "ceasefire", "the guns fall silent", needs=("NORTH", "SOUTH")),
    Term("pledge", "security-guarantee", "Isle pledges help", needs=("ISLE", "SOUTH")),
    Term("border", "territorial-status", "the border stays", backdrop=True, aliases=("the frontier",)),
    Term(
        "rest",
        "other",
        "the rest is settled",
        needs=(AtLeast("2/3", of="LEAGUE"), AtLeast(1, of=("NORTH", "SOUTH"), without_veto_of=("PACT",))),
    ),
)

AGENDA = Agenda(
    "invented",
    title="an invented negotiation",
    parties=PARTIES,
    people=(Person("envoy", aliases=("the envoy",)),),
    terms=TERMS,
)

NARROW = Agenda(
    "narrow",
    parties=(*PARTIES[:2], attrs.evolve(PARTIES[2], members=(PARTIES[2].members[0],))),
    people=(Person("envoy"),),
    terms=(attrs.evolve(TERMS[0], needs=(AtLeast(1, of=("LEAGUE", "SOUTH"), without_veto_of=("NORTH",)),)),),
)
"""An agenda of few names, so that what is reported meets more often."""
