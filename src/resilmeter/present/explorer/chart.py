"""The three charts as Vega-Lite: map, ranking, trajectory. Their data come in the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width

from resilmeter.present.palette import COLOURS

# Five steps of YlGnBu, light to dark: lightness falls all the way, for readers with any eyes.
RAMP = ("#e4f2c3", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
NO_DATA = "#e6e6e6"
CHOSEN = "#d55e00"
# The unit chosen, its group, all units: colour and dash tell them apart, in chart and key.
SERIES = ((CHOSEN, "solid"), (COLOURS[0], "dashed"), ("#5a6775", "dotted"))
TOP = 30
BAR = 17  # pixels a bar of the ranking
# Pixels kept free for labels. Their own widths come with the data, and measuring them at every
# step of the slider takes longer than drawing.
NUMBER, RANK, MOST_ROOM, BELOW = 40, 26, 150, 20
# Axes say nothing to a screen reader: their texts would be English on every page, and each mark
# says its name and number in the language of the page.

# A unit carries one wide row for all measures and periods; the slider only moves the place looked
# at. A long table would be filtered and drawn anew at each step.
PLACE = "measure * periods + period"
FONT = 'system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'


def charts(
    periods: Sequence[int], units: Sequence[str], projection: dict[str, Any] | None
) -> dict[str, Any]:
    """Describe the charts of the explorer.

    Parameters
    ----------
    periods : sequence of int
        Periods of the study, increasing.
    units : sequence of str
        Names of the units.
    projection : dict or None
        How the shapes are projected; None without shapes, and so without a map.

    Returns
    -------
    dict of str to dict
        Vega-Lite specifications "map", "ranking" and "trajectory", with named data sets "units",
        "shapes", "headings" and "lines", and parameters measure, period, chosen and cuts.
    """
    drawn = {"ranking": _ranking(len(periods), units), "trajectory": _trajectory(periods)}
    if projection is not None:
        drawn["map"] = _map(len(periods), projection)
    fits = {"map": "fit", "ranking": "fit-x", "trajectory": "fit-x"}
    return {name: _finished(drawn[name], fit) for name, fit in fits.items() if name in drawn}


def _params(periods: int) -> list[Any]:
    import altair as alt  # noqa: PLC0415  only a report needs it, and it takes a while to load

    cuts = [alt.param(name=f"cut{n}", value=n + 1.0) for n in range(len(RAMP) - 1)]
    return [
        alt.param(name="measure", value=0),
        alt.param(name="period", value=0),
        alt.param(name="periods", value=periods),
        alt.param(name="chosen", value=-1),
        *cuts,
    ]


def _colour() -> Any:
    """Colour by classes whose ends are given: pooled breaks of the study, not bins of a chart."""
    import altair as alt  # noqa: PLC0415

    cuts: Any = [{"expr": f"cut{n}"} for n in range(len(RAMP) - 1)]
    scale = alt.Scale(type="threshold", domain=cuts, range=list(RAMP))
    return alt.Color("value:Q", scale=scale, legend=None)


def _map(periods: int, projection: dict[str, Any]) -> Any:
    """Draw shapes or tiles, each looking its unit's wide row up."""
    import altair as alt  # noqa: PLC0415

    rows = alt.LookupData(data=alt.NamedData("units"), key="name", fields=["unit", "wide", "name"])
    marked = alt.condition("datum.unit === chosen", alt.value(CHOSEN), alt.value("#ffffff"))
    wide = alt.condition("datum.unit === chosen", alt.value(2.5), alt.value(0.4))
    shapes = (
        alt.Chart(alt.NamedData("shapes"), name="shapes_marks")
        .mark_geoshape(strokeJoin="round", invalid="show")
        .transform_lookup(lookup="properties.unit", from_=rows)
        .transform_calculate(value=f"isValid(datum.wide) ? datum.wide[{PLACE}] : null")
        .transform_calculate(label="isValid(datum.wide) ? datum.name + ': ' + "
                             "format(datum.value, '.4f') : datum.properties.unit")
        .encode(
            color=_colour(), stroke=marked, strokeWidth=wide, tooltip="label:N",
            description="label:N",
        )
    )  # fmt: skip
    headings = (
        alt.Chart(alt.NamedData("headings"), name="headings_marks")
        .mark_text(
            align="left",
            baseline="bottom",
            fontSize=12,
            fontWeight=600,
            color="#1d2733",
            aria=False,
        )
        .encode(longitude="x:Q", latitude="y:Q", text="label:N")
    )
    return (
        alt.layer(shapes, headings)
        .add_params(*_params(periods))
        .project(**projection)
        .properties(width="container", height="container")
    )


def _ranking(periods: int, units: Sequence[str]) -> Any:
    """Draw bars of the best units, and of the chosen one wherever it stands."""
    import altair as alt  # noqa: PLC0415

    order = alt.EncodingSortField("rank", op="min", order="ascending")
    room = _room(units)
    return (
        alt.Chart(alt.NamedData("units"), name="ranking_marks")
        .mark_bar()
        .transform_calculate(value=f"datum.wide[{PLACE}]", rank=f"datum.ranks[{PLACE}]")
        .transform_filter(f"datum.rank <= {TOP} || datum.unit === chosen")
        .transform_calculate(label="datum.rank + '. ' + datum.name",
                             told="datum.label + ': ' + format(datum.value, '.4f')")
        .encode(
            x=alt.X("value:Q", title=None, axis=alt.Axis(orient="top", tickCount=4, aria=False)),
            y=alt.Y("label:N", sort=order, title=None,
                    axis=alt.Axis(labelLimit=room, minExtent=room, maxExtent=room, ticks=False,
                                   domain=False, aria=False)),
            color=_colour(),
            stroke=alt.condition("datum.unit === chosen", alt.value(CHOSEN), alt.value("#7f8b98")),
            strokeWidth=alt.condition("datum.unit === chosen", alt.value(2.5), alt.value(0.3)),
            tooltip="told:N", description="told:N",
        )
        .add_params(*_params(periods))
        .properties(width="container", height=BAR * min(len(units), TOP + 1))
    )  # fmt: skip


def _room(names: Sequence[str]) -> int:
    """Estimate the pixels that the longest name takes at 10 pixels a letter; cut if too long."""
    wide = [sum(10.5 if east_asian_width(x) in "WF" else 6.0 for x in name) for name in names]
    return min(MOST_ROOM, RANK + round(max(wide)))


def _trajectory(periods: Sequence[int]) -> Any:
    """Draw the chosen unit, its group and all units over time; a rule marks the period shown."""
    import altair as alt  # noqa: PLC0415

    series = alt.Scale(domain=[0, 1, 2], range=[colour for colour, _ in SERIES])
    dashes = alt.Scale(domain=[0, 1, 2], range=[[1, 0], [6, 3], [2, 2]])
    ticks = list(periods) if len(periods) <= 8 else alt.Undefined
    axis = alt.Axis(
        format="d", title=None, grid=False, values=ticks, labelOverlap=True, minExtent=BELOW,
        maxExtent=BELOW, aria=False,
    )  # fmt: skip
    lines = (
        alt.Chart(alt.NamedData("lines"), name="lines_marks")
        .mark_line(point=alt.OverlayMarkDef(size=45), strokeWidth=2)
        .encode(
            x=alt.X("year:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=12)),
            y=alt.Y(
                "value:Q", title=None, scale=alt.Scale(zero=False),
                axis=alt.Axis(minExtent=NUMBER, maxExtent=NUMBER, aria=False),
            ),
            color=alt.Color("series:N", scale=series, legend=None),
            strokeDash=alt.StrokeDash("series:N", scale=dashes, legend=None),
            tooltip="label:N", description="label:N",
        )
    )  # fmt: skip
    rule = (
        alt.Chart(alt.NamedData("lines"), name="now_marks")
        .mark_rule(color="#9aa5b1", strokeDash=[2, 2], aria=False)
        .transform_filter("datum.place === period && datum.series === 2")
        .encode(x="year:Q")
    )
    return (
        alt.layer(rule, lines)
        .add_params(*_params(len(periods)))
        .properties(width="container", height=230)
    )


def _finished(chart: Any, fit: str) -> dict[str, Any]:
    """Turn into a specification with our fonts; same chart, same text."""
    grey = {"color": {"value": NO_DATA}, "fill": {"value": NO_DATA}}
    config = {
        "font": FONT, "view": {"stroke": None}, "axis": {"labelColor": "#1d2733"},
        "scale": {"invalid": grey},
    }  # fmt: skip
    # Checked against the schema in tests: checking takes longer than all the rest.
    described: dict[str, Any] = chart.to_dict(validate=False)
    return {**described, "config": config, "autosize": {"type": fit, "contains": "padding"}}
