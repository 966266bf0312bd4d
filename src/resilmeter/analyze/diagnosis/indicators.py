"""Each indicator and each pair: what it does to the index, and what it repeats."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze.diagnosis.sample import Sample
from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.core.collinearity import variance_inflation
from resilmeter.core.importance import LEAST_ROWS, correlation_ratios

# Two indicators that correlate beyond this say the same thing twice (OECD-JRC handbook, 2008).
SAME = 0.95
# Below this, two indicators of one dimension pull it apart: one of the directions is doubtful.
OPPOSED = -0.3

CONSTANT = "n/a: the indicator does not vary"
CONSTANT_PAIR = "n/a: one of the two does not vary"
CONSTANT_INDEX = "n/a: the index does not vary"
FEW_ROWS = f"n/a: importance needs at least {LEAST_ROWS} unit-periods"
ALONE = "n/a: no other indicator in the dimension"
CONSTANT_REST = "n/a: the indicator or the rest of its dimension does not vary"
NO_OTHERS = "n/a: variance inflation needs two indicators that vary"
FEW_FOR_VIF = "n/a: variance inflation needs more unit-periods than indicators"
NO_IMPORTANCE = "n/a: no importance differs from chance"


def indicator_table(sample: Sample) -> pd.DataFrame:
    """Lay out one row an indicator; see `Diagnosis.indicators`."""
    reached, ratio = sample.reached, _ratios(sample)
    same, opposed = pair_flags(sample)
    total = float(np.nansum(ratio))
    weights = sample.scores.weights.table.reindex(columns=["weight_without_extreme"])
    return pd.DataFrame(
        {
            "indicator": sample.framework.codes,
            "dimension": [i.dimension for i in sample.framework.indicators],
            "weight": sample.scores.weights.values,
            "weight_without_extreme": weights.to_numpy(dtype=np.float64).ravel(),
            "correlation_ratio": ratio,
            "importance": ratio / total if total > 0 else np.nan,
            "index_correlation": sample.with_index,
            "index_r2": sample.with_index**2,
            "item_rest": sample.item_rest,
            "same": same.sum(axis=0),
            "opposed": opposed.sum(axis=0),
            "vif": _inflation(sample),
            "floor": _count(reached <= 0, reached),
            "ceiling": _count(reached >= 1, reached),
            "fill": reached.mean(axis=0),
            "contested": sample.contested,
            "note": _notes(sample, total),
        }
    )


def _count(flagged: BoolArray, reached: FloatArray) -> np.ndarray:
    """Count flagged cells by column; blank where values have no worst and no best."""
    return np.where(np.isnan(reached).any(axis=0), np.nan, flagged.sum(axis=0))


def pair_table(sample: Sample) -> pd.DataFrame:
    """Lay out one row a pair of indicators; see `Diagnosis.correlations`."""
    framework = sample.framework
    first, second = np.triu_indices(len(framework.codes), k=1)
    codes, of = np.array(framework.codes, dtype=object), framework.dimension_codes
    same, opposed = pair_flags(sample)
    pearson = sample.pearson[first, second]
    return pd.DataFrame(
        {
            "indicator_a": codes[first],
            "indicator_b": codes[second],
            "same_dimension": of[first] == of[second],
            "pearson": pearson,
            "spearman": sample.spearman[first, second],
            "double_counting": same[first, second],
            "opposed": opposed[first, second],
            "note": np.where(np.isnan(pearson), CONSTANT_PAIR, ""),
        }
    )


def pair_flags(sample: Sample) -> tuple[BoolArray, BoolArray]:
    """Tell which pairs say the same twice, and which of one dimension pull it apart."""
    r, of = sample.pearson, sample.framework.dimension_codes
    other = ~np.eye(len(of), dtype=bool)
    return (np.abs(r) > SAME) & other, (r < OPPOSED) & (of[:, None] == of) & other


def _ratios(sample: Sample) -> FloatArray:
    """Correlation ratio of the index on each indicator; NaN where not defined."""
    if not sample.varied.any():
        return sample.by_indicator(np.array([]))
    found = correlation_ratios(sample.x[:, sample.varied], sample.index)
    return sample.by_indicator(np.full(sample.varied.sum(), np.nan) if found is None else found)


def _inflation(sample: Sample) -> FloatArray:
    if _no_inflation(sample):
        return np.full(sample.x.shape[1], np.nan)
    return sample.by_indicator(variance_inflation(sample.x[:, sample.varied]))


def _no_inflation(sample: Sample) -> str:
    """Say why there is no variance inflation, or nothing if there is."""
    if sample.varied.sum() < 2:
        return NO_OTHERS
    return FEW_FOR_VIF if len(sample.x) <= sample.varied.sum() else ""


def _notes(sample: Sample, total: float) -> list[str]:
    """Say for each indicator why a cell is blank."""
    shared = [CONSTANT_INDEX] if not sample.index_varies else []
    if len(sample.x) < LEAST_ROWS:
        shared.append(FEW_ROWS)
    elif sample.index_varies and total == 0:
        shared.append(NO_IMPORTANCE)
    shared += [reason] if (reason := _no_inflation(sample)) else []
    sizes = np.bincount(sample.framework.dimension_codes)[sample.framework.dimension_codes]
    return [
        "; ".join([*shared, *([] if varied else [CONSTANT]), *_rest_notes(int(size), rest)])
        for varied, size, rest in zip(sample.varied, sizes, sample.item_rest, strict=True)
    ]


def _rest_notes(size: int, rest: float) -> list[str]:
    """Say why an indicator has no correlation with the rest of its dimension."""
    if size == 1:
        return [ALONE]
    return [CONSTANT_REST] if np.isnan(rest) else []
