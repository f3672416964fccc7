"""Count the acts of the Berlin talks by PLOVER type and CAMEO code.

Run it in the folder of the project: python examples/event_codes.py

PLOVER dropped statements and appeals, so some acts have no PLOVER type. The CAMEO code is as exact
as the act alone allows.
"""

from __future__ import annotations

from collections import Counter

import peacetrack as pt

EVENT_CODES: dict[pt.Act, tuple[str | None, str]] = {
    pt.Act.STATES: (None, "010"),
    pt.Act.SIGNALS: ("AGREE", "030"),
    pt.Act.SUGGESTS: ("AGREE", "030"),
    pt.Act.CONSIDERS: ("AGREE", "030"),
    pt.Act.SEEKS: (None, "020"),
    pt.Act.PREFERS: (None, "010"),
    pt.Act.PROPOSES: ("AGREE", "030"),
    pt.Act.OFFERS: ("AGREE", "030"),
    pt.Act.COMMITS: ("AGREE", "030"),
    pt.Act.AGREES: ("AGREE", "030"),
    pt.Act.DEMANDS: ("REQUEST", "100"),
    pt.Act.EXPECTS: ("REQUEST", "100"),
    pt.Act.INSISTS: ("REQUEST", "100"),
    pt.Act.MAINTAINS: (None, "010"),
    pt.Act.URGES: (None, "020"),
    pt.Act.WELCOMES: ("SUPPORT", "051"),
    pt.Act.PRAISES: ("SUPPORT", "051"),
    pt.Act.CRITICISES: ("ACCUSE", "111"),
    pt.Act.OPPOSES: ("REJECT", "120"),
    pt.Act.WARNS: ("ACCUSE", "110"),
    pt.Act.THREATENS: ("THREATEN", "130"),
    pt.Act.REFUSES: ("REJECT", "120"),
    pt.Act.CONCEDES: ("CONCEDE", "035"),
    pt.Act.SUSPENDS: ("SANCTION", "164"),
    pt.Act.WITHDRAWS: ("RETREAT", "087"),
    pt.Act.EXPLAINS: (None, "010"),
    pt.Act.SIGNS: ("AGREE", "057"),
    pt.Act.DENIES: (None, "016"),
    pt.Act.ACCUSES: ("ACCUSE", "112"),
    pt.Act.EXTENDS: ("AGREE", "030"),
    pt.Act.VOTES: (None, "010"),
    pt.Act.ABSTAINS: (None, "010"),
    pt.Act.COMPLIES: ("COOPERATE", "060"),
    pt.Act.BREACHES: ("REJECT", "128"),
}


def count_codes(state: pt.State) -> Counter[tuple[str | None, str]]:
    """Return how often each pair of codes occurs among the acts of a state."""
    acts = (claimed.claim.act for claimed in state.claims())
    return Counter(EVENT_CODES[act] for act in acts if act is not None)


def main() -> None:
    """Print the codes of the acts in the Berlin talks, the most frequent first."""
    talks = pt.open("seeds/berlin-2025-12")
    for (plover, cameo), times in count_codes(talks.state(known=talks.head)).most_common():
        print(f"{times:4}  {cameo}  {plover or '-'}")


if __name__ == "__main__":
    main()
