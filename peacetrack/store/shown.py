"""Places as they may be shown: without what can be a password."""

from __future__ import annotations

import os
import re
from os import PathLike

_USERINFO = re.compile(r"(?s)([A-Za-z][\w+.-]*://).*@")
"""The scheme of a URL, and all up to the last @: a password may hold any character."""

_NO_PORT = re.compile(r"([A-Za-z][\w+.-]*://[^\s/:?\[\]]*):(?!\d*([/?,\s]|$))\S*")
"""A URL without @, where no port follows the colon: the host was left out."""

_SETTING = re.compile(r"(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'?|[^\s&]*)")
"""A password among settings, as in `host=... password=...` or `?password=...`."""


def shown(place: str | PathLike[str]) -> str:
    """Return a place without the user, the password and all settings that are passwords."""
    text = _USERINFO.sub(r"\1", os.fspath(place))
    return _SETTING.sub(r"\1***", _NO_PORT.sub(r"\1:***", text))


def shown_words(text: str) -> str:
    """Return a message with each of its words as `shown`."""
    return _SETTING.sub(r"\1***", re.sub(r"\S*://\S*", lambda word: shown(word[0]), text))
