"""Find the smallest sets of steps that lead from the Berlin talks to a settlement.

Run it in the folder of the project: python examples/paths_to_a_settlement.py
"""

from __future__ import annotations

import peacetrack as pt
from peacetrack import analysis


def main() -> None:
    """Print the paths to two terms and to the whole deal, each checked by supposing it."""
    talks = pt.open("seeds/berlin-2025-12")
    state = talks.state(known=talks.head)
    print(state.basis)
    for term in ("settlement", "security-guarantees", None):
        for path in analysis.paths(state, term, most=3):
            print(f"{term or 'the whole deal'}: {len(path.steps)} steps, {path.outcome}")
            for step in path.steps:
                print(f"  {step}")
            if path.report is not None:
                after = state.suppose(path.report)
                agreed = [id for id in after if after[id].status is pt.TermStatus.AGREED]
                print(f"  then {len(agreed)} terms are agreed")


if __name__ == "__main__":
    main()
