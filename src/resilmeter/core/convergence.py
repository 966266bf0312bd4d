"""Who is catching up: dispersion over time (sigma) and growth against the start (beta)."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, constant, even_step, increasing, matrix
from resilmeter.core.regression import Fit, clustered_fit, independent
from resilmeter.core.trend import Trend, trend
from resilmeter.errors import MethodError, Problem, doubt, problem

Form = Literal["log", "level"]
Steps = Literal["each", "whole"]
FORMS: tuple[Form, ...] = get_args(Form)
STEPS: tuple[Steps, ...] = get_args(Steps)

# Rounding of sums of scores near 1 over their spread: a smaller coefficient is no slope.
FLAT = 1e-12


@dataclass(frozen=True)
class Sigma:
    """Dispersion of the units, period by period.

    Attributes
    ----------
    deviation : (t,) float array
        Standard deviation, population form (ddof 0), in the unit of the values.
    variation : tuple of float or None
        Coefficient of variation, deviation by mean; None where `reasons` says why.
    reasons : tuple of Problem or None
        One a period: why there is no coefficient of variation.
    deviation_trend, variation_trend : Trend or None
        Their trends; None where there is no dispersion to speak of, or a period lacks its
        coefficient of variation.
    reason : Problem or None
        Why there is no dispersion: a single unit. Deviations are 0 then.
    """

    deviation: FloatArray
    variation: tuple[float | None, ...]
    reasons: tuple[Problem | None, ...]
    deviation_trend: Trend | None
    variation_trend: Trend | None
    reason: Problem | None


@dataclass(frozen=True)
class Beta:
    """Regression of growth on the starting value.

    Attributes
    ----------
    form : {"log", "level"}
        Growth of logarithms, or differences of levels.
    span : float
        Length T of a step of growth, in units of time.
    fit : Fit or None
        Coefficients in order: constant, starting value (beta), controls; None where `reason` says
        why.
    speed : float or None
        ``-ln(1 + beta) / T``, per unit of time; None unless -1 < beta < 0.
    half_life : float or None
        ``ln 2 / speed``: time in which half of a gap closes; None where the speed is.
    reason : Problem or None
        Why there is no fit, or no speed.
    """

    form: Form
    span: float
    fit: Fit | None
    speed: float | None
    half_life: float | None
    reason: Problem | None

    @property
    def slope(self) -> float | None:
        """Coefficient of the starting value; negative where low starts grow faster."""
        return None if self.fit is None else float(self.fit.coefficients[1])


def sigma(values: npt.ArrayLike, times: npt.ArrayLike) -> Sigma:
    """Measure whether the units draw together.

    Parameters
    ----------
    values : (n, t) float array
        Units by periods.
    times : (t,) float array
        Increasing times in years.

    Returns
    -------
    Sigma

    Raises
    ------
    MethodError
        Times that do not increase or do not fit, values that are not finite.

    Notes
    -----
    ``s_t = sqrt(mean of (y_it - mean)^2)`` and ``s_t / mean_t``. Caveats: where all grow, the
    deviation widens by growth alone, so read both; near the bounds of a score it must shrink.

    Examples
    --------
    >>> found = sigma([[1.0, 2.0], [3.0, 6.0]], [2020, 2021])
    >>> found.deviation, found.variation
    (array([1., 2.]), (0.5, 0.5))
    """
    array = matrix(values)
    moments = increasing(times, array.shape[1])
    deviation, mean = array.std(axis=0), array.mean(axis=0)
    if array.shape[0] < 2:
        alone = doubt("na-few-units", count=1, least=2)
        none = (None,) * mean.size
        return Sigma(deviation, none, (alone,) * mean.size, None, None, alone)
    variation = tuple(float(s / m) if m > 0 else None for s, m in zip(deviation, mean, strict=True))
    reasons = tuple(None if m > 0 else doubt("na-mean-not-positive", mean=float(m)) for m in mean)
    known = [v for v in variation if v is not None]
    relative = trend(known, moments) if len(known) == mean.size else None
    return Sigma(deviation, variation, reasons, trend(deviation, moments), relative, None)


def beta(
    values: npt.ArrayLike,
    times: npt.ArrayLike,
    controls: npt.ArrayLike | None = None,
    *,
    form: Form = "log",
    steps: Steps = "each",
) -> Beta:
    """Measure whether units that start low grow faster.

    Parameters
    ----------
    values : (n, t) float array
        Units by periods.
    times : (t,) float array
        Increasing times in years, equally far apart.
    controls : (n, t, c) float array, optional
        Variables held constant, taken at the start of each step: conditional convergence.
    form : {"log", "level"}
        Growth of logarithms (positive values only), or differences of levels.
    steps : {"each", "whole"}
        One observation for each unit and step, or one for each unit from first to last period.

    Returns
    -------
    Beta

    Raises
    ------
    MethodError
        Times that do not increase, are not equally far apart or do not fit, controls of another
        shape, values that are not finite, a form or steps that do not exist.

    Notes
    -----
    ``ln(y_t+T / y_t) = a + b ln y_t + controls``, or ``y_t+T - y_t = a + b y_t + controls``; errors
    clustered by unit. Caveats: chance errors in the starting value alone make b negative
    (regression to the mean), and so does a score that nears its upper bound; read it beside
    `sigma`, and do not call it catching up where the dispersion does not fall.

    References
    ----------
    Barro, Sala-i-Martin (1992), Journal of Political Economy 100, doi:10.1086/261816.

    Examples
    --------
    >>> start = np.array([1.0, 2.0, 4.0, 8.0])
    >>> found = beta(np.column_stack([start, 4 * start**0.5]), [2020, 2021])
    >>> round(found.slope, 6), round(found.half_life, 6)
    (-0.5, 1.0)
    """
    array = matrix(values)
    periods = array.shape[1]
    step = even_step(times, periods)
    _refuse_choices(form, steps)
    covariates = _controls(controls, array.shape)
    stride = 1 if steps == "each" else max(periods - 1, 1)
    span = stride * step
    reason = _hindrance(array, form)
    if reason is not None:
        return Beta(form, span, None, None, None, reason)
    y, x, unit = _design(np.log(array) if form == "log" else array, covariates, stride)
    least = x.shape[1] + 1
    if y.size < least:
        short = doubt("na-no-residual", count=y.size, least=least, columns=x.shape[1])
        return Beta(form, span, None, None, None, short)
    if constant(float(x[:, 1].min()), float(x[:, 1].max())) or not independent(x):
        return Beta(form, span, None, None, None, doubt("na-collinear"))
    return _with_speed(form, span, clustered_fit(y, x, unit))


def _refuse_choices(form: str, steps: str) -> None:
    for given, allowed in ((form, FORMS), (steps, STEPS)):
        if given not in allowed:
            raise MethodError(problem("unknown-choice", given=given, allowed=allowed))


def _controls(controls: npt.ArrayLike | None, shape: tuple[int, ...]) -> FloatArray:
    """Return controls as a finite (n, t, c) array; c = 0 without any."""
    if controls is None:
        return np.empty((*shape, 0))
    cube = np.asarray(controls, dtype=np.float64)
    if cube.ndim != 3 or cube.shape[:2] != shape:
        raise MethodError(problem("cube-shape", given=str(cube.shape), expected=str(shape)))
    if not np.isfinite(cube).all():
        raise MethodError(problem("values-not-finite", count=int((~np.isfinite(cube)).sum())))
    return cube


def _hindrance(array: FloatArray, form: Form) -> Problem | None:
    if array.shape[1] < 2:
        return doubt("na-few-periods", count=array.shape[1], least=2)
    if array.shape[0] < 2:
        return doubt("na-few-units", count=array.shape[0], least=2)
    if form == "log" and (array <= 0).any():
        return doubt("na-not-positive", count=int((array <= 0).sum()))
    return None


def _design(
    levels: FloatArray, controls: FloatArray, stride: int
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.int64]]:
    """Growth, design (ones, start, controls) and unit of each observation."""
    start = levels[:, :-stride]
    growth = (levels[:, stride:] - start).ravel()
    unit = np.repeat(np.arange(levels.shape[0]), start.shape[1])
    held = controls[:, :-stride].reshape(growth.size, -1)
    return growth, np.column_stack([np.ones(growth.size), start.ravel(), held]), unit


def _with_speed(form: Form, span: float, fit: Fit) -> Beta:
    slope = float(fit.coefficients[1])
    if slope > -FLAT:
        return Beta(form, span, fit, None, None, doubt("na-diverging", slope=max(slope, 0.0)))
    if slope <= -1:
        return Beta(form, span, fit, None, None, doubt("na-overshooting", slope=slope))
    speed = -log1p(slope) / span
    return Beta(form, span, fit, speed, log(2) / speed, None)
