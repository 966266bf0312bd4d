"""Where weights and parts of the Gini coefficient come from: what the page adds up again."""

from __future__ import annotations

from typing import Any

import numpy as np

from resilmeter.analyze.gaps.sample import unit_weights
from resilmeter.catalogue import Language
from resilmeter.core.arrays import FloatArray
from resilmeter.present.explorer.packed import packed
from resilmeter.present.words import word
from resilmeter.result import Result

WEIGHT_DIGITS = 8
PARTS = ("std", "conflict", "entropy", "weight")
# What each formula is made of; nothing else beside a weight says where it comes from.
OF_FORMULA = {
    "critic": ("std", "conflict"), "entropy": ("entropy",), "std": ("std",), "equal": (), "": (),
    "dimension": ("dimension", "within"),
}  # fmt: skip


def weighing(result: Result, languages: tuple[Language, ...]) -> dict[str, Any]:
    """Give what each weight was made of, and the formula where one leads back to the weight.

    Returns
    -------
    dict
        rows: weight of each indicator and what the formula is made of; parts: their names;
        formula: "critic", "entropy", "std", "equal", "dimension" (weight of the dimension times
        weight within it) or "" and sum, what the formula divides by; note: the method, in each
        language.
    """
    weights = result.weights
    table = weights.table.assign(
        dimension=weights.table["dimension_weight"],
        within=weights.table["weight"] / weights.table["dimension_weight"],
    )
    form, total = "", 0.0
    if weights.by_period is None:
        form, total = _formula(table[list(PARTS)].to_numpy(dtype=np.float64))
        if not form and weights.level == "within-dimension" and (table["dimension"] > 0).all():
            form = "dimension"
    shown = [*OF_FORMULA[form], "weight"]
    return {
        "rows": table[shown].to_dict(orient="records"),
        "parts": shown,
        "formula": form,
        "sum": total,
        "note": {code: _method(result, code) for code in languages},
    }


def _formula(rows: FloatArray) -> tuple[str, float]:
    """Find what the weights are shares of; nothing where they are of none of these."""
    std, conflict, entropy, weight = rows.T
    tried = {
        "critic": std * conflict, "entropy": 1.0 - entropy, "std": std, "equal": np.ones_like(std),
    }  # fmt: skip
    for name, values in tried.items():
        total = float(values.sum())
        if total > 0 and np.allclose(values / total, weight, rtol=1e-9, atol=1e-12):
            return name, total
    return "", 0.0


def _method(result: Result, language: Language) -> str:
    method = result.weights.method
    short = word(f"short-{method}", language) if method else ""
    return word("explore-weight-note", language, method=short)


def obstacles(result: Result) -> dict[str, Any] | None:
    """Give what the page needs beside weights and scaled values; None without obstacle degrees."""
    if result.obstacles is None:
        return None
    scaled = result.scaled
    return {"variant": result.obstacles.variant, "worst": scaled.worst, "best": scaled.best}


def gaps(result: Result) -> dict[str, Any] | None:
    """Give what the page needs beside the scores to add gaps up; None without them."""
    if result.gaps is None:
        return None
    weights = unit_weights(result.scores, result.gaps.weights)
    return {
        "weights": None if weights is None else packed(weights, WEIGHT_DIGITS),
        "column": result.gaps.weights or "",
        "sample": result.gaps.correction == "sample",
    }
