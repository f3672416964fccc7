"""Pages that are made once for all tests, and what the script of a page looks up."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from functools import cache

import peacetrack as pt
from peacetrack import view
from tests.data import ROOT
from tests.inventing import invented

SEEDS = ROOT / "seeds" / "berlin-2025-12"


_PAGES: dict[int, tuple[pt.State, view.Page]] = {}


def page_of(state):
    """Return the briefing of a state, which is made once; of two that are equal each has its own moment."""
    if id(state) not in _PAGES:
        _PAGES[id(state)] = (state, view.briefing(state))  # a state that is kept shares its id with no other
    return _PAGES[id(state)][1]


@cache
def berlin():
    """Return the state of the Berlin seeds on a day after all of them."""
    return pt.open(SEEDS).state(valid="2026-01-01")


@cache
def negotiation():
    """Return the state of an invented negotiation, with 16 reports."""
    return invented(16).state(valid="2030-04-01")


def data_of(page):
    """Return the data of a page; the script unpacks it in the same way."""
    return unpacked(re.search(r'<script type="text/plain" id="data">(.*?)</script>', str(page), re.S)[1])


def unpacked(text):
    """Return what was packed into a text."""
    return json.loads(zlib.decompress(b64decode(text)))
