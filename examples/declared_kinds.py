"""Ask a negotiation about kinds of content that its own agenda declares.

The agenda is examples/declared_kinds/agenda.toml: sanctions, forces, detainees, assets, elections,
monitoring, a withdrawal, reconstruction. Run it: python examples/declared_kinds.py
"""

from datetime import UTC, datetime

import peacetrack as pt
from peacetrack import analysis, content, view

talks = pt.open("examples/declared_kinds", clock=lambda: datetime(2031, 4, 1, tzinfo=UTC))  # it is made up
state = talks.state(valid="2031-03-06")
print(view.board(state))

print("what the agenda declares:")
for kind in talks.agenda.kinds:
    fields = ", ".join(f"{name}: {of.plain}" for name, of in kind.fields.items())
    print(f"  {kind.id}: {fields}")

print("what keeps the parties apart:")
for gap in analysis.gaps(state):
    if gap.ground == "apart":
        print(" ", gap)

print("where they meet:")
for gap in analysis.gaps(state):
    if gap.ground == "common" and gap.binds:
        print(" ", gap)

# a later offer, typed: the details are checked against the declaration as they are written
reach = content.Details(talks.agenda.kind_by_id["force-limit"], {"reach": pt.Quantity(high=300, unit="km")})
offer = pt.Position("NORTH", "missiles", "accepts", act="offers", content=reach, since="2031-03-08")
talks.record(pt.Report([offer], id="a-second-round"), recorded_at="2031-03-09")
print("after the offer:", talks.state(valid="2031-03-09")["missiles"].status)
