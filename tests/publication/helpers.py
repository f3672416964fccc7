"""A ledger with marked material: RED is for few, GREEN for many, and the radio for all."""

from __future__ import annotations

import peacetrack as pt
from tests.recording import new

AGENDA = pt.Agenda(
    "hill/talks 1",
    title='Talks "on the hill"',
    parties=[
        pt.Party("NORTH", "Northland", "state", aliases=["the North"]),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("LEAGUE", "The League", "group", members=[pt.Member("NORTH")]),
    ],
    people=[pt.Person("ann", "Ann", acts_for="NORTH")],
    terms=[
        pt.Term("truce", "ceasefire", "both sides | cease fire", needs=["NORTH", "SOUTH"]),
        pt.Term("truce-2", "ceasefire", "both sides cease fire for good", needs=["SOUTH"], replaces="truce"),
        pt.Term("hymn", "other", "the hill has a hymn"),
    ],
)
RADIO = pt.Source("The radio", url="https://example.org/1", title="No word yet", published="2030-01-05")
RED = pt.Source("A hidden cable", url="https://hidden.example/7", marking="TLP:RED", published="2030-01-07")
GREEN = pt.Source("A circular", url="https://example.org/2", marking="TLP:GREEN", published="2030-01-06")


def recorded():
    """Return a ledger of three reports, which say three things of the North on the truce."""
    talks = new(AGENDA)
    event = pt.Event("meeting", status="expected", when="2030-03")
    says = pt.Position("NORTH", "truce", "opposes", act="criticises", wording="no, never", since="2030-01-04")
    talks.record(
        pt.Report([says, event], id="radio", source=RADIO, attribution="named"), recorded_at="2030-02-01"
    )
    green = pt.Position("NORTH", "truce", "open", since="2030-01-05", quote="=we could")
    talks.record(pt.Report([green], id="circular", source=GREEN), recorded_at="2030-02-02")
    secret = pt.Event("hidden-meeting", status="held", when="2030-01-06", participants=["NORTH"])
    red = pt.Position(
        "NORTH",
        "truce",
        "accepts",
        since="2030-01-06",
        quote="hidden words",
        conditions=[pt.EventHeld("hidden-meeting")],
    )
    talks.record(
        pt.Report([red, secret], id="hidden-cable", source=RED, note="hidden note"), recorded_at="2030-02-03"
    )
    return talks
