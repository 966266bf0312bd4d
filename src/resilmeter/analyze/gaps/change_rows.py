"""Rows of the tables of a change."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.layout import Keys, cell_keys, flat, pair_keys
from resilmeter.analyze.gaps.sample import GapSample
from resilmeter.core.arrays import FloatArray
from resilmeter.core.inequality import ChangeIntervals, GiniCells, dagum_of, gini_change
from resilmeter.core.inequality.cells import sum_pairs
from resilmeter.errors import problem

Places = tuple[int, int]
COLUMNS = (
    "level", "group_a", "group_b", "dimension", "first", "last", "change", "share_effect",
    "concentration_effect", "first_share", "last_share", "change_share", "error", "low", "high",
    "note",
)  # fmt: skip


def part_tables(
    sample: GapSample, places: Places, intervals: ChangeIntervals | None, note: str
) -> Iterator[pd.DataFrame]:
    """Lay out the change of every part, a table a level."""
    splits = [sample.splits[place] for place in places]
    change = gini_change(*splits)
    effects = {
        "share_effect": change.share_effect, "concentration_effect": change.concentration_effect,
    }  # fmt: skip
    no_mean = problem("component-mean-zero" if sample.additive else "shapley-no-level").text()
    for level, (field, keys) in _levels(sample).items():
        values = _values(splits, field)
        values["change"] = np.asarray(getattr(change, field))
        # Shapley parts have no level, and so no share of the mean whose change has an effect.
        blank_effect = 1.0 if sample.additive else np.nan
        values |= {name: blank_effect * _summed(effect, field) for name, effect in effects.items()}
        values |= _bounds(intervals, field, values["change"].shape)
        columns = {name: flat(value) for name, value in values.items()}
        wholes = {"first": splits[0].gini, "last": splits[1].gini, "change": change.gini}
        columns |= {f"{name}_share": columns[name] / (whole or np.nan)
                    for name, whole in wholes.items()}  # fmt: skip
        table = pd.DataFrame({"group_a": "", "group_b": "", "dimension": "", **columns},
                             index=range(len(columns["change"])))  # fmt: skip
        blank = np.isnan(columns["share_effect"])
        notes = [("; ".join(filter(None, (note, no_mean)))) if b else note for b in blank]
        yield table.assign(level=level, note=notes, **keys)[list(COLUMNS)]


def _levels(sample: GapSample) -> dict[str, tuple[str, Keys]]:
    """Give each level the field that holds its parts, and the names of these."""
    dimensions = {"dimension": np.array(sample.dimensions, dtype=object)}
    groups: dict[str, tuple[str, Keys]] = {
        "within": ("within", {}), "between": ("between", {}), "pair": ("pairs", pair_keys(sample)),
    }  # fmt: skip
    return {
        "total": ("gini", {}),
        **(groups if sample.grouped else {}),
        "dimension": ("components", dimensions),
        "cell": ("cells", cell_keys(sample)),
    }


def _values(splits: list[GiniCells], field: str) -> dict[str, FloatArray]:
    first, last = (np.asarray(getattr(split, field)) for split in splits)
    return {"first": first, "last": last}


def _summed(effect: FloatArray, field: str) -> FloatArray:
    """Sum the effects on cells as the parts are sums of cells."""
    pairs = effect.sum(axis=2)
    within, whole = np.trace(pairs), np.triu(pairs).sum()
    sums: dict[str, FloatArray] = {
        "gini": np.asarray(whole),
        "within": np.asarray(within),
        "between": np.asarray(whole - within),
        "pairs": pairs,
        "components": sum_pairs(effect),
        "cells": effect,
    }
    return sums[field]


def _bounds(
    intervals: ChangeIntervals | None, field: str, shape: tuple[int, ...]
) -> dict[str, FloatArray]:
    """Error and interval of one kind of parts; blank where cities could not be drawn."""
    names = ("error", "low", "high")
    if intervals is None:
        return {name: np.full(shape, np.nan) for name in names}
    return {name: np.asarray(getattr(getattr(intervals, field), name)) for name in names}


def own_table(
    sample: GapSample, places: Places, intervals: ChangeIntervals | None, note: str
) -> pd.DataFrame:
    """Lay out the change of each group's own Gini coefficient."""
    first, last = (dagum_of(sample.splits[place]).own for place in places)
    bounds = _bounds(intervals, "own", last.shape)
    alone = problem("one-of-a-kind").text()
    few = sample.splits[0].sizes < 2
    for bound in bounds.values():
        bound[few] = np.nan
    return pd.DataFrame(
        {"group": np.array(sample.names, dtype=object), "first": first, "last": last,
         "change": last - first, **bounds, "note": [note or alone if f else note for f in few]}
    )  # fmt: skip
