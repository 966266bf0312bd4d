"""Describe every method from its docstring: formula, source, options, caveats."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from typing import Any

from resilmeter.analyze import (
    change,
    clusters,
    convergence,
    coupling,
    dagum,
    densities,
    diagnose,
    gap_change,
    gap_evidence,
    gini_cells,
    grades,
    gravity,
    growth,
    inequality,
    levers,
    means,
    obstacle_bounds,
    obstacle_degree,
    obstacle_variants,
    outlook,
    spatial_weights,
    standing,
    transitions,
    what_if,
)
from resilmeter.analyze.drivers import (
    detect_ecological,
    detect_factors,
    detect_interactions,
    detect_risk,
    optimal_strata,
    shapley_drivers,
)
from resilmeter.core.detector import covariance_null, moran_null, robust_strata
from resilmeter.core.strata import DISCRETIZATIONS
from resilmeter.errors import UsageError, problem
from resilmeter.prepare import (
    IMPUTATIONS,
    NORMALIZATIONS,
    TREATMENTS,
    apply_bounds,
    interpolate,
    per_capita,
)
from resilmeter.scoring import SCORINGS
from resilmeter.weighting import WEIGHTINGS

TOPICS: dict[str, dict[str, Callable[..., Any]]] = {
    "prepare": {
        "bounds": apply_bounds, "interpolate": interpolate, **IMPUTATIONS,
        "per-capita": per_capita, **TREATMENTS,
        **{name: method.kernel for name, method in NORMALIZATIONS.items()},
    },
    "weigh": {name: method.kernel for name, method in WEIGHTINGS.items()},
    "score": {name: method.kernel for name, method in SCORINGS.items()},
    "analyze": {
        "means": means, "diagnose": diagnose, "growth": growth, "inequality": inequality,
        "gini-cells": gini_cells, "dagum": dagum, "gap-evidence": gap_evidence,
        "gap-change": gap_change,
        "obstacle-degree": obstacle_degree, "obstacle-bounds": obstacle_bounds,
        "obstacle-variants": obstacle_variants, "levers": levers, "what-if": what_if,
        "grades": grades, "standing": standing, "change": change,
        "convergence": convergence, "densities": densities, "transitions": transitions,
        "coupling": coupling, "outlook": outlook,
        "spatial-weights": spatial_weights, "clusters": clusters, "gravity": gravity,
    },
    "drivers": {
        "factor-detector": detect_factors, "interaction-detector": detect_interactions,
        "risk-detector": detect_risk, "ecological-detector": detect_ecological,
        "shapley": shapley_drivers,
        **{f"strata-{name}": function for name, function in DISCRETIZATIONS.items()},
        "strata-optimal": optimal_strata, "strata-robust": robust_strata,
        "moran-null": moran_null, "covariance-null": covariance_null,
    },
}  # fmt: skip


def describe(name: str = "") -> str:
    """Describe one method in full, or list all with their first sentences.

    Parameters
    ----------
    name : str
        A method; empty for the list.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        No method of this name.

    Examples
    --------
    >>> print(describe("equal").splitlines()[0])
    equal (weigh): Give every indicator the same weight.
    """
    if not name:
        return "\n".join(
            [f"{topic}\n" + "\n".join(_line(n, f) for n, f in methods.items())
             for topic, methods in TOPICS.items()]
        )  # fmt: skip
    for topic, methods in TOPICS.items():
        if name in methods:
            return f"{name} ({topic}): {_text(methods[name])}"
    known = [n for methods in TOPICS.values() for n in methods]
    nearest = get_close_matches(name, known, n=1) or known
    raise UsageError(problem("unknown-topic", given=name, nearest=nearest))


def _line(name: str, function: Callable[..., Any]) -> str:
    return f"  {name:26} {_text(function).splitlines()[0]}"


def _text(function: Callable[..., Any]) -> str:
    """Read the docstring of a function; a variant says with which options it is called."""
    if not isinstance(function, partial):
        return inspect.getdoc(function) or ""
    options = ", ".join(f"{name}={value}" for name, value in function.keywords.items())
    first, _, rest = (inspect.getdoc(function.func) or "").partition("\n")
    return f"{first} Variant: {options}.\n{rest}"
