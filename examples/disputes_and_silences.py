"""Find where the texts on the Berlin talks differ, what would settle it, and who is silent.

Run it: python examples/disputes_and_silences.py
"""

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)

for dispute in analysis.disputes(state):
    print(f"{dispute.term}, {dispute.field}:")
    for statement in dispute.statements:
        print(f"  {statement.report} by {statement.attribution}: {statement.value}")
    for remedy in dispute.remedies:
        print(f"  to settle it ({remedy.means}): {remedy.text}")

print("Russia:")
for silence in analysis.silences(state, of="RU"):
    print(" ", silence)
