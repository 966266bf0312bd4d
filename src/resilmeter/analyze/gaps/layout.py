"""Lay arrays by period, pair of groups and dimension out as tidy tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.sample import GapSplits
from resilmeter.core.arrays import FloatArray, IntArray

Keys = dict[str, np.ndarray]


def pair_places(k: int) -> tuple[IntArray, IntArray]:
    """Places of groups with themselves, then of unordered pairs, as S1 prints them."""
    upper = np.triu_indices(k, 1)
    first, second = (np.concatenate([np.arange(k), places]) for places in upper)
    return first, second


def pair_keys(sample: GapSplits) -> Keys:
    """Name the pairs of groups, in the order of `pair_places`."""
    names = np.array(sample.names, dtype=object)
    first, second = pair_places(len(names))
    return {"group_a": names[first], "group_b": names[second]}


def cell_keys(sample: GapSplits) -> Keys:
    """Name the cells: each pair of groups with every dimension."""
    q = len(sample.dimensions)
    keys = {key: np.repeat(pair, q) for key, pair in pair_keys(sample).items()}
    pairs = len(keys["group_a"]) // q
    return {**keys, "dimension": np.tile(np.array(sample.dimensions, dtype=object), pairs)}


def at_pairs(arrays: FloatArray) -> FloatArray:
    """Pick unordered pairs out of symmetric (T, k, k, ...) arrays: (T, pairs, ...)."""
    first, second = pair_places(arrays.shape[1])
    return np.asarray(arrays[:, first, second], dtype=np.float64)


def flat(array: FloatArray) -> FloatArray:
    """Lay one period's array out flat; of symmetric (k, k, ...) ones only unordered pairs."""
    return np.ravel(at_pairs(array[None])[0] if array.ndim > 1 else array)


def tidy(periods: tuple[int, ...], keys: Keys, values: dict[str, np.ndarray]) -> pd.DataFrame:
    """Repeat the keys in every period and set the values, (periods, ...) arrays, beside them."""
    rows = len(next(iter(keys.values())))
    return pd.DataFrame(
        {
            "period": np.repeat(periods, rows),
            **{name: np.tile(key, len(periods)) for name, key in keys.items()},
            **{name: value.reshape(-1) for name, value in values.items()},
        }
    )


def ratios(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Divide; not defined (NaN, an empty cell in the files) where the whole is zero."""
    part, whole = np.broadcast_arrays(part, whole)
    blank = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=blank, where=whole != 0), dtype=np.float64)
