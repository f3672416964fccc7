"""Compare the Berlin talks before and after the second text, and before and after they were dated.

Run it: python examples/what_changed.py
"""

from collections import Counter

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
first, second, dated = (talks.state(known=seq) for seq in (2, 3, 4))

changes = analysis.diff(first, second)
moves = [change for change in changes if change.direction]
print(f"the second text: {len(changes)} differences; {len(moves)} are moves")
for change in moves:
    print(" ", change)

print("dating the talks, by cause:")
for cause, count in Counter(change.cause for change in analysis.diff(second, dated)).items():
    print(f"  {count} {cause}")
for change in analysis.diff(second, dated):
    if change.field == "stance":
        print(" ", change)

print("the days of the talks themselves, as known at the end:")
for change in analysis.diff(dated.at(valid="2025-12-14"), dated.at(valid="2025-12-15")):
    if change.field in ("stance", "certain"):
        print(" ", change)
