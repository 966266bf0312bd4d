"""The weightings by name: which kernel, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import FloatArray
from resilmeter.errors import StudyError, problem, refuse
from resilmeter.weighting import sums as finish
from resilmeter.weighting.choices import Rows
from resilmeter.weighting.experts import judgement
from resilmeter.weighting.sums import Sums

Weighting = Literal[
    "critic", "critic-spearman", "critic-distance", "critic-cv", "entropy",
    "coefficient-of-variation", "standard-deviation", "pca", "pca-first", "pca-scores", "merec",
    "ahp", "equal", "given", "combined",
]  # fmt: skip


@dataclass(frozen=True)
class Method:
    """One weighting.

    Attributes
    ----------
    kernel : callable
        The function that computes it and whose docstring describes it.
    weigh : callable
        From `Rows` to (q,) weights summing to 1.
    finish : callable or None
        The same from `Sums`, for tables too large to hold; None where sums do not tell.
    """

    kernel: Callable[..., Any]
    weigh: Callable[[Rows], FloatArray]
    finish: Callable[[Sums], FloatArray] | None = None


def on_scaled(
    kernel: Callable[[FloatArray, Sequence[str]], FloatArray],
    finish: Callable[[Sums], FloatArray] | None = None,
) -> Method:
    """Build the method of a kernel that looks at scaled values only."""
    return Method(kernel, lambda rows: kernel(rows.x, rows.codes), finish)


def _entropy(rows: Rows) -> FloatArray:
    return kernels.entropy(rows.x, rows.codes, shift=rows.choices.shift)


def _merec(rows: Rows) -> FloatArray:
    targets = [c for c, d in zip(rows.codes, rows.directions, strict=True) if d == "target"]
    refuse(StudyError, [problem("merec-target", {"indicator": code}) for code in targets])
    return kernels.merec(rows.raw, rows.higher, rows.codes)


def _given(rows: Rows | Sums) -> FloatArray:
    return kernels.given([rows.choices.given[code] for code in rows.codes], rows.codes)


def _ahp(rows: Rows | Sums) -> FloatArray:
    return judgement(rows.choices, rows.codes).weights


def _combined(rows: Rows | Sums) -> FloatArray:
    chosen = rows.choices.combine
    unknown = [name for name in chosen.methods if name not in WEIGHTINGS or name == "combined"]
    if unknown or len(chosen.methods) < 2:
        where = {"key": "weigh.combine.methods"}
        raise StudyError(problem("combine-methods", where, given=chosen.methods))
    sets = np.array([weights_of(rows, name) for name in chosen.methods])
    return kernels.combine(sets, how=chosen.how, alpha=chosen.alpha or None)


def weights_of(rows: Rows | Sums, method: str) -> FloatArray:
    """Weigh rows, or the sums of rows, by one method.

    Raises
    ------
    StudyError
        A method that has to see the rows themselves, where there are only sums.
    MethodError
        Values for which the method is not defined.
    """
    if isinstance(rows, Rows):
        return WEIGHTINGS[method].weigh(rows)
    finisher = WEIGHTINGS[method].finish
    if finisher is None:
        allowed = [name for name, one in WEIGHTINGS.items() if one.finish]
        where = {"key": "weigh.method"}
        raise StudyError(problem("scale-cannot", where, given=method, allowed=allowed))
    return finisher(rows)


WEIGHTINGS: dict[str, Method] = {
    "critic": on_scaled(kernels.critic, finish.critic),
    "critic-spearman": on_scaled(partial(kernels.critic, correlation="spearman")),
    "critic-distance": on_scaled(partial(kernels.critic, correlation="distance")),
    "critic-cv": on_scaled(kernels.critic_cv, finish.critic_cv),
    "entropy": Method(kernels.entropy, _entropy, finish.entropy),
    "coefficient-of-variation": on_scaled(
        kernels.coefficient_of_variation, finish.coefficient_of_variation
    ),
    "standard-deviation": on_scaled(kernels.standard_deviation, finish.standard_deviation),
    "pca": on_scaled(kernels.pca, finish.pca),
    "pca-first": on_scaled(
        partial(kernels.pca, meaning="first"), partial(finish.pca, meaning="first")
    ),
    "pca-scores": on_scaled(
        partial(kernels.pca, meaning="scores"), partial(finish.pca, meaning="scores")
    ),
    "merec": Method(kernels.merec, _merec),
    "ahp": Method(kernels.ahp, _ahp, _ahp),
    "equal": on_scaled(kernels.equal, finish.equal),
    "given": Method(kernels.given, _given, _given),
    "combined": Method(kernels.combine, _combined, _combined),
}
