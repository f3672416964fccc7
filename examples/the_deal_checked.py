"""Find what stands in the way of a deal in Berlin, worst first.

Run it in the folder of the project: python examples/the_deal_checked.py
"""

import peacetrack as pt
from peacetrack import analysis

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head, trust=pt.EVERYTHING)

for finding in analysis.check(state):
    print(f"{finding.severity:6} {finding.check}: {finding.what}")
    print(f"       settled by {finding.settled_by}; reports: {', '.join(finding.reports) or 'none'}")
