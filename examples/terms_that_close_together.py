"""Find the terms of the Berlin talks that can only close together, and those that are only linked.

Run it in the folder of the project: python examples/terms_that_close_together.py
"""

from __future__ import annotations

import peacetrack as pt
from peacetrack import analysis


def main() -> None:
    """Print the packages in the order of closing, the deadlocks, and the links."""
    talks = pt.open("seeds/berlin-2025-12")
    state = talks.state(known=talks.head)
    print(state.basis)
    for package in analysis.packages(state):
        open_for = "closes" if package.closes else f"waits on {', '.join(package.waits_on)}"
        print(f"{package.round}. {package}: {open_for}")
    print(f"deadlocks: {len(analysis.deadlocks(state))}")
    print(f"conditions that can never be met: {len(analysis.unmeetable(state))}")
    for linkage in analysis.linkages(state):
        print(f"linked, and no condition: {linkage} ({', '.join(linkage.reports)})")


if __name__ == "__main__":
    main()
