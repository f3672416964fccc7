"""Loads of one ledger that grows by its reports, its terms or its parties, and what users ask of it.

The ledger is that of `lake`: reports of a stance and a size, some late, some retracted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp

import peacetrack as pt
from peacetrack import analysis, warehouse
from tests.bench import lake

VALID, BEFORE = "2024-12-20", "2024-06-01"
TIMES = 3
"""Each question is asked so often: one takes too little to be measured."""
Load = Callable[[int], Callable[[], object]]

SHAPES: dict[str, tuple[int, Callable[[int], lake.Shape]]] = {
    "by reports on 100 cells": (500, lambda size: lake.Shape(2 * size, 10, 10)),
    "by terms of ten parties, five reports each": (16, lambda size: lake.Shape(100 * size, size, 10)),
    "by parties on ten terms, five reports each": (16, lambda size: lake.Shape(100 * size, 10, size)),
}
"""How a ledger grows, from which size on."""


@cache
def recorded(shape: lake.Shape) -> pt.Tracker:
    """The ledger of a shape."""
    return lake.recorded(shape, lake.Reports.of(shape))


_folders = TemporaryDirectory(prefix="growing-")  # gone when the process ends


@cache
def written(shape: lake.Shape) -> Path:
    """The ledger of a shape as a warehouse."""
    folder = Path(mkdtemp(dir=_folders.name))
    warehouse.write(recorded(shape), folder)
    return folder


def of_state(question: Callable[[pt.State], object]) -> Callable[[lake.Shape], object]:
    """A question to a state that was asked nothing yet."""
    return lambda shape: question(recorded(shape).state(valid=VALID))


def board(state: pt.State) -> object:
    """Every status and every stance, with what is disputed."""
    terms = [state[term] for term in state]
    return [(term.status, [(at.stance, at.disputed) for at in term.values()]) for term in terms]


def diff(shape: lake.Shape) -> object:
    """What changed in half a year."""
    states = (recorded(shape).state(valid=day) for day in (BEFORE, VALID))
    return analysis.diff(*states)


def write(shape: lake.Shape) -> object:
    """Write a warehouse, and drop it."""
    folder = Path(mkdtemp(dir=_folders.name))
    warehouse.write(recorded(shape), folder)
    rmtree(folder)
    return folder


def open_(shape: lake.Shape) -> object:
    """Open a warehouse."""
    return warehouse.open(written(shape))


def stored_board(shape: lake.Shape) -> object:
    """The board of a warehouse."""
    return board(warehouse.open(written(shape)).state(valid=VALID))


def trend(state: pt.State) -> object:
    """A year by weeks."""
    return analysis.trend(state, "2024-01-01", VALID, "P1W")


QUESTIONS: dict[str, Callable[[lake.Shape], object]] = {
    "record": lambda shape: lake.recorded(shape, lake.Reports.of(shape)),
    "matrix": of_state(lambda state: state.matrix()),
    "board": of_state(board),
    "squares": of_state(analysis.squares),
    "trend of a year": of_state(trend),
    "diff": diff,
    "gaps": of_state(analysis.gaps),
    "silences": of_state(analysis.silences),
    "warehouse.write": write,
    "warehouse.open": open_,
    "board of a warehouse": stored_board,
}


def _load(ask: Callable[[lake.Shape], object], shape_of: Callable[[int], lake.Shape]) -> Load:
    def load(size: int) -> Callable[[], object]:
        shape = shape_of(size)
        ask(shape)  # makes the ledger, and what is made once
        return lambda: [ask(shape) for _ in range(TIMES)]

    return load


CASES: dict[str, tuple[int, Load]] = {
    f"{name}, {growth}": (smallest, _load(ask, shape_of))
    for name, ask in QUESTIONS.items()
    for growth, (smallest, shape_of) in SHAPES.items()
}
