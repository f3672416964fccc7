"""Draw where the parties in Berlin stood, and when, as pictures in a folder.

Run it: python examples/look_at_it.py
"""

from pathlib import Path
from tempfile import mkdtemp

import peacetrack as pt
from peacetrack import view

talks = pt.open("seeds/berlin-2025-12")
state = talks.state(known=talks.head)
folder = Path(mkdtemp(prefix="berlin-"))

pictures = {
    "board": view.board_picture(state),
    "guarantees": view.lanes(state, "security-guarantees"),
    "all-terms": view.lanes(state),
    "timeline": view.timeline(state),
    "tally": view.tally(state),
    "convergence": view.convergence(state, "2025-12-13", "2025-12-19", "P1D"),
}
for name, picture in pictures.items():
    picture.save(folder / f"{name}.html")
    picture.save(folder / f"{name}.svg")
    print(f"{folder / name}.html: {picture.title}")
    print(" ", picture.description)
