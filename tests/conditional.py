"""Make up ledgers of three terms where a party accepts one if another is agreed, or if a party accepts it."""

from hypothesis import strategies as st

import peacetrack as pt
from tests.recording import happens, ledger_of, says

PARTIES = [pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")]
TERMS = ("truce", "aid", "border")


def agenda_of(needs):
    """Return an agenda of the terms; what they need is by term."""
    terms = [pt.Term(id, "other", f"{id} comes", title=id.title(), needs=needs[id]) for id in TERMS]
    return pt.Agenda("hanging", parties=PARTIES, terms=terms)


AGENDA = agenda_of({"truce": ["NORTH", "SOUTH"], "aid": ["SOUTH"], "border": ["NORTH"]})
NORTH = says("n", "accepts", "2030-01-02", by="quote")
SOUTH = says("s", "accepts", "2030-01-03", by="quote", of="SOUTH", conditions=[pt.TermIs("aid", "agreed")])
BORDER = says(
    "b",
    "accepts",
    "2030-01-04",
    by="quote",
    term="border",
    conditions=[pt.StanceIs("SOUTH", "aid", "accepts"), pt.EventHeld("summit")],
)
HELD = happens("h", "summit", "held", when="2030-01-05", type="summit")
AID = says("a", "accepts", "2030-01-06", by="quote", of="SOUTH", term="aid")
WITHDRAWN = says("w", None, "2030-01-20", by="quote", of="SOUTH", term="aid", act="withdraws")
AGAIN = says("aa", "accepts", "2030-01-25", by="quote", of="SOUTH", term="aid")
REFUSED = says("r", "rejects", "2030-01-08", by="quote", of="SOUTH", term="aid")
LEAKED = says("l", "accepts", "2030-01-10", by="leak", of="SOUTH", term="aid")
MADE = (NORTH, SOUTH, BORDER, HELD)
"""What is agreed if Southland accepts the aid."""

NEEDS = st.sampled_from((["NORTH"], ["SOUTH"], ["NORTH", "SOUTH"], [pt.AtLeast(1, of=["NORTH", "SOUTH"])]))
DAYS = st.integers(1, 28).map("2030-01-{:02}".format)
STATUSES = st.sampled_from(("agreed", "agreed", "agreed", "conditional", "pending"))
CONDITIONS = st.one_of(
    st.builds(pt.TermIs, st.sampled_from(TERMS), STATUSES),
    st.builds(
        pt.StanceIs,
        st.sampled_from(("NORTH", "SOUTH")),
        st.sampled_from(TERMS),
        st.sampled_from(("accepts", "open")),
    ),
    st.just(pt.EventHeld("summit")),
)
SAID = st.fixed_dictionaries(
    {
        "of": st.sampled_from(("NORTH", "SOUTH")),
        "term": st.sampled_from(TERMS),
        "by": st.sampled_from(("quote", "quote", "leak")),
        "since": st.one_of(DAYS, DAYS, DAYS, st.just("2030-01/2030-03")),
    },
    optional={"party": st.sampled_from(("NORTH", "SOUTH"))},
)
DONE = st.one_of(
    st.just({"stance": "accepts"}),
    st.builds(
        lambda asked: {"stance": "accepts", "conditions": asked}, st.lists(CONDITIONS, min_size=1, max_size=2)
    ),
    st.sampled_from([{"stance": "rejects"}, {"act": "withdraws"}, {"act": "denies"}, {"act": "breaches"}]),
)


@st.composite
def conditional(draw, *, steady=False):
    """Draw the needs of terms, and reports of positions, each as what `says` takes.

    Where they are `steady`, all reports of a party that accepts a term have the same conditions.
    """
    needs = {term: draw(NEEDS) for term in TERMS}
    drawn = draw(st.lists(st.tuples(SAID, DONE), min_size=3, max_size=9))
    positions = [{"id": f"r{n}", **said, **done} for n, (said, done) in enumerate(drawn)]
    first = {}
    for each in positions if steady else ():
        if each.get("stance") == "accepts":
            each["conditions"] = first.setdefault(
                (each.get("party", each["of"]), each["term"]), each.get("conditions", [])
            )
    return needs, positions


def state_of(needs, positions):
    """Return the state of a ledger with such positions."""
    reports = [HELD, *(says(**position) for position in positions)]
    return ledger_of(agenda_of(needs), *reports).state(valid="2030-02-20")
