"""Strategies for values: texts, times, endings, quantities."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import get_args

from hypothesis import strategies as st

from peacetrack.testing.strategies.drawing import accepted, any_of, optional
from peacetrack.testing.strategies.invented import DAYS, EVENTS, START
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.quote import Quote
from peacetrack.words.value import Absence, Quantity
from peacetrack.words.when import After, Before, During, InWords, Moment, When

QUOTES = st.sampled_from(
    (Quote("on hold", start=3, end=10), Quote("so", prefix="or", suffix="ни"), Quote("=1"))
)

TEXTS = ("so", "on hold", "«sérieux»", "=1+1", "<b>no</b>", "ни", " ")


@cache
def texts() -> st.SearchStrategy[str]:
    """Draw short free words in Unicode's composed form."""
    return st.sampled_from(TEXTS)


@cache
def instants() -> st.SearchStrategy[datetime]:
    """Draw hours of January 2030, often the first of a day."""
    hours = any_of(range(0, 24 * 30 + 1, 24), range(24 * 30 + 1))
    return hours.map(lambda hour: START + timedelta(hours=hour))


@cache
def days() -> st.SearchStrategy[str]:
    """Draw days of January 2030."""
    return any_of(DAYS)


@cache
def edtf() -> st.SearchStrategy[str]:
    """Draw EDTF texts of January 2030, precise and imprecise."""
    pairs = st.tuples(days(), days()).map(sorted)
    return st.one_of(
        days(),
        instants().map(lambda time: time.isoformat().replace("+00:00", "Z")),
        st.tuples(days(), st.sampled_from("?~%")).map("".join),
        pairs.map("/".join),
        pairs.map(lambda pair: f"[{pair[0]},{pair[1]}]"),
        days().map(lambda day: f"/{day}"),
        days().map(lambda day: f"../{day}"),
        days().map(lambda day: f"{day}/"),
        days().map(lambda day: f"{day}/.."),
        st.sampled_from(("2030-01", "2030", "2030-01-XX", "203X", "2029-24", "/..")),
    )


@cache
def moments() -> st.SearchStrategy[Moment]:
    """Draw moments of every precision."""
    said = optional(TEXTS)
    parsed = st.builds(
        lambda text, said, inferred: Moment.parse(text, said=said, inferred=inferred),
        edtf(),
        said,
        st.booleans(),
    )
    return st.one_of(parsed, texts().filter(str.strip).map(Moment.unknown))


@cache
def events() -> st.SearchStrategy[str]:
    """Draw ids of events."""
    return st.sampled_from(EVENTS)


@cache
def whens() -> st.SearchStrategy[When]:
    """Draw moments and times bound to events."""
    bound = [st.builds(cls, events(), optional(TEXTS)) for cls in (During, Before, After)]
    return st.one_of(moments(), *bound)


@cache
def endings() -> st.SearchStrategy[Ending]:
    """Draw any ending."""
    event = events() | texts().map(InWords)
    drawn: dict[type, st.SearchStrategy[Ending]] = {
        At: whens().map(At),
        Undisclosed: st.just(Undisclosed()),
        WithEvent: event.map(WithEvent),
        NotBefore: event.map(NotBefore),
    }
    return st.one_of(*(drawn[ending] for ending in get_args(Ending)))


@cache
def absences() -> st.SearchStrategy[Absence]:
    """Draw any absence."""
    return st.sampled_from(Absence)


@cache
def numbers() -> st.SearchStrategy[int | Decimal]:
    """Draw small exact numbers."""
    fractions = st.decimals(0, 50, places=1, allow_nan=False, allow_infinity=False)
    return st.integers(-50, 50) | fractions


@cache
def quantities() -> st.SearchStrategy[Quantity]:
    """Draw numbers and ranges, open and closed, with and without a unit."""
    end = st.none() | numbers()
    return accepted(Quantity, {"low": end, "high": end, "unit": optional(("years", "troops"))})
