"""The tidy tables of a run: one row a fact, full precision, the names of the output contract."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze import Diagnosis, compare_decompositions
from resilmeter.analyze.drivers import DriverAnalysis
from resilmeter.checking import coverage
from resilmeter.prepare import imputed_cells
from resilmeter.present.tables.maps import map_tables
from resilmeter.present.tables.robustness import robustness_tables
from resilmeter.result import Result


def tables(result: Result) -> dict[str, pd.DataFrame]:
    """Lay every result out as tidy tables.

    Parameters
    ----------
    result : Result
        What a study led to.

    Returns
    -------
    dict of str to DataFrame
        By file name without ending: weights, scores, parts, contributions, goalposts, means,
        coverage, imputed, findings; where the study asks for them coverage_units,
        coverage_periods and those that begin with diagnosis, growth, gap, inequality, dagum,
        obstacle, drivers, interactions, risk, ecological, discretization or shapley.
    """
    out = {
        "weights": _weights(result),
        "scores": _scores(result),
        "parts": _parts(result),
        "contributions": _contributions(result),
        "goalposts": result.scaled.goalposts,
        "means": result.means,
        "coverage": coverage(result.scaled.panel),
        "imputed": imputed_cells(result.scaled.panel),
        "findings": _findings(result),
    }
    return out | _of_choices(result) | _of_questions(result)


def _of_choices(result: Result) -> dict[str, pd.DataFrame]:
    """Tables that only some methods have."""
    out: dict[str, pd.DataFrame] = {}
    if result.weights.judgements is not None:
        out["ahp"] = result.weights.judgements
    if result.weights.by_period is not None:
        out["weights_by_period"] = _by_period(result.weights.by_period)
    if result.scores.levels is not None:
        out["levels"] = _long(result, result.scores.levels, "level", "value")
    treated = result.scaled.panel.treated
    if treated is not None:
        out["treated"] = treated
    return out


def _of_questions(result: Result) -> dict[str, pd.DataFrame]:
    """Tables of the questions that the study asks."""
    out = _comparisons(result)
    if result.diagnosis is not None:
        out |= _diagnosis_tables(result.diagnosis)
    if result.growth is not None:
        out |= {"growth": result.growth.total, "growth_yearly": result.growth.yearly}
    if result.gaps is not None:
        gaps = result.gaps
        out |= {"gap_total": gaps.total, "gap_dimensions": gaps.dimensions, "gap_cells": gaps.cells}
        if not gaps.groups.empty:
            out["gap_groups"] = gaps.groups
        out |= _inequality_tables(result)
    if result.obstacles is not None:
        out |= _obstacle_tables(result)
    if result.drivers is not None:
        out |= _driver_tables(result.drivers)
    return out | _later_tables(result) | robustness_tables(result) | map_tables(result)


def _weights(result: Result) -> pd.DataFrame:
    framework = result.panel.framework
    table = result.weights.table.copy()
    table.insert(1, "name", [i.title("en") for i in framework.indicators])
    table.insert(2, "name_zh", [i.title("zh") for i in framework.indicators])
    table.insert(4, "direction", [i.direction for i in framework.indicators])
    return table


def _comparisons(result: Result) -> dict[str, pd.DataFrame]:
    """Tables that set the choices of the study beside others."""
    out: dict[str, pd.DataFrame] = {}
    if result.weightings is not None:
        found = result.weightings
        out |= {"weightings": found.methods, "weightings_pairs": found.pairs,
                "weightings_weights": found.weights, "weightings_movers": found.movers}  # fmt: skip
    if result.entropy_shift is not None:
        out["entropy_shift"] = result.entropy_shift
    if result.goalposts is not None:
        out |= {"goalposts_scores": result.goalposts.scores,
                "goalposts_moved": result.goalposts.goalposts}  # fmt: skip
    return out


def _by_period(wide: pd.DataFrame) -> pd.DataFrame:
    long = wide.stack()
    keys = long.index.set_names(["period", "indicator"]).to_frame(index=False)
    return keys.assign(weight=long.to_numpy())


def _keys(result: Result) -> pd.DataFrame:
    """Give unit, group and period of every row."""
    index = result.scores.index.index
    units = index.get_level_values("unit")
    keys = pd.DataFrame({"unit": units, "period": index.get_level_values("period")})
    groups = result.panel.groups
    if groups is not None:
        keys.insert(1, "group", groups.reindex(units).to_numpy())
    return keys


def _scores(result: Result) -> pd.DataFrame:
    scores = result.scores
    return _keys(result).assign(index=scores.index.to_numpy(), rank=scores.ranks.to_numpy())


def _parts(result: Result) -> pd.DataFrame:
    long = _long(result, result.scores.parts, "dimension", "part")
    fill = result.scores.fill.to_numpy().ravel()
    return long.assign(fill=fill)


def _contributions(result: Result) -> pd.DataFrame:
    """Every number's origin: raw value, how it came about, scaled value, contribution."""
    scores, panel = result.scores, result.scaled.panel
    split = scores.by_indicator
    shown = result.scaled.values * np.nan if split is None else split
    long = _long(result, shown, "indicator", "contribution")
    return long.assign(
        scaled=result.scaled.values.to_numpy().ravel(),
        raw=panel.values.to_numpy().ravel(),
        imputed=(panel.status.to_numpy() >= 2).ravel(),
    )


def _long(result: Result, wide: pd.DataFrame, name: str, value: str) -> pd.DataFrame:
    keys = _keys(result)
    repeated = keys.loc[keys.index.repeat(wide.shape[1])].reset_index(drop=True)
    columns = list(wide.columns) * len(wide)
    repeated[name] = columns
    repeated[value] = wide.to_numpy().ravel()
    return repeated


def _diagnosis_tables(diagnosis: Diagnosis) -> dict[str, pd.DataFrame]:
    return {
        "diagnosis_indicators": diagnosis.indicators,
        "diagnosis_correlations": diagnosis.correlations,
        "diagnosis_dimensions": diagnosis.dimensions,
        "diagnosis_loadings": diagnosis.loadings,
        "diagnosis_twin": diagnosis.twin,
        "diagnosis_twin_periods": diagnosis.twin_periods,
        "diagnosis_flips": diagnosis.flips,
        "coverage_units": diagnosis.coverage_units,
        "coverage_periods": diagnosis.coverage_periods,
    }


def _inequality_tables(result: Result) -> dict[str, pd.DataFrame]:
    """Tables of inequality beside the cells: measures, Dagum's parts, evidence, change."""
    out: dict[str, pd.DataFrame] = {}
    if result.inequality is not None:
        out |= {
            "inequality": result.inequality.total,
            "inequality_groups": result.inequality.groups,
        }
    if result.gap_evidence is not None:
        out |= {"gap_evidence": result.gap_evidence.parts, "gap_own": result.gap_evidence.own}
    if result.gap_change is not None:
        out |= {"gap_change": result.gap_change.parts, "gap_change_own": result.gap_change.own}
    if result.gaps is not None and result.dagum is not None:
        dagum = result.dagum
        out |= {"dagum": dagum.total, "dagum_groups": dagum.groups, "dagum_pairs": dagum.pairs}
        out["gap_decompositions"] = compare_decompositions(result.gaps, dagum)
    of_groups = {"inequality_groups", "gap_own", "gap_change_own"}
    return {n: table for n, table in out.items() if n not in of_groups or not table.empty}


def _obstacle_tables(result: Result) -> dict[str, pd.DataFrame]:
    obstacles = result.obstacles
    if obstacles is None:
        return {}
    beside = {
        "obstacle_change": result.obstacle_change,
        "obstacle_bounds": result.obstacle_bounds,
        "obstacle_variants": result.obstacle_variants,
    }
    return {
        "obstacles": _long(result, obstacles.degrees, "indicator", "obstacle"),
        "obstacle_top": obstacles.top,
        "obstacle_counts": obstacles.counts,
        "obstacle_dimensions": obstacles.dimensions,
        "obstacle_means": obstacles.means,
        **{name: table for name, table in beside.items() if table is not None},
    }


def _driver_tables(found: DriverAnalysis) -> dict[str, pd.DataFrame]:
    out = {
        "drivers": found.factors.table,
        "drivers_changes": found.factors.changes,
        "risk": found.risk.strata,
        "risk_pairs": found.risk.pairs,
        "discretization": found.search.table,
        "shapley": found.shapley.drivers,
        "shapley_groups": found.shapley.groups,
    }
    if found.interactions is not None:
        out |= {"interactions": found.interactions.table,
                "interactions_cells": found.interactions.cells}  # fmt: skip
    if found.ecological is not None:
        out["ecological"] = found.ecological.table
    return {name: table for name, table in out.items() if not table.empty}


def _later_tables(result: Result) -> dict[str, pd.DataFrame]:
    """Tables of the answers that name their own."""
    out: dict[str, pd.DataFrame] = {}
    for answer in (
        result.grades,
        result.standing,
        result.change,
        result.dynamics,
        result.space,
        result.levers,
    ):
        out |= {} if answer is None else answer.tables
    return out if result.what_if is None else out | {"what_if": result.what_if}


def _findings(result: Result) -> pd.DataFrame:
    rows = [
        {
            "level": p.level,
            "rule": p.key,
            "place": p.place(),
            "en": p.text("en"),
            "zh": p.text("zh"),
        }
        for p in result.findings
    ]
    return pd.DataFrame(rows, columns=["level", "rule", "place", "en", "zh"])
