"""Explain answers on the Berlin talks.

Run it in the folder of the project: python examples/why_it_is_so.py
"""

import peacetrack as pt
from peacetrack import analysis, view

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head, trust=pt.EVERYTHING)

print(view.explanation(state, state["territorial-status/donbas"]["UA"]), end="\n\n")
print(view.explanation(state, analysis.windows(state)), end="\n\n")
print(view.explanation(state, state["nato-pause"]))
