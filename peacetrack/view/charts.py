"""The pictures as Altair charts, for people who want to restyle them: the extra `charts`.

Each gives a chart of Altair with its data inside; `chart.data.values` are plain rows, and what
Altair can do can be done to it: `.properties(width=...)`, `.configure(...)`, `.save(...)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from peacetrack.analysis.trend import trend
from peacetrack.errors import MissingExtra
from peacetrack.position import Stance
from peacetrack.standing import Spell, Standing
from peacetrack.state import State
from peacetrack.view.convergence import NOW, THEN
from peacetrack.view.lane import Lane, lanes_of
from peacetrack.view.palette import SYMBOLS, TONES
from peacetrack.view.wording import in_words
from peacetrack.when import Period, TimeLike

if TYPE_CHECKING:
    import altair

_LEVELS = " : ".join(
    f"datum.value == {place - 2} ? '{stance}'" for place, stance in enumerate(Stance)
)


def _altair() -> Any:
    try:
        import altair  # a second to import, and only charts need it
    except ImportError as error:
        raise MissingExtra("altair", "charts") from error
    return altair


def lanes(state: State, term: str | None = None) -> altair.TopLevelMixin:
    """A swim lane a party, for one term or for all: pale while a stance may have begun.

    Beside a short bar stands the symbol alone; its word is in the tooltip and in the legend.
    Rows: term, party, stance, label, words, begins, certain, from (where the label stands), ends,
    lapsed.
    """
    alt = _altair()
    terms = list(state) if term is None else [state[term].id]
    rows = [
        row for found in lanes_of(state, terms).values() for lane in found for row in _spells(lane)
    ]
    party = alt.Y("party:N", sort=list(state.agenda.party_by_id), title=None)
    base = alt.Chart().encode(
        y=party, color=_colour(alt), tooltip=["party:N", "words:N", "begins:T", "ends:T"]
    )
    bars = base.mark_bar(size=18, yOffset=-8, stroke="#565656")
    layers = alt.layer(
        bars.encode(x=_time(alt, "begins"), x2="certain:T", opacity=alt.value(0.3)),
        bars.encode(
            x=_time(alt, "certain"),
            x2="ends:T",
            opacity=alt.condition("datum.lapsed", alt.value(0.3), alt.value(1)),
        ),
        base.mark_text(align="left", dx=2, dy=10, fontSize=11).encode(
            x=_time(alt, "from"), text="label:N", color=alt.value("black")
        ),
        data=alt.Data(values=_labelled(rows)),
    ).properties(width=680, height=alt.Step(40))
    header = alt.Header(
        labelAngle=0, labelOrient="top", labelAnchor="start", labelFontWeight="bold"
    )
    many = layers.facet(row=alt.Row("term:N", sort=terms, title=None, header=header)).resolve_scale(
        y="independent"
    )
    chart: altair.TopLevelMixin = many if term is None else layers.properties(title=terms[0])
    return chart


def _spells(lane: Lane) -> Iterator[dict[str, Any]]:
    for spell in lane.spells:
        standing = spell.standing
        if isinstance(standing.stance, Stance):
            certain = _certain(spell)
            if certain is None or spell.begins is None or spell.ends is None:
                continue  # before the calendar
            yield {
                "term": lane.term,
                **_told(lane.party, standing),
                "begins": spell.begins.isoformat(),
                "certain": certain.isoformat(),
                "from": (certain if certain < spell.ends else spell.begins).isoformat(),
                "ends": spell.ends.isoformat(),
                "lapsed": standing.lapsed,
            }


def _labelled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, those of short bars with the symbol alone for a label."""
    times = [datetime.fromisoformat(row[end]) for row in rows for end in ("from", "ends")]
    room = (max(times) - min(times)) / 9 if times else timedelta(0)
    return [
        row if ends - labelled >= room else {**row, "label": row["label"][:1]}
        for row, labelled, ends in zip(rows, times[::2], times[1::2], strict=True)
    ]


def _certain(spell: Spell) -> datetime | None:
    """From when on a stance has certainly begun; its end, where it never has."""
    latest = spell.standing.since.latest if spell.standing.since else None
    if latest is None or spell.begins is None or spell.ends is None:
        return spell.begins if spell.standing.certain else spell.ends
    return min(max(latest, spell.begins), spell.ends)


def _told(party: str, standing: Standing) -> dict[str, object]:
    stance = standing.stance
    assert isinstance(stance, Stance)
    return {
        "party": party,
        "stance": stance.value,
        "label": f"{SYMBOLS[stance]} {stance}",
        "words": in_words(standing),
    }


def board(state: State) -> altair.LayerChart:
    """Terms by parties as a grid of colours, each with its symbol and word.

    Rows: term, party, stance, label, words.
    """
    alt = _altair()
    rows = [
        {"term": term, **_told(party, standing)}
        for term in state
        for party, standing in state[term].items()
        if not standing.silent
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "party:N",
            sort=list(state.agenda.party_by_id),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0),
        ),
        y=alt.Y("term:N", sort=list(state), title=None, axis=alt.Axis(labelLimit=300)),
        tooltip=["term:N", "party:N", "words:N"],
    )
    bright = f"datum.stance == '{Stance.ACCEPTS.value}' || datum.stance == '{Stance.REJECTS.value}'"
    ink = alt.condition(bright, alt.value("white"), alt.value("#1c1c1c"))
    squares = base.mark_rect(stroke="white").encode(color=_colour(alt))
    chart: altair.LayerChart = alt.layer(
        squares, base.mark_text().encode(text="label:N", color=ink)
    ).properties(width=alt.Step(92), height=alt.Step(26))
    return chart


def convergence(
    state: State, start: TimeLike, end: TimeLike, every: Period, *, term: str | None = None
) -> altair.Chart:
    """The mean stance over valid time, as known now and as known then.

    Rows: at, known, mean, status, stances, needed, spread.
    """
    alt = _altair()
    id = None if term is None else state[term].id
    rows = [
        {"known": name, **_plain(point)}
        for name, known in ((NOW, "now"), (THEN, "then"))
        for point in trend(state, start, end, every, known=known)  # type: ignore[arg-type]
        if point.term == id
    ]
    levels = alt.Axis(values=[-2, -1, 0, 1, 2], labelExpr=f"{_LEVELS} : ''")
    chart: altair.Chart = (
        alt.Chart(alt.Data(values=rows), title=id or "the deal")
        .mark_line(point={"color": "#1c1c1c", "filled": True}, color="#1c1c1c")
        .encode(
            x=_time(alt, "at"),
            y=alt.Y("mean:Q", title=None, scale=alt.Scale(domain=[-2, 2]), axis=levels),
            strokeDash=alt.StrokeDash("known:N", sort=[NOW, THEN], title=None),
            tooltip=["at:T", "known:N", "status:N", "stances:Q", "needed:Q", "spread:Q"],
        )
    )
    return chart


def _plain(point: Any) -> dict[str, object]:
    return {
        "at": point.at.isoformat(),
        "mean": point.mean,
        "status": str(point.status or ""),
        "stances": point.stances,
        "needed": point.needed,
        "spread": point.spread,
    }


def _time(alt: Any, field: str) -> Any:
    return alt.X(f"{field}:T", title=None, scale=alt.Scale(type="utc"))


def _colour(alt: Any) -> Any:
    shown = {stance.value: TONES[stance].light.fill for stance in reversed(Stance)}
    scale = alt.Scale(domain=list(shown), range=list(shown.values()))
    legend = alt.Legend(symbolOpacity=1, symbolStrokeColor="#565656")
    return alt.Color("stance:N", title=None, scale=scale, legend=legend)
