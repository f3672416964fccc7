"""What rests on one report of the Berlin talks? Run it as it is."""

import peacetrack as pt
from peacetrack import analysis

talks = pt.read("seeds/berlin-2025-12")
state = talks.state(known=talks.head, trust=pt.EVERYTHING)

for pivot in analysis.pivots(state):
    if pivot.party is None:
        print(pivot)
print("the dates of the talks:", [str(p) for p in analysis.pivots(state) if p.report == "dating"])
