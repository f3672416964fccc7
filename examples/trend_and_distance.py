"""Measure how far the Berlin talks had come from day to day, and how far apart the parties stand.

Run it: python examples/trend_and_distance.py
"""

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)

print("the deal, as known now")
for point in analysis.trend(state, "2025-12-13", "2025-12-17", "P1D"):
    if point.term is None:
        print(" ", point)

print("a pause on the path to NATO, as it was known then")
for point in analysis.trend(state, "2025-12-15", "2025-12-19", "P1D", known="then"):
    if point.term == "nato-pause":
        print(" ", point)

for row in analysis.distance(state):
    print(row)
