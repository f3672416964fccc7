"""An invented negotiation of four terms, its briefs, and the sentences of their lines."""

from __future__ import annotations

import re

import peacetrack as pt
from peacetrack import analysis
from tests import recording
from tests.recording import says

PARTIES = [
    pt.Party("NORTH", "Northland", "state"),
    pt.Party("SOUTH", "Southland", "state"),
    pt.Party("EAST", "Eastland", "state"),
    pt.Party("LEAGUE", "the League", "group", members_known=False),
]
TERMS = [
    pt.Term("truce", "ceasefire", "the guns fall silent", title="Ceasefire", needs=["NORTH", "SOUTH"]),
    pt.Term("aid", "other", "aid gets through", title="Aid", needs=["SOUTH"]),
    pt.Term("pact", "other", "the pact is kept", needs=[pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"])]),
    pt.Term("vote", "other", "the League agrees", title="Vote", needs=[pt.AtLeast(1, of="LEAGUE")]),
    pt.Term("past", "other", "the past is past", title="The past", backdrop=True),
]
STANCES = "|".join(pt.Stance)
AGENDA = pt.Agenda("invented", title="An invented negotiation", parties=PARTIES, terms=TERMS)
SUMMIT = {"conditions": [pt.InWords("the summit is held")]}


def lines(*reports, valid="2030-02-20", since=None):
    return analysis.brief(recording.ledger_of(AGENDA, *reports).state(valid=valid), since=since)


def sentences(rows, rule):
    """What the lines of a rule say, without the brackets after it."""
    return [sentence(line) for line in rows if line.rule == rule]


def sentence(line):
    return re.sub(rf" [(](?!{STANCES}).*", "", str(line))


def quoted(id, stance, of="SOUTH", **said):
    return says(id, stance, "2030-01-03", of=of, by="quote", **said)


def week(*said, valid="2030-02-20"):
    """What changed since 5 Feb: of the stances of parties on Aid, each `(stance, day, manner)`."""
    talks = recording.new(AGENDA)
    talks.record(says("z", "accepts", "2030-02-01", by="named"), recorded_at="2030-02-01T12:00:00Z")
    for n, (stance, day, by, more) in enumerate(said):
        of, party = more.get("of", "SOUTH"), {k: v for k, v in more.items() if k != "of"}
        report = says(f"r{n}", stance, day, term="aid", of=of, by=by, published=day, **party)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    return analysis.brief(talks.state(valid=valid), since="2030-02-05")
