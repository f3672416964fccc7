"""Find the offers of the Berlin talks that run out, and what is overdue.

Run it: python examples/windows_and_overdue.py
"""

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)

for window in analysis.windows(state):
    print(f"{window}; so {', '.join(window.reports)}")
for day in ("2025-12-16", "2026-03-01"):
    print(f"awaited on {day}:")
    for event in analysis.overdue(state.at(valid=day)):
        print(" ", event)
