"""Beta convergence with a level for each unit and each period, through linearmodels."""

from __future__ import annotations

from importlib import import_module
from math import log, log1p
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.core.convergence import FLAT, Form
from resilmeter.errors import Problem, StudyError, doubt, problem

LEAST_PERIODS = 4


def effects_row(index: FloatArray, periods: tuple[int, ...], form: Form) -> dict[str, object]:
    """Fit one form; blank, with the reason, where it cannot be fitted.

    ``g_it = u_i + v_t + b y_it + e_it`` over each step, errors clustered by unit. Where steps are
    few, b is too low by about ``(2 + b) / (steps - 1)``: Nickell (1981), Econometrica 49,
    doi:10.2307/1911408. The note gives that number.
    """
    found, reason = _library(), _hindrance(index, periods, form)
    if reason is not None:
        return {"observations": 0, "units": len(index), "note": reason.text()}
    fit = _fitted(found, _table(np.log(index) if form == "log" else index, periods))
    slope, ends = float(fit.params["start"]), fit.conf_int().loc["start"]
    steps = len(periods) - 1
    note = doubt("beta-short-panel", bias=(2 + slope) / (steps - 1), steps=steps)
    step = float(periods[1] - periods[0])
    speed = -log1p(slope) / step if -1 < slope <= -FLAT else None
    pace = {} if speed is None else {"speed": speed, "half_life": log(2) / speed}
    return {
        "slope": slope, "error": float(fit.std_errors["start"]), "p": float(fit.pvalues["start"]),
        "low": float(ends["lower"]), "high": float(ends["upper"]), **pace,
        "r_squared": float(fit.rsquared_within), "observations": int(fit.nobs),
        "units": len(index), "note": note.text(),
    }  # fmt: skip


def _library() -> Any:
    """Import linearmodels when it is first needed."""
    try:
        return import_module("linearmodels.panel")
    except ImportError:
        raise StudyError(problem("effects-extra", {"key": "dynamics.effects"})) from None


def _hindrance(index: FloatArray, periods: tuple[int, ...], form: Form) -> Problem | None:
    if len(periods) < LEAST_PERIODS:
        return doubt("na-few-periods", count=len(periods), least=LEAST_PERIODS)
    if len(index) < 2:
        return doubt("na-few-units", count=len(index), least=2)
    if form == "log" and (index <= 0).any():
        return doubt("na-not-positive", count=int((index <= 0).sum()))
    start = index[:, :-1]
    within = start - start.mean(axis=1, keepdims=True) - start.mean(axis=0) + start.mean()
    if np.abs(within).max() <= 1e-12 * np.abs(start).max():  # rounding of sums of scores
        return doubt("na-collinear")
    return None


def _table(levels: FloatArray, periods: tuple[int, ...]) -> pd.DataFrame:
    """Growth and starting value of each unit and step."""
    rows = pd.MultiIndex.from_product([range(len(levels)), periods[:-1]], names=["unit", "period"])
    start = levels[:, :-1]
    return pd.DataFrame({"growth": (levels[:, 1:] - start).ravel(), "start": start.ravel()}, rows)


def _fitted(library: Any, table: pd.DataFrame) -> Any:
    model = library.PanelOLS(
        table["growth"], table[["start"]], entity_effects=True, time_effects=True
    )
    return model.fit(cov_type="clustered", cluster_entity=True)
