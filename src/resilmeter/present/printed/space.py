"""The printed tables of space: association, survivors, and the way of the centre of gravity."""

from __future__ import annotations

from resilmeter.catalogue import Language
from resilmeter.present.printed.layout import PrintTable, header, number, text
from resilmeter.present.words import fixed, joined, word
from resilmeter.result import Result
from resilmeter.rows import each_row


def clusters_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out global association and the clusters that survive, period by period."""
    if result.space is None:
        return None
    found, weights = result.space.clusters, result.space.weights
    survivors = found.places[found.places["moran_survives"].astype(bool)]
    rows = []
    for row in each_row(found.totals):
        own = survivors[survivors["period"] == row.period]
        named = [f"{r.unit} ({word(f'quadrant-{r.quadrant}', language)})" for r in each_row(own)]
        rows.append((
            number(str(row.period)), number(fixed(row.moran, 4)), number(_p_value(row.moran_p)),
            number(fixed(row.geary, 4)), number(_p_value(row.geary_p)),
            text(joined(named, language) or word("none", language)),
        ))  # fmt: skip
    islands = joined(list(weights.islands), language) or word("none", language)
    titles = ("period", "moran", "p", "geary", "p", "survivors")
    return PrintTable(
        key="clusters",
        caption=word("caption-clusters", language),
        header=header(word(t, language) for t in titles),
        rows=tuple(rows),
        note=word("note-clusters", language, rule=word(f"rule-{weights.rule}", language),
                  detail=weights.detail, islands=islands,
                  expected=fixed(found.totals["moran_expected"].max(), 4)),
    )  # fmt: skip


def gravity_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out centre, shift and ellipse, period by period, with what may be claimed."""
    if result.space is None or result.space.gravity is None:
        return None
    table = result.space.gravity
    rows = tuple(
        (
            number(str(row.period)), number(fixed(row.distance, 1)), number(fixed(row.bearing, 0)),
            number(f"{fixed(row.east_low, 1)} … {fixed(row.east_high, 1)}"),
            number(f"{fixed(row.north_low, 1)} … {fixed(row.north_high, 1)}"),
            number(fixed(row.major, 1)), number(fixed(row.minor, 1)),
            number(fixed(row.rotation, 0)),
        )
        for row in each_row(table)
    )  # fmt: skip
    titles = ("period", "moved-km", "bearing", "east-interval", "north-interval", "major", "minor",
              "rotation")  # fmt: skip
    return PrintTable(
        key="gravity",
        caption=word("caption-gravity", language, start=table["period"].iloc[0]),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-gravity", language, projection=table["projection"].iloc[0]),
    )


def _p_value(p: float) -> str:
    return "< 0.001" if p < 0.001 else fixed(p, 3)
