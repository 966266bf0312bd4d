"""The tidy tables behind the maps: which shape each unit has, and the class of each value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.present.maps.classes import map_classes
from resilmeter.present.maps.figures import index_maps
from resilmeter.result import Result


def map_tables(result: Result) -> dict[str, pd.DataFrame]:
    """Lay out what the maps draw.

    Parameters
    ----------
    result : Result
        What a study led to.

    Returns
    -------
    dict of str to DataFrame
        boundaries and map_classes; empty where the study names no boundaries.
    """
    if result.boundaries is None:
        return {}
    return {"boundaries": _shapes(result), "map_classes": _classes(result)}


def _shapes(result: Result) -> pd.DataFrame:
    """Name the shape of each unit, and a point inside it; blank where it has none."""
    shapes = result.boundaries
    if shapes is None:
        raise AssertionError("a table of boundaries that were not read")
    table = shapes.centres.assign(shape=shapes.studied["name"])
    if shapes.tiles:
        table[["lon", "lat"]] = np.nan
    table = table.reindex(list(result.panel.units)).rename_axis("unit").reset_index()
    return table[["unit", "shape", "lon", "lat"]]


def _classes(result: Result) -> pd.DataFrame:
    """Give the class of every mapped value, and how far it is from another class (E-23)."""
    periods, choices = index_maps(result)
    index = result.scores.index
    kept = index[index.index.get_level_values("period").isin(periods)]
    classes = map_classes(kept.to_numpy(), choices)
    codes, margins = classes.of(kept.to_numpy()), classes.margins(kept.to_numpy())
    return kept.rename("index").reset_index().assign(**{
        "class": codes + 1,
        "low": classes.breaks[codes],
        "high": classes.breaks[codes + 1],
        "margin": np.where(np.isinf(margins), np.nan, margins),
    })  # fmt: skip
