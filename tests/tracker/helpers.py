"""An agenda in the JSON form, and reports about its terms."""

from functools import partial

import peacetrack as pt
from tests import recording

LATER = "2030-03-01"
PARTIES = [
    {"id": "NORTH", "name": "Northland", "type": "state", "aliases": ["the North"]},
    {"id": "SOUTH", "name": "Southland", "type": "state"},
]
TRUCE = {"id": "truce", "kind": "ceasefire", "proposition": "the guns fall silent"}
REST = {"id": "rest", "kind": "other", "proposition": "the rest is settled"}
AGENDA = {
    "kind": "agenda",
    "id": "invented",
    "parties": PARTIES,
    "terms": [{**TRUCE, "needs": ["NORTH", "SOUTH"]}, REST],
}
ledger_of = partial(recording.ledger_of, AGENDA)


def new(agenda=AGENDA, **given):
    return recording.new(agenda, **given)


def says(id, stance=None, since=None, *, term="truce", party="NORTH", **said):
    return pt.draft(id=id).position(term, stance, party=party, since=since, **recording.detailed(said))


def agenda(**named):
    return {"kind": "agenda", "id": "invented", **named}


def leaves(talks):
    return [entry.leaf for entry in talks.entries()]


def everything():
    """Return a tracker with every kind of entry and words that are hard to write."""
    talks = new(recorder="mk")
    hard = says("a", "accepts", "2030-01-05", wording='=1+1 «sérieux»\n\u2028 "no"', red_line=True)
    hard.event("summit", "held", when="2030-01-06", place="ни").ask("who pays?", "rest")
    talks.record(hard)
    talks.record(says("b", "open", pt.During("summit"), term="rest", depth=7, pace="slow"))
    talks.correct("a", says("c", "rejects", "2030-01-05"), reason="misheard")
    talks.retract("b", claim=1, reason="a hoax")
    talks.declare(agenda(title="peace"))
    return talks
