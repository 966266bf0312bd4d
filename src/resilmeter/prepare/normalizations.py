"""The normalisations by name: which kernel, what it is given, and what it rules out later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from resilmeter.core import standardize
from resilmeter.core.arrays import FloatArray
from resilmeter.core.scale import min_max, oriented, target_interval
from resilmeter.framework import Indicator
from resilmeter.prepare.scaled import SCOPES, Scope

Normalization = Literal["minmax", "distance-to-target", "z-score", "vector", "rank", "percentile"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One indicator in the rows that share a yardstick.

    Attributes
    ----------
    x : (n,) float array
        Raw values.
    reference : (m,) float array
        Raw values that set the yardstick.
    low, high : float
        Goalposts in raw units.
    indicator : Indicator
        What the values mean.
    """

    x: FloatArray
    reference: FloatArray
    low: float
    high: float
    indicator: Indicator


@dataclass(frozen=True, kw_only=True)
class Normalizer:
    """One normalisation.

    Attributes
    ----------
    kernel : callable
        The function whose docstring describes it.
    scale : callable
        From `Column` to (n,) scaled values; between 0 and 1 at the goalposts if `goalposts`.
    scopes : tuple of str
        Scopes that it knows.
    goalposts : bool
        True if it works between goalposts, so that there is a best and a worst value.
    doubt : str
        Key of the message that says what it rules out; empty for nothing.
    """

    kernel: Callable[..., Any]
    scale: Callable[[Column], FloatArray]
    scopes: tuple[Scope, ...] = SCOPES
    goalposts: bool = False
    doubt: str = ""


def minmax(column: Column) -> FloatArray:
    """Scale by the range between two goalposts.

    Notes
    -----
    ``(x - low) / (high - low)`` where higher is better, ``(high - x) / (high - low)`` where lower
    is better; with a target interval [a, b], ``1 - max(a - x, x - b, 0) / max(a - low, high - b)``.
    Options: scope pooled (minimum and maximum over all units and periods), per-period, base-period,
    fixed (given goalposts); `interval` other than 0 to 1, such as 0.01 to 1 where a geometric mean
    must not meet zeros. Caveats: one extreme value squeezes all others; under the pooled scope a
    new period can change old scores.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.
    """
    indicator, low, high = column.indicator, column.low, column.high
    if indicator.direction == "target":
        return target_interval(column.x, low, high, inner=indicator.target)
    return min_max(column.x, low, high, higher=indicator.direction == "higher")


def distance_to_target(column: Column) -> FloatArray:
    """Scale by the way from the worst value to a target.

    Notes
    -----
    ``(x - low) / (target - low)`` where higher is better, with the indicator's `target_low` (at
    least so much) as target; ``(high - x) / (high - target)`` where lower is better, with
    `target_high` (at most so much); an indicator with a target interval is scaled as by minmax. 1
    is the target. Options: scopes as for minmax for the worst value; values beyond the target are
    refused, clipped to 1 or kept. Caveats: a target that all have passed leaves nothing to measure.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.
    """
    return minmax(column)


def _relative(kernel: Callable[[FloatArray, FloatArray], FloatArray], doubt: str) -> Normalizer:
    """Build a normalisation that looks at mean, deviation or length of the reference rows."""

    def scale(column: Column) -> FloatArray:
        """Scale a column against its reference rows, both turned so that more is better."""
        return kernel(
            _turned(column.x, column.indicator), _turned(column.reference, column.indicator)
        )

    return Normalizer(
        kernel=kernel, scale=scale, scopes=("pooled", "per-period", "base-period"), doubt=doubt
    )


def _ranked(kernel: Callable[[FloatArray], FloatArray]) -> Normalizer:
    """Build a normalisation that looks only at the order of the rows themselves."""
    return Normalizer(
        kernel=kernel,
        scale=lambda column: kernel(_turned(column.x, column.indicator)),
        scopes=("pooled", "per-period"),
        doubt="rules-out-distances",
    )


def _turned(x: FloatArray, indicator: Indicator) -> FloatArray:
    inner = indicator.target if indicator.direction == "target" else None
    return oriented(x, direction=indicator.direction, inner=inner)


NORMALIZATIONS: dict[str, Normalizer] = {
    "minmax": Normalizer(kernel=minmax, scale=minmax, goalposts=True),
    "distance-to-target": Normalizer(
        kernel=distance_to_target, scale=distance_to_target, goalposts=True
    ),
    "z-score": _relative(standardize.z_score, "rules-out-signed"),
    "vector": _relative(standardize.vector, "rules-out-signed"),
    "rank": _ranked(standardize.rank),
    "percentile": _ranked(standardize.percentile),
}
