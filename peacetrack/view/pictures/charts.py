"""The pictures as Altair charts, for people who want to restyle them: the extra `charts`.

Each gives a chart of Altair with its data inside; `chart.data.values` are plain rows, and what
Altair can do can be done to it: `.properties(width=...)`, `.configure(...)`, `.save(...)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peacetrack.analysis.square import concerned, shown_on
from peacetrack.errors import MissingExtraError
from peacetrack.rules.standing import Spell, Standing
from peacetrack.state import State
from peacetrack.table.palette import GROUND, SOFT, STANCE_LOOKS, STRONG, SYMBOLS
from peacetrack.view.board import cell_of, legend_of, stance_cell
from peacetrack.view.pictures.convergence import NOW, THEN, lines_of
from peacetrack.view.pictures.lane import Lane, lanes_of
from peacetrack.view.pictures.lettering import width_of, wrapped
from peacetrack.view.wording import standing_text
from peacetrack.words.stance import Stance
from peacetrack.words.when import Period, TimeLike

if TYPE_CHECKING:
    import altair

_WIDTH = 680
"""How wide charts over time are, in pixels, until one says otherwise."""
_STEP = 150
"""How wide the columns of the board are."""
_SYMBOLS = " : ".join(
    [f"datum.label == '{stance}' ? '{SYMBOLS[stance]} {stance}'" for stance in Stance]
    + ["datum.label"]
)
"""The word of a stance with its symbol."""
_LEVELS = " : ".join(
    f"datum.value == {place - 2} ? '{stance}'" for place, stance in enumerate(Stance)
)


def _altair() -> Any:
    try:
        import altair  # a second to import, and only charts need it
    except ImportError as error:
        raise MissingExtraError("altair", "charts") from error
    return altair


def lanes(state: State, term: str | None = None) -> altair.TopLevelMixin:
    """A swim lane a party, for one term or for all: pale while a stance may have begun.

    A lapsed stance is hollow. Beside a short bar stands the symbol alone; its word is in the
    tooltip and in the legend. Rows: term, party, stance, label, words, begins, certain, from (where
    the label stands), ends, lapsed; of who never took a stance only term, party and words.
    """
    alt = _altair()
    terms = list(state) if term is None else [state[term].id]
    found = [lane for lanes in lanes_of(state, terms).values() for lane in lanes]
    rows = [row for lane in found for row in _spells(lane)]
    signs = legend_of(spell.standing for lane in found for spell in lane.spells)
    base = alt.Chart().encode(
        y=alt.Y(
            "party:N",
            sort=list(state.agenda.party_by_id),
            title=None,
            axis=alt.Axis(labelLimit=0),
        ),
        color=_colour(alt, ["pale: may have begun", "hollow: lapsed", *_lines_of(signs)]),
        tooltip=["party:N", "words:N", "begins:T", "ends:T"],
    )
    layers = alt.layer(
        *_bars(alt, base, *_between(rows)), _words(alt, base), data=alt.Data(values=_labelled(rows))
    ).properties(width=_WIDTH, height=alt.Step(40))
    chart: altair.TopLevelMixin = (
        _below_each_other(alt, layers, terms) if term is None else layers.properties(title=terms[0])
    )
    return chart


def _bars(alt: Any, base: Any, begins: datetime, ends: datetime) -> Iterator[Any]:
    """Bars: pale, then full or hollow; with their labels below them."""
    bars = base.mark_bar(size=18, yOffset=-8, stroke=SOFT.light.ink)
    hollow = base.mark_bar(size=18, yOffset=-8, fillOpacity=0, strokeDash=[4, 3])
    certain = _time(alt, "certain", begins, ends)
    yield bars.encode(x=_time(alt, "begins", begins, ends), x2="certain:T", opacity=alt.value(0.3))
    yield bars.transform_filter("!datum.lapsed").encode(x=certain, x2="ends:T")
    yield hollow.transform_filter("datum.lapsed").encode(x=certain, x2="ends:T", stroke=_edge(alt))
    yield base.mark_text(align="left", dx=2, dy=10, fontSize=11).encode(
        x=_time(alt, "from", begins, ends), text="label:N", color=alt.value("black")
    )


def _words(alt: Any, base: Any) -> Any:
    """What there is instead of a stance, in the rows that have no bar."""
    without = base.transform_filter("datum.stance === null")
    return without.mark_text(align="left", fontSize=11, fontStyle="italic").encode(
        x=alt.value(4), text="words:N", color=alt.value(SOFT.light.ink)
    )


def _below_each_other(alt: Any, layers: Any, terms: list[str]) -> Any:
    """A chart for each term, below its id."""
    header = alt.Header(
        labelAngle=0,
        labelOrient="top",
        labelAnchor="start",
        labelFontWeight="bold",
        labelLimit=0,
    )
    row = alt.Row("term:N", sort=terms, title=None, header=header)
    return layers.facet(row=row).resolve_scale(y="independent")


def _spells(lane: Lane) -> Iterator[dict[str, Any]]:
    if all(spell.standing.silent for spell in lane.spells):
        words = standing_text(lane.spells[-1].standing) if lane.spells else "silent"
        yield {"term": lane.term, "party": lane.party, "stance": None, "words": words}
    for spell in lane.spells:
        standing = spell.standing
        if isinstance(standing.stance, Stance):
            certain = _certain(spell)
            if certain is None or spell.ends is None:
                continue  # outside the calendar
            begins = certain if spell.begins is None else spell.begins
            yield {
                "term": lane.term,
                **_told(lane.party, standing),
                "begins": begins.isoformat(),
                "certain": certain.isoformat(),
                "from": (certain if certain < spell.ends else begins).isoformat(),
                "ends": spell.ends.isoformat(),
            }


def _between(rows: list[dict[str, Any]]) -> tuple[datetime, datetime]:
    """From when to when the bars of some rows reach."""
    told = [row[end] for row in rows for end in ("begins", "ends") if end in row]
    times = [datetime.fromisoformat(time) for time in told] or [datetime(1, 1, 1, tzinfo=UTC)]
    return min(times), max(times)


def _labelled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, those of short bars with the stance, or its symbol, alone for a label."""
    begins, ends = _between(rows)
    scale = _WIDTH / max((ends - begins).total_seconds(), 1)
    return [{**row, "label": _fitting(row, scale)} if "from" in row else row for row in rows]


def _fitting(row: dict[str, Any], scale: float) -> str:
    """As much of a label as fits below its bar."""
    start, end = (datetime.fromisoformat(row[name]) for name in ("from", "ends"))
    room = (end - start).total_seconds() * scale
    label: str = row["label"]
    texts = (label, " ".join(label.split()[:2]))
    return next((text for text in texts if width_of(text, 11) <= room), label[:1])


def _certain(spell: Spell) -> datetime | None:
    """From when on a stance has certainly begun; its end, where it never has."""
    latest = spell.standing.since.latest if spell.standing.since else None
    if latest is None or spell.ends is None:
        return spell.begins if spell.standing.certain else spell.ends
    return min(max(latest, spell.begins or latest), spell.ends)


def _told(party: str, standing: Standing) -> dict[str, object]:
    stance = standing.stance if isinstance(standing.stance, Stance) else None
    return {
        "party": party,
        "stance": stance and stance.value,
        "label": cell_of(standing).text,
        "words": standing_text(standing),
        "lapsed": standing.lapsed,
    }


def board(state: State) -> altair.LayerChart:
    """Terms by parties as a grid of colours, each with the words and marks of the board.

    Rows: term, party, stance (None where there is none), label, lines (the label as it is wrapped),
    words, lapsed (which is pale).
    """
    alt = _altair()
    shown = {
        (term, party): state[term][party]
        for term, here in shown_on(state, concerned(state, state)).items()
        for party in state.agenda.party_by_id
        if party in here
    }
    rows = [_square(state, standing) for standing in shown.values()]
    high = max((row["lines"].count("\n") for row in rows), default=0) + 1
    signs = _lines_of(legend_of(shown.values()))
    parties = {party for _, party in shown}
    columns = [party for party in state.agenda.party_by_id if party in parties]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("party:N", scale=alt.Scale(domain=columns), title=None, axis=_top(alt, columns)),
        y=alt.Y(
            "term:N",
            scale=alt.Scale(domain=list(state)),
            title=None,
            axis=alt.Axis(labelLimit=0),
        ),
        tooltip=["term:N", "party:N", "words:N"],
    )
    cell = {"lineBreak": "\n", "dy": 6 - 6 * high}
    standing = base.transform_filter("datum.stance !== null")
    silent = base.transform_filter("datum.stance === null")
    live = standing.transform_filter("!datum.lapsed")
    lapsed = standing.transform_filter("datum.lapsed")
    chart: altair.LayerChart = (
        alt.layer(
            standing.mark_rect(stroke="white").encode(
                color=_colour(alt, ["pale: lapsed", ". needed, and silent", *signs]),
                opacity=_opacity(alt),
            ),
            live.mark_text(**cell).encode(text="lines:N", color=_ink(alt)),
            lapsed.mark_text(**cell, color=GROUND.light.ink).encode(text="lines:N"),
            silent.mark_text(**cell, color=SOFT.light.ink).encode(text="lines:N"),
        )
        .resolve_scale(color="independent")
        .properties(width=alt.Step(_STEP), height=alt.Step(14 + 12 * high))
    )
    return chart


def _square(state: State, standing: Standing) -> dict[str, Any]:
    """The row of one square."""
    label = str(stance_cell(state, state[standing.term], standing.party))
    lines = "\n".join(wrapped(label, _STEP - 12, 11))
    told = _told(standing.party, standing)
    return {"term": standing.term, **told, "label": label, "lines": lines}


def _top(alt: Any, columns: list[str]) -> Any:
    """The axis with the ids of the parties, aslant where one is wider than its column."""
    wide = any(width_of(party, 10) > _STEP for party in columns)
    angle, align = (-20, "left") if wide else (0, "center")
    return alt.Axis(orient="top", labelAngle=angle, labelAlign=align, labelLimit=0)


def convergence(
    state: State,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    every: Period | None = None,
    *,
    term: str | None = None,
) -> altair.VConcatChart:
    """The mean of the stances that are known over valid time, as known now and as known then.

    Below stand how many of the needed stances are known, and of the deal how many terms are agreed.
    Rows: at, known, mean, status, stances, needed, agreed, terms, spread.
    """
    alt = _altair()
    id = None if term is None else state[term].id
    lines = lines_of(state, start, end, every, id)
    rows = [{"known": name, **_plain(p)} for name, told in lines.points.items() for p in told]
    levels = alt.Axis(values=[-2, -1, 0, 1, 2], labelExpr=f"{_LEVELS} : ''")
    times = [point.at for point in lines.every] or [state.basis.valid]
    base = alt.Chart().encode(
        x=_time(alt, "at", min(times), max(times)),
        strokeDash=alt.StrokeDash("known:N", sort=[NOW, THEN], title=None),
        tooltip=["at:T", "known:N", "status:N", "stances:Q", "needed:Q", "agreed:Q", "spread:Q"],
    )
    mean = base.mark_line(
        point={"color": STRONG.light.fill, "filled": True},
        color=STRONG.light.fill,
        interpolate="step-after",
    ).encode(y=alt.Y("mean:Q", title=None, scale=alt.Scale(domain=[-2, 2]), axis=levels))
    counts = [_count(alt, base, "stances", max((p.needed for p in lines.every), default=0))]
    if id is None:
        counts.append(_count(alt, base, "agreed", max((p.terms for p in lines.every), default=0)))
    chart: altair.VConcatChart = alt.vconcat(
        mean.properties(width=_WIDTH),
        *counts,
        data=alt.Data(values=rows),
        title=f"mean of the stances that are known: {id or 'the deal'}",
    )
    return chart


def _count(alt: Any, base: Any, field: str, most: int) -> Any:
    """A count over time: an area as known now, a line as known then."""
    what = {"stances": "stances known", "agreed": "terms agreed"}[field]
    y = alt.Y(f"{field}:Q", title=f"{what}, of {most}", scale=alt.Scale(domain=[0, max(most, 1)]))
    area = base.transform_filter(f"datum.known === '{NOW}'").mark_area(
        interpolate="step-after", color=SOFT.light.edge
    )
    line = base.mark_line(interpolate="step-after", color=STRONG.light.fill)
    return alt.layer(area.encode(y=y), line.encode(y=y)).properties(width=_WIDTH, height=70)


def _plain(point: Any) -> dict[str, object]:
    return {
        "at": point.at.isoformat(),
        "mean": point.mean,
        "status": str(point.status or ""),
        "stances": point.stances,
        "needed": point.needed,
        "agreed": point.agreed,
        "terms": point.terms,
        "spread": point.spread,
    }


def _time(alt: Any, field: str, begins: datetime, ends: datetime) -> Any:
    """Valid time along a chart, with labels as precise as what is shown is long."""
    days = (ends - begins).total_seconds() / 86_400
    form = "%-d %b %H:%M" if days <= 10 else "%-d %b %Y" if days <= 600 else "%b %Y"
    axis = alt.Axis(format=form, tickCount=7, labelOverlap=True)
    return alt.X(f"{field}:T", title=None, scale=alt.Scale(type="utc"), axis=axis)


def _colour(alt: Any, marks: list[str]) -> Any:
    """The colours of the stances; the legend has their symbols, too, and what marks mean."""
    shown = {stance.value: STANCE_LOOKS[stance].light.fill for stance in reversed(Stance)}
    scale = alt.Scale(domain=list(shown), range=list(shown.values()))
    legend = alt.Legend(
        title=marks,
        titleFontWeight="normal",
        titleLimit=0,
        symbolOpacity=1,
        symbolStrokeColor=SOFT.light.ink,
        labelExpr=_SYMBOLS,
    )
    return alt.Color("stance:N", scale=scale, legend=legend)


def _edge(alt: Any) -> Any:
    """The colour of a stance as the edge of what is hollow."""
    edges = {stance.value: STANCE_LOOKS[stance].light.edge for stance in Stance}
    scale = alt.Scale(domain=list(edges), range=list(edges.values()))
    return alt.Stroke("stance:N", scale=scale, legend=None)


def _lines_of(legend: list[str]) -> list[str]:
    """The meanings of marks, one a line."""
    return [one for line in legend for one in line.split("  ")]


def _opacity(alt: Any) -> Any:
    """Pale once it has lapsed."""
    return alt.condition("datum.lapsed", alt.value(0.3), alt.value(1))


def _ink(alt: Any) -> Any:
    """The ink that can be read on the colour of a stance."""
    inks = {stance.value: STANCE_LOOKS[stance].light.ink for stance in Stance}
    scale = alt.Scale(domain=list(inks), range=list(inks.values()))
    return alt.Color("stance:N", scale=scale, legend=None)
