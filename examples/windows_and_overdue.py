"""Find the offers of the Berlin talks that run out, and what is overdue.

Run it: python examples/windows_and_overdue.py
"""

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)

for window in analysis.windows(state):
    print(f"{window}; so {', '.join(window.reports)}")

# what is only expected after the talks is overdue once it has a date, such as this one, which is made up
later = state.at(valid="2026-03-01")
dated = pt.Event("follow-up-with-russia", status="expected", when="2025-12-20")
for asked in (later, later.suppose(pt.Report([dated], id="made-up"))):
    print("overdue:")
    for row in analysis.overdue(asked):
        print(" ", row)
