"""Find what rests on one report of the Berlin talks.

Run it in the folder of the project: python examples/what_falls_without_a_report.py
"""

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head, trust=pt.EVERYTHING)

for pivot in analysis.pivots(state):
    if pivot.party is None:
        print(pivot)

last_day = analysis.pivots(state.at(valid="2025-12-15"))
dating = [pivot.term for pivot in last_day if pivot.report == "dating" and pivot.party is None]
print("\nAsked of the last day of the talks, without the report that dates them,")
print("no party would be known to have a stance yet on", ", ".join(dating))
