"""An agenda with many conditions, and strategies for its states."""

from functools import cache

from hypothesis import strategies as st

import peacetrack as pt
from tests import recording

LATER = "2030-03-01"
AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("ISLE", "Isle", "state"),
        pt.Party("LEAGUE", "a league", "group", members=[pt.Member("ISLE")]),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("pledge", "security-guarantee", "help is pledged", needs=["SOUTH", "ISLE"]),
        pt.Term("rest", "other", "the rest is settled", needs=["NORTH", "ISLE"]),
        pt.Term("toll", "other", "the toll falls", needs=["LEAGUE"]),
        pt.Term("border", "territorial-status", "the border stays", backdrop=True),
        pt.Term("archive", "other", "the archive opens"),
    ],
)
NEEDING = [term.id for term in AGENDA.terms if term.needs]
EVENTS = ("summit", "vote")
PARTIES = list(AGENDA.party_by_id)


def ledger_of(*reports):
    """Return a tracker with these reports."""
    return recording.ledger_of(AGENDA, *reports)


def state_of(*claims, **basis):
    """Return the state after one report of claims since 2030-01-03."""
    talks = ledger_of(pt.Report(claims, id="one", since="2030-01-03"))
    return talks.state(**{"valid": LATER, **basis})


@cache
def conditions():
    """Return conditions of every kind on the names of the agenda."""
    terms = st.sampled_from(list(AGENDA.term_by_id))
    statuses = st.sampled_from(["agreed", "agreed", "in-principle", "pending", "conditional"])
    stances = st.sampled_from(["accepts", "open", "neutral", "rejects"])
    return st.one_of(
        st.builds(pt.TermIs, terms, statuses),
        st.builds(pt.TermIs, terms, statuses),
        st.builds(pt.StanceIs, st.sampled_from(PARTIES), terms, stances),
        st.sampled_from([pt.EventHeld(event) for event in EVENTS]),
        st.sampled_from([pt.InWords("as said"), pt.InWords("so told")]),
    )


_HOLDERS = st.sampled_from([(party, term) for party in PARTIES for term in AGENDA.term_by_id])
_STANCES = st.sampled_from(["accepts", "accepts", "accepts", "open", "neutral", "rejects", None])
_RED_LINES = st.sampled_from([None, None, None, True])
_FLAGS = [None, True, False, pt.Absence.UNDER_NEGOTIATION]
_PLEDGES = st.sampled_from(
    [None if flag is None else pt.content.SecurityGuarantee(binding=flag) for flag in _FLAGS]
)
_TIMES = st.sampled_from(
    [
        *[{}] * 7,
        *({"window": at} for at in ("2030-02-01", pt.WithEvent("summit"), "undisclosed")),
        *({"since": at} for at in ("2030-01-05", "2030-04-01", pt.After("summit"), "/2030-04-01")),
    ]
)


@cache
def holders(most):
    """Return lists of (party, term), each once."""
    return st.lists(_HOLDERS, min_size=1, max_size=most, unique=True)


@cache
def _asked(conditions):
    return st.none() | st.lists(conditions(), max_size=2, unique=True)


@st.composite
def positions(draw, most=6, conditions=conditions, details=False):
    """Draw positions, no two of one party on one term."""
    return [
        pt.Position(
            party,
            term,
            draw(_STANCES),
            red_line=draw(_RED_LINES) if details else None,
            conditions=draw(_asked(conditions)),
            content=draw(_PLEDGES) if details and term == "pledge" else None,
            **(draw(_TIMES) if details else {}),
        )
        for party, term in draw(holders(most))
    ]


_SOME_EVENTS = st.lists(st.sampled_from(EVENTS), max_size=2, unique=True)
_STATUSES = st.sampled_from(["expected", "held", "cancelled", "postponed"])
_DAYS = st.sampled_from([None, None, "2030-01-10", "2030-05-01"])


@st.composite
def happenings(draw):
    """Draw claims about the events."""
    return [pt.Event(event, status=draw(_STATUSES), when=draw(_DAYS)) for event in draw(_SOME_EVENTS)]
