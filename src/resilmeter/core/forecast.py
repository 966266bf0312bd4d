"""What comes next, if anything can be said: GM(1,1) beside naive forecasts, with past errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, even_step, vector
from resilmeter.core.grey import LEAST_PERIODS, GreyModel, grey_model
from resilmeter.errors import MethodError, Problem, doubt, problem


@dataclass(frozen=True)
class RollingError:
    """Errors of a method on the past of the series itself.

    Attributes
    ----------
    mean_absolute, root_mean_square : float or None
        Over all origins and all periods ahead; None where `reason` says why.
    origins : int
        Number of periods from which a forecast was made.
    reason : Problem or None
        Why there are no errors.
    """

    mean_absolute: float | None
    root_mean_square: float | None
    origins: int
    reason: Problem | None


@dataclass(frozen=True)
class MethodForecast:
    """Forecast of one method.

    Attributes
    ----------
    values : (h,) float array or None
        Values of the next periods; None where `reason` says why.
    error : RollingError
        Its errors on the past, from the same origins for all methods.
    reason : Problem or None
        Why there is no forecast.
    """

    values: FloatArray | None
    error: RollingError
    reason: Problem | None


@dataclass(frozen=True)
class Forecast:
    """Forecasts of one series.

    Attributes
    ----------
    last, drift, grey : MethodForecast
        The last value, the straight line through first and last value, and GM(1,1).
    model : GreyModel or None
        The fitted GM(1,1), with its level ratios, C and P.
    best : str or None
        Method of the smallest mean absolute error, the simpler one where they tie; None without
        errors.
    """

    last: MethodForecast
    drift: MethodForecast
    grey: MethodForecast
    model: GreyModel | None
    best: str | None


Method = Callable[[FloatArray, int], "FloatArray | Problem"]


def most_periods(count: int) -> int:
    """Give the longest horizon for a series: a third of its length, one period at least.

    >>> most_periods(15), most_periods(2)
    (5, 1)
    """
    return max(count // 3, 1)


def forecast(series: npt.ArrayLike, times: npt.ArrayLike, horizon: int = 1) -> Forecast:
    """Forecast a series by three methods, with what each would have missed in the past.

    Parameters
    ----------
    series : (t,) float array
        Values in time order.
    times : (t,) float array
        Increasing times, equally far apart.
    horizon : int
        Periods ahead, at most t / 3.

    Returns
    -------
    Forecast

    Raises
    ------
    MethodError
        A horizon that is too long, uneven times, values that are not finite.

    Notes
    -----
    Last: ``x_t``; drift: ``x_t + h (x_t - x_1) / (t - 1)``; GM(1,1): see `resilmeter.core.grey`.
    Rolling origin: from every period that has at least four before or at it and the whole horizon
    after it, forecast and compare; a method that fails from one of them has no errors. Caveats: a
    model that does not beat the last value forecasts nothing; scores have bounds that none of the
    three knows.

    References
    ----------
    Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, OTexts.

    Examples
    --------
    >>> found = forecast([1.0, 1.1, 1.2, 1.3, 1.4, 1.5], range(2015, 2021))
    >>> found.best, found.drift.values.round(6)
    ('drift', array([1.6]))
    """
    x = vector(series)
    even_step(times, x.size)
    most = most_periods(x.size)
    if not 1 <= horizon <= most:
        raise MethodError(problem("horizon-range", given=horizon, count=x.size, most=most))
    made = {name: _forecast(x, horizon, method) for name, method in METHODS.items()}
    model = grey_model(x)
    # an error that differs from the best by rounding only is a tie
    errors = {
        name: float(f"{each.error.mean_absolute:.12g}")
        for name, each in made.items() if each.error.mean_absolute is not None
    }  # fmt: skip
    best = min(errors, key=lambda name: errors[name]) if errors else None
    return Forecast(
        made["last"], made["drift"], made["grey"],
        model if isinstance(model, GreyModel) else None, best,
    )  # fmt: skip


def _last(x: FloatArray, horizon: int) -> FloatArray | Problem:
    return np.full(horizon, x[-1])


def _drift(x: FloatArray, horizon: int) -> FloatArray | Problem:
    if x.size < 2:
        return doubt("na-few-periods", count=x.size, least=2)
    ahead = np.arange(1, horizon + 1)
    return np.asarray(x[-1] + ahead * (x[-1] - x[0]) / (x.size - 1), dtype=np.float64)


def _grey(x: FloatArray, horizon: int) -> FloatArray | Problem:
    model = grey_model(x)
    return model if isinstance(model, Problem) else model.ahead(horizon)


METHODS: dict[str, Method] = {"last": _last, "drift": _drift, "grey": _grey}


def _forecast(x: FloatArray, horizon: int, method: Method) -> MethodForecast:
    values, error = method(x, horizon), _rolling_error(x, horizon, method)
    if isinstance(values, Problem):
        return MethodForecast(None, error, values)
    return MethodForecast(values, error, None)


def _rolling_error(x: FloatArray, horizon: int, method: Method) -> RollingError:
    origins = range(LEAST_PERIODS, x.size - horizon + 1)
    if not origins:
        return RollingError(None, None, 0, doubt("na-no-origin", count=x.size))
    missed = []
    for origin in origins:
        values = method(x[:origin], horizon)
        if isinstance(values, Problem):
            return RollingError(None, None, 0, values)
        missed.append(values - x[origin : origin + horizon])
    gaps = np.concatenate(missed)
    return RollingError(
        float(np.abs(gaps).mean()), float(np.sqrt((gaps**2).mean())), len(origins), None
    )
