"""Time zones as people write them, and the instants of a local time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from peacetrack.errors import InvalidInputError
from peacetrack.words.edtf import microseconds

_ZONE = re.compile(
    r"\s*\(?\s*((?:utc|gmt)?[+-]\d\d?(?::?\d\d)?|[a-z]+/[a-z_]+|[a-z]+ time|z|[a-z]{3,4})\b\)?"
)
_ZONES = {
    "cet": (1, "Europe/Paris"),
    "cest": (2, "Europe/Paris"),
    "mez": (1, "Europe/Berlin"),
    "mesz": (2, "Europe/Berlin"),
    "eet": (2, "Europe/Kyiv"),
    "eest": (3, "Europe/Kyiv"),
    "msk": (3, "Europe/Moscow"),
    "est": (-5, "America/New_York"),
    "edt": (-4, "America/New_York"),
    "pst": (-8, "America/Los_Angeles"),
    "pdt": (-7, "America/Los_Angeles"),
}
"""Abbreviations of zones: hours from UTC, and a place whose clocks they name."""
_SHARED_ZONES = {"ist": (2, 5.5), "cst": (-6, 8), "bst": (1, 6), "ast": (-4, 3)}
"""Abbreviations that several zones share, with the hours of two."""
_CITIES = {
    "kyiv": "Europe/Kyiv",
    "moscow": "Europe/Moscow",
    "london": "Europe/London",
    "paris": "Europe/Paris",
    "berlin": "Europe/Berlin",
    "istanbul": "Europe/Istanbul",
    "geneva": "Europe/Zurich",
    "cairo": "Africa/Cairo",
    "doha": "Asia/Qatar",
    "riyadh": "Asia/Riyadh",
    "jerusalem": "Asia/Jerusalem",
    "washington": "America/New_York",
}


def zone_in(text: str) -> tuple[str | None, str]:
    """Return the zone that a text begins with, or None, and the rest of the text."""
    found = _ZONE.match(text)
    if found is None or not _is_zone(found[1]):
        return None, text
    return found[1], text[found.end() :]


def _is_zone(text: str) -> bool:
    name = text.removesuffix(" time")
    fixed = text in ("z", "utc", "gmt") or text[-1].isdigit() or "/" in text
    return fixed or text in _ZONES or text in _SHARED_ZONES or (name != text and name in _CITIES)


def zones_of(text: str) -> list[tzinfo]:
    """Return the zones that a text may stand for."""
    if text in ("z", "utc", "gmt"):
        return [UTC]
    if text in _SHARED_ZONES:
        return [timezone(timedelta(hours=hours)) for hours in _SHARED_ZONES[text]]
    if text not in _ZONES:
        return [zone_named(_CITIES.get(text.removesuffix(" time"), text))]
    hours, place = _ZONES[text]
    # people write CET in summer too and mean the clocks of the day
    return [timezone(timedelta(hours=hours)), ZoneInfo(place)]


def zone_named(name: str) -> tzinfo:
    """Return a time zone from its name or an offset; one that is not known is refused."""
    match = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d?)(?::?(\d\d))?", name.casefold())
    if match is not None:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset < timedelta(hours=24):
            return timezone(-offset if match[1] == "-" else offset)
    region, slash, city = name.partition("/")
    tries = (name, f"{region.title()}/{city.title()}") if slash else (name, name.upper())
    for spelling in tries:
        try:
            return ZoneInfo(spelling)
        except (KeyError, ValueError, OSError):  # its ways to say that it has none
            continue
    raise InvalidInputError(f"there is no time zone {name!r}", where="zone", repair='write "Europe/Kyiv"')


def instants_of(day: date, clock: time, zone: tzinfo) -> set[int]:
    """Return the instants of a local time: two where clocks were set back, none where they were set forward.

    Raises:
        OverflowError: in UTC it is outside the years 1 to 9999.
    """
    times = [datetime.combine(day, clock, zone).replace(fold=fold) for fold in (0, 1)]
    instants = [when.astimezone(UTC) for when in times]
    shown = [instant.astimezone(zone).replace(tzinfo=None) for instant in instants]
    if datetime.combine(day, clock) not in shown:
        return set()
    return set(map(microseconds, instants))
