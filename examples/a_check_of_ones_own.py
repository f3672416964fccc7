"""A check of one's own: red lines that nobody holds on the record. Run it as it is."""

from collections.abc import Iterator

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis import Finding


def soft_red_lines(state: pt.State) -> Iterator[Finding]:
    """Red lines that rest on unnamed officials."""
    for term in state:
        for party, standing in state[term].items():
            told = [s for s in standing.evidence if s.field == "red_line"]
            if standing.red_line and not any(s.attribution.type.on_record for s in told):
                yield Finding(
                    "high",
                    "soft-red-line",
                    f"{party} has a red line on {term}, and nobody says so with a name",
                    terms=[term],
                    parties=[party],
                    since=standing.since,
                    reports=[s.report for s in told],
                    settled_by=f"{party} saying so on the record",
                )


talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)
for finding in analysis.check(state, also=[soft_red_lines])[:3]:
    print(finding)
    for reason in analysis.explain(state, finding):
        print("   ", reason)
