"""Diagnose an index: the record of tidy tables, and the verb that fills it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from resilmeter.analyze.diagnosis.dimensions import dimension_table, loading_table
from resilmeter.analyze.diagnosis.doubts import (
    dimension_doubts,
    direction_doubts,
    importance_doubts,
    pair_doubts,
    twin_doubts,
)
from resilmeter.analyze.diagnosis.indicators import indicator_table, pair_table
from resilmeter.analyze.diagnosis.sample import Sample
from resilmeter.analyze.diagnosis.shifts import flip_table, twin_tables
from resilmeter.checking import coverage, coverage_by
from resilmeter.errors import MethodError, Problem, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores


@dataclass(frozen=True, eq=False, kw_only=True)
class Diagnosis:
    """What an author and a reviewer must know of an index.

    A blank cell is not defined; the column `note` of its row says why.

    Attributes
    ----------
    indicators : DataFrame
        indicator, dimension, weight, weight_without_extreme (blank if the weights do not have it),
        correlation_ratio, importance (its share of the sum of ratios), index_correlation, index_r2,
        item_rest, same and opposed (counts of flagged partners), vif, floor and ceiling (counts of
        cells at or beyond the worst and the best value), fill (mean place between them, 0 to 1),
        contested, note; floor, ceiling and fill are blank if the scaling knows no worst and best.
    correlations : DataFrame
        indicator_a, indicator_b, same_dimension, pearson, spearman, double_counting
        (r beyond 0.95 either way), opposed (r < -0.3 inside a dimension), note; one row a pair.
    dimensions : DataFrame
        dimension (blank for all indicators), indicators, weight, alpha, first_component, kmo,
        bartlett_p, note.
    loadings : DataFrame
        dimension, component, explained, indicator, loading (unit eigenvector), correlation (of the
        indicator with the component).
    twin : DataFrame
        unit, period, index, twin_index (equal weights), rank, twin_rank, shift (twin rank - rank).
    twin_periods : DataFrame
        period, rank_correlation, largest_shift, unit (the first that moves so far), note.
    flips : DataFrame
        indicator, dimension, item_rest, and the columns of `twin_periods`: the ranking after the
        direction of a contested indicator is turned; one row an indicator and period.
    coverage, coverage_units, coverage_periods : DataFrame
        indicator, unit or period, cells, observed, imputed, missing, observed_share.
    doubts : tuple of Problem
        What the tables give reason to doubt.
    """

    indicators: pd.DataFrame
    correlations: pd.DataFrame
    dimensions: pd.DataFrame
    loadings: pd.DataFrame
    twin: pd.DataFrame
    twin_periods: pd.DataFrame
    flips: pd.DataFrame
    coverage: pd.DataFrame
    coverage_units: pd.DataFrame
    coverage_periods: pd.DataFrame
    doubts: tuple[Problem, ...] = ()

    def doubts_beyond(self, said: Iterable[Problem]) -> tuple[Problem, ...]:
        """Give the doubts about places of which no earlier finding says the same."""
        known = {(found.key, found.place()) for found in said}
        return tuple(d for d in self.doubts if not d.where or (d.key, d.place()) not in known)

    _repr_html_ = card

    def __repr__(self) -> str:
        contested = int(self.indicators["contested"].sum())
        double = int(self.correlations["double_counting"].sum())
        return (
            f"<Diagnosis: {len(self.indicators)} indicators, {contested} run against their"
            f" dimension; {double} pairs say the same; {len(self.doubts)} doubts>"
        )


def diagnose(scores: Scores) -> Diagnosis:
    """Look behind an index: what its indicators do, repeat and contradict.

    Parameters
    ----------
    scores : Scores
        The index, its weights and the scaled values; all unit-periods are looked at together.

    Returns
    -------
    Diagnosis
        Also for one indicator, one dimension, one or two units, or an index that does not vary:
        what is not defined is blank, with the reason.

    Raises
    ------
    MethodError
        An index computed elsewhere, which has no weights to judge.

    Notes
    -----
    Importance: correlation ratio ``Var(E[y | x_j]) / Var(y)`` of the index on each indicator, by
    bins of equal size with Kelley's epsilon squared, as a share of their sum (Paruolo, Saisana and
    Saltelli 2013). Alpha: raw Cronbach's alpha. Item-rest: correlation with the unweighted sum of
    the others of the dimension; contested where negative. Twin: the same method with equal weights.
    Flip: a contested indicator x replaced by worst + best - x (min + max - x where the scale has
    neither). Caveats: unit-periods of one unit are not independent, so Bartlett's p is too small;
    under per-period scaling all tables speak of relative positions.

    References
    ----------
    Paruolo, Saisana, Saltelli (2013), Journal of the Royal Statistical Society A 176,
    doi:10.1111/j.1467-985X.2012.01059.x.
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-001"), max_gap=3))
    >>> diagnosis = rm.diagnose(rm.score(scaled, rm.weigh(scaled)))
    >>> round(float(diagnosis.indicators["importance"].sum()), 12)
    1.0
    """
    if scores.method == "imported":
        raise MethodError(problem("diagnose-imported", {"key": "analyze.diagnose"}))
    sample, panel = Sample(scores), scores.scaled.panel
    indicators, correlations = indicator_table(sample), pair_table(sample)
    dimensions, flips = dimension_table(sample), flip_table(sample)
    twin, twin_periods = twin_tables(sample)
    doubts = (
        *pair_doubts(correlations),
        *direction_doubts(indicators, flips),
        *importance_doubts(indicators),
        *dimension_doubts(dimensions),
        *twin_doubts(twin_periods, len(sample.units)),
    )
    return Diagnosis(
        indicators=indicators,
        correlations=correlations,
        dimensions=dimensions,
        loadings=loading_table(sample),
        twin=twin,
        twin_periods=twin_periods,
        flips=flips,
        coverage=coverage(panel),
        coverage_units=coverage_by(panel, "unit"),
        coverage_periods=coverage_by(panel, "period"),
        doubts=doubts,
    )
