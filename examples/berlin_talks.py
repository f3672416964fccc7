"""Log two reports of the Berlin talks as they come in, then ask.

Run it: python examples/berlin_talks.py
"""

import peacetrack as pt
from peacetrack import analysis, content

parties = [pt.Party("UA", "Ukraine", "state", aliases=["Kyiv"]), pt.Party("US", "United States", "state")]
terms = [
    pt.Term("guarantees", "security-guarantee", "binding guarantees", needs=["UA", "US"]),
    pt.Term("nato-pause", "alliance-membership", "a pause, no renunciation", needs=["UA"]),
]
talks = pt.Tracker(pt.Agenda("berlin", parties=parties, terms=terms), recorder="example")

# typed objects: an editor checks every field
pause = content.AllianceMembership(intent="pause", lasts=pt.NotBefore(pt.InWords("the talks end")))
offer = pt.Position("Kyiv", "nato-pause", "accepts", act="offers", content=pause, wording="pause")
talks.record(pt.Report([offer], id="first", since=pt.During("berlin-talks")))
first = talks.head

# the builder: short, for ten reports a day
report = pt.draft(id="second", since=pt.During("berlin-talks"))
us = report.voice("officials-unspecified", "American officials", of="US")
us.offers("guarantees", "accepts", details={"binding": True}, window="undisclosed")
report.event("berlin-talks", "held", when="2025-12-14/2025-12-15", place="Berlin")
talks.record(report)

state = talks.state()
for term in state.values():
    print(f"{term.id}: {term.status}, accepting {term.accepting}, waits on {term.waits_on}")
ukraine = state["nato-pause"]["UA"]
print("the pause keeps the aspiration:", ukraine.content.keeps_aspiration)
print("since:", ukraine.since, "- first known:", talks.state(known=first)["nato-pause"]["UA"].since)
for window in analysis.windows(state):
    print(f"{window.party} on {window.term}: the offer closes on an {window.closes}")
for change in analysis.diff(talks.state(known=first), state):
    print(f"{change.cause}: {change.party or 'event'} {change.term} {change.field} is {change.after}")
