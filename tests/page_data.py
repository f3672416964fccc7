"""What the script of a page looks up, with every phrase in full."""

from __future__ import annotations

import json
import re


def data_of(page):
    """Return the data of a page; the script expands it in the same way."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', str(page), re.S)
    return expanded(json.loads(found[1]))


def expanded(data):
    """Return the data with every character that stands for a phrase replaced."""
    phrases = []
    for phrase in data["phrases"]:
        phrases.append(_full(phrase, phrases))
    return _full(data, phrases)


def _full(part, phrases):
    if isinstance(part, str):
        return (
            re.sub("[\ue000-\uf8ff]", lambda found: phrases[ord(found[0]) - 0xE000], part)
            if phrases
            else part
        )
    if isinstance(part, dict):
        return {key: _full(value, phrases) for key, value in part.items()}
    return [_full(value, phrases) for value in part] if isinstance(part, list) else part
