"""Add a check of your own: red lines that no party holds on the record.

Run it in the folder of the project: python examples/a_check_of_ones_own.py
"""

from collections.abc import Iterator

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis import Finding


def soft_red_lines(state: pt.State) -> Iterator[Finding]:
    """Yield the red lines that rest on sources off the record."""
    for term in state:
        for party in state[term].speaking:
            standing = state[term][party]
            statements = [s for s in standing.evidence if s.field == "red_line"]
            if standing.red_line and not any(s.attribution.type.on_record for s in statements):
                yield Finding(
                    "high",
                    "soft-red-line",
                    f"{party} has a red line on {term}, and no source on the record says so",
                    terms=[term],
                    parties=[party],
                    since=standing.since,
                    reports=[s.report for s in statements],
                    settled_by=f"{party} saying so on the record",
                )


talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)
for finding in analysis.check(state, also=[soft_red_lines])[:3]:
    print(finding)
    for reason in analysis.explain(state, finding):
        print("   ", reason)
