"""The one block of data that the page carries: every view is a look-up in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from resilmeter.catalogue import Language, load
from resilmeter.framework import Framework, Indicator
from resilmeter.prepare import NORMALIZATIONS
from resilmeter.present.explorer.cells import MOST_CHARACTERS, cells
from resilmeter.present.explorer.chart import charts
from resilmeter.present.explorer.layout import clockwise, mean_rank_order, projection, tiles
from resilmeter.present.explorer.measures import measure_titles, measures
from resilmeter.present.explorer.weighing import gaps, obstacles, weighing
from resilmeter.present.words import group_title
from resilmeter.result import Result

# Texts that the page itself puts together.
WORDS = (
    "explore-said", "explore-profile-of", "explore-parts", "explore-measure", "explore-score",
    "explore-rank", "explore-group-mean", "explore-all-mean", "explore-change",
    "explore-indicators", "explore-indicators-other", "explore-indicators-scaled",
    "explore-broken", "explore-indicator", "explore-scaled",
    "explore-to-group", "explore-to-all", "explore-moved", "explore-sum", "explore-strongest",
    "explore-cells-left-out", "explore-cells-elsewhere", "explore-score-elsewhere",
    "explore-score-shared-out", "explore-obstacle-of", "explore-obstacle", "explore-lacking",
    "explore-obstacle-printed", "explore-obstacle-unweighted",
    "explore-obstacle-within-dimension", "explore-story", "explore-source", "explore-raw",
    "explore-not-read", "explore-status", "explore-divided", "explore-divided-by",
    "explore-treated", "explore-yes", "explore-no", "explore-value", "explore-goalposts",
    "explore-formula", "explore-formula-higher", "explore-formula-lower",
    "explore-formula-target", "explore-formula-other", "explore-formula-interval",
    "explore-formula-clipped", "explore-weight", "explore-contribution", "explore-product",
    "explore-product-other", "explore-product-share", "explore-not-additive", "explore-failed",
    "all-units", "none",
    "explore-close", "explore-mean-of", "explore-values", "explore-weight-of", "explore-std",
    "explore-conflict", "explore-entropy", "explore-weight-critic", "explore-weight-entropy",
    "explore-weight-std", "explore-weight-equal",
    "explore-weight-dimension", "explore-dimension", "explore-within", "explore-weights-of-periods",
    "explore-gap-of", "explore-pairs",
    "explore-pairs-all", "explore-pairs-within", "explore-pairs-between", "explore-gap-formula",
    "explore-gap-formula-sample", "explore-gap-note", "explore-gap-note-weighted",
    "explore-share", "explore-largest-pairs",
    "status-0", "status-1", "status-2", "status-3", "status-4", "status-5", "status-6",
)  # fmt: skip

MAP_ASPECT = 0.75  # height of a map over its width
# Treatments after which a value no longer has the unit of its indicator.
TRANSFORMS = frozenset({"log", "box-cox"})


def explorer_data(
    result: Result, languages: tuple[Language, ...], shapes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Gather everything the page looks up.

    Parameters
    ----------
    result : Result
        What a study led to.
    languages : tuple of {"en", "zh"}
        Languages of the page.
    shapes : mapping, optional
        GeoJSON FeatureCollection with the property "unit"; tiles if left out.

    Returns
    -------
    dict
        To be written as JSON. "cells" is None where the cells are too many, "shapes" where units
        are too many for tiles.
    """
    panel, found = result.panel, cells(result, MOST_CHARACTERS // len(languages))
    return {
        "units": list(panel.units),
        "group": [int(code) for code in panel.group_codes],
        "groups": [_in_both(group) for group in panel.group_order],
        "periods": list(panel.periods),
        "first": mean_rank_order(result)[0],
        "comparable": result.scores.comparable_over_time,
        "measures": measure_titles(result),
        "scores": measures(result).packed(),
        "indicators": _indicators(result),
        "weights": np.atleast_2d(result.weights.for_periods(panel.periods)).tolist(),
        "weighted": result.scores.method == "weighted-sum",
        "additive": result.scores.additive,
        "goalposts": NORMALIZATIONS[result.scaled.method].goalposts,
        "clipped": result.scaled.clipped,
        "transformed": result.provenance.study["prepare"]["treat"]["method"] in TRANSFORMS,
        "interval": list(result.scaled.interval),
        "weighing": weighing(result, languages),
        "gaps": gaps(result),
        "obstacles": obstacles(result),
        "elsewhere": result.scores.method == "imported",
        "digits": found.digits if found else None,
        "cells": found.block if found else None,
        "words": {code: _words(code) for code in languages},
        **_drawn(result, shapes),
    }  # fmt: skip


def _drawn(result: Result, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the charts and what they draw: the shapes given, tiles, or no map at all."""
    flat = None if given is not None else tiles(result)
    shapes = clockwise(given) if given is not None else flat.shapes if flat else None
    shown = flat.projection if flat else projection(shapes) if shapes is not None else None
    periods = result.panel.periods
    drawn = charts(periods, result.panel.units, shown)
    if not result.scores.comparable_over_time or len(periods) < 2:
        del drawn["trajectory"]
    return {
        "charts": drawn,
        "shapes": shapes,
        "headings": flat.headings if flat else [],
        "aspect": round(flat.high / flat.wide, 4) if flat else MAP_ASPECT,
    }


def _indicators(result: Result) -> list[dict[str, Any]]:
    framework, posts = result.panel.framework, result.scaled.goalposts
    count = len(framework.codes)
    low = posts["low"].to_numpy().reshape(-1, count)
    high = posts["high"].to_numpy().reshape(-1, count)
    return [
        _named(indicator, framework)
        | {"low": low[:, j].tolist(), "high": high[:, j].tolist()}
        for j, indicator in enumerate(framework.indicators)
    ]  # fmt: skip


def _named(indicator: Indicator, framework: Framework) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "en": indicator.title("en"),
        "zh": indicator.title("zh"),
        "dimension": framework.dimensions.index(indicator.dimension),
        "unit": {"en": indicator.unit, "zh": indicator.unit_zh or indicator.unit},
        "direction": indicator.direction,
        "target": [end if math.isfinite(end) else None for end in indicator.target],
        "denominator": indicator.denominator,
        "per": indicator.per,
    }


def _in_both(group: str) -> dict[str, str]:
    return {"en": group_title(group, "en"), "zh": group_title(group, "zh")}


def _words(language: Language) -> dict[str, str]:
    known = load("resilmeter.present", "words.toml")
    return {key: known[key][language] for key in WORDS}
