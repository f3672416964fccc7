"""What the script of a page looks up."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode


def data_of(page):
    """Return the data of a page; the script unpacks it in the same way."""
    return unpacked(re.search(r'<script type="text/plain" id="data">(.*?)</script>', str(page), re.S)[1])


def unpacked(text):
    """Return what was packed into a text."""
    return json.loads(zlib.decompress(b64decode(text)))
