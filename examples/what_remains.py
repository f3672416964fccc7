"""List what is left to do after the Berlin talks, in the order of unlocking.

Run it in the folder of the project: python examples/what_remains.py
"""

from __future__ import annotations

import peacetrack as pt
from peacetrack import analysis


def main() -> None:
    """Print the moves by round; those without a round wait for something that no acceptance brings."""
    talks = pt.open("seeds/berlin-2025-12")
    state = talks.state(known=talks.head)
    print(state.basis)
    for move in analysis.moves(state):
        when = "open" if move.round is None else f"round {move.round}"
        print(f"{when}: {move}")


if __name__ == "__main__":
    main()
