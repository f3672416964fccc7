"""Find the fields of the Berlin talks with common ground, and the stances of unnamed officials only.

Run it: python examples/what_stands_between.py
"""

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)

for gap in analysis.gaps(state):
    if gap.ground not in (analysis.Ground.UNSTATED, analysis.Ground.ONE_SIDED):
        print(gap)
for row in analysis.support(state):
    if row.field == "stance" and row.unnamed:
        print(row)
