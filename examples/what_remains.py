"""What is still to be done after the Berlin talks, and in which order does it unlock?

Run it in the folder of the project: python examples/what_remains.py
"""

from __future__ import annotations

import peacetrack as pt
from peacetrack import analysis


def main() -> None:
    """Print the moves by round; those without one wait for what no acceptance brings."""
    talks = pt.open("seeds/berlin-2025-12")
    state = talks.state(known=talks.head)
    print(state.basis)
    for move in analysis.moves(state):
        when = "open" if move.round is None else f"round {move.round}"
        print(f"{when}: {move}")


if __name__ == "__main__":
    main()
